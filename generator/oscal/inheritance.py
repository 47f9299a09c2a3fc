"""What is inherited, and what suppliers say of their components, as answers to the statements of the plan.

FedRAMP, "Security Controls" of the SSP guide, section 6.4.9: a statement answered by a leveraged system has a by-component for
its component with what is inherited and how the responsibilities it leaves are satisfied.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from generator.ids import UuidFactory
from generator.model.leveraged import CustomerResponsibility, Inheritance, Met, ProvidedControl, SuppliedComponent
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, known_prop, line, prop, text
from generator.oscal.connections import leveraged_uuid
from generator.oscal.fedramp_values import COMPONENT_TYPES
from generator.oscal.schema_derivation import UUID

_Key = tuple[str, str]
"""(control id, statement id or an empty text for the whole control)."""
_ByComponents = Mapping[str, list[o.ByComponent]]
"""Of one control, by statement id; empty for the whole."""
_UUID = re.compile(UUID)


def supplied_components(inheritance: Inheritance, cite: Citations) -> tuple[o.Component, ...]:
    """Components that other producers define."""
    return tuple(
        o.Component(
            uuid=_uuid(component, cite),
            type=component.type
            if component.type in COMPONENT_TYPES and component.type not in ("this-system", "system")
            else "software",
            title=line(component.title),
            description=text(component.description),
            props=(
                prop("asset-type", "software"),
                *known_prop("software-version", component.version),
                prop("defined-by", file.path, NS),
            ),
            links=(o.Link(href=cite.href_of(file), rel="reference", text="As its supplier defines it"),),
            status=o.Status(state="operational", remarks="As the provider of this system uses it."),
        )
        for component, file in inheritance.supplied
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
        implemented_requirements=tuple(
            _requirement(implemented_requirement, answers, cite.ids)
            for implemented_requirement in controls.implemented_requirements
        ),
    )


def _answers(inheritance: Inheritance, system: System, cite: Citations) -> Mapping[str, _ByComponents]:
    components: dict[str, dict[str, list[o.ByComponent]]] = defaultdict(lambda: defaultdict(list))
    met = {responsibility.uuid: responsibility for responsibility in inheritance.met}
    for row in system.plan.leveraged:
        if row.id not in inheritance.plans:
            continue
        plan, file = inheritance.plans[row.id]
        component = leveraged_uuid(row, cite.ids)
        left = _by_capability(plan.responsibilities)
        groups: dict[_Key, list[ProvidedControl]] = defaultdict(list)
        for export in inheritance.inherited(row.id):
            groups[export.control_id, export.statement_id].append(export)
        for key, provided in groups.items():
            responsibilities = [
                responsibility for provided in provided for responsibility in left.get(provided.uuid, ())
            ] + list(left.get("|".join(key), ()))
            answered = [(export, met[export.uuid.lower()]) for export in responsibilities if export.uuid.lower() in met]
            made = _inherited(component, provided, answered, cite.href_of(file))
            open_ = len(responsibilities) - len(answered)
            remarks = f"{open_} of {len(responsibilities)} responsibilities are not answered yet." if open_ else None
            components[key[0]][key[1]].append(replace(made, remarks=remarks))
    for supplied, file in inheritance.supplied:
        for control in supplied.controls:
            answer = _supplied(_uuid(supplied, cite), control.description, cite.href_of(file))
            components[control.control_id][control.statement_id].append(answer)
    return components


def _by_capability(rows: Iterable[CustomerResponsibility]) -> Mapping[str, list[CustomerResponsibility]]:
    responsibilities: dict[str, list[CustomerResponsibility]] = defaultdict(list)
    for row in rows:
        responsibilities[row.provided_uuid or f"{row.control_id}|{row.statement_id}"].append(row)
    return responsibilities


def _inherited(
    component: str, provided: list[ProvidedControl], answered: list[tuple[CustomerResponsibility, Met]], href: str
) -> o.ByComponent:
    return o.ByComponent(
        component_uuid=component,
        uuid="",
        description=text("\n\n".join(export.description for export in provided)),
        props=(prop("text", "inherited", NS),),
        links=(o.Link(href=href, rel="reference", text="The leveraged system's plan"),),
        inherited=tuple(
            o.Inherited(uuid=export.uuid, provided_uuid=_real(export.uuid), description=text(export.description))
            for export in provided
        ),
        satisfied=tuple(
            o.Satisfied(
                uuid=export.uuid,
                responsibility_uuid=_real(export.uuid),
                description=text(f"{responsibility.how} ({responsibility.by}, {responsibility.day.isoformat()})"),
            )
            for export, responsibility in answered
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
    requirement: o.ImplementedRequirement, answers: Mapping[str, _ByComponents], ids: UuidFactory
) -> o.ImplementedRequirement:
    """What is stated for a control as a whole is put to each of its statements: FedRAMP wants no by-component above them
    (`misplaced-response-components`)."""
    components = answers.get(requirement.control_id, {})
    return replace(
        requirement,
        statements=tuple(
            replace(
                statement,
                by_components=tuple(
                    _together(
                        (
                            *statement.by_components,
                            *(_placed(component, statement, ids) for component in _for(statement, components)),
                        )
                    )
                ),
            )
            for statement in requirement.statements
        ),
    )


def _together(rows: Iterable[o.ByComponent]) -> Iterable[o.ByComponent]:
    """A component answers a statement once: the plan's own text about a leveraged system, with what that system states."""
    answers: dict[str, o.ByComponent] = {}
    for row in rows:
        known = answers.get(row.component_uuid)
        answers[row.component_uuid] = row if known is None else _joined(known, row)
    return answers.values()


