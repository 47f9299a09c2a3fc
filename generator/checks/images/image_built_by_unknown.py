"""An image runs that no collected pipeline builds.

Passes where provenance whose signature verifies names a collected definition, or where a definition pushes this repository.
That no pipeline was collected which names it shows nothing: the image is unknown, not failing. Fails only what provenance
contradicts (SLSA v1.0, Verifying artifacts). Decisions about the origin of third-party images are not read anywhere yet.
"""

import re
from collections.abc import Iterator, Sequence

from generator.checks.base import Check, CheckContext, Judgment, cite, fails, passes, unknown
from generator.checks.images.scan_coverage import judged_images
from generator.checks.mapping import mapped
from generator.model.attestation import Attestation, SignatureStatus
from generator.model.facts import ImageAsset
from generator.model.pipeline import PipelineSnapshot
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="image-built-by-unknown",
    area="Build pipeline",
    title="Images that run are built by known pipelines",
    problem="Image built by no known pipeline",
    asks="Is every image that runs built by a pipeline whose definition was collected?",
    rationale="For an image of unknown origin, the checks that it went through are unknown.",
    fix="Collect the pipeline that builds it, or record where the image comes from and who approved it.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline"
    ),
    controls=mapped(fedramp="CM-3", ours="SR-3"),
    subjects=("image that runs", "images that run"),
    severity=Severity.MODERATE,
)


_NO_PIPELINE = "no collected pipeline names this repository"
_BY_VARIABLE = "the pipeline names it by a variable"
_VARIABLE = re.compile(r"\$\{\{.*?\}\}|\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$\w+|%\w+%")


def _judge(context: CheckContext) -> Judgment:
    pipelines = [pipeline for pipeline in context.facts.pipelines if pipeline.runs]
    provenance = {chain.asset_id: chain.provenance for chain in context.facts.chains}
    return judged_images(context, lambda image: _verdicts(image, pipelines, provenance.get(image.asset_id, ())))


def _verdicts(
    image: ImageAsset, pipelines: Sequence[PipelineSnapshot], provenance: Sequence[Attestation]
) -> Iterator[JudgedSubject]:
    name = image.asset_id
    by_standing = {standing: [each for each in provenance if each.standing is standing] for standing in SignatureStatus}
    verified, refused = by_standing[SignatureStatus.VERIFIED], by_standing[SignatureStatus.REFUSED]
    builders = [pipeline for pipeline in pipelines if pipeline.evidence.path in image.built_by]
    files = cite("Pipeline", name, *(pipeline.evidence.source for pipeline in builders))
    rivals = tuple(pipeline.evidence.source for pipeline in builders)
    named = [each for each in verified if each.workflow]
    foreign = [each for each in named if pipelines and not _is_collected(each, pipelines)]
    if foreign or (refused and not verified):
        wrong = foreign or refused
        named_one = f"names {wrong[0].workflow}, which is none of the collected pipelines"
        says = named_one if foreign else "carries a signature that is refused"
        yield fails(
            name,
            f"runs with provenance that {says}",
            *cite("Provenance", name, *(each.source for each in wrong)),
            certainty=Certainty.REPORTED,
            contested_by=(*rivals, *(each.source for each in wrong)) if rivals else (),
            asset_ids=(name,),
        )
    elif named and pipelines:
        shown = cite("Provenance", name, *(each.source for each in named))
        yield passes(name, *shown, *files, certainty=Certainty.REPORTED, asset_ids=(name,))
    elif builders:
        unverified = [each for each in provenance if each.workflow and not _is_collected(each, pipelines)]
        contested = tuple(each.source for each in unverified)
        yield passes(name, *files, certainty=Certainty.DECLARED, contested_by=contested, asset_ids=(name,))
    else:
        variable = any(_may_name(written, image) for pipeline in pipelines for written in pipeline.images)
        why = _BY_VARIABLE if variable else _NO_PIPELINE
        yield unknown(name, why, *cite("Image", name, *image.sources), asset_ids=(name,))


def _is_collected(statement: Attestation, pipelines: Sequence[PipelineSnapshot]) -> bool:
    """Does its workflow have the file name of a collected definition? Folders differ between repository and evidence."""
    last = (statement.workflow or "").partition("@")[0].rpartition("/")[2]
    return any(pipeline.evidence.path.rpartition("/")[2] == last for pipeline in pipelines)


def _may_name(written: str, image: ImageAsset) -> bool:
    """Could an image name with a variable in its repository be this one?"""
    parts = _VARIABLE.split(written)
    if len(parts) == 1:
        return False
    pattern = ".+".join(re.escape(part) for part in parts)
    names = (image.name, image.asset_id, f"{image.registry}/{image.name}")
    return any(re.fullmatch(pattern, name) or re.fullmatch(pattern.partition(":")[0], name) for name in names)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge)
