"""What charts declare that were not rendered, beside files that say for certain what runs or is meant to.

A chart stands for a system in general, with names and switches that a deployment changes. So it gives way: where what runs
was collected, to that; and name by name to manifests, Compose files and whatever else describes the same thing in full.
What its switches leave out counts only where no other file describes the system.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.model.inventory import ClusterEvidenceKind, ClusterObject, ClusterSnapshot, PodGroup, ServiceObject, WorkloadSpec


def answered(snapshots: Sequence[ClusterSnapshot]) -> tuple[ClusterSnapshot, ...]:
    """The snapshots in their order, those of charts without what another file describes."""
    if not any(each.not_rendered for each in snapshots):
        return tuple(snapshots)
    firm = [each for each in snapshots if not each.not_rendered]
    described = {each.cluster for each in firm if _has_workloads(each)}
    running = {each.cluster for each in firm if each.nature is ClusterEvidenceKind.RUNNING and _has_workloads(each)}
    named = {
        (each.cluster, name)
        for each in firm
        for object_ in each.objects
        if isinstance(object_, WorkloadSpec | ServiceObject)
        for name in (object_.name, *(object_.aliases if isinstance(object_, ServiceObject) else ()))
    }
    return tuple(
        each
        if not each.not_rendered
        else replace(each, objects=() if each.cluster in running else tuple(_left(each, named, described)))
        for each in snapshots
    )


def _has_workloads(snapshot: ClusterSnapshot) -> bool:
    return any(isinstance(each, WorkloadSpec | PodGroup) for each in snapshot.objects)


def _left(snapshot: ClusterSnapshot, named: set[tuple[str, str]], described: set[str]) -> Iterator[ClusterObject]:
    for each in snapshot.objects:
        known = isinstance(each, WorkloadSpec | ServiceObject) and (snapshot.cluster, each.name) in named
        is_off = isinstance(each, WorkloadSpec) and each.replicas == 0 and snapshot.cluster in described
        if not known and not is_off:
            yield each
