"""Other producers' OSCAL: the part of a security plan that is for systems standing on it, and component definitions.

NIST OSCAL 1.2.3: `export` of a by-component holds `provided` and `responsibilities`; a component definition's
`control-implementations` say how a component helps with controls. JSON, XML and YAML (as Lula and trestle write it) are read.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

import msgspec

from generator.errors import ParseError
from generator.frameworks.base import oscal_id
from generator.model.leveraged import CustomerResponsibility, LeveragedPlan, ProvidedControl, SuppliedComponent, SuppliedText
from generator.oscal import types as o
from generator.oscal.forms.faults import NEXT
from generator.oscal.lenient_reading import NEEDED, LeftOut, LenientReader

_document = LenientReader(
    o.OscalDocument,
    needed={
        **NEEDED,
        o.SystemSecurityPlan: ("uuid", "system_characteristics"),
        o.SystemCharacteristics: ("system_name",),
        o.Statement: ("statement_id",),
        o.ByComponent: ("component_uuid",),
        o.Provided: ("uuid", "description"),
        o.Responsibility: ("uuid", "description"),
        o.Component: ("uuid", "title"),
        o.ComponentRequirement: ("control_id", "description"),
        o.ComponentStatement: ("statement_id", "description"),
    },
)


class SuppliedOscal(msgspec.Struct, frozen=True, kw_only=True):
    """What one file holds: one of the two."""

    plan: LeveragedPlan | None = None
    components: tuple[SuppliedComponent, ...] = ()
    capabilities: int = 0
    """What components do together: counted, and not read."""
    imported: int = 0
    """Further definitions that it refers to: likewise."""
    left_out: tuple[LeftOut, ...] = ()
    """Entries that could not be read."""


def read(name: str, data: bytes) -> SuppliedOscal:
    """One file.

    Raises:
        ParseError: neither a security plan nor a component definition, or damaged.
    """
    reading = _document.read(data, PurePosixPath(name).suffix)
    plan, definition = reading.content.system_security_plan, reading.content.component_definition
    if plan is not None:
        return SuppliedOscal(plan=_plan(plan), left_out=reading.left_out)
    if definition is not None:
        return _definition(definition, reading.left_out)
    what = "neither a system-security-plan nor a component-definition"
    raise ParseError(what, next_step="put only OSCAL of leveraged systems and of products into this folder")


def _definition(definition: o.ComponentDefinition, left_out: Sequence[LeftOut]) -> SuppliedOscal:
    whole = [component for component in definition.components if component.type and component.description]
    bare = [component for component in definition.components if not (component.type and component.description)]
    left_out = (
        *left_out,
        *(LeftOut(place=f"component {component.uuid}", reason="it has no type or description") for component in bare),
    )
    if left_out and not whole:
        raise ParseError(left_out[0].reason, where=left_out[0].place, next_step=NEXT)
    return SuppliedOscal(
        components=tuple(map(_component, whole)),
        capabilities=len(definition.capabilities),
        imported=len(definition.import_component_definitions),
        left_out=left_out,
    )


def _plan(plan: o.SystemSecurityPlan) -> LeveragedPlan:
    titles = {component.uuid: component.title for component in plan.system_implementation.components}
    provided: list[ProvidedControl] = []
    left: list[CustomerResponsibility] = []
    for control, statement, by in _exports(plan.control_implementation.implemented_requirements):
        export = by.export or o.Export()
        title = titles.get(by.component_uuid, plan.system_characteristics.system_name)
        provided += (
            ProvidedControl(
                uuid=provision.uuid,
                control_id=control,
                statement_id=statement,
                component=title,
                description=provision.description,
            )
            for provision in export.provided
        )
        left += (
            CustomerResponsibility(
                uuid=responsibility.uuid,
                control_id=control,
                statement_id=statement,
                description=responsibility.description,
                provided_uuid=responsibility.provided_uuid,
            )
            for responsibility in export.responsibilities
        )
    return LeveragedPlan(
        uuid=plan.uuid,
        title=plan.system_characteristics.system_name,
        provided=tuple(provided),
        responsibilities=tuple(left),
    )


def _exports(requirements: Sequence[o.ImplementedRequirement]) -> Iterator[tuple[str, str, o.ByComponent]]:
    for requirement in requirements:
        for by in requirement.by_components:
            yield oscal_id(requirement.control_id), "", by
        for statement in requirement.statements:
            for by in statement.by_components:
                yield oscal_id(requirement.control_id), statement.statement_id.lower(), by


def _component(component: o.Component) -> SuppliedComponent:
    version = next((prop.value for prop in component.props if prop.name in ("version", "software-version")), None)
    return SuppliedComponent(
        uuid=component.uuid,
        type=component.type,
        title=component.title,
        description=component.description,
        version=version,
        controls=tuple(
            text for controls in component.control_implementations for text in _texts(controls.implemented_requirements)
        ),
    )


def _texts(requirements: Sequence[o.ComponentRequirement]) -> Iterator[SuppliedText]:
    for requirement in requirements:
        control = oscal_id(requirement.control_id)
        yield SuppliedText(control_id=control, statement_id="", description=requirement.description)
        for statement in requirement.statements:
            name = statement.statement_id.lower()
            yield SuppliedText(control_id=control, statement_id=name, description=statement.description)
