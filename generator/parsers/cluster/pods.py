"""Pods, folded into groups as they are read: ten thousand pods of forty owners become forty records.

Which owner a group belongs to:

- the controlling owner, as the pod says it;
- a Deployment where the owner is a ReplicaSet whose name ends in the pod's own `pod-template-hash`: only the Deployment
  controller makes such names, so this holds also where ReplicaSets were not collected. The same for Argo's Rollouts;
- ("Pod", name) for a pod that nobody owns, without the random end of a generated name;
- ("Pod", name without the node) for a static pod, which the kubelet mirrors once for each node.
"""

from collections import Counter
from dataclasses import dataclass, field

import msgspec

from generator.model.evidence import Source
from generator.model.inventory import Container, PodGroup
from generator.parsers.cluster.containers import ContainerSpec, ContainerStatus, PodSpec, build
from generator.parsers.cluster.objects import KubernetesObject, Metadata, Pairs, Reader, our_annotations, pairs

_HASH_LABELS = (("pod-template-hash", "Deployment"), ("rollouts-pod-template-hash", "Rollout"))
_STATIC = (("kubernetes.io/config.source", "file"), ("kubernetes.io/config.source", "http"))
"""Annotation on static pods, both as the kubelet knows them and as the API mirrors them; others have `api`."""
_SAFE_LETTERS = "bcdfghjklmnpqrstvwxz2456789"
_COUNTED = ("Running", "Pending", "")
"""Phases of instances. Ended and lost pods show in `phases` only; a manifest has no phase and stands for one."""


class _PodStatus(msgspec.Struct, frozen=True, rename="camel"):
    phase: str | None = None
    container_statuses: tuple[ContainerStatus, ...] | None = None
    init_container_statuses: tuple[ContainerStatus, ...] | None = None
    ephemeral_container_statuses: tuple[ContainerStatus, ...] | None = None

    def by_name(self) -> dict[str, ContainerStatus]:
        """Names are unique across the three lists."""
        lists = (self.ephemeral_container_statuses, self.init_container_statuses, self.container_statuses)
        return {each.name: each for statuses in lists for each in statuses or ()}


_Key = tuple[str, tuple[str, str], tuple[int, ...], Pairs, Pairs]


@dataclass(slots=True)
class _Group:
    source: Source
    phases: Counter[str] = field(default_factory=Counter)
    nodes: set[str] = field(default_factory=set)


class PodFold:
    """Takes pods one by one; holds one record for each group."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._groups: dict[_Key, _Group] = {}
        self._built: dict[tuple[ContainerSpec, ContainerStatus | None, bool], int | None] = {}
        self._containers: dict[Container, int] = {}

    def add(self, pod: KubernetesObject, source: Source) -> bool:
        """Count one pod. True where it has a phase, which only something that was started has."""
        spec = self._reader.typed(pod.spec, PodSpec, place=f"{source.place}/spec")
        status = self._reader.typed(pod.status, _PodStatus, place=f"{source.place}/status")
        meta = pod.meta
        named = pairs(meta.stable_labels), our_annotations(meta)
        key = (meta.place, owner_of(meta, spec), self._numbers(spec, status), *named)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _Group(source)
        group.phases[status.phase or ""] += 1
        if spec.node_name:
            group.nodes.add(spec.node_name)
        return status.phase is not None

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
                phases=tuple(sorted((phase, count) for phase, count in group.phases.items() if phase)),
                source=group.source,
            )
            for (namespace, owner, numbers, labels, annotations), group in self._groups.items()
        ]

    def _numbers(self, spec: PodSpec, status: _PodStatus) -> tuple[int, ...]:
        """Equal containers have equal numbers, so that comparing two pods costs a few integers."""
        statuses = status.by_name()
        numbers = (self._number(each, statuses.get(each.name), init=init) for each, init in spec.all())
        return tuple(number for number in numbers if number is not None)

    def _number(self, spec: ContainerSpec, status: ContainerStatus | None, *, init: bool) -> int | None:
        try:
            return self._built[spec, status, init]
        except KeyError:
            container = build(spec, status, init=init)
        except TypeError:
            return self._numbered(build(spec, status, init=init))
        number = self._built[spec, status, init] = self._numbered(container)
        return number

    def _numbered(self, container: Container | None) -> int | None:
        return None if container is None else self._containers.setdefault(container, len(self._containers))


def owner_of(meta: Metadata, spec: PodSpec) -> tuple[str, str]:
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
