"""Policy reports: what Kyverno and others found in what runs."""

from dataclasses import dataclass

from generator.model.posture import Problem, Requirement
from generator.model.settings.base import Setting
from generator.model.settings.change import PolicyResults
from generator.posture.base import Ground, Judgement, judged, named, none_found, not_collected
from generator.posture.mapping import mapped
from generator.text import counted

_KINDS = (
    ("wgpolicyk8s.io", "PolicyReport"),
    ("wgpolicyk8s.io", "ClusterPolicyReport"),
    ("openreports.io", "Report"),
    ("openreports.io", "ClusterReport"),
)

_REQUIREMENT = Requirement(
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

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`."""
        if not ground.listed(*_KINDS):
            return not_collected("policy reports", refused=ground.refused(("wgpolicyk8s.io", "policyreports")))
        found = ground.inside(PolicyResults)
        if not found:
            return none_found("No policy report was found in the system's namespaces.")
        problems = [_problem(one) for one in found if one.says.failed or one.says.errors]
        passed, failed, warned = (sum(getattr(one.says, name) for one in found) for name in ("passed", "failed", "warned"))
        told = f"{counted(len(found), 'report')}: {passed:,} passed, {failed:,} failed, {warned:,} warned."
        return judged(told, problems, found)


def _problem(one: Setting[PolicyResults]) -> Problem:
    failing = f" ({named(one.says.failing)})" if one.says.failing else ""
    parts = [f"{counted(one.says.failed, 'result')} failed{failing}"] if one.says.failed else []
    parts += [f"{counted(one.says.errors, 'policy', 'policies')} could not be evaluated"] if one.says.errors else []
    return Problem(subject=one.key, text=" and ".join(parts), citations=(one.cited,))
