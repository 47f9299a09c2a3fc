"""Whether images come from version control into the cluster by pipelines and deployers, and not by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.pipeline import PipelineSnapshot, Stage
from generator.model.posture import Citation, Problem, Requirement
from generator.model.settings.change import Deployed
from generator.posture.base import Ground, Judgement, judged_evidence, named, none_found, not_collected
from generator.posture.mapping import mapped
from generator.posture.pipeline_ground import BUILDS, cited, pipelines, step

_REQUIREMENT = Requirement(
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
    (Stage.VERSION_CONTROL, "takes its source from version control"),
    (Stage.IMAGE_BUILD, "builds images"),
    (Stage.DEPLOY, "deploys"),
)


@dataclass(frozen=True, slots=True)
class PipelineDelivers:
    """See `Row`."""

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`. What a deployer in a cluster does counts as deploying."""
        everything = pipelines(ground.facts)
        if not everything:
            return not_collected(BUILDS)
        by_cluster = [one for each in ground.facts.configurations for one in each.of(Deployed)]
        shown = {stage: [one for one in everything if _visibly(one, stage)] for stage, _ in _STEPS}
        evidence = [cited(one, step(one, stage)) for stage, found in shown.items() for one in found]
        evidence += [one.cited for one in by_cluster]
        absent = [does for stage, does in _STEPS if not shown[stage] and not (stage is Stage.DEPLOY and by_cluster)]
        if len(absent) == len(_STEPS):
            return none_found("None of the collected definitions builds or deploys.", citations=map(cited, everything))
        missing = [f"what {one.evidence.path} calls outside of its file" for one in everything if _hidden(one)]
        held = len(_STEPS) - len(absent)
        present = named([does for stage, does in _STEPS if does not in absent])
        found = f"Of the collected definitions one {present}."
        return judged_evidence(found, tuple(_absent(absent, evidence)), evidence, missing=missing, held=(held, len(_STEPS)))


def _visibly(one: PipelineSnapshot, stage: Stage) -> bool:
    found = step(one, stage)
    return found is not None and found.visible


def _hidden(one: PipelineSnapshot) -> bool:
    return any(not each.visible for each in one.stages if each.stage in dict(_STEPS))


def _absent(absent: Iterable[str], evidence: list[Citation]) -> Iterator[Problem]:
    for does in absent:
        yield Problem(
            subject="the system", text=f"has no pipeline or deployer that visibly {does}", citations=tuple(evidence[:3])
        )
