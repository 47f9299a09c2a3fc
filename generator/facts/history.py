"""Everything that was read, merged: the fold over snapshots.

A history is keyed by the sha256 of the evidence, so merging is associative, commutative and idempotent: one process, a
process pool or several machines read the same folder to the same history (property-tested). Nothing is added up here;
which snapshots count on a day is `select`'s matter, and totals come after that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.model.pipeline import PipelineSnapshot
from generator.model.scan import ScanSnapshot

S = TypeVar("S", ScanSnapshot, ClusterSnapshot, PipelineSnapshot, DiagramSnapshot)
Snapshot = ScanSnapshot | ClusterSnapshot | PipelineSnapshot | DiagramSnapshot


@dataclass(frozen=True, slots=True)
class History:
    """Snapshots by the sha256 of their evidence. The same bytes at two paths are one: the smaller path stays."""

    snapshots: Mapping[str, Snapshot] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, snapshots: Iterable[Snapshot]) -> "History":
        """Fold snapshots, in any order."""
        merged: dict[str, Snapshot] = {}
        for snapshot in snapshots:
            _keep(merged, snapshot)
        return cls(MappingProxyType(merged))

    def merge(self, other: "History") -> "History":
        """Both together."""
        merged = dict(self.snapshots)
        for snapshot in other.snapshots.values():
            _keep(merged, snapshot)
        return History(MappingProxyType(merged))

    def until(self, as_of: date) -> "History":
        """Without what is dated after a day; undated evidence stays."""
        kept = {key: one for key, one in self.snapshots.items() if (day := day_of(one)) is None or day <= as_of}
        return History(MappingProxyType(kept))

    def evidence(self) -> tuple[EvidenceFile, ...]:
        """Every file read, sorted by path."""
        return tuple(
            sorted((snapshot.evidence for snapshot in self.snapshots.values()), key=lambda file: (file.path, file.sha256))
        )

    def scans(self) -> tuple[ScanSnapshot, ...]:
        """Scans, sorted by evidence path."""
        return _sorted(self.snapshots, ScanSnapshot)

    def clusters(self) -> tuple[ClusterSnapshot, ...]:
        """Cluster dumps and manifests, sorted by evidence path."""
        return _sorted(self.snapshots, ClusterSnapshot)

    def pipelines(self) -> tuple[PipelineSnapshot, ...]:
        """Pipeline definitions, sorted by evidence path."""
        return _sorted(self.snapshots, PipelineSnapshot)

    def diagrams(self) -> tuple[DiagramSnapshot, ...]:
        """Diagrams, sorted by evidence path."""
        return _sorted(self.snapshots, DiagramSnapshot)


def day_of(snapshot: Snapshot) -> date | None:
    """The day a snapshot speaks of: when the scan ran, else when the file was collected."""
    moment = snapshot.taken or snapshot.evidence.collected
    return moment.date() if moment else None


def _keep(merged: dict[str, Snapshot], snapshot: Snapshot) -> None:
    known = merged.get(snapshot.evidence.sha256)
    if known is None or _rank(snapshot.evidence) < _rank(known.evidence):
        merged[snapshot.evidence.sha256] = snapshot


def _rank(evidence: EvidenceFile) -> tuple[str, str, str]:
    """A total order, so that it does not matter which of two copies came first."""
    return evidence.path, evidence.collected.isoformat() if evidence.collected else "", evidence.dated_by or ""


def _sorted(snapshots: Mapping[str, Snapshot], type_: type[S]) -> tuple[S, ...]:
    found = [snapshot for snapshot in snapshots.values() if isinstance(snapshot, type_)]
    return tuple(sorted(found, key=lambda snapshot: (snapshot.evidence.path, snapshot.evidence.sha256)))
