"""Dockerfiles: what the final stage is built on, how that is pinned, and the user it runs as."""

from collections.abc import Callable
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.checks.pipelines.builds import RECIPES, pipelines, recipe_problem, recipes
from generator.model.evidence import EvidenceSource
from generator.model.images import approved_by, parse_reference
from generator.model.pipeline import ImageRecipe, PipelineSnapshot
from generator.model.posture import ObjectCitation, PostureRequirement
from generator.model.system import System
from generator.posture.base import Judgment, PostureContext, judged_evidence, none_found, not_collected, of

_GUIDANCE = "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images"
_UNKNOWN = "an argument without a default names it"

APPROVED = PostureRequirement(
    id="dockerfile-base-not-approved",
    area="Hardened images",
    title="Images are built on approved bases",
    problem="Dockerfile builds on a base that is not approved",
    asks="Does the final stage of every Dockerfile build on an image from a registry that is approved?",
    rationale="A container is as hardened as what it stands on; what an approved registry checks is not known of others.",
    fix="Build on an image from an approved registry (Iron Bank, your own hardened bases), or approve the registry by name.",
    reference=_GUIDANCE,
    controls=mapped(fedramp="CM-6", ours="CM-2 SR-3"),
)

PINNED = PostureRequirement(
    id="dockerfile-base-not-pinned",
    area="Hardened images",
    title="Bases are pinned by digest",
    problem="Dockerfile takes its base by tag",
    asks="Does the final stage of every Dockerfile name its base by digest?",
    rationale="A tag can be moved: the next build then rests on something that was not reviewed.",
    fix="Write `FROM repository:tag@sha256:…`, and let a tool (Renovate, Dependabot) move the digest in a reviewed change.",
    reference="https://docs.docker.com/build/building/best-practices/#pin-base-image-versions",
    controls=mapped(ours="CM-2 SI-7"),
    required=False,
)

USER = PostureRequirement(
    id="dockerfile-runs-as-root",
    area="Hardened images",
    title="Images are built to run as another user than root",
    problem="Dockerfile leaves root as the user",
    asks="Does the final stage of every Dockerfile end with another user than root?",
    rationale="Where the pod does not say it, the image's own user runs, and root is its default.",
    fix="End the final stage with `USER 10001` (a number, so that `runAsNonRoot` can be checked).",
    reference=f"{_GUIDANCE}; NIST SP 800-190, section 4.1.2; CIS Docker Benchmark 1.6, 4.1",
    controls=mapped(fedramp="CM-6 SC-39", ours="AC-6"),
)


@dataclass(frozen=True, slots=True)
class DockerfileRow:
    """See `Row`: one question of every Dockerfile."""

    requirement: PostureRequirement
    holds: str
    """To follow "3 of 4 Dockerfiles"."""
    ask: Callable[[ImageRecipe, System], tuple[bool | None, str]]
    """True where it is met, None where the file does not say; and in words what is wrong or not known."""
    needs: Callable[[System], str | None]
    """What else has to be known."""
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        dockerfiles, lacking = recipes(context.facts), self.needs(context.system)
        if not dockerfiles:
            if pipelines(context.facts):
                return not_collected(f"{RECIPES}, which say what images are built on")
            return not_collected(RECIPES)
        if lacking is not None:
            return not_collected(lacking)
        answers = [(pipeline, recipe, *self.ask(recipe, context.system)) for pipeline, recipe in dockerfiles]
        problems = [
            recipe_problem(pipeline, recipe.base_source, text) for pipeline, recipe, met, text in answers if met is False
        ]
        missing = [f"{pipeline.evidence.path}: {text}" for pipeline, _, met, text in answers if met is None]
        right = sum(met is True for _, _, met, _ in answers)
        evidence = [_cited(pipeline, recipe) for pipeline, recipe in dockerfiles]
        detail = f"{of(right, len(dockerfiles), RECIPES)} {self.holds}."
        if not problems and not right:
            return none_found(detail, missing=tuple(missing), citations=evidence)
        return judged_evidence(detail, problems, evidence, missing=missing, held=(right, len(dockerfiles)))


def _cited(pipeline: PipelineSnapshot, recipe: ImageRecipe) -> ObjectCitation:
    source: EvidenceSource = recipe.base_source
    return ObjectCitation(kind=pipeline.system, name=pipeline.name, taken=pipeline.taken, source=source)


def _approved(recipe: ImageRecipe, system: System) -> tuple[bool | None, str]:
    if recipe.final_base == "scratch":
        return True, ""
    reference = parse_reference(recipe.final_base) if recipe.final_base else None
    if reference is None:
        return None, f"the base is not known: {_UNKNOWN}"
    where = f"{reference.registry}/{reference.repository}"
    return approved_by(reference, system.approved_registries) is not None, (
        f"builds on {where}; approved are {', '.join(system.approved_registries)}"
    )


def _pinned(recipe: ImageRecipe, _system: System) -> tuple[bool | None, str]:
    if recipe.final_base == "scratch":
        return True, ""
    if recipe.pinned is None:
        return None, f"the base is not known: {_UNKNOWN}"
    return recipe.pinned, f"names its base {recipe.final_base} without a digest"


def _user(recipe: ImageRecipe, _system: System) -> tuple[bool | None, str]:
    if recipe.root is None:
        return None, recipe.because
    return not recipe.root, f"runs as root: {recipe.because}"


def _nothing(_system: System) -> None:
    return None


def _registries(system: System) -> str | None:
    return None if system.approved_registries else "which registries are approved (`approved-registries` in system.yaml)"


DOCKERFILE_BASE = DockerfileRow(APPROVED, "build on an approved base", _approved, _registries)
DOCKERFILE_PINNED = DockerfileRow(PINNED, "name their base by digest, or build on nothing", _pinned, _nothing)
DOCKERFILE_USER = DockerfileRow(USER, "end with another user than root", _user, _nothing)
