"""A Compose file beside manifests of another platform fails, alone it is unknown, and without one there is nothing to ask."""

from generator.checks.assets.compose_and_platform import CHECK
from tests.checks.cluster_evidence import posture, snapshot, verdicts

_COMPOSE = 'services:\n  cart: {image: "shop/cart:1"}\n  mail: {image: "axllent/mailpit:v1"}\n'
_MANIFEST = """apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: shop}}
spec: {{template: {{spec: {{containers: [{{name: c, image: "registry.example/{name}:1"}}]}}}}}}
"""
_NAME = "evidence/cluster/compose.yml"


def test_beside_manifests_it_fails_and_names_three_of_them() -> None:
    files = [snapshot(_MANIFEST.format(name=f"m{number}"), f"m{number}.yaml") for number in range(4)]
    state = posture(CHECK, snapshot(_COMPOSE, "compose.yml"), *files)
    (subject,) = state.failing
    assert subject.name == _NAME
    assert subject.reason.startswith("stands next to evidence/cluster/m0.yaml, evidence/cluster/m1.yaml")
    assert "describes 2 services" in subject.title
    assert [cited.source.path for cited in subject.citations] == [
        _NAME,
        *(f"evidence/cluster/m{number}.yaml" for number in range(3)),
    ]
    assert [source.path for source in subject.contested_by] == [f"evidence/cluster/m{number}.yaml" for number in range(4)]
    assert subject.questions == (_NAME,)


def test_two_compose_files_are_asked_one_by_one() -> None:
    files = snapshot(_COMPOSE, "compose.yml"), snapshot('services: {till: {image: "shop/till:1"}}\n', "compose.ci.yml")
    unknown = "unknown: no manifests of another platform were collected"
    assert verdicts(posture(CHECK, *files)) == {"evidence/cluster/compose.ci.yml": unknown, _NAME: unknown}


def test_without_a_compose_file_nothing_was_collected() -> None:
    assert posture(CHECK, _MANIFEST.format(name="till")).summary == "No evidence of a Compose file was collected."
