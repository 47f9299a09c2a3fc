"""A drawn line names ports, and the evidence tells of others."""

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
    id="drawn-port-differs",
    area="Flows",
    title="Drawn ports are those in use",
    problem="Drawn port differs from the port in use",
    asks="Where a line names a port, is it one that the evidence tells of for that flow?",
    rationale="The table of services, ports and protocols and the diagrams are read side by side.",
    fix="Write the port that is used beside the line, or correct the configuration.",
    reference=(
        "FedRAMP SSP template, section 8, Data Flow Diagram, and section 9, which names CM-7 and SA-4 for services, ports and "
        "protocols; our own mapping for PL-8, CM-7, SA-4(9)"
    ),
    controls=mapped(ours="CM-7 SA-4(9) PL-8"),
    subjects=("drawn flow", "drawn flows"),
    severity=Severity.LOW,
)


@dataclass(frozen=True, slots=True)
class DrawnPortDiffers:
    """See `Check`."""

    id: str = "drawn-port-differs"
    title: str = "Drawn port differs from the port in use"
    question: str = "Where a line names a port, is it one that the evidence tells of for that flow?"
    controls: tuple[ControlId, ...] = control_ids("CM-7", "SA-4(9)", "PL-8")
    source: str = (
        "FedRAMP SSP template, section 8, Data Flow Diagram, and section 9, which names CM-7 and SA-4 for services, ports and "
        "protocols; our own mapping for PL-8, CM-7, SA-4(9)"
    )

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.comparison.compared else flow_words.DRAWN_AND_RUNNING

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for flow in evidence.comparison.flows:
            known = {port.number for each in flow.flows for port in each.ports}
            complete = all(each.ports for each in flow.flows)
            if flow.verdict is not FlowVerdict.CONVERGENCE or not complete or not known.isdisjoint(flow.drawn_ports):
                continue
            if not known or not flow.drawn_ports:
                continue
            drawn, used = (", ".join(map(str, sorted(ports))) for ports in (flow.drawn_ports, known))
            yield Discrepancy(
                check=self.id,
                subject=flow_words.subject(flow),
                title=f"The flow {flow_words.named(flow)} is drawn with port {drawn} and uses {used}",
                detail=f"The line on page {flow.page} says “{flow.drawn_label}”. {flow_words.flow_evidence_text(flow)}",
                controls=self.controls,
                severity=Severity.LOW,
                next_step="Write the port that is used beside the line, or correct the configuration.",
                sources=flow_words.sources(flow),
            )
