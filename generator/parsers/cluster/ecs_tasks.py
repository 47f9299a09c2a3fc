"""Tasks of Amazon ECS, folded into groups of one owner with equal containers, as pods are.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.evidence import EvidenceSource
from generator.model.inventory import Container, PodGroup
from generator.parsers.cluster import foreign
from generator.parsers.cluster.fold import Fold

LABEL = "amazonaws.com/ecs-service"
"""On tasks, where their service's name stands, so that what reaches the service reaches them."""
_COMING = ("PROVISIONING", "PENDING", "ACTIVATING")

_Key = tuple[str, tuple[str, str], tuple[Container, ...]]


@dataclass(slots=True)
class _TaskGroup:
    source: EvidenceSource
    phases: Counter[str] = field(default_factory=Counter)
    nodes: set[str] = field(default_factory=set)


class Tasks:
    """Tasks, folded into groups of one owner with equal containers."""

    def __init__(self) -> None:
        self._groups: dict[_Key, _TaskGroup] = {}
        self._seen: set[str] = set()

    def add(self, task: Mapping[str, object], source: EvidenceSource) -> None:
        """Count one task; twice the same is one."""
        arn = foreign.text(task.get("taskArn"))
        if arn and arn in self._seen:
            return
        self._seen.add(arn)
        key = last_part(task.get("clusterArn")) or "default", _owner(task), _containers(task)
        group = self._groups.setdefault(key, _TaskGroup(source))
        group.phases[_phase(foreign.text(task.get("lastStatus")))] += 1
        node = last_part(task.get("containerInstanceArn"))
        if node:
            group.nodes.add(node)

    def give(self, fold: Fold) -> None:
        """The groups, as pods."""
        for (namespace, owner, containers), group in self._groups.items():
            pod_group = PodGroup(
                namespace=namespace,
                owner=owner,
                containers=containers,
                instances=group.phases["Running"] + group.phases["Pending"],
                labels=((LABEL, owner[1]),) if owner[0] == "EcsService" else (),
                nodes=tuple(sorted(group.nodes)),
                phases=tuple(sorted(group.phases.items())),
                source=group.source,
            )
            fold.add("Pod", pod_group, count=group.phases.total(), running=True)


def last_part(arn: object) -> str:
    """`arn:aws:ecs:region:account:cluster/shop` -> `shop`."""
    return foreign.text(arn).rpartition("/")[2]


def _owner(task: Mapping[str, object]) -> tuple[str, str]:
    """`group` is `service:name` or `family:name`, or what a person chose."""
    kind, _, name = foreign.text(task.get("group")).partition(":")
    if kind == "service" and name:
        return "EcsService", name
    return "EcsTask", last_part(task.get("taskDefinitionArn")).partition(":")[0] or name or kind


def _phase(status: str) -> str:
    if status == "RUNNING":
        return "Running"
    return "Pending" if status in _COMING else "Succeeded"


def _containers(task: Mapping[str, object]) -> tuple[Container, ...]:
    containers = []
    for members in map(foreign.members, foreign.entries(task.get("containers"))):
        bindings = [foreign.members(binding) for binding in foreign.entries(members.get("networkBindings"))]
        containers.append(
            foreign.container(
                foreign.text(members.get("name")),
                foreign.text(members.get("image")),
                ports=[foreign.port(binding.get("containerPort"), binding.get("protocol")) for binding in bindings],
                digest=foreign.text(members.get("imageDigest")) or None,
            )
        )
    return tuple(members for members in containers if members)
