"""Whether images come from version control into the cluster by pipelines and deployers, and not by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.checks.pipelines.builds import BUILDS, cited, pipelines, step
from generator.model.pipeline import PipelineSnapshot, PipelineStage
from generator.model.posture import ObjectCitation, PostureRequirement, Problem
from generator.model.settings.change import Deployed
from generator.posture.base import Judgment, PostureContext, judged_evidence, named, none_found, not_collected

_REQUIREMENT = PostureRequirement(
    id="pipeline-delivers",
    area="Build pipeline",
    title="Pipelines build and deploy from version control",
    problem="A step from source to cluster is not automated",
    asks="Do pipelines take the source from version control, build the images, and deploy them?",
    rationale="FedRAMP asks for automated tools to build, test and deploy; what is done by hand passes no gate.",
    fix="Collect the pipeline that does the missing step, or let a pipeline or a deployer (Argo CD, Flux) do it.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline"
    ),
    controls=mapped(fedramp="CM-2 CM-3"),
    required=False,
)
_STEPS = (
    (PipelineStage.VERSION_CONTROL, "takes its source from version control"),
    (PipelineStage.IMAGE_BUILD, "builds images"),
    (PipelineStage.DEPLOY, "deploys"),
)


@dataclass(frozen=True, slots=True)
class PipelineDelivers:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`. What a deployer in a cluster does counts as deploying."""
        everything = pipelines(context.facts)
        if not everything:
            return not_collected(BUILDS)
        by_cluster = [setting for configuration in context.facts.configurations for setting in configuration.of(Deployed)]
        shown = {stage: [pipeline for pipeline in everything if _visibly(pipeline, stage)] for stage, _ in _STEPS}
        evidence = [
            cited(pipeline, step(pipeline, stage))
            for stage, pipeline_snapshots in shown.items()
            for pipeline in pipeline_snapshots
        ]
        evidence += [setting.cited for setting in by_cluster]
        absent = [does for stage, does in _STEPS if not shown[stage] and not (stage is PipelineStage.DEPLOY and by_cluster)]
        if len(absent) == len(_STEPS):
            return none_found("None of the collected definitions builds or deploys.", citations=map(cited, everything))
        missing = [f"what {pipeline.evidence.path} calls outside of its file" for pipeline in everything if _hidden(pipeline)]
        held = len(_STEPS) - len(absent)
        present = named([does for stage, does in _STEPS if does not in absent])
        summary = f"Of the collected definitions one {present}."
        return judged_evidence(summary, tuple(_absent(absent, evidence)), evidence, missing=missing, held=(held, len(_STEPS)))


def _visibly(pipeline: PipelineSnapshot, stage: PipelineStage) -> bool:
    stage_step = step(pipeline, stage)
    return stage_step is not None and stage_step.visible


def _hidden(pipeline: PipelineSnapshot) -> bool:
    return any(not stage.visible for stage in pipeline.stages if stage.stage in dict(_STEPS))


def _absent(absent: Iterable[str], evidence: list[ObjectCitation]) -> Iterator[Problem]:
    for does in absent:
        yield Problem(
            subject="the system", text=f"has no pipeline or deployer that visibly {does}", citations=tuple(evidence[:3])
        )
