"""The evidence tells of a flow between two drawn things, and no diagram has a line for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.diagrams import flow_words
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.flow import FlowVerdict, Strength
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="flow-not-drawn",
    area="Flows",
    title="Every flow is drawn",
    problem="Flow not drawn",
    asks="Does a diagram show every flow that configuration, policies or flow logs tell of?",
    rationale="A flow that is not drawn was not assessed: neither its encryption nor whether it should be there.",
    fix="Draw it with port, protocol and encryption, or remove what allows it.",
    reference=(
        "FedRAMP SSP template, section 8, Data Flow Diagram: ports, protocols, services of all internal and external traffic; "
        "our own mapping for CA-9, AC-4, PL-8, CM-7"
    ),
    controls=mapped(ours="CM-7 CA-9 AC-4 PL-8"),
    subjects=("flow", "flows"),
    severity=Severity.LOW,
)


@dataclass(frozen=True, slots=True)
class FlowNotDrawn:
    """See `Check`. An end that is not drawn is reported by the checks about what is not drawn, and not again here."""

    id: str = "flow-not-drawn"
    title: str = "Flow not drawn"
    question: str = "Does a diagram show every flow that configuration, policies or flow logs tell of?"
    controls: tuple[ControlId, ...] = control_ids("CA-9", "AC-4", "PL-8", "CM-7")
    source: str = (
        "FedRAMP SSP template, section 8, Data Flow Diagram: ports, protocols, services of all internal and external traffic; "
        "our own mapping for CA-9, AC-4, PL-8, CM-7"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.comparison.compared else flow_words.DRAWN_AND_RUNNING

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        undrawn = {*evidence.comparison.cluster_only, *evidence.comparison.external_only}
        for flow in evidence.comparison.flows:
            if flow.verdict is not FlowVerdict.DIVERGENCE or {flow.source, flow.target} & undrawn:
                continue
            yield Discrepancy(
                check=self.id,
                subject=flow_words.subject(flow),
                title=f"The flow {flow_words.named(flow)} is not drawn",
                detail=f"No diagram has a line from “{flow.source_label}” to “{flow.target_label}”. "
                f"{flow_words.flow_evidence_text(flow)}",
                controls=self.controls,
                severity=Severity.MODERATE if flow.strength is Strength.OBSERVED else Severity.LOW,
                next_step="Draw it with port, protocol and encryption, or remove what allows it.",
                sources=flow_words.sources(flow),
            )
