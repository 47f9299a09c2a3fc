"""A line is drawn from A to B, while B opens the connection to A."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.diagrams import flow_words
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.flow import FlowVerdict
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="flow-reversed",
    area="Flows",
    title="Arrows point from whoever opens the connection",
    problem="Flow drawn in the opposite direction",
    asks="Does every arrow point from whoever opens the connection?",
    rationale="Who opens a connection decides which side has to be protected from the other.",
    fix="Turn the arrow round, or give it two heads where data flows both ways.",
    reference=(
        "FedRAMP SSP template, section 7 instructions: arrows indicate where the initial connection is made, internally as "
        "well; our own mapping for CA-9, AC-4, PL-8"
    ),
    controls=mapped(ours="CA-9 AC-4 PL-8"),
    subjects=("drawn flow", "drawn flows"),
    severity=Severity.LOW,
)


@dataclass(frozen=True, slots=True)
class FlowReversed:
    """See `Check`."""

    id: str = "flow-reversed"
    title: str = "Flow drawn in the opposite direction"
    question: str = "Does every arrow point from whoever opens the connection?"
    controls: tuple[ControlId, ...] = control_ids("CA-9", "AC-4", "PL-8")
    source: str = (
        "FedRAMP SSP template, section 7 instructions: arrows indicate where the initial connection is made, internally as "
        "well; our own mapping for CA-9, AC-4, PL-8"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.comparison.compared else flow_words.DRAWN_AND_RUNNING

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for flow in evidence.comparison.flows:
            if flow.verdict is FlowVerdict.REVERSED:
                yield Discrepancy(
                    check=self.id,
                    subject=flow_words.subject(flow),
                    title=f"The flow {flow_words.named(flow)} is drawn in the opposite direction",
                    detail=f"The page {flow.page} draws an arrow from “{flow.source_label}” to “{flow.target_label}”, but "
                    f"“{flow.target_label}” opens the connection. {flow_words.flow_evidence_text(flow)}",
                    controls=self.controls,
                    severity=Severity.LOW,
                    next_step="Turn the arrow round, or give it two heads where data flows both ways.",
                    sources=flow_words.sources(flow),
                )
