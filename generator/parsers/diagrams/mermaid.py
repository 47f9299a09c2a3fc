"""Mermaid files (.mmd, .mermaid): flowcharts, C4 and architecture diagrams. What other kinds Mermaid draws is said, not read.

https://mermaid.js.org/intro/, https://mermaid.js.org/syntax/c4.html
"""

from collections.abc import Callable, Mapping

from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import c4_macros, fences, mermaid_architecture, mermaid_flowchart, outline
from generator.parsers.diagrams.c4_calls import call
from generator.parsers.diagrams.c4_macros import DrawnCall
from generator.parsers.diagrams.fences import Body
from generator.parsers.diagrams.mermaid_text import MermaidDiagram, MermaidKind, block, label_of
from generator.parsers.diagrams.outline import Drawing, Outline
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re

_TEXTS = (FileContainer.TEXT, FileContainer.YAML)
"""Front matter makes a Markdown or Mermaid file look like YAML."""
_WORDS = (b"graph", b"flowchart", b"C4", b"architecture", b"Diagram", b"-beta", b"gitGraph", b"zenuml")
"""One of these is in every text that Mermaid draws."""
_OTHER_LINES = late_re(r"\s*+(?:%%.*|title\b.*|direction\b.*|acc(?:Title|Descr)\b.*|)\s*")


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


def _c4(block: MermaidDiagram) -> Outline:
    """The elements, boundaries and relations of one C4 diagram."""
    diagram = Outline()
    around: list[str | None] = []
    first = block.first_line + block.text.count("\n", 0, block.start)
    for number, line in enumerate(block.text[block.start :].split("\n"), start=first):
        if line.strip() == "}":
            _close(around, diagram, number)
        elif not _OTHER_LINES.fullmatch(line):
            _statement(line, number, around, diagram)
    diagram.unread += [first] if around else []
    return diagram


_READ: Mapping[MermaidKind, Callable[[MermaidDiagram], Outline]] = {
    MermaidKind.FLOWCHART: mermaid_flowchart.outline,
    MermaidKind.C4: _c4,
    MermaidKind.ARCHITECTURE: mermaid_architecture.outline,
}


def _statement(line: str, number: int, around: list[str | None], diagram: Outline) -> None:
    macro = call(line)
    parent = around[-1] if around else None
    drawn = (
        c4_macros.draw(macro, diagram, parent=parent, place=f"line {number}", label=label_of) if macro else DrawnCall.NOTHING
    )
    if drawn is DrawnCall.NOTHING:
        diagram.unread.append(number)
        if macro is not None and macro.opens and not macro.closes:
            around.append(parent)
    elif drawn is DrawnCall.OPENED and macro is not None:
        around.append(macro.get(0, "alias"))


def _close(around: list[str | None], diagram: Outline, number: int) -> None:
    if around:
        around.pop()
    else:
        diagram.unread.append(number)
