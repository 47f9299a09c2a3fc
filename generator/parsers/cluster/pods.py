"""Pods, folded into groups as they are read: ten thousand pods of forty owners become forty records.

Which owner a group belongs to:

- the controlling owner, as the pod says it;
- a Deployment where the owner is a ReplicaSet whose name ends in the pod's own `pod-template-hash`: only the Deployment
  controller makes such names, so this holds also where ReplicaSets were not collected. The same for Argo's Rollouts;
- ("Pod", name) for a pod without owner, without the random end of a generated name;
- ("Pod", name without the node) for a static pod, which the kubelet mirrors once for each node.
"""

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.inventory import Container, PodGroup
from generator.model.settings.isolation import PodAges
from generator.model.settings.sensors import AgentPods, PodOnNode
from generator.parsers.cluster.containers import ContainerSpec, ContainerStatus, PodSpec, build
from generator.parsers.cluster.isolated import Isolated, IsolatedPods, Pod, shape_of
from generator.parsers.cluster.objects import KubernetesObject, ObjectMetadata, ObjectReader, Pairs, our_annotations, pairs

_HASH_LABELS = (("pod-template-hash", "Deployment"), ("rollouts-pod-template-hash", "Rollout"))
_STATIC = (("kubernetes.io/config.source", "file"), ("kubernetes.io/config.source", "http"))
"""Annotation on static pods, both as the kubelet knows them and as the API mirrors them; others have `api`."""
_SAFE_LETTERS = "bcdfghjklmnpqrstvwxz2456789"
_COUNTED = ("Running", "Pending", "")
"""Phases of instances. Ended and lost pods show in `phases` only; a manifest has no phase and stands for one."""


class _PodCondition(msgspec.Struct, frozen=True):
    type: object = None
    status: object = None


class _PodStatus(msgspec.Struct, frozen=True, rename="camel"):
    phase: str | None = None
    conditions: tuple[_PodCondition, ...] | None = None
    pod_ip: str | None = msgspec.field(name="podIP", default=None)
    container_statuses: tuple[ContainerStatus, ...] | None = None
    init_container_statuses: tuple[ContainerStatus, ...] | None = None
    ephemeral_container_statuses: tuple[ContainerStatus, ...] | None = None

    @property
    def ready(self) -> bool:
        """Does the kubelet say that it is ready? https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/."""
        return any(each.type == "Ready" and each.status == "True" for each in self.conditions or ())

    def by_name(self) -> dict[str, ContainerStatus]:
        """Names are unique across the three lists."""
        lists = (self.ephemeral_container_statuses, self.init_container_statuses, self.container_statuses)
        return {each.name: each for statuses in lists for each in statuses or ()}


_Numbered = tuple[int | None, int | None]
"""Number of a container as it is kept, if it is; and of the way it is written, None where that is like no other."""

_Key = tuple[str, tuple[str, str], tuple[int, ...], Pairs, Pairs]


@dataclass(slots=True)
class _PodGroup:
    source: EvidenceSource
    phases: Counter[str] = field(default_factory=Counter)
    nodes: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    shapes: set[Hashable] = field(default_factory=set)
    on_nodes: list[tuple[PodOnNode, Pod]] = field(default_factory=list)
    """Pods of a DaemonSet that were started on a node, in the order of the file."""
    oldest: str = ""
    """When the first of its pods was created; empty where one of them does not say it."""
    oldest_pod: Pod | None = None

    def is_new(self, containers: tuple[_Numbered, ...], spec: PodSpec, meta: ObjectMetadata) -> bool:
        """Is this the first of its pods that looks so? Better twice than never: what is known twice is kept once."""
        shape = containers, shape_of(spec, meta)
        try:
            known = shape in self.shapes
        except TypeError:
            return True
        self.shapes.add(shape)
        return not known or any(written is None for _, written in containers)

    def grow_older(self, created: str, pod: Pod) -> None:
        """One more of its pods."""
        if self.oldest_pod is None or created < self.oldest:
            self.oldest, self.oldest_pod = created, pod


