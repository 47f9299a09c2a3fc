"""Rows about the network, about access, and about the API server's arguments."""

import json
from typing import Any

import pytest

from generator.model.posture import PostureState
from tests.posture.ground import postures, problems
from tests.posture.manifests import (
    api_server,
    binding,
    container,
    deployment,
    empty,
    namespace,
    network_policy,
    refused,
    role,
    rule,
    thing,
)

RBAC = "rbac.authorization.k8s.io"
CART = ("ServiceAccount", "shop", "cart")
SHOP = namespace("shop")
OPEN = "does not deny egress and ingress"


def cilium(kind: str = "CiliumNetworkPolicy", **spec: Any) -> str:
    where = "shop" if kind == "CiliumNetworkPolicy" else ""
    return thing(kind, "cilium.io/v2", "deny", where, spec={"endpointSelector": {}, **spec})


def calico(**spec: Any) -> str:
    return thing("GlobalNetworkPolicy", "crd.projectcalico.org/v1", "deny", spec=spec)


def baseline(action: str = "Deny") -> str:
    everybody = {"action": action, "from": [{"namespaces": {}}]}
    anywhere = {"action": action, "to": [{"networks": ["0.0.0.0/0"]}]}
    spec = {"subject": {"namespaces": {}}, "ingress": [everybody], "egress": [anywhere]}
    return thing("BaselineAdminNetworkPolicy", "policy.networking.k8s.io/v1alpha1", "default", spec=spec)


def account(**members: Any) -> str:
    return thing("ServiceAccount", "v1", "default", "shop", **members)


FLAGS = (
    "--anonymous-auth=false",
    "--authorization-mode=Node,RBAC",
    "--enable-admission-plugins=NodeRestriction,PodSecurity",
    "--audit-policy-file=/etc/audit.yaml",
    "--audit-log-path=/var/log/audit.log",
    "--tls-cert-file=/pki/a.crt",
    "--etcd-certfile=/pki/b.crt",
    "--etcd-cafile=/pki/c.crt",
    "--kubelet-client-certificate=/pki/d.crt",
    "--tls-min-version=VersionTLS12",
)
API = "kube-system/Pod/kube-apiserver"


def server(*changed: str) -> str:
    """An API server as asked, but for some arguments: `--name=value` sets one, `--name` takes it away."""
    gone = {each.partition("=")[0] for each in changed}
    kept = [each for each in FLAGS if each.partition("=")[0] not in gone]
    return api_server(*kept, *(each for each in changed if "=" in each))


