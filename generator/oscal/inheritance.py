"""What is inherited, and what suppliers say of their components, as answers to the statements of the plan.

FedRAMP, "Security Controls" of the SSP guide, section 6.4.9: a statement answered by a leveraged system has a by-component for
its component with what is inherited and how the responsibilities it leaves are satisfied.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from generator.ids import Identifiers
from generator.model.leveraged import Inheritance, Met, Provided, Responsibility, SuppliedComponent
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, known_prop, line, prop, text
from generator.oscal.connections import leveraged_uuid
from generator.oscal.fedramp_values import COMPONENT_TYPES
from generator.oscal.schema_derivation import UUID

_Key = tuple[str, str]
"""(control id, statement id or an empty text for the whole control)."""
_Told = Mapping[str, list[o.ByComponent]]
"""Of one control, by statement id; empty for the whole."""
_UUID = re.compile(UUID)


def supplied_components(inheritance: Inheritance, cite: Citations) -> tuple[o.Component, ...]:
    """Components that other producers define."""
    return tuple(
        o.Component(
            uuid=_uuid(one, cite),
            type=one.type if one.type in COMPONENT_TYPES and one.type not in ("this-system", "system") else "software",
            title=line(one.title),
            description=text(one.description),
            props=(
                prop("asset-type", "software"),
                *known_prop("software-version", one.version),
                prop("defined-by", file.path, NS),
            ),
            links=(o.Link(href=cite.href_of(file), rel="reference", text="As its supplier defines it"),),
            status=o.Status(state="operational", remarks="As the provider of this system uses it."),
        )
        for one, file in inheritance.supplied
    )


def with_inherited(
    controls: o.ControlImplementation, inheritance: Inheritance, system: System, cite: Citations
) -> o.ControlImplementation:
    """The same, with a by-component for everything inherited or supplied."""
    answers = _answers(inheritance, system, cite)
    if not answers:
        return controls
    return replace(
        controls,
        implemented_requirements=tuple(_requirement(one, answers, cite.ids) for one in controls.implemented_requirements),
    )


def _answers(inheritance: Inheritance, system: System, cite: Citations) -> Mapping[str, _Told]:
    found: dict[str, dict[str, list[o.ByComponent]]] = defaultdict(lambda: defaultdict(list))
    met = {one.uuid: one for one in inheritance.met}
    for row in system.plan.leveraged:
        if row.id not in inheritance.plans:
            continue
        plan, file = inheritance.plans[row.id]
        component = leveraged_uuid(row, cite.ids)
        left = _by_capability(plan.responsibilities)
        groups: dict[_Key, list[Provided]] = defaultdict(list)
        for one in inheritance.inherited(row.id):
            groups[one.control_id, one.statement_id].append(one)
        for key, provided in groups.items():
            owed = [one for each in provided for one in left.get(each.uuid, ())] + list(left.get("|".join(key), ()))
            answered = [(one, met[one.uuid.lower()]) for one in owed if one.uuid.lower() in met]
            made = _inherited(component, provided, answered, cite.href_of(file))
            open_ = len(owed) - len(answered)
            remarks = f"{open_} of {len(owed)} responsibilities are not answered yet." if open_ else None
            found[key[0]][key[1]].append(replace(made, remarks=remarks))
    for supplied, file in inheritance.supplied:
        for said in supplied.controls:
            answer = _supplied(_uuid(supplied, cite), said.description, cite.href_of(file))
            found[said.control_id][said.statement_id].append(answer)
    return found


def _by_capability(rows: Iterable[Responsibility]) -> Mapping[str, list[Responsibility]]:
    found: dict[str, list[Responsibility]] = defaultdict(list)
    for one in rows:
        found[one.provided_uuid or f"{one.control_id}|{one.statement_id}"].append(one)
    return found


def _inherited(
    component: str, provided: list[Provided], answered: list[tuple[Responsibility, Met]], href: str
) -> o.ByComponent:
    return o.ByComponent(
        component_uuid=component,
        uuid="",
        description=text("\n\n".join(one.description for one in provided)),
        props=(prop("text", "inherited", NS),),
        links=(o.Link(href=href, rel="reference", text="The leveraged system's plan"),),
        inherited=tuple(
            o.Inherited(uuid=one.uuid, provided_uuid=_real(one.uuid), description=text(one.description)) for one in provided
        ),
        satisfied=tuple(
            o.Satisfied(
                uuid=one.uuid,
                responsibility_uuid=_real(one.uuid),
                description=text(f"{said.how} ({said.by}, {said.day.isoformat()})"),
            )
            for one, said in answered
        ),
        responsible_roles=(o.ResponsibleRole(role_id="provider"),),
    )


def _supplied(component: str, description: str, href: str) -> o.ByComponent:
    return o.ByComponent(
        component_uuid=component,
        uuid="",
        description=text(description),
        props=(prop("text", "supplied", NS),),
        links=(o.Link(href=href, rel="reference", text="The supplier's component definition"),),
        responsible_roles=(o.ResponsibleRole(role_id="asset-owner"),),
    )


def _requirement(
    requirement: o.ImplementedRequirement, answers: Mapping[str, _Told], ids: Identifiers
) -> o.ImplementedRequirement:
    """What is said of a control as a whole is put to each of its statements: FedRAMP wants no by-component above them
    (`misplaced-response-components`)."""
    told = answers.get(requirement.control_id, {})
    return replace(
        requirement,
        statements=tuple(
            replace(one, by_components=(*one.by_components, *(_placed(each, one, ids) for each in _for(one, told))))
            for one in requirement.statements
        ),
    )


def _for(statement: o.Statement, told: _Told) -> Iterable[o.ByComponent]:
    """A component answers a statement once: what it says of the statement and of items below it (the catalogue has
    `ac-1_smt.a.1`, the plan answers `ac-1_smt.a`), else what it says of the control."""
    mine: list[o.ByComponent] = []
    for name, rows in told.items():
        if name == statement.statement_id:
            mine += rows
        elif name.startswith(f"{statement.statement_id}."):
            item = name.removeprefix(f"{statement.statement_id}.")
            mine += (replace(one, description=f"Item {item}: {one.description}") for one in rows)
    return {**_merged(told.get("", ())), **_merged(mine)}.values()


def _merged(rows: Iterable[o.ByComponent]) -> Mapping[str, o.ByComponent]:
    """By component; a definition may say the same for several baselines."""
    found: dict[str, o.ByComponent] = {}
    for one in rows:
        known = found.get(one.component_uuid)
        if known is None:
            found[one.component_uuid] = one
            continue
        same = one.description in known.description.split("\n\n")
        found[one.component_uuid] = replace(
            known,
            description=known.description if same else f"{known.description}\n\n{one.description}",
            inherited=(*known.inherited, *one.inherited),
            satisfied=(*known.satisfied, *one.satisfied),
        )
    return found


def _placed(one: o.ByComponent, statement: o.Statement, ids: Identifiers) -> o.ByComponent:
    """With uuids of its own: the same answer may stand at several statements. What others number twice stands once."""
    at = (statement.statement_id, one.component_uuid)
    inherited = {each.uuid: each for each in one.inherited}
    satisfied = {each.uuid: each for each in one.satisfied}
    return replace(
        one,
        uuid=ids.object("by-component", *at),
        inherited=tuple(replace(each, uuid=ids.object("inherited", *at, name)) for name, each in inherited.items()),
        satisfied=tuple(replace(each, uuid=ids.object("satisfied", *at, name)) for name, each in satisfied.items()),
    )


def _real(uuid: str) -> str | None:
    """None for what is no uuid: the field says less then, and the document stays valid."""
    return uuid if _UUID.fullmatch(uuid) else None


def _uuid(one: SuppliedComponent, cite: Citations) -> str:
    return cite.ids.object("component", "supplied", one.uuid)
