"""Pipelines and Dockerfiles as rows look at them."""

from collections.abc import Iterable, Iterator

from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.pipeline import DetectedStage, Gating, ImageRecipe, PipelineSnapshot, PipelineStage
from generator.model.posture import ObjectCitation, Problem

BUILDS = "pipeline definitions"
"""What is to be collected, in words."""
RECIPES = "Dockerfiles"


def pipelines(facts: SystemFacts) -> tuple[PipelineSnapshot, ...]:
    """Definitions of pipelines, without Dockerfiles and hardening manifests; in the order of the evidence."""
    return tuple(pipeline for pipeline in facts.pipelines if pipeline.runs)


def builders(facts: SystemFacts) -> tuple[PipelineSnapshot, ...]:
    """Those that build images, as far as the file or the name of what it calls tells."""
    return tuple(pipeline for pipeline in pipelines(facts) if step(pipeline, PipelineStage.IMAGE_BUILD) is not None)


def recipes(facts: SystemFacts) -> tuple[tuple[PipelineSnapshot, ImageRecipe], ...]:
    """Dockerfiles."""
    return tuple((pipeline, pipeline.recipe) for pipeline in facts.pipelines if pipeline.recipe is not None)


def step(pipeline: PipelineSnapshot, stage: PipelineStage) -> DetectedStage | None:
    """The stage of a pipeline; None where it has none."""
    return next((detected_stage for detected_stage in pipeline.stages if detected_stage.stage is stage), None)


def cited(pipeline: PipelineSnapshot, stage: DetectedStage | None = None) -> ObjectCitation:
    """The file as evidence, with the line of the stage."""
    source = stage.source if stage is not None else pipeline.evidence.source
    return ObjectCitation(kind=pipeline.system, name=pipeline.name, taken=pipeline.taken, source=source)


def problem(pipeline: PipelineSnapshot, text: str, stage: DetectedStage | None = None) -> Problem:
    """Something is wrong with it; the file is what a waiver names."""
    return Problem(subject=pipeline.evidence.path, text=text, citations=(cited(pipeline, stage),))


def recipe_problem(pipeline: PipelineSnapshot, source: EvidenceSource, text: str) -> Problem:
    """The same of a Dockerfile and one of its lines."""
    citation = ObjectCitation(kind=pipeline.system, name=pipeline.name, taken=pipeline.taken, source=source)
    return Problem(subject=pipeline.evidence.path, text=text, citations=(citation,))


def does_not_block(stage: DetectedStage) -> str:
    """Why a bad result stops nothing, to follow the tool's name."""
    because = f" ({stage.because})" if stage.because else ""
    return f"{stage.tool}, and a bad result does not stop it{because}"


def unseen(pipeline: PipelineSnapshot, stage: DetectedStage, does: str) -> str:
    """A stage that the file alone does not prove."""
    return f"whether {pipeline.evidence.path} {does}: {stage.tool} is not in the file"


def decided_elsewhere(steps: Iterable[tuple[PipelineSnapshot, DetectedStage]]) -> Iterator[str]:
    """Stages of which the file does not say whether they block."""
    for pipeline, stage in steps:
        if stage.gating is Gating.POLICY:
            yield f"the policy that decides for {stage.tool} in {pipeline.evidence.path}"
        elif stage.gating is Gating.UNKNOWN:
            yield f"whether a bad result of {stage.tool} stops {pipeline.evidence.path}"
