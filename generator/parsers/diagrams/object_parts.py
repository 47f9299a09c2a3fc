"""Shapes that say only what kind of object they are, drawn in a box that says of what: `Deployment (2 replicas)`, `Service` and
`HPA` in each of the boxes Orders and Carts.

Kinds of objects: https://kubernetes.io/docs/concepts/workloads/, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from generator.model.diagram import DiagramNode, NodeKind

_OBJECT = re.compile(
    r"(?:(?:kubernetes|k8s|ecs|fargate)\s+)?(?:deployments?|services?|svc|pods?|replica\s?sets?|stateful\s?sets?|daemon\s?sets?"
    r"|(?:cron\s?)?jobs?|hpa|horizontal\s?pod\s?autoscaler|autoscaler|config\s?maps?|secrets?|pvc|persistent\s?volume\s?claims?"
    r"|ingress(?:es)?|containers?|tasks?|task\s?definitions?|replicas?)(?P<aside>\s*[(x×]\s*[\w .,:/-]{1,60}\)?)?",
    re.IGNORECASE,
)


def named(nodes: Iterable[DiagramNode]) -> Iterator[DiagramNode]:
    """The nodes; one that names a kind of object only, and that a page has in several boxes, with the name of its box first."""
    nodes = tuple(nodes)
    boxes = {node.id: node.label for node in nodes if node.kind is NodeKind.BOUNDARY}
    around: dict[str, set[str]] = defaultdict(set)
    for node in nodes:
        if node.parent in boxes and (kind := _kind(node)):
            around[kind].add(node.parent or "")
    for node in nodes:
        box = boxes.get(node.parent or "", "")
        is_repeated = len(around.get(_kind(node), ())) > 1
        yield replace(node, label=f"{box}: {node.label}") if box and is_repeated and not _OBJECT.fullmatch(box) else node


def _kind(node: DiagramNode) -> str:
    """`deployment` of `Deployment (2 replicas)`; empty where its text says more than a kind, or it is a box."""
    match = _OBJECT.fullmatch(node.label[:100]) if node.kind is not NodeKind.BOUNDARY else None
    return node.label[: match.start("aside") if match["aside"] else None].strip().casefold() if match else ""
