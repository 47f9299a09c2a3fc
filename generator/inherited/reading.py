"""Other producers' OSCAL: the part of a security plan that is for systems standing on it, and component definitions.

NIST OSCAL 1.2.3: `export` of a by-component holds `provided` and `responsibilities`; a component definition's
`control-implementations` say how a component helps with controls. JSON, XML and YAML (as Lula and trestle write it) are read.
"""

from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import msgspec

from generator.errors import ParseError
from generator.frameworks.base import oscal_id
from generator.model.leveraged import LeveragedPlan, Provided, Responsibility, SuppliedComponent, SuppliedText
from generator.oscal.forms.faults import FormError
from generator.oscal.forms.reading import json_of

_NEXT = "ask the producer for valid OSCAL: `atopack validate` says what is wrong with it"


class _Kebab(msgspec.Struct, rename="kebab", kw_only=True):
    """OSCAL's spelling; what is not for us is passed over."""


class _Provided(_Kebab, kw_only=True):
    uuid: str
    description: str


class _Responsibility(_Kebab, kw_only=True):
    uuid: str
    provided_uuid: str | None = None
    description: str


class _Export(_Kebab, kw_only=True):
    provided: tuple[_Provided, ...] = ()
    responsibilities: tuple[_Responsibility, ...] = ()


class _ByComponent(_Kebab, kw_only=True):
    component_uuid: str
    export: _Export | None = None


class _Statement(_Kebab, kw_only=True):
    statement_id: str
    by_components: tuple[_ByComponent, ...] = ()


class _Requirement(_Kebab, kw_only=True):
    control_id: str
    by_components: tuple[_ByComponent, ...] = ()
    statements: tuple[_Statement, ...] = ()


class _Controls(_Kebab, kw_only=True):
    implemented_requirements: tuple[_Requirement, ...] = ()


class _Part(_Kebab, kw_only=True):
    uuid: str
    title: str


class _Implementation(_Kebab, kw_only=True):
    components: tuple[_Part, ...] = ()


class _Characteristics(_Kebab, kw_only=True):
    system_name: str


class _Plan(_Kebab, kw_only=True):
    uuid: str
    system_characteristics: _Characteristics
    system_implementation: _Implementation
    control_implementation: _Controls


class _Property(_Kebab, kw_only=True):
    name: str
    value: str


class _SuppliedStatement(_Kebab, kw_only=True):
    statement_id: str
    description: str


class _SuppliedRequirement(_Kebab, kw_only=True):
    control_id: str
    description: str
    statements: tuple[_SuppliedStatement, ...] = ()


class _SuppliedControls(_Kebab, kw_only=True):
    implemented_requirements: tuple[_SuppliedRequirement, ...] = ()


class _Component(_Kebab, kw_only=True):
    uuid: str
    type: str
    title: str
    description: str
    props: tuple[_Property, ...] = ()
    control_implementations: tuple[_SuppliedControls, ...] = ()


class _Definition(_Kebab, kw_only=True):
    components: tuple[_Component, ...] = ()
    capabilities: tuple[msgspec.Raw, ...] = ()
    import_component_definitions: tuple[msgspec.Raw, ...] = ()


class _Document(_Kebab, kw_only=True):
    system_security_plan: _Plan | None = None
    component_definition: _Definition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """What one file holds: one of the two."""

    plan: LeveragedPlan | None = None
    components: tuple[SuppliedComponent, ...] = ()
    capabilities: int = 0
    """What components do together: counted, and not read."""
    imported: int = 0
    """Further definitions that it refers to: likewise."""


def read(name: str, data: bytes) -> Others:
    """One file.

    Raises:
        ParseError: neither a security plan nor a component definition, or damaged.
    """
    try:
        document = _decoded(name, data)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ParseError(f"not OSCAL as it should be: {error}", next_step=_NEXT) from error
    if document.system_security_plan is not None:
        return Others(plan=_plan(document.system_security_plan))
    if document.component_definition is not None:
        definition = document.component_definition
        return Others(
            components=tuple(map(_component, definition.components)),
            capabilities=len(definition.capabilities),
            imported=len(definition.import_component_definitions),
        )
    what = "neither a system-security-plan nor a component-definition"
    raise ParseError(what, next_step="put only OSCAL of leveraged systems and of products into this folder")


def _decoded(name: str, data: bytes) -> _Document:
    try:
        found = json_of(data, PurePosixPath(name).suffix)
    except FormError as error:
        raise ParseError(error.what, where=error.place, next_step=_NEXT) from error
    return msgspec.json.decode(found.removeprefix(BOM_UTF8), type=_Document)


def _plan(plan: _Plan) -> LeveragedPlan:
    titles = {one.uuid: one.title for one in plan.system_implementation.components}
    provided: list[Provided] = []
    left: list[Responsibility] = []
    for control, statement, by in _exports(plan.control_implementation.implemented_requirements):
        export = by.export or _Export()
        title = titles.get(by.component_uuid, plan.system_characteristics.system_name)
        provided += (
            Provided(uuid=one.uuid, control_id=control, statement_id=statement, component=title, description=one.description)
            for one in export.provided
        )
        left += (
            Responsibility(
                uuid=one.uuid,
                control_id=control,
                statement_id=statement,
                description=one.description,
                provided_uuid=one.provided_uuid,
            )
            for one in export.responsibilities
        )
    return LeveragedPlan(
        uuid=plan.uuid,
        title=plan.system_characteristics.system_name,
        provided=tuple(provided),
        responsibilities=tuple(left),
    )


def _exports(requirements: Sequence[_Requirement]) -> Iterator[tuple[str, str, _ByComponent]]:
    for requirement in requirements:
        for by in requirement.by_components:
            yield oscal_id(requirement.control_id), "", by
        for statement in requirement.statements:
            for by in statement.by_components:
                yield oscal_id(requirement.control_id), statement.statement_id.lower(), by


def _component(one: _Component) -> SuppliedComponent:
    version = next((prop.value for prop in one.props if prop.name in ("version", "software-version")), None)
    return SuppliedComponent(
        uuid=one.uuid,
        type=one.type,
        title=one.title,
        description=one.description,
        version=version,
        controls=tuple(text for controls in one.control_implementations for text in _texts(controls.implemented_requirements)),
    )


def _texts(requirements: Sequence[_SuppliedRequirement]) -> Iterator[SuppliedText]:
    for one in requirements:
        control = oscal_id(one.control_id)
        yield SuppliedText(control_id=control, statement_id="", description=one.description)
        for statement in one.statements:
            name = statement.statement_id.lower()
            yield SuppliedText(control_id=control, statement_id=name, description=statement.description)
