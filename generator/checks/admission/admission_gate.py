"""Is there any gate at all that keeps out what does not adhere? FedRAMP asks for one, whichever it is."""

from dataclasses import dataclass

from generator.checks.admission.admission_webhook_passable import is_gate
from generator.checks.admission.gate_kinds import KINDS
from generator.checks.mapping import mapped
from generator.model.posture import Certainty, PostureRequirement, PostureState, Problem
from generator.model.scan import Severity
from generator.model.settings.admission import Webhooks
from generator.posture.base import Judgment, PostureContext, judged_evidence, named, none_found, not_collected

_REQUIREMENT = PostureRequirement(
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

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        results = [kind.ask(context) for kind in KINDS]
        holding, loose = (
            [result for result in results if result.whole],
            [result for result in results if result.part and not result.whole],
        )
        missing = tuple(f"{result.name}: not collected" for result in results if not result.looked)
        citations = tuple(dict.fromkeys(cited for result in (*holding, *loose) for cited in result.citations))
        others = _others(context)
        if holding:
            partial_text = f"; {named([result.part or result.name for result in loose])} in part" if loose else ""
            text = f"In every namespace enforced by {named([result.whole for result in holding])}{partial_text}."
            return Judgment(state=PostureState.ENFORCING, summary=text, missing=missing, citations=citations)
        if others:
            text = f"Webhooks refuse pods while they do not answer ({named(others)}); what else they refuse cannot be seen."
            return Judgment(
                state=PostureState.ENFORCING, summary=text, certainty=Certainty.INDICATION, missing=missing, citations=citations
            )
        if loose:
            names = named([result.part for result in loose])
            text = f"has {names}, but nothing that refuses in every namespace"
            problem = Problem(subject=context.cluster, text=text, citations=citations)
            detail = f"Found, but for a part only or without refusing anything: {names}."
            return judged_evidence(detail, (problem,), citations, missing=missing, held=(0, 1))
        if len(missing) == len(KINDS):
            return not_collected("any admission gate")
        return none_found("No gate among those that were collected.", missing=missing)


def _others(context: PostureContext) -> list[str]:
    """Validating webhooks that fail closed for pods, of programs whose policies are not read here."""
    known = ("gatekeeper", "kyverno", "sigstore", "cosign")
    hooks = [hook for setting in context.of(Webhooks) if setting.kind.startswith("Validating") for hook in setting.says.hooks]
    return sorted(
        hook.name
        for hook in hooks
        if is_gate(hook)
        and hook.rules
        and hook.failure_policy == "Fail"
        and not hook.opt_in
        and not any(known_name in f"{hook.name}{hook.service}" for known_name in known)
    )
