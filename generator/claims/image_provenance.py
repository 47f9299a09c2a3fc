"""What running images say about where they come from: pinned digests (CM-2, SI-7) and approved registries (CM-6, SR-3).

FedRAMP container guidance v1.0, Hardened Images; the controls for pinning are our own mapping.
"""

from generator.claims.mechanisms import APPROVED_SOURCES, IMAGE_DIGESTS
from generator.claims.plan_wording import PlannedRequirement
from generator.claims.stated import StatedTopic
from generator.text import listed

_IMAGE = ("image", "images")

IMAGE_PROVENANCE = StatedTopic(
    name="image-provenance",
    subject="Images that run",
    requirements=(
        PlannedRequirement(
            requirement="registry-not-approved",
            mechanism=APPROVED_SOURCES,
            says=lambda scope: (
                f"{scope.All} {scope.agree('comes', 'come')} from an approved registry "
                f"({listed(scope.system.approved_registries)})"
            ),
            lacks=("comes from a registry that is not approved", "come from a registry that is not approved"),
            subject=_IMAGE,
        ),
        PlannedRequirement(
            requirement="image-not-pinned",
            mechanism=IMAGE_DIGESTS,
            says=lambda scope: (
                f"{scope.All} {scope.state('referenced by digest')} wherever {scope.agree('it is', 'they are')} used"
            ),
            lacks=("is referenced by tag", "are referenced by tag"),
            subject=_IMAGE,
        ),
    ),
)
