"""What pipelines hand on with the image: a signature, a bill of materials, a statement of its origin."""

from dataclasses import dataclass

from generator.model.pipeline import Stage
from generator.model.posture import Requirement
from generator.posture.base import Ground, Judgement, judged_evidence, named, none_found, not_collected, of
from generator.posture.mapping import mapped
from generator.posture.pipeline_ground import BUILDS, builders, cited, pipelines, problem, step, unseen
from generator.text import counted

_SLSA = "SLSA v1.0, requirements for producers (slsa.dev/spec/v1.0/requirements)"

SIGNING = Requirement(
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

ORIGIN = Requirement(
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

BILL = Requirement(
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

    requirement: Requirement
    stage: Stage
    does: str
    """To follow the file's name: `signs what it builds`."""
    lacks: str
    per_cluster: bool = False

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`."""
        if not pipelines(ground.facts):
            return not_collected(BUILDS)
        found = builders(ground.facts)
        steps = [(one, each) for one in found if (each := step(one, self.stage)) is not None]
        seen = [(one, each) for one, each in steps if each.visible]
        missing = [unseen(one, each, self.does) for one, each in steps if not each.visible]
        if not seen:
            number = counted(len(found), "pipeline that builds images", "pipelines that build images")
            return none_found(f"None of {number} visibly {self.does}.", missing=tuple(missing), citations=map(cited, found))
        without = [one for one in found if step(one, self.stage) is None]
        tools = named(sorted({each.tool for _, each in seen}))
        told = f"{of(len(seen), len(found), 'pipelines that build images')} have it ({tools})."
        evidence = [cited(one, each) for one, each in seen]
        problems = [problem(one, self.lacks, step(one, Stage.IMAGE_BUILD)) for one in without]
        return judged_evidence(told, problems, evidence, missing=missing, held=(len(seen), len(found)))


PIPELINE_SIGNS = PipelineSupply(SIGNING, Stage.SIGNING, "signs what it builds", "builds images and does not visibly sign them")
PIPELINE_ATTESTS = PipelineSupply(
    ORIGIN, Stage.ATTESTATION, "attests what it builds", "builds images and does not visibly attest where they come from"
)
PIPELINE_SBOM = PipelineSupply(
    BILL, Stage.SBOM, "lists what it builds", "builds images and does not visibly write a bill of materials"
)
