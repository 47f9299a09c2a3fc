"""Sentences about Compose and Cloud Foundry have no words of Kubernetes, and its checks are not asked of them."""

import re
from pathlib import Path

import pytest

from generator.checks.base import CheckContext
from generator.checks.judging import judge_all
from generator.checks.registry import CHECKS
from generator.model.asset import AssetKind
from generator.model.posture import Posture, PostureState
from tests.checks import cluster_evidence
from tests.checks.cluster_evidence import facts, snapshot
from tests.checks.diagrams.drawings import CLUSTER, context

_TASKS = Path(__file__).parents[1] / "parsers" / "cluster" / "testdata" / "aws-ecs-json" / "many.json"

_COMPOSE = 'services:\n  web: {image: "acme/web:1", ports: ["8080:80"]}\n'
_APPS = "applications:\n- {name: web, memory: 64M, routes: [{route: web.example.gov}]}\n"
_WORDS = re.compile(r"\b(?:namespaces?|NodePort|pods?|kubelets?|DaemonSets?|API server)\b|\bcluster(?! of Kubernetes)\b")


def _states(cluster: str) -> dict[str, list[Posture]]:
    whole: CheckContext = context(cluster=cluster)
    states: dict[str, list[Posture]] = {}
    for posture in judge_all(CHECKS, whole):
        states.setdefault(posture.requirement.id, []).append(posture)
    return states


@pytest.mark.parametrize(("files", "platform"), [(_COMPOSE, "Compose"), (_APPS, "Cloud Foundry")], ids=["compose", "apps"])
def test_checks_of_kubernetes_say_on_what_the_system_runs(files: str, platform: str) -> None:
    asked = [check for check in CHECKS if check.kubernetes]
    assert len(asked) > 30
    states = _states(files)
    for check in asked:
        (posture,) = states[check.id]
        assert posture.state is PostureState.NOT_COLLECTED
        assert posture.summary == f"It is judged for Kubernetes only, and what was collected runs on {platform}."


def test_a_cluster_of_ecs_is_none_of_kubernetes() -> None:
    tasks = snapshot(_TASKS.read_bytes(), "tasks.json", real=True)
    (cluster,) = [each for each in facts(tasks).assets if each.kind is AssetKind.CLUSTER]
    assert cluster.product == "Amazon ECS"
    summaries = {cluster_evidence.posture(each, tasks).summary for each in CHECKS if each.kubernetes}
    assert summaries == {"It is judged for Kubernetes only, and what was collected runs on Amazon ECS."}


@pytest.mark.parametrize("files", [_COMPOSE, _APPS], ids=["compose", "apps"])
def test_no_verdict_on_them_has_a_word_of_kubernetes(files: str) -> None:
    for posture in (posture for postures in _states(files).values() for posture in postures):
        for subject in posture.subjects:
            name = subject.name.replace("environment cluster", "environment named by its folder").replace(
                "evidence/cluster/", ""
            )
            text = f"{name}: {subject.reason} {subject.title} {subject.detail}"
            assert not _WORDS.search(text), (posture.requirement.id, text)


def test_they_are_asked_of_every_cluster_beside_a_compose_file() -> None:
    states = _states(CLUSTER)
    both = {posture.summary for posture in states["resource-limits"]}
    assert all("judged for Kubernetes only" not in summary for summary in both)
    mixed = context(cluster=(CLUSTER, _COMPOSE))
    summaries = [posture.summary for posture in judge_all(CHECKS, mixed) if posture.requirement.id == "resource-limits"]
    assert all("judged for Kubernetes only" not in summary for summary in summaries)
