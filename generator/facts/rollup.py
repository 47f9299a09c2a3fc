"""Workloads out of cluster objects: what a reader of the package knows as one thing that runs.

Pods belong to their Deployment, StatefulSet, DaemonSet, CronJob or Job; random names of pods, ReplicaSets and Jobs
never become workloads where a controller stands above them. The image class, not the pod, is what FedRAMP inventories
(Vulnerability Scanning Requirements for Containers v1.0, "Asset Management and Inventory Reporting").

The order of the snapshots does not matter, and the same snapshot twice changes nothing (`newest` says which file speaks
for an object). A manifest beside running state adds what it knows to the workloads that run; one that stands in a
manifest alone is kept, and how many instances it has is not known.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.facts.container_union import unite
from generator.facts.file_precedence import ObservedObject, by_cluster, identify, newest
from generator.facts.owners import WorkloadKey, top
from generator.model.facts import ClusterView
from generator.model.grouping import grouped
from generator.model.inventory import (
    CONDITIONAL,
    FROM_OUTSIDE,
    ClusterEvidenceKind,
    ClusterObject,
    ClusterSnapshot,
    Container,
    IngressObject,
    NamespaceObject,
    NodeObject,
    PodGroup,
    ServiceObject,
    Workload,
    WorkloadSpec,
)

DIAGRAM_LABEL = "atopack.io/diagram-label"
"""Annotation on a workload or its pod template: its label in the diagram."""

_RUN_TO_END = frozenset({"Job", "CronJob"})
"""Their pods end; one that opens no port serves no caller, whatever a Service selects by its labels."""
_WITH_PODS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout", "DeploymentConfig"})
"""They keep pods running, if not scaled to none."""
_NO_WAYS: Mapping[str, Collection[tuple[str, str]]] = {}
_NOTHING_OPENED: Mapping[str, Collection[str]] = {}


def roll_up(
    snapshots: Sequence[ClusterSnapshot],
    *,
    labels: Mapping[str, str],
    ways: Mapping[str, Collection[tuple[str, str]]] = _NO_WAYS,
    opened: Mapping[str, Collection[str]] = _NOTHING_OPENED,
) -> tuple[Workload, ...]:
    """The workloads of all clusters, sorted by (cluster, key).

    `labels` are a person's diagram labels by `namespace/Kind/name` or name, for workloads without the annotation. `ways` are
    by cluster the services (namespace, name) that routes lead to from outside, `opened` the keys of what a cloud opens.
    """
    workloads = [
        each
        for name, of_one in by_cluster(snapshots)
        for each in _ClusterObjects(name, of_one, ways.get(name, ()), opened.get(name, ())).workloads(labels)
    ]
    return tuple(sorted(workloads, key=lambda each: (each.cluster, each.key)))


def views(snapshots: Sequence[ClusterSnapshot]) -> tuple[ClusterView, ...]:
    """Each cluster as a whole, sorted by name."""
    return tuple(_view(name, of_one) for name, of_one in by_cluster(snapshots))


@dataclass(slots=True)
class _Draft:
    """What is known of one workload."""

    specs: list[ObservedObject[WorkloadSpec]] = field(default_factory=list)
    below: list[ObservedObject[WorkloadSpec]] = field(default_factory=list)
    """ReplicaSets and Jobs that it made."""
    pods: list[ObservedObject[PodGroup]] = field(default_factory=list)

    @property
    def all(self) -> list[ObservedObject[WorkloadSpec] | ObservedObject[PodGroup]]:
        """Controllers before pods, what runs before what is declared."""
        seen: list[ObservedObject[WorkloadSpec] | ObservedObject[PodGroup]] = [*self.specs, *self.below, *self.pods]
        return sorted(seen, key=lambda each: not each.running)

    def containers(self) -> tuple[Container, ...]:
        """Live pods first, then what their controllers declare now; see `unite` for the rest."""
        live = [each.what for each in self.pods if each.running and each.what.instances]
        now = [each.what for each in (*self.specs, *self.below) if each.running and each.what.kind != "Job"]
        certain = ([part for each in tier for part in each.containers] for tier in (live, now))
        other = [part for each in self.all for part in each.what.containers]
        return unite(tuple(certain), other)

    def annotations(self) -> dict[str, str]:
        """Our annotations, each as the first that has it says."""
        annotations: dict[str, str] = {}
        for each in self.all:
            for key, value in each.what.annotations:
                annotations.setdefault(key, value)
        return annotations


class _ClusterObjects:
    """The objects of one cluster, joined."""

    def __init__(
        self,
        name: str,
        snapshots: Sequence[ClusterSnapshot],
        led_to: Collection[tuple[str, str]],
        opened: Collection[str],
    ) -> None:
        seen = sorted(newest(snapshots), key=lambda each: (identify(each.what), each.what.source))
        objects = [each.what for each in seen]
        self._name, self._led_to, self._opened = name, led_to, opened
        self._services = grouped(
            (each.namespace, each) for each in objects if isinstance(each, ServiceObject) and each.selector
        )
        self._ingresses = [each for each in objects if isinstance(each, IngressObject)]
        self._pods_listed = any(_lists_running_pods(each) for each in snapshots)
        older = _older_than_pods(snapshots)
        self._drafts = {key: draft for key, draft in _drafts(seen).items() if not _is_gone(key, draft, older)}

    def workloads(self, labels: Mapping[str, str]) -> Iterator[Workload]:
        """All of them; `labels` as in `roll_up`."""
        for key, draft in self._drafts.items():
            yield self._workload(key, draft, labels)

    def _workload(self, key: WorkloadKey, draft: _Draft, labels: Mapping[str, str]) -> Workload:
        namespace, kind, name = key
        containers = draft.containers()
        serves = kind not in _RUN_TO_END or any(container.ports for container in containers)
        services = self._selecting(namespace, draft) if serves else []
        names = {name for each in services for name in (each.name, *each.aliases)}
        ingresses = [each for each in self._ingresses if each.namespace == namespace and not names.isdisjoint(each.services)]
        specs, annotations = [each.what for each in draft.all], draft.annotations()
        return Workload(
            cluster=self._name,
            namespace=namespace,
            kind=kind,
            name=name,
            containers=containers,
            instances=self._instances(draft),
            waiting=_waits(draft),
            labels=specs[0].labels,
            annotations=tuple(sorted(annotations.items())),
            diagram_label=annotations.get(DIAGRAM_LABEL) or labels.get("/".join(key)) or labels.get(name),
            services=tuple(sorted(names)),
            public="/".join(key) in self._opened or self._is_public(ingresses, services),
            profiles=_profiles(draft),
            addresses=tuple(sorted({each for pods in draft.pods if pods.running for each in pods.what.addresses})),
            sources=tuple(
                dict.fromkeys(
                    source for objects in (specs, services, ingresses) for source in sorted(each.source for each in objects)
                )
            ),
        )

    def _instances(self, draft: _Draft) -> int | None:
        """None where the pods were not listed, or where a manifest alone names it."""
        if not self._pods_listed or not any(each.running for each in draft.all):
            return None
        return sum(each.what.instances for each in draft.pods if each.running)

    def _is_public(self, ingresses: Iterable[IngressObject], services: Sequence[ServiceObject]) -> bool | None:
        """None where nothing leads in for sure, and a port is published on a host, or a route made by default."""
        if any(each.inside_only is not True for each in ingresses) or any(map(self._lets_in, services)):
            return True
        return None if any(each.type in CONDITIONAL for each in services) else False

    def _lets_in(self, service: ServiceObject) -> bool:
        """From outside, by itself or through a route."""
        opened = service.type in FROM_OUTSIDE and service.inside_only is not True
        return opened or (service.namespace, service.name) in self._led_to

    def _selecting(self, namespace: str, draft: _Draft) -> list[ServiceObject]:
        """A service reaches a pod that carries all labels of its selector."""
        carried = {each.what.labels for each in draft.all}
        return [
            each for each in self._services.get(namespace, ()) if any(set(each.selector).issubset(labels) for labels in carried)
        ]


def _waits(draft: _Draft) -> bool:
    phases = {phase for pods in draft.pods if pods.running for phase, number in pods.what.phases if number}
    return phases == {"Pending"}


def _profiles(draft: _Draft) -> tuple[str, ...]:
    named = [set(each.what.profiles) for each in draft.specs]
    return tuple(sorted(set().union(*named))) if named and all(named) and not draft.pods else ()


def _lists_running_pods(snapshot: ClusterSnapshot) -> bool:
    return snapshot.nature is ClusterEvidenceKind.RUNNING and any(kind == "Pod" for kind, _ in snapshot.kinds)


def _older_than_pods(snapshots: Sequence[ClusterSnapshot]) -> Mapping[str, frozenset[str]]:
    """By hash of a file whose objects were listed on an earlier day than the pods: the namespaces in which those pods are."""
    of_pods = [each for each in snapshots if _lists_running_pods(each)]
    day = max((each.taken.date() for each in of_pods if each.taken), default=None)
    if day is None:
        return {}
    newest_pods = [each for each in of_pods if each.taken and each.taken.date() == day]
    namespaces = frozenset(pod.namespace for each in newest_pods for pod in each.objects if isinstance(pod, PodGroup))
    running = [each for each in snapshots if each.nature is ClusterEvidenceKind.RUNNING]
    older = {each.evidence.sha256 for each in running if each.taken and each.taken.date() < day}
    older -= {each.evidence.sha256 for each in snapshots if each.taken is None or each.taken.date() >= day}
    return dict.fromkeys(older, namespaces)


def _is_gone(key: WorkloadKey, draft: _Draft, older: Mapping[str, frozenset[str]]) -> bool:
    """Is it known from an earlier day alone, and has no pod in a namespace whose pods were listed since?"""
    namespace, kind, _ = key
    return (
        kind in _WITH_PODS
        and not draft.pods
        and all(namespace in older.get(each.what.source.sha256, ()) for each in draft.all)
        and not any(each.what.replicas == 0 for each in draft.specs)
    )


def _drafts(seen: Sequence[ObservedObject[ClusterObject]]) -> dict[WorkloadKey, _Draft]:
    specs = grouped((_key(each.what), each.what) for each in seen if isinstance(each.what, WorkloadSpec))
    drafts: dict[WorkloadKey, _Draft] = defaultdict(_Draft)
    for each in seen:
        if isinstance(each.what, PodGroup):
            above = top((each.what.namespace, *each.what.owner), specs)
            drafts[above].pods.append(ObservedObject(what=each.what, running=each.running))
        elif isinstance(each.what, WorkloadSpec):
            _place_spec(drafts, top(_key(each.what), specs), ObservedObject(what=each.what, running=each.running))
    return drafts


def _place_spec(drafts: dict[WorkloadKey, _Draft], above: WorkloadKey, spec: ObservedObject[WorkloadSpec]) -> None:
    """A ReplicaSet scaled to nothing is a Deployment's memory of an older version, kept for going back."""
    if above == _key(spec.what):
        drafts[above].specs.append(spec)
    elif spec.what.replicas != 0:
        drafts[above].below.append(spec)


