"""What pipeline definitions say about change control (CM-3), assessment (CA-2), baselines (CM-2) and integrity (SI-7)."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from generator.claims.base import Basis, Voice
from generator.claims.mechanisms import APPROVED_SOURCES, BUILD_PIPELINE, HARDENED_IMAGES
from generator.claims.pipeline_sentences import configured
from generator.model.claim import Claim, Support
from generator.model.draft_statement import DraftStatement, Mechanism, PlanSentence
from generator.model.evidence import EvidenceSource
from generator.model.grouping import grouped
from generator.model.identifiers import ControlId
from generator.model.pipeline import Concern, DetectedStage, Gating, PipelineSnapshot, PipelineStage
from generator.text import agreeing, counted

_CONTROLS = (
    (PipelineStage.VERSION_CONTROL, "CM-3", "a"),
    (PipelineStage.IMAGE_BUILD, "CM-3", "d"),
    (PipelineStage.DEPLOY, "CM-3", "d"),
    (PipelineStage.IMAGE_SCAN, "CA-2", "d"),
    (PipelineStage.IMAGE_SCAN, "SI-3", "c"),
    (PipelineStage.DOCKERFILE_LINT, "CM-6", "b"),
    (PipelineStage.MANIFEST_SCAN, "CM-6", "b"),
    (PipelineStage.SIGNING, "SI-7", "a"),
    (PipelineStage.ATTESTATION, "SI-7", "a"),
    (PipelineStage.SBOM, "SR-3", "a"),
    (PipelineStage.BASE_IMAGE_APPROVAL, "CM-2", "a"),
)
"""Controls: FedRAMP container guidance v1.0, Container Build, Test, and Orchestration Pipeline; parts are our own mapping."""

_DOES = {
    PipelineStage.VERSION_CONTROL: "takes its source from version control",
    PipelineStage.DOCKERFILE_LINT: "checks its Dockerfiles",
    PipelineStage.BASE_IMAGE_APPROVAL: "restricts or verifies base images",
    PipelineStage.SECRETS_DETECTION: "looks for secrets",
    PipelineStage.IMAGE_BUILD: "builds images",
    PipelineStage.IMAGE_SCAN: "scans images",
    PipelineStage.MANIFEST_SCAN: "checks manifests",
    PipelineStage.SIGNING: "signs images",
    PipelineStage.SBOM: "writes a software bill of materials",
    PipelineStage.ATTESTATION: "attests where images come from",
    PipelineStage.DEPLOY: "deploys",
}
_BLOCKS = {
    Gating.YES: "and that a failing result stops it",
    Gating.NO: "and that a failing result does not stop it",
    Gating.POLICY: "and that a policy kept elsewhere decides whether a result stops it",
    Gating.UNKNOWN: "and does not say whether a failing result stops it",
}
_LATE = "and that a failing result fails the run, after the image was pushed"
"""To follow "declares that it …": a definition is no record of a run."""
_PLAN: Mapping[PipelineStage, tuple[str, Mechanism]] = MappingProxyType(
    {
        PipelineStage.VERSION_CONTROL: ("take source code from version control with {tool}", BUILD_PIPELINE),
        PipelineStage.IMAGE_BUILD: ("build images with {tool}", BUILD_PIPELINE),
        PipelineStage.DEPLOY: ("deploy with {tool}", BUILD_PIPELINE),
        PipelineStage.DOCKERFILE_LINT: ("check Dockerfiles with {tool}", HARDENED_IMAGES),
        PipelineStage.BASE_IMAGE_APPROVAL: ("check base images ({tool})", APPROVED_SOURCES),
    }
)
"""What the plan says of a stage that no requirement asks about."""
_STOPS = {Gating.YES: "; a failing result stops the run", Gating.NO: "; a failing result does not stop the run"}
_SUPPORT = {Gating.NO: Support.FOUND_NOT_ENFORCING}
_NOT_MALWARE = "It looks for vulnerabilities; the definition does not show that it looks for malicious code."

_VOICE = Voice("build-pipeline", "Build pipeline")


class BuildPipeline(msgspec.Struct, frozen=True):
    """FedRAMP container guidance v1.0, Container Build, Test, and Orchestration Pipeline."""

    name: str = "build-pipeline"

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`."""
        pipelines = tuple(pipeline for pipeline in basis.facts.pipelines if pipeline.runs)
        if not pipelines:
            yield _VOICE.say("CM-3(d)", Support.NOT_COLLECTED, "No pipeline definition was collected.")
            return
        for stage, control, part in _CONTROLS:
            stages = [
                (pipeline, step)
                for pipeline in pipelines
                for step in pipeline.stages
                if step.stage is stage and step.visible and step.concerns is Concern.IMAGE
            ]
            if stages:
                statements = _statements(stage, stages)
                for pipeline, step in stages:
                    claim = self._claim(ControlId(control), part, pipeline, step, basis)
                    yield replace(claim, statement=statements.get(_alike(step)))
            else:
                files = counted(len(pipelines), "pipeline definition")
                text = f"0 of {files} collected visibly {_DOES[stage]}{_named_only(pipelines, stage)}."
                sources = tuple(pipeline.evidence.source for pipeline in pipelines)
                yield _VOICE.say(f"{control}({part})", Support.NONE_FOUND, text, sources)
        yield from _built(basis, tuple(pipeline.evidence.source for pipeline in pipelines))

    def _claim(self, control: ControlId, part: str, pipeline: PipelineSnapshot, step: DetectedStage, basis: Basis) -> Claim:
        blocks = _LATE if step.late and step.gating is Gating.YES else _BLOCKS.get(step.gating)
        blocks = f"{blocks}; what counts: {step.threshold}" if blocks and step.threshold else blocks
        text = f"The definition of the {pipeline.system} pipeline {pipeline.name} declares that it {_DOES[step.stage]} with"
        text = f"{text} {step.tool}, {blocks} ({step.where})." if blocks else f"{text} {step.tool} ({step.where})."
        against = basis.against("image-built-by-unknown") if step.stage is PipelineStage.IMAGE_BUILD else ()
        support = Support.FOUND_NOT_ENFORCING if step.late else _SUPPORT.get(step.gating, Support.FOUND)
        if step.stage is PipelineStage.IMAGE_SCAN and control == "SI-3":
            text, support = f"{text} {_NOT_MALWARE}", Support.CONTEXT
        return _VOICE.say(f"{control}({part})", support, text, (step.source,), against)


