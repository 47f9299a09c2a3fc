"""Network policies: what is denied by default, and who enforces it."""

import json
from typing import Any

import pytest

from generator.checks.isolation.network_default_deny import CHECK
from generator.model.inventory import ClusterSnapshot
from generator.model.posture import PostureState
from tests.checks.cluster_evidence import alone, declared, listing, posture, verdicts, without_each
from tests.checks.isolation.pods_made import owned, pod
from tests.checks.manifests import container, deployment, empty, namespace, network_policy, refused, thing
from tests.checks.operation_manifests import node

SHOP = listing("Namespace", "v1", namespace())
NODES = listing("Node", "v1", node("one"), node("two"))
BOTH = {"shop (egress)": "passes (reported)", "shop (ingress)": "passes (reported)"}
NO_PLUGIN = "unknown: no network plugin that enforces policies was seen"
SWITCH = (
    "unknown: whether Amazon's VPC CNI enforces policies was not collected (`enable-network-policy` of the DaemonSet aws-node)"
)
OPEN = "fails (observed): is not denied by default"
WIDE = f"{OPEN}: a policy allows everything"
OFF = f"{OPEN}: the network plugin enforces no policy (enable-network-policy, enable-policy)"


def agent(name: str, *containers: dict[str, Any], ready: int = 2) -> str:
    """A DaemonSet of kube-system on two nodes."""
    spec = {"template": {"spec": {"containers": list(containers) or [container(name=name)]}}}
    status = {"desiredNumberScheduled": 2, "numberReady": ready}
    return thing("DaemonSet", "apps/v1", name, "kube-system", spec=spec, status=status)


CALICO = agent("calico-node")
OTHER = agent("kube-router")


def policies(*made: str, kind: str = "NetworkPolicy", version: str = "networking.k8s.io/v1") -> str:
    return listing(kind, version, *made)


def judged(*files: str | ClusterSnapshot, plugin: str = OTHER) -> dict[str, str]:
    return verdicts(posture(CHECK, SHOP, NODES, listing("DaemonSet", "apps/v1", plugin), *files))


def labeled(*, pods: Any = None, **spec: Any) -> str:
    return network_policy("label", pods=pods or {"matchLabels": {"app": "cart"}}, **spec)


def cilium(kind: str = "CiliumNetworkPolicy", **spec: Any) -> str:
    where = "shop" if kind == "CiliumNetworkPolicy" else ""
    made = thing(kind, "cilium.io/v2", "deny", where, spec={"endpointSelector": {}, **spec})
    return policies(made, kind=kind, version="cilium.io/v2")


def calico(**spec: Any) -> str:
    made = thing("GlobalNetworkPolicy", "crd.projectcalico.org/v1", "deny", spec=spec)
    return policies(made, kind="GlobalNetworkPolicy", version="crd.projectcalico.org/v1")


def admin(kind: str, action: str, subject: dict[str, Any] | None = None) -> str:
    everybody, anywhere = [{"namespaces": {}}], [{"networks": ["0.0.0.0/0"]}]
    spec = {
        "subject": {"namespaces": subject or {}},
        "ingress": [{"action": action, "from": everybody}],
        "egress": [{"action": action, "to": anywhere}],
    }
    made = thing(kind, "policy.networking.k8s.io/v1alpha1", "default", spec=spec)
    return policies(made, kind=kind, version="policy.networking.k8s.io/v1alpha1")


def test_both_directions_are_denied() -> None:
    state = posture(CHECK, SHOP, NODES, listing("DaemonSet", "apps/v1", OTHER), policies(network_policy()))
    assert verdicts(state) == BOTH
    assert state.label == "enforced (reported)"
    assert {each.kind for each in state.citations} == {"NetworkPolicy", "DaemonSet"}


