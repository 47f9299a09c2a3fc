"""Whether the collected definitions are all: what runs shows which images somebody builds, and what somebody deploys.

No list of all pipelines can be had. An image that runs and that no collected definition is shown to push may come out of
another one; so may what none is shown to deploy. That an image is somebody else's product and comes out of no pipeline of the
system's own is recorded nowhere yet (`image-built-by-unknown`), so that it leaves others unknown as well.
"""

from collections.abc import Iterator

from generator.checks.base import CheckContext, named
from generator.checks.images.image_built_by_unknown import BuildOrigins
from generator.checks.pipelines.pipeline_delivers import deployment_doubt
from generator.checks.populations import NOTHING_RUNS, what_runs
from generator.model.facts import ImageAsset
from generator.model.pipeline import NameMatch
from generator.model.posture import JudgedSubject, Outcome
from generator.model.verdict_makers import unknown

_OTHERS = "other pipeline definitions"
_STEP = "collect the definitions of all pipelines that build and deploy what runs"


def definitions(context: CheckContext) -> Iterator[JudgedSubject]:
    """Definitions that push images: one for every image that runs."""
    origins = BuildOrigins.of(context.facts)
    open_ = [image for image in context.facts.running_images if not _is_pushed(origins, image)]
    yield from _unknown(context, "no collected definition is shown to push", open_)


def deploying_definitions(context: CheckContext) -> Iterator[JudgedSubject]:
    """Definitions that deploy: one for every image that runs, unless a deployer in the cluster does."""
    open_ = [image for image in context.facts.running_images if deployment_doubt(context, image)]
    yield from _unknown(context, "no collected definition is shown to deploy", open_)


def _unknown(context: CheckContext, why: str, open_: list[ImageAsset]) -> Iterator[JudgedSubject]:
    if open_:
        yield unknown(_OTHERS, f"{why} {named([each.asset_id for each in open_])}", next_step=_STEP)
    elif not context.facts.running_images:
        yield unknown(_OTHERS, NOTHING_RUNS, next_step="collect what runs")
    yield from what_runs("pipeline definitions of other images")(context)


def _is_pushed(origins: BuildOrigins, image: ImageAsset) -> bool:
    """By a definition that writes its repository, if with a tag that is set when it runs, or that verified provenance names."""
    repository = any(each.match.is_shown or each.match is NameMatch.TAG_OPEN for each in image.builders)
    return repository or origins.verdict(image).outcome is Outcome.PASSES
