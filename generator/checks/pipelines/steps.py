"""Steps of pipelines: which comes before which, which image each is about, and the words for what one does not show."""

from collections.abc import Iterable

from generator.checks.base import named
from generator.facts.pushed_tags import repository_of
from generator.model.images import parse_reference
from generator.model.pipeline import DetectedStage, Gating, ImagePush, OpaqueStep, PipelineSnapshot, StageStep
from generator.text import agreeing

_MOST_OPAQUE = 3
_VARIABLE = ("$", "{{", "%(")


def before(definition: PipelineSnapshot, step: StageStep | OpaqueStep | ImagePush, place: StageStep | ImagePush) -> bool | None:
    """Must the step have been done before the place is reached? None where the order of their jobs was not read."""
    if not step.job:
        return True
    if step.job == place.job:
        return step.at < place.at
    order = dict(definition.waits).get(place.job)
    return None if order is None else step.job in order


def same_image(step: StageStep, push: ImagePush) -> bool | None:
    """Is the step pointed at the image that is pushed? None where the names do not decide it.

    Equal texts are one image, also where they hold variables; so are names that one build or `docker tag` gives. Another tag of
    the repository may be another image. Names with variables cannot be distinguished.
    """
    names = (*push.names, *push.aliases)
    if not names or not step.images:
        return None
    answers = [_same(one, other) for one in step.images for other in names]
    if any(answers):
        return True
    return None if None in answers else False


def has_variable(name: str) -> bool:
    """Does a variable of the system of pipelines stand in the name of an image?"""
    return any(mark in name for mark in _VARIABLE)


def conditional(step: StageStep, place: StageStep | ImagePush) -> bool:
    """Does it run under a condition that the place does not have, so that the place may be reached without it?"""
    return not set(step.conditions) <= set(place.conditions)


def elsewhere(steps: Iterable[OpaqueStep]) -> str:
    """Why nothing follows from what the definition does not show."""
    names = tuple(dict.fromkeys(each.name for each in steps))
    shown = names[:_MOST_OPAQUE]
    return f"the step may be in {named(shown)}, which {agreeing(len(shown), 'was', 'were')} not collected" if names else ""


def not_shown(step: DetectedStage) -> str:
    """Of a step that the file only names."""
    return f"the step is in {step.tool}, which was not collected"


def does_not_stop(step: DetectedStage) -> str:
    """Why a bad result stops nothing, to follow what is done."""
    because = f" ({step.because})" if step.because else ""
    return f"with {step.tool}, and a bad result does not stop it{because}"


def undecided(step: DetectedStage) -> str:
    """Of a step whose result may or may not stop the way."""
    if step.gating is Gating.POLICY:
        return f"a policy kept elsewhere decides whether a result of {step.tool} stops it"
    return f"the definition does not say whether a result of {step.tool} stops it"


def in_force(step: DetectedStage) -> str:
    """The threshold of a step, to follow what it does; empty where every result counts."""
    return f" (threshold in force: {step.threshold})" if step.threshold else ""


def _same(one: str, other: str) -> bool | None:
    if one == other:
        return True
    first, second = repository_of(one), repository_of(other)
    if first == second or _plain(first) == _plain(second):
        tags = one[len(first) :], other[len(second) :]
        return True if any(not tag or "@" in tag for tag in tags) or tags[0] == tags[1] else None
    if has_variable(one) or has_variable(other):
        return None
    return None if first.rpartition("/")[2] == second.rpartition("/")[2] else False


def _plain(repository: str) -> str:
    """As the inventory calls it."""
    reference = parse_reference(repository)
    return reference.name if reference is not None else repository
