"""An image runs of which nothing says the digest, so that no scan can be proved to be of it.

What a reference asks for is no report of what runs: only the kubelet's `status.imageID` is, or a registry that knows the node's
own id of the image (Kubernetes API, ContainerStatus). A container without either had not started.
"""

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.images.scan_coverage import NOT_LISTED, NOT_STARTED, RunningDigest, judged_running
from generator.checks.mapping import mapped
from generator.checks.populations import running_containers
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="running-digest-unknown",
    area="Asset management",
    title="The digest of every image that runs is known",
    problem="Digest of a running image not known",
    asks="Is the digest of every image that runs known, so that scans can be matched to it?",
    rationale="Without the digest it cannot be shown that what was scanned is what runs.",
    fix="Collect the pods while they run; where only the node's own id is known, collect the registry as well.",
    reference="FedRAMP Integrated Inventory Workbook v3.1, INSTRUCTIONS: the hash of each container that is in production",
    controls=mapped(fedramp="CM-8", ours="SI-7"),
    subjects=("image of a workload", "images of workloads"),
    severity=Severity.LOW,
)


def _judge(context: CheckContext) -> Judgment:
    return judged_running(context, lambda each: _verdict(each, context))


def _verdict(running: RunningDigest, context: CheckContext) -> JudgedSubject:
    name = running.name
    if running.certainty is Certainty.OBSERVED:
        return passes(name, *running.cited, certainty=Certainty.OBSERVED)
    if not running.image_ids or running.digest:
        collected = context.certainty_of(running) is Certainty.OBSERVED
        why = running.unknown_because or (NOT_STARTED if collected else NOT_LISTED)
        return unknown(name, why, *running.cited)
    return fails(
        name,
        "runs by an id of its node alone, which no registry knows",
        *running.cited,
        certainty=Certainty.OBSERVED,
        title=f"The digest of {name} is not known",
        detail=f"The cluster gives only its id on the node ({min(running.image_ids)[:19]}…) for {name} "
        f"({', '.join(running.workloads[:6])}): a scan of the same name may be of another image.",
        next_step="Collect the registry as well (`atopack collect registry`); name images by digest.",
    )


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=running_containers)
