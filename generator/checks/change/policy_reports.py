"""Policy reports: what Kyverno and others found in what runs, workload by workload."""

import re
from collections.abc import Iterator, Mapping, Set

from generator.checks.base import Check, CheckContext, Judgment, judged, named, none_found, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import workloads
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.settings.base import Setting
from generator.model.settings.change import ObjectResults, PolicyResults
from generator.model.settings.isolation import PodIsolation
from generator.model.verdict_makers import fails, passes, unknown
from generator.text import agreeing, counted

_KINDS = (
    ("wgpolicyk8s.io", "PolicyReport"),
    ("wgpolicyk8s.io", "ClusterPolicyReport"),
    ("openreports.io", "Report"),
    ("openreports.io", "ClusterReport"),
)
_MADE = ("Pod", "ReplicaSet", "Job")
"""Objects that a controller makes, under its name with a random end."""
_MAKERS = ("Deployment", "StatefulSet", "DaemonSet", "CronJob", "Rollout")
_ENDS = (re.compile(r"-[a-z0-9]{5}$"), re.compile(r"-[a-z0-9]{6,10}(?:-[a-z0-9]{5})?$"), re.compile(r"-\d+$"))
_AGE = "Whether a report is newer than the last change of its object is not compared."

_REQUIREMENT = PostureRequirement(
    id="policy-reports",
    area="Assessment",
    title="What runs complies with the policies",
    problem="Resource violates a policy",
    asks="Do the reports of the policy engine show that everything that runs passes its policies?",
    rationale="A policy that only refuses new objects says nothing of what was there before it.",
    fix="Correct the objects that the report names, or except them with a reason.",
    reference="https://kyverno.io/docs/policy-reports/",
    controls=mapped(fedramp="CM-6", nist="CA-7", ours="CA-2"),
    subjects=("object", "objects"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the workloads, and every other object of the system's namespaces that a report names. What a report says
    of a pod, ReplicaSet or Job counts for the workload that made it.
    """
    workloads = {each.key: each.cited for each in context.inside(PodIsolation)}
    reports = context.of(PolicyResults)
    if not reports and not context.listed(*_KINDS):
        return not_collected("policy reports", refused=context.refused(("wgpolicyk8s.io", "policyreports")))
    verdicts = list(_reported(context, reports, workloads))
    covered = {each.name for each in verdicts}
    verdicts += [unknown(key, "no report covers this object", cited) for key, cited in workloads.items() if key not in covered]
    if verdicts:
        return judged(verdicts, notes=(_AGE,) if covered else ())
    if context.listed_whole(*_KINDS):
        return none_found("No policy report names an object of the system's namespaces.")
    return not_collected("policy reports", refused=context.refused(("wgpolicyk8s.io", "policyreports")))


def _reported(
    context: CheckContext, reports: tuple[Setting[PolicyResults], ...], workloads: Mapping[str, ObjectCitation]
) -> Iterator[JudgedSubject]:
    makers = {*workloads} | {each.key for report in reports for each in report.says.objects if each.kind in _MAKERS}
    for report in reports:
        for results in report.says.objects:
            if not results.namespace or context.is_ours(results.namespace):
                yield _object(_name(results, makers), report, results)
        if not report.says.objects and (not report.namespace or context.is_ours(report.namespace)):
            yield _unnamed(report)


def _object(name: str, report: Setting[PolicyResults], results: ObjectResults) -> JudgedSubject:
    if results.failed or results.errors:
        text = _text(results.failed, results.errors, results.failing)
        return fails(name, text, report.cited, certainty=Certainty.REPORTED, contested_by=[report.source])
    if results.warned:
        return unknown(name, "a result only warns", report.cited)
    if not results.passed:
        return unknown(name, "all results were skipped", report.cited)
    return passes(name, report.cited, certainty=Certainty.REPORTED, reason=f"{counted(results.passed, 'result')} passed")


def _unnamed(report: Setting[PolicyResults]) -> JudgedSubject:
    """A report that counts and names no object."""
    says = report.says
    if says.failed or says.errors:
        return fails(report.key, _text(says.failed, says.errors, says.failing), report.cited, certainty=Certainty.REPORTED)
    return unknown(report.key, "the report does not name its objects", report.cited)


def _name(results: ObjectResults, makers: Set[str]) -> str:
    """That of the workload that made it, where exactly one could have."""
    if results.key in makers or results.kind not in _MADE:
        return results.key
    stems = {f"{results.namespace}/{end.sub('', results.name)}" for end in _ENDS}
    possible = [key for key in makers if f"{key.partition('/')[0]}/{key.rpartition('/')[2]}" in stems]
    return possible[0] if len(possible) == 1 else results.key


def _text(failed: int, errors: int, failing: tuple[str, ...]) -> str:
    names = f" ({named(failing)})" if failing else ""
    parts = [f"has {counted(failed, 'result')} that failed{names}"] if failed else []
    parts += [f"has {errors:,} {agreeing(errors, 'policy', 'policies')} that could not be evaluated"] if errors else []
    return " and ".join(parts)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=workloads, per_cluster=True, kubernetes=True)
