"""Something runs inside the boundary that no diagram shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.facts.managed import runs
from generator.model.comparison import Discrepancy
from generator.model.identifiers import ControlId, control_ids
from generator.model.inventory import without_cluster
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="running-not-drawn",
    area="Asset management",
    title="What runs is drawn",
    problem="Running, but not drawn",
    asks="Is every workload that runs inside the boundary shown in a diagram?",
    rationale="What is not drawn was not assessed, and an assessor who finds it doubts the rest of the boundary.",
    fix="Draw it, or name the shape that stands for it in decisions/diagram-mapping.yaml.",
    reference="FedRAMP Rev5 playbook, SSP page: the boundary diagram is validated against the inventory by the 3PAO",
    controls=mapped(ours="CM-8 CM-8(3) PL-8"),
    subjects=("workload", "workloads"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class RunningNotDrawn:
    """See `Check`."""

    id: str = "running-not-drawn"
    title: str = "Running, but not drawn"
    question: str = "Is every workload that runs inside the boundary shown in a diagram?"
    controls: tuple[ControlId, ...] = control_ids("CM-8", "CM-8(3)", "PL-8")
    source: str = "FedRAMP Rev5 playbook, SSP page: the boundary diagram is validated against the inventory by the 3PAO"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.comparison.compared else "a diagram that can be read and a cluster"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        workloads = {workload.key: workload for workload in runs(evidence.facts)}
        for key in evidence.comparison.cluster_only:
            workload = workloads[key]
            assets = sorted(
                image.asset_id for image in evidence.facts.inventory if key in map(without_cluster, image.workloads)
            )
            yield Discrepancy(
                check=self.id,
                subject=key,
                title=f"{workload.kind} {workload.name} runs but is not drawn",
                detail=f"{workload.kind} {workload.name} in namespace {workload.namespace} is part of what runs, "
                "but no diagram shows a component that stands for it.",
                controls=self.controls,
                severity=Severity.MODERATE,
                next_step="Draw it, or name the shape that stands for it in decisions/diagram-mapping.yaml.",
                asset_ids=tuple(assets),
                sources=workload.sources,
            )
