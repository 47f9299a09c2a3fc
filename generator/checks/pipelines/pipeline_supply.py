"""What pipelines hand on with the image: a signature, a bill of materials, a statement of its origin."""

from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.checks.pipelines.builds import BUILDS, builders, cited, pipelines, problem, step, unseen
from generator.model.pipeline import PipelineStage
from generator.model.posture import PostureRequirement
from generator.posture.base import Judgment, PostureContext, judged_evidence, named, none_found, not_collected, of
from generator.text import counted

_SLSA = "SLSA v1.0, requirements for producers (slsa.dev/spec/v1.0/requirements)"

SIGNING = PostureRequirement(
    id="pipeline-signs",
    area="Build pipeline",
    title="Pipelines sign what they build",
    problem="Pipeline does not sign its images",
    asks="Does every pipeline that builds images sign them?",
    rationale="Without a signature nothing tells an image of the pipeline from one that somebody pushed beside it.",
    fix="Sign the digest that was pushed (`cosign sign`), and let the cluster ask for the signature.",
    reference=f"{_SLSA}; Container Platform SRG V2R4, V-233065",
    controls=mapped(fedramp="SI-7 CM-3", nist="CM-14"),
    required=False,
)

ORIGIN = PostureRequirement(
    id="pipeline-attests",
    area="Build pipeline",
    title="Pipelines state where images come from",
    problem="Pipeline states no origin of its images",
    asks="Does every pipeline that builds images attest where and from what they were built?",
    rationale="A signed statement of origin ties the digest to the commit and the run that made it.",
    fix="Attest provenance of the digest that was pushed (SLSA generators, `cosign attest`, GitHub's attestations).",
    reference=_SLSA,
    controls=mapped(fedramp="SI-7 CM-3", ours="SR-4"),
    required=False,
)

BILL = PostureRequirement(
    id="pipeline-sbom",
    area="Build pipeline",
    title="Pipelines list what is in their images",
    problem="Pipeline writes no bill of materials",
    asks="Does every pipeline that builds images write a bill of materials of them?",
    rationale="The list of parts tells in minutes which images a new vulnerability concerns.",
    fix="Write a CycloneDX or SPDX file for each image (Syft, Trivy), and attach it to the digest.",
    reference="Executive Order 14028, section 4(e)(vii); NTIA, The Minimum Elements For an SBOM (2021-07-12)",
    controls=mapped(ours="CM-8 SR-4"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class PipelineSupply:
    """See `Row`: one stage of the pipelines that build images. Where none has it, it is not there; others lack it."""

    requirement: PostureRequirement
    stage: PipelineStage
    does: str
    """To follow the file's name: `signs what it builds`."""
    lacks: str
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not pipelines(context.facts):
            return not_collected(BUILDS)
        pipeline_snapshots = builders(context.facts)
        steps = [(pipeline, stage) for pipeline in pipeline_snapshots if (stage := step(pipeline, self.stage)) is not None]
        seen = [(pipeline, stage) for pipeline, stage in steps if stage.visible]
        missing = [unseen(pipeline, stage, self.does) for pipeline, stage in steps if not stage.visible]
        if not seen:
            number = counted(len(pipeline_snapshots), "pipeline that builds images", "pipelines that build images")
            return none_found(
                f"None of {number} visibly {self.does}.", missing=tuple(missing), citations=map(cited, pipeline_snapshots)
            )
        without = [pipeline for pipeline in pipeline_snapshots if step(pipeline, self.stage) is None]
        tools = named(sorted({stage.tool for _, stage in seen}))
        detail = f"{of(len(seen), len(pipeline_snapshots), 'pipelines that build images')} have it ({tools})."
        evidence = [cited(pipeline, stage) for pipeline, stage in seen]
        problems = [problem(pipeline, self.lacks, step(pipeline, PipelineStage.IMAGE_BUILD)) for pipeline in without]
        return judged_evidence(detail, problems, evidence, missing=missing, held=(len(seen), len(pipeline_snapshots)))


PIPELINE_SIGNS = PipelineSupply(
    SIGNING, PipelineStage.SIGNING, "signs what it builds", "builds images and does not visibly sign them"
)
PIPELINE_ATTESTS = PipelineSupply(
    ORIGIN,
    PipelineStage.ATTESTATION,
    "attests what it builds",
    "builds images and does not visibly attest where they come from",
)
PIPELINE_SBOM = PipelineSupply(
    BILL, PipelineStage.SBOM, "lists what it builds", "builds images and does not visibly write a bill of materials"
)
