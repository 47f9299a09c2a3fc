"""Which pods policies let through to which: both sides, namespaces, expressions, layers, and what is too wide to tell."""

from typing import Any

import pytest

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.graph import flow_policies
from generator.graph.flow_policies import Policies
from generator.model.flow import Flow
from generator.pipeline.comparison import flow_context
from generator.workspace.system_yaml import read as read_system
from tests.checks.cluster_evidence import AS_OF, snapshot
from tests.checks.manifests import thing
from tests.graph.graphs_made import graph_of, workload

_NAMES = ("web", "cart", "db")
_SHOP = tuple(map(workload, _NAMES))


def _elsewhere(name: str, namespace: str) -> str:
    return workload(name).replace('"shop"', f'"{namespace}"')


def _policy(name: str, chosen: dict[str, Any], namespace: str = "shop", **spec: Any) -> str:
    return thing("NetworkPolicy", "networking.k8s.io/v1", name, namespace, spec={"podSelector": chosen, **spec})


def _pods(*names: str) -> dict[str, Any]:
    return {"matchExpressions": [{"key": "app", "operator": "In", "values": list(names)}]}


def _to(*peers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"policyTypes": ["Egress"], "egress": [{"to": list(peers), **more}]}


def _from(*peers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"policyTypes": ["Ingress"], "ingress": [{"from": list(peers), **more}]}


def _named(flow: Flow) -> str:
    source, target = (end.name.removeprefix("shop/Deployment/") or "outside" for end in (flow.source, flow.target))
    return f"{source}>{target}"


def _permitted(*manifests: str) -> set[str]:
    return {_named(flow) for flow in graph_of(*_SHOP, *manifests).flows}


def _policies(*manifests: str) -> Policies:
    described = read_system("", folder="x")
    files = [snapshot(text, f"f{number}.yaml") for number, text in enumerate((*_SHOP, *manifests))]
    facts = facts_of(History.of(files), described, AS_OF)
    return Policies(flow_context(facts, described), facts.configurations[0])


def _says(policies: Policies) -> dict[str, str]:
    keys = {name: f"shop/Deployment/{name}" for name in _NAMES}
    pairs = ((one, two) for one in _NAMES for two in _NAMES if one != two)
    return {f"{one}>{two}": policies.says(keys[one], keys[two]) for one, two in pairs}


_WEB_OUT = _policy("web-out", _pods("web"), **_to({"podSelector": _pods("cart", "db")}))
_CART_IN = _policy("cart-in", _pods("cart"), **_from({"podSelector": _pods("web")}))
_DB_IN = _policy("db-in", _pods("db"), **_from({"podSelector": _pods("cart")}))


def test_who_opens_a_connection_names_whom_and_the_other_side_may_stop_it() -> None:
    assert _permitted(_WEB_OUT) == {"web>cart", "web>db"}
    assert _permitted(_WEB_OUT, _CART_IN) == {"web>cart", "web>db"}
    assert _permitted(_WEB_OUT, _CART_IN, _DB_IN) == {"web>cart", "cart>db"}


def test_who_is_called_names_whom_and_the_callers_own_policy_may_stop_it() -> None:
    nothing = _policy("cart-out", _pods("cart"), policyTypes=["Egress"])
    only_web = _policy("cart-out", _pods("cart"), **_to({"podSelector": _pods("web")}))
    everybody = _policy("cart-out", _pods("cart"), policyTypes=["Egress"], egress=[{}])
    assert _permitted(_DB_IN) == {"cart>db"}
    assert _permitted(_DB_IN, nothing) == set()
    assert _permitted(_DB_IN, only_web) == {"cart>web"}
    assert _permitted(_DB_IN, everybody) == {"cart>db"}


def test_two_policies_of_one_layer_add_up_and_two_layers_both_have_to_let_through() -> None:
    more = _policy("db-more", _pods("db"), **_from({"podSelector": _pods("web")}))
    assert _permitted(_DB_IN, more) == {"cart>db", "web>db"}
    rule = {"fromEndpoints": [{"matchLabels": {"app": "web"}}]}
    cilium = thing(
        "CiliumNetworkPolicy", "cilium.io/v2", "db", "shop", spec={"endpointSelector": _labels("db"), "ingress": [rule]}
    )  # fmt: skip
    assert _says(_policies(_DB_IN, cilium))["cart>db"] == "denied by shop/CiliumNetworkPolicy/db"
    assert _says(_policies(_DB_IN, cilium))["web>db"] == "denied by shop/NetworkPolicy/db-in"
    assert _says(_policies(_DB_IN, more, cilium))["web>db"] == "allowed"


def _labels(name: str) -> dict[str, Any]:
    return {"matchLabels": {"app": name}}


def test_what_policies_say_of_each_pair() -> None:
    assert _says(_policies(_WEB_OUT, _DB_IN)) == {
        "web>cart": "allowed",
        "web>db": "denied by shop/NetworkPolicy/db-in",
        "cart>web": "",
        "cart>db": "allowed",
        "db>web": "",
        "db>cart": "",
    }
    both = _says(_policies(_policy("all", {}, policyTypes=["Ingress", "Egress"]), _DB_IN))
    assert both["web>cart"] == both["cart>db"] == "denied by shop/NetworkPolicy/all"
    assert both["web>db"] == "denied by shop/NetworkPolicy/all, shop/NetworkPolicy/db-in"


