"""Whether images come from version control into the cluster by pipelines and deployers, and not by hand."""

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from generator.checks.base import Check, CheckContext, Judgment, judged, named, none_found, not_collected
from generator.checks.mapping import mapped
from generator.checks.pipelines.pushed_images import BUILDS, citation, pipelines
from generator.checks.pipelines.steps import before, elsewhere
from generator.checks.populations import images
from generator.facts.pushed_tags import best_match
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset
from generator.model.images import parse_reference
from generator.model.inventory import Workload
from generator.model.pipeline import ImagePush, NameMatch, PipelineSnapshot, PipelineStage
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement, weakest
from generator.model.settings.base import Setting
from generator.model.settings.change import Deployed, Managers
from generator.model.verdict_makers import fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="pipeline-delivers",
    area="Build pipeline",
    title="Pipelines build and deploy from version control",
    problem="Step from source to deployment not automated",
    asks="Do pipelines take the source of every image that runs from version control, build and push it, and deploy it?",
    rationale="FedRAMP asks for automated tools to build, test and deploy; what is done by hand passes no gate.",
    fix="Collect the pipeline that does the missing step, or let a pipeline or a deployer (Argo CD, Flux) do it.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline"
    ),
    controls=mapped(fedramp="CM-2 CM-3"),
    subjects=("image of a workload", "images of workloads"),
)
_NONE = "no collected pipeline does this step for this image"
_BY_VARIABLE = "the pipeline that builds it pushes images by a variable, and whether this one is among them is not known"
_BY_TAG = "the pipeline pushes this repository by a tag that is set when it runs, and that it pushed this one is not shown"
_OTHER_TAG = "the pipeline pushes other tags of this repository, none of which can be the one that runs"
_CHECK_OUT = frozenset(
    {
        "GitLab CI",
        "Azure Pipelines",
        "Bitbucket Pipelines",
        "Drone",
        "Woodpecker",
        "AWS CodeBuild",
        "Google Cloud Build",
    }
)
"""Systems that check the source out themselves before the first step."""
_DEPLOYERS = {
    "argocd-controller": "Argo CD",
    "argocd-application-controller": "Argo CD",
    "kustomize-controller": "Flux",
    "helm-controller": "Flux",
}
"""Managers of fields: https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers."""
_PEOPLE = frozenset({"kubectl-edit", "k9s", "Lens"})
"""Managers that only a person uses. `kubectl apply` is used by pipelines as well."""


class _DeliveryStep(msgspec.Struct, frozen=True, kw_only=True):
    """One of the three questions, answered."""

    doubt: str = ""
    certainty: Certainty = Certainty.DECLARED
    citations: tuple[ObjectCitation, ...] = ()
    contested_by: tuple[EvidenceSource, ...] = ()
    """A second definition that builds the image and leaves the doubt."""


def _judge(context: CheckContext) -> Judgment:
    """Images that are not built in-house are not distinguished: of one that no collected pipeline builds nothing is known."""
    inventory = context.facts.inventory
    if not pipelines(context.facts):
        return not_collected(BUILDS)
    if not inventory:
        if context.facts.clusters and all(each.running for each in context.facts.clusters):
            return none_found("No image runs in the collected clusters.")
        return not_collected("what runs")
    return judged(_subject(context, image) for image in inventory)


def _subject(context: CheckContext, image: ImageAsset) -> JudgedSubject:
    asset_ids = (image.asset_id,)
    by_hand = list(_by_hand(context, image))
    if by_hand:
        text = f"was brought into the cluster past the pipeline: {named([words for words, _ in by_hand])}"
        hands = tuple(setting.cited for _, setting in by_hand)
        certainty = context.certainty_of_all(setting for _, setting in by_hand)
        rivals = tuple(each.source for each in hands) if len(_workloads(context, image)) > 1 else ()
        return fails(image.asset_id, text, *hands, certainty=certainty, contested_by=rivals, asset_ids=asset_ids)
    builders = _near(context, image)
    steps = (_source(builders), _build(builders, image), _deployment(context, builders, image))
    cited = tuple(dict.fromkeys(cited for step in steps for cited in step.citations))
    doubt = next((step.doubt for step in steps if step.doubt), "")
    if doubt:
        rivals = tuple(source for step in steps for source in step.contested_by)
        return replace(unknown(image.asset_id, doubt, *cited, asset_ids=asset_ids), contested_by=rivals)
    certainty = weakest(step.certainty for step in steps)
    return passes(image.asset_id, *cited, certainty=certainty, asset_ids=asset_ids)


def deployment_doubt(context: CheckContext, image: ImageAsset) -> str:
    """Why it is not known what deploys the image; empty where a deployer or the pipeline that builds it is shown to."""
    return _deployment(context, _near(context, image), image).doubt


