"""The images that pipelines push, each with its definition, and what the definition shows of the way there.

A step counts only on the way to the push: earlier in its job, or in a job that must have succeeded before. What lies outside of
the file (a script, a make target, an action that is not known) may hold any step, so that its absence proves nothing.
FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from generator.checks.base import CheckContext, Judgment, judged, named, none_found, not_collected
from generator.checks.pipelines.steps import has_variable
from generator.facts.pushed_tags import best_match, repository_of
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.identifiers import AssetId
from generator.model.images import parse_reference
from generator.model.pipeline import ImagePush, NameMatch, PipelineSnapshot, PipelineStage
from generator.model.posture import JudgedSubject, ObjectCitation
from generator.model.verdict_makers import unknown
from generator.text import agreeing, counted

BUILDS = "pipeline definitions"
"""What is to be collected, in words."""
NO_NAME = "the definition does not name the image that it pushes"
DEPLOYERS = frozenset({"Argo CD", "Flux"})
"""Objects that deploy what lies in a repository: they have no steps, so that none can be asked of them."""
_MAY_BE = (NameMatch.WRITTEN, NameMatch.COMMIT, NameMatch.TAG_OPEN)


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
    variable = [each.name for each in images if has_variable(each.repository)]
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
