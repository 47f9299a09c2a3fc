"""How far the answers to controls have come: one of five states for each part, decided here and nowhere else.

*Not started · drafted from evidence · written · reviewed · approved*: every document, page and command counts what
`progress_of` decides, by way of the plan in OSCAL (`oscal.answer_states`).
"""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from generator.model.identifiers import ControlId
from generator.model.narrative import Narrative, NarrativeStatus

_INHERITED = "inherited"


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

    @property
    def by_a_person(self) -> bool:
        """Written, reviewed or approved."""
        return self not in (AnswerProgress.GENERATED, AnswerProgress.MISSING)

    @property
    def key(self) -> str:
        """As OSCAL and machines name it: `drafted-from-evidence`, `not-started`."""
        return self.words.replace(" ", "-")

    @property
    def symbol(self) -> str:
        """A mark of its own, so that states differ without color: ○ ◇ ◆ ◈ ✓."""
        return _SYMBOLS[self]

    @property
    def label(self) -> str:
        """The symbol and the words: `◇ drafted from evidence`."""
        return f"{self.symbol} {self.words}"


_SYMBOLS = {
    AnswerProgress.APPROVED: "✓",
    AnswerProgress.REVIEWED: "◈",
    AnswerProgress.WRITTEN: "◆",
    AnswerProgress.GENERATED: "◇",
    AnswerProgress.MISSING: "○",
}
_WRITTEN = {
    NarrativeStatus.FINAL: AnswerProgress.APPROVED,
    NarrativeStatus.REVIEWED: AnswerProgress.REVIEWED,
    NarrativeStatus.DRAFT: AnswerProgress.WRITTEN,
}


def progress_of(narrative: Narrative | None, letter: str, *, drafted: bool, inherited: bool = False) -> AnswerProgress:
    """The state of one part.

    What a person wrote is written, reviewed or approved, as the head of the narrative says. An inherited part (`inherited`: a
    person states from which leveraged authorization) needs no text of its own and counts as written by that person; the head
    of a narrative that states the inheritance says who reviewed and approved it. What no person wrote is drafted where the plan
    has sentences for it (`drafted`), and not started where it has none.
    """
    if narrative is not None and (narrative.text(letter) or (inherited and _INHERITED in narrative.originations)):
        return _WRITTEN[narrative.standing]
    if inherited:
        return AnswerProgress.WRITTEN
    return AnswerProgress.GENERATED if drafted else AnswerProgress.MISSING


def text_progress(standing: NarrativeStatus) -> AnswerProgress:
    """The state of a text that a person wrote."""
    return _WRITTEN[standing]


def least(states: Iterable[AnswerProgress]) -> AnswerProgress:
    """The state of a control as a whole: that of the part that has come least far; not started where there is none."""
    order = tuple(AnswerProgress)
    return max(states, key=order.index, default=AnswerProgress.MISSING)


class PartState(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a control."""

    control: ControlId
    letter: str
    state: AnswerProgress

    @property
    def label(self) -> str:
        """`CM-8(a)`, or `SC-2` for the whole control."""
        return f"{self.control}({self.letter})" if self.letter else self.control

    @property
    def family(self) -> str:
        """`CM`."""
        return self.control[:2]


class ProgressTally(msgspec.Struct, frozen=True, kw_only=True):
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
