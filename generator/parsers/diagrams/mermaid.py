"""Mermaid files (.mmd, .mermaid): flowcharts, C4 and architecture diagrams. What other kinds Mermaid draws is said, not read.

https://mermaid.js.org/intro/
"""

from collections.abc import Callable, Mapping

from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import fences, mermaid_architecture, mermaid_c4, mermaid_flowchart, outline
from generator.parsers.diagrams.fences import Body
from generator.parsers.diagrams.mermaid_text import MermaidDiagram, MermaidKind, block
from generator.parsers.diagrams.outline import Drawing, Outline
from generator.parsers.document import Document, FileContainer

_TEXTS = (FileContainer.TEXT, FileContainer.YAML)
"""Front matter makes a Markdown or Mermaid file look like YAML."""
_WORDS = (b"graph", b"flowchart", b"C4", b"architecture", b"Diagram", b"-beta", b"gitGraph", b"zenuml")
"""One of these is in every text that Mermaid draws."""
_READ: Mapping[MermaidKind, Callable[[MermaidDiagram], Outline]] = {
    MermaidKind.FLOWCHART: mermaid_flowchart.outline,
    MermaidKind.C4: mermaid_c4.outline,
    MermaidKind.ARCHITECTURE: mermaid_architecture.outline,
}


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container not in _TEXTS:
        return False
    data = document.data if isinstance(document.content, bytes) else document.start
    if not any(word in data for word in _WORDS):
        return False
    text = data.decode(errors="replace")
    return block(fences.whole(text, "mermaid"), 1) is not None and not fences.has_fences(text)


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`. Lines that are not understood are named beside the page."""
    drawings, remarks = drawn(fences.whole(document.text, "mermaid"), 1)
    return outline.snapshot(drawings, evidence, "mermaid", remarks=remarks)


def drawn(body: Body, number: int) -> tuple[tuple[Drawing, ...], tuple[str, ...]]:
    """The diagram of a Mermaid text, the `number`th of its file; or the remark that it is none that is read."""
    diagram = block(body, number)
    reader = _READ.get(diagram.kind) if diagram is not None else None
    if diagram is None or reader is None:
        what = f"a Mermaid {diagram.header}" if diagram is not None else "a Mermaid text without a known header"
        return (), (f"Not read: {what} on line {body.first_line}; flowcharts, C4 and architecture diagrams are.",)
    return (Drawing(name=diagram.name, outline=reader(diagram)),), ()
