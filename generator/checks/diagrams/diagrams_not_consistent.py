"""Boundary, network and data flow diagrams, compared with each other.

FedRAMP SSP template, section 8: several diagrams use the same component names and each represents the boundary and its
components. Subjects are the workloads and external services that any page of a known kind shows, and the components and outside
systems that were joined to neither. One page may show everything: then there is nothing to compare, and that is not judged. A
page whose kind is not known may be the one on which a component seems to be missing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec
from rapidfuzz import fuzz

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.diagrams.drawn_candidates import SUGGESTED, DrawnCandidates
from generator.checks.diagrams.drawn_evidence import cited_shapes, compared, none_drawn, unread
from generator.checks.mapping import mapped
from generator.checks.populations import handed_in
from generator.graph.normalize import bare, plain, possible_names
from generator.model.comparison import PageCompared, PageKind, PlacedShape
from generator.model.diagram import NodeKind
from generator.model.evidence import EvidenceSource
from generator.model.grouping import grouped_sets
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import fails, passes, unknown
from generator.text import listed

_NAMES = {PageKind.BOUNDARY: "boundary", PageKind.NETWORK: "network", PageKind.DATA_FLOW: "data flow"}
_FEWEST = 2
_SLASHES = 2
"""Of a workload's key."""

_REQUIREMENT = PostureRequirement(
    id="diagrams-not-consistent",
    area="Diagrams",
    title="Boundary, network and data flow diagrams agree",
    problem="Component not on every diagram",
    asks="Is every component on each of the boundary, network and data flow diagrams, and under one name?",
    rationale="Diagrams that show different components, or call one by two names, describe two systems.",
    fix=(
        "Draw it under one name on every diagram; where a page shows something else, name the page under `not-compared` in "
        "decisions/diagram-mapping.yaml."
    ),
    reference=(
        "FedRAMP SSP template, section 8: several diagrams must be consistent, use the same component names and each represent "
        "the boundary and its components; our own mapping for PL-8, CM-8"
    ),
    controls=mapped(ours="PL-8 CM-8"),
    subjects=("drawn component or external service", "drawn components and external services"),
    severity=Severity.LOW,
)


_ALIKE = 80.0
"""Of 100: how alike two texts are in spelling from which on they may name one thing; whole words may change places."""
_FEWEST_LETTERS = 4
"""Letters of a text that spelling says something of."""


def _judge(context: CheckContext) -> Judgment:
    kinds = [kind for kind in PageKind if any(page.kind is kind for page in context.comparison.pages)]
    if len(kinds) < _FEWEST and (not kinds or all(page.kind for page in context.comparison.pages)):
        return not_collected("two of the boundary, network and data flow diagrams, distinguished by name")
    subjects = tuple(_subjects(context, kinds))
    missing = [_NAMES[kind] for kind in PageKind if kind not in kinds]
    notes = [f"No page is known to be the {listed(missing)} diagram."] if missing else []
    if not subjects:
        return none_drawn(context, "No page of a known kind shows a workload or external service.", open_shapes=True)
    return judged(subjects, notes=notes)


def _subjects(context: CheckContext, kinds: list[PageKind]) -> Iterator[JudgedSubject]:
    pages = _Pages(context, kinds)
    for thing in pages.joined():
        yield pages.verdict(thing)
    for thing in pages.unjoined():
        yield pages.verdict(thing)


class _DrawnThing(msgspec.Struct, frozen=True, kw_only=True):
    """A subject."""

    name: str
    texts: Mapping[PageKind, Collection[str]]
    """The kinds of pages that it is on, with what it is called there."""
    on_unknown: bool
    cited: tuple[ObjectCitation, ...]
    contested_by: tuple[EvidenceSource, ...]
    is_suggested: bool = False
    """It may stand for something that is drawn under another name."""


class _Pages:
    """What each kind of page shows, joined to something or not."""

    def __init__(self, context: CheckContext, kinds: list[PageKind]) -> None:
        self._context, self._kinds = context, kinds
        self._drawn = _by_kind(context.comparison.pages)
        self._candidates, self._unread = DrawnCandidates(context), unread(context)
        self._things = list(_unjoined_things(context))

    def joined(self) -> Iterator[_DrawnThing]:
        """Workloads and external services that a page of a known kind shows."""
        of_no_kind = {
            key for page in self._context.comparison.pages if page.kind is None for key in (*page.workloads, *page.externals)
        }
        for key in sorted({key for names in self._drawn.values() for key in names}):
            yield _DrawnThing(
                name=key,
                texts={kind: self._drawn[kind][key] for kind in self._kinds if key in self._drawn[kind]},
                on_unknown=key in of_no_kind,
                cited=_cited(self._context, key),
                contested_by=self._candidates.rivals(key),
            )

    def unjoined(self) -> Iterator[_DrawnThing]:
        """What was joined to nothing; not what may be something of another name that was judged."""
        while self._things:
            thing = self._things.pop(0)
            if thing.kinds:
                suggested = {key for shape in thing.shapes for key in self._candidates.of_shape(shape)}
                yield _DrawnThing(
                    name=thing.label,
                    texts=thing.kinds,
                    on_unknown=thing.on_unknown,
                    cited=cited_shapes(thing.shapes),
                    contested_by=self._candidates.in_place_of(thing.label),
                    is_suggested=bool(suggested),
                )

    def verdict(self, thing: _DrawnThing) -> JudgedSubject:
        missing = [kind for kind in self._kinds if kind not in thing.texts]
        names = {label for labels in thing.texts.values() for label in labels}
        reason = self._open(thing, missing)
        if reason:
            return unknown(thing.name, reason, *thing.cited, contested_by=thing.contested_by)
        if missing:
            return self._missing(thing, missing, names or {thing.name})
        if len({plain(possible_names(name)[-1]) for name in names if plain(name)}) > 1:
            return _fails(
                thing,
                "has different names on the diagrams",
                f"It is drawn as {listed(f'“{name}”' for name in sorted(names))}.",
                cause="different names",
            )
        return passes(thing.name, *thing.cited, certainty=Certainty.DECLARED)

    def _open(self, thing: _DrawnThing, missing: list[PageKind]) -> str:
        if len(self._kinds) < _FEWEST or (missing and thing.on_unknown):
            return "the kind of a page is not known"
        if missing and thing.is_suggested:
            return SUGGESTED
        return "a page could not be read" if missing and self._unread else ""

    def _missing(self, thing: _DrawnThing, missing: list[PageKind], names: Collection[str]) -> JudgedSubject:
        absent, there = (listed(_NAMES[kind] for kind in group) for group in (missing, thing.texts))
        same = _may_be_same(names, thing.texts, missing, self._things)
        detail = f"It is drawn on the {there} diagram and missing on the {absent} diagram."
        if same is None:
            return _fails(thing, f"is not on the {absent} diagram", detail, cause=f"missing on {absent}")
        self._things.remove(same)
        reason = f"is not on the {absent} diagram under this name, and “{same.label}” there may be the same"
        detail = f"{detail} That shows “{same.label}”, which is not on the {there} diagram."
        return _fails(thing, reason, detail, cause="different names")


