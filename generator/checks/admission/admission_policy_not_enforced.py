"""ValidatingAdmissionPolicies: one without a binding enforces nothing, and a binding may only warn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.settings.admission import EVERYTHING, AdmissionPolicy, AdmissionPolicyBinding
from generator.model.settings.base import Setting
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected, of

_GROUP = "admissionregistration.k8s.io"


_REQUIREMENT = PostureRequirement(
    id="admission-policy-not-enforced",
    area="Admission",
    title="ValidatingAdmissionPolicies are bound and deny",
    problem="ValidatingAdmissionPolicy does not deny",
    asks="Is every ValidatingAdmissionPolicy bound with the action Deny, and does it refuse what it cannot evaluate?",
    rationale="A policy without a binding enforces nothing; one that is bound with Warn or Audit only tells.",
    fix="Add a ValidatingAdmissionPolicyBinding with `validationActions: [Deny]`, and set `failurePolicy: Fail`.",
    reference="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/",
    controls=mapped(fedramp="CM-6 CM-3", ours="AC-6"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class AdmissionPolicies:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not context.listed((_GROUP, "ValidatingAdmissionPolicy")):
            refused = context.refused((_GROUP, "validatingadmissionpolicies"))
            return not_collected("ValidatingAdmissionPolicies and their bindings", refused=refused)
        policies, bindings = context.of(AdmissionPolicy), context.of(AdmissionPolicyBinding)
        if not policies:
            return none_found("No ValidatingAdmissionPolicy.")
        if not context.listed((_GROUP, "ValidatingAdmissionPolicyBinding")):
            return not_collected("ValidatingAdmissionPolicyBindings, without which a policy enforces nothing")
        problems = [problem for policy in policies for problem in _problems(policy, bindings)]
        denying = {binding.says.policy for binding in bindings if "Deny" in binding.says.actions}
        bound = sum(policy.name in denying for policy in policies)
        narrowed = [f"{binding.name} names which objects it is for" for binding in bindings if binding.says.reach != EVERYTHING]
        summary = f"{of(bound, len(policies), 'ValidatingAdmissionPolicies')} bound with Deny."
        return judged(summary, problems, (*policies, *bindings), missing=narrowed)


def _problems(policy: Setting[AdmissionPolicy], bindings: Sequence[Setting[AdmissionPolicyBinding]]) -> Iterator[Problem]:
    bound = [binding for binding in bindings if binding.says.policy == policy.name]
    cited = (policy.cited, *(setting.cited for setting in bound))
    actions = sorted({action for setting in bound for action in setting.says.actions})
    if not bound:
        yield Problem(subject=policy.key, text="has no binding, so that it enforces nothing", citations=cited)
    elif "Deny" not in actions:
        yield Problem(subject=policy.key, text=f"is bound with {named(actions) or 'no action'} only", citations=cited)
    if policy.says.failure_policy != "Fail":
        yield Problem(subject=policy.key, text="lets pass what it cannot evaluate (failurePolicy Ignore)", citations=cited)