@pytest.mark.parametrize(
    ("made", "egress", "ingress"),
    [
        ((network_policy(types="Ingress"),), OPEN, ""),
        ((network_policy(types="Egress"),), "", OPEN),
        ((network_policy(egress=[{}]),), WIDE, ""),
        ((network_policy(egress=[{"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}]),), "", ""),
        (
            (network_policy(), network_policy("open", types="Egress", egress=[{"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]}])),
            WIDE,
            "",
        ),
        ((network_policy(), labeled(ingress=[{}])), "", ""),
        ((network_policy(where="till"),), OPEN, OPEN),
    ],
)
def test_policies_of_kubernetes(made: tuple[str, ...], egress: str, ingress: str) -> None:
    found = judged(policies(*made))
    assert found["shop (egress)"] == (egress or "passes (reported)")
    assert found["shop (ingress)"] == (ingress or "passes (reported)")


def test_a_discrepancy_reads_as_before() -> None:
    state = posture(CHECK, SHOP, NODES, listing("DaemonSet", "apps/v1", OTHER), policies(network_policy(types="Ingress")))
    assert state.failing[0].title == "shop does not deny egress by default"


def test_lists_that_are_missing_decide_nothing() -> None:
    unknown = "unknown: policies were not listed"
    assert judged() == {"shop (egress)": unknown, "shop (ingress)": unknown}
    assert judged(refused("networkpolicies", "networking.k8s.io"))["shop (egress)"] == unknown
    assert judged(alone(network_policy(types="Ingress")))["shop (egress)"] == unknown, "one policy is no list of them"
    assert judged(empty("NetworkPolicy", "networking.k8s.io/v1"))["shop (egress)"] == OPEN


@pytest.mark.parametrize(
    ("plugin", "more", "egress"),
    [
        (agent("cilium"), (), "unknown: policies were not listed"),
        (agent("cilium"), ("CiliumNetworkPolicy",), "unknown: policies were not listed"),
        (agent("cilium"), ("CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy"), OPEN),
        (CALICO, (), "unknown: policies were not listed"),
    ],
)
def test_the_plugins_own_kinds_belong_to_the_lists(plugin: str, more: tuple[str, ...], egress: str) -> None:
    lists = [empty(kind, "cilium.io/v2") for kind in more]
    assert judged(empty("NetworkPolicy", "networking.k8s.io/v1"), *lists, plugin=plugin)["shop (egress)"] == egress


@pytest.mark.parametrize("version", ["crd.projectcalico.org/v1", "projectcalico.org/v3"])
def test_calicos_kinds_have_two_groups(version: str) -> None:
    lists = (empty("NetworkPolicy", version), empty("GlobalNetworkPolicy", version))
    found = judged(empty("NetworkPolicy", "networking.k8s.io/v1"), *lists, plugin=CALICO)
    assert found["shop (egress)"] == OPEN


def test_policies_without_a_plugin_that_enforces_them() -> None:
    files = (SHOP, NODES, policies(network_policy()))
    assert verdicts(posture(CHECK, *files)) == {"shop (egress)": NO_PLUGIN, "shop (ingress)": NO_PLUGIN}
    flannel = listing("DaemonSet", "apps/v1", agent("kube-flannel-ds"), agent("calico-node-exporter"))
    assert verdicts(posture(CHECK, *files, flannel))["shop (egress)"] == NO_PLUGIN
    made = (declared(namespace()), declared(network_policy()))
    assert posture(CHECK, *made).label == "not established"
    assert verdicts(posture(CHECK, *made, declared(CALICO)))["shop (egress)"] == "passes (declared)"


@pytest.mark.parametrize("ready", [0, 1])
def test_agents_that_are_not_ready_everywhere_are_declared(ready: int) -> None:
    found = judged(policies(network_policy()), plugin=agent("calico-node", ready=ready))
    assert found["shop (egress)"] == "passes (declared)"
    one_node = listing("Node", "v1", node("one"))
    seen = posture(CHECK, SHOP, one_node, listing("DaemonSet", "apps/v1", CALICO), policies(network_policy()))
    assert verdicts(seen)["shop (egress)"] == "passes (declared)", "two agents of one node that was collected"


def test_a_plugin_seen_by_its_pods_alone() -> None:
    seen = listing("Pod", "v1", owned(pod(name="calico-node-x", where="kube-system"), "DaemonSet", "calico-node"))
    found = verdicts(posture(CHECK, SHOP, policies(network_policy()), seen))
    assert found["shop (egress)"] == "passes (declared)"


def vpc_cni(*arguments: str) -> str:
    """Amazon's network plugin, with or without its agent for policies."""
    agents = [container(name="aws-eks-nodeagent", args=["--enable-ipv6=false", *arguments])] if arguments else []
    return agent("aws-node", container(name="aws-node"), *agents)


@pytest.mark.parametrize(
    ("plugin", "expected"),
    [
        (vpc_cni("--enable-network-policy=true"), "passes (reported)"),
        (vpc_cni("--enable-network-policy=false"), OFF),
        (vpc_cni(), OFF),
    ],
)
def test_amazons_plugin_enforces_policies_where_it_is_switched_on(plugin: str, expected: str) -> None:
    assert judged(policies(network_policy()), plugin=plugin)["shop (egress)"] == expected


def test_another_plugin_enforces_what_amazons_does_not() -> None:
    both = listing("DaemonSet", "apps/v1", vpc_cni(), CALICO)
    found = verdicts(posture(CHECK, SHOP, NODES, both, policies(network_policy())))
    assert found["shop (egress)"] == "passes (reported)"


def test_amazons_plugin_is_known_by_its_pods_as_well() -> None:
    """An agent without the switch enforces nothing, whether its DaemonSet or its pods show it."""
    plugin = json.loads(owned(pod(name="aws-node-x", where="kube-system"), "DaemonSet", "aws-node"))
    seen = listing("Pod", "v1", json.dumps(plugin))
    off = verdicts(posture(CHECK, SHOP, policies(network_policy()), seen))["shop (egress)"]
    assert off.startswith("fails (observed)")
    plugin["spec"]["containers"][0]["args"] = ["--enable-network-policy=true"]
    on = verdicts(posture(CHECK, SHOP, policies(network_policy()), listing("Pod", "v1", json.dumps(plugin))))
    assert on["shop (egress)"] == "passes (declared)"


@pytest.mark.parametrize(("value", "expected"), [("true", "passes (declared)"), ("false", SWITCH)])
def test_in_auto_mode_the_controllers_switch_is_all_there_is(value: str, expected: str) -> None:
    switch = thing("ConfigMap", "v1", "amazon-vpc-cni", "kube-system", data={"enable-network-policy-controller": value})
    assert verdicts(posture(CHECK, SHOP, policies(network_policy()), switch))["shop (egress)"] == expected


def config(mode: str) -> str:
    return thing("ConfigMap", "v1", "cilium-config", "kube-system", data={"enable-policy": mode})


def test_ciliums_switch() -> None:
    denied = policies(network_policy())
    assert judged(denied, config("never"), plugin=agent("cilium"))["shop (egress)"] == OFF
    assert judged(denied, config("default"), plugin=agent("cilium"))["shop (egress)"] == "passes (reported)"
    assert judged(config("always"), plugin=agent("cilium"))["shop (egress)"] == "passes (reported)"
    assert judged(config("default"), plugin=agent("cilium"))["shop (egress)"] == "unknown: policies were not listed"


def test_policies_of_cilium() -> None:
    plugin = agent("cilium")
    assert judged(cilium(ingress=[{}], egress=[{}]), plugin=plugin) == BOTH
    everybody = judged(cilium(ingress=[{"fromEntities": ["all"]}], egress=[{}]), plugin=plugin)
    assert everybody == {**BOTH, "shop (ingress)": WIDE}
    switched = judged(cilium(ingress=[{}], egress=[{}], enableDefaultDeny={"egress": False}), plugin=plugin)
    assert switched["shop (ingress)"] == "passes (reported)"
    assert switched["shop (egress)"] == "unknown: policies were not listed"
    assert judged(cilium("CiliumClusterwideNetworkPolicy", ingress=[{}], egress=[{}]), plugin=plugin) == BOTH


NAMED = 'has(projectcalico.org/name) && projectcalico.org/name not in {"till"}'


@pytest.mark.parametrize(
    ("spec", "passing"),
    [
        ({"selector": "all()"}, True),
        ({}, True),
        ({"namespaceSelector": NAMED}, True),
        ({"namespaceSelector": "projectcalico.org/name not in {'till', 'a'}"}, True),
        ({"namespaceSelector": "has(projectcalico.org/name)"}, True),
        ({"namespaceSelector": 'projectcalico.org/name not in {"shop"}'}, False),
        ({"namespaceSelector": "has(team)"}, False),
        ({"selector": "has(app)"}, False),
        ({"selector": "app == 'a' && projectcalico.org/name not in {'till'}"}, False),
    ],
)
def test_policies_of_calico(spec: dict[str, str], passing: bool) -> None:
    found = judged(calico(types=["Ingress", "Egress"], **spec), plugin=CALICO)
    assert (found == BOTH) is passing
    assert passing or not any(each.startswith("passes") for each in found.values())


def test_a_policy_of_calico_that_allows_everything() -> None:
    found = judged(calico(types=["Ingress", "Egress"], egress=[{"action": "Allow"}]), plugin=CALICO)
    assert found == {**BOTH, "shop (egress)": WIDE}


def test_policies_of_administrators() -> None:
    listed = empty("NetworkPolicy", "networking.k8s.io/v1")
    assert judged(admin("BaselineAdminNetworkPolicy", "Deny"), listed) == BOTH
    assert judged(admin("BaselineAdminNetworkPolicy", "Allow"), listed)["shop (egress)"] == OPEN
    denied = policies(network_policy())
    assert judged(denied, admin("AdminNetworkPolicy", "Allow"))["shop (egress)"] == WIDE
    assert judged(denied, admin("AdminNetworkPolicy", "Deny")) == BOTH
    assert judged(denied, admin("AdminNetworkPolicy", "Allow", {"matchLabels": {"a": "b"}})) == BOTH


def workload(name: str, **spec: Any) -> str:
    made = json.loads(pod(name=name, **spec))
    made["metadata"]["labels"] = {"app": name}
    return json.dumps(made)


def test_policies_that_select_by_labels() -> None:
    chosen = policies(labeled())
    cart, proxy = workload("cart"), workload("proxy", hostNetwork=True)
    system = pod(name="dns", where="kube-system")
    assert judged(chosen)["shop (egress)"] == "unknown: the policy selects by labels and pods were not collected"
    assert judged(chosen, listing("Pod", "v1", cart, system)) == BOTH
    assert judged(chosen, listing("Pod", "v1", cart, proxy, system)) == BOTH, "a pod in its node's network is not covered"
    assert judged(chosen, listing("Pod", "v1", cart, workload("till"), system))["shop (egress)"] == OPEN
    assert judged(chosen, listing("Pod", "v1", system))["shop (egress)"] == OPEN, "the next pod is not selected"
    other = policies(labeled(pods={"matchExpressions": [{"key": "app", "operator": "Exists"}]}))
    unread = "unknown: the policy selects by label expressions, which are not resolved"
    assert judged(other, listing("Pod", "v1", cart, system))["shop (egress)"] == unread


def test_no_subjects() -> None:
    nothing = (empty("Pod", "v1"), listing("Namespace", "v1", namespace("kube-system")))
    assert posture(CHECK, *nothing).state is PostureState.NONE_FOUND
    assert posture(CHECK, NODES).state is PostureState.NOT_COLLECTED
    state = posture(CHECK, refused("networkpolicies", "networking.k8s.io"))
    assert state.summary == "The API refused to list network policies."


@pytest.mark.usefixtures("with_population")
def test_namespaces_that_were_not_listed() -> None:
    found = verdicts(posture(CHECK, alone(namespace()), NODES, policies(network_policy())))
    assert found["other namespaces"] == "unknown: Namespaces were not listed whole by the API"


def test_less_evidence_never_proves_more() -> None:
    agents = listing("DaemonSet", "apps/v1", vpc_cni())
    opened = network_policy("open", types="Egress", egress=[{}])
    assert without_each(CHECK, SHOP, NODES, agents, policies(network_policy())) == []
    assert without_each(CHECK, SHOP, NODES, listing("DaemonSet", "apps/v1", OTHER), policies(network_policy()), opened) == []
    mixed = (
        listing("Pod", "v1", workload("cart"), workload("till"), pod(name="dns", where="kube-system")),
        policies(labeled()),
    )
    assert without_each(CHECK, SHOP, NODES, listing("DaemonSet", "apps/v1", OTHER), *mixed, deployment()) == []


@pytest.mark.parametrize(("argument", "value", "expected"), [("false", "true", OFF), ("true", "false", "passes (reported)")])
def test_the_agent_on_the_nodes_is_the_last_word(argument: str, value: str, expected: str) -> None:
    switch = thing("ConfigMap", "v1", "amazon-vpc-cni", "kube-system", data={"enable-network-policy-controller": value})
    plugin = vpc_cni(f"--enable-network-policy={argument}")
    assert judged(policies(network_policy()), switch, plugin=plugin)["shop (egress)"] == expected


def test_only_a_daemonset_is_an_agent() -> None:
    other = listing("Pod", "v1", owned(pod(name="calico-node-0", where="kube-system"), "StatefulSet", "calico-node"))
    assert verdicts(posture(CHECK, SHOP, policies(network_policy()), other))["shop (egress)"] == NO_PLUGIN


def test_a_manifest_that_allows_everything_is_declared() -> None:
    found = verdicts(posture(CHECK, declared(namespace()), declared(network_policy(egress=[{}]))))
    assert found["shop (egress)"] == WIDE.replace("observed", "declared")
