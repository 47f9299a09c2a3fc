"""Mermaid's C4 diagrams. https://mermaid.js.org/syntax/c4.html"""

from generator.parsers.diagrams import c4_macros
from generator.parsers.diagrams.c4_calls import call
from generator.parsers.diagrams.c4_macros import DrawnCall
from generator.parsers.diagrams.mermaid_text import MermaidDiagram, label_of
from generator.parsers.diagrams.outline import Outline
from generator.parsers.late_patterns import late_re

_OTHER_LINES = late_re(r"\s*+(?:%%.*|title\b.*|direction\b.*|acc(?:Title|Descr)\b.*|)\s*")


def outline(block: MermaidDiagram) -> Outline:
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
