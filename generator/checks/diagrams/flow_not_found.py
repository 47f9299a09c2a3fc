"""A diagram has a line between two things that run, and nothing that was collected tells of such a flow."""

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
    id="flow-not-found",
    area="Flows",
    title="Drawn flows exist",
    problem="Flow drawn, but not found",
    asks="Does configuration, a policy or a flow log tell of every flow that is drawn between things that run?",
    rationale="A flow that is drawn and does not exist hides that the one that does exist is another.",
    fix="Remove the line; or collect what shows the flow: the configuration, a policy, or a flow log.",
    reference=(
        "FedRAMP SSP template, section 8: flows among internal components and external systems are described as they are; "
        "our own mapping for CA-9, PL-8"
    ),
    controls=mapped(ours="CA-9 PL-8"),
    subjects=("drawn flow", "drawn flows"),
    severity=Severity.LOW,
)


@dataclass(frozen=True, slots=True)
class FlowNotFound:
    """See `Check`. By itself no fault: not every call stands in configuration. Ends that do not run are reported elsewhere."""

    id: str = "flow-not-found"
    title: str = "Flow drawn, but not found"
    question: str = "Does configuration, a policy or a flow log tell of every flow that is drawn between things that run?"
    controls: tuple[ControlId, ...] = control_ids("CA-9", "PL-8")
    source: str = (
        "FedRAMP SSP template, section 8: flows among internal components and external systems are described as they are; "
        "our own mapping for CA-9, PL-8"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.comparison.compared else flow_words.DRAWN_AND_RUNNING

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        services = {each.id for each in evidence.comparison.external}
        for flow in evidence.comparison.flows:
            known = flow.source_workloads and (flow.target_workloads or flow.target in services)
            if flow.verdict is not FlowVerdict.ABSENCE or not known:
                continue
            loose = " One end of the line is loose and was taken for the nearest shape." if flow.snapped else ""
            yield Discrepancy(
                check=self.id,
                subject=flow_words.subject(flow),
                title=f"The drawn flow {flow_words.named(flow)} was not found",
                detail=f"The page {flow.page} has a line from “{flow.source_label}” to “{flow.target_label}”. "
                f"{flow_words.looked(evidence.flows.windows)}{loose}",
                controls=self.controls,
                severity=Severity.LOW,
                next_step="Remove the line; or collect what shows the flow: the configuration, a policy, or a flow log.",
                sources=flow_words.sources(flow),
            )
