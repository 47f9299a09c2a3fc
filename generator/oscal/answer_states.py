"""The state of each part of the plan, carried by its statement: what every document, page and command counts.

Own property `answer-state` of a statement (OSCAL 1.2.3, `statement/prop`): `not-started`, `drafted-from-evidence`, `written`,
`reviewed`, `approved`. `model.progress` decides which.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from generator.frameworks.base import Control
from generator.model.claim import Claim
from generator.model.leveraged import Inheritance
from generator.model.narrative import Narrative
from generator.model.plan import LeveragedAuthorizationRow
from generator.model.progress import AnswerProgress, PartState, progress_of
from generator.narrative.inherited_from import inherits_from
from generator.oscal import types as o
from generator.oscal.common import NS, prop
from generator.oscal.ssp_statements import kind_of

STATE = "answer-state"
_BY_KEY = {state.key: state for state in AnswerProgress}


def part_states(
    plan: Sequence[Control],
    narratives: Iterable[Narrative],
    claims: Iterable[Claim],
    inheritance: Inheritance,
    leveraged: Sequence[LeveragedAuthorizationRow],
) -> tuple[PartState, ...]:
    """Of every part of every control, in the order of the plan."""
    by_control = {narrative.control: narrative for narrative in narratives}
    by_part: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_part[claim.control, claim.part].append(claim)
    rows = [row for row in leveraged if row.authorized]
    taken = frozenset(_taken_over(inheritance, leveraged))
    supplied = frozenset(
        (text.control_id, text.statement_id) for component, _ in inheritance.supplied for text in component.controls
    )
    return tuple(
        PartState(
            control=control.id,
            letter=letter,
            state=progress_of(
                by_control.get(control.id),
                letter,
                drafted=kind_of(by_part[control.id, letter]) == "generated" or _names(supplied, control, letter),
                inherited=_names(taken, control, letter) or _states_inheritance(by_control.get(control.id), rows),
            ),
        )
        for control in plan
        for letter in control.parts or ("",)
    )


def with_states(
    controls: o.ControlImplementation, plan: Sequence[Control], states: Sequence[PartState]
) -> o.ControlImplementation:
    """The same, each statement of the plan marked with its state."""
    by_id = {control.id: control for control in plan}
    by_statement = {by_id[part.control].statement_id(part.letter): part.state for part in states}
    return replace(
        controls,
        implemented_requirements=tuple(
            replace(requirement, statements=tuple(_marked(statement, by_statement) for statement in requirement.statements))
            for requirement in controls.implemented_requirements
        ),
    )


def state_of(statement: o.Statement) -> AnswerProgress | None:
    """The state that a statement carries; None of a statement that answers no part of the plan."""
    return next((_BY_KEY[each.value] for each in statement.props if each.name == STATE and each.ns == NS), None)


def _marked(statement: o.Statement, states: Mapping[str, AnswerProgress]) -> o.Statement:
    state = states.get(statement.statement_id)
    return statement if state is None else replace(statement, props=(*statement.props, prop(STATE, state.key, NS)))


def _taken_over(inheritance: Inheritance, leveraged: Iterable[LeveragedAuthorizationRow]) -> Iterator[tuple[str, str]]:
    """What named persons decided to inherit, as the leveraged plans name it."""
    for row in leveraged:
        for provided in inheritance.inherited(row.id) if row.id in inheritance.plans else ():
            yield provided.control_id, provided.statement_id


def _states_inheritance(narrative: Narrative | None, rows: Sequence[LeveragedAuthorizationRow]) -> bool:
    """Does the head of a narrative state that the control is inherited whole, from an authorization of Table 6.1?"""
    return narrative is not None and set(narrative.originations) == {"inherited"} and bool(inherits_from(narrative, rows))


def _names(places: Iterable[tuple[str, str]], control: Control, letter: str) -> bool:
    """Is the control as a whole named, the statement of the part, or an item below it?"""
    statement_id = control.statement_id(letter)
    return any(
        control_id == control.oscal_id and (name in ("", statement_id) or name.startswith(f"{statement_id}."))
        for control_id, name in places
    )
