"""How Dockerfiles name what they build on: by digest, or by a tag that can be moved."""

from generator.checks.base import Check, CheckContext, Judgment, named
from generator.checks.mapping import mapped
from generator.checks.pipelines.dockerfiles import (
    SET_FOR_STAGE,
    STAGE_UNKNOWN,
    argument_set,
    citation,
    judge_recipes,
    undecided,
    unknown_base,
)
from generator.checks.populations import what_runs
from generator.model.images import is_pinned
from generator.model.pipeline import ImageRecipe, PipelineSnapshot
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.verdict_makers import fails, passes

_REQUIREMENT = PostureRequirement(
    id="dockerfile-base-not-pinned",
    area="Hardened images",
    title="Bases are pinned by digest",
    problem="Dockerfile names its base image by tag",
    asks="Does every Dockerfile name its base, and the images that it copies files from, by digest?",
    rationale="A tag can be moved: the next build then rests on something that was not reviewed.",
    fix="Write `FROM repository:tag@sha256:…`, and let a tool (Renovate, Dependabot) move the digest in a reviewed change.",
    reference="https://docs.docker.com/build/building/best-practices/#pin-base-image-versions",
    controls=mapped(ours="CM-2 SI-7"),
    subjects=("Dockerfile or image of a workload without one", "Dockerfiles and images of workloads without one"),
)


def _judge(context: CheckContext) -> Judgment:
    """A Dockerfile on `scratch` has no base that could be pinned: it is a subject only where it copies files from an image.

    A stage out of which files are copied is followed to the image that it begins with: what that holds gets into the build.
    """
    return judge_recipes(context, _subject)


def _subject(context: CheckContext, definition: PipelineSnapshot, recipe: ImageRecipe) -> JudgedSubject | None:
    open_ = unknown_base(context, definition, recipe)
    by_tag = [
        (f"copies files from {name} without a digest", source) for name, source in recipe.copied_from if not is_pinned(name)
    ]
    stages = [each for each in recipe.copied_stages if each.base != "scratch"]
    unknown_stage = next((each for each in stages if each.base is None or argument_set(context, each.argument)), None)
    by_tag += [
        (f"copies files from the stage {each.name}, built on {each.base.partition('@')[0]} without a digest", each.source)
        for each in stages
        if each.base is not None and not is_pinned(each.base) and not argument_set(context, each.argument)
    ]
    if recipe.pinned is False and open_ is None:
        by_tag.insert(0, (f"names its base {recipe.final_base} without a digest", recipe.base_source))
    path = definition.evidence.path
    if by_tag:
        cited = (citation(definition, source) for _, source in by_tag)
        return fails(path, named([text for text, _ in by_tag]), *cited, certainty=Certainty.DECLARED)
    if open_ is not None:
        return open_
    if unknown_stage is not None:
        given = argument_set(context, unknown_stage.argument)
        return undecided(definition, recipe, SET_FOR_STAGE if given else STAGE_UNKNOWN, given)
    if recipe.final_base == "scratch" and not recipe.copied_from and not stages:
        return None
    if recipe.pinned is None and recipe.final_base != "scratch":
        return undecided(definition, recipe, "the base is no name of an image")
    return passes(path, citation(definition, recipe.base_source), certainty=Certainty.DECLARED)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=what_runs("other images"))
