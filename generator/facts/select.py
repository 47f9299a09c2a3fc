"""Which cluster snapshots count on a day.

Per cluster and kind the newest collection on or before the as-of date counts, so that re-collections never add up to
everything that ever ran. A collection is what lies in one folder with one date. Undated evidence counts only where no
dated evidence of that kind is there. Manifests count only for a cluster of which no running state was collected.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from generator.model.inventory import (
    ClusterEvidenceKind,
    ClusterObject,
    ClusterSnapshot,
    IngressObject,
    NamespaceObject,
    NodeObject,
    PodGroup,
    ServiceObject,
    WorkloadSpec,
)

_Collection = tuple[str, str]
"""(day or "", folder): sorts by time, undated first."""

_FIXED_KINDS: dict[type[ClusterObject], str] = {
    PodGroup: "Pod",
    ServiceObject: "Service",
    IngressObject: "Ingress",
    NodeObject: "Node",
    NamespaceObject: "Namespace",
}


def select_clusters(snapshots: Iterable[ClusterSnapshot], as_of: date) -> tuple[ClusterSnapshot, ...]:
    """The snapshots that count on a day, each cut down to the kinds for which it is the newest."""
    by_cluster: dict[str, list[ClusterSnapshot]] = defaultdict(list)
    for snapshot in snapshots:
        if snapshot.taken is None or snapshot.taken.date() <= as_of:
            by_cluster[snapshot.cluster].append(snapshot)
    return tuple(kept for _, group in sorted(by_cluster.items()) for kept in _newest_per_kind(_running_first(group)))


def _running_first(group: Sequence[ClusterSnapshot]) -> Sequence[ClusterSnapshot]:
    running = [snapshot for snapshot in group if snapshot.nature is ClusterEvidenceKind.RUNNING]
    return running or group


def _newest_per_kind(group: Sequence[ClusterSnapshot]) -> list[ClusterSnapshot]:
    newest: dict[str, _Collection] = {}
    for snapshot in group:
        for kind, _ in snapshot.kinds:
            newest[kind] = max(newest.get(kind, ("", "")), _collection(snapshot))
    kept = []
    for snapshot in sorted(group, key=lambda one: one.evidence.path):
        kinds = tuple(pair for pair in snapshot.kinds if newest[pair[0]] == _collection(snapshot))
        if kinds:
            names = {kind for kind, _ in kinds}
            objects = tuple(one for one in snapshot.objects if kind_of(one) in names)
            kept.append(replace(snapshot, kinds=kinds, objects=objects))
    return kept


def _collection(snapshot: ClusterSnapshot) -> _Collection:
    day = snapshot.taken.date().isoformat() if snapshot.taken else ""
    return day, str(PurePosixPath(snapshot.evidence.path).parent)


def kind_of(one: ClusterObject) -> str:
    """The Kubernetes kind of an object."""
    return one.kind if isinstance(one, WorkloadSpec) else _FIXED_KINDS[type(one)]
