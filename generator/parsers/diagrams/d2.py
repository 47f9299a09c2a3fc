"""D2 files (.d2). https://d2lang.com

A D2 text has no head, and much that is none reads like one: it is taken for D2 where every line is understood, and there are
boxes beside arrows, or what only D2 says (`shape: person`, `direction: right`). Imports are never opened.

What only says how something looks is passed over; what draws several boards (`layers`, `scenarios`, `steps`) and what another
file holds (imports) is named as not read.
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.limits import DIAGRAM_DEPTH, SOURCE_BYTES
from generator.model.diagram import DiagramSnapshot, DrawnForm, NodeKind
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import d2_text, fences, outline
from generator.parsers.diagrams.d2_text import D2Statement
from generator.parsers.diagrams.fences import Body
from generator.parsers.diagrams.labels import plain
from generator.parsers.diagrams.outline import Drawing, Outline, OutlineArrow, OutlineShape
from generator.parsers.diagrams.stencils import picture
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
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
_LOOKS = frozenset(
    "style icon near width height tooltip link direction class classes vars constraint grid-rows grid-columns grid-gap"
    " vertical-gap horizontal-gap top left source-arrowhead target-arrowhead filled".split()
)
"""Keys that draw nothing of their own."""
_BOARDS = frozenset({"layers", "scenarios", "steps"})
_FORMS = {"cylinder": DrawnForm.STORE, "stored_data": DrawnForm.STORE, "queue": DrawnForm.QUEUE}
_KINDS = {
    "person": NodeKind.ACTOR,
    "c4-person": NodeKind.ACTOR,
    "cloud": NodeKind.EXTERNAL,
    "text": NodeKind.NOTE,
    "code": NodeKind.NOTE,
    "page": NodeKind.NOTE,
    "callout": NodeKind.NOTE,
}
_TABLES = frozenset({"sql_table", "class"})
_CORNERS = frozenset(f"{down}-{across}" for down in ("top", "center", "bottom") for across in ("left", "center", "right"))
"""Places of titles and legends: a shape that is put beside the drawing is no part of it (https://d2lang.com/tour/positions)."""
_STRANGE = ("*", "&", "...", "@", "$", "(", ")", "[", "]", "=")
_Path = tuple[str, ...]


class _BlockContext(msgspec.Struct, frozen=True):
    """What a block is about: shapes inside a box, some arrows, or nothing that is read."""

    path: _Path = ()
    arrows: tuple[int, ...] = ()
    passed: bool = False


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
    diagram = _outline(d2_text.statements(body.text, first_line=body.first_line))
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


def _outline(statements: Iterable[D2Statement]) -> Outline:
    """All of it."""
    reader = _D2Reader()
    for statement in statements:
        reader.take(statement)
    return reader.ready()


class _D2Reader:
    def __init__(self) -> None:
        self._out = Outline()
        self._places = [_BlockContext()]
        self._tables: set[str] = set()
        self._spelled: dict[str, str] = {}

    def take(self, statement: D2Statement) -> None:
        """One more statement."""
        if statement.closes:
            self._places.pop()
            return
        place = self._places[-1]
        inner = _BlockContext(passed=True) if place.passed else self._read(statement, place)
        if statement.opens:
            self._places.append(inner)

    def ready(self) -> Outline:
        """The rows of tables are no shapes; a line at a row is a line at its table."""
        rows = {id_: table for id_ in self._out.shapes if (table := self._table_around(id_))}
        for row in rows:
            del self._out.shapes[row]
        self._out.arrows[:] = [
            replace(arrow, source=rows.get(arrow.source, arrow.source), target=rows.get(arrow.target, arrow.target))
            for arrow in self._out.arrows
        ]
        return self._out

    def _table_around(self, id_: str) -> str | None:
        """The outermost one."""
        innermost = None
        box = self._out.shapes[id_].parent if self._tables else None
        while box is not None:
            innermost = box if box in self._tables else innermost
            box = self._out.shapes[box].parent
        return innermost

    def _read(self, statement: D2Statement, place: _BlockContext) -> _BlockContext:
        if _is_strange(statement):
            self._out.unread.append(statement.line)
            return _BlockContext(passed=True)
        if statement.arrows:
            return self._arrows(statement, place)
        key = statement.ends[0]
        if place.arrows:
            self._label(statement, place.arrows, key)
            return _BlockContext(passed=True)
        return self._shape(statement, place, key)

    def _shape(self, statement: D2Statement, place: _BlockContext, key: _Path) -> _BlockContext:
        words = [part.lower() for part in key]
        if words[0] in _BOARDS and not place.path:
            self._out.remarks.append(f"Not read: the {words[0]} from line {statement.line} on.")
            return _BlockContext(passed=True)
        position = next((number for number, word in enumerate(words) if word in _LOOKS or word in ("label", "shape")), None)
        if position is None:
            path = _within(place.path, key)
            self._add(path, statement, label=statement.value, is_text=statement.is_text)
            return _BlockContext(path=path)
        path = _within(place.path, key[:position])
        if path and words[position:] == ["label"] and statement.value is not None:
            self._add(path, statement, label=statement.value)
        elif path and words[position:] == ["shape"]:
            self._looks_like(path, statement, (statement.value or "").lower())
        elif path and words[position:] == ["icon"]:
            self._out.shapes[self._add(path, statement)].technology = picture(unquote(statement.value or ""))
        elif path and words[position:] == ["near"] and statement.value in _CORNERS:
            self._add(path, statement, kind=NodeKind.NOTE)
        return _BlockContext(passed=True)

    def _looks_like(self, path: _Path, statement: D2Statement, shape: str) -> None:
        shape_id = self._add(path, statement, kind=_KINDS.get(shape))
        self._out.shapes[shape_id].form = _FORMS.get(shape)
        if shape in _TABLES:
            self._tables.add(shape_id)

    def _add(
        self,
        path: _Path,
        statement: D2Statement,
        *,
        label: str | None = None,
        is_text: bool = False,
        kind: NodeKind | None = None,
    ) -> str:
        """The shape, and every box around it that is named here for the first time."""
        depth = len(path)
        if depth > DIAGRAM_DEPTH:
            what = f"boxes are nested more than {DIAGRAM_DEPTH} deep"
            raise ParseError(what, where=f"line {statement.line}", next_step="simplify it")
        while depth > 1 and _id(path[: depth - 1]).lower() not in self._spelled:
            depth -= 1
        for number in range(depth, len(path)):
            self._one(path[:number], statement.line)
        return self._one(path, statement.line, label=label, kind=NodeKind.NOTE if is_text else kind)

    def _one(self, path: _Path, line: int, *, label: str | None = None, kind: NodeKind | None = None) -> str:
        """D2 does not tell capitals from small letters; a shape is known by how it was written first."""
        parent = self._spelled[_id(path[:-1]).lower()] if len(path) > 1 else None
        id_ = self._spelled.setdefault(_id(path).lower(), f"{parent}.{_id(path[-1:])}" if parent else _id(path))
        known = self._out.shapes.get(id_)
        text = plain(label) if label is not None else (known.label if known else plain(path[-1]))
        self._out.add(OutlineShape(id=id_, place=f"line {line}", label=text, kind=kind, parent=parent))
        return id_

    def _arrows(self, statement: D2Statement, place: _BlockContext) -> _BlockContext:
        shapes = [self._add(_within(place.path, end), statement) for end in statement.ends]
        numbers = []
        for source, arrow, target in zip(shapes, statement.arrows, shapes[1:], strict=False):
            ends = (target, source) if arrow.startswith("<") and not arrow.endswith(">") else (source, target)
            numbers.append(len(self._out.arrows))
            self._out.join(
                OutlineArrow(
                    source=ends[0],
                    target=ends[1],
                    place=f"line {statement.line}",
                    label=plain(statement.value or ""),
                    both_ways=arrow[0] + arrow[-1] in ("<>", "--"),
                    headless=arrow[0] + arrow[-1] == "--",
                )
            )
        return _BlockContext(arrows=tuple(numbers))

    def _label(self, statement: D2Statement, arrows: tuple[int, ...], key: _Path) -> None:
        if [part.lower() for part in key] == ["label"] and statement.value is not None:
            for number in arrows:
                self._out.arrows[number] = replace(self._out.arrows[number], label=plain(statement.value))


def _is_strange(statement: D2Statement) -> bool:
    """What is not read: parts of arrows, patterns, filters, imports, and what takes something away again."""
    parts = [part for end in statement.ends for part in end]
    return (
        not statement.understood or statement.value == "null" or any(part.startswith(_STRANGE) or "*" in part for part in parts)
    )


def _within(box: _Path, key: _Path) -> _Path:
    """`_` is the box around the one where it is written."""
    ups = next((number for number, part in enumerate(key) if part != "_"), len(key))
    return (*box[: max(0, len(box) - ups)], *key[ups:])


def _id(path: _Path) -> str:
    """A name with a dot in it keeps its quotation marks, as D2 writes it."""
    return ".".join(f'"{part}"' if "." in part else part for part in path)
