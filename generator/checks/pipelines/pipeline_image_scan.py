"""The gate of the pipeline: every image that is pushed was scanned before, and a bad result stops it."""

from collections.abc import Iterator

import msgspec

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.mapping import mapped
from generator.checks.pipelines.other_definitions import definitions
from generator.checks.pipelines.pushed_images import (
    NO_NAME,
    PushedImage,
    asset_ids,
    assets_of,
    citation,
    judge_pushed,
    undecidable,
)
from generator.checks.pipelines.steps import (
    before,
    conditional,
    does_not_stop,
    elsewhere,
    in_force,
    not_shown,
    same_image,
    undecided,
)
from generator.model.pipeline import Gating, ImagePush, PipelineSnapshot, PipelineStage, StageStep
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.verdict_makers import fails, passes

_REQUIREMENT = PostureRequirement(
    id="pipeline-image-scan",
    area="Build pipeline",
    title="Pipelines scan images before they push them, and stop on findings",
    problem="Pipeline pushes images without a blocking scan",
    asks="Is every image that a pipeline pushes scanned before, and does a failing scan stop the push?",
    rationale="FedRAMP asks that images are scanned before they are deployed, and that what does not adhere is kept back.",
    fix="Scan the image before it is pushed, and let the scan end with a failure (`--exit-code 1`, `--fail-on high`).",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline, "
        "and Vulnerability Scanning for Container Images"
    ),
    controls=mapped(fedramp="CM-3 CA-2 SI-3", article="RA-5"),
    subjects=("image that a pipeline pushes", "images that pipelines push"),
)
_PRODUCTION = "whether it pushes to the production registry is not known"


class _ScansOfPush(msgspec.Struct, frozen=True, kw_only=True):
    """The scans of a definition, as they stand to one push."""

    ahead: tuple[StageStep, ...]
    """On the way to the push."""
    unordered: tuple[StageStep, ...]
    late: tuple[StageStep, ...]
    """Behind it."""


def _judge(context: CheckContext) -> Judgment:
    """A scan that reports CRITICAL alone, or leaves out what has no fix, passes with its threshold: FedRAMP names none.

    A scan behind the push passes where a later push or deployment waits for it (staging, then promotion).
    """
    return judge_pushed(context, verdict_of)


def verdict_of(context: CheckContext, image: PushedImage) -> JudgedSubject:
    """Of several pushes of one image the worst counts."""
    definition, assets = image.definition, assets_of(context, image)
    if not image.pushes:
        hidden = [each for each in definition.steps if each.stage is PipelineStage.IMAGE_BUILD and not each.visible]
        return undecidable(image, [*map(not_shown, hidden), elsewhere(definition.opaque)])
    wrong = [text for push in image.pushes for text in _wrong(definition, push, running=bool(assets))]
    doubts = [text for push in image.pushes for text in _doubts(definition, push, running=bool(assets))]
    lines = [citation(definition, push.source) for push in image.pushes]
    scans = [citation(definition, each.source) for each in definition.steps if each.stage is PipelineStage.IMAGE_SCAN]
    if wrong:
        text = "; ".join(dict.fromkeys(wrong))
        return fails(image.name, text, *lines, *scans, certainty=Certainty.DECLARED, asset_ids=asset_ids(assets))
    if doubts:
        return undecidable(image, doubts, *(push.source for push in image.pushes))
    held = [step for push in image.pushes for step in _gates(definition, push)]
    shown = dict.fromkeys(f"{step.tool} stops it{in_force(step)}" for step in held)
    cited = (*(citation(definition, step.source) for step in held), *lines)
    return passes(image.name, *cited, certainty=Certainty.DECLARED, reason="; ".join(shown), asset_ids=asset_ids(assets))


def _scans(definition: PipelineSnapshot, push: ImagePush) -> _ScansOfPush:
    steps = [each for each in definition.steps if each.stage is PipelineStage.IMAGE_SCAN]
    placed = [(each, before(definition, each, push)) for each in steps]
    return _ScansOfPush(
        ahead=tuple(each for each, order in placed if order),
        unordered=tuple(each for each, order in placed if order is None),
        late=tuple(each for each, order in placed if order is False),
    )


def _gates(definition: PipelineSnapshot, push: ImagePush) -> list[StageStep]:
    """The scans that show that nothing bad passes: before the push, or before every later place that it waits for."""
    scans = _scans(definition, push)
    ahead = [each for each in scans.ahead if _stops(each, push) and not conditional(each, push)]
    return ahead or [each for each in scans.late if _stops(each, push) and _promoted(definition, each)]


def _stops(step: StageStep, push: ImagePush) -> bool:
    return step.visible and step.gating is Gating.YES and same_image(step, push) is True


def _promoted(definition: PipelineSnapshot, scan: StageStep) -> bool:
    """Does a later push or deployment wait for the scan?"""
    later: tuple[StageStep | ImagePush, ...] = (
        *definition.pushes,
        *(each for each in definition.steps if each.stage is PipelineStage.DEPLOY and each.visible),
    )
    return any(before(definition, scan, place) and not conditional(scan, place) for place in later)


def _doubts(definition: PipelineSnapshot, push: ImagePush, *, running: bool) -> Iterator[str]:
    """Why it cannot be said that a bad scan stops the push, nor that it does not; nothing where one of both can."""
    if _gates(definition, push):
        return
    scans = _scans(definition, push)
    for step in (*scans.ahead, *scans.unordered):
        yield from _doubt(step, push, ordered=step in scans.ahead)
    opaque = [each for each in definition.opaque if before(definition, each, push) is not False]
    if opaque:
        yield elsewhere(opaque)
    if not running and any(_stops(each, push) for each in scans.late):
        yield _PRODUCTION


def _doubt(step: StageStep, push: ImagePush, *, ordered: bool) -> Iterator[str]:
    same = same_image(step, push)
    if same is False or (step.visible and step.gating is Gating.NO):
        return
    if not step.visible:
        yield not_shown(step)
    elif step.gating is not Gating.YES:
        yield undecided(step)
    elif not ordered:
        yield "the order of its jobs was not read"
    elif not push.names:
        yield NO_NAME
    elif same is None:
        what = ", ".join(step.images[:2]) or "no image"
        yield f"whether {step.tool} looks at the image that is pushed is not known: it names {what}"
    else:
        yield f"{step.tool} runs under a condition of its own ({step.conditions[-1]}) that was not evaluated"


def _wrong(definition: PipelineSnapshot, push: ImagePush, *, running: bool) -> Iterator[str]:
    """What is wrong with one push; nothing where the definition leaves a doubt."""
    if _gates(definition, push) or any(_doubts(definition, push, running=running)):
        return
    scans = _scans(definition, push)
    loose = [each for each in (*scans.ahead, *scans.unordered) if same_image(each, push) is not False]
    late = [each for each in scans.late if same_image(each, push) is not False]
    if loose:
        yield f"is scanned {does_not_stop(loose[0])}"
    elif late:
        rest = f"with {late[0].tool}" if late[0].gating is Gating.YES else does_not_stop(late[0])
        yield f"is scanned after it was pushed, {rest}"
    else:
        yield "is pushed, and no step before scans it"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=definitions)