class PodFold:
    """Takes pods one by one; holds one record for each group."""

    def __init__(self, reader: ObjectReader) -> None:
        self._reader = reader
        self._groups: dict[_Key, _PodGroup] = {}
        self._built: dict[tuple[ContainerSpec, ContainerStatus | None, bool], _Numbered] = {}
        self._containers: dict[Container, int] = {}
        self._isolated = IsolatedPods()

    def add(self, pod: KubernetesObject, source: EvidenceSource) -> bool:
        """Count one pod. True where it has a phase, which only something that was started has."""
        spec = self._reader.typed(pod.spec, PodSpec, place=f"{source.place}/spec")
        status = self._reader.typed(pod.status, _PodStatus, place=f"{source.place}/status")
        meta = pod.meta
        named = pairs(meta.stable_labels), our_annotations(meta)
        numbered = self._numbers(spec, status)
        key = (meta.place, owner_of(meta, spec), tuple([number for number, _ in numbered if number is not None]), *named)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _PodGroup(source)
        group.phases[status.phase or ""] += 1
        if (status.phase or "") in _COUNTED:
            seen = Pod(key[0], key[1], meta.uid or "", meta.version, source, meta.called)
            group.grow_older(meta.created, seen)
            if group.is_new(numbered, spec, meta) and (not meta.uid or self._reader.mapping(pod.spec)):
                self._isolated.add(seen, spec, meta)
            if key[1][0] == "Pod":
                self._isolated.start(seen, spec)
        if status.pod_ip and spec.host_network is not True:
            group.addresses.add(status.pod_ip)
        if spec.node_name:
            group.nodes.add(spec.node_name)
            if key[1][0] == "DaemonSet" and status.phase in ("Running", "Pending"):
                seen = Pod(key[0], key[1], meta.uid or "", meta.version, source, meta.called)
                group.on_nodes.append((_on_node(seen, spec.node_name, ready=status.ready), seen))
        return status.phase is not None

    def isolated(self) -> Iterator[Isolated]:
        """Each workload, once for every way in which its pods are kept apart; control planes among static pods; when the
        oldest was created; the nodes of those of DaemonSets."""
        yield from self._isolated.isolated()
        containers = list(self._containers)
        ageless = {key[:2] for key, group in self._groups.items() if group.oldest_pod is not None and not group.oldest}
        for key, group in self._groups.items():
            if group.oldest_pod is not None and key[:2] not in ageless:
                yield Isolated(pod=group.oldest_pod, says=PodAges(oldest=group.oldest))
            if group.on_nodes:
                kept = [containers[number] for number in key[2]]
                images = tuple((each.name, each.image) for each in kept if not each.init)
                on_nodes = tuple(sorted(on_node for on_node, _ in group.on_nodes))
                yield Isolated(pod=group.on_nodes[0][1], says=AgentPods(images=images, pods=on_nodes))

    def groups(self) -> list[PodGroup]:
        """The groups, in the order in which their first pods stand in the file."""
        containers = list(self._containers)
        return [
            PodGroup(
                namespace=namespace,
                owner=owner,
                containers=tuple(containers[number] for number in numbers),
                instances=sum(group.phases[phase] for phase in _COUNTED),
                labels=labels,
                annotations=annotations,
                nodes=tuple(sorted(group.nodes)),
                addresses=tuple(sorted(group.addresses)),
                phases=tuple(sorted((phase, count) for phase, count in group.phases.items() if phase)),
                source=group.source,
            )
            for (namespace, owner, numbers, labels, annotations), group in self._groups.items()
        ]

    def _numbers(self, spec: PodSpec, status: _PodStatus) -> tuple[_Numbered, ...]:
        """Equal containers have equal numbers, so that comparing two pods costs a few integers."""
        statuses = status.by_name()
        return tuple([self._number(each, statuses.get(each.name), init=init) for each, init in spec.all()])

    def _number(self, spec: ContainerSpec, status: ContainerStatus | None, *, init: bool) -> _Numbered:
        try:
            return self._built[spec, status, init]
        except KeyError:
            container = build(spec, status, init=init)
        except TypeError:
            # NOTE: something in it is no plain value, as no API server writes it; such a container is like no other.
            return self._numbered(build(spec, status, init=init)), None
        number = self._built[spec, status, init] = self._numbered(container), len(self._built)
        return number

    def _numbered(self, container: Container | None) -> int | None:
        return None if container is None else self._containers.setdefault(container, len(self._containers))


def _on_node(pod: Pod, node: str, *, ready: bool) -> PodOnNode:
    return PodOnNode(node=node, pod=pod.name, uid=pod.uid, resource_version=pod.version, ready=ready, source=pod.source)


def owner_of(meta: ObjectMetadata, spec: PodSpec) -> tuple[str, str]:
    """(kind, name) of what a pod belongs to; the cases are those of the module's docstring."""
    owner = meta.owner
    annotations = meta.annotations or {}
    if (owner and owner[0] == "Node") or any(annotations.get(key) == value for key, value in _STATIC):
        return "Pod", meta.called.removesuffix(f"-{spec.node_name or (owner or ('', ''))[1]}")
    if owner is None:
        return "Pod", (meta.generate_name or "").rstrip("-") or meta.called
    if owner[0] == "ReplicaSet" and meta.labels:
        return _maker(owner, meta.labels)
    return owner


def _maker(replica_set: tuple[str, str], labels: dict[str, object]) -> tuple[str, str]:
    """Who made the ReplicaSet, where the hash in the pod's labels proves it."""
    name, _, ending = replica_set[1].rpartition("-")
    for label, kind in _HASH_LABELS:
        hashed = labels.get(label)
        if name and isinstance(hashed, str) and ending in (hashed, _safe(hashed)):
            return kind, name
    return replica_set


def _safe(text: str) -> str:
    """Kubernetes 1.8 put the hash as a number into the label and so encoded into the name (rand.SafeEncodeString)."""
    return "".join(_SAFE_LETTERS[ord(letter) % len(_SAFE_LETTERS)] for letter in text)
