"""How far images are hardened, by the verdicts of the requirements: base, benchmark, user and tools (CM-6, CM-7, AC-6, SC-39).

FedRAMP container guidance v1.0, Hardened Images.
"""

from generator.claims.mechanisms import HARDENED_IMAGES, LEAST_PRIVILEGE, MINIMAL_IMAGES
from generator.claims.plan_wording import PassingScope, PlannedRequirement
from generator.claims.stated import StatedTopic
from generator.text import listed

_IMAGE = ("image", "images")


def _accepted(scope: PassingScope) -> str:
    """Names who accepted it, as far as `decisions/benchmarks.yaml` names them."""
    passing = {asset for subject in scope.passing for asset in (*subject.asset_ids, subject.name)}
    shown = (image.shown_benchmark for image in scope.facts.hardening if image.asset_id in passing)
    names = sorted({benchmark.accepted_by for benchmark in shown if benchmark and benchmark.accepted_by})
    return f"A custom benchmark that {listed(names) or 'the assessor'} accepted applies to {scope.all}"


IMAGE_HARDENING = StatedTopic(
    name="image-hardening",
    subject="Hardened images",
    requirements=(
        PlannedRequirement(
            requirement="image-not-hardened",
            mechanism=HARDENED_IMAGES,
            says=lambda scope: f"{scope.All} {scope.agree('is', 'are')} built on a hardened base",
            lacks=("is not hardened", "are not hardened"),
            subject=_IMAGE,
        ),
        PlannedRequirement(
            requirement="image-benchmark-missing",
            mechanism=HARDENED_IMAGES,
            says=lambda scope: f"Compliance with the applicable benchmark was measured on {scope.all}",
            lacks=("has no result of the benchmark that applies", "have no result of the benchmark that applies"),
            subject=_IMAGE,
        ),
        PlannedRequirement(
            requirement="distroless-benchmark-not-accepted",
            mechanism=HARDENED_IMAGES,
            says=_accepted,
            lacks=(
                "has no custom benchmark that an assessor accepted",
                "have no custom benchmark that an assessor accepted",
            ),
        ),
        PlannedRequirement(
            requirement="image-runs-as-root",
            mechanism=LEAST_PRIVILEGE,
            says=lambda scope: scope.acts("run", "runs", " as a user other than root"),
            lacks=("runs as root", "run as root"),
            subject=_IMAGE,
        ),
        PlannedRequirement(
            requirement="image-has-shell-or-package-manager",
            mechanism=MINIMAL_IMAGES,
            says=lambda scope: f"{scope.All} {scope.agree('contains', 'contain')} neither a shell nor a package manager",
            lacks=("contains a shell or package manager", "contain a shell or package manager"),
            subject=_IMAGE,
        ),
    ),
)
