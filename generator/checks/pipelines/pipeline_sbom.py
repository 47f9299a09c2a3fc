"""Whether pipelines list what is in the images that they push, and keep the list."""

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.mapping import mapped
from generator.checks.pipelines.other_definitions import definitions
from generator.checks.pipelines.steps import same_image
from generator.checks.pipelines.vouched_images import Vouching, in_place_of_it, judge_vouching
from generator.model.attestation import BILLS
from generator.model.pipeline import Concern, ImagePush, PipelineSnapshot, PipelineStage, StageStep
from generator.model.posture import PostureRequirement
from generator.model.registry import ReferrerKind, RegistryReferrer

_REQUIREMENT = PostureRequirement(
    id="pipeline-sbom",
    area="Build pipeline",
    title="Pipelines produce a bill of materials for their images",
    problem="Pipeline produces no bill of materials",
    asks="Is a bill of materials written and kept of every image that a pipeline pushes?",
    rationale="The list of parts shows in minutes which images a new vulnerability concerns.",
    fix="Write a CycloneDX or SPDX file for each image (Syft, Trivy), and attach it to the digest.",
    reference="Executive Order 14028, section 4(e)(vii); NTIA, The Minimum Elements For an SBOM (2021-07-12)",
    controls=mapped(ours="CM-8 SR-4"),
    subjects=("image that a pipeline pushes", "images that pipelines push"),
)
_ATTACHED = ("BuildKit SBOM", "cosign attach sbom", "anchore/sbom-action")


def _judge(context: CheckContext) -> Judgment:
    """What lists the dependencies of source code (cdxgen, `trivy fs`, cyclonedx-npm) does not list the image."""
    return judge_vouching(context, _LIST)


def _kept(definition: PipelineSnapshot, step: StageStep, push: ImagePush) -> str:
    """Attached to the image, attested with it, or kept by the job that writes it."""
    attested = any(
        each.stage is PipelineStage.ATTESTATION and each.concerns is Concern.STATEMENT and same_image(each, push)
        for each in definition.steps
    )
    if attested or step.job in definition.keeps or any(name in step.tool for name in _ATTACHED):
        return ""
    return f"whether the list that {step.tool} writes is kept is not in the file"


def _stored(referrer: RegistryReferrer) -> bool:
    return referrer.kind is ReferrerKind.SBOM or any(each.startswith(BILLS) for each in referrer.predicate_types)


_LIST = Vouching(
    stage=PipelineStage.SBOM,
    does="lists",
    lacks="is pushed, and no step lists what is in it",
    unclear="what is listed is not in the file",
    otherwise=in_place_of_it("lists source code, and not the image"),
    kept=_kept,
    stored=_stored,
)

CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=definitions)
