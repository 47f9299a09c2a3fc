"""A diagram that was written, not placed: shapes, boxes and arrows by name. What every text format is read into."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.limits import DIAGRAM_EDGES
from generator.model.diagram import DiagramEdge, DiagramNode, DiagramPage, DiagramSnapshot, DrawnForm, NodeKind
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.parsers.diagrams import kinds, labels
from generator.text import agreeing, counted, listed

MOST_SHAPES = 200_000
"""In one drawing: the largest real one known has under 300."""
_NAMED = 20
_LONGEST = 80
"""Lines named one by one before `and 7 more`."""


@dataclass(slots=True, kw_only=True)
class OutlineShape:
    """A shape or a box, while the text is read."""

    id: str
    place: str
    label: str | None = None
    """None: it is known by its id only."""
    kind: NodeKind | None = None
    """What the format itself says; None leaves it to what lies in it and to its text."""
    parent: str | None = None
    technology: str | None = None
    form: DrawnForm | None = None
    diagram_label: str | None = None
    workload: str | None = None
    about: str | None = None
    """Of a note: the shape that it stands beside. Such a note is not about the whole page."""


class OutlineArrow(msgspec.Struct, frozen=True, kw_only=True):
    """A line between two shapes."""

    source: str
    target: str
    place: str
    label: str = ""
    technology: str = ""
    """How it speaks, where the format has a place for that: `psql (5432)`."""
    both_ways: bool = False
    headless: bool = False
    source_box: str | None = None
    target_box: str | None = None


@dataclass(slots=True)
class Outline:
    """One drawing. `unread` are lines that were not understood, `remarks` whatever else a person should know."""

    shapes: dict[str, OutlineShape] = field(default_factory=dict)
    arrows: list[OutlineArrow] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    _notes: int = 0

    def note(self, text: str, place: str, *, about: str | None = None) -> None:
        """A text that says something about the drawing and stands for nothing in it."""
        self._notes += 1
        while f"note {self._notes}" in self.shapes:
            self._notes += 1
        self.add(OutlineShape(id=f"note {self._notes}", place=place, label=text, kind=NodeKind.NOTE, about=about))

    def add(self, shape: OutlineShape) -> OutlineShape:
        """One more shape; what an earlier mention said stays where the new one says nothing.

        Raises:
            ParseError: more shapes than any drawing has.
        """
        known = self.shapes.get(shape.id)
        if known is None:
            if len(self.shapes) >= MOST_SHAPES:
                raise ParseError(f"more than {MOST_SHAPES:,} shapes", where=shape.place, next_step="split the diagram")
            self.shapes[shape.id] = known = shape
        known.label = known.label if shape.label is None else shape.label
        known.kind = shape.kind or known.kind
        known.technology = shape.technology or known.technology
        known.form = shape.form or known.form
        return known

    def join(self, arrow: OutlineArrow) -> None:
        """One more line.

        Raises:
            ParseError: more lines than any drawing has.
        """
        if len(self.arrows) >= DIAGRAM_EDGES:
            raise ParseError(f"more than {DIAGRAM_EDGES:,} links", where=arrow.place, next_step="split the diagram")
        self.arrows.append(arrow)


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """An outline and what its page is called."""

    name: str
    outline: Outline


def snapshot(
    drawings: Sequence[Drawing],
    evidence: EvidenceFile,
    format_: str,
    *,
    remarks: Sequence[str] = (),
    taken: datetime | None = None,
    empty_is_fine: bool = False,
) -> DiagramSnapshot:
    """The whole file. `remarks` about what no page holds go to the first page.

    Raises:
        ParseError: no shape was found in any drawing; a box that contains itself.
    """
    if not drawings or not (empty_is_fine or any(drawing.outline.shapes for drawing in drawings)):
        unread = [line for drawing in drawings for line in drawing.outline.unread]
        what = " ".join(remarks).rstrip(".") or "no shape was found"
        where = f"line {unread[0]}" if unread else ""
        raise ParseError(what, where=where, next_step="check it in the tool it was written for")
    pages = [page(drawing, evidence) for drawing in drawings]
    pages[0] = replace(pages[0], unread=(*pages[0].unread, *remarks))
    return DiagramSnapshot(evidence=evidence, format=format_, taken=taken or evidence.collected, pages=tuple(pages))


def page(drawing: Drawing, evidence: EvidenceFile) -> DiagramPage:
    """One drawing as nodes and edges.

    A line that is attached to a note is part of the note; one with an end that is nowhere is counted, not drawn.

    Raises:
        ParseError: a box that contains itself, or boxes nested deeper than any drawing.
    """
    outline = drawing.outline
    _refuse_circles(outline)
    nodes = kinds.settle(_nodes(outline, evidence))
    known: set[str | None] = set(outline.shapes)
    notes = {shape.id for shape in outline.shapes.values() if shape.kind is NodeKind.NOTE}
    drawn = [arrow for arrow in outline.arrows if not notes.intersection((arrow.source, arrow.target))]
    joined = [arrow for arrow in drawn if arrow.source in known and arrow.target in known]
    lost = [arrow for arrow in drawn if arrow.source not in known or arrow.target not in known]
    particular = {shape.id for shape in outline.shapes.values() if shape.about in known}
    notes_read = [node for node in nodes if node.kind is NodeKind.NOTE and node.id not in particular]
    statements = [node.label for node in notes_read if kinds.is_for_whole_page(node.label)]
    return DiagramPage(
        name=drawing.name,
        nodes=nodes,
        edges=tuple(_edge(arrow, known, evidence) for arrow in joined),
        notes=tuple(statements),
        unread=(*outline.remarks, *_unread(outline.unread), *nowhere([arrow.label for arrow in lost])),
    )


def nowhere(lost: Sequence[str]) -> Iterator[str]:
    """The remark about lines with an end at no shape, by their texts."""
    if lost:
        texts = sorted({text[:_LONGEST] for text in lost if text})
        what = counted(len(lost), "line has", "lines have")
        yield f"Not read: {what} an end at no shape{': ' if texts else ''}{listed(texts, _NAMED)}."


def _unread(lines: Iterable[int]) -> Iterator[str]:
    numbers = sorted(set(lines))
    if numbers:
        yield f"Not read: {agreeing(len(numbers), 'line')} {listed(map(str, numbers), _NAMED)}."


def _nodes(outline: Outline, evidence: EvidenceFile) -> Iterator[DiagramNode]:
    boxes = {shape.parent for shape in outline.shapes.values() if shape.parent is not None and shape.kind is not NodeKind.NOTE}
    for shape in outline.shapes.values():
        label = shape.id if shape.label is None or kinds.is_only_signs(shape.label) else shape.label
        yield DiagramNode(
            id=shape.id,
            label=label,
            kind=_kind(shape, label, holds=shape.id in boxes),
            parent=shape.parent if shape.parent in outline.shapes else None,
            diagram_label=shape.diagram_label or None,
            workload=shape.workload or None,
            technology=shape.technology or None,
            form=shape.form,
            source=EvidenceSource(evidence.sha256, evidence.path, shape.place),
        )


def _kind(shape: OutlineShape, label: str, *, holds: bool) -> NodeKind:
    if shape.kind is not None:
        return shape.kind
    if holds:
        return NodeKind.BOUNDARY
    return (None if shape.workload else kinds.by_label(label)) or NodeKind.COMPONENT


def _edge(arrow: OutlineArrow, known: Container[str | None], evidence: EvidenceFile) -> DiagramEdge:
    texts = (arrow.label, arrow.technology)
    return DiagramEdge(
        source_id=arrow.source,
        target_id=arrow.target,
        label=f"{arrow.label} [{arrow.technology}]".strip() if arrow.technology else arrow.label,
        ports=tuple(sorted({port for text in texts for port in labels.ports(text)})),
        protocols=tuple(sorted({name for text in texts for name in labels.protocols(text)})),
        both_ways=arrow.both_ways,
        headless=arrow.headless,
        source_box=arrow.source_box if arrow.source_box in known else None,
        target_box=arrow.target_box if arrow.target_box in known else None,
        source=EvidenceSource(evidence.sha256, evidence.path, arrow.place),
    )


def _refuse_circles(outline: Outline) -> None:
    ends: set[str] = set()
    for start in outline.shapes:
        chain: dict[str, None] = {}
        current: str | None = start
        while current is not None and current in outline.shapes and current not in ends:
            if current in chain:
                place = outline.shapes[current].place
                raise ParseError(f"the box {current[:80]} contains itself", where=place, next_step="correct its nesting")
            chain[current] = None
            current = outline.shapes[current].parent
        ends.update(chain)
