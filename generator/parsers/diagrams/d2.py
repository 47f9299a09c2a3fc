"""D2 files (.d2). https://d2lang.com

A D2 text has no head, and much that is none reads like one: it is taken for D2 where every line is understood, and there are
boxes beside arrows, or what only D2 says (`shape: person`, `direction: right`). Imports are never opened.
"""

import re

from generator.errors import ParseError
from generator.limits import SOURCE_BYTES
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import d2_reader, d2_text, fences, outline
from generator.parsers.diagrams.fences import Body
from generator.parsers.diagrams.outline import Drawing
from generator.parsers.document import Document, FileContainer
from generator.parsers.late_patterns import late_re

_NOT_READ = ("(", "*", "&", "!&", "...@", "@")
"""How lines of D2 begin that are not read: parts of arrows, patterns, filters, imports."""
_PROGRAM = late_re(r"\w[(\[]|[=,@`]")
"""In a name: a call, an index, an assignment; programs have arrows and brackets, too."""
_MAY_BE = late_re(r"->|<-|\{")
_SHAPES = (
    "rectangle|square|page|parallelogram|document|cylinder|queue|package|step|callout|stored_data|person|c4-person|diamond|oval"
    "|circle|hexagon|cloud|text|code|class|sql_table|image|sequence_diagram"
)
_ONLY_D2 = late_re(
    r"(?:^|[{;])[ \t]*(?:[^\n:{}]{1,200}\.)?"
    rf"(?:shape:[ \t]*(?:{_SHAPES})[ \t]*(?:[;}}]|\r?$)|direction:[ \t]*(?:up|down|left|right)[ \t]*\r?$"
    r"|style\.[a-z-]{2,20}:|style[ \t]*:?[ \t]*\{)",
    re.M,
)


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container is not FileContainer.TEXT or not isinstance(document.content, bytes):
        return False
    if len(document.content) > SOURCE_BYTES or not _MAY_BE.search(document.start.decode(errors="replace")):
        return False
    return _is_d2(document.data.decode(errors="replace"))


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`. Lines that are not understood are named beside the page."""
    drawings, remarks = drawn(fences.whole(document.text, "d2"), 1)
    return outline.snapshot(drawings, evidence, "d2", remarks=remarks)


def drawn(body: Body, number: int) -> tuple[tuple[Drawing, ...], tuple[str, ...]]:
    """The first board of a D2 text."""
    diagram = d2_reader.outline(d2_text.statements(body.text, first_line=body.first_line))
    return (Drawing(name=(body.heading or f"D2 ({number})")[:200], outline=diagram),), ()


def _is_d2(text: str) -> bool:
    has_arrow = has_box = False
    try:
        for statement in d2_text.statements(text):
            if not statement.understood and not (statement.value or "").startswith(_NOT_READ):
                return False
            if any(_PROGRAM.search(part) for end in statement.ends for part in end):
                return False
            has_arrow |= any(">" in arrow or "<" in arrow for arrow in statement.arrows)
            has_box |= statement.opens and not statement.arrows
    except ParseError:
        # NOTE: D2 with a bracket too few is reported as that; what else ends early is no D2.
        return bool(_ONLY_D2.search(text)) and (has_arrow or has_box)
    return (has_arrow and has_box) or (bool(_ONLY_D2.search(text)) and (has_arrow or has_box))
