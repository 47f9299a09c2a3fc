"""Drawn components and outside systems that were joined to nothing, each with the kinds of pages it is on.

Shapes whose texts differ in general words only (`Cart`, `Cart service`) are one thing. Words that are alike in spelling
(`Report Builder`, `Reports builder`) may be one under two names: that is for a person to see.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from rapidfuzz import fuzz

from generator.checks.base import CheckContext
from generator.graph.normalize import bare, possible_names
from generator.model.comparison import PageKind, PlacedShape
from generator.model.diagram import NodeKind
from generator.model.grouping import grouped_sets

_ALIKE = 80.0
"""Of 100: how alike two texts are in spelling from which on they may name one thing; whole words may change places."""
_FEWEST = 4
"""Letters of a text that spelling says something of."""


class UnjoinedThing(msgspec.Struct, frozen=True, kw_only=True):
    """All shapes of one text."""

    label: str
    """The first shape's text."""
    shapes: tuple[PlacedShape, ...]
    kinds: Mapping[PageKind, frozenset[str]]
    """The kinds of pages that it is on, with the texts there."""
    on_unknown: bool
    """It is on a page of no known kind as well."""


def unjoined_things(context: CheckContext) -> tuple[UnjoinedThing, ...]:
    """In the order drawn, without people, notes and boxes."""
    page_kinds = {(page.path, page.page): page.kind for page in context.comparison.pages}
    shapes: dict[str, list[PlacedShape]] = defaultdict(list)
    for shape in context.comparison.shapes:
        joined = shape.workloads or shape.external or shape.left_out
        if shape.kind in (NodeKind.COMPONENT, NodeKind.EXTERNAL) and possible_names(shape.label) and not joined:
            shapes[bare(possible_names(shape.label)[-1])].append(shape)
    return tuple(_thing(of_one, page_kinds) for of_one in shapes.values())


def _thing(shapes: Sequence[PlacedShape], page_kinds: Mapping[tuple[str, str], PageKind | None]) -> UnjoinedThing:
    found = [(shape, page_kinds.get((shape.path, shape.page))) for shape in shapes]
    texts = grouped_sets((kind, shape.label) for shape, kind in found if kind is not None)
    return UnjoinedThing(
        label=shapes[0].label,
        shapes=tuple(shapes),
        kinds={kind: frozenset(labels) for kind, labels in texts.items()},
        on_unknown=any(kind is None for _, kind in found),
    )


def may_be_same(
    texts: Iterable[str], there: Iterable[PageKind], missing: Iterable[PageKind], things: Iterable[UnjoinedThing]
) -> UnjoinedThing | None:
    """What is drawn on the pages on which a thing is missing, and on none of its own, under a name that is alike."""
    texts, there, missing = tuple(texts), frozenset(there), frozenset(missing)
    for thing in things:
        elsewhere = not missing.isdisjoint(thing.kinds) and there.isdisjoint(thing.kinds)
        if elsewhere and any(_is_alike(text, thing.label) for text in texts):
            return thing
    return None


def _is_alike(text: str, two: str) -> bool:
    first, second = (possible_names(each)[-1].casefold() for each in (text, two))
    return min(len(first), len(second)) >= _FEWEST and fuzz.token_sort_ratio(first, second) >= _ALIKE
