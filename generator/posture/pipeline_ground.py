"""Pipelines and Dockerfiles as rows look at them."""

from collections.abc import Iterable, Iterator

from generator.model.evidence import Source
from generator.model.facts import SystemFacts
from generator.model.pipeline import Gating, ImageRecipe, PipelineSnapshot, Stage, StageFound
from generator.model.posture import Citation, Problem

BUILDS = "pipeline definitions"
"""What is to be collected, in words."""
RECIPES = "Dockerfiles"


def pipelines(facts: SystemFacts) -> tuple[PipelineSnapshot, ...]:
    """Definitions of pipelines, without Dockerfiles and hardening manifests; in the order of the evidence."""
    return tuple(one for one in facts.pipelines if one.runs)


def builders(facts: SystemFacts) -> tuple[PipelineSnapshot, ...]:
    """Those that build images, as far as the file or the name of what it calls tells."""
    return tuple(one for one in pipelines(facts) if step(one, Stage.IMAGE_BUILD) is not None)


def recipes(facts: SystemFacts) -> tuple[tuple[PipelineSnapshot, ImageRecipe], ...]:
    """Dockerfiles."""
    return tuple((one, one.recipe) for one in facts.pipelines if one.recipe is not None)


def step(pipeline: PipelineSnapshot, stage: Stage) -> StageFound | None:
    """The stage of a pipeline; None where it has none."""
    return next((one for one in pipeline.stages if one.stage is stage), None)


def cited(pipeline: PipelineSnapshot, found: StageFound | None = None) -> Citation:
    """The file as evidence, with the line of the stage."""
    source = found.source if found is not None else pipeline.evidence.source
    return Citation(kind=pipeline.system, name=pipeline.name, taken=pipeline.taken, source=source)


def problem(pipeline: PipelineSnapshot, text: str, found: StageFound | None = None) -> Problem:
    """Something is wrong with it; the file is what a waiver names."""
    return Problem(subject=pipeline.evidence.path, text=text, citations=(cited(pipeline, found),))


def recipe_problem(pipeline: PipelineSnapshot, source: Source, text: str) -> Problem:
    """The same of a Dockerfile and one of its lines."""
    citation = Citation(kind=pipeline.system, name=pipeline.name, taken=pipeline.taken, source=source)
    return Problem(subject=pipeline.evidence.path, text=text, citations=(citation,))


def does_not_block(found: StageFound) -> str:
    """Why a bad result stops nothing, to follow the tool's name."""
    because = f" ({found.because})" if found.because else ""
    return f"{found.tool}, and a bad result does not stop it{because}"


def unseen(pipeline: PipelineSnapshot, found: StageFound, does: str) -> str:
    """A stage that the file alone does not prove."""
    return f"whether {pipeline.evidence.path} {does}: {found.tool} is not in the file"


def decided_elsewhere(steps: Iterable[tuple[PipelineSnapshot, StageFound]]) -> Iterator[str]:
    """Stages of which the file does not say whether they block."""
    for pipeline, found in steps:
        if found.gating is Gating.POLICY:
            yield f"the policy that decides for {found.tool} in {pipeline.evidence.path}"
        elif found.gating is Gating.UNKNOWN:
            yield f"whether a bad result of {found.tool} stops {pipeline.evidence.path}"
