"""What unmatched shapes may stand for, with reasons: for a person to decide, never a match.

Workloads are those that the weighing brought up (`match_weighing`); shapes drawn as external may be external
services, too.
"""

from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from generator.graph.drawn_shapes import DrawnShape
from generator.graph.match import Matching
from generator.graph.match_reasons import Evidence
from generator.graph.match_weighed import Weighed, is_probable
from generator.graph.name_words import words
from generator.model.diagram import NodeKind
from generator.model.flow_finding import Suggestion

MOST = 3
"""Suggestions for one shape: a person reads them one by one."""
EXTERNAL = "external/"
"""Before the name of an external service, where one is suggested in place of a workload."""
_SURE = 50
"""The same for something that is drawn as external, and so is less likely to run here."""
_ALIKE = 60


def suggest(matching: Matching, *, outside: Sequence[DrawnShape] = (), services: Sequence[str] = ()) -> tuple[Suggestion, ...]:
    """The best few for every unmatched component, best first within a shape, shapes in the order drawn.

    `outside` are shapes drawn as external that are no listed service: for them also `services`, which are not drawn.
    """
    suggestions = [each for shape in matching.alone for each in _workloads(shape, matching)]
    suggestions += [each for shape in _others(matching) for each in _likely(shape, matching)]
    names = [(name, " ".join(words(name))) for name in services]
    for shape in outside:
        inside = [each for each in _workloads(shape, matching) if each.score >= _SURE]
        suggestions += sorted((*_services(shape, names), *inside), key=lambda each: -each.score)[:MOST]
    return tuple(suggestions)


def _others(matching: Matching) -> Iterator[DrawnShape]:
    """Boxes, and shapes that only their id names: no workload is missing for them, but they may be one."""
    alone = {shape.identity for shape in matching.alone}
    drawn = {match.id for match in matching.matches.values()}
    for shape in matching.shapes:
        if shape.node.kind is not NodeKind.EXTERNAL and shape.identity not in alone and shape.node.id not in drawn:
            yield shape


def _likely(shape: DrawnShape, matching: Matching) -> list[Suggestion]:
    """The best, where it is as likely as what is probable, and is not drawn elsewhere."""
    pairs = matching.weighed.get(shape.key, ())
    free = pairs and is_probable(pairs[0]) and not matching.running & set(pairs[0].workloads)
    return [_suggestion(shape, pairs[0])] if free else []


def _services(shape: DrawnShape, names: Sequence[tuple[str, str]]) -> Iterator[Suggestion]:
    label = " ".join(words(shape.node.label))
    for name, text_name in names:
        if (score := _likeness(label, text_name)) >= _ALIKE:
            yield Suggestion(
                id=shape.node.id, label=shape.node.label, workload=f"{EXTERNAL}{name}", score=score, why=f"named like {name}"
            )


def _workloads(shape: DrawnShape, matching: Matching) -> list[Suggestion]:
    """What is probable stands first."""
    probable = matching.probable.get(shape.key)
    pairs = [pair for pair in matching.weighed.get(shape.key, ()) if probable is None or pair.key != probable.key]
    found = [_suggestion(shape, probable, probable=True)] if probable else []
    found += [_suggestion(shape, pair) for pair in pairs if pair.is_suggested]
    if not found:
        found = [_suggestion(shape, pair) for pair in pairs if Evidence.LEFT_ALONE in pair.grounds]
    if not found and (left := matching.remaining.get(shape.key)):
        found = [_suggestion(shape, left)]
    return found[:MOST]


def _suggestion(shape: DrawnShape, pair: Weighed, *, probable: bool = False) -> Suggestion:
    return Suggestion(
        id=shape.node.id,
        label=shape.node.label,
        workload=pair.workloads[0],
        score=round(100 * pair.share),
        why=pair.why,
        workloads=pair.workloads,
        probable=probable,
        by_elimination=Evidence.REMAINING in pair.grounds,
    )


def _likeness(drawn: str, running: str) -> int:
    """0 to 100: half how much the words are the same, half how much the letters are."""
    return round((fuzz.token_set_ratio(drawn, running) + fuzz.ratio(drawn.replace(" ", ""), running.replace(" ", ""))) / 2)
