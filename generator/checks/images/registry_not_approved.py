"""An image runs that comes from a registry that is not approved.

Stated: the list is the provider's own. A mirror on the node or a proxy project of a registry may serve another registry's image
under an approved name; that is not seen here, and an approved registry does not show that an image is hardened.
"""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment, not_collected
from generator.checks.images.scan_coverage import BUILT_HERE, judged_images
from generator.checks.mapping import mapped
from generator.checks.populations import images
from generator.facts.builds import built_here
from generator.model.facts import ImageAsset
from generator.model.images import approved_by, parse_reference
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.verdict_makers import cite, fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="registry-not-approved",
    area="Hardened images",
    title="Images that run come from approved registries",
    problem="Image from a registry that is not approved",
    asks="Does every image that runs come from a registry named under approved-registries in system.yaml?",
    rationale="What an approved registry checks and keeps is not known of images from elsewhere.",
    fix="Rebuild the image on an approved base and push it to an approved registry, or approve the registry.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images",
    controls=mapped(fedramp="CM-6", ours="SR-3"),
    subjects=("image of a workload", "images of workloads"),
)


_ID_LENGTH = 64


def _judge(context: CheckContext) -> Judgment:
    approved = context.system.approved_registries
    if not approved:
        return not_collected("which registries are approved (`approved-registries` in system.yaml)")

    built = built_here(context.facts)

    def verdicts(image: ImageAsset) -> Iterator[JudgedSubject]:
        name, cited = image.asset_id, cite("Image", image.asset_id, *image.sources)
        reference = parse_reference(name)
        if name in built:
            yield unknown(name, BUILT_HERE, *cited)
        elif reference is None:
            by_id = name.removeprefix("sha256:").isalnum() and len(name) >= _ID_LENGTH
            why = "the image is known by id only" if by_id else "the reference could not be read"
            yield unknown(name, why, *cited)
        elif approved_by(reference, approved):
            yield passes(name, *cited, certainty=Certainty.STATED)
        else:
            yield fails(
                name,
                "comes from a registry that is not approved",
                *cited,
                certainty=context.certainty_of(image),
                detail=f"{name} ({', '.join(image.workloads)}) is pulled from {reference.registry}; approved are "
                f"{', '.join(approved)}.",
            )

    return judged_images(context, verdicts)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
