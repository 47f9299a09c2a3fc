"""Everything that was read, merged: the fold over snapshots.

A history is keyed by the sha256 of the evidence, what it is about and its date, so merging is associative, commutative and
idempotent: one process, a process pool or several machines read the same folder to the same history (property-tested).
Nothing is added up here; which snapshots count on a day is `select`'s matter, and totals come after that.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeVar

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.flow_log import FlowLogSnapshot
from generator.model.inventory import ClusterSnapshot
from generator.model.pipeline import PipelineSnapshot
from generator.model.scan import ScanSnapshot
from generator.model.settings.control_plane import Kubelets
from generator.model.snapshot import Snapshot, counts_on, day_of

S = TypeVar("S", bound=Snapshot)

Key = tuple[str, str, str]
"""(sha256, cluster or target, day or "")."""


class History(msgspec.Struct, frozen=True):
    """Snapshots by sha256, scope and date of their evidence. A copy of all three is one: the smaller path stays.

    Equal bytes of two clusters, or of two days, are two: a cluster that went back to an earlier state did run it again.
    """

    snapshots: Mapping[Key, Snapshot] = msgspec.field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, snapshots: Iterable[Snapshot]) -> "History":
        """Fold snapshots, in any order."""
        merged: dict[Key, Snapshot] = {}
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
        kept = {key: snapshot for key, snapshot in self.snapshots.items() if counts_on(snapshot, as_of)}
        return History(MappingProxyType(kept))

    def evidence(self) -> tuple[EvidenceFile, ...]:
        """Every file read, sorted by path."""
        files = dict.fromkeys(snapshot.evidence for snapshot in self.snapshots.values())
        return tuple(sorted(files, key=_rank))

    def of_kind(self, kind: type[S]) -> tuple[S, ...]:
        """Snapshots of one kind, sorted by evidence path."""
        snapshots = [snapshot for snapshot in self.snapshots.values() if isinstance(snapshot, kind)]
        return tuple(sorted(snapshots, key=lambda snapshot: _rank(snapshot.evidence)))

    def pipelines(self) -> tuple[PipelineSnapshot, ...]:
        """Pipeline definitions, without those that are part of another."""
        return _whole(self.of_kind(PipelineSnapshot))


def _keep(merged: dict[Key, Snapshot], snapshot: Snapshot) -> None:
    key = _key(snapshot)
    known = merged.get(key)
    if known is None or _rank(snapshot.evidence) < _rank(known.evidence):
        merged[key] = snapshot


def _key(snapshot: Snapshot) -> Key:
    scope = snapshot.cluster if isinstance(snapshot, ClusterSnapshot | FlowLogSnapshot) else snapshot.evidence.target or ""
    if isinstance(snapshot, PipelineSnapshot) and snapshot.parts:
        # NOTE: two projects may begin with the same file and include different ones.
        scope = "\0".join((scope, *(part.sha256 for part in snapshot.parts)))
    if isinstance(snapshot, ClusterSnapshot):
        # NOTE: two nodes may run with the same configuration, byte for byte; and kubectl prints the same bytes for every kind
        # and namespace of which there is nothing, so that the file's name and its command alone tell what was asked.
        nodes = (each.says.node for each in snapshot.settings if isinstance(each.says, Kubelets))
        scope = "\0".join((scope, *nodes, *(kind for kind, _ in snapshot.kinds), snapshot.evidence.command))
    if isinstance(snapshot, ScanSnapshot):
        # NOTE: policy reports of a cluster are read twice, as its objects and as findings.
        scope = "\0".join(("scan", scope))
    day = day_of(snapshot)
    return snapshot.evidence.sha256, scope, day.isoformat() if day else ""


def _rank(evidence: EvidenceFile) -> tuple[str, str, str, str]:
    """A total order, so that it does not matter which of two copies came first."""
    return evidence.path, evidence.sha256, evidence.collected.isoformat() if evidence.collected else "", evidence.dated_by or ""


def _whole(pipelines: tuple[PipelineSnapshot, ...]) -> tuple[PipelineSnapshot, ...]:
    """NOTE: of two files that include each other, the one that takes in more stays, else the first."""
    parts: set[str] = set()
    for pipeline in sorted(pipelines, key=lambda pipeline_snapshot: -len(pipeline_snapshot.parts)):
        if pipeline.evidence.path not in parts:
            parts.update(part.path for part in pipeline.parts)
    return tuple(pipeline for pipeline in pipelines if pipeline.evidence.path not in parts)
