"""Definitions that build or deploy, and what each of them looks for before it does: secrets, unsafe configuration.

A definition whose look stands beside the way (on a schedule, in another file, in a job that nothing waits for) stops nothing.
FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from generator.checks.base import CheckContext, Judgment, judged, named, none_found, not_collected
from generator.checks.pipelines.pushed_images import BUILDS, DEPLOYERS, citation, pipelines
from generator.checks.pipelines.steps import before, conditional, does_not_stop, elsewhere, in_force, not_shown, undecided
from generator.model.pipeline import Gating, ImagePush, OpaqueStep, PipelineSnapshot, PipelineStage, StageStep
from generator.model.posture import Certainty, JudgedSubject
from generator.model.verdict_makers import fails, passes, unknown

Place = StageStep | ImagePush
"""Where something leaves a definition."""


class Guard(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of look."""

    stage: PipelineStage
    does: str
    """`looks for secrets`."""
    lacks: str
    """To follow the definition's name."""
    places: Callable[[PipelineSnapshot], tuple[Place, ...]]
    """What has to wait for it; a definition without one is no subject."""
    acts: str
    """What such a definition does: `builds or deploys`."""
    covers: Callable[[StageStep, Place], bool] = lambda _step, _place: True
    """Does what is looked at hold what leaves there, as far as the definition says?"""


def judge_guard(context: CheckContext, guard: Guard) -> Judgment:
    """One verdict for each definition that acts."""
    collected = [each for each in context.facts.pipelines if each.runs]
    definitions = pipelines(context.facts)
    acting = [each for each in definitions if guard.places(each)]
    left_out = sorted(each.evidence.path for each in collected if each.system in DEPLOYERS)
    notes = [f"Objects of Argo CD and Flux have no steps and are left out: {named(left_out)}."] if left_out else []
    if not definitions:
        return not_collected(BUILDS)
    if not acting:
        cited = tuple(map(citation, definitions))
        return none_found(f"No collected pipeline definition {guard.acts}.", citations=cited, notes=notes)
    return judged((_subject(each, guard) for each in acting), notes=notes)


def shown(places: Iterable[StageStep]) -> tuple[StageStep, ...]:
    """Those that the definition shows; where it shows none, those that it names."""
    found = tuple(places)
    return tuple(each for each in found if each.visible) or found


def _subject(definition: PipelineSnapshot, guard: Guard) -> JudgedSubject:
    name, places = definition.evidence.path, guard.places(definition)
    open_places = [place for place in places if not _held(definition, place, guard)]
    doubts = [text for place in open_places for text in _doubts(definition, place, guard)]
    steps = [each for each in definition.steps if each.stage is guard.stage]
    cited = tuple(dict.fromkeys(citation(definition, each.source) for each in (*steps, *open_places)))
    if not open_places:
        held = dict.fromkeys(step for place in places for step in _held(definition, place, guard))
        reason = "; ".join(dict.fromkeys(f"{step.tool} stops it{in_force(step)}" for step in held))
        return passes(name, *(citation(definition, step.source) for step in held), certainty=Certainty.DECLARED, reason=reason)
    if doubts:
        return unknown(name, doubts[0], *cited)
    return fails(name, _wrong(definition, open_places, guard), *cited, certainty=Certainty.DECLARED)


def _ahead(definition: PipelineSnapshot, place: Place, guard: Guard) -> list[StageStep]:
    steps = [each for each in definition.steps if each.stage is guard.stage]
    return [each for each in steps if before(definition, each, place) is not False]


def _held(definition: PipelineSnapshot, place: Place, guard: Guard) -> list[StageStep]:
    return [
        each
        for each in _ahead(definition, place, guard)
        if each.visible
        and each.gating is Gating.YES
        and before(definition, each, place)
        and not conditional(each, place)
        and guard.covers(each, place)
    ]


def _doubts(definition: PipelineSnapshot, place: Place, guard: Guard) -> Iterator[str]:
    for each in _ahead(definition, place, guard):
        if not each.visible:
            yield not_shown(each)
        elif each.gating in (Gating.POLICY, Gating.UNKNOWN):
            yield undecided(each)
        elif each.gating is Gating.YES:
            yield _doubt(definition, each, place)
    opaque = [each for each in definition.opaque if before(definition, each, place) is not False or _is(each, place)]
    if opaque:
        yield elsewhere(opaque)


def _is(step: OpaqueStep, place: Place) -> bool:
    """The place is in work that lies elsewhere, which may look itself."""
    return (step.job, step.at) == (place.job, place.at)


def _doubt(definition: PipelineSnapshot, step: StageStep, place: Place) -> str:
    if not before(definition, step, place):
        return "the order of its jobs was not read"
    if conditional(step, place):
        return f"{step.tool} runs under a condition of its own ({step.conditions[-1]}) that was not evaluated"
    return f"whether what {step.tool} looks at is what leaves the pipeline is not known"


def _wrong(definition: PipelineSnapshot, places: list[Place], guard: Guard) -> str:
    ahead = [step for place in places for step in _ahead(definition, place, guard)]
    if ahead:
        return f"{guard.does} {does_not_stop(ahead[0])}"
    unguarding = next((each for each in definition.steps if each.stage is guard.stage), None)
    text = f"; {unguarding.tool} is called where nothing waits for it ({unguarding.where})" if unguarding is not None else ""
    return f"{guard.lacks}{text}"
