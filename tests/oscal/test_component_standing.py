"""A component is operational where it was seen, and is described as what it is."""

from generator.graph.match import compare
from generator.ids import UuidFactory
from generator.oscal import products
from generator.oscal import types as o
from generator.oscal.common import Citations
from generator.oscal.components import components
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import facts
from tests.checks.operation_manifests import pod

COMPOSE = "services:\n  web: {image: 'web:1', ports: ['80:80']}\n  db: {image: 'postgres:16'}\n"
MANIFEST = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: cart, image: "cart:1"}]}
"""


def made(*files: str, system: str = "") -> dict[str, o.Component]:
    found = facts(*files)
    cite = Citations(UuidFactory("x"), {file.sha256: file for file in found.evidence})
    return {
        each.title: each
        for each in components(found, compare((), ()), read(system, folder="x"), products.recognized(found), cite)
    }


def public(component: o.Component) -> list[str]:
    return [each.value for each in component.props if each.name == "public"]


def test_what_a_manifest_declares_is_not_said_to_operate() -> None:
    found = made(MANIFEST)
    for title in ("cart:1", "shop/Deployment/cart"):
        assert (found[title].status.state, found[title].status.remarks) == (
            "other",
            "Declared by configuration; not seen running.",
        )
    assert found["shop/Deployment/cart"].description.startswith("Kubernetes Deployment cart in namespace shop.")
    assert public(found["shop/Deployment/cart"]) == [], "no Services and Ingresses were collected"


def test_what_was_seen_operates() -> None:
    found = made(pod("cart", ("cart", "cart:1")))
    assert {found[title].status.state for title in ("cart:1", "shop/Deployment/cart")} == {"operational"}


def test_a_compose_service_is_no_object_of_kubernetes() -> None:
    found = made(COMPOSE)
    assert found["default/ComposeService/web"].description.startswith("Compose service web in project default.")
    assert found["default/NetworkName/web"].description == "Name web in default; it leads to default/ComposeService/web."
    assert (public(found["default/ComposeService/web"]), public(found["default/ComposeService/db"])) == ([], ["no"]), (
        "who reaches its host is not stated"
    )
    kinds = {each.name: each.value for each in found["default/ComposeService/web"].props if "kind" in each.name}
    assert kinds == {"platform-kind": "ComposeService"}
    assert found["Compose in the environment"].description == (
        "Compose: what the workloads of the environment are declared to run on, or run on."
    )


def test_a_system_on_two_platforms_is_no_cluster_of_kubernetes() -> None:
    found = made(COMPOSE, "applications: [{name: till, memory: 64M, no-route: true}]")
    assert "Cloud Foundry and Compose in the environment" in found
    assert not [title for title in found if "Kubernetes" in title]
    assert found["default/NetworkName/web"].status.state == "other"


def test_a_system_of_which_nobody_stated_the_status_is_not_called_operational() -> None:
    assert made()["This System"].status == o.Status(state="other", remarks="Not stated yet.")
    assert made(system="system: {status: operational}\n")["This System"].status.state == "operational"
