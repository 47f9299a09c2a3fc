"""How far the answers to controls have come: one state for each part."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from generator.model.identifiers import ControlId


class AnswerProgress(StrEnum):
    """The furthest that the answer of a part has come."""

    APPROVED = "approved"
    REVIEWED = "reviewed"
    WRITTEN = "written"
    GENERATED = "generated"
    """Drafted from evidence; no person has written it."""
    MISSING = "missing"

    @property
    def words(self) -> str:
        """The state as every document and command names it: not started, drafted from evidence, written, reviewed, approved."""
        return {"generated": "drafted from evidence", "missing": "not started"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartState:
    """One part of a control."""

    control: ControlId
    letter: str
    state: AnswerProgress

    @property
    def family(self) -> str:
        """`CM`."""
        return self.control[:2]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressTally:
    """The parts of a family, or of all."""

    family: str
    """Empty for all of them."""
    controls: int
    parts: int
    states: tuple[tuple[AnswerProgress, int], ...]
    """Every state, in its order."""

    def count(self, *states: AnswerProgress) -> int:
        """Parts in any of some states."""
        return sum(number for state, number in self.states if state in states)


def tallies(parts: Iterable[PartState]) -> tuple[ProgressTally, ...]:
    """One for each family, in the order they come, and one for all at the end."""
    listed = tuple(parts)
    families = dict.fromkeys(part_state.family for part_state in listed)
    return (
        *(_tally(name, [part_state for part_state in listed if part_state.family == name]) for name in families),
        _tally("", listed),
    )


def _tally(family: str, parts: Iterable[PartState]) -> ProgressTally:
    listed = tuple(parts)
    counts = Counter(part_state.state for part_state in listed)
    return ProgressTally(
        family=family,
        controls=len({part_state.control for part_state in listed}),
        parts=len(listed),
        states=tuple((state, counts[state]) for state in AnswerProgress),
    )
