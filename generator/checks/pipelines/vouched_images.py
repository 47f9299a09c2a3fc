"""What pipelines hand on with the images that they push: a signature, a list of their parts, a statement of their origin.

It comes after the push more often than before, and in any job: every step of the definition counts that names the image.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from generator.checks.base import CheckContext, Judgment
from generator.checks.pipelines.pushed_images import (
    PushedImage,
    asset_ids,
    assets_of,
    citation,
    judge_pushed,
    match_of_pushes,
    undecidable,
)
from generator.checks.pipelines.steps import conditional, elsewhere, not_shown, same_image
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.pipeline import Concern, ImagePush, PipelineSnapshot, PipelineStage, StageStep
from generator.model.posture import Certainty, JudgedSubject
from generator.model.registry import RegistryReferrer
from generator.model.verdict_makers import cite, fails, passes

_STORED_OF_ANOTHER = "the registry has it for the digest that runs, and that this definition pushed that digest is not shown"


class Vouching(msgspec.Struct, frozen=True, kw_only=True):
    """One of them."""

    stage: PipelineStage
    does: str
    """Of a tool: `signs`."""
    lacks: str
    """Of an image, to follow its name."""
    unclear: str
    """Of a step that may be about something else."""
    otherwise: Callable[[PushedImage, tuple[StageStep, ...]], str]
    """What it does in place of it, to be added to `lacks`; empty where nothing."""
    aside: Callable[[PushedImage], Iterable[str]] = lambda _: ()
    """What the definition leaves open beside its steps."""
    kept: Callable[[PipelineSnapshot, StageStep, ImagePush], str] = lambda *_: ""
    """Why it is not known that the result outlives the run; empty where it does, as what is stored with the image."""
    stored: Callable[[RegistryReferrer], bool] = lambda _: False
    """Is this, stored beside an image in its registry, what is asked for?"""


def in_place_of_it(does: str) -> Callable[[PushedImage, tuple[StageStep, ...]], str]:
    """Of tools that do something else: `signs files, and not the image`."""
    return lambda _, steps: f"{', '.join(sorted({each.tool for each in steps}))} {does}" if steps else ""


def judge_vouching(context: CheckContext, vouching: Vouching) -> Judgment:
    """One verdict for each image that a collected definition pushes. What its registry answered comes before the definition."""
    return judge_pushed(context, lambda here, image: _subject(here, image, vouching))


def _subject(context: CheckContext, image: PushedImage, vouching: Vouching) -> JudgedSubject:
    definition, assets = image.definition, assets_of(context, image)
    stored = _stored(context.facts, assets, vouching)
    shown = all((match := match_of_pushes(image, each)) is not None and match.is_shown for each in assets)
    if stored and shown:
        reason = "the registry has it for the digest that runs"
        cited = cite("Registry", image.repository, *stored)
        return passes(image.name, *cited, certainty=Certainty.OBSERVED, reason=reason, asset_ids=asset_ids(assets))
    steps = tuple(each for each in definition.steps if each.stage is vouching.stage)
    about = tuple(each for each in steps if each.concerns in (Concern.IMAGE, Concern.UNKNOWN))
    doubts = [text for push in image.pushes for text in _doubts(definition, push, about, vouching)]
    if image.pushes and not doubts and all(_held(definition, push, about, vouching) for push in image.pushes):
        held = {step: None for push in image.pushes for step in _held(definition, push, about, vouching)}
        reason = ", ".join(dict.fromkeys(f"{step.tool} {vouching.does} it" for step in held))
        cited = (*(citation(definition, step.source) for step in held), *(citation(definition, p.source) for p in image.pushes))
        return passes(image.name, *cited, certainty=Certainty.DECLARED, reason=reason, asset_ids=asset_ids(assets))
    doubts += [not_shown(each) for each in about if not each.visible]
    doubts += [each for each in (elsewhere(definition.opaque), *vouching.aside(image)) if each]
    doubts += [_STORED_OF_ANOTHER] if stored else []
    if doubts:
        return undecidable(image, doubts, *(push.source for push in image.pushes))
    other = vouching.otherwise(image, steps)
    cited = (
        *(citation(definition, push.source) for push in image.pushes),
        *(citation(definition, each.source) for each in steps),
    )
    text = f"{vouching.lacks}{f': {other}' if other else ''}"
    return fails(image.name, text, *cited, certainty=Certainty.DECLARED, asset_ids=asset_ids(assets))


def _held(definition: PipelineSnapshot, push: ImagePush, steps: tuple[StageStep, ...], vouching: Vouching) -> list[StageStep]:
    return [
        each
        for each in steps
        if each.visible
        and each.concerns is Concern.IMAGE
        and same_image(each, push) is True
        and not conditional(each, push)
        and not vouching.kept(definition, each, push)
    ]


def _doubts(definition: PipelineSnapshot, push: ImagePush, steps: tuple[StageStep, ...], vouching: Vouching) -> Iterator[str]:
    """Of one push: why a step that is shown may be of it, or not. Nothing where one certainly is."""
    if _held(definition, push, steps, vouching):
        return
    for each in steps:
        same = same_image(each, push)
        if not each.visible or same is False:
            continue
        if each.concerns is Concern.UNKNOWN:
            yield vouching.unclear
        elif same is None:
            what = ", ".join(each.images[:2]) or "no image"
            yield f"whether {each.tool} {vouching.does} the image that is pushed is not known: it names {what}"
        elif conditional(each, push):
            yield f"{each.tool} runs under a condition of its own ({each.conditions[-1]}) that was not evaluated"
        else:
            yield vouching.kept(definition, each, push)


def _stored(facts: SystemFacts, assets: tuple[ImageAsset, ...], vouching: Vouching) -> tuple[EvidenceSource, ...]:
    """Where registries answered that every digest that runs of these images has it; nothing where one has not."""
    found: dict[str, EvidenceSource] = {
        digest: image.source
        for snapshot in facts.registries
        for image in snapshot.images
        for referrer in image.referrers
        if vouching.stored(referrer) and referrer.read
        for digest in ((referrer.subject,) if referrer.subject != image.digest else image.digests)
    }
    running = {digest for asset in assets for digest in asset.digests}
    whole = running and running <= found.keys() and all(asset.digests for asset in assets)
    return tuple(sorted({found[digest] for digest in running})) if whole else ()
