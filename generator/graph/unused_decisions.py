"""Decisions about drawings that reach nothing drawn: a misspelled name, or a shape that somebody has since taken out."""

from collections.abc import Collection, Iterator, Sequence

from generator.graph.drawn_shapes import DrawnShape, drawn
from generator.graph.mapping import FILE, DiagramMapping, is_pattern, matcher
from generator.graph.normalize import plain
from generator.model.diagram import DiagramSnapshot, NodeKind
from generator.model.evidence import Gap, GapKind

_STEP = "write the name as the diagram has it, or remove the entry"


def unused_decisions(mapping: DiagramMapping, diagrams: Sequence[DiagramSnapshot]) -> tuple[Gap, ...]:
    """One gap for each entry of the mapping file that fits no shape or page. Nothing where no diagram was read."""
    if not diagrams:
        return ()
    shapes = drawn(diagrams)
    pages = {plain(page.name) for diagram in diagrams for page in diagram.pages}
    reasons = (*_of_shapes(mapping, shapes, pages), *_of_pages(mapping, pages))
    return tuple(
        Gap(
            path=FILE,
            place=place,
            kind=GapKind.UNDECIDED,
            reason=f"{reason}: the decision about it reaches nothing",
            next_step=_STEP,
        )
        for place, reason in reasons
    )


def _of_shapes(mapping: DiagramMapping, shapes: Sequence[DrawnShape], pages: Collection[str]) -> Iterator[tuple[str, str]]:
    whole, of_page = (
        _ShapeTexts(shapes),
        {name: _ShapeTexts([shape for shape in shapes if plain(shape.page) == name]) for name in pages},
    )
    for entry in mapping.matches:
        place = entry.place.removeprefix(f"{FILE}, ")
        if entry.page is None:
            if not whole.hold(entry.drawn):
                yield place, f"no shape is called `{entry.drawn}`"
        elif plain(entry.page) not in of_page or not of_page[plain(entry.page)].hold(entry.drawn):
            yield place, f"no shape on a page `{entry.page}` is called `{entry.drawn}`"
    for text in mapping.not_workloads:
        if not whole.hold(text):
            yield "not-workloads", f"no shape is called `{text}`"


def _of_pages(mapping: DiagramMapping, pages: Collection[str]) -> Iterator[tuple[str, str]]:
    for key, named in (("not-compared", mapping.not_compared), ("pages", tuple(name for name, _ in mapping.pages))):
        for name in named:
            if plain(name) not in pages:
                yield key, f"no page is called `{name}`"


class _ShapeTexts:
    """What shapes are called: ids as they are, texts as they are compared."""

    def __init__(self, shapes: Sequence[DrawnShape]) -> None:
        nodes = [shape.node for shape in shapes]
        self._ids = {node.id for node in nodes}
        self._plain = {plain(node.label) for node in nodes} - {""}
        self._texts = {text.casefold() for node in nodes if node.kind is not NodeKind.NOTE for text in (node.label, node.id)}

    def hold(self, text: str) -> bool:
        """Is some shape called that?"""
        if text in self._ids or plain(text) in self._plain:
            return True
        return is_pattern(text) and any(map(matcher(text).fullmatch, self._texts))
