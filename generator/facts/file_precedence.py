"""Which of several files counts for an object of a cluster, where they disagree or repeat each other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import replace

from generator.model.inventory import (
    ClusterEvidenceKind,
    ClusterObject,
    ClusterSnapshot,
    IngressObject,
    PodGroup,
    ServiceObject,
    WorkloadSpec,
)

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_Rank = tuple[bool, datetime]


T = TypeVar("T", bound=ClusterObject)


class ObservedObject(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """An object, and whether it was seen in a cluster (else it is from a manifest)."""

    what: T
    running: bool


@dataclass(slots=True)
class _RankedObjects:
    rank: _Rank
    objects: dict[object, ClusterObject] = field(default_factory=dict)


def newest(snapshots: Iterable[ClusterSnapshot]) -> Iterator[ObservedObject[ClusterObject]]:
    """Each object of one cluster as the best file has it: running before declared, newer before older.

    Files that are equally good are united: their objects are all given, and of one group of pods the larger count.
    """
    best: dict[tuple[str, ...], _RankedObjects] = {}
    for snapshot in snapshots:
        rank = (snapshot.nature is ClusterEvidenceKind.RUNNING, snapshot.taken or _LONG_AGO)
        for each in snapshot.objects:
            identity = identify(each)
            objects = best.get(identity)
            if objects is None or objects.rank < rank:
                objects = best[identity] = _RankedObjects(rank)
            if objects.rank == rank:
                _unite(objects.objects, each)
    for objects in best.values():
        yield from (ObservedObject(what=each, running=objects.rank[0]) for each in objects.objects.values())


def identify(each: ClusterObject) -> tuple[str, ...]:
    """What makes it the same object in two files. Pods are the same by owner: they come as groups without names."""
    if isinstance(each, WorkloadSpec):
        return each.kind, each.namespace, each.name
    if isinstance(each, PodGroup):
        return "Pod", each.namespace, *each.owner
    if isinstance(each, ServiceObject | IngressObject):
        return type(each).__name__.removesuffix("Object"), each.namespace, each.name
    return type(each).__name__.removesuffix("Object"), each.name


def by_cluster(snapshots: Sequence[ClusterSnapshot]) -> list[tuple[str, list[ClusterSnapshot]]]:
    """The snapshots of each cluster, by name."""
    names = sorted({each.cluster for each in snapshots})
    return [(name, [each for each in snapshots if each.cluster == name]) for name in names]


def _unite(objects: dict[object, ClusterObject], each: ClusterObject) -> None:
    if not isinstance(each, PodGroup):
        objects[each] = each
        return
    key = (each.containers, each.labels, each.annotations)
    known = objects.get(key)
    objects[key] = _larger(known, each) if isinstance(known, PodGroup) else each


def _larger(pod_group: PodGroup, two: PodGroup) -> PodGroup:
    """The same pods, counted in two files: the larger counts, all nodes, and the first source in order."""
    addresses = tuple(sorted({*pod_group.addresses, *two.addresses}))
    return replace(together(pod_group, two, max), addresses=addresses)


def together(pod_group: PodGroup, two: PodGroup, count: Callable[[int, int], int]) -> PodGroup:
    """Two counts of one group of pods; `count` makes one number of two."""
    phases = dict(pod_group.phases)
    for phase, number in two.phases:
        phases[phase] = count(number, phases.get(phase, 0))
    return replace(
        pod_group,
        instances=count(pod_group.instances, two.instances),
        nodes=tuple(sorted({*pod_group.nodes, *two.nodes})),
        phases=tuple(sorted(phases.items())),
        source=min(pod_group.source, two.source),
    )
