"""Whether pipelines look for secrets before they build or deploy, and stop where they find one."""

from generator.checks.base import Check, CheckContext, Judgment
from generator.checks.mapping import mapped
from generator.checks.pipelines.guarded_definitions import Guard, Place, judge_guard, shown
from generator.checks.pipelines.other_definitions import definitions
from generator.model.pipeline import PipelineSnapshot, PipelineStage
from generator.model.posture import PostureRequirement

_REQUIREMENT = PostureRequirement(
    id="pipeline-secrets",
    area="Build pipeline",
    title="Pipelines look for secrets, and stop on findings",
    problem="Pipeline without blocking secret detection",
    asks="Does every pipeline that builds or deploys look for secrets first, and stop where it finds one?",
    rationale="A secret that was built into an image or pushed to a repository is disclosed to anyone who can pull the image.",
    fix="Let the scanner for secrets end with a failure before anything is pushed, and revoke what it finds.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline; "
        "Kubernetes STIG V-274883"
    ),
    controls=mapped(fedramp="SI-3 CM-3", ours="IA-5(7)"),
    subjects=("pipeline definition that builds or deploys", "pipeline definitions that build or deploy"),
)


def _judge(context: CheckContext) -> Judgment:
    """That a host blocks pushes with secrets (GitHub's push protection) is not read yet: no collected reply holds it."""
    return judge_guard(context, _GUARD)


def _places(definition: PipelineSnapshot) -> tuple[Place, ...]:
    """Pushes and deployments; where the definition shows neither, the builds."""
    deployed = tuple(each for each in definition.steps if each.stage is PipelineStage.DEPLOY)
    built = tuple(each for each in definition.steps if each.stage is PipelineStage.IMAGE_BUILD)
    return (*definition.pushes, *shown(deployed)) or shown(built)


_GUARD = Guard(
    stage=PipelineStage.SECRETS_DETECTION,
    does="looks for secrets",
    lacks="builds or deploys, and does not look for secrets first",
    places=_places,
    acts="builds an image or deploys",
)

CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=definitions)
