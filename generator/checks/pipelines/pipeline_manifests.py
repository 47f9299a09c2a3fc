"""Whether pipelines check manifests before they deploy them, and stop where they break the rules."""

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.mapping import mapped
from generator.checks.pipelines.guarded_definitions import Guard, Place, judge_guard, shown
from generator.checks.pipelines.other_definitions import deploying_definitions
from generator.model.pipeline import PipelineSnapshot, PipelineStage, StageStep
from generator.model.posture import PostureRequirement

_REQUIREMENT = PostureRequirement(
    id="pipeline-manifests",
    area="Build pipeline",
    title="Pipelines check manifests, and stop on findings",
    problem="Pipeline deploys without a blocking check of manifests",
    asks="Does every pipeline that deploys check manifests and other configuration first, and stop where they break the rules?",
    rationale="A fault in a manifest is cheaper to correct before it is deployed; afterwards every copy has it.",
    fix="Let the check end with a failure (no `--soft-fail`, no `|| true`), and accept what must stay by name.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline"
    ),
    controls=mapped(fedramp="CM-3 CA-2", ours="CM-6"),
    subjects=("pipeline definition that deploys", "pipeline definitions that deploy"),
)


def _judge(context: CheckContext) -> Judgment:
    """kubeconform and `helm lint` check syntax, and are no such check. Publishing a chart is not read yet."""
    return judge_guard(context, _GUARD)


def _places(definition: PipelineSnapshot) -> tuple[Place, ...]:
    return shown(each for each in definition.steps if each.stage is PipelineStage.DEPLOY)


def _covers(step: StageStep, place: Place) -> bool:
    """Folders that have nothing in common: what is checked is not what is deployed. Other names say nothing."""
    checked = [each.strip("/") for each in step.images if "/" in each and "$" not in each]
    deployed = [each.strip("/") for each in (place.images if isinstance(place, StageStep) else ()) if _is_folder(each)]
    if not checked or not deployed:
        return True
    return any(f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/") for one in checked for other in deployed)


def _is_folder(word: str) -> bool:
    return "/" in word and "$" not in word and ":" not in word and "=" not in word


_GUARD = Guard(
    stage=PipelineStage.MANIFEST_SCAN,
    does="checks manifests",
    lacks="deploys, and does not check manifests first",
    places=_places,
    acts="deploys",
    covers=_covers,
)

CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=deploying_definitions)
