"""The five states of the plan's answers as documents show them: read from the plan, named and colored the same everywhere."""

from collections.abc import Mapping

from generator.frameworks.base import printed_id
from generator.model.narrative import Narrative
from generator.model.progress import AnswerProgress, PartState, least
from generator.oscal import types as o
from generator.oscal.answer_states import state_of
from generator.oscal.package import AuthorizationPackage

FILLS: Mapping[AnswerProgress, str] = {
    AnswerProgress.APPROVED: "DDEFE3",
    AnswerProgress.REVIEWED: "DCEBF5",
    AnswerProgress.WRITTEN: "ECE8F6",
    AnswerProgress.GENERATED: "FFF6DF",
    AnswerProgress.MISSING: "",
}
"""Backgrounds of Word and Excel, beside the words: text on them keeps a contrast of 4.5 to 1 and more."""


def chip(state: AnswerProgress) -> str:
    """The style of a state on a page, beside symbol and words: a class of the style sheet of tables."""
    return f"state-{state.key}"


def part_states(package: AuthorizationPackage) -> tuple[PartState, ...]:
    """Of every part that the plan answers, in its order."""
    return tuple(
        PartState(control=printed_id(requirement.control_id), letter=statement.part, state=state)
        for requirement in package.bundle.ssp.control_implementation.implemented_requirements
        for statement in requirement.statements
        if (state := state_of(statement)) is not None
    )


def control_state(requirement: o.ImplementedRequirement) -> AnswerProgress:
    """That of the part that has come least far."""
    return least(state for statement in requirement.statements if (state := state_of(statement)) is not None)


def state_in_words(requirement: o.ImplementedRequirement, narrative: Narrative | None) -> str:
    """The state of a control, and who reviewed or approved it: `approved by A. Lovelace, 2026-11-12`."""
    state = control_state(requirement)
    if narrative is not None and state is AnswerProgress.APPROVED and narrative.date:
        return f"{state.words} by {narrative.approver}, {narrative.date.isoformat()}"
    if narrative is not None and state is AnswerProgress.REVIEWED:
        return f"{state.words} by {narrative.reviewed_by}"
    return state.words
