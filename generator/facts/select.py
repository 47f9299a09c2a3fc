"""Which cluster snapshots count on a day.

Per cluster and kind all files of the newest day on or before the as-of date count, so that re-collections never add up to
everything that ever ran; of two files of one day that hold the same namespace, the later one counts for it. Undated evidence
counts only where no dated evidence of that kind is there. Manifests count for the kinds and namespaces of which no running
state was collected (`live_coverage`). Where the newest day holds fewer namespaces than an earlier one, `narrowed` says so: a
dump of one namespace must not make the others vanish in silence.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from generator.facts.live_coverage import answered, without_answered
from generator.model.cloud import CloudSnapshot
from generator.model.grouping import grouped
from generator.model.inventory import (
    MANAGED_KIND,
    MANAGED_SERVICE,
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
from generator.model.settings.base import Setting, Settings
from generator.model.snapshot import age_of, moment_of, of_newest_day, until

_FIXED_KINDS: dict[type[ClusterObject], str] = {
    PodGroup: "Pod",
    ServiceObject: "Service",
    IngressObject: "Ingress",
    NodeObject: "Node",
    NamespaceObject: "Namespace",
}


def select_clusters(snapshots: Iterable[ClusterSnapshot], as_of: date) -> tuple[ClusterSnapshot, ...]:
    """The snapshots that count on a day, each cut down to the kinds for which it is the newest."""
    return tuple(kept for _, group in counted_by_cluster(snapshots, as_of) for kept in _newest_per_kind(group))


def counted_by_cluster(snapshots: Iterable[ClusterSnapshot], as_of: date) -> Iterator[tuple[str, Sequence[ClusterSnapshot]]]:
    """What is dated up to the day, by cluster: its running state, then manifests as far as that does not cover them."""
    for cluster, running, manifests in _by_nature(snapshots, as_of):
        yield cluster, (*running, *without_answered(manifests, running))


def replaced_by_cluster(snapshots: Iterable[ClusterSnapshot], as_of: date) -> Mapping[str, Sequence[Setting[Settings]]]:
    """What manifests configure, as far as the running state of their cluster counts in its place."""
    return {cluster: answered(manifests, running) for cluster, running, manifests in _by_nature(snapshots, as_of)}


def _by_nature(
    snapshots: Iterable[ClusterSnapshot], as_of: date
) -> Iterator[tuple[str, Sequence[ClusterSnapshot], Sequence[ClusterSnapshot]]]:
    by_cluster = grouped((snapshot.cluster, snapshot) for snapshot in until(snapshots, as_of))
    for cluster, group in sorted(by_cluster.items()):
        running = [snapshot for snapshot in group if snapshot.nature is ClusterEvidenceKind.RUNNING]
        manifests = [snapshot for snapshot in group if snapshot.nature is ClusterEvidenceKind.DECLARED]
        yield cluster, running, manifests


def select_clouds(snapshots: Iterable[CloudSnapshot]) -> tuple[CloudSnapshot, ...]:
    """Of the replies to one question about one account and region, those of the newest day; sorted by path."""
    return of_newest_day(snapshots, lambda snapshot: (snapshot.provider, snapshot.account, snapshot.region, snapshot.operation))


def _newest_per_kind(group: Sequence[ClusterSnapshot]) -> list[ClusterSnapshot]:
    newest: dict[tuple[str, str], str] = {}
    latest: dict[tuple[str, str, str], str] = {}
    for snapshot in group:
        for kind, _ in snapshot.kinds:
            newest[snapshot.nature, kind] = max(newest.get((snapshot.nature, kind), ""), _day(snapshot))
        for place in _places(snapshot):
            latest[snapshot.nature, *place] = max(latest.get((snapshot.nature, *place), ""), age_of(snapshot)[0])
    kept = []
    for snapshot in sorted(group, key=lambda cluster: (cluster.evidence.path, cluster.evidence.sha256)):
        kinds = tuple(pair for pair in snapshot.kinds if newest[snapshot.nature, pair[0]] == _day(snapshot))
        if kinds:
            names = {kind for kind, _ in kinds}
            objects = tuple(
                cluster_object
                for cluster_object in snapshot.objects
                if kind_of(cluster_object) in names and latest[snapshot.nature, *_place(cluster_object)] == age_of(snapshot)[0]
            )
            kept.append(replace(snapshot, kinds=kinds, objects=objects))
    return kept


class Narrowed(msgspec.Struct, frozen=True, kw_only=True):
    """A kind whose newest dump holds fewer namespaces than an earlier one."""

    cluster: str
    kind: str
    path: str
    """The newest dump."""
    earlier: str
    """The earlier dump with more of them."""
    namespaces: tuple[str, ...]


def narrowed(snapshots: Iterable[ClusterSnapshot], as_of: date) -> tuple[Narrowed, ...]:
    """Namespaces that an earlier dump of a kind contains and the newest does not: deleted, or not collected this time."""
    held: dict[tuple[str, str], dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for snapshot in until(snapshots, as_of):
        if snapshot.nature is ClusterEvidenceKind.RUNNING and moment_of(snapshot) is not None:
            for kind, namespace in _places(snapshot):
                held[snapshot.cluster, kind][_day(snapshot)].setdefault(namespace, snapshot.evidence.path)
    kept = []
    for (cluster, kind), days in sorted(held.items()):
        last, *before = sorted(days, reverse=True)
        missing = {name: path for day in before for name, path in days[day].items() if name not in days[last]}
        if missing:
            newest, earlier = min(days[last].values()), min(missing.values())
            names = tuple(sorted(missing))
            kept.append(Narrowed(cluster=cluster, kind=kind, path=newest, earlier=earlier, namespaces=names))
    return tuple(kept)


def _places(snapshot: ClusterSnapshot) -> set[tuple[str, str]]:
    return {_place(cluster_object) for cluster_object in snapshot.objects}


def _place(object_: ClusterObject) -> tuple[str, str]:
    """Kind and namespace; kinds without namespaces have an empty one."""
    return kind_of(object_), "" if isinstance(object_, (NodeObject, NamespaceObject)) else object_.namespace


def _day(snapshot: ClusterSnapshot) -> str:
    return age_of(snapshot)[0][:10]


def kind_of(object_: ClusterObject) -> str:
    """The Kubernetes kind of an object; of a service that a platform keeps, which Kubernetes does not know, one of its own."""
    if isinstance(object_, ServiceObject) and object_.type == MANAGED_SERVICE:
        return MANAGED_KIND
    return object_.kind if isinstance(object_, WorkloadSpec) else _FIXED_KINDS[type(object_)]