def _key(spec: WorkloadSpec) -> WorkloadKey:
    return spec.namespace, spec.kind, spec.name


def _view(name: str, snapshots: Sequence[ClusterSnapshot]) -> ClusterView:
    objects = [each.what for each in newest(snapshots)]
    nodes = {each.name: each for each in sorted(_nodes(objects), key=lambda each: each.source, reverse=True)}
    return ClusterView(
        name=name,
        taken=max((each.taken for each in snapshots if each.taken), default=None),
        running=any(each.nature is ClusterEvidenceKind.RUNNING for each in snapshots),
        kinds=_count(snapshots, objects),
        not_collected=tuple(sorted({kind for each in snapshots for kind in each.not_collected})),
        namespaces=tuple(sorted({_namespace(each) for each in objects if not isinstance(each, NodeObject)})),
        nodes=tuple(nodes[each] for each in sorted(nodes)),
        evidence=tuple(sorted({each.evidence for each in snapshots}, key=lambda each: (each.path, each.sha256))),
    )


def _count(snapshots: Iterable[ClusterSnapshot], objects: Iterable[ClusterObject]) -> tuple[tuple[str, int], ...]:
    """Objects that are read count once, in however many files they stand; of other kinds a file's own count is all we have."""
    counts: Counter[str] = Counter()
    for each in objects:
        counts[identify(each)[0]] += _pods(each) if isinstance(each, PodGroup) else 1
    read = frozenset(counts)
    for kinds in {each.evidence.sha256: each.kinds for each in snapshots}.values():
        for kind, count in kinds:
            counts[kind] += 0 if kind in read else count
    return tuple(sorted(counts.items()))


def _pods(group: PodGroup) -> int:
    return sum(count for _, count in group.phases) or group.instances


def _nodes(objects: Iterable[ClusterObject]) -> list[NodeObject]:
    return [each for each in objects if isinstance(each, NodeObject)]


def _namespace(each: WorkloadSpec | PodGroup | ServiceObject | IngressObject | NamespaceObject) -> str:
    return each.name if isinstance(each, NamespaceObject) else each.namespace
