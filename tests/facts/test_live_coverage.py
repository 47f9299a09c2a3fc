"""Manifests beside running state, chosen per kind and namespace."""

import pytest
from checks.cluster_evidence import AS_OF, facts, snapshot

from generator.facts.select import select_clusters

_NODES = """
apiVersion: v1
kind: NodeList
items:
- {apiVersion: v1, kind: Node, metadata: {name: n1, uid: u, resourceVersion: '3'}, status: {nodeInfo: {osImage: Flatcar}}}
"""


def _manifest(name: str, namespace: str | None = "shop") -> str:
    place = f"namespace: {namespace}, " if namespace else ""
    return f"""
apiVersion: apps/v1
kind: Deployment
metadata: {{{place}name: {name}}}
spec:
  selector: {{matchLabels: {{a: b}}}}
  template: {{metadata: {{labels: {{a: b}}}}, spec: {{containers: [{{name: c, image: {name}}}]}}}}
"""


def _pods(*places: str) -> str:
    items = "".join(
        f"""
- apiVersion: v1
  kind: Pod
  metadata: {{name: {place}-1, namespace: {place}, uid: u-{place}, labels: {{x: y}}}}
  spec: {{nodeName: n1, containers: [{{name: c, image: live}}]}}
  status: {{phase: Running}}"""
        for place in places
    )
    return f"apiVersion: v1\nkind: PodList\nitems:{items or ' []'}\n"


def workloads(*files: str) -> dict[str, int | None]:
    return {each.key: each.instances for each in facts(*files).workloads}


def test_a_list_of_nodes_says_nothing_of_manifests() -> None:
    """It once discarded all of them: an inventory of 22 became one of 2."""
    assert workloads(_NODES, _manifest("cart")) == {"shop/Deployment/cart": None}
    assert facts(_NODES, _manifest("cart")).clusters[0].running


def test_pods_speak_for_their_namespace() -> None:
    assert workloads(_pods("shop"), _manifest("cart")) == {"shop/Pod/shop-1": 1}


def test_pods_of_one_namespace_say_nothing_of_another() -> None:
    live = {"shop/Pod/shop-1": 1}
    assert workloads(_pods("shop"), _manifest("cart", "pay")) == live | {"pay/Deployment/cart": None}


@pytest.mark.parametrize("pods", [_pods("shop", "web"), _pods()])
def test_a_list_of_several_namespaces_or_an_empty_one_speaks_for_all(pods: str) -> None:
    assert "pay/Deployment/cart" not in workloads(pods, _manifest("cart", "pay"))


def test_a_manifest_without_a_namespace_is_placed_by_whoever_applies_it() -> None:
    assert workloads(_pods("shop"), _manifest("cart", None)) == {"shop/Pod/shop-1": 1}


def test_the_kinds_that_are_left_are_chosen_one_by_one() -> None:
    service = """
apiVersion: v1
kind: Service
metadata: {namespace: shop, name: cart}
spec: {selector: {a: b}, ports: [{port: 80}]}
"""
    chosen = select_clusters(
        [snapshot(_pods("shop"), "pods.yaml"), snapshot(f"{_manifest('cart')}---\n{service}", "app.yaml")], AS_OF
    )
    assert [(each.evidence.path, dict(each.kinds)) for each in chosen] == [
        ("evidence/cluster/app.yaml", {"Service": 1}),
        ("evidence/cluster/pods.yaml", {"Pod": 1}),
    ]


def test_settings_are_chosen_alike() -> None:
    policy = """
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {namespace: shop, name: deny}
spec: {podSelector: {}}
"""
    (configuration,) = facts(_pods("shop"), policy).configurations
    assert {each.key for each in configuration.settings if each.kind == "NetworkPolicy"} == {"shop/NetworkPolicy/deny"}
    assert configuration.manifests == {"evidence/cluster/file1.yaml"}
    assert ("", "Pod") in configuration.complete
    assert ("networking.k8s.io", "NetworkPolicy") not in configuration.complete
    empty = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicyList\nitems: []\n"
    (configuration,) = facts(empty, policy).configurations
    assert not [each for each in configuration.settings if each.kind == "NetworkPolicy"]
