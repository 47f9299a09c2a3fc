"""What Dockerfiles build on, and from which images they copy files: approved registries alone?"""

from collections.abc import Iterable, Iterator

from generator.checks.base import Check, CheckContext, Judgment, named, not_collected
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
from generator.model.evidence import EvidenceSource
from generator.model.images import approved_by, parse_reference
from generator.model.pipeline import ImageRecipe, PipelineSnapshot
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.system import System
from generator.model.verdict_makers import fails, passes

_REQUIREMENT = PostureRequirement(
    id="dockerfile-base-not-approved",
    area="Hardened images",
    title="Images are built on approved bases",
    problem="Dockerfile builds on a base that is not approved",
    asks="Is every image built on, and only with files of, images from a registry that is approved?",
    rationale="A container is as hardened as what it stands on; what an approved registry checks is not known of others.",
    fix="Build on an image from an approved registry (Iron Bank, your own hardened bases), or approve the registry by name.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened Images",
    controls=mapped(fedramp="CM-6", ours="CM-2 SR-3"),
    subjects=("Dockerfile or image of a workload without one", "Dockerfiles and images of workloads without one"),
)
_OF_STAGE = (
    "it copies files from a stage that is built on an image which is not approved, and whether they are files of that image is "
    "not read"
)
_UNREADABLE = "what it builds on or copies files from is not written as the name of an image"


def _judge(context: CheckContext) -> Judgment:
    """`COPY --from` of an outside image counts: its files become part of the image. Out of a stage come files that were made
    there, or files of the image that it begins with: which of them is not read. That a registry is
    approved is what system.yaml states."""
    if not context.system.approved_registries:
        return not_collected("which registries are approved (`approved-registries` in system.yaml)")
    return judge_recipes(context, _subject)


def _subject(context: CheckContext, definition: PipelineSnapshot, recipe: ImageRecipe) -> JudgedSubject:
    path, open_ = definition.evidence.path, unknown_base(context, definition, recipe)
    used = [("copies files from", name, source) for name, source in recipe.copied_from]
    if open_ is None and recipe.final_base != "scratch":
        used.insert(0, ("builds on", recipe.final_base or "", recipe.base_source))
    wrong = list(_wrong(context.system, used))
    if wrong:
        text = f"{named([text for text, _ in wrong])}; approved are {', '.join(context.system.approved_registries)}"
        return fails(path, text, *(citation(definition, source) for _, source in wrong), certainty=Certainty.DECLARED)
    if open_ is not None:
        return open_
    if any(parse_reference(name) is None for _, name, _ in used):
        return undecided(definition, recipe, _UNREADABLE)
    for stage in recipe.copied_stages:
        given = argument_set(context, stage.argument)
        if stage.base is None or given:
            return undecided(definition, recipe, SET_FOR_STAGE if given else STAGE_UNKNOWN, given)
        if stage.base != "scratch" and not _approved(context.system, stage.base):
            return undecided(definition, recipe, _OF_STAGE, (stage.source,))
    stages = [each for each in recipe.copied_stages if each.base != "scratch"]
    certainty = Certainty.STATED if used or stages else Certainty.DECLARED
    return passes(path, citation(definition, recipe.base_source), certainty=certainty)


def _approved(system: System, name: str) -> bool:
    reference = parse_reference(name)
    return reference is not None and approved_by(reference, system.approved_registries) is not None


def _wrong(system: System, used: Iterable[tuple[str, str, EvidenceSource]]) -> Iterator[tuple[str, EvidenceSource]]:
    for does, name, source in used:
        reference = parse_reference(name)
        if reference is not None and approved_by(reference, system.approved_registries) is None:
            yield f"{does} {reference.registry}/{reference.repository}", source


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=what_runs("other images"))
