"""Mermaid flowcharts: .mmd files, and fenced blocks in Markdown, each block a page.

https://mermaid.js.org/syntax/flowchart.html. Mermaid has no place for custom properties; two comments take their place:
`%% workload: cart = shop/Deployment/cart` and `%% diagram-label: cart = C-04`.
"""

from collections.abc import Iterator

from generator.errors import ParseError
from generator.model.diagram import DiagramEdge, DiagramNode, DiagramPage, DiagramSnapshot, NodeKind
from generator.model.evidence import EvidenceFile, Source
from generator.parsers.base import Family
from generator.parsers.diagrams import kinds, labels, mermaid_chart
from generator.parsers.diagrams.mermaid_chart import Chart, Shape
from generator.parsers.diagrams.mermaid_text import Block, flowcharts
from generator.parsers.document import Container, Document

_TEXTS = (Container.TEXT, Container.YAML)
"""Front matter makes a Markdown or Mermaid file look like YAML."""


class MermaidFlowchart:
    """See `Parser`."""

    name = "mermaid-flowchart"
    family: Family = "diagram"
    title = "Mermaid flowcharts (.mmd, or fenced in Markdown)"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        if document.container not in _TEXTS or not (b"graph" in document.data or b"flowchart" in document.data):
            return False
        return bool(flowcharts(document.data.decode(errors="replace")))

    def parse(self, document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
        """See `Parser.parse`. Lines that are not understood are named in the page's notes."""
        charts = [(block, mermaid_chart.read(block)) for block in flowcharts(document.text)]
        if not any(chart.nodes or chart.subgraphs for _, chart in charts):
            unread = [line for _, chart in charts for line in chart.unread]
            where = f"line {unread[0]}" if unread else ""
            raise ParseError("no shape of a flowchart was found", where=where, next_step="check it in the Mermaid live editor")
        pages = tuple(_page(block, chart, evidence) for block, chart in charts)
        return DiagramSnapshot(evidence=evidence, format=self.name, taken=evidence.collected, pages=pages)


def _page(block: Block, chart: Chart, evidence: EvidenceFile) -> DiagramPage:
    nodes = kinds.settle(_nodes(chart, evidence))
    edges = tuple(
        DiagramEdge(
            source_id=arrow.source,
            target_id=arrow.target,
            label=arrow.text,
            ports=labels.ports(arrow.text),
            protocols=labels.protocols(arrow.text),
            both_ways=arrow.both_ways,
            source=_source(evidence, arrow.line),
        )
        for arrow in chart.arrows
    )
    statements = [node.label for node in nodes if node.kind is NodeKind.NOTE and kinds.is_for_whole_page(node.label)]
    return DiagramPage(name=block.name, nodes=nodes, edges=edges, notes=(*statements, *_remarks(chart)))


def _nodes(chart: Chart, evidence: EvidenceFile) -> Iterator[DiagramNode]:
    for shape in (*chart.subgraphs.values(), *chart.nodes.values()):
        label = shape.id if shape.label is None else shape.label
        workload = chart.said.get(("workload", shape.id))
        yield DiagramNode(
            id=shape.id,
            label=label,
            kind=_kind(shape, label, workload),
            parent=shape.parent,
            diagram_label=chart.said.get(("diagram-label", shape.id)),
            workload=workload,
            source=_source(evidence, shape.line),
        )


def _kind(shape: Shape, label: str, workload: str | None) -> NodeKind:
    if shape.is_subgraph:
        return NodeKind.BOUNDARY
    return (None if workload else kinds.by_label(label)) or NodeKind.COMPONENT


def _source(evidence: EvidenceFile, line: int) -> Source:
    return Source(evidence.sha256, evidence.path, f"line {line}")


def _remarks(chart: Chart) -> tuple[str, ...]:
    if not chart.unread:
        return ()
    lines = ", ".join(str(line) for line in sorted(chart.unread)[:20])
    more = f" and {len(chart.unread) - 20} more" if len(chart.unread) > 20 else ""
    return (f"Not read: line{'s' * (len(chart.unread) > 1)} {lines}{more}.",)
