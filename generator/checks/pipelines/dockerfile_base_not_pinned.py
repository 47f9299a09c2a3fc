"""How Dockerfiles name what they build on: by digest, or by a tag that can be moved."""

from generator.checks.base import Check, CheckContext, Judgment, fails, named, passes
from generator.checks.mapping import mapped
from generator.checks.pipelines.dockerfiles import citation, judge_recipes, undecided, unknown_base
from generator.model.pipeline import ImageRecipe, PipelineSnapshot
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement

_REQUIREMENT = PostureRequirement(
    id="dockerfile-base-not-pinned",
    area="Hardened images",
    title="Bases are pinned by digest",
    problem="Dockerfile takes its base by tag",
    asks="Does every Dockerfile name its base, and the images that it copies files from, by digest?",
    rationale="A tag can be moved: the next build then rests on something that was not reviewed.",
    fix="Write `FROM repository:tag@sha256:…`, and let a tool (Renovate, Dependabot) move the digest in a reviewed change.",
    reference="https://docs.docker.com/build/building/best-practices/#pin-base-image-versions",
    controls=mapped(ours="CM-2 SI-7"),
    subjects=("Dockerfile or image that runs without one", "Dockerfiles and images that run without one"),
)


def _judge(context: CheckContext) -> Judgment:
    """A Dockerfile on `scratch` has no base that could be pinned, and passes for what it copies."""
    return judge_recipes(context, _subject)


def _subject(context: CheckContext, definition: PipelineSnapshot, recipe: ImageRecipe) -> JudgedSubject:
    open_ = unknown_base(context, definition, recipe)
    by_tag = [(f"copies files from {name} without a digest", source) for name, source in recipe.copied_from if "@" not in name]
    if recipe.pinned is False and open_ is None:
        by_tag.insert(0, (f"names its base {recipe.final_base} without a digest", recipe.base_source))
    path = definition.evidence.path
    if by_tag:
        cited = (citation(definition, source) for _, source in by_tag)
        return fails(path, named([text for text, _ in by_tag]), *cited, certainty=Certainty.DECLARED)
    if open_ is not None:
        return open_
    if recipe.final_base == "scratch" and not recipe.copied_from:
        reason = "it is built on nothing, so that there is no base to be pinned"
        return passes(path, citation(definition, recipe.base_source), certainty=Certainty.DECLARED, reason=reason)
    if recipe.pinned is None and recipe.final_base != "scratch":
        return undecided(definition, recipe, "the base is no name of an image")
    return passes(path, citation(definition, recipe.base_source), certainty=Certainty.DECLARED)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge)
