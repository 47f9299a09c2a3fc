"""FedRAMP Tailored LI-SaaS in the plan: what its profile does with each control, and the controls that are not described.

The profile FedRAMP_rev5_LI-SaaS-baseline_profile selects all controls of the Low baseline and says by the property `method`
(class FedRAMP-Tailored-LI-SaaS) what is done with each. FedRAMP wants an implemented requirement for each control that a
profile selects (`incomplete-implemented-requirements`) and an answer at each response point (`has-required-response-points`):
of LI-SaaS the statement of an assessed control as a whole. SSP Appendix A LI-SaaS v1.1, Tailoring Criteria: an attestation
needs no documentation, and no response is required for NSO and FED.
"""

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from generator.frameworks.base import Control
from generator.frameworks.rev5.li_saas import METHOD, METHOD_CLASS, methods
from generator.ids import UuidFactory
from generator.model.identifiers import ControlId
from generator.model.narrative import Narrative, NarrativeStatus
from generator.narrative.markdown_write import write_markdown
from generator.oscal import types as o
from generator.oscal.common import NS, prop, text
from generator.oscal.components import Naming
from generator.oscal.ssp_statements import stated

BY_PART = "by-part"
"""How a statement is marked that only says where the answers stand."""
_NOT_REQUIRED = {
    "NSO": "FedRAMP Tailored LI-SaaS, NSO: FedRAMP determined that this control does not bear on the security of software as a "
    "service. No response is required.",
    "FED": "FedRAMP Tailored LI-SaaS, FED: the control is the responsibility of the Federal Government. No response is "
    "required.",
}


def method_props(control: ControlId, namespace: str) -> Iterator[o.Property]:
    """What the profile does with a control, as its own property."""
    for method in methods(control):
        yield o.Property(name=METHOD, value=method, ns=namespace, class_=METHOD_CLASS)


def attested_by(narrative: Narrative | None) -> str:
    """Who attests and since when; empty while no named person does."""
    if narrative is None or narrative.standing is not NarrativeStatus.FINAL or narrative.date is None:
        return ""
    return f"Attested by {narrative.approver} on {narrative.date.isoformat()} (FedRAMP Tailored LI-SaaS)."


def not_required(control: ControlId) -> str:
    """Why no response is required; empty where one is."""
    attested = tuple(methods(control))
    return "" if "ATTEST" in attested else next((_NOT_REQUIRED[method] for method in attested if method in _NOT_REQUIRED), "")


def status_props(control: ControlId, narrative: Narrative | None, namespace: str) -> Iterator[o.Property]:
    """Not applicable where FedRAMP says so; implemented where a named person attests to it and states nothing else."""
    if reason := not_required(control):
        yield prop("implementation-status", "not-applicable", namespace, remarks=reason)
    elif narrative and narrative.statuses:
        for status in narrative.statuses:
            yield prop("implementation-status", status, namespace, remarks=attested_by(narrative) or stated(narrative))
    elif attestation := attested_by(narrative):
        yield prop("implementation-status", "implemented", namespace, remarks=attestation)


def attestations(
    control: Control, narrative: Narrative | None, roles: tuple[o.ResponsibleRole, ...], ids: UuidFactory
) -> Iterator[o.Statement]:
    """The texts that people wrote all the same, else the attestation alone, else a statement without an answer; nothing where
    no response is required."""
    if not_required(control.id):
        return
    attested = attested_by(narrative)
    written = {part.letter: write_markdown(part.content) for part in narrative.parts} if narrative else {}
    if not written and not attested:
        whole = control.statement_id("")
        yield o.Statement(statement_id=whole, uuid=ids.object("statement", whole))
        return
    for part, answer in (written or {"": attested}).items():
        kind = "written" if written else "attested"
        marks = [prop("text", kind, NS), *([prop("standing", narrative.standing, NS)] if narrative else [])]
        remarks = (attested or stated(narrative)) if written and narrative else None
        yield _statement(control.statement_id(part), _TailoringAnswer(answer, tuple(marks), remarks), roles, ids)


def with_response_points(
    controls: o.ControlImplementation, plan: tuple[Control, ...], ids: UuidFactory
) -> o.ControlImplementation:
    """Of each assessed control that is answered part by part, a statement as a whole that says so."""
    parts = {control.oscal_id: control for control in plan if control.parts and "ASSESS" in methods(control.id)}
    return replace(
        controls,
        implemented_requirements=tuple(
            _with_whole(implemented_requirement, parts[implemented_requirement.control_id], ids)
            if implemented_requirement.control_id in parts
            else implemented_requirement
            for implemented_requirement in controls.implemented_requirements
        ),
    )


def _with_whole(requirement: o.ImplementedRequirement, control: Control, ids: UuidFactory) -> o.ImplementedRequirement:
    whole = control.statement_id("")
    listed = ", ".join(statement.statement_id for statement in requirement.statements)
    answer = _TailoringAnswer(f"Answered part by part: {listed}.", (prop("text", BY_PART, NS),))
    added = _statement(whole, answer, requirement.responsible_roles, ids)
    return replace(requirement, statements=(added, *requirement.statements))


class _TailoringAnswer(msgspec.Struct, frozen=True):
    answer: str
    props: tuple[o.Property, ...]
    remarks: str | None = None


def _statement(
    statement_id: str, answer: _TailoringAnswer, roles: tuple[o.ResponsibleRole, ...], ids: UuidFactory
) -> o.Statement:
    return o.Statement(
        statement_id=statement_id,
        uuid=ids.object("statement", statement_id),
        by_components=(
            o.ByComponent(
                component_uuid=Naming(ids).this_system,
                uuid=ids.object("by-component", statement_id, "this-system"),
                responsible_roles=roles,
                description=text(answer.answer),
                props=answer.props,
                remarks=text(answer.remarks) if answer.remarks else None,
            ),
        ),
    )
