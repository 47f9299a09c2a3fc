"""Kyverno: do its policies enforce, or only audit? And what is excepted?"""

from collections.abc import Iterator

from generator.checks.admission.webhook_reach import ours, unlisted, unseen_namespaces, webhook_answer
from generator.checks.base import Check, CheckContext, Judgment, judged, named, none_found, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import both, of_kinds, of_kinds_known
from generator.facts.image_policies import within
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.settings.admission import KyvernoException, KyvernoPolicy, KyvernoRule
from generator.model.settings.base import GroupKind, Setting
from generator.model.verdict_makers import fails, passes, unknown

KINDS: tuple[GroupKind, ...] = (
    ("kyverno.io", "ClusterPolicy"),
    ("kyverno.io", "Policy"),
    ("policies.kyverno.io", "ValidatingPolicy"),
    ("policies.kyverno.io", "ImageValidatingPolicy"),
)
_EXCEPTIONS: tuple[GroupKind, ...] = (("kyverno.io", "PolicyException"), ("policies.kyverno.io", "PolicyException"))
ENGINE = "Kyverno"

_REQUIREMENT = PostureRequirement(
    id="kyverno-not-enforcing",
    area="Admission",
    title="Kyverno policies enforce",
    problem="Kyverno policy does not enforce",
    asks="Does every rule of every Kyverno policy enforce what it describes, in every namespace of the system?",
    rationale="In Audit, Kyverno admits what it describes and only reports it; that is its default, too.",
    fix="Set `failureAction: Enforce` (`validationActions: [Deny]` in the newer kinds) once its reports are clean.",
    reference="https://kyverno.io/docs/policy-types/cluster-policy/policy-settings/",
    controls=mapped(fedramp="CM-6 CM-3 SI-7 CA-2"),
    subjects=("rule that can refuse", "rules that can refuse"),
)
_NOTE = "Namespaces that Kyverno's own ConfigMap exempts (`resourceFilters`) were not read."


def _judge(context: CheckContext) -> Judgment:
    """Rules that only change or make objects are no subjects. No refusal was seen: a pass is declared.

    `background: false` leaves out only what ran before the policy, which is another requirement's.
    """
    rules = [(policy, rule) for policy in context.inside(KyvernoPolicy) for rule in policy.says.rules]
    if rules:
        return judged((_subject(context, policy, rule) for policy, rule in rules), notes=[_NOTE])
    if context.complete(KINDS[0]) or context.complete(KINDS[2]):
        return none_found("No Kyverno policy that can refuse anything.")
    refused = context.refused(("kyverno.io", "clusterpolicies"))
    return not_collected("Kyverno policies", refused=refused)


def _subject(context: CheckContext, policy: Setting[KyvernoPolicy], rule: KyvernoRule) -> JudgedSubject:
    name, wrong = f"{policy.key}/{rule.name}", list(_wrong(context, policy, rule))
    exceptions = exceptions_of(context, policy)
    cited = (policy.cited, *(each.cited for each in exceptions))
    if wrong:
        return fails(name, "; ".join(wrong), policy.cited, certainty=context.certainty_of(policy))
    doubt = next(_doubts(context, policy, rule), "")
    if doubt:
        return unknown(name, doubt, *cited)
    return passes(name, *cited, certainty=Certainty.DECLARED)


def _wrong(context: CheckContext, policy: Setting[KyvernoPolicy], rule: KyvernoRule) -> Iterator[str]:
    says, reach = policy.says, within(policy, rule)
    namespaces = ours(context, ENGINE)
    if not rule.enforces:
        yield "only audits"
    if not rule.on_admission:
        yield "is not asked on admission"
    if says.failure_policy != "Fail":
        yield "lets requests pass while Kyverno does not answer (failurePolicy Ignore)"
    audited = [each for each in says.audited_namespaces if each in namespaces]
    if audited:
        yield f"only audits in {named(audited)}"
    out = [each for each in namespaces if rule.reach.workloads and reach.leaves_out(each)]
    if out and not policy.namespace:
        yield f"leaves out {named(out)}"
    if rule.reach.workloads and not policy.namespace:
        answers = (webhook_answer(context, ENGINE, each) for each in namespaces)
        yield from sorted({f"is not heeded: {answer.reason}" for answer in answers if answer.covers is False})


def _doubts(context: CheckContext, policy: Setting[KyvernoPolicy], rule: KyvernoRule) -> Iterator[str]:
    if exceptions_of(context, policy):
        yield "a PolicyException exempts something from it, which was not evaluated"
    if exceptions_unknown(context):
        yield "exceptions were not collected"
    if rule.reach.narrowed:
        yield "it selects by label or precondition"
    if rule.reach.workloads and (
        unseen_namespaces(context, rule.reach, ENGINE) or unlisted(context, policy.says.audited_namespaces)
    ):
        yield "namespaces were not collected"
    if rule.reach.workloads:
        answers = [webhook_answer(context, ENGINE, each) for each in ours(context, ENGINE)]
        yield from sorted({each.reason for each in answers if each.covers is None})


def exceptions_of(context: CheckContext, policy: Setting[KyvernoPolicy]) -> list[Setting[KyvernoException]]:
    """Those that name it: Kyverno names a Policy with its namespace before it."""
    names = {policy.name, f"{policy.namespace}/{policy.name}"}
    return [each for each in context.of(KyvernoException) if names & set(each.says.policies)]


def exceptions_unknown(context: CheckContext) -> bool:
    """Were neither the exceptions of the older kinds nor those of the newer listed whole?"""
    return not any(context.complete(kind) for kind in _EXCEPTIONS)


_other_rules = both(of_kinds("other rules", *KINDS[:2]), of_kinds_known("other rules", *KINDS[2:]))

CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=_other_rules, per_cluster=True, kubernetes=True)
