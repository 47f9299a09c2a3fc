"""An image runs by a tag that may move.

Judged by every reference of it, in pods and in templates; a digest that only `status.imageID` shows pins nothing (Kubernetes
documentation, Images).
"""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment, cite, fails, passes, unknown
from generator.checks.images.scan_coverage import BUILT_HERE, judged_images
from generator.checks.mapping import mapped
from generator.facts.builds import built_here, container_uses
from generator.model.facts import ImageAsset
from generator.model.images import parse_reference
from generator.model.posture import JudgedSubject, PostureRequirement
from generator.model.scan import Severity

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
    subjects=("image that runs", "images that run"),
    severity=Severity.LOW,
)


def _judge(context: CheckContext) -> Judgment:
    uses = container_uses(context.facts)
    built = built_here(context.facts, named=True)

    def verdicts(image: ImageAsset) -> Iterator[JudgedSubject]:
        name, cited = image.asset_id, cite("Image", image.asset_id, *image.sources)
        containers = [container for _, container in uses.get(name, ())]
        if name in built:
            yield unknown(name, BUILT_HERE, *cited, asset_ids=(name,))
            return
        references = [parse_reference(container.image) for container in containers]
        certainty = context.certainty(*image.sources)
        if None in references or not references:
            yield unknown(name, "the reference could not be read", *cited, asset_ids=(name,))
        elif all(reference and reference.digest for reference in references):
            yield passes(name, *cited, certainty=certainty, asset_ids=(name,))
        else:
            yield fails(
                name,
                "is not pinned by digest",
                *cited,
                certainty=certainty,
                detail=f"{', '.join(image.workloads)} name the image by tag only: what the tag means can change without a "
                "deployment.",
                asset_ids=(name,),
            )

    return judged_images(context, verdicts)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge)
