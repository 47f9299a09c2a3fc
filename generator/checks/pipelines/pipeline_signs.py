"""Whether pipelines sign the images that they push."""

from collections.abc import Iterator

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.mapping import mapped
from generator.checks.pipelines.other_definitions import definitions
from generator.checks.pipelines.pushed_images import PushedImage
from generator.checks.pipelines.vouched_images import Vouching, in_place_of_it, judge_vouching
from generator.model.pipeline import PipelineStage
from generator.model.posture import PostureRequirement

_REQUIREMENT = PostureRequirement(
    id="pipeline-signs",
    area="Build pipeline",
    title="Pipelines sign the images that they push",
    problem="Pipeline does not sign its images",
    asks="Is every image that a pipeline pushes signed by it?",
    rationale="Without a signature nothing distinguishes an image of the pipeline from one that somebody else pushed.",
    fix="Sign the digest that was pushed (`cosign sign`), and let the cluster ask for the signature.",
    reference=(
        "SLSA v1.0, requirements for producers (slsa.dev/spec/v1.0/requirements); Container Platform SRG V2R4, V-233065"
    ),
    controls=mapped(fedramp="SI-7 CM-3", nist="CM-14"),
    subjects=("image that a pipeline pushes", "images that pipelines push"),
)


def _judge(context: CheckContext) -> Judgment:
    """A signature in the registry is not asked for: whose it is depends on keys, which `chain-link-broken` looks at.

    `cosign sign-blob`, gpg, minisign and `helm package --sign` sign files: https://docs.sigstore.dev/cosign/signing/signing_with_blobs/.
    """
    return judge_vouching(context, _SIGNATURE)


def _by_chains(image: PushedImage) -> Iterator[str]:
    """https://tekton.dev/docs/chains/: a controller beside the pipeline signs what it built."""
    if image.definition.system == "Tekton":
        yield "signing by Tekton Chains or the registry is not in the file"


_SIGNATURE = Vouching(
    stage=PipelineStage.SIGNING,
    does="signs",
    lacks="is pushed, and no step signs it",
    unclear="what is signed is not in the file",
    aside=_by_chains,
    otherwise=in_place_of_it("signs files, and not the image"),
)

CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=definitions)