def test_pods_of_the_own_namespace_unless_another_is_named() -> None:
    twin = _elsewhere("web", "ops")
    labels = thing("Namespace", "v1", "ops", labels={"team": "ops"})
    assert _permitted(twin, labels, _CART_IN) == {"web>cart"}
    team = {"namespaceSelector": {"matchLabels": {"team": "ops"}}, "podSelector": _pods("web")}
    assert _permitted(twin, labels, _policy("cart-in", _pods("cart"), **_from(team))) == {"ops/Deployment/web>cart"}
    by_name = {"matchLabels": {"kubernetes.io/metadata.name": "ops"}}
    name = {"namespaceSelector": by_name, "podSelector": _pods("web")}
    assert _permitted(twin, labels, _policy("cart-in", _pods("cart"), **_from(name))) == {"ops/Deployment/web>cart"}
    whole = _policy("cart-in", _pods("cart"), **_from({"namespaceSelector": by_name}))
    assert _permitted(twin, labels, whole) == set()
    assert _says(_policies(twin, labels, whole))["web>cart"] == "denied by shop/NetworkPolicy/cart-in"
    assert _policies(twin, labels, whole).says("ops/Deployment/web", "shop/Deployment/cart") == "allowed"
    anywhere = {"namespaceSelector": {}, "podSelector": _pods("web")}
    assert _permitted(twin, labels, _policy("cart-in", _pods("cart"), **_from(anywhere))) == {
        "web>cart",
        "ops/Deployment/web>cart",
    }


@pytest.mark.parametrize(
    ("operator", "values", "callers"),
    [
        ("In", ["web"], {"web>cart"}),
        ("NotIn", ["web"], {"db>cart"}),
        ("Exists", [], {"web>cart", "db>cart"}),
        ("DoesNotExist", [], set()),
        ("Likes", ["web"], set()),
    ],
)
def test_expressions_choose_pods(operator: str, values: list[str], callers: set[str]) -> None:
    peer = {"podSelector": {"matchExpressions": [{"key": "app", "operator": operator, "values": values}]}}
    assert _permitted(_policy("cart-in", _pods("cart"), **_from(peer))) == callers


def test_a_workload_that_is_on_both_sides_of_a_rule_does_not_call_itself() -> None:
    assert _permitted(_policy("all", _pods("web", "cart"), **_from({"podSelector": _pods("web", "cart")}))) == {
        "web>cart",
        "cart>web",
    }


def test_a_rule_for_more_pairs_than_a_person_reads_tells_of_none(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = _policy("two", _pods("cart", "db"), **_from({"podSelector": _pods("web")}))
    monkeypatch.setattr(flow_policies, "_MOST_PAIRS", 2)
    assert _permitted(policy) == {"web>cart", "web>db"}
    monkeypatch.setattr(flow_policies, "_MOST_PAIRS", 1)
    assert _permitted(policy) == set()


def test_ports_are_told_one_by_one_and_a_long_range_is_not() -> None:
    ports = [{"port": 5432}, {"port": 53, "protocol": "UDP"}, {"port": 8000, "endPort": 8002}, {"port": 9000, "endPort": 9999}]
    (flow,) = graph_of(*_SHOP, _policy("db-in", _pods("db"), **_from({"podSelector": _pods("cart")}, ports=ports))).flows
    assert [port.shown for port in flow.ports] == [
        "UDP 53 (dns)",
        "TCP 5432 (postgresql)",
        "TCP 8000",
        "TCP 8001",
        "TCP 8002",
    ]


def test_networks_are_ends_on_both_sides_and_the_whole_world_only_comes_in() -> None:
    world, office = {"ipBlock": {"cidr": "0.0.0.0/0"}}, {"ipBlock": {"cidr": "203.0.113.0/24"}}
    assert _permitted(_policy("in", _pods("web"), **_from(world, office))) == {"outside>web", "203.0.113.0/24>web"}
    assert _permitted(_policy("out", _pods("web", "db"), **_to(world, office))) == {"web>203.0.113.0/24", "db>203.0.113.0/24"}


def test_service_accounts_choose_by_name_and_by_namespace() -> None:
    def allow(*principals: str) -> str:
        rules = [{"from": [{"source": {"principals": list(principals)}}]}]
        spec = {"selector": {"matchLabels": {"app": "db"}}, "rules": rules}
        return thing("AuthorizationPolicy", "security.istio.io/v1", "db", "shop", spec=spec)

    def account(name: str) -> str:
        return workload(name, serviceAccountName=name)

    shop = (account("web"), account("cart"))
    elsewhere = account("web").replace('"shop"', '"ops"')

    def told(*principals: str) -> set[str]:
        return {_named(flow) for flow in graph_of(*shop, elsewhere, workload("db"), allow(*principals)).flows}

    assert told("cluster.local/ns/shop/sa/web") == {"web>db"}
    assert told("cluster.local/ns/ops/sa/web") == {"ops/Deployment/web>db"}
    assert told("cluster.local/ns/shop/sa/cart", "cluster.local/ns/shop/sa/web") == {"cart>db", "web>db"}
    assert told("cluster.local/ns/shop/sa/nobody") == set()
