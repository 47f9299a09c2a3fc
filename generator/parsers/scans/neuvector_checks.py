"""A check of NeuVector's CIS benchmarks, in the report of an image and in that of a node alike.

https://open-docs.neuvector.com, "Compliance". A level says how a check ended, not how severe it is: only `HIGH` says both.
"""

from collections.abc import Mapping

import msgspec

from generator.model.scan import Disposition, ScanResult, ScanTarget
from generator.parsers.scans.entries import misconfiguration_of

_DISPOSITIONS: Mapping[str, Disposition] = {
    "PASS": Disposition.PASSED,
    "INFO": Disposition.MANUAL,
    "NOTE": Disposition.MANUAL,
    "MANUAL": Disposition.MANUAL,
    "ERROR": Disposition.ERROR,
}
"""All others are open: `WARN` is how NeuVector writes a failed check."""
_SAYS_SEVERITY = {"HIGH", "CRITICAL"}


class NeuvectorCheck(msgspec.Struct):
    test_number: str | None = None
    type: str | None = None
    description: str | None = None
    remediation: str | None = None
    level: str | None = None
    message: tuple[str | None, ...] | str | None = None

    @property
    def is_heading(self) -> bool:
        """Is it the name of a section of the benchmark (`1 General Configuration`)? Its level is `INFO`, its number whole."""
        return (self.level or "").upper() == "INFO" and "." not in (self.test_number or "")

    def result(self, target: ScanTarget, place: str) -> ScanResult | None:
        """The check as a result; None where it has no number."""
        level = (self.level or "").upper()
        native = self.level or "" if level in _SAYS_SEVERITY else ""
        messages = (self.message,) if isinstance(self.message, str) else self.message or ()
        return misconfiguration_of(
            self.test_number,
            target,
            place,
            word=native,
            disposition=_DISPOSITIONS.get(level, Disposition.OPEN),
            native_status=self.level or "",
            title=self.description,
            description="\n".join(text for text in messages if text),
            solution=self.remediation or "",
        )
