"""What pipeline definitions say about change control (CM-3), assessment (CA-2), baselines (CM-2) and integrity (SI-7)."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.claims.base import Basis, Voice
from generator.model.claim import Claim, Support
from generator.model.identifiers import ControlId
from generator.model.pipeline import Gating, PipelineSnapshot, Stage, StageFound
from generator.text import counted

_CONTROLS = (
    (Stage.VERSION_CONTROL, "CM-3", "a"),
    (Stage.IMAGE_BUILD, "CM-3", "d"),
    (Stage.DEPLOY, "CM-3", "d"),
    (Stage.IMAGE_SCAN, "CA-2", "d"),
    (Stage.IMAGE_SCAN, "SI-3", "c"),
    (Stage.DOCKERFILE_LINT, "CM-6", "b"),
    (Stage.MANIFEST_SCAN, "CM-6", "b"),
    (Stage.SIGNING, "SI-7", "a"),
    (Stage.ATTESTATION, "SI-7", "a"),
    (Stage.SBOM, "SR-3", "a"),
    (Stage.BASE_IMAGE_APPROVAL, "CM-2", "a"),
)
"""Controls: FedRAMP container guidance v1.0, Container Build, Test, and Orchestration Pipeline; parts are our own mapping."""

_DOES = {
    Stage.VERSION_CONTROL: "takes its source from version control",
    Stage.DOCKERFILE_LINT: "checks its Dockerfiles",
    Stage.BASE_IMAGE_APPROVAL: "checks base images against an approved list",
    Stage.SECRETS_DETECTION: "looks for secrets",
    Stage.IMAGE_BUILD: "builds images",
    Stage.IMAGE_SCAN: "scans images",
    Stage.MANIFEST_SCAN: "checks manifests",
    Stage.SIGNING: "signs images",
    Stage.SBOM: "writes a software bill of materials",
    Stage.ATTESTATION: "attests where images come from",
    Stage.DEPLOY: "deploys",
}
_BLOCKS = {
    Gating.YES: "and a failing result stops it",
    Gating.NO: "but a failing result does not stop it",
    Gating.POLICY: "and a policy kept elsewhere decides whether a result stops it",
    Gating.UNKNOWN: "and the file does not say whether a failing result stops it",
}
_SUPPORT = {Gating.YES: Support.ENFORCING, Gating.NO: Support.FOUND_NOT_ENFORCING}


_VOICE = Voice("build-pipeline", "Build pipeline")


@dataclass(frozen=True, slots=True)
class BuildPipeline:
    """FedRAMP container guidance v1.0, Container Build, Test, and Orchestration Pipeline."""

    name: str = "build-pipeline"

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`."""
        pipelines = tuple(one for one in basis.facts.pipelines if one.runs)
        if not pipelines:
            yield _VOICE.say("CM-3(d)", Support.NOT_COLLECTED, "No pipeline definition was collected.")
            return
        for stage, control, part in _CONTROLS:
            found = [(one, step) for one in pipelines for step in one.stages if step.stage is stage and step.visible]
            if found:
                for pipeline, step in found:
                    yield self._found(ControlId(control), part, pipeline, step, basis)
            else:
                files = counted(len(pipelines), "pipeline definition")
                text = f"None of the {files} collected visibly {_DOES[stage]}."
                sources = tuple(one.evidence.source for one in pipelines)
                yield _VOICE.say(f"{control}({part})", Support.NONE_FOUND, text, sources)

    def _found(self, control: ControlId, part: str, pipeline: PipelineSnapshot, step: StageFound, basis: Basis) -> Claim:
        blocks = _BLOCKS.get(step.gating)
        text = f"The {pipeline.system} pipeline {pipeline.name} {_DOES[step.stage]} with {step.tool}"
        text = f"{text}, {blocks} ({step.where})." if blocks else f"{text} ({step.where})."
        against = basis.against("image-built-by-unknown") if step.stage is Stage.IMAGE_BUILD else ()
        return _VOICE.say(f"{control}({part})", _SUPPORT.get(step.gating, Support.FOUND), text, (step.source,), against)
