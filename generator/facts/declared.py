"""What charts declare that were not rendered, beside files that say for certain what runs or is meant to.

A chart stands for a system in general, with names and switches that a deployment changes. So it gives way: where what runs
was collected, its workloads do; its Services and Ingresses where their kind was collected from what runs; and all of it name by
name to manifests, Compose files and whatever else describes the same thing in full. What its switches leave out counts only
where no other file describes the system.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

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
from generator.model.settings.base import Setting, Settings
from generator.model.settings.routes import RouteSetting

ObjectKey = tuple[str, str, str]
"""Kind, namespace, name."""
_SERVICE = "Service"


def answered(snapshots: Sequence[ClusterSnapshot]) -> tuple[ClusterSnapshot, ...]:
    """The snapshots in their order, those of charts without what another file describes."""
    if not any(each.not_rendered for each in snapshots):
        return tuple(snapshots)
    firm = [each for each in snapshots if not each.not_rendered]
    described = {each.cluster for each in firm if _has_workloads(each)}
    running = {each.cluster for each in firm if each.nature is ClusterEvidenceKind.RUNNING and _has_workloads(each)}
    seen = {(each.cluster, kind) for each in firm if each.nature is ClusterEvidenceKind.RUNNING for kind, _ in each.kinds}
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
        else replace(each, objects=tuple(_ways_left(each, _left(each, named, described), running, seen)))
        for each in snapshots
    )


def _ways_left(
    snapshot: ClusterSnapshot, objects: Iterable[ClusterObject], running: set[str], seen: set[tuple[str, str]]
) -> Iterator[ClusterObject]:
    """What of a chart stays where what runs was collected: ways to it, of a kind that was not collected."""
    for each in objects:
        kind = {ServiceObject: _SERVICE, IngressObject: "Ingress"}.get(type(each), "")
        if snapshot.cluster not in running or (kind and (snapshot.cluster, kind) not in seen):
            yield each


def given_way(selected: Sequence[ClusterSnapshot], kept: Sequence[ClusterSnapshot]) -> Mapping[str, frozenset[ObjectKey]]:
    """By the digest of a chart's file, what of it gave way; `kept` is what `answered` made of `selected`."""
    return {
        before.evidence.sha256: frozenset(map(key_of, before.objects)) - frozenset(map(key_of, after.objects))
        for before, after in zip(selected, kept, strict=True)
        if before.not_rendered
    }


def without(snapshots: Iterable[ClusterSnapshot], gone: Mapping[str, frozenset[ObjectKey]]) -> tuple[ClusterSnapshot, ...]:
    """The snapshots without the settings of what gave way: no requirement covers what another does not know."""
    return tuple(
        replace(each, settings=tuple(setting for setting in each.settings if not _is_of(setting, gone[each.evidence.sha256])))
        if gone.get(each.evidence.sha256)
        else each
        for each in snapshots
    )


def _is_of(setting: Setting[Settings], gone: frozenset[ObjectKey]) -> bool:
    """Is it the setting of something that gave way, or of a route that leads to nothing else?"""
    if (setting.kind, setting.namespace, setting.name) in gone:
        return True
    if not isinstance(setting.says, RouteSetting) or not setting.says.backends:
        return False
    return all((_SERVICE, each.namespace, each.name) in gone for each in setting.says.backends)


def key_of(object_: ClusterObject) -> ObjectKey:
    """What tells one object of a cluster from all others."""
    if isinstance(object_, WorkloadSpec):
        return object_.kind, object_.namespace, object_.name
    if isinstance(object_, PodGroup):
        return (object_.owner[0], object_.namespace, object_.owner[1])
    kinds = {ServiceObject: _SERVICE, IngressObject: "Ingress"}
    return kinds.get(type(object_), type(object_).__name__), getattr(object_, "namespace", ""), object_.name


def _has_workloads(snapshot: ClusterSnapshot) -> bool:
    return any(isinstance(each, WorkloadSpec | PodGroup) for each in snapshot.objects)


def _left(snapshot: ClusterSnapshot, named: set[tuple[str, str]], described: set[str]) -> Iterator[ClusterObject]:
    for each in snapshot.objects:
        known = isinstance(each, WorkloadSpec | ServiceObject) and (snapshot.cluster, each.name) in named
        is_off = isinstance(each, WorkloadSpec) and each.replicas == 0 and snapshot.cluster in described
        if not known and not is_off and not _leads_nowhere(each, snapshot.cluster, named):
            yield each


def _leads_nowhere(object_: ClusterObject, cluster: str, named: set[tuple[str, str]]) -> bool:
    """An Ingress of a chart whose services are all described elsewhere, which says what leads to them."""
    if not isinstance(object_, IngressObject) or not object_.services:
        return False
    return all((cluster, name) in named for name in object_.services)
