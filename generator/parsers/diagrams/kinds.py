"""What a shape stands for, as far as its text and the boxes around it tell, the same for every diagram format.

Shapes may say only what kind of object they are, drawn in a box that says of what: `Deployment (2 replicas)`, `Service` and
`HPA` in each of the boxes Orders and Carts.

Kinds of objects: https://kubernetes.io/docs/concepts/workloads/, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from generator.model.diagram import DiagramNode, NodeKind
from generator.parsers.diagrams import c4_notation
from generator.parsers.late_patterns import late_re

_LEGEND = late_re(
    r"(?:[\w ./-]{0,40}\s)?(?:legende?|légende|leyenda|symbols used|colou?r (?:key|cod(?:es?|ing)))\s?:?|key:?|notes?:?", re.I
)
_STEP = late_re(r"(?:step\s)?[(#]?\d{1,2}[a-z]?['\u2019\u2032]{0,2}[.):]?|[\u2460-\u2473\u2776-\u277f]", re.I)
_VERB = r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)"
_PATH = r"(?:https?://[^\s,;]{1,300}|/[\w{}$:<>*.?=&%/-]{0,300})"
_ENDPOINTS = late_re(rf"{_VERB}(?:\s?[/,|]\s?{_VERB})*\s+{_PATH}.*|{_PATH}(?:[\s,;]+{_PATH})+", re.S)
"""`GET /orders POST /orders/{id}`, `/orders /carts`: how something is asked, not what answers."""
_FILE = (
    r"[\w.-]{1,80}\.(?:proto|ya?ml|json|xml|toml|ini|conf|env|md|txt|csv|pdf|docx?|xlsx?|pptx?|sql|tf|png|jpe?g|svg|pem|crt)"
)
_FILES = late_re(rf"{_FILE}(?:[\s,;/&+]+{_FILE})*", re.I)
"""Documents, definitions and certificates are read; they do not run."""
_PEOPLE = (
    r"(?:users?|customers?|administrators?|admins|developers?|engineers?|operations|staff|grantees?|auditors?|assessors?|visitors?"
    r"|people|persons?|employees?)"
)
_WORDS = r"(?:[\w&.'-]+\s+){0,2}"
_ACTOR = late_re(
    rf"{_WORDS}{_PEOPLE}(?:\s*(?:/|&|,|\band\b|\bor\b)\s*{_WORDS}(?:{_PEOPLE}|admin|clients?))*(?:\s+(?:staff|team|group))?"
    r"|(?:(?:system|agency|tenant|platform|security|network)\s+)?(?:admin|operators?)"
    r"|(?:(?:web|user|client|customer)\s+)?browsers?(?:\s?/\s?(?:mobile\s+)?apps?|\s.{1,40})?|clients?\s*\((?:web\s+)?browsers?\)",
    re.I,
)
"""`Prometheus Operator` and `Kafka Admin` run; a `system operator` and `admins` do not."""
_OUTSIDE = late_re(
    r"(?:the |public )?internet|world wide web|(?:[\w-]+\.){1,4}(?:com|org)"
    r"|(?:[\w-]+\s+){0,2}(?:mobile|native|android|ios|desktop|client) app(?:lication)?s?"
    r"|(?:external|third[- ]part(?:y|ies))(?: (?:services?|systems?|users?|networks?|parties|providers?|databases?|apis?))?",
    re.I,
)
_OUTSIDE_BOX = late_re(
    r"(?:the |public )?internet|(?:[\w-]+\s+)?(?:external|third[- ]part(?:y|ies))"
    r"(?: (?:services?|systems?|users?|networks?|parties|providers?|databases?|apis?|connections?))?"
    r"|(?:[\w./-]+\s+){1,2}responsibility|outside .{0,40}|(?:[\w./-]+\s+){0,2}saas",
    re.I,
)
_ASIDE = late_re(r"\s*\([^()]*\)")
_RUNNING = late_re(r"\b(?:kubernetes|k8s|openshift|eks|aks|gke|cluster|name ?space)\b", re.I)
"""Boxes whose content runs here: third-party software in a cluster is no external service."""
_PIPELINE = late_re(
    r"(?:[\w.-]+\s+){0,3}(?:ci\s?[/&+-]?\s?cd|(?:ci|cd|build|delivery|deployment|release|devops|devsecops)\s+pipelines?)"
    r"(?:\s+(?:pipelines?|workflows?|process|stages?|system))?",
    re.I,
)
_STEP_OF_PIPELINE = late_re(
    r"(?:(?:run|unit|integration|smoke|e2e|security|code|image|container|docker|secret|dependency|quality|manual|to|and|&)\s+){0,3}"
    r"(?:check-?out|lint(?:ing)?|tests?|builds?|compile|packag(?:e|ing)|publish|push|scans?|sast|dast|checks?|sign(?:ing)?|attest"
    r"|sbom|releases?|deploy(?:ment)?s?|approvals?|promot(?:e|ion)|rollback|notify)"
    r"(?:\s+(?:(?:to|and|&|the|images?|code|results?|staging|production|prod|dev|registry|kubernetes|k8s|artifacts?|stage|step)\b\s*)+)?",
    re.I,
)
"""What a pipeline does runs while it builds; a server that runs pipelines has a name of its own."""
_AUTHORIZATION = late_re(r"\b(?:authori[sz]ation|accreditation|ato|fedramp)\b.{0,30}\bboundary\b", re.I)
_FOR_ALL = late_re(
    r"\bunless (?:otherwise )?(?:noted|stated|specified|indicated)\b"
    r"|\ball\b.{0,60}\b(?:connections?|traffic|communications?|data flows?|flows|links)\b",
    re.I,
)
_SENTENCE = 4
"""Spaces in the shortest statement about all connections."""
_LONG = 18
"""Spaces in the shortest text that is too long for a name."""
_WORDS_OF_KINDS = late_re(
    r"(?:(?:ports?(?=[\s:#]{0,3}\d)|https?|grpc|rest|tcp|udp|tls|m?tls|ssl|ssh|sftp|wss?|websockets?|ipsec|\d{2,5}|v?\d(?:\.\d)?)(?:[\s:/,&+()-]+|$)){1,8}",
    re.I,
)
_OBJECT = late_re(
    r"(?:(?:kubernetes|k8s|ecs|fargate)\s+)?(?:deployments?|services?|svc|pods?|replica\s?sets?|stateful\s?sets?|daemon\s?sets?"
    r"|(?:cron\s?)?jobs?|hpa|horizontal\s?pod\s?autoscaler|autoscaler|config\s?maps?|secrets?|pvc|persistent\s?volume\s?claims?"
    r"|ingress(?:es)?|containers?|tasks?|task\s?definitions?|replicas?)(?P<aside>\s*[(x×]\s*[\w .,:/-]{1,60}\)?)?",
    re.IGNORECASE,
)


def by_label(label: str) -> NodeKind | None:
    """The kind that a text alone gives away; None where it could be a component."""
    start = label[:2_000]
    if is_legend(label) or any(note.fullmatch(start) for note in (_STEP, _ENDPOINTS, _FILES)):
        return NodeKind.NOTE
    if label.count(" ") >= _SENTENCE and is_for_whole_page(label):
        return NodeKind.NOTE
    if _OUTSIDE.fullmatch(label):
        return NodeKind.EXTERNAL
    return NodeKind.ACTOR if _ACTOR.fullmatch(label) else None


def is_legend(label: str) -> bool:
    """Is it the title of a legend?"""
    return bool(_LEGEND.fullmatch(label[:200]))


def is_only_signs(label: str) -> bool:
    """Is it nothing but punctuation, such as `+`, a rule or a bullet? It names nothing; a heart may."""
    return bool(label) and all(
        unicodedata.category(sign)[0] in "PZ" or unicodedata.category(sign) in {"Sm", "Sk"} for sign in label
    )


def is_remark(label: str) -> bool:
    """Is a text that no line leads to a remark: without a letter or digit, ways of speaking only, or as long as a sentence?

    A name has a few words; `HTTPS 443` beside a line is written about the line.
    """
    return is_only_signs(label) or label.count(" ") >= _LONG or bool(_WORDS_OF_KINDS.fullmatch(label[:200]))


def is_for_whole_page(text: str) -> bool:
    """Does a free text describe every connection of the page ("all traffic is TLS 1.2 unless noted")?"""
    return bool(_FOR_ALL.search(text[:400]))


def settle(nodes: Iterable[DiagramNode]) -> tuple[DiagramNode, ...]:
    """The same nodes, with what the boxes around them and the notation of their texts say applied.

    A legend and all in it are notes. Components in a box for external services, or outside a drawn authorization boundary,
    are external: the boundary diagram shows everything outside the boundary as external (FedRAMP Rev5 playbook, "System
    Security Plan": external systems, services and the underlying infrastructure are depicted too). Steps in a box for a
    pipeline (`Build`, `Security scan`) are notes. A shape that a person tied to a workload stays a component.
    """
    nodes = tuple(_named(c4_notation.resolved(nodes)))
    by_id = {node.id: node for node in nodes}
    is_bounded = any(node.kind is NodeKind.BOUNDARY and _AUTHORIZATION.search(node.label) for node in nodes)
    around: dict[str, frozenset[str]] = {}
    for node in nodes:
        _mark(node, by_id, around)
    return tuple(_resolved(node, around, is_bounded=is_bounded) for node in nodes)


def _mark(node: DiagramNode, by_id: dict[str, DiagramNode], around: dict[str, frozenset[str]]) -> None:
    """What lies around a node, itself included: `legend`, `outside`, `pipeline`, `authorized`, `running`.

    Iterative, since depth is unbounded.
    """
    chain: list[DiagramNode] = []
    current: DiagramNode | None = node
    while current is not None and current.id not in around:
        chain.append(current)
        current = by_id.get(current.parent) if current.parent is not None else None
    marks = around[current.id] if current is not None else frozenset()
    for diagram_node in reversed(chain):
        own = _marks_of(diagram_node)
        marks = marks | (own - {"outside"} if marks & {"running", "authorized"} else own)
        around[diagram_node.id] = marks


def _marks_of(node: DiagramNode) -> frozenset[str]:
    if node.kind is NodeKind.NOTE or is_legend(node.label):
        return frozenset({"legend"})
    if node.kind is not NodeKind.BOUNDARY:
        return frozenset()
    if _AUTHORIZATION.search(node.label):
        return frozenset({"authorized"})
    if _OUTSIDE_BOX.fullmatch(_ASIDE.sub("", node.label[:200]).strip()):
        return frozenset({"outside"})
    if _PIPELINE.fullmatch(_ASIDE.sub("", node.label[:200]).strip()):
        return frozenset({"pipeline"})
    return frozenset({"running"}) if _RUNNING.search(node.label) else frozenset()


def _resolved(node: DiagramNode, around: dict[str, frozenset[str]], *, is_bounded: bool) -> DiagramNode:
    marks = around[node.id]
    if "legend" in marks:
        return replace(node, kind=NodeKind.NOTE)
    if node.kind is not NodeKind.COMPONENT or node.workload is not None:
        return node
    if "pipeline" in marks and _STEP_OF_PIPELINE.fullmatch(node.label[:100]):
        return replace(node, kind=NodeKind.NOTE)
    if "outside" in marks or (is_bounded and "authorized" not in marks):
        return replace(node, kind=NodeKind.EXTERNAL)
    return node


def _named(nodes: Iterable[DiagramNode]) -> Iterator[DiagramNode]:
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
