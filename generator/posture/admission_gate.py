"""Is there any gate at all that keeps out what does not adhere? FedRAMP asks for one, whichever it is."""

from dataclasses import dataclass
from itertools import chain

from generator.model.posture import Certainty, Problem, Requirement, State
from generator.model.scan import Severity
from generator.model.settings.admission import Webhooks
from generator.posture.admission_policies import AdmissionPolicies
from generator.posture.admission_webhooks import is_gate
from generator.posture.base import Ground, Judgement, Row, named, none_found, not_collected
from generator.posture.gatekeeper_constraints import GatekeeperConstraints
from generator.posture.kyverno_policies import KyvernoPolicies
from generator.posture.mapping import mapped
from generator.posture.pod_security_levels import PodSecurityLevels
from generator.posture.signed_images import SignedImages

_GATES: tuple[tuple[str, Row], ...] = (
    ("Pod Security levels", PodSecurityLevels()),
    ("ValidatingAdmissionPolicies", AdmissionPolicies()),
    ("Gatekeeper", GatekeeperConstraints()),
    ("Kyverno", KyvernoPolicies()),
    ("policies for signatures", SignedImages()),
)


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
        said = [(name, row.judge(ground)) for name, row in _GATES]
        holding = [name for name, one in said if one.state is State.ENFORCING]
        loose = [name for name, one in said if one.state is State.NOT_ENFORCING]
        missing = tuple(f"{name}: not collected" for name, one in said if one.state is State.NOT_COLLECTED)
        citations = tuple(dict.fromkeys(chain.from_iterable(one.citations for name, one in said if name in (*holding, *loose))))
        others = _others(ground)
        if holding:
            beside = f"; {named(loose)} in part" if loose else ""
            return Judgement(
                state=State.ENFORCING, found=f"Enforced by {named(holding)}{beside}.", missing=missing, citations=citations
            )
        if others:
            found = f"Webhooks refuse pods while they do not answer ({named(others)}); what else they refuse cannot be seen."
            return Judgement(
                state=State.ENFORCING, found=found, certainty=Certainty.INDICATION, missing=missing, citations=citations
            )
        if loose:
            text = f"has {named(loose)}, but none that enforces everywhere"
            problem = Problem(subject=ground.cluster, text=text, citations=citations)
            found = f"{named(loose)} found, none enforcing everywhere."
            return Judgement(state=State.NOT_ENFORCING, found=found, missing=missing, problems=(problem,), citations=citations)
        if len(missing) == len(_GATES):
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