def _fails(thing: _DrawnThing, reason: str, detail: str, *, cause: str) -> JudgedSubject:
    return fails(
        thing.name,
        reason,
        *thing.cited,
        certainty=Certainty.DECLARED,
        contested_by=thing.contested_by,
        title=f"{_short(thing.name)} {reason}",
        detail=detail,
        cause=cause,
    )


def _by_kind(pages: Iterable[PageCompared]) -> Mapping[PageKind, Mapping[str, set[str]]]:
    """Kind of page to workload or external service to the texts it is drawn with."""
    labels: dict[PageKind, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for page in pages:
        if page.kind is not None:
            for key in (*page.workloads, *page.externals):
                labels[page.kind][key] |= {label for of, label in page.called if of == key}
    return labels


def _short(key: str) -> str:
    return key.rpartition("/")[2] if key.count("/") == _SLASHES else key


def _cited(context: CheckContext, key: str) -> tuple[ObjectCitation, ...]:
    return cited_shapes(shape for shape in context.comparison.shapes if key in (*shape.workloads, shape.external))


class _UnjoinedThing(msgspec.Struct, frozen=True, kw_only=True):
    """All shapes of one text."""

    label: str
    """The first shape's text."""
    shapes: tuple[PlacedShape, ...]
    kinds: Mapping[PageKind, frozenset[str]]
    """The kinds of pages that it is on, with the texts there."""
    on_unknown: bool
    """It is on a page of no known kind as well."""


def _unjoined_things(context: CheckContext) -> tuple[_UnjoinedThing, ...]:
    """Components and outside systems that were joined to nothing, in the order drawn, without people, notes and boxes.

    Shapes whose texts differ in general words only (`Cart`, `Cart service`) are one thing. Words that are alike in spelling
    (`Report Builder`, `Reports builder`) may be one under two names: that is for a person to see.
    """
    page_kinds = {(page.path, page.page): page.kind for page in context.comparison.pages}
    shapes: dict[str, list[PlacedShape]] = defaultdict(list)
    for shape in context.comparison.shapes:
        joined = shape.workloads or shape.external or shape.left_out
        if shape.kind in (NodeKind.COMPONENT, NodeKind.EXTERNAL) and possible_names(shape.label) and not joined:
            shapes[bare(possible_names(shape.label)[-1])].append(shape)
    return tuple(_thing(of_one, page_kinds) for of_one in shapes.values())


def _thing(shapes: Sequence[PlacedShape], page_kinds: Mapping[tuple[str, str], PageKind | None]) -> _UnjoinedThing:
    found = [(shape, page_kinds.get((shape.path, shape.page))) for shape in shapes]
    texts = grouped_sets((kind, shape.label) for shape, kind in found if kind is not None)
    return _UnjoinedThing(
        label=shapes[0].label,
        shapes=tuple(shapes),
        kinds={kind: frozenset(labels) for kind, labels in texts.items()},
        on_unknown=any(kind is None for _, kind in found),
    )


def _may_be_same(
    texts: Iterable[str], there: Iterable[PageKind], missing: Iterable[PageKind], things: Iterable[_UnjoinedThing]
) -> _UnjoinedThing | None:
    """What is drawn on the pages on which a thing is missing, and on none of its own, under a name that is alike."""
    texts, there, missing = tuple(texts), frozenset(there), frozenset(missing)
    for thing in things:
        elsewhere = not missing.isdisjoint(thing.kinds) and there.isdisjoint(thing.kinds)
        if elsewhere and any(_is_alike(text, thing.label) for text in texts):
            return thing
    return None


def _is_alike(text: str, two: str) -> bool:
    first, second = (possible_names(each)[-1].casefold() for each in (text, two))
    return min(len(first), len(second)) >= _FEWEST_LETTERS and fuzz.token_sort_ratio(first, second) >= _ALIKE


CHECK = Check(requirement=_REQUIREMENT, judge=compared(_judge), population=handed_in)
