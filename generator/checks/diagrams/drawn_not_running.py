"""A diagram shows a component that nothing stands for."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="drawn-not-running",
    area="Asset management",
    title="What is drawn runs",
    problem="Drawn, but not running",
    asks="Does every component in a diagram stand for something that runs?",
    rationale="A diagram that shows what is not there describes another system than the one that is assessed.",
    fix="Remove it from the diagram, or say what it stands for in decisions/diagram-mapping.yaml.",
    reference="FedRAMP Rev5 playbook, agency authorization: inconsistent diagrams and narratives are a cause of remediation",
    controls=mapped(ours="CM-8 CM-8(3) PL-8"),
    subjects=("drawn component", "drawn components"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class DrawnNotRunning:
    """See `Check`."""

    id: str = "drawn-not-running"
    title: str = "Drawn, but not running"
    question: str = "Does every component in a diagram stand for something that runs?"
    controls: tuple[ControlId, ...] = control_ids("CM-8", "CM-8(3)", "PL-8")
    source: str = "FedRAMP Rev5 playbook, agency authorization: inconsistent diagrams and narratives are a cause of remediation"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.comparison.compared else "a diagram that can be read and a cluster"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        for drawn in evidence.comparison.diagram_only:
            yield Discrepancy(
                check=self.id,
                subject=f"{drawn.page}/{drawn.id}",
                title=f"“{drawn.label}” is drawn but nothing runs behind it",
                detail=f"The diagram {drawn.source.path} ({drawn.page}) shows “{drawn.label}”, "
                "and no workload that was collected could be joined to it."
                + (f" A person's word about it: {drawn.because}." if drawn.because else ""),
                controls=self.controls,
                severity=Severity.MODERATE,
                next_step="Remove it from the diagram, or say what it stands for in decisions/diagram-mapping.yaml.",
                sources=(drawn.source,),
            )
