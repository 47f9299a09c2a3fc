"""Sentences about Compose and Cloud Foundry have no words of Kubernetes, and its checks are not asked of them."""

import re
from pathlib import Path

import pytest
from replacing import replace

from generator.checks.base import CheckContext
from generator.checks.diagrams import crossing_not_encrypted
from generator.checks.judging import judge, judge_all
from generator.checks.registry import CHECKS
from generator.claims.access import ACCESS
from generator.claims.base import Basis
from generator.claims.boundary import Boundary
from generator.claims.change_control import CHANGE_CONTROL
from generator.model.asset import AssetKind
from generator.model.posture import Posture, PostureState
from tests.checks import cluster_evidence
from tests.checks.cluster_evidence import facts, snapshot
from tests.checks.diagrams.drawings import CLUSTER, context
from tests.graph.graphs_made import graph_of

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
            text = f"{subject.name.replace('evidence/cluster/', '')}: {subject.reason} {subject.title} {subject.detail}"
            assert not _WORDS.search(text), (posture.requirement.id, text)


def test_they_are_asked_of_every_cluster_beside_a_compose_file() -> None:
    states = _states(CLUSTER)
    both = {posture.summary for posture in states["resource-limits"]}
    assert all("judged for Kubernetes only" not in summary for summary in both)
    mixed = context(cluster=(CLUSTER, _COMPOSE))
    summaries = [posture.summary for posture in judge_all(CHECKS, mixed) if posture.requirement.id == "resource-limits"]
    assert all("judged for Kubernetes only" not in summary for summary in summaries)


_OBJECTS = re.compile(r"\b(?:Ingress(?:es)?|Gateways?|nodes?|kubectl|LoadBalancer|Kubernetes)\b|/Service/")


@pytest.mark.parametrize("files", [_COMPOSE, _APPS], ids=["compose", "apps"])
def test_what_was_not_collected_is_named_in_the_words_of_the_platform(files: str) -> None:
    asked = {check.id for check in CHECKS if check.kubernetes}
    for posture in (each for id_, postures in _states(files).items() if id_ not in asked for each in postures):
        steps = (subject.next_step for subject in posture.subjects)
        for text in (posture.summary, *posture.notes, *(subject.name for subject in posture.subjects), *steps):
            shown = text.replace("evidence/cluster/", "")
            assert not _WORDS.search(shown), (posture.requirement.id, text)
            assert not _OBJECTS.search(shown), (posture.requirement.id, text)


def test_routes_of_apps_are_ways_in_whose_encryption_is_unknown() -> None:
    (entry,) = _states(_APPS)["entry-tls"]
    reason = "whether the platform's routers take plain requests was not collected"
    assert [(each.name, each.reason) for each in entry.subjects] == [("default/CloudFoundryApp/web (route of web)", reason)]
    (entry,) = _states(_APPS.replace("routes: [{route: web.example.gov}]", "no-route: true"))["entry-tls"]
    assert entry.summary == "No evidence of the protocols at routes was collected."


@pytest.mark.parametrize(("files", "place"), [(_COMPOSE, "environment"), (_APPS, "environment"), (CLUSTER, "cluster")])
def test_headings_of_areas_name_the_place(files: str, place: str) -> None:
    whole = context(cluster=files)
    basis = Basis(
        system=whole.system,
        facts=whole.facts,
        comparison=whole.comparison,
        discrepancies=(),
        postures=judge_all(CHECKS, whole),
    )
    subjects = {claim.subject for topic in (ACCESS, CHANGE_CONTROL) for claim in topic.claims(basis)}
    assert subjects == {f"Access to the {place}", f"Change control in the {place}"}


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (_COMPOSE, "1 of 1 workload has ports that are published on their host: default/ComposeService/web."),
        (
            "applications: [{name: web, memory: 64M}]",
            "1 of 1 workload has a default route, unless they are pushed without one: default/CloudFoundryApp/web.",
        ),
    ],
)
def test_what_is_open_as_far_as_a_file_says_is_no_way_in_from_outside(files: str, sentence: str) -> None:
    whole = context(cluster=files)
    basis = Basis(system=whole.system, facts=whole.facts, comparison=whole.comparison, discrepancies=())
    (claim,) = (claim for claim in Boundary().claims(basis) if claim.control == "SC-7")
    assert claim.text == f"{sentence} Whether anybody outside reaches these is not stated."


_BALANCED = """
resource "aws_ecs_task_definition" "web" {
  family                = "web"
  container_definitions = jsonencode([{ name = "web", image = "acme/web:1", portMappings = [{ containerPort = 8080 }] }])
}
resource "aws_ecs_service" "web" {
  name            = "web"
  task_definition = aws_ecs_task_definition.web.arn
  load_balancer {
    target_group_arn = aws_lb_target_group.web.arn
    container_name   = "web"
    container_port   = 8080
  }
}
resource "aws_lb" "web" {
  name     = "web"
  internal = false
}
resource "aws_lb_target_group" "web" {
  name = "web"
  port = 8080
}
resource "aws_lb_listener" "web" {
  load_balancer_arn = aws_lb.web.arn
  port              = "80"
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}
"""


def test_a_balancer_of_a_cloud_makes_no_cluster_of_kubernetes_and_is_a_call_that_nothing_judged() -> None:
    definition = snapshot(_BALANCED, "main.tf")
    summaries = {cluster_evidence.posture(each, definition).summary for each in CHECKS if each.kubernetes}
    assert summaries == {"It is judged for Kubernetes only, and what was collected runs on Amazon ECS."}
    whole = replace(context(cluster=_COMPOSE), flows=graph_of(_BALANCED, suffix=".tf"))
    (encrypted,) = judge(crossing_not_encrypted.CHECK, whole)
    assert cluster_evidence.verdicts(encrypted) == {
        "outside->default/EcsService/web": "unknown: what encrypts on the way in was not collected"
    }
