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


class Others(msgspec.Struct, frozen=True, kw_only=True):
    """What one file holds: one of the two."""

    plan: LeveragedPlan | None = None
    components: tuple[SuppliedComponent, ...] = ()
    capabilities: int = 0
    """What components do together: counted, and not read."""
    imported: int = 0
    """Further definitions that it refers to: likewise."""
    left_out: tuple[LeftOut, ...] = ()
    """Entries that could not be read."""


def read(name: str, data: bytes) -> Others:
    """One file.

    Raises:
        ParseError: neither a security plan nor a component definition, or damaged.
    """
    reading = _document.read(data, PurePosixPath(name).suffix)
    plan, definition = reading.content.system_security_plan, reading.content.component_definition
    if plan is not None:
        return Others(plan=_plan(plan), left_out=reading.left_out)
    if definition is not None:
        return _definition(definition, reading.left_out)
    what = "neither a system-security-plan nor a component-definition"
    raise ParseError(what, next_step="put only OSCAL of leveraged systems and of products into this folder")


def _definition(definition: o.ComponentDefinition, left_out: Sequence[LeftOut]) -> Others:
    whole = [
        provided_export for provided_export in definition.components if provided_export.type and provided_export.description
    ]
    bare = [
        provided_export
        for provided_export in definition.components
        if not (provided_export.type and provided_export.description)
    ]
    left_out = (
        *left_out,
        *(
            LeftOut(place=f"component {provided_export.uuid}", reason="it has no type or description")
            for provided_export in bare
        ),
    )
    if left_out and not whole:
        raise ParseError(left_out[0].reason, where=left_out[0].place, next_step=NEXT)
    return Others(
        components=tuple(map(_component, whole)),
        capabilities=len(definition.capabilities),
        imported=len(definition.import_component_definitions),
        left_out=left_out,
    )


def _plan(plan: o.SystemSecurityPlan) -> LeveragedPlan:
    titles = {provided_export.uuid: provided_export.title for provided_export in plan.system_implementation.components}
    provided: list[ProvidedControl] = []
    left: list[CustomerResponsibility] = []
    for control, statement, by in _exports(plan.control_implementation.implemented_requirements):
        export = by.export or o.Export()
        title = titles.get(by.component_uuid, plan.system_characteristics.system_name)
        provided += (
            ProvidedControl(
                uuid=provided_export.uuid,
                control_id=control,
                statement_id=statement,
                component=title,
                description=provided_export.description,
            )
            for provided_export in export.provided
        )
        left += (
            CustomerResponsibility(
                uuid=provided_export.uuid,
                control_id=control,
                statement_id=statement,
                description=provided_export.description,
                provided_uuid=provided_export.provided_uuid,
            )
            for provided_export in export.responsibilities
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


def _component(provided_export: o.Component) -> SuppliedComponent:
    version = next((prop.value for prop in provided_export.props if prop.name in ("version", "software-version")), None)
    return SuppliedComponent(
        uuid=provided_export.uuid,
        type=provided_export.type,
        title=provided_export.title,
        description=provided_export.description,
        version=version,
        controls=tuple(
            text for controls in provided_export.control_implementations for text in _texts(controls.implemented_requirements)
        ),
    )


def _texts(requirements: Sequence[o.ComponentRequirement]) -> Iterator[SuppliedText]:
    for provided_export in requirements:
        control = oscal_id(provided_export.control_id)
        yield SuppliedText(control_id=control, statement_id="", description=provided_export.description)
        for statement in provided_export.statements:
            name = statement.statement_id.lower()
            yield SuppliedText(control_id=control, statement_id=name, description=statement.description)
