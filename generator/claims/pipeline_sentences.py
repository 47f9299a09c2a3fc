"""Sentences of the plan about one pipeline: which tool does what to the images that it pushes, and what stops it."""

import re
from collections.abc import Callable, Iterable, Iterator

import msgspec

from generator.claims.plan_wording import PassingScope, sources_of
from generator.limits import NAMED
from generator.model.draft_statement import PlanSentence
from generator.model.facts import SystemFacts
from generator.model.grouping import grouped
from generator.model.pipeline import Gating, PipelineSnapshot, PipelineStage, StageStep
from generator.model.posture import Certainty, JudgedSubject
from generator.text import agreeing, listed, quoted_title

_LEVELS = re.compile(r",(?=\S)")
"""Between the levels of a threshold, as tools write them: `HIGH,CRITICAL`."""


class PipelineWork(msgspec.Struct, frozen=True, kw_only=True):
    """What one pipeline does in one stage, for the images of it that pass."""

    pipeline: PipelineSnapshot
    steps: tuple[StageStep, ...]
    """At least one; those that the verdicts cite."""
    passing: int
    total: int
    """Of the images that it pushes, or 1 where it is asked of the pipeline itself."""

    @property
    def tools(self) -> str:
        """`trivy and grype`."""
        return listed(dict.fromkeys(step.tool for step in self.steps))


def per_pipeline(scope: PassingScope, stage: PipelineStage, does: Callable[[PipelineWork], str]) -> tuple[PlanSentence, ...]:
    """A sentence for all pipelines that do the same, of those whose steps the verdicts cite."""
    same = grouped((does(work), work) for work in _works(scope, stage))
    return tuple(
        PlanSentence(
            text=f"{configured([work.pipeline.name for work in works])} to {what}.",
            sources=tuple(dict.fromkeys(step.source for work in works for step in work.steps)),
        )
        for what, works in same.items()
    )


def configured(pipelines: Iterable[str]) -> str:
    """`The Build pipeline is configured`, `The “Build and push” and Release pipelines are configured`: a definition
    declares, and is no record of a run."""
    names = [quoted_title(name) for name in sorted(set(pipelines))]
    if len(names) > NAMED:
        return f"{len(names):,} pipelines ({listed(names, NAMED)}) are configured"
    return f"The {listed(names)} {agreeing(len(names), 'pipeline is', 'pipelines are')} configured"


def every_image(work: PipelineWork) -> str:
    """`every pushed image`, `2 of the 3 pushed images`."""
    return f"{work.passing:,} of the {work.total:,} pushed images" if work.passing < work.total else "every pushed image"


def stops(work: PipelineWork) -> str:
    """`a finding stops`, with which findings count where not all do: to precede what is stopped."""
    thresholds = listed(dict.fromkeys(_LEVELS.sub(" or ", step.threshold) for step in work.steps if step.threshold))
    return f"a finding{f' ({thresholds})' if thresholds else ''} stops"


def held_in_registry(scope: PassingScope, what: str) -> Iterator[PlanSentence]:
    """What the registry itself shows of images, whatever their pipeline declares."""
    seen = [subject for subject in scope.passing if subject.certainty is Certainty.OBSERVED]
    if seen:
        total = scope.total
        whole = f"{'' if scope.others else 'all '}{total:,} images" if total > 1 else "the one image"
        images = f"{len(seen):,} of the {total:,} images" if len(seen) < total else whole
        text = f"The registry holds {what} for {images} that pipelines push."
        yield PlanSentence(text=text, sources=sources_of(seen))


def lacks_scan(subject: JudgedSubject, facts: SystemFacts) -> str:
    """Of an image that is pushed past a scan: the scan that its pipeline has all the same, as far as it is shown."""
    cited = set(sources_of((subject,)))
    steps = [
        step
        for pipeline in facts.pipelines
        if _is_of(subject, pipeline)
        for step in pipeline.steps
        if step.stage is PipelineStage.IMAGE_SCAN and step.visible and step.source in cited
    ]
    if not steps:
        return ""
    tools = listed(dict.fromkeys(step.tool for step in steps))
    late = " after the image is pushed" if all(step.late for step in steps) else ""
    loose = all(step.gating is Gating.NO for step in steps)
    return f"scans with {tools}{late}{', and findings do not block the release' if loose else ''}"


def _works(scope: PassingScope, stage: PipelineStage) -> Iterator[PipelineWork]:
    cited = set(sources_of(scope.passing))
    for pipeline in scope.facts.pipelines:
        passing = sum(_is_of(subject, pipeline) for subject in scope.passing)
        steps = tuple(step for step in pipeline.steps if step.stage is stage and step.visible and step.source in cited)
        if passing and steps:
            total = sum(_is_of(subject, pipeline) for subject in scope.posture.subjects)
            yield PipelineWork(pipeline=pipeline, steps=steps, passing=passing, total=total)


def _is_of(subject: JudgedSubject, pipeline: PipelineSnapshot) -> bool:
    """A subject is the definition itself or an image that it pushes."""
    path = pipeline.evidence.path
    return subject.name == path or subject.name.startswith(f"{path}: ")
