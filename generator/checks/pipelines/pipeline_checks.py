"""What pipelines look for besides vulnerabilities, and whether a find stops them: secrets, and unsafe configuration."""

from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.checks.pipelines.builds import BUILDS, cited, decided_elsewhere, does_not_block, pipelines, problem, step, unseen
from generator.model.pipeline import Gating, PipelineStage
from generator.model.posture import PostureRequirement
from generator.posture.base import Judgment, PostureContext, judged_evidence, named, none_found, not_collected, of, undecided
from generator.text import counted

_GUIDANCE = "FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline"

SECRETS = PostureRequirement(
    id="pipeline-secrets",
    area="Build pipeline",
    title="Pipelines look for secrets, and stop on a find",
    problem="Pipeline goes on past a secret",
    asks="Does a pipeline look for secrets in what it builds, and stop where it finds one?",
    rationale="A secret that was built into an image or pushed to a repository is known to whoever gets the image.",
    fix="Let the scanner for secrets end with a failure, and revoke what it finds.",
    reference=f"{_GUIDANCE}; Kubernetes STIG V-274883",
    controls=mapped(fedramp="SI-3 CM-3", ours="IA-5(7)"),
    required=False,
)

CONFIGURATION = PostureRequirement(
    id="pipeline-manifests",
    area="Build pipeline",
    title="Pipelines check manifests, and stop on a find",
    problem="Pipeline deploys past a bad manifest",
    asks="Does a pipeline check manifests and other configuration, and stop where they break the rules?",
    rationale="A fault in a manifest is cheaper to correct before it is deployed; afterwards every copy has it.",
    fix="Let the check end with a failure (no `--soft-fail`, no `|| true`), and accept what must stay by name.",
    reference=_GUIDANCE,
    controls=mapped(fedramp="CM-3 CA-2", ours="CM-6"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class PipelineChecks:
    """See `Row`: one stage over all pipelines."""

    requirement: PostureRequirement
    stage: PipelineStage
    does: str
    """To follow the file's name: `looks for secrets`."""
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        everything = pipelines(context.facts)
        if not everything:
            return not_collected(BUILDS)
        steps = [(pipeline, stage) for pipeline in everything if (stage := step(pipeline, self.stage)) is not None]
        seen = [(pipeline, stage) for pipeline, stage in steps if stage.visible]
        missing = [unseen(pipeline, stage, self.does) for pipeline, stage in steps if not stage.visible]
        if not seen:
            detail = f"None of {counted(len(everything), 'pipeline definition')} visibly {self.does}."
            return none_found(detail, missing=tuple(missing), citations=map(cited, everything))
        problems = [
            problem(pipeline, f"{self.does} with {does_not_block(stage)}", stage)
            for pipeline, stage in seen
            if stage.gating is Gating.NO
        ]
        blocking = sum(stage.gating is Gating.YES for _, stage in seen)
        tools = named(sorted({stage.tool for _, stage in seen}))
        detail = (
            f"{of(len(seen), len(everything), 'pipelines')} {self.does.replace('looks', 'look').replace('checks', 'check')}"
        )
        detail, missing = f"{detail} ({tools}); {blocking} of them stop on a find.", [*missing, *decided_elsewhere(seen)]
        if not problems and not blocking:
            return undecided(detail, missing)
        evidence = [cited(pipeline, stage) for pipeline, stage in seen]
        return judged_evidence(detail, problems, evidence, missing=missing, held=(blocking, len(seen)))


PIPELINE_SECRETS = PipelineChecks(SECRETS, PipelineStage.SECRETS_DETECTION, "looks for secrets")
PIPELINE_MANIFESTS = PipelineChecks(CONFIGURATION, PipelineStage.MANIFEST_SCAN, "checks manifests")
