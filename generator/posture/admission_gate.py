"""Is there any gate at all that keeps out what does not adhere? FedRAMP asks for one, whichever it is."""

from dataclasses import dataclass

from generator.model.posture import Certainty, Problem, Requirement, State
from generator.model.scan import Severity
from generator.model.settings.admission import Webhooks
from generator.posture.admission_webhooks import is_gate
from generator.posture.base import Ground, Judgement, judged_evidence, named, none_found, not_collected
from generator.posture.gate_kinds import KINDS
from generator.posture.mapping import mapped

_REQUIREMENT = Requirement(
    id="admission-gate",
    area="Admission",
    title="Something keeps out containers that do not adhere",
    problem="Nothing keeps out containers that do not adhere",
    asks="Does at least one mechanism refuse containers that do not adhere to the system's rules?",
    rationale="FedRAMP asks for a mechanism that restricts containers that do not adhere from being deployed.",
    fix="Enforce Pod Security levels, ValidatingAdmissionPolicies, Gatekeeper or Kyverno policies.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration "
        "Pipeline; CIS Kubernetes Benchmark 1.12, 5.2.1"
    ),
    controls=mapped(fedramp="CM-3 SI-7", ours="CM-6 CM-7(5)"),
    severity=Severity.HIGH,
)


@dataclass(frozen=True, slots=True)
class AdmissionGate:
    """See `Row`."""

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`."""
        found = [kind.ask(ground) for kind in KINDS]
        holding, loose = [one for one in found if one.whole], [one for one in found if one.part and not one.whole]
        missing = tuple(f"{one.name}: not collected" for one in found if not one.looked)
        citations = tuple(dict.fromkeys(cited for one in (*holding, *loose) for cited in one.citations))
        others = _others(ground)
        if holding:
            beside = f"; {named([one.part or one.name for one in loose])} in part" if loose else ""
            text = f"In every namespace enforced by {named([one.whole for one in holding])}{beside}."
            return Judgement(state=State.ENFORCING, found=text, missing=missing, citations=citations)
        if others:
            text = f"Webhooks refuse pods while they do not answer ({named(others)}); what else they refuse cannot be seen."
            return Judgement(
                state=State.ENFORCING, found=text, certainty=Certainty.INDICATION, missing=missing, citations=citations
            )
        if loose:
            names = named([one.part for one in loose])
            text = f"has {names}, but nothing that refuses in every namespace"
            problem = Problem(subject=ground.cluster, text=text, citations=citations)
            told = f"Found, but for a part only or without refusing anything: {names}."
            return judged_evidence(told, (problem,), citations, missing=missing, held=(0, 1))
        if len(missing) == len(KINDS):
            return not_collected("any admission gate")
        return none_found("No gate among those that were collected.", missing=missing)


def _others(ground: Ground) -> list[str]:
    """Validating webhooks that fail closed for pods, of programs whose policies are not read here."""
    known = ("gatekeeper", "kyverno", "sigstore", "cosign")
    hooks = [hook for each in ground.of(Webhooks) if each.kind.startswith("Validating") for hook in each.says.hooks]
    return sorted(
        hook.name
        for hook in hooks
        if is_gate(hook)
        and hook.rules
        and hook.failure_policy == "Fail"
        and not hook.opt_in
        and not any(one in f"{hook.name}{hook.service}" for one in known)
    )
