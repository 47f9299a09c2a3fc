"""No assessor is recorded who validated the hardening process, the pipeline's tools or the inventory mechanism."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.model.comparison import Discrepancy
from generator.model.hardening import ValidationSubject
from generator.model.identifiers import ControlId, control_ids
from generator.model.posture import PostureRequirement
from generator.model.scan import Severity

_GUIDANCE = "FedRAMP Vulnerability Scanning Requirements for Containers v1.0"
_SUBJECTS = (
    (
        ValidationSubject.HARDENING,
        "the process of hardening images",
        control_ids("CM-6", "CA-2"),
        f"{_GUIDANCE}, Hardened Images",
    ),
    (
        ValidationSubject.PIPELINE,
        "the tools of the build, test and orchestration pipeline",
        control_ids("CA-2", "CM-3"),
        f"{_GUIDANCE}, Container Build, Test, and Orchestration Pipeline",
    ),
    (
        ValidationSubject.INVENTORY,
        "the mechanism that keeps count of running containers",
        control_ids("CM-8", "CA-2"),
        f"{_GUIDANCE}, Asset Management and Inventory Reporting",
    ),
)


_REQUIREMENT = PostureRequirement(
    id="validation-missing",
    area="Assessment",
    title="An assessor validated hardening, pipeline and inventory",
    problem="Not validated by an assessor",
    asks=(
        "Has an assessor validated the process of hardening images, the pipeline's tools and the inventory mechanism, and is "
        "the evidence of it kept?"
    ),
    rationale="FedRAMP asks that an assessor validates these processes; without the evidence they count as not validated.",
    fix="Have it validated, and add an entry with `what`, `by`, `validated` and `file` to decisions/validations.yaml.",
    reference=f"{_GUIDANCE}: Hardened Images; Container Build, Test, and Orchestration Pipeline; Asset Management",
    controls=mapped(fedramp="CA-2 CM-3 CM-6 CM-8"),
    subjects=("process", "processes"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class ValidationMissing:
    """See `Check`."""

    id: str = "validation-missing"
    title: str = "Not validated by an assessor"
    question: str = (
        "Has an assessor validated the process of hardening images, the pipeline's tools and the inventory mechanism, and is "
        "the evidence of it kept?"
    )
    controls: tuple[ControlId, ...] = control_ids("CA-2", "CM-3", "CM-6", "CM-8")
    source: str = f"{_GUIDANCE}: Hardened Images; Container Build, Test, and Orchestration Pipeline; Asset Management"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        return None if evidence.facts.clusters else "what runs in the cluster"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        done = {validation.subject for validation in evidence.facts.validations}
        for subject, words, controls, source in _SUBJECTS:
            if subject in done:
                continue
            yield Discrepancy(
                check=self.id,
                subject=subject,
                title=f"No assessor validated {words}",
                detail=f"{source}: a 3PAO validates {words}. decisions/validations.yaml names none who did until the day.",
                controls=controls,
                severity=Severity.MODERATE,
                next_step=f"Have it validated, and add `- what: {subject}` with `by`, `validated` and `file` to "
                "decisions/validations.yaml.",
            )
