"""Where images are built and tested: inside the boundary or outside, as somebody states who is not the provider.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, and Orchestration Pipeline: what lies
before the production registry may be outside of the boundary, and its tools are validated by a 3PAO. No evidence draws that
line: decisions/acceptances.yaml names the side and who accepted it (`accepts: build-environment`).
"""

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.mapping import mapped
from generator.checks.pipelines.other_definitions import definitions
from generator.checks.pipelines.pushed_images import BUILDS
from generator.model.acceptance import Acceptance, AcceptedThing
from generator.model.evidence import EvidenceSource
from generator.model.grouping import grouped
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.verdict_makers import cite, fails, passes, unknown

_MOST = 3
_STATE = "name the side and who accepted it in decisions/acceptances.yaml (`accepts: build-environment`)"

_REQUIREMENT = PostureRequirement(
    id="build-environment-boundary",
    area="Build pipeline",
    title="It is decided whether build and test lie inside the boundary",
    problem="Conflicting statements on whether a build environment is inside the boundary",
    asks="Is it stated of every pipeline system whether it lies inside the boundary, and did somebody independent accept that?",
    rationale="What builds the images decides what runs; an assessor has to know whether it is part of the assessment.",
    fix="Have the assessor or the authorizing official decide it, and record the decision in decisions/acceptances.yaml.",
    reference="FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Container Build, Test, Orchestration Pipeline",
    controls=mapped(ours="CA-3 CM-3 SA-10"),
    subjects=("pipeline system", "pipeline systems"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the systems of the pipelines that were collected."""
    systems = grouped((pipeline.system, pipeline.evidence.source) for pipeline in context.facts.pipelines if pipeline.runs)
    if not systems:
        return not_collected(BUILDS)
    return judged(_system(context, name, sources) for name, sources in sorted(systems.items()))


def _system(context: CheckContext, name: str, sources: list[EvidenceSource]) -> JudgedSubject:
    cited = cite("Pipeline", name, *sorted(set(sources))[:_MOST])
    stated = [
        each for each in context.facts.acceptances if each.accepts is AcceptedThing.BUILD_ENVIRONMENT and each.concerns(name)
    ]
    independent = [each for each in stated if each.role.is_independent]
    sides = {each.boundary for each in independent}
    if len(sides) > 1:
        text = f"is stated to lie on both sides of the boundary ({_who(independent)})"
        return fails(name, text, *cited, certainty=Certainty.STATED)
    if independent:
        first = independent[0]
        reason = f"{first.boundary} the boundary; {first.who}"
        return passes(name, *cited, certainty=Certainty.STATED, reason=reason)
    why = "the provider alone states where it lies" if stated else "it is not stated whether it lies inside the boundary"
    return unknown(name, why, *cited, next_step=_STATE)


def _who(stated: list[Acceptance]) -> str:
    return ", ".join(dict.fromkeys(f"{each.by} is named in {each.place}" for each in stated))


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=definitions)
