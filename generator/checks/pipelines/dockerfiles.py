"""Dockerfiles, and images that run: of an image without a Dockerfile that is shown to be its own, nothing says its base.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images, asks it of images; a Dockerfile shows it
before the build. A Dockerfile is joined to an image as `facts.image_recipes` does.
"""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from generator.checks.base import CheckContext, Judgment, judged, named, none_found, not_collected
from generator.facts.image_recipes import ImageRecipes
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import AssetId
from generator.model.pipeline import ImageRecipe, PipelineSnapshot
from generator.model.posture import JudgedSubject, ObjectCitation
from generator.model.verdict_makers import unknown

RECIPES = "Dockerfiles that say what images are built on"
_NOT_SHOWN = "no collected Dockerfile is shown to be its own"
_COLLECT = "collect its Dockerfile, and name the image as `target` in its sidecar or under `evidence:` in system.yaml"
NO_DEFAULT = "a build argument without default names the base"
STAGE_UNKNOWN = "it copies files from a stage whose base a build argument without default names"
SET_FOR_STAGE = "a pipeline sets the build argument that names the base of a stage from which it copies files"
_OTHER_STAGE = "the pipeline builds a stage that is not the last"

JudgeRecipe = Callable[[CheckContext, PipelineSnapshot, ImageRecipe], JudgedSubject | None]
"""None for a Dockerfile that has nothing which could be asked about."""


def judge_recipes(context: CheckContext, judge: JudgeRecipe) -> Judgment:
    """Every collected Dockerfile, and every image that runs of which none of them is shown to be its own."""
    collected = [(each, each.recipe) for each in context.facts.pipelines if each.recipe is not None]
    if not collected:
        return not_collected(RECIPES)
    inventory = context.facts.inventory
    recipes = ImageRecipes.of(context.facts)
    images: dict[str, list[AssetId]] = {}
    subjects: list[JudgedSubject] = []
    for image in inventory:
        joined = recipes.of_image(image)
        for definition, _ in joined:
            images.setdefault(definition.evidence.path, []).append(image.asset_id)
        if not joined:
            subjects.append(unknown(image.asset_id, _NOT_SHOWN, next_step=_COLLECT, asset_ids=(image.asset_id,)))
    left_out = []
    for definition, recipe in collected:
        made = _built_otherwise(context, definition, recipe) or judge(context, definition, recipe)
        if made is None:
            left_out.append(definition.evidence.path)
        else:
            subjects.append(replace(made, asset_ids=tuple(sorted(images.get(definition.evidence.path, ())))))
    notes = [f"Built on nothing (`scratch`), and left out: {named(left_out)}."] if left_out else []
    if not subjects:
        return none_found("Every collected Dockerfile builds on nothing (`scratch`).", notes=notes)
    return judged(subjects, notes=notes)


def citation(definition: PipelineSnapshot, source: EvidenceSource) -> ObjectCitation:
    """A line of a Dockerfile as evidence."""
    return ObjectCitation(kind=definition.system, name=definition.name, taken=definition.taken, source=source)


def argument_set(context: CheckContext, argument: str) -> tuple[EvidenceSource, ...]:
    """Where collected pipelines set a build argument that names a base: its default then says nothing."""
    return tuple(
        build.source
        for pipeline in context.facts.pipelines
        for build in pipeline.builds
        if argument and argument in build.arguments
    )


def undecided(
    definition: PipelineSnapshot, recipe: ImageRecipe, reason: str, contested_by: tuple[EvidenceSource, ...] = ()
) -> JudgedSubject:
    """The Dockerfile does not decide it."""
    made = unknown(definition.evidence.path, reason, citation(definition, recipe.base_source))
    return replace(made, contested_by=contested_by)


def unknown_base(context: CheckContext, definition: PipelineSnapshot, recipe: ImageRecipe) -> JudgedSubject | None:
    """Where the base is not known: no default, or a pipeline that sets another value. None where it is."""
    if recipe.final_base is None:
        return undecided(definition, recipe, NO_DEFAULT)
    given = argument_set(context, recipe.base_argument)
    if given:
        reason = f"a pipeline sets the build argument {recipe.base_argument}, which names the base"
        return undecided(definition, recipe, reason, given)
    return None


def _built_otherwise(context: CheckContext, definition: PipelineSnapshot, recipe: ImageRecipe) -> JudgedSubject | None:
    """`--target` of a pipeline, where a stage of this Dockerfile that is not the last is called so."""
    chosen = tuple(_chosen(context, recipe))
    return undecided(definition, recipe, _OTHER_STAGE, chosen) if chosen else None


def _chosen(context: CheckContext, recipe: ImageRecipe) -> Iterator[EvidenceSource]:
    for pipeline in context.facts.pipelines:
        for build in pipeline.builds:
            if build.target and build.target.lower() in recipe.targets:
                yield build.source