def _joined(known: o.ByComponent, row: o.ByComponent) -> o.ByComponent:
    """The plan's words stay the description; what is inherited is what the leveraged system's own plan numbers."""
    return replace(
        known,
        links=(*known.links, *row.links),
        inherited=row.inherited or known.inherited,
        satisfied=(*known.satisfied, *row.satisfied),
        remarks="\n\n".join(part for part in (known.remarks, row.remarks) if part) or None,
    )


def _for(statement: o.Statement, components: _ByComponents) -> Iterable[o.ByComponent]:
    """A component answers a statement once: what it says of the statement and of items below it (the catalog has
    `ac-1_smt.a.1`, the plan answers `ac-1_smt.a`), else what it says of the control."""
    mine: list[o.ByComponent] = []
    for name, rows in components.items():
        if name == statement.statement_id:
            mine += rows
        elif name.startswith(f"{statement.statement_id}."):
            item = name.removeprefix(f"{statement.statement_id}.")
            mine += (replace(row, description=f"Item {item}: {row.description}") for row in rows)
    return {**_merged(components.get("", ())), **_merged(mine)}.values()


def _merged(rows: Iterable[o.ByComponent]) -> Mapping[str, o.ByComponent]:
    """By component; a definition may say the same for several baselines."""
    components: dict[str, o.ByComponent] = {}
    for row in rows:
        known = components.get(row.component_uuid)
        if known is None:
            components[row.component_uuid] = row
            continue
        same = row.description in known.description.split("\n\n")
        components[row.component_uuid] = replace(
            known,
            description=known.description if same else f"{known.description}\n\n{row.description}",
            inherited=(*known.inherited, *row.inherited),
            satisfied=(*known.satisfied, *row.satisfied),
        )
    return components


def _placed(by_component: o.ByComponent, statement: o.Statement, ids: UuidFactory) -> o.ByComponent:
    """With uuids of its own: the same answer may stand at several statements. What others number twice stands once."""
    at = (statement.statement_id, by_component.component_uuid)
    inherited = {part.uuid: part for part in by_component.inherited}
    satisfied = {part.uuid: part for part in by_component.satisfied}
    return replace(
        by_component,
        uuid=ids.object("by-component", *at),
        inherited=tuple(replace(part, uuid=ids.object("inherited", *at, name)) for name, part in inherited.items()),
        satisfied=tuple(replace(part, uuid=ids.object("satisfied", *at, name)) for name, part in satisfied.items()),
    )


def _real(uuid: str) -> str | None:
    """None for what is no uuid: the field says less then, and the document stays valid."""
    return uuid if _UUID.fullmatch(uuid) else None


def _uuid(component: SuppliedComponent, cite: Citations) -> str:
    return cite.ids.object("component", "supplied", component.uuid)
