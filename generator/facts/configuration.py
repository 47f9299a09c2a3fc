"""What configures a cluster, as of a day: the settings that count, and which kinds were looked for.

The rule is that of `select`: per cluster and kind all files of the newest day count; of two files of one day that hold the same
namespace the later one does, where pages of one list are one file. Manifests count for the kinds and namespaces of which no
running state was collected.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date

from msgspec.structs import replace

from generator.facts.answered_namespaces import POD, AnsweredNamespaces
from generator.facts.list_commands import request_of
from generator.facts.owners import WorkloadKey, top
from generator.facts.select import counted_by_cluster, replaced_by_cluster
from generator.model.grouping import grouped
from generator.model.inventory import ClusterEvidenceKind, ClusterSnapshot, WorkloadSpec
from generator.model.settings.base import ClusterConfiguration, GroupKind, Setting, Settings
from generator.model.settings.isolation import PodAges, PodIsolation, SeenIn
from generator.model.settings.mesh import MeshMember
from generator.model.settings.network import PolicyAgent
from generator.model.settings.routes import ConfigUse
from generator.model.settings.secrets import SecretUse
from generator.model.settings.sensors import AlertOutputs
from generator.model.snapshot import age_of

_OfPods = PodIsolation | SecretUse | ConfigUse | MeshMember | AlertOutputs | PolicyAgent
"""What a pod and the template of pods say alike."""


def configurations(snapshots: Iterable[ClusterSnapshot], as_of: date) -> tuple[ClusterConfiguration, ...]:
    """One for each cluster, sorted by its name."""
    every = tuple(snapshots)
    replaced = replaced_by_cluster(every, as_of)
    return tuple(_configuration(cluster, counted, replaced[cluster]) for cluster, counted in counted_by_cluster(every, as_of))


def _configuration(
    cluster: str, counted: Sequence[ClusterSnapshot], replaced: Sequence[Setting[Settings]]
) -> ClusterConfiguration:
    last = max(age_of(cluster_snapshot)[0][:10] for cluster_snapshot in counted)
    manifests = frozenset(_manifests(counted))
    settings = tuple(_speaking(_owned(_newest(counted), _specs(counted)), manifests))
    listed_whole = frozenset(_listed_whole(counted))
    running = [each for each in counted if each.nature is ClusterEvidenceKind.RUNNING]
    of_namespaces = AnsweredNamespaces.of(running, settings).of_some(listed_whole)
    return ClusterConfiguration(
        cluster=cluster,
        running=bool(running),
        listed=frozenset(kind for cluster_snapshot in counted for kind in cluster_snapshot.listed),
        complete=listed_whole - of_namespaces.keys(),
        of_namespaces=of_namespaces,
        manifests=manifests,
        replaced=tuple(sorted({each for each in replaced if isinstance(each.says, SecretUse)}, key=lambda each: each.source)),
        refused=frozenset(
            kind
            for cluster_snapshot in counted
            if age_of(cluster_snapshot)[0][:10] == last
            for kind in cluster_snapshot.refused
        ),
        settings=tuple(sorted(settings, key=lambda setting: (setting.key, setting.group, setting.source, repr(setting.says)))),
    )


def _manifests(counted: Sequence[ClusterSnapshot]) -> Iterable[str]:
    """Files that declare, and those that they take in: a kustomization its bases."""
    for snapshot in counted:
        if snapshot.nature is ClusterEvidenceKind.DECLARED:
            yield snapshot.evidence.path
            yield from (each.source.path for each in (*snapshot.objects, *snapshot.settings))


def _listed_whole(counted: Sequence[ClusterSnapshot]) -> Iterable[GroupKind]:
    """What an API listed whole: a single object is no list, what was selected is a part, and a kind that was refused in one
    file may be there in part only, whatever another file holds.
    """
    cut = {kind for snapshot in counted for kind in snapshot.not_collected}
    for snapshot in counted:
        whole = snapshot.evidence.complete is not False and not request_of(snapshot.evidence.command).selected
        if whole and snapshot.nature is ClusterEvidenceKind.RUNNING:
            yield from (each for each in snapshot.lists if each[1] not in cut)


def _newest(counted: Sequence[ClusterSnapshot]) -> Iterable[Setting[Settings]]:
    """Of each kind the newest day, of each namespace in it the latest moment; equal objects once."""
    moments = _moments(counted)
    days: dict[tuple[str, GroupKind], str] = {}
    latest: dict[tuple[str, GroupKind, str], str] = {}
    for at, snapshot in enumerate(counted):
        for kind in snapshot.listed:
            days[snapshot.nature, kind] = max(days.get((snapshot.nature, kind), ""), moments[at, kind[1]][:10])
        for each in snapshot.settings:
            place = snapshot.nature, each.read_from, each.namespace
            latest[place] = max(latest.get(place, ""), moments[at, each.read_from[1]])
    kept: dict[Setting[Settings], None] = {}
    for at, snapshot in enumerate(counted):
        for each in snapshot.settings:
            moment, place = moments[at, each.read_from[1]], (snapshot.nature, each.read_from, each.namespace)
            if days.get((snapshot.nature, each.read_from), "") == moment[:10] and latest[place] == moment:
                kept.setdefault(each)
    return kept


def _moments(counted: Sequence[ClusterSnapshot]) -> Mapping[tuple[int, str], str]:
    """When each kind in each file was taken; pages of one list were taken with the last of them."""
    lists: dict[tuple[str, str], str] = {}
    for snapshot in counted:
        for page in snapshot.pages:
            of = page.kind, page.resource_version
            lists[of] = max(lists.get(of, ""), age_of(snapshot)[0])
    moments: dict[tuple[int, str], str] = defaultdict(str)
    for at, snapshot in enumerate(counted):
        of_pages = {page.kind: lists[page.kind, page.resource_version] for page in snapshot.pages if page.resource_version}
        for _, kind in snapshot.listed:
            moments[at, kind] = of_pages.get(kind, age_of(snapshot)[0])
    return moments


def _owned(
    settings: Iterable[Setting[Settings]], specs: Mapping[WorkloadKey, Sequence[WorkloadSpec]]
) -> list[Setting[Settings]]:
    """Pods and templates under the name of what a person deployed."""
    owned = []
    for each in settings:
        kind, name = each.kind, each.name
        if isinstance(each.says, PodAges | _OfPods):
            _, kind, name = top((each.namespace, each.kind, each.name), specs)
        owned.append(each if (kind, name) == (each.kind, each.name) else replace(each, kind=kind, name=name))
    return owned


def _speaking(settings: Sequence[Setting[Settings]], manifests: Set[str]) -> Iterable[Setting[Settings]]:
    """Of a workload seen in several ways, those that represent it: its isolation by its pods before its template, everything
    else by both, equal ones once. What it made (a ReplicaSet, an ended Job) stands for it only where nothing else does.
    """
    best: dict[str, SeenIn] = {}
    for each in settings:
        if isinstance(each.says, PodIsolation):
            best[each.key] = min(best.get(each.key, each.says.seen_in), each.says.seen_in)
    seen = {(each.key, each.says) for each in settings if each.read_from != POD and each.source.path not in manifests}
    for each in settings:
        if _represents(each, best.get(each.key, SeenIn.BELOW)):
            if each.read_from != POD or (each.key, each.says) not in seen:
                yield each
            seen.add((each.key, each.says))


def _represents(each: Setting[Settings], best: SeenIn) -> bool:
    if isinstance(each.says, PodIsolation):
        return each.says.seen_in is best
    is_below = isinstance(each.says, _OfPods) and each.read_from not in (POD, (each.group, each.kind))
    return not is_below or best is SeenIn.BELOW


def _specs(counted: Sequence[ClusterSnapshot]) -> Mapping[WorkloadKey, Sequence[WorkloadSpec]]:
    return grouped(
        ((each.namespace, each.kind, each.name), each)
        for snapshot in counted
        for each in snapshot.objects
        if isinstance(each, WorkloadSpec)
    )
