"""Whether pipelines state where the images that they push come from: provenance of the digest."""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.mapping import mapped
from generator.checks.pipelines.other_definitions import definitions
from generator.checks.pipelines.pushed_images import PushedImage
from generator.checks.pipelines.vouched_images import Vouching, judge_vouching
from generator.model.attestation import PROVENANCE
from generator.model.pipeline import Concern, PipelineStage, StageStep
from generator.model.posture import PostureRequirement
from generator.model.registry import RegistryReferrer

_REQUIREMENT = PostureRequirement(
    id="pipeline-attests",
    area="Build pipeline",
    title="Pipelines attest the provenance of images",
    problem="Pipeline attests no provenance of its images",
    asks="Is provenance attested of every image that a pipeline pushes?",
    rationale="A signed statement of origin ties the digest to the commit and the run that made it.",
    fix="Attest provenance of the digest that was pushed (SLSA generators, `cosign attest`, GitHub's attestations).",
    reference="SLSA v1.0, Producing artifacts (slsa.dev/spec/v1.0/requirements), and Provenance",
    controls=mapped(fedramp="SI-7 CM-3", ours="SR-4"),
    subjects=("image that a pipeline pushes", "images that pipelines push"),
)


def _judge(context: CheckContext) -> Judgment:
    """`cosign attest --type cyclonedx`, `attest-sbom` and `syft attest` state what is in an image, not where it comes from.

    BuildKit's provenance, which is not signed (SLSA Build L1), counts where the file asks for it.
    """
    return judge_vouching(context, _PROVENANCE)


def _by_default(image: PushedImage) -> Iterator[str]:
    if image.definition.system == "Tekton":
        yield "provenance by Tekton Chains is not in the file"
    if any(push.provenance for push in image.pushes):
        yield "BuildKit adds provenance to a push by default, which the file does not show"


def _instead(image: PushedImage, steps: tuple[StageStep, ...]) -> str:
    if any(push.provenance is False for push in image.pushes):
        return "BuildKit's provenance is switched off"
    other = sorted({each.tool for each in steps if each.concerns is Concern.STATEMENT})
    if other:
        return f"{', '.join(other)} states what is in it, and not where it comes from"
    files = sorted({each.tool for each in steps})
    return f"{', '.join(files)} is about files, and not the image" if files else ""


def _stored(referrer: RegistryReferrer) -> bool:
    return any(each.startswith(PROVENANCE) for each in referrer.predicate_types)


_PROVENANCE = Vouching(
    stage=PipelineStage.ATTESTATION,
    does="attests",
    lacks="is pushed, and no step attests its provenance",
    unclear="the predicate type is a variable",
    aside=_by_default,
    otherwise=_instead,
    stored=_stored,
)

CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=definitions)
