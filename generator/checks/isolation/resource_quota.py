"""Quotas of namespaces."""

from generator.checks.base import NAMESPACE, POD, Check, CheckContext, Judgment, judged
from generator.checks.mapping import mapped
from generator.checks.populations import namespaces
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.settings.isolation import LimitDefaults, Quota
from generator.model.verdict_makers import fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="resource-quota",
    area="Resources",
    title="Namespaces have a quota or default limits",
    problem="Namespace has neither quota nor default limits",
    asks="Does every namespace of the system have a ResourceQuota or a LimitRange?",
    rationale="A quota keeps one part of the system from starving the others, also by the number of its objects.",
    fix="Add a ResourceQuota for cpu, memory and pods to the namespace, or a LimitRange.",
    reference="https://kubernetes.io/docs/concepts/policy/resource-quotas/",
    controls=mapped(fedramp="SC-6", ours="SC-5"),
    subjects=("namespace", "namespaces"),
    severity=Severity.LOW,
)
_KINDS = (("", "ResourceQuota"), ("", "LimitRange"))
_AMOUNTS = frozenset(
    "cpu memory pods count/pods requests.cpu requests.memory limits.cpu limits.memory".split(),
)
"""Of a quota: what keeps the namespace from taking a node's processor time and memory. Counts of other objects do not."""
_NONE = "has neither a ResourceQuota nor a LimitRange"
_OTHER = (
    "has no ResourceQuota of cpu, memory or pods for all its pods, and no LimitRange with a default or maximum of cpu or memory"
)


def _judge(context: CheckContext) -> Judgment:
    """Kubernetes, "Resource Quotas": a quota with a scope counts some pods only, so that it bounds no namespace.

    A LimitRange bounds each container and not the namespace; it is accepted, with a note, since SC-6 asks for a limit
    and leaves open where it is set.
    """
    settings = (*context.inside(Quota), *context.inside(LimitDefaults))
    names = sorted({*context.namespaces, *(each.namespace for each in settings)})
    if names:
        note = "A LimitRange bounds each container; it does not bound the namespace."
        subjects = [_subject(name, context) for name in names]
        ranges_only = any(each.namespace in names for each in context.inside(LimitDefaults))
        return judged(subjects, notes=(note,) if ranges_only else ())
    needed = "namespaces with their ResourceQuotas and LimitRanges"
    return context.absent("No namespace of the system's own.", needed, NAMESPACE, POD, refusing=_KINDS)


def _subject(name: str, context: CheckContext) -> JudgedSubject:
    quotas = [each for each in context.of(Quota) if each.namespace == name]
    ranges = [each for each in context.of(LimitDefaults) if each.namespace == name]
    bounding = [
        *(each for each in quotas if not each.says.scoped and _AMOUNTS.intersection(each.says.hard)),
        *(each for each in ranges if _AMOUNTS.intersection(each.says.bounded)),
    ]
    if bounding:
        # NOTE: any of them bounds the namespace, so the ones that were seen are proof enough.
        seen = [each for each in bounding if context.certainty_of(each) is Certainty.OBSERVED] or bounding
        return passes(name, *(each.cited for each in seen), certainty=context.certainty_of_all(seen))
    if not context.complete(*_KINDS):
        step = "collect the ResourceQuotas and LimitRanges of every namespace"
        return unknown(name, "quotas of this namespace were not collected", next_step=step)
    cited = (*(each.cited for each in quotas), *(each.cited for each in ranges))
    return fails(name, _OTHER if cited else _NONE, *cited, certainty=Certainty.OBSERVED)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=namespaces, per_cluster=True, kubernetes=True)
