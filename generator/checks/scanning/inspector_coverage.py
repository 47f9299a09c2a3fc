"""What a cloud's own scanner watches, and what it leaves out."""

from dataclasses import dataclass

from generator.checks.cryptography.cloud_resources import ReportedResource, judged_resources, resources
from generator.checks.mapping import mapped
from generator.model.cloud import ResourceKind
from generator.model.posture import PostureRequirement
from generator.posture.base import Judgment, PostureContext, none_found, not_collected
from generator.text import counted

_START = "vulnerability scanning"
_FINE = ("active", "enabled", "enabling")

_REQUIREMENT = PostureRequirement(
    id="inspector-coverage",
    area="Registry monitoring",
    title="The cloud's scanner watches every machine and image",
    problem="Cloud's scanner leaves something out",
    asks="Is every machine and image that the cloud's scanner lists actively scanned?",
    rationale="Listed is not scanned: an agent that does not report leaves its machine out in silence.",
    fix="Follow the reason that the scanner gives (agent not reporting, scan not eligible), or scan it another way.",
    reference="https://docs.aws.amazon.com/inspector/v2/APIReference/API_CoveredResource.html",
    controls=mapped(article="RA-5 SI-4", ours="CM-8"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class InspectorCoverage:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not any("inspector2" in snapshot.operation for snapshot in context.facts.clouds):
            return not_collected("what the cloud's scanner covers (`aws inspector2 list-coverage`)")
        listed = [resource for resource in resources(context.facts, *ResourceKind) if any(resource.settings(_START))]
        if not listed:
            return none_found("The cloud's scanner lists no resource.")
        return judged_resources(f"{counted(len(listed), 'resource')} listed by the cloud's scanner.", listed, _wrong)


def _wrong(resource: ReportedResource) -> str | None:
    off = [f"{key}: {value}" for key, value in resource.settings(_START) if value.partition(",")[0] not in _FINE]
    return f"is not scanned ({'; '.join(off)})" if off else None
