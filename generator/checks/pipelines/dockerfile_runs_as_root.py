"""The user that Dockerfiles leave their images with."""

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.mapping import mapped
from generator.checks.pipelines.dockerfiles import argument_set, citation, judge_recipes, undecided
from generator.checks.populations import what_runs
from generator.model.pipeline import ImageRecipe, PipelineSnapshot
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.verdict_makers import fails, passes

_REQUIREMENT = PostureRequirement(
    id="dockerfile-runs-as-root",
    area="Hardened images",
    title="Images are built to run as a user other than root",
    problem="Dockerfile sets no user other than root",
    asks="Does the stage that every Dockerfile builds end with another user than root?",
    rationale="Where nothing sets another user, that of the image runs, and root is its default.",
    fix="End the final stage with `USER 10001` (a number, so that `runAsNonRoot` can be checked).",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images; NIST SP 800-190, section 4.1.2; CIS "
        "Docker Benchmark 1.6, 4.1"
    ),
    controls=mapped(fedramp="CM-6 SC-39", ours="AC-6"),
    subjects=("Dockerfile or image of a workload without one", "Dockerfiles and images of workloads without one"),
)


def _judge(context: CheckContext) -> Judgment:
    """What a pod overrides is another requirement's (`image-runs-as-root`).

    A name counts where the file makes the user (`useradd` gives a number, and never 0), or where its publisher documents it.
    """
    return judge_recipes(context, _subject)


def _subject(context: CheckContext, definition: PipelineSnapshot, recipe: ImageRecipe) -> JudgedSubject:
    path, cited = definition.evidence.path, citation(definition, recipe.base_source)
    given = argument_set(context, recipe.base_argument) if recipe.user is None else ()
    if given:
        reason = f"a pipeline sets the build argument {recipe.base_argument}, which names the base, and no USER is written"
        return undecided(definition, recipe, reason, given)
    if recipe.root:
        return fails(path, f"runs as root: {recipe.because}", cited, certainty=Certainty.DECLARED)
    if recipe.root is None:
        stated = "the user is a variable or a name whose number is not known"
        return undecided(definition, recipe, stated if recipe.states_user else "the base's own user is not known")
    if recipe.named_user:
        return undecided(definition, recipe, "the user is a variable or a name whose number is not known")
    return passes(path, cited, certainty=Certainty.DECLARED, reason=recipe.because)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=what_runs("other images"))
