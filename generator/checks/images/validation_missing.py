"""No assessor is recorded who validated the hardening process, the pipeline's tools or the inventory mechanism.

Stated by the provider in decisions/validations.yaml with the report that is kept; what the report says is not read. A
validation by the provider itself is none. The file knows no withdrawn validation, so no process fails. Without any entry
nothing was collected.
"""

from collections.abc import Sequence

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import handed_in
from generator.facts.validations import FILE
from generator.model.evidence import EvidenceSource
from generator.model.hardening import AssessorValidation, ValidationSubject
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.verdict_makers import cite, passes, unknown

_GUIDANCE = "FedRAMP Vulnerability Scanning Requirements for Containers v1.0"
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
)


_PROCESSES = {
    ValidationSubject.HARDENING: "the process of hardening images",
    ValidationSubject.PIPELINE: "the tools of the build, test and orchestration pipeline",
    ValidationSubject.INVENTORY: "the mechanism that keeps count of running containers",
}


def _judge(context: CheckContext) -> Judgment:
    recorded = context.facts.validations
    if not recorded:
        return not_collected("an assessor's validations (decisions/validations.yaml)")
    return judged(_verdict(subject, recorded, context.system.provider or "") for subject in ValidationSubject)


def _verdict(subject: ValidationSubject, recorded: Sequence[AssessorValidation], provider: str) -> JudgedSubject:
    of_it = [each for each in recorded if each.subject is subject]
    independent = [each for each in of_it if each.by.casefold() != provider.casefold()]
    if independent:
        last = max(independent, key=lambda each: each.day)
        cited = cite("Validation", subject, EvidenceSource(last.sha256, last.file or FILE))
        reason = f"{last.by} is named as assessor in {last.place}"
        return passes(subject, *cited, certainty=Certainty.STATED, reason=reason)
    words = _PROCESSES[subject]
    why = f"the validation of {words} is the provider's own" if of_it else f"no assessor's validation of {words} is recorded"
    step = f"have it validated, and add `- what: {subject}` with `by`, `validated` and `file` to decisions/validations.yaml"
    return unknown(subject, why, next_step=step)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=handed_in)
