"""An image runs by a tag that may move.

Judged by every reference of it, in pods and in templates; a digest that only `status.imageID` shows pins nothing (Kubernetes
documentation, Images).
"""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.images.scan_coverage import BUILT_HERE, judged_images
from generator.checks.mapping import mapped
from generator.checks.populations import images
from generator.facts.builds import built_here, container_uses
from generator.model.facts import ImageAsset
from generator.model.images import parse_reference
from generator.model.inventory import without_cluster
from generator.model.posture import JudgedSubject, PostureRequirement
from generator.model.scan import Severity
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import agreeing

_REQUIREMENT = PostureRequirement(
    id="image-not-pinned",
    area="Build pipeline",
    title="Images that run are named by digest",
    problem="Image not pinned by digest",
    asks="Is every image that runs named by its digest, so that the tag cannot move under it?",
    rationale="A tag can be moved after the scan; the next restart then runs something else.",
    fix="Name the image as repository:tag@sha256:… in the manifests.",
    reference="FedRAMP's container guidance asks that what was scanned is what is deployed",
    controls=mapped(ours="CM-2 SI-7"),
    subjects=("image of a workload", "images of workloads"),
    severity=Severity.LOW,
)


def _judge(context: CheckContext) -> Judgment:
    uses = container_uses(context.facts)
    built = built_here(context.facts, named=True)

    def verdicts(image: ImageAsset) -> Iterator[JudgedSubject]:
        name, cited = image.asset_id, cite("Image", image.asset_id, *image.sources)
        users = uses.get(name, ())
        if name in built:
            yield unknown(name, BUILT_HERE, *cited)
            return
        references = [(workload, parse_reference(container.image)) for workload, container in users]
        by_tag = [workload for workload, reference in references if not reference or not reference.digest]
        if not references or any(reference is None for _, reference in references):
            yield unknown(name, "the reference could not be read", *cited)
        elif not by_tag:
            sure = context.certainty_of_all(workload for workload, _ in users)
            yield passes(name, *cited, certainty=sure)
        else:
            keys = {workload.key for workload in by_tag}
            names = [each for each in image.workloads if without_cluster(each) in keys]
            yield fails(
                name,
                "is not pinned by digest",
                *cited,
                certainty=context.certainty_of_all(by_tag),
                detail=f"{', '.join(names)} {agreeing(len(names), 'names', 'name')} the image by tag only: what the tag means "
                "can change without a deployment.",
            )

    return judged_images(context, verdicts)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
