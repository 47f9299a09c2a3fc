"""ValidatingAdmissionPolicies: one without a binding enforces nothing, and a binding may only warn."""

from collections.abc import Iterator, Sequence

from generator.checks.admission.webhook_reach import unlisted
from generator.checks.base import Check, CheckContext, Judgment, judged, named
from generator.checks.mapping import mapped
from generator.checks.populations import of_kinds
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.settings.admission import AdmissionPolicy, AdmissionPolicyBinding
from generator.model.settings.base import Setting
from generator.model.verdict_makers import fails, passes, unknown

_GROUP = "admissionregistration.k8s.io"
POLICIES, BINDINGS = (_GROUP, "ValidatingAdmissionPolicy"), (_GROUP, "ValidatingAdmissionPolicyBinding")

_REQUIREMENT = PostureRequirement(
    id="admission-policy-not-enforced",
    area="Admission",
    title="ValidatingAdmissionPolicies are bound and deny",
    problem="ValidatingAdmissionPolicy does not deny",
    asks="Is every ValidatingAdmissionPolicy bound with the action Deny, and does it refuse what it cannot evaluate?",
    rationale="A policy without a binding enforces nothing; one that is bound with Warn or Audit only reports.",
    fix="Add a ValidatingAdmissionPolicyBinding with `validationActions: [Deny]`, and set `failurePolicy: Fail`.",
    reference="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/",
    controls=mapped(fedramp="CM-6 CM-3", ours="AC-6"),
    subjects=(
        "ValidatingAdmissionPolicy about pods or their makers",
        "ValidatingAdmissionPolicies about pods or their makers",
    ),
)


def _judge(context: CheckContext) -> Judgment:
    """Policies about other kinds keep no container out; they are named in a note. No refusal was seen: a pass is declared."""
    policies = [each for each in context.of(AdmissionPolicy) if each.says.reach.workloads]
    others = sorted(each.name for each in context.of(AdmissionPolicy) if not each.says.reach.workloads)
    notes = [f"About other kinds than pods and what makes them, and left out: {named(others)}."] if others else []
    if policies:
        return judged((_subject(context, each) for each in policies), notes=notes)
    none = "No ValidatingAdmissionPolicy about pods or what makes them."
    return context.absent(none, "ValidatingAdmissionPolicies and their bindings", POLICIES, notes=notes)


def _subject(context: CheckContext, policy: Setting[AdmissionPolicy]) -> JudgedSubject:
    bound = bindings_of(context, policy)
    denying = [each for each in bound if "Deny" in each.says.actions]
    cited = [policy.cited, *(each.cited for each in bound)]
    own, of_bindings = list(_of_policy(policy.says)), list(_of_bindings(context, bound, denying))
    if own or of_bindings:
        sure = context.certainty_of_all((policy, *bound) if of_bindings else (policy,))
        return fails(policy.key, "; ".join((*own, *of_bindings)), *cited, certainty=sure)
    doubt = next(_doubts(context, policy, bound, denying), "")
    if doubt:
        return unknown(policy.key, doubt, *cited)
    return passes(policy.key, *cited, certainty=Certainty.DECLARED)


def bindings_of(context: CheckContext, policy: Setting[AdmissionPolicy]) -> list[Setting[AdmissionPolicyBinding]]:
    """Those that name it."""
    return [each for each in context.of(AdmissionPolicyBinding) if each.says.policy == policy.name]


def _of_policy(says: AdmissionPolicy) -> Iterator[str]:
    if says.failure_policy != "Fail":
        yield f"lets pass what it cannot evaluate (failurePolicy {says.failure_policy})"
    if not says.validations:
        yield "has no validation, so that it refuses nothing"
    if says.warnings:
        yield "has expressions whose types do not fit, as the API server warns"


def _of_bindings(
    context: CheckContext,
    bound: Sequence[Setting[AdmissionPolicyBinding]],
    denying: Sequence[Setting[AdmissionPolicyBinding]],
) -> Iterator[str]:
    """Without a whole list of bindings, one that denies may be among those that were not collected."""
    if not context.complete(BINDINGS) and (context.configuration.running or not bound):
        return
    if not bound:
        yield "has no binding, so that it enforces nothing"
    elif not denying:
        yield f"is bound with {named(sorted({action for each in bound for action in each.says.actions})) or 'no action'} only"
    elif all(not each.says.reach.narrowed for each in denying):
        out = [name for name in context.namespaces if all(each.says.reach.leaves_out(name) for each in denying)]
        if out:
            yield f"is bound with Deny, and not in {named(out)}"


def _doubts(
    context: CheckContext,
    policy: Setting[AdmissionPolicy],
    bound: Sequence[Setting[AdmissionPolicyBinding]],
    denying: Sequence[Setting[AdmissionPolicyBinding]],
) -> Iterator[str]:
    names = context.namespaces
    if not denying:
        yield "its bindings were not collected whole" if bound else "its bindings were not collected"
    if policy.says.parameters:
        yield "the parameter object was not collected"
    if policy.says.reach.narrowed:
        yield "the policy chooses by labels or conditions that were not evaluated"
    plain = [each for each in denying if not each.says.reach.narrowed]
    everywhere = any(not each.says.reach.only and not each.says.reach.excluded for each in plain)
    if not everywhere and (not names or any(all(each.says.reach.leaves_out(name) for each in plain) for name in names)):
        yield "the binding narrows by labels that were not evaluated"
    reaches = [policy.says.reach, *(each.says.reach for each in denying)]
    narrow = [pattern for each in reaches for pattern in (*each.only, *each.excluded)]
    if unlisted(context, narrow):
        yield "namespaces were not collected"
    left_out = [name for name in names if policy.says.reach.leaves_out(name)]
    if left_out:
        yield f"the policy itself is not for {named(left_out)}, and whether another one is was not evaluated"


CHECK = Check(
    requirement=_REQUIREMENT, judge=_judge, population=of_kinds("other policies", POLICIES), per_cluster=True, kubernetes=True
)
