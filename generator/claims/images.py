"""What is known of images that run: origin, digest, hardening, users, flaws (CM-2, CM-3, CM-6 to CM-8, RA-5, SI-2, SI-7)."""

from generator.claims.mechanisms import BUILD_PIPELINE, FLAW_REMEDIATION, IMAGE_DIGESTS, INVENTORY, VULNERABILITY_SCANNING
from generator.claims.plan_wording import PlannedRequirement
from generator.claims.stated import StatedTopic

_IMAGE = ("image", "images")


IMAGES = StatedTopic(
    name="images",
    subject="Images that run",
    requirements=(
        PlannedRequirement(
            requirement="scanned-digest-differs",
            mechanism=VULNERABILITY_SCANNING,
            # NOTE: that the running digest was scanned is said with the scans
            says=lambda _: "",
            lacks=("runs another digest than the one that was scanned", "run other digests than those that were scanned"),
            subject=_IMAGE,
        ),
        PlannedRequirement(
            requirement="running-digest-unknown",
            mechanism=INVENTORY,
            says=lambda scope: f"The digest in use is recorded for {scope.all}",
            lacks=("runs with a digest that is not recorded", "run with digests that are not recorded"),
            subject=_IMAGE,
        ),
        PlannedRequirement(
            requirement="tag-moved",
            mechanism=IMAGE_DIGESTS,
            says=lambda scope: (
                f"{scope.agree('The tag', 'The tags')} of {scope.all} {scope.agree('stands', 'stand')} for one digest, in "
                "the registry and where the image runs"
            ),
            lacks=("runs from a tag that stands for several digests", "run from tags that stand for several digests"),
            subject=_IMAGE,
        ),
        PlannedRequirement(
            requirement="image-built-by-unknown",
            mechanism=BUILD_PIPELINE,
            says=lambda scope: f"{scope.All} {scope.agree('is', 'are')} built by a pipeline whose definition is kept as code",
            lacks=("is built by no known pipeline", "are built by no known pipeline"),
            subject=_IMAGE,
        ),
        PlannedRequirement(
            requirement="chain-link-broken",
            mechanism=BUILD_PIPELINE,
            # NOTE: each link is described where it is made: the pipeline, the registry, the admission
            says=lambda _: "",
            lacks=None,
        ),
        PlannedRequirement(
            requirement="image-known-exploited",
            mechanism=FLAW_REMEDIATION,
            says=lambda scope: (
                f"{scope.All} {scope.agree('carries', 'carry')} no vulnerability of CISA's Known Exploited Vulnerabilities "
                "catalog"
            ),
            lacks=("carries a known exploited vulnerability", "carry known exploited vulnerabilities"),
            subject=_IMAGE,
        ),
        PlannedRequirement(
            requirement="end-of-life-software",
            mechanism=FLAW_REMEDIATION,
            says=lambda scope: (
                f"The operating {scope.agree('system', 'systems')} of {scope.all} still "
                f"{scope.agree('receives', 'receive')} security fixes"
            ),
            lacks=(
                "has an operating system that no longer receives security fixes",
                "have operating systems that no longer receive security fixes",
            ),
        ),
    ),
)
