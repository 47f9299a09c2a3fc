"""Small drawn systems beside what runs, written in a few lines: what the tests of matching are made of."""

from collections.abc import Sequence

from generator.graph.comparison import compare_whole
from generator.graph.mapping import DiagramMapping
from generator.model.comparison import Comparison
from generator.model.diagram import DiagramEdge, DiagramNode, DiagramPage, DiagramSnapshot, NodeKind
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.flow import EndKind, Flow, FlowEnd, FlowGraph, Strength
from generator.model.identifiers import Sha256
from generator.model.inventory import MANAGED_KIND, PRODUCT, Container, ContainerPort, Workload

FILE = EvidenceFile(path="diagrams/d.mmd", sha256=Sha256("d" * 64), size=1, media_type="text/plain")
SOURCE = EvidenceSource(FILE.sha256, FILE.path, "")


def shape(text: str) -> DiagramNode:
    """`id|text|kind|box|technology`; what is left out is the id, a component, none and none."""
    id_, label, kind, parent, technology = (*text.split("|"), *[""] * 4)[:5]
    return DiagramNode(
        id=id_,
        label=label or id_,
        kind=NodeKind(kind or "component"),
        parent=parent or None,
        technology=technology or None,
        source=SOURCE,
    )


def runs(text: str) -> Workload:
    """`namespace/Kind/name|image|port`; the image of a managed service is what it is."""
    key, image, port = (*text.split("|"), "", "")[:3]
    namespace, kind, name = key.split("/")
    managed = kind == MANAGED_KIND
    return Workload(
        cluster="c",
        namespace=namespace,
        kind=kind,
        name=name,
        containers=()
        if managed
        else (Container(name=name, image=image or name, ports=(ContainerPort(number=int(port)),) if port else ()),),
        instances=1,
        labels=((PRODUCT, image),) if managed else (),
        services=(name,),
    )


def compared(
    shapes: Sequence[str | DiagramNode],
    workloads: Sequence[str | Workload],
    *,
    lines: str = "",
    flows: str = "",
    mapping: DiagramMapping | None = None,
) -> Comparison:
    """Lines join shapes by id and flows workloads by name: `web>cart cart>db`; a line may have a port, `web>cart@8443`."""
    nodes = tuple(each if isinstance(each, DiagramNode) else shape(each) for each in shapes)
    running = [each if isinstance(each, Workload) else runs(each) for each in workloads]
    keys = {each.name: each.key for each in running}
    page = DiagramPage(
        name="p",
        nodes=nodes,
        edges=tuple(_edge(one, two) for one, two in _pairs(lines)),
    )
    graph = FlowGraph(
        flows=tuple(
            Flow(
                source=FlowEnd(EndKind.WORKLOAD, keys[one]),
                target=FlowEnd(EndKind.WORKLOAD, keys[two]),
                strength=Strength.DECLARED,
            )
            for one, two in _pairs(flows)
        )
    )
    diagram = DiagramSnapshot(evidence=FILE, format="test", taken=None, pages=(page,))
    return compare_whole([diagram], running, graph, mapping or DiagramMapping())


def matched(found: Comparison) -> dict[str, str]:
    """Names of the workloads of each matched shape, by its id."""
    return {each.id: _names(each.workloads) for each in found.in_both}


def probable(found: Comparison) -> dict[str, str]:
    """The same of what is probable."""
    return {each.id: _names(each.workloads) for each in found.probable}


def _edge(one: str, end: str) -> DiagramEdge:
    two, _, port = end.partition("@")
    return DiagramEdge(source_id=one, target_id=two, ports=(int(port),) if port else (), source=SOURCE)


def _names(keys: Sequence[str]) -> str:
    return " ".join(sorted(key.split("/")[2] for key in keys))


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(one, two) for one, _, two in (pair.partition(">") for pair in text.split())]