def _alike(step: DetectedStage) -> tuple[str, Gating]:
    """Pipelines whose steps agree in this do the same."""
    return step.tool, step.gating


def _statements(
    stage: PipelineStage, stages: Sequence[tuple[PipelineSnapshot, DetectedStage]]
) -> Mapping[tuple[str, Gating], DraftStatement]:
    """Of a stage that no requirement asks about one for all pipelines that do the same; the requirements judge the others."""
    if stage not in _PLAN:
        return {}
    does, mechanism = _PLAN[stage]
    same = grouped((_alike(step), (pipeline, step)) for pipeline, step in stages)
    statements = {}
    for (tool, gating), rows in same.items():
        text = f"{configured([pipeline.name for pipeline, _ in rows])} to {does.format(tool=tool)}{_STOPS.get(gating, '')}."
        sentence = PlanSentence(text=text, sources=tuple(step.source for _, step in rows))
        key = f"{stage} {tool} {gating}"
        statements[tool, gating] = DraftStatement(key=key, mechanism=mechanism, sentences=(sentence,))
    return statements


def _named_only(pipelines: Sequence[PipelineSnapshot], stage: PipelineStage) -> str:
    """Definitions that name such a step and do not show it: checks ask of them as of those that do."""
    naming = sum(any(step.stage is stage and not step.visible for step in pipeline.stages) for pipeline in pipelines)
    names = agreeing(naming, "names", "name")
    return f"; {naming} of them {names} a step that may, and that is not in the file" if naming else ""


def _built(basis: Basis, sources: tuple[EvidenceSource, ...]) -> Iterable[Claim]:
    """How many of the images come out of these definitions: a pipeline is no evidence about images that it does not build."""
    images = basis.facts.inventory
    if images:
        built = sum(any(each.match.is_shown for each in image.builders) for image in images)
        total = counted(len(images), "image class", "image classes")
        text = f"For {built} of {total} in the inventory a pipeline definition that builds this tag was collected."
        yield _VOICE.say("CM-3(d)", Support.CONTEXT, text, sources)
