"""Shapes that nothing was found for, as questions to a person, and the answers: on the command line and in the workbench."""

import difflib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from generator.errors import ConfigError
from generator.graph.mapping import MappedShape
from generator.graph.normalize import plain
from generator.graph.running_names import RunningNames
from generator.graph.suggest import EXTERNAL
from generator.model.comparison import Comparison, DrawnOnly
from generator.model.diagram import NodeKind
from generator.model.flow_finding import Suggestion

_CLOSE = 15
"""Of 100: suggestions that are nearer to each other are for a person to tell apart."""


class MatchQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A shape without a match, and what it may stand for."""

    drawn: str
    """How the mapping file calls it."""
    shape: DrawnOnly
    suggestions: tuple[Suggestion, ...]


@dataclass(slots=True)
class MatchDecision:
    """What a person decided so far."""

    matches: list[MappedShape] = field(default_factory=list)
    nothing: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.matches or self.nothing)


def questions(comparison: Comparison) -> tuple[MatchQuestion, ...]:
    """Every shape without a workload, and every drawn external system that is not known, in the order of the pages."""
    open_ = sorted(
        (*comparison.diagram_only, *comparison.external_unknown),
        key=lambda drawn_only: (drawn_only.source.path, drawn_only.page, drawn_only.id),
    )
    texts = Counter(plain(drawn_only.label) for drawn_only in open_)
    return tuple(
        MatchQuestion(
            drawn=drawn_only.label if drawn_only.label and texts[plain(drawn_only.label)] == 1 else drawn_only.id,
            shape=drawn_only,
            suggestions=tuple(
                each for each in comparison.suggested if each.id == drawn_only.id and each.label == drawn_only.label
            ),
        )
        for drawn_only in open_
    )


def accepted(
    open_: Sequence[MatchQuestion], share: float, *, reviewed_by: str | None
) -> tuple[MatchDecision, tuple[tuple[MatchQuestion, str], ...]]:
    """Every first suggestion of that share and more that no other comes near; and what stays open, with the reason."""
    decided = MatchDecision()
    left: list[tuple[MatchQuestion, str]] = []
    for question in open_:
        if why := not_accepted(question, share):
            left.append((question, why))
            continue
        best = question.suggestions[0]
        decided.matches.append(entry_of_shape(question.drawn, all_of(best), reviewed_by=reviewed_by, note=noted(best)))
    return decided, tuple(left)


def all_of(suggestion: Suggestion) -> tuple[str, ...]:
    """The workloads that a suggestion names, one or several."""
    return suggestion.workloads or (suggestion.workload,)


def noted(suggestion: Suggestion) -> str:
    """What the mapping file says of a match that was suggested."""
    return f"suggested: {suggestion.why}"


def mapped_shape(
    drawn: str, chosen: Sequence[str], names: RunningNames, *, reviewed_by: str | None, note: str | None
) -> MappedShape:
    """A match with names that a person chose.

    Raises:
        ConfigError: nothing that runs has such a name.
    """
    for identifier in chosen:
        if not identifier.startswith(EXTERNAL) and not names.referred(identifier):
            near = difflib.get_close_matches(identifier, [key.rpartition("/")[2] for key in names.keys], n=3, cutoff=0.5)
            step = f"did you mean {', '.join(near)}?" if near else f"or {EXTERNAL}NAME for an external service"
            raise ConfigError(f"nothing that runs is called `{identifier}`", next_step=step)
    return entry_of_shape(drawn, chosen, reviewed_by=reviewed_by, note=note)


def entry_of_shape(drawn: str, chosen: Sequence[str], *, reviewed_by: str | None, note: str | None) -> MappedShape:
    """A match with names that are known to be right; those of external services begin with `external:`."""
    return MappedShape(
        drawn=drawn,
        workloads=tuple(identifier for identifier in chosen if not identifier.startswith(EXTERNAL)),
        external=tuple(identifier.removeprefix(EXTERNAL) for identifier in chosen if identifier.startswith(EXTERNAL)),
        reviewed_by=reviewed_by,
        note=note,
    )


def not_accepted(question: MatchQuestion, share: float) -> str:
    """Why a person has to look; empty where the first suggestion is clear."""
    if not question.suggestions:
        return "nothing that runs looks like it"
    best, *others = question.suggestions
    if best.score < 100 * share:
        return f"its best suggestion is {best.workload} with {best.score / 100:.2f}: {best.why}"
    if question.shape.kind == NodeKind.EXTERNAL and not best.workload.startswith(EXTERNAL):
        return f"it is drawn as external, and {best.workload} runs here: {best.why}"
    if others and best.score - others[0].score < _CLOSE:
        shown = ", ".join(f"{each.workload} with {each.score / 100:.2f}" for each in (best, others[0]))
        return f"two suggestions are close: {shown}"
    return ""
