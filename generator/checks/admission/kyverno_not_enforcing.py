"""Kyverno: do its policies enforce, or only audit? And what is excepted?"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.settings.admission import KyvernoException, KyvernoPolicy, KyvernoRule
from generator.model.settings.base import Setting
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected
from generator.text import counted

_LISTED = (
    ("kyverno.io", "ClusterPolicy"),
    ("kyverno.io", "Policy"),
    ("policies.kyverno.io", "ValidatingPolicy"),
    ("policies.kyverno.io", "ImageValidatingPolicy"),
)
_EXCEPTIONS = (("kyverno.io", "PolicyException"), ("policies.kyverno.io", "PolicyException"))


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
    required=False,
)


@dataclass(frozen=True, slots=True)
class KyvernoPolicies:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not context.listed(*_LISTED):
            refused = context.refused(("kyverno.io", "clusterpolicies"))
            return not_collected("Kyverno policies", refused=refused)
        policies = tuple(setting for setting in context.inside(KyvernoPolicy) if setting.says.rules)
        if not policies:
            return none_found("No Kyverno policy that can refuse anything.")
        exceptions = context.of(KyvernoException)
        problems = [problem for policy in policies for problem in _problems(context, policy)]
        rules = [rule for policy in policies for rule in policy.says.rules]
        detail = f"; {counted(len(exceptions), 'exception')}" if exceptions else ""
        summary = (
            f"{sum(rule.enforces for rule in rules)} of {counted(len(rules), 'rule')} in "
            f"{counted(len(policies), 'Kyverno policy', 'Kyverno policies')} enforce"
            f"{detail}."
        )
        missing = [f"{exception.key} exempts something from {named(exception.says.policies)}" for exception in exceptions]
        missing += [
            f"what ran before {policy.key} came: it has no background scan" for policy in policies if not policy.says.background
        ]
        if not context.listed(*_EXCEPTIONS):
            missing.append("exceptions (PolicyExceptions) were not collected")
        held = (sum(rule.enforces for rule in rules), len(rules))
        return judged(summary, problems, (*policies, *exceptions), missing=missing, held=held)


def _problems(context: PostureContext, each: Setting[KyvernoPolicy]) -> Iterator[Problem]:
    says = each.says
    audited = [rule.name for rule in says.rules if not rule.enforces]
    out = [name for name in says.audited_namespaces if name in context.namespaces]
    excluded = {rule.name: [name for name in context.namespaces if _is_left_out(rule, name)] for rule in says.rules}
    rules = [f"{name} ({rule})" for rule, names in excluded.items() for name in names]
    for wrong, text in (
        (bool(audited), f"only audits ({named(audited)})"),
        (says.failure_policy != "Fail", "lets requests pass while Kyverno does not answer (failurePolicy Ignore)"),
        (bool(out), f"only audits in {named(out)}"),
        (bool(rules) and not each.namespace, f"leaves out {named(rules)}"),
    ):
        if wrong:
            yield Problem(subject=each.key, text=text, citations=(each.cited,))


def _is_left_out(rule: KyvernoRule, namespace: str) -> bool:
    """By name; a rule about other kinds than workloads is not compared with namespaces."""
    return rule.reach.workloads and rule.reach.leaves_out(namespace)
