"""Quotas of namespaces."""

from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.scan import Severity
from generator.model.settings.isolation import LimitDefaults, Quota
from generator.posture.base import Judgment, PostureContext, judged, none_found, not_collected, of

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
    severity=Severity.LOW,
)


@dataclass(frozen=True, slots=True)
class ResourceQuotas:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not context.listed(("", "ResourceQuota"), ("", "LimitRange")):
            refused = context.refused(("", "resourcequotas"), ("", "limitranges"))
            return not_collected("ResourceQuotas and LimitRanges", refused=refused)
        settings = (*context.inside(Quota), *context.inside(LimitDefaults))
        if not settings:
            return none_found("No ResourceQuota and no LimitRange.")
        having = {each.namespace for each in settings}
        bare = [name for name in context.namespaces if name not in having]
        problems = [Problem(subject=name, text="has neither a ResourceQuota nor a LimitRange") for name in bare]
        total = len({*context.namespaces, *having})
        summary = f"{of(len(having), total, 'namespaces')} have a ResourceQuota or a LimitRange."
        return judged(summary, problems, settings)
