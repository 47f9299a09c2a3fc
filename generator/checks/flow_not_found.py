"""A diagram has a line between two things that run, and nothing that was collected tells of such a flow."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks import flow_words
from generator.checks.base import CheckEvidence
from generator.model.comparison import Discrepancy
from generator.model.flow import FlowVerdict
from generator.model.identifiers import ControlId, control_ids
from generator.model.scan import Severity


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