def _near(context: CheckContext, image: ImageAsset) -> list[PipelineSnapshot]:
    """The definitions that build the image, or may by more than a name with a variable."""
    near = {each.path for each in image.builders if each.match is not NameMatch.NAME_OPEN}
    return [each for each in pipelines(context.facts) if each.evidence.path in near]


def _source(builders: list[PipelineSnapshot]) -> _DeliveryStep:
    if not builders:
        return _DeliveryStep(doubt=_NONE)
    found = []
    for definition in builders:
        steps = [each for each in definition.steps if each.stage is PipelineStage.VERSION_CONTROL and each.visible]
        if not steps and definition.system not in _CHECK_OUT:
            doubt = "the pipeline that builds it does not show where its source comes from"
            return _DeliveryStep(doubt=doubt, contested_by=(definition.evidence.source,))
        found.append(citation(definition, steps[0].source if steps else None))
    return _DeliveryStep(citations=tuple(found))


def _build(builders: list[PipelineSnapshot], image: ImageAsset) -> _DeliveryStep:
    matches = [(each, push, _match(each, push, image)) for each in builders for push in each.pushes]
    pushes = [citation(each, push.source) for each, push, match in matches if match is not None and match.is_shown]
    if pushes:
        return _DeliveryStep(citations=tuple(pushes))
    near = {match for *_, match in matches}
    if NameMatch.TAG_OPEN in near:
        return _DeliveryStep(doubt=_BY_TAG)
    if NameMatch.NAME_OPEN in near or any(not push.names for each in builders for push in each.pushes):
        return _DeliveryStep(doubt=_BY_VARIABLE)
    opaque = elsewhere(step for each in builders for step in each.opaque)
    return _DeliveryStep(doubt=opaque or (_OTHER_TAG if NameMatch.OTHER_TAG in near else _NONE))


def _deployment(context: CheckContext, builders: list[PipelineSnapshot], image: ImageAsset) -> _DeliveryStep:
    """By a deployer that wrote the workload's fields, or by the pipeline that pushes the image."""
    workloads = _workloads(context, image)
    answers = [_deployer(context, each) for each in workloads]
    if answers and all(answers):
        cited = tuple(setting.cited for pair in answers if pair for setting in pair)
        certainty = context.certainty_of_all(cited)
        return _DeliveryStep(certainty=certainty, citations=cited)
    shown = [
        citation(definition, step.source)
        for definition in builders
        for step in definition.steps
        if step.stage is PipelineStage.DEPLOY and step.visible
        if any(before(definition, push, step) for push in definition.pushes)
    ]
    if shown:
        return _DeliveryStep(citations=tuple(shown))
    open_ = [each for each, answer in zip(workloads, answers, strict=True) if not answer] if any(answers) else []
    rivals = tuple(source for each in open_ for source in each.sources)
    others = sorted({_system(each) for each in context.facts.pipelines if _deploys(each)})
    if others:
        return _DeliveryStep(doubt=f"which workloads {named(others)} deploys is not in what was collected", contested_by=rivals)
    return _DeliveryStep(doubt=_NONE, contested_by=rivals)


def _deployer(context: CheckContext, workload: Workload) -> tuple[Setting[Managers], Setting[Deployed]] | None:
    """The workload whose fields a deployer wrote, and an object of it that applies changes by itself."""
    for configuration in context.facts.configurations:
        if configuration.cluster != workload.cluster:
            continue
        deployed = [each for each in configuration.of(Deployed) if each.says.automatic and not each.says.paused]
        for setting in configuration.of(Managers):
            tools = {_DEPLOYERS[name] for name, _ in setting.says.managers if name in _DEPLOYERS}
            found = next((each for each in deployed if each.says.tool in tools), None)
            if setting.key == workload.key and found is not None:
                return setting, found
    return None


def _by_hand(context: CheckContext, image: ImageAsset) -> Iterator[tuple[str, Setting[Managers]]]:
    for workload in _workloads(context, image):
        for configuration in context.facts.configurations:
            for setting in configuration.of(Managers) if configuration.cluster == workload.cluster else ():
                hands = [name for name, _ in setting.says.managers if name in _PEOPLE]
                if setting.key == workload.key and hands:
                    yield f"{setting.key} was changed with {named(hands)}", setting


def _workloads(context: CheckContext, image: ImageAsset) -> list[Workload]:
    keys = set(image.workloads)
    return [each for each in context.facts.workloads if each.key in keys or f"{each.cluster}/{each.key}" in keys]


def _match(definition: PipelineSnapshot, push: ImagePush, image: ImageAsset) -> NameMatch | None:
    reference = parse_reference(image.asset_id)
    found = best_match(push.names, definition.system, reference) if reference is not None else None
    return found[0] if found is not None else None


def _deploys(definition: PipelineSnapshot) -> bool:
    return any(each.stage is PipelineStage.DEPLOY for each in definition.steps)


def _system(definition: PipelineSnapshot) -> str:
    return f"{definition.system} ({definition.evidence.path})"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
