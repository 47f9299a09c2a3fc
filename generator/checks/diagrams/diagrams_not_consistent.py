"""Boundary, network and data flow diagrams, compared with each other.

FedRAMP SSP template, section 8: several diagrams use the same component names and each represents the boundary and its
components. Subjects are the workloads and external services that any page of a known kind shows. One page may show
everything: then there is nothing to compare, and that is not judged. A page whose kind is not known may be the one on which a
component seems to be missing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from generator.checks.base import Check, CheckContext, Judgment, fails, judged, not_collected, passes, unknown
from generator.checks.diagrams.drawn_evidence import DrawnCandidates, cited_shapes, none_drawn, nothing_compared, unread
from generator.checks.mapping import mapped
from generator.graph.normalize import plain, possible_names
from generator.model.comparison import PageCompared, PageKind
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.scan import Severity
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


def _judge(context: CheckContext) -> Judgment:
    if not context.comparison.compared:
        return nothing_compared()
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
    pages = context.comparison.pages
    drawn = _by_kind(pages)
    candidates, left = DrawnCandidates(context), unread(context)
    of_no_kind = {key for page in pages if page.kind is None for key in (*page.workloads, *page.externals)}
    for key in sorted({key for names in drawn.values() for key in names}):
        missing = [_NAMES[kind] for kind in kinds if key not in drawn[kind]]
        names = {label for labels in drawn.values() for label in labels.get(key, ())}
        cited = _cited(context, key)
        if len(kinds) < _FEWEST or (missing and key in of_no_kind):
            yield unknown(key, "the kind of a page is not known", *cited, contested_by=candidates.rivals(key))
        elif missing and left:
            yield unknown(key, "a page could not be read", *cited, contested_by=candidates.rivals(key))
        elif missing:
            there = listed(_NAMES[kind] for kind in kinds if key in drawn[kind])
            yield fails(
                key,
                f"is not on the {listed(missing)} diagram",
                *cited,
                certainty=Certainty.DECLARED,
                contested_by=candidates.rivals(key),
                cause=f"missing on {listed(missing)}",
                title=f"{_short(key)} is not on the {listed(missing)} diagram",
                detail=f"It is drawn on the {there} diagram and missing on the {listed(missing)} diagram.",
            )
        elif len({plain(possible_names(name)[-1]) for name in names if plain(name)}) > 1:
            yield fails(
                key,
                "has different names on the diagrams",
                *cited,
                certainty=Certainty.DECLARED,
                contested_by=candidates.rivals(key),
                cause="different names",
                title=f"{_short(key)} has different names on the diagrams",
                detail=f"It is drawn as {listed(f'“{name}”' for name in sorted(names))}.",
            )
        else:
            yield passes(key, *cited, certainty=Certainty.DECLARED)


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


CHECK = Check(requirement=_REQUIREMENT, judge=_judge)
