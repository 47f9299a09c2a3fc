"""Hosts as scan targets, for scanners of machines: Nessus, Tenable, Qualys."""

from collections.abc import Iterable

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanTarget, TargetKind
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.target import from_evidence

_NONE = {"", "-", "'-", "n/a", "none", "null", "unknown"}
"""Marks for nothing."""
_OF_EVERYBODY = ("127.", "::1", "0:0:0:0:0:0:0:1", "0.0.0.", "169.254.", "fe80:", "00:00:00:00:00:00", "localhost")
"""How names and addresses begin that a host uses for itself only, so that they tell nothing apart."""
_SEPARATORS = late_re(r"[\s,;]+")
_MOST_NAMES = 50


class HostTargets:
    """The hosts of one file, one record each.

    Two hosts may carry one name (copies of a machine image, two networks with one address plan): where the scanner's own
    identity differs, the later one is named with it, so that neither's findings disappear into the other's.
    """

    __slots__ = ("_evidence", "_known", "_owners")

    def __init__(self, evidence: EvidenceFile) -> None:
        self._evidence = evidence
        self._known: dict[tuple[str, str], ScanTarget] = {}
        self._owners: dict[str, str] = {}

    def target(self, name: str, *, identity: str = "", os_name: str = "", others: Iterable[str | None] = ()) -> ScanTarget:
        """The host of that name and identity; where neither is known, what a person says was scanned.

        What else is known of a host is what stands where it is named first.
        """
        known = self._known.get((name, identity))
        if known is None:
            known = self._known[name, identity] = self._new(name or identity, identity, os_name, others)
        return known

    def _new(self, name: str, identity: str, os_name: str, others: Iterable[str | None]) -> ScanTarget:
        if not name:
            return from_evidence(self._evidence, TargetKind.HOST)
        owner = self._owners.setdefault(name, identity)
        unique = name if owner == identity else f"{name} ({identity})"
        return ScanTarget(
            name=unique, kind=TargetKind.HOST, os_name=first_line(os_name) or None, other_names=other_names(name, *others)
        )


def other_names(name: str, *texts: str | None) -> tuple[str, ...]:
    """Names and addresses of a host beside the one it goes by, sorted, each once, at most fifty. A text may hold several."""
    names = {word for text in texts if text for word in _SEPARATORS.split(text) if word.lower() not in _NONE} - {name}
    return tuple(sorted(word for word in names if not word.lower().startswith(_OF_EVERYBODY))[:_MOST_NAMES])


def first_line(text: str) -> str:
    """Scanners that are unsure list several operating systems, the likeliest first."""
    return text.strip().partition("\n")[0].strip()


def service(port: str, protocol: str) -> str:
    """`tcp/443`: the part of a host that an entry is about. Empty for the host itself, which scanners write as port 0."""
    port = port.strip()
    return "" if port in {"", "0", "-"} else f"{protocol.strip().lower() or 'tcp'}/{port}"
