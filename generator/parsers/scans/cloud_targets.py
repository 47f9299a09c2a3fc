"""Resources of clouds as scan targets, for scanners of accounts: by the provider's own name of the resource."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanTarget, TargetKind
from generator.parsers.scans.entries import digests
from generator.parsers.scans.hosts import other_names
from generator.parsers.scans.target import named

_NONE = {"", "n/a", "unknown", "none", "null", "-"}
_HOSTS = (
    "/virtualmachines/",
    "/virtualmachinescalesets/",
    "microsoft.hybridcompute/machines/",
    ":instance/i-",
    "compute.googleapis.com/projects/",
)
"""What names of machines hold, lower case; Compute Engine's also name what is no machine."""
_MACHINE = "/instances/"


class CloudTargets:
    """The resources of one file, one record each."""

    __slots__ = ("_evidence", "_known")

    def __init__(self, evidence: EvidenceFile) -> None:
        self._evidence = evidence
        self._known: dict[str, ScanTarget] = {}

    def target(self, name: str, *others: str | None, kind: TargetKind | None = None) -> ScanTarget:
        """The resource of that name; without one, what a person says was scanned. What else it is called is `others`."""
        called = "" if name.lower() in _NONE else name
        known = self._known.get(called)
        if known is None:
            known = self._known[called] = self._new(called, others, kind or _kind(called))
        return known

    def _new(self, name: str, others: tuple[str | None, ...], kind: TargetKind) -> ScanTarget:
        pinned = digests(name) if kind is TargetKind.IMAGE else ()
        return named(name, kind, self._evidence, digests=pinned, other_names=other_names(name, *others))


def last_part(path: str) -> str:
    """`…/virtualMachines/vm-1` is called `vm-1`."""
    return path.rstrip("/").rpartition("/")[2]


def _kind(name: str) -> TargetKind:
    text = f"{name.lower()}/"
    if "@sha256:" in text:
        return TargetKind.IMAGE
    mark = next((mark for mark in _HOSTS if mark in text), None)
    machine = mark is not None and (mark != _HOSTS[-1] or _MACHINE in text)
    return TargetKind.HOST if machine else TargetKind.CLOUD
