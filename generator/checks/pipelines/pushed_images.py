"""The images that pipelines push, each with its definition, and what the definition shows of the way there.

A step counts only on the way to the push: earlier in its job, or in a job that must have succeeded before. What lies outside of
the file (a script, a make target, an action that is not known) may hold any step, so that its absence proves nothing.
FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from generator.checks.base import CheckContext, Judgment, judged, named, none_found, not_collected
from generator.facts.pushed_tags import best_match, repository_of
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.identifiers import AssetId
from generator.model.images import parse_reference
from generator.model.pipeline import (
    DetectedStage,
    Gating,
    ImagePush,
    NameMatch,
    OpaqueStep,
    PipelineSnapshot,
    PipelineStage,
    StageStep,
)
from generator.model.posture import JudgedSubject, ObjectCitation
from generator.model.verdict_makers import unknown
from generator.text import agreeing, counted

BUILDS = "pipeline definitions"
"""What is to be collected, in words."""
NO_NAME = "the definition does not name the image that it pushes"
DEPLOYERS = frozenset({"Argo CD", "Flux"})
"""Objects that deploy what lies in a repository: they have no steps, so that none can be asked of them."""
_VARIABLE = ("$", "{{", "%(")
_MAY_BE = (NameMatch.WRITTEN, NameMatch.COMMIT, NameMatch.TAG_OPEN)
_MOST_OPAQUE = 3


class PushedImage(msgspec.Struct, frozen=True, kw_only=True):
    """A definition and one image that it pushes, by however many commands."""

    definition: PipelineSnapshot
    repository: str
    """As written, without tag and digest; empty where the definition does not name it."""
    pushes: tuple[ImagePush, ...]
    """Empty where work that lies elsewhere builds it."""

    @property
    def name(self) -> str:
        """Unique in the system."""
        return f"{self.definition.evidence.path}: {self.repository or 'an image that it does not name'}"


def pipelines(facts: SystemFacts) -> tuple[PipelineSnapshot, ...]:
    """Definitions of pipelines, without Dockerfiles, hardening manifests and deployers' objects."""
    return tuple(each for each in facts.pipelines if each.runs and each.system not in DEPLOYERS)


def judge_pushed(context: CheckContext, judge: Callable[[CheckContext, PushedImage], JudgedSubject]) -> Judgment:
    """One verdict for each image that a collected definition pushes. Definitions that push none are named in a note."""
    definitions = pipelines(context.facts)
    if not definitions:
        return not_collected(BUILDS)
    images = [image for each in definitions for image in pushed_in(each)]
    only = [each.evidence.path for each in definitions if has(each, PipelineStage.IMAGE_BUILD) and not list(pushed_in(each))]
    notes = [f"{named(only)} {agreeing(len(only), 'builds', 'build')} images and {agreeing(len(only), 'pushes', 'push')} none."]
    notes = notes if only else []
    variable = [each.name for each in images if any(mark in each.repository for mark in _VARIABLE)]
    if variable:
        notes.append(
            f"A name with a variable may stand for several images; which they are is not in the file: {named(variable)}."
        )
    if not images:
        number = counted(len(definitions), "pipeline definition")
        cited = tuple(citation(each) for each in definitions)
        return none_found(f"None of {number} pushes an image.", citations=cited, notes=notes)
    return judged((judge(context, each) for each in images), notes=notes)


def pushed_in(definition: PipelineSnapshot) -> Iterator[PushedImage]:
    """By repository. Where work that lies elsewhere builds images, what it pushes is one subject that nothing is known of."""
    pushes: dict[str, list[ImagePush]] = {}
    for push in definition.pushes:
        for name in dict.fromkeys(repository_of(each) for each in push.names) or ("",):
            pushes.setdefault(name, []).append(push)
    hidden = any(each.stage is PipelineStage.IMAGE_BUILD and not each.visible for each in definition.steps)
    opaque = has(definition, PipelineStage.IMAGE_BUILD) and not pushes and definition.opaque
    if (hidden or opaque) and "" not in pushes:
        pushes[""] = []
    for repository, found in sorted(pushes.items()):
        yield PushedImage(definition=definition, repository=repository, pushes=tuple(found))


def has(definition: PipelineSnapshot, stage: PipelineStage) -> bool:
    """Is any of its steps this stage, shown or only named?"""
    return any(each.stage is stage for each in definition.steps)


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


def assets_of(context: CheckContext, image: PushedImage) -> tuple[ImageAsset, ...]:
    """Image classes that run, of the repository that is pushed, by a tag that the definition pushes or may push."""
    return tuple(each for each in context.facts.inventory if match_of_pushes(image, each) in _MAY_BE)


def match_of_pushes(image: PushedImage, asset: ImageAsset) -> NameMatch | None:
    """How near what is pushed comes to an image that runs; None where it is another image."""
    reference = parse_reference(asset.asset_id)
    names = [name for push in image.pushes for name in push.names if repository_of(name) == image.repository]
    found = best_match(names, image.definition.system, reference) if reference is not None else None
    return found[0] if found is not None else None


def asset_ids(assets: Iterable[ImageAsset]) -> tuple[AssetId, ...]:
    """Theirs."""
    return tuple(each.asset_id for each in assets)


def citation(definition: PipelineSnapshot, source: EvidenceSource | None = None) -> ObjectCitation:
    """The file as evidence, with a line of it."""
    return ObjectCitation(
        kind=definition.system, name=definition.name, taken=definition.taken, source=source or definition.evidence.source
    )


def undecidable(image: PushedImage, reasons: Sequence[str], *sources: EvidenceSource) -> JudgedSubject:
    """The first of the reasons why the definition does not decide it."""
    cited = dict.fromkeys(citation(image.definition, source) for source in sources or (image.definition.evidence.source,))
    return unknown(image.name, reasons[0], *cited)


def _same(one: str, other: str) -> bool | None:
    if one == other:
        return True
    first, second = repository_of(one), repository_of(other)
    if first == second or _plain(first) == _plain(second):
        tags = one[len(first) :], other[len(second) :]
        return True if any(not tag or "@" in tag for tag in tags) or tags[0] == tags[1] else None
    if any(mark in name for mark in _VARIABLE for name in (one, other)):
        return None
    return None if first.rpartition("/")[2] == second.rpartition("/")[2] else False


def _plain(repository: str) -> str:
    """As the inventory calls it."""
    reference = parse_reference(repository)
    return reference.name if reference is not None else repository
