"""Policy reports: what Kyverno and others found in what runs."""

from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.settings.base import Setting
from generator.model.settings.change import PolicyResults
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected
from generator.text import counted

_KINDS = (
    ("wgpolicyk8s.io", "PolicyReport"),
    ("wgpolicyk8s.io", "ClusterPolicyReport"),
    ("openreports.io", "Report"),
    ("openreports.io", "ClusterReport"),
)

_REQUIREMENT = PostureRequirement(
    id="policy-reports",
    area="Assessment",
    title="What runs passes the policies",
    problem="What runs breaks a policy",
    asks="Do the reports of the policy engine show that everything that runs passes its policies?",
    rationale="A policy that only refuses new objects says nothing of what was there before it.",
    fix="Correct the objects that the report names, or except them with a reason.",
    reference="https://kyverno.io/docs/policy-reports/",
    controls=mapped(fedramp="CM-6", nist="CA-7", ours="CA-2"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class PolicyReports:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not context.listed(*_KINDS):
            return not_collected("policy reports", refused=context.refused(("wgpolicyk8s.io", "policyreports")))
        settings = context.inside(PolicyResults)
        if not settings:
            return none_found("No policy report was found in the system's namespaces.")
        problems = [_problem(setting) for setting in settings if setting.says.failed or setting.says.errors]
        passed, failed, warned = (
            sum(getattr(setting.says, name) for setting in settings) for name in ("passed", "failed", "warned")
        )
        detail = f"{counted(len(settings), 'report')}: {passed:,} passed, {failed:,} failed, {warned:,} warned."
        return judged(detail, problems, settings)


def _problem(setting: Setting[PolicyResults]) -> Problem:
    failing = f" ({named(setting.says.failing)})" if setting.says.failing else ""
    parts = [f"{counted(setting.says.failed, 'result')} failed{failing}"] if setting.says.failed else []
    parts += [f"{counted(setting.says.errors, 'policy', 'policies')} could not be evaluated"] if setting.says.errors else []
    return Problem(subject=setting.key, text=" and ".join(parts), citations=(setting.cited,))
