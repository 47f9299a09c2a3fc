"""FedRAMP CR26 Security Decision Record (SDR-CSO-FRR, SDR-CSF-CTF, SDR-CSX-KSI), schema of 2026-06-24: controls and
requirements, answered.

The schema knows three states of a control. Rev5's *planned* is written as not implemented; an alternative implementation and
one that does not apply carry no state, and their text begins with the word. The rules know no LI-SaaS: what it has attested
stands here as well.
"""

from collections.abc import Iterator

import msgspec

from generator.frameworks.base import printed_id
from generator.model.flow import ServicePort
from generator.oscal import types as o
from generator.oscal.package import AuthorizationPackage
from generator.oscal.ssp_statements import points_to_components
from generator.renderers.base import Renderer, under_cr26, without_template
from generator.renderers.cr26.indicator_entries import IndicatorEntry, indicator_entries
from generator.renderers.cr26.records import overview_uri
from generator.renderers.fedramp_controls import fedramp_requirements
from generator.text import indented_json

_STATES = {"implemented": "Implemented", "partial": "Partially Implemented", "planned": "Not Implemented"}
_WORDS = {"alternative": "Alternative implementation.", "not-applicable": "Not applicable."}


class _DecisionRecordBase(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """JSON names as the schema has them."""


class _DecisionPort(_DecisionRecordBase, kw_only=True):
    service_name: str
    port_number: str
    transport_protocol: str
    encryption: str | None = None
    purpose: str | None = None


class _DecisionParameter(_DecisionRecordBase, kw_only=True):
    parameter_id: str
    parameter_value: str


class _DecisionControl(_DecisionRecordBase, kw_only=True):
    control_id: str
    parameter_values: tuple[_DecisionParameter, ...] = ()
    control_implementation_status: str | None = None
    control_implementation_description: str


class _DecisionRequirement(_DecisionRecordBase, kw_only=True):
    id: str = msgspec.field(name="frrID")
    frr_implementation_status: str | None = None
    frr_implementation: tuple[str, ...]
    frr_validation: tuple[str, ...] = ()
    frr_assessment: tuple[str, ...] = ()


class _DecisionRecord(_DecisionRecordBase, kw_only=True):
    certification_package_overview_uri: str
    ports_and_protocols: tuple[_DecisionPort, ...] = ()
    security_controls: tuple[_DecisionControl, ...] = ()
    fed_ramp_requirements: tuple[_DecisionRequirement, ...]
    key_security_indicators: tuple[IndicatorEntry, ...] = ()


def view(package: AuthorizationPackage) -> _DecisionRecord:
    """The whole record."""
    plan = package.bundle.ssp
    titles = {component.uuid: component.title for component in plan.system_implementation.components}
    return _DecisionRecord(
        certification_package_overview_uri=overview_uri(package),
        ports_and_protocols=tuple(map(_port, package.flows.ports)),
        security_controls=tuple(
            _control(fedramp_requirement, titles) for fedramp_requirement in fedramp_requirements(package, attested=True)
        ),
        fed_ramp_requirements=tuple(
            _DecisionRequirement(
                id=requirement.id,
                frr_implementation_status=requirement.status,
                frr_implementation=requirement.implementation,
                frr_validation=requirement.validation,
                frr_assessment=requirement.assessment,
            )
            for requirement in package.requirements
        ),
        key_security_indicators=indicator_entries(package),
    )


def _port(row: ServicePort) -> _DecisionPort:
    used = f"Used by {', '.join(row.used_by)}." if row.used_by else ""
    purpose = row.purpose and (row.purpose if row.purpose.endswith((".", "!", "?")) else f"{row.purpose}.")
    return _DecisionPort(
        service_name=row.service,
        port_number=str(row.port),
        transport_protocol=row.transport,
        encryption=row.encryption,
        purpose=" ".join(text for text in (purpose, used) if text) or None,
    )


def _control(requirement: o.ImplementedRequirement, titles: dict[str, str]) -> _DecisionControl:
    stated = next((prop for prop in requirement.props if prop.name == "implementation-status"), None)
    status = stated.value if stated else None
    remarks = "\n\n".join(_statements(requirement, titles)) or (stated and stated.remarks) or ""
    word = _WORDS.get(status or "")
    return _DecisionControl(
        control_id=printed_id(requirement.control_id),
        parameter_values=tuple(
            _DecisionParameter(parameter_id=set_parameter.param_id, parameter_value=", ".join(set_parameter.values))
            for set_parameter in requirement.set_parameters
        ),
        control_implementation_status=_STATES.get(status or ""),
        control_implementation_description=f"{word} {remarks}" if word else remarks,
    )


def _statements(requirement: o.ImplementedRequirement, titles: dict[str, str]) -> Iterator[str]:
    for statement in requirement.statements:
        part = statement.part
        for by_component in (each for each in statement.by_components if not points_to_components(each)):
            title = titles.get(by_component.component_uuid, "")
            whose = "" if title == "This System" or not title else f" ({title})"
            yield (
                f"**Part {part}**{whose}: {by_component.description}"
                if part
                else f"{whose.strip()} {by_component.description}".strip()
            )


SECURITY_DECISION_RECORD_JSON = Renderer(
    name="cr26-security-decision-record-json",
    path="cr26/security-decision-record.json",
    title="FedRAMP CR26 Security Decision Record (SDR-CSO-FRR)",
    applies=lambda package: under_cr26(package) or package.indicators is not None,
    render=without_template(lambda package: indented_json(view(package))),
)
