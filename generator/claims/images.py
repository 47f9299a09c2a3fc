"""What is known of images that run: origin, digest, hardening, users, flaws (CM-2, CM-3, CM-6 to CM-8, RA-5, SI-2, SI-7)."""

from generator.claims.mechanisms import (
    APPROVED_SOURCES,
    BUILD_PIPELINE,
    FLAW_REMEDIATION,
    HARDENED_IMAGES,
    IMAGE_DIGESTS,
    INVENTORY,
    LEAST_PRIVILEGE,
    MINIMAL_IMAGES,
    VULNERABILITY_SCANNING,
)
from generator.claims.plan_wording import PassingScope, PlanWording
from generator.claims.stated import StatedRequirement, StatedTopic
from generator.text import listed

_IMAGE = ("image", "images")


def _accepted(scope: PassingScope) -> str:
    """Names who accepted it, as far as `decisions/benchmarks.yaml` names them."""
    passing = {asset for subject in scope.passing for asset in (*subject.asset_ids, subject.name)}
    shown = (image.shown_benchmark for image in scope.facts.hardening if image.asset_id in passing)
    names = sorted({benchmark.accepted_by for benchmark in shown if benchmark and benchmark.accepted_by})
    return f"A custom benchmark that {listed(names) or 'the assessor'} accepted applies to {scope.all}"


IMAGES = StatedTopic(
    name="images",
    subject="Images that run",
    requirements=(
        StatedRequirement(
            requirement="scanned-digest-differs",
            plan=PlanWording(
                mechanism=VULNERABILITY_SCANNING,
                # NOTE: that the running digest was scanned is said with the scans
                says=lambda _: "",
                lacks=("runs another digest than the one that was scanned", "run other digests than those that were scanned"),
                subject=_IMAGE,
            ),
        ),
        StatedRequirement(
            requirement="running-digest-unknown",
            plan=PlanWording(
                mechanism=INVENTORY,
                says=lambda scope: f"The digest in use is recorded for {scope.all}",
                lacks=("runs with a digest that is not recorded", "run with digests that are not recorded"),
                subject=_IMAGE,
            ),
        ),
        StatedRequirement(
            requirement="tag-moved",
            plan=PlanWording(
                mechanism=IMAGE_DIGESTS,
                says=lambda scope: (
                    f"{scope.agree('The tag', 'The tags')} of {scope.all} {scope.agree('stands', 'stand')} for one digest, in "
                    "the registry and where the image runs"
                ),
                lacks=("runs from a tag that stands for several digests", "run from tags that stand for several digests"),
                subject=_IMAGE,
            ),
        ),
        StatedRequirement(
            requirement="image-not-pinned",
            plan=PlanWording(
                mechanism=IMAGE_DIGESTS,
                says=lambda scope: (
                    f"{scope.All} {scope.state('referenced by digest')} wherever {scope.agree('it is', 'they are')} used"
                ),
                lacks=("is referenced by tag", "are referenced by tag"),
                subject=_IMAGE,
            ),
        ),
        StatedRequirement(
            requirement="image-built-by-unknown",
            plan=PlanWording(
                mechanism=BUILD_PIPELINE,
                says=lambda scope: (
                    f"{scope.All} {scope.agree('is', 'are')} built by a pipeline whose definition is kept as code"
                ),
                lacks=("is built by no known pipeline", "are built by no known pipeline"),
                subject=_IMAGE,
            ),
        ),
        StatedRequirement(
            requirement="registry-not-approved",
            plan=PlanWording(
                mechanism=APPROVED_SOURCES,
                says=lambda scope: (
                    f"{scope.All} {scope.agree('comes', 'come')} from an approved registry "
                    f"({listed(scope.system.approved_registries)})"
                ),
                lacks=("comes from a registry that is not approved", "come from a registry that is not approved"),
                subject=_IMAGE,
            ),
        ),
        StatedRequirement(
            requirement="chain-link-broken",
            plan=PlanWording(
                mechanism=BUILD_PIPELINE,
                # NOTE: each link is described where it is made: the pipeline, the registry, the admission
                says=lambda _: "",
                lacks=None,
            ),
        ),
        StatedRequirement(
            requirement="image-not-hardened",
            plan=PlanWording(
                mechanism=HARDENED_IMAGES,
                says=lambda scope: f"{scope.All} {scope.agree('is', 'are')} built on a hardened base",
                lacks=("is not hardened", "are not hardened"),
                subject=_IMAGE,
            ),
        ),
        StatedRequirement(
            requirement="image-benchmark-missing",
            plan=PlanWording(
                mechanism=HARDENED_IMAGES,
                says=lambda scope: f"Compliance with the applicable benchmark was measured on {scope.all}",
                lacks=("has no result of the benchmark that applies", "have no result of the benchmark that applies"),
                subject=_IMAGE,
            ),
        ),
        StatedRequirement(
            requirement="distroless-benchmark-not-accepted",
            plan=PlanWording(
                mechanism=HARDENED_IMAGES,
                says=_accepted,
                lacks=(
                    "has no custom benchmark that an assessor accepted",
                    "have no custom benchmark that an assessor accepted",
                ),
            ),
        ),
        StatedRequirement(
            requirement="image-runs-as-root",
            plan=PlanWording(
                mechanism=LEAST_PRIVILEGE,
                says=lambda scope: scope.acts("run", "runs", " as a user other than root"),
                lacks=("runs as root", "run as root"),
                subject=_IMAGE,
            ),
        ),
        StatedRequirement(
            requirement="image-has-shell-or-package-manager",
            plan=PlanWording(
                mechanism=MINIMAL_IMAGES,
                says=lambda scope: f"{scope.All} {scope.agree('contains', 'contain')} neither a shell nor a package manager",
                lacks=("contains a shell or package manager", "contain a shell or package manager"),
                subject=_IMAGE,
            ),
        ),
        StatedRequirement(
            requirement="image-known-exploited",
            plan=PlanWording(
                mechanism=FLAW_REMEDIATION,
                says=lambda scope: (
                    f"{scope.All} {scope.agree('carries', 'carry')} no vulnerability of CISA's Known Exploited Vulnerabilities "
                    "catalog"
                ),
                lacks=("carries a known exploited vulnerability", "carry known exploited vulnerabilities"),
                subject=_IMAGE,
            ),
        ),
        StatedRequirement(
            requirement="end-of-life-software",
            plan=PlanWording(
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
    ),
)