CASES = [
    # default deny
    ("network-default-deny", PostureState.NOT_COLLECTED, [SHOP, deployment()], {}),
    ("network-default-deny", PostureState.NOT_COLLECTED, [SHOP, refused("networkpolicies", "networking.k8s.io")], {}),
    ("network-default-deny", PostureState.NONE_FOUND, [SHOP, empty("NetworkPolicy", "networking.k8s.io/v1")], {}),
    ("network-default-deny", PostureState.ENFORCING, [SHOP, network_policy()], {}),
    (
        "network-default-deny",
        PostureState.ENFORCING,
        [SHOP, network_policy(), network_policy("a", pods={"matchLabels": {"a": "b"}}, ingress=[{}])],
        {},
    ),
    ("network-default-deny", PostureState.NOT_ENFORCING, [SHOP, network_policy(types="Ingress")], {"shop": "deny egress"}),
    (
        "network-default-deny",
        PostureState.NOT_ENFORCING,
        [SHOP, network_policy(pods={"matchLabels": {"a": "b"}})],
        {"shop": OPEN},
    ),
    ("network-default-deny", PostureState.NOT_ENFORCING, [SHOP, network_policy(egress=[{}])], {"shop": "deny egress"}),
    (
        "network-default-deny",
        PostureState.NOT_ENFORCING,
        [SHOP, network_policy(), network_policy("open", types="Egress", egress=[{"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]}])],
        {"shop": "deny egress"},
    ),
    (
        "network-default-deny",
        PostureState.ENFORCING,
        [SHOP, network_policy(egress=[{"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}])],
        {},
    ),
    ("network-default-deny", PostureState.NOT_ENFORCING, [SHOP, namespace("till"), network_policy()], {"till": OPEN}),
    ("network-default-deny", PostureState.ENFORCING, [SHOP, namespace("kube-system"), network_policy()], {}),
    ("network-default-deny", PostureState.ENFORCING, [SHOP, cilium(ingress=[{}], egress=[{}])], {}),
    (
        "network-default-deny",
        PostureState.NOT_ENFORCING,
        [SHOP, cilium(ingress=[{"fromEntities": ["all"]}], egress=[{}])],
        {"shop": "ingress"},
    ),
    (
        "network-default-deny",
        PostureState.NOT_ENFORCING,
        [SHOP, cilium(ingress=[{}], egress=[{}], enableDefaultDeny={"egress": False})],
        {"shop": "egress"},
    ),
    (
        "network-default-deny",
        PostureState.ENFORCING,
        [SHOP, namespace("till"), cilium("CiliumClusterwideNetworkPolicy", ingress=[{}], egress=[{}])],
        {},
    ),
    ("network-default-deny", PostureState.ENFORCING, [SHOP, calico(selector="all()", types=["Ingress", "Egress"])], {}),
    (
        "network-default-deny",
        PostureState.NOT_ENFORCING,
        [
            SHOP,
            namespace("till"),
            calico(
                namespaceSelector='has(projectcalico.org/name) && projectcalico.org/name not in {"till"}',
                types=["Ingress", "Egress"],
            ),
        ],
        {"till": OPEN},
    ),
    (
        "network-default-deny",
        PostureState.NOT_ENFORCING,
        [SHOP, calico(types=["Ingress", "Egress"], egress=[{"action": "Allow"}])],
        {"shop": "egress"},
    ),
    (
        "network-default-deny",
        PostureState.NOT_ENFORCING,
        [SHOP, calico(selector="app == 'a'", types=["Ingress"])],
        {"shop": OPEN},
    ),
    ("network-default-deny", PostureState.ENFORCING, [SHOP, baseline()], {}),
    ("network-default-deny", PostureState.NOT_ENFORCING, [SHOP, baseline("Allow")], {"shop": OPEN}),
    # access
    ("rbac-too-wide", PostureState.NOT_COLLECTED, [SHOP], {}),
    ("rbac-too-wide", PostureState.NOT_COLLECTED, [SHOP, refused("clusterrolebindings", RBAC)], {}),
    ("rbac-too-wide", PostureState.NONE_FOUND, [empty("ClusterRoleBinding", f"{RBAC}/v1")], {}),
    ("rbac-too-wide", PostureState.ENFORCING, [role("viewer", rule("get list", "pods")), binding("viewer", CART)], {}),
    ("rbac-too-wide", PostureState.NONE_FOUND, [role("wide", rule("*", "*", "*")), empty("RoleBinding", f"{RBAC}/v1")], {}),
    (
        "rbac-too-wide",
        PostureState.NOT_ENFORCING,
        [binding("cluster-admin", CART)],
        {"ClusterRoleBinding/cluster-admin": "may do everything"},
    ),
    ("rbac-too-wide", PostureState.ENFORCING, [binding("cluster-admin", ("Group", "", "system:masters"))], {}),
    (
        "rbac-too-wide",
        PostureState.NOT_ENFORCING,
        [binding("cluster-admin", ("Group", "", "system:authenticated"))],
        {"ClusterRoleBinding/cluster-admin": "Group system:authenticated"},
    ),
    ("rbac-too-wide", PostureState.ENFORCING, [binding("cluster-admin", ("ServiceAccount", "kube-system", "operator"))], {}),
    (
        "rbac-too-wide",
        PostureState.NOT_ENFORCING,
        [role("wide", rule("*", "deployments", "apps")), binding("wide", CART)],
        {"ClusterRoleBinding/wide": "everything with some kinds"},
    ),
    (
        "rbac-too-wide",
        PostureState.NOT_ENFORCING,
        [role("wide", rule("get", "secrets")), binding("wide", CART, where="shop")],
        {"shop/RoleBinding/wide": "may read secrets in shop"},
    ),
    (
        "rbac-too-wide",
        PostureState.ENFORCING,
        [role("narrow", {**rule("get", "secrets"), "resourceNames": ["one"]}), binding("narrow", CART)],
        {},
    ),
    (
        "rbac-too-wide",
        PostureState.NOT_ENFORCING,
        [role("wide", rule("bind", "clusterroles", RBAC)), binding("wide", CART)],
        {"ClusterRoleBinding/wide": "give itself more rights"},
    ),
    (
        "rbac-too-wide",
        PostureState.NOT_ENFORCING,
        [role("wide", rule("impersonate", "users")), binding("wide", CART)],
        {"ClusterRoleBinding/wide": "act as somebody else"},
    ),
    (
        "rbac-too-wide",
        PostureState.NOT_ENFORCING,
        [role("local", rule("*", "*", "*"), kind="Role", where="shop"), binding("local", CART, kind="Role", where="shop")],
        {"shop/RoleBinding/local": "may do everything with everything"},
    ),
    # tokens
    ("service-account-token", PostureState.NOT_COLLECTED, [SHOP], {}),
    ("service-account-token", PostureState.NONE_FOUND, [empty("Pod", "v1")], {}),
    ("service-account-token", PostureState.ENFORCING, [deployment(serviceAccountName="cart")], {}),
    ("service-account-token", PostureState.ENFORCING, [deployment(automountServiceAccountToken=False)], {}),
    ("service-account-token", PostureState.ENFORCING, [deployment(), account(automountServiceAccountToken=False)], {}),
    (
        "service-account-token",
        PostureState.NOT_ENFORCING,
        [deployment(), account()],
        {"shop/Deployment/cart": "default service account"},
    ),
    (
        "service-account-token",
        PostureState.NOT_ENFORCING,
        [deployment(automountServiceAccountToken=True), account(automountServiceAccountToken=False)],
        {"shop/Deployment/cart": "default service account"},
    ),
    # arguments of the API server
    *((row, PostureState.NOT_COLLECTED, [SHOP], {}) for row in ("api-server-access", "api-server-audit", "api-server-tls")),
    ("api-server-admission-plugins", PostureState.NOT_COLLECTED, [empty("Pod", "v1")], {}),
    *((row, PostureState.ENFORCING, [server()], {}) for row in ("api-server-access", "api-server-audit", "api-server-tls")),
    ("api-server-admission-plugins", PostureState.ENFORCING, [server()], {}),
    (
        "api-server-admission-plugins",
        PostureState.NOT_ENFORCING,
        [server("--enable-admission-plugins")],
        {API: "NodeRestriction"},
    ),
    (
        "api-server-admission-plugins",
        PostureState.NOT_ENFORCING,
        [server("--disable-admission-plugins=PodSecurity")],
        {API: "PodSecurity turned off"},
    ),
    ("api-server-access", PostureState.NOT_ENFORCING, [server("--anonymous-auth")], {API: "anonymous"}),
    ("api-server-access", PostureState.NOT_ENFORCING, [server("--authorization-mode=AlwaysAllow")], {API: "allows everything"}),
    ("api-server-access", PostureState.NOT_ENFORCING, [server("--authorization-mode=RBAC")], {API: "decides by RBAC"}),
    ("api-server-access", PostureState.NOT_ENFORCING, [server("--token-auth-file=/a")], {API: "static credentials"}),
    ("api-server-access", PostureState.NOT_ENFORCING, [server("--insecure-port=8080")], {API: "without TLS on port 8080"}),
    ("api-server-audit", PostureState.NOT_ENFORCING, [server("--audit-policy-file")], {API: "no audit policy"}),
    ("api-server-audit", PostureState.NOT_ENFORCING, [server("--audit-log-path")], {API: "no audit log"}),
    ("api-server-tls", PostureState.NOT_ENFORCING, [server("--etcd-certfile")], {API: "etcd-certfile"}),
    ("api-server-tls", PostureState.NOT_ENFORCING, [server("--tls-min-version=VersionTLS10")], {API: "VersionTLS10"}),
    (
        "api-server-tls",
        PostureState.NOT_ENFORCING,
        [server("--tls-cipher-suites=TLS_RSA_WITH_3DES_EDE_CBC_SHA")],
        {API: "weak"},
    ),
]


@pytest.mark.parametrize(("row", "state", "files", "wrong"), CASES)
def test_state(row: str, state: PostureState, files: list[str], wrong: dict[str, str]) -> None:
    found = postures(*files)[row]
    assert found.state is state, found.summary
    said = problems(found)
    assert set(said) == set(wrong)
    for subject, text in wrong.items():
        assert text in said[subject]


def test_each_api_server_that_is_started_otherwise_is_judged() -> None:
    found = postures(
        server(), server("--anonymous-auth").replace("kube-apiserver-one", "kube-apiserver-two").replace('"one"', '"two"')
    )
    assert found["api-server-access"].summary.startswith("1 of 2 API servers")


def test_arguments_that_were_not_asked_for_are_not_kept() -> None:
    (posture,) = [
        each for key, each in postures(server("--service-account-key-file=/pki/hidden.key")).items() if key == "api-server-tls"
    ]
    assert "hidden" not in repr(posture)


def vpc_cni(*arguments: str) -> str:
    """Amazon's network plugin, with or without its agent for policies."""
    agent = [container(name="aws-eks-nodeagent", args=["--enable-ipv6=false", *arguments])] if arguments else []
    made = deployment(container(name="aws-node"), *agent, name="aws-node", where="kube-system")
    return made.replace('"Deployment"', '"DaemonSet"')


PLUGIN = "kube-system/DaemonSet/aws-node"
ON, OFF = "--enable-network-policy=true", "--enable-network-policy=false"
CALICO = deployment(name="calico-node", where="kube-system").replace('"Deployment"', '"DaemonSet"')


@pytest.mark.parametrize(
    ("plugins", "state", "wrong"),
    [
        ((vpc_cni(ON),), PostureState.ENFORCING, {}),
        ((vpc_cni(OFF),), PostureState.NOT_ENFORCING, {PLUGIN: "its agent is not switched on"}),
        ((vpc_cni(),), PostureState.NOT_ENFORCING, {PLUGIN: "its agent is not switched on"}),
        ((vpc_cni(OFF), CALICO), PostureState.ENFORCING, {}),
    ],
)
def test_amazons_plugin_enforces_policies_where_it_is_told_to(
    plugins: tuple[str, ...], state: PostureState, wrong: dict[str, str]
) -> None:
    found = postures(SHOP, network_policy(), *plugins)["network-default-deny"]
    assert found.state is state
    assert set(problems(found)) == set(wrong)
    assert all(text in problems(found)[subject] for subject, text in wrong.items())
    assert not found.missing


@pytest.mark.parametrize(("switch", "told"), [("true", False), ("false", True)])
def test_in_auto_mode_the_controllers_switch_is_all_there_is(switch: str, told: bool) -> None:
    switched = thing("ConfigMap", "v1", "amazon-vpc-cni", "kube-system", data={"enable-network-policy-controller": switch})
    assert bool(postures(SHOP, network_policy(), switched)["network-default-deny"].missing) is told


def test_amazons_plugin_seen_by_its_pods_alone_leaves_it_open() -> None:
    owner = {"apiVersion": "apps/v1", "kind": "DaemonSet", "name": "aws-node", "controller": True}
    made = json.loads(thing("Pod", "v1", "aws-node-x", "kube-system", spec={"containers": [container()]}))
    made["metadata"]["ownerReferences"] = [owner]
    found = postures(SHOP, network_policy(), json.dumps(made))["network-default-deny"]
    assert found.missing == ("whether Amazon's VPC CNI enforces policies (`enable-network-policy` of the DaemonSet aws-node)",)


def test_policies_without_a_plugin_that_enforces_them_say_so() -> None:
    plugin = deployment(name="calico-node", where="kube-system").replace('"Deployment"', '"DaemonSet"')
    assert postures(SHOP, network_policy())["network-default-deny"].missing
    assert not postures(SHOP, network_policy(), plugin)["network-default-deny"].missing
