"""Compose files next to manifests of the platform that a system is deployed on.

Docker's documentation names development environments first among the uses of Compose
(https://docs.docker.com/compose/intro/features-uses/), and a repository keeps both: the platform's manifests, and the Compose
file with which its developers run it. Which of them describes the system is known to a person. Until one says so, what fails
on the Compose file alone follows from this question. Subjects are the Compose files.
"""

from collections import defaultdict

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import handed_in
from generator.model.evidence import EvidenceSource
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.settings.isolation import PodIsolation
from generator.model.verdict_makers import cite, fails, unknown
from generator.text import counted, listed

_COMPOSE = "ComposeService"
_MOST = 3

_REQUIREMENT = PostureRequirement(
    id="compose-and-platform",
    area="Asset management",
    title="One platform describes what is deployed",
    problem="Compose file next to manifests of another platform",
    asks="Does no Compose file stand next to manifests of another platform, as if both were deployed?",
    rationale="What developers run on their machines is not the system; in its inventory it is one discrepancy after another.",
    fix=(
        "Where it is for development only, remove it from evidence/. Where it is deployed as well, waive this in "
        "decisions/waivers.yaml with that reason: what follows is then judged by itself."
    ),
    reference="FedRAMP Integrated Inventory Workbook: it holds what is within the boundary; our own mapping for CM-8",
    controls=mapped(ours="CM-8"),
    subjects=("Compose file", "Compose files"),
)


def _judge(context: CheckContext) -> Judgment:
    services: dict[str, list[tuple[str, EvidenceSource]]] = defaultdict(list)
    others: dict[str, EvidenceSource] = {}
    for workload in context.facts.workloads:
        for source in workload.sources:
            if workload.kind == _COMPOSE:
                services[source.path].append((workload.key, source))
            else:
                others.setdefault(source.path, source)
    for configuration in context.facts.configurations:
        for setting in configuration.of(PodIsolation):
            if setting.kind != _COMPOSE:
                others.setdefault(setting.source.path, setting.source)
    if not services:
        return not_collected("a Compose file")
    return judged(_subject(path, services[path], [others[other] for other in sorted(others)]) for path in sorted(services))


def _subject(path: str, services: list[tuple[str, EvidenceSource]], others: list[EvidenceSource]) -> JudgedSubject:
    name = f"evidence/{path}" if not path.startswith("evidence/") else path
    cited = cite("File", name, services[0][1], *others[:_MOST])
    number = counted(len({key for key, _ in services}), "service")
    if not others:
        return unknown(name, "no manifests of another platform were collected", *cited)
    others_named = listed([other.path for other in others], _MOST)
    return fails(
        name,
        f"stands next to {others_named}",
        *cited,
        certainty=Certainty.DECLARED,
        contested_by=others,
        title=f"{name} describes {number} next to manifests of another platform",
        detail=f"{name} and {others_named} both describe what runs. A Compose file is often how developers run a system on "
        f"their own machines; whether it is deployed is not known. {_REQUIREMENT.rationale}",
        questions=[path],
    )


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=handed_in)
