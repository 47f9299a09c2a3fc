"""What testssl.sh's reports say alike in JSON and CSV: https://testssl.sh, the manual's section "Severity levels".

A test is rated `OK` and `INFO`, which are no findings, `LOW` to `CRITICAL`; `WARN` says that it could not be done as it should,
`FATAL` that the target was not tested. The scanner has no rules apart from its version.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanTarget, Severity
from generator.parsers.scans.field_map import EntryFields, FieldMap
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.web_targets import WebTargets

SCANNER = "testssl.sh"
_TEST = FieldMap(
    identifier=("id",),
    description=("finding",),
    level=("severity",),
    severities={"ok": Severity.INFORMATIONAL, "debug": Severity.INFORMATIONAL},
    status=("severity",),
    dispositions={
        "ok": Disposition.PASSED,
        "info": Disposition.PASSED,
        "debug": Disposition.PASSED,
        "warn": Disposition.ERROR,
        "fatal": Disposition.ERROR,
    },
    cve=("cve",),
    cwe=("cwe",),
)
_NOT_TESTED = "testssl.sh did not test {target}: {reason}"


class SslTestRun:
    """The tests of one file."""

    def __init__(self, evidence: EvidenceFile) -> None:
        self.accumulator = ScanAccumulator(evidence, SCANNER)
        self._sites = WebTargets(evidence)
        self._tested: set[str] = set()
        self._failed: dict[str, str] = {}

    def target(self, host: str, port: str) -> ScanTarget:
        """The site of `shop.example/192.0.2.7` and a port; `/` is how the script writes a host that it did not resolve."""
        name, _, address = host.partition("/")
        called = name or address
        return self._sites.target(f"https://{called}:{port}" if called and port else called, others=[address])

    def result(self, test: EntryFields, target: ScanTarget, place: str) -> ScanResult | None:
        """One test."""
        result = _TEST.result(test, target, place)
        level = (result.native_severity if result else test.get("severity")).upper()
        if level == "FATAL":
            self._failed[target.name] = test.get("finding")
        elif level in {"OK", "LOW", "MEDIUM", "HIGH", "CRITICAL"}:
            self._tested.add(target.name)
        return result

    @property
    def reasons(self) -> str:
        """Why targets were not tested; empty where all were."""
        failed = ((name, text) for name, text in self._failed.items() if name not in self._tested)
        return "; ".join(_NOT_TESTED.format(target=name, reason=text) for name, text in failed)

    @property
    def tested(self) -> bool:
        """Was any target tested?"""
        return bool(self._tested)
