"""FedRAMP Tailored LI-SaaS in the plan: what its profile does with each control, and the controls that nobody describes.

The profile FedRAMP_rev5_LI-SaaS-baseline_profile selects all controls of the Low baseline and says by the property `method`
(class FedRAMP-Tailored-LI-SaaS) what is done with each. FedRAMP wants an implemented requirement for each control that a
profile selects (`incomplete-implemented-requirements`) and an answer at each response point (`has-required-response-points`):
of LI-SaaS the statement of an assessed control as a whole. SSP Appendix A LI-SaaS v1.1, Tailoring Criteria: an attestation
needs no documentation, and no response is required for NSO and FED.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from generator.frameworks.base import Control
from generator.frameworks.rev5.li_saas import METHOD, METHOD_CLASS, methods
from generator.ids import Identifiers
from generator.model.identifiers import ControlId
from generator.model.narrative import Narrative, Standing
from generator.narrative.markdown_write import write_markdown
from generator.oscal import types as o
from generator.oscal.common import NS, prop, text
from generator.oscal.components import Naming
from generator.oscal.ssp_statements import stated

BY_PART = "by-part"
"""How a statement is marked that only says where the answers stand."""
_NOT_ASKED = {
    "NSO": "FedRAMP Tailored LI-SaaS, NSO: FedRAMP determined that this control does not bear on the security of software as a "
    "service. No response is required.",
    "FED": "FedRAMP Tailored LI-SaaS, FED: the control is the responsibility of the Federal Government. No response is "
    "required.",
}
_OWED = "Not attested yet: FedRAMP Tailored LI-SaaS has the provider attest that this control is in place."


def method_props(control: ControlId, namespace: str) -> Iterator[o.Property]:
    """What the profile does with a control, as its own property."""
    for one in methods(control):
        yield o.Property(name=METHOD, value=one, ns=namespace, class_=METHOD_CLASS)


def attested_by(said: Narrative | None) -> str:
    """Who attests and since when; empty while no named person does."""
    if said is None or said.standing is not Standing.FINAL or said.date is None:
        return ""
    return f"Attested by {said.approver} on {said.date.isoformat()} (FedRAMP Tailored LI-SaaS)."


def not_asked(control: ControlId) -> str:
    """Why no response is required; empty where one is."""
    told = tuple(methods(control))
    return "" if "ATTEST" in told else next((_NOT_ASKED[one] for one in told if one in _NOT_ASKED), "")


def status_props(control: ControlId, said: Narrative | None, namespace: str) -> Iterator[o.Property]:
    """Not applicable where FedRAMP says so; implemented where a named person attests to it and states nothing else."""
    if reason := not_asked(control):
        yield prop("implementation-status", "not-applicable", namespace, remarks=reason)
    elif said and said.statuses:
        for one in said.statuses:
            yield prop("implementation-status", one, namespace, remarks=attested_by(said) or stated(said))
    elif attestation := attested_by(said):
        yield prop("implementation-status", "implemented", namespace, remarks=attestation)


def attestations(
    control: Control, said: Narrative | None, roles: tuple[o.ResponsibleRole, ...], ids: Identifiers
) -> Iterator[o.Statement]:
    """The texts that people wrote all the same, else the attestation alone; nothing where no response is required."""
    if not_asked(control.id):
        return
    told = attested_by(said)
    written = {one.letter: write_markdown(one.content) for one in said.parts} if said else {}
    for part, answer in (written or {"": told or _OWED}).items():
        kind = "written" if written else "attested" if told else "missing"
        marks = [prop("text", kind, NS), *([prop("standing", said.standing, NS)] if said else [])]
        remarks = (told or stated(said)) if written and said else None
        yield _statement(control.statement_id(part), _Said(answer, tuple(marks), remarks), roles, ids)


def with_response_points(
    controls: o.ControlImplementation, plan: tuple[Control, ...], ids: Identifiers
) -> o.ControlImplementation:
    """Of each assessed control that is answered part by part, a statement as a whole that says so."""
    parts = {one.oscal_id: one for one in plan if one.parts and "ASSESS" in methods(one.id)}
    return replace(
        controls,
        implemented_requirements=tuple(
            _with_whole(one, parts[one.control_id], ids) if one.control_id in parts else one
            for one in controls.implemented_requirements
        ),
    )


def _with_whole(requirement: o.ImplementedRequirement, control: Control, ids: Identifiers) -> o.ImplementedRequirement:
    whole = control.statement_id("")
    listed = ", ".join(one.statement_id for one in requirement.statements)
    said = _Said(f"Answered part by part: {listed}.", (prop("text", BY_PART, NS),))
    added = _statement(whole, said, requirement.responsible_roles, ids)
    return replace(requirement, statements=(added, *requirement.statements))


@dataclass(frozen=True, slots=True)
class _Said:
    answer: str
    props: tuple[o.Property, ...]
    remarks: str | None = None


def _statement(statement_id: str, said: _Said, roles: tuple[o.ResponsibleRole, ...], ids: Identifiers) -> o.Statement:
    return o.Statement(
        statement_id=statement_id,
        uuid=ids.object("statement", statement_id),
        by_components=(
            o.ByComponent(
                component_uuid=Naming(ids).this_system,
                uuid=ids.object("by-component", statement_id, "this-system"),
                responsible_roles=roles,
                description=text(said.answer),
                props=said.props,
                remarks=text(said.remarks) if said.remarks else None,
            ),
        ),
    )
