"""Mermaid's C4 diagrams. https://mermaid.js.org/syntax/c4.html"""

import re

from generator.parsers.diagrams import c4_macros
from generator.parsers.diagrams.c4_calls import call
from generator.parsers.diagrams.c4_macros import Drawn
from generator.parsers.diagrams.mermaid_text import Block, label_of
from generator.parsers.diagrams.outline import Outline

_BESIDE = re.compile(r"\s*+(?:%%.*|title\b.*|direction\b.*|acc(?:Title|Descr)\b.*|)\s*")


def outline(block: Block) -> Outline:
    """The elements, boundaries and relations of one C4 diagram."""
    found = Outline()
    around: list[str | None] = []
    first = block.first_line + block.text.count("\n", 0, block.start)
    for number, line in enumerate(block.text[block.start :].split("\n"), start=first):
        if line.strip() == "}":
            _close(around, found, number)
        elif not _BESIDE.fullmatch(line):
            _statement(line, number, around, found)
    found.unread += [first] if around else []
    return found


def _statement(line: str, number: int, around: list[str | None], found: Outline) -> None:
    one = call(line)
    parent = around[-1] if around else None
    drawn = c4_macros.draw(one, found, parent=parent, place=f"line {number}", label=label_of) if one else Drawn.NOTHING
    if drawn is Drawn.NOTHING:
        found.unread.append(number)
        if one is not None and one.opens and not one.closes:
            around.append(parent)
    elif drawn is Drawn.OPENED and one is not None:
        around.append(one.get(0, "alias"))


def _close(around: list[str | None], found: Outline, number: int) -> None:
    if around:
        around.pop()
    else:
        found.unread.append(number)
