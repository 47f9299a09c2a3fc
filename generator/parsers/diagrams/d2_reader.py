"""D2 statements as shapes, boxes and arrows. https://d2lang.com/tour/intro

What only says how something looks is passed over; what draws several boards (`layers`, `scenarios`, `steps`) and what another
file holds (imports) is named as not read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.errors import ParseError
from generator.limits import DIAGRAM_DEPTH
from generator.model.diagram import NodeKind
from generator.parsers.diagrams.d2_text import Statement
from generator.parsers.diagrams.labels import plain
from generator.parsers.diagrams.outline import Arrow, Outline, Shape

_LOOKS = frozenset(
    "style icon near width height tooltip link direction class classes vars constraint grid-rows grid-columns grid-gap"
    " vertical-gap horizontal-gap top left source-arrowhead target-arrowhead filled".split()
)
"""Keys that draw nothing of their own."""
_BOARDS = frozenset({"layers", "scenarios", "steps"})
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
_STRANGE = ("*", "&", "...", "@", "$", "(", ")", "[", "]", "=")

_Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """What a block is about: shapes inside a box, some arrows, or nothing that is read."""

    path: _Path = ()
    arrows: tuple[int, ...] = ()
    passed: bool = False


def outline(found: Iterable[Statement]) -> Outline:
    """All of it."""
    reader = _Reader()
    for one in found:
        reader.take(one)
    return reader.ready()


class _Reader:
    def __init__(self) -> None:
        self._out = Outline()
        self._places = [_Place()]
        self._tables: set[str] = set()
        self._spelled: dict[str, str] = {}

    def take(self, one: Statement) -> None:
        """One more statement."""
        if one.closes:
            self._places.pop()
            return
        place = self._places[-1]
        inner = _Place(passed=True) if place.passed else self._read(one, place)
        if one.opens:
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
        found = None
        box = self._out.shapes[id_].parent if self._tables else None
        while box is not None:
            found = box if box in self._tables else found
            box = self._out.shapes[box].parent
        return found

    def _read(self, one: Statement, place: _Place) -> _Place:
        if _is_strange(one):
            self._out.unread.append(one.line)
            return _Place(passed=True)
        if one.arrows:
            return self._arrows(one, place)
        key = one.ends[0]
        if place.arrows:
            self._label(one, place.arrows, key)
            return _Place(passed=True)
        return self._shape(one, place, key)

    def _shape(self, one: Statement, place: _Place, key: _Path) -> _Place:
        words = [part.lower() for part in key]
        if words[0] in _BOARDS and not place.path:
            self._out.remarks.append(f"Not read: the {words[0]} from line {one.line} on.")
            return _Place(passed=True)
        said = next((number for number, word in enumerate(words) if word in _LOOKS or word in ("label", "shape")), None)
        if said is None:
            path = _within(place.path, key)
            self._add(path, one, label=one.value, is_text=one.is_text)
            return _Place(path=path)
        path = _within(place.path, key[:said])
        if path and words[said:] == ["label"] and one.value is not None:
            self._add(path, one, label=one.value)
        elif path and words[said:] == ["shape"]:
            self._looks_like(path, one, (one.value or "").lower())
        return _Place(passed=True)

    def _looks_like(self, path: _Path, one: Statement, shape: str) -> None:
        shape_id = self._add(path, one, kind=_KINDS.get(shape))
        if shape in _TABLES:
            self._tables.add(shape_id)

    def _add(
        self, path: _Path, one: Statement, *, label: str | None = None, is_text: bool = False, kind: NodeKind | None = None
    ) -> str:
        """The shape, and every box around it that is named here for the first time."""
        depth = len(path)
        if depth > DIAGRAM_DEPTH:
            what = f"boxes are nested more than {DIAGRAM_DEPTH} deep"
            raise ParseError(what, where=f"line {one.line}", next_step="simplify it")
        while depth > 1 and _id(path[: depth - 1]).lower() not in self._spelled:
            depth -= 1
        for number in range(depth, len(path)):
            self._one(path[:number], one.line)
        return self._one(path, one.line, label=label, kind=NodeKind.NOTE if is_text else kind)

    def _one(self, path: _Path, line: int, *, label: str | None = None, kind: NodeKind | None = None) -> str:
        """D2 does not tell capitals from small letters; a shape is known by how it was written first."""
        parent = self._spelled[_id(path[:-1]).lower()] if len(path) > 1 else None
        id_ = self._spelled.setdefault(_id(path).lower(), f"{parent}.{_id(path[-1:])}" if parent else _id(path))
        known = self._out.shapes.get(id_)
        text = plain(label) if label is not None else (known.label if known else plain(path[-1]))
        self._out.add(Shape(id=id_, place=f"line {line}", label=text, kind=kind, parent=parent))
        return id_

    def _arrows(self, one: Statement, place: _Place) -> _Place:
        shapes = [self._add(_within(place.path, end), one) for end in one.ends]
        numbers = []
        for source, arrow, target in zip(shapes, one.arrows, shapes[1:], strict=False):
            ends = (target, source) if arrow.startswith("<") and not arrow.endswith(">") else (source, target)
            numbers.append(len(self._out.arrows))
            self._out.join(
                Arrow(
                    source=ends[0],
                    target=ends[1],
                    place=f"line {one.line}",
                    label=plain(one.value or ""),
                    both_ways=arrow[0] + arrow[-1] in ("<>", "--"),
                )
            )
        return _Place(arrows=tuple(numbers))

    def _label(self, one: Statement, arrows: tuple[int, ...], key: _Path) -> None:
        if [part.lower() for part in key] == ["label"] and one.value is not None:
            for number in arrows:
                self._out.arrows[number] = replace(self._out.arrows[number], label=plain(one.value))


def _is_strange(one: Statement) -> bool:
    """What is not read: parts of arrows, patterns, filters, imports, and what takes something away again."""
    parts = [part for end in one.ends for part in end]
    return not one.understood or one.value == "null" or any(part.startswith(_STRANGE) or "*" in part for part in parts)


def _within(box: _Path, key: _Path) -> _Path:
    """`_` is the box around the one where it is written."""
    ups = next((number for number, part in enumerate(key) if part != "_"), len(key))
    return (*box[: max(0, len(box) - ups)], *key[ups:])


def _id(path: _Path) -> str:
    """A name with a dot in it keeps its quotation marks, as D2 writes it."""
    return ".".join(f'"{part}"' if "." in part else part for part in path)
