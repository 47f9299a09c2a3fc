"""Who holds a role that is wider than needed."""

import json
from typing import Any

import pytest

from generator.checks.control_plane.rbac_too_wide import CHECK
from generator.model.posture import PostureState
from tests.checks.cluster_evidence import alone, declared, listing, posture, verdicts, without_each
from tests.checks.manifests import binding, empty, namespace, refused, role, rule

RBAC = "rbac.authorization.k8s.io"
CART = ("ServiceAccount", "shop", "cart")
NO_LOCAL = empty("RoleBinding", f"{RBAC}/v1")
MASTERS = ("Group", "", "system:masters")


def bound(*made: str, kind: str = "ClusterRoleBinding") -> str:
    return listing(kind, f"{RBAC}/v1", *made)


def named(role_name: str, holder: str = "ServiceAccount shop/cart") -> str:
    return f"ClusterRoleBinding/{role_name} of {holder}"


def labeled(text: str) -> str:
    """As the API server itself makes it."""
    made = json.loads(text)
    made["metadata"]["labels"] = {"kubernetes.io/bootstrapping": "rbac-defaults"}
    return json.dumps(made)


def judged(*rules: dict[str, Any]) -> str:
    state = posture(CHECK, bound(binding("r", CART)), NO_LOCAL, role("r", *rules))
    return verdicts(state)[named("r")]


@pytest.mark.parametrize(
    ("given", "width"),
    [
        (rule("*", "*", "*"), "may do everything with everything"),
        (rule("*", "deployments", "apps"), "may do everything with some kinds; may create pods, or what makes them"),
        (rule("get", "*", "apps"), "names every kind of some API group"),
        (rule("get", "secrets"), "may read secrets"),
        (rule("list", "secrets"), "may read secrets"),
        (rule("watch", "secrets"), "may read secrets"),
        (rule("bind", "clusterroles", RBAC), "may give itself more rights (escalate, bind)"),
        (rule("escalate", "roles", RBAC), "may give itself more rights (escalate, bind)"),
        (rule("impersonate", "users"), "may act as somebody else"),
        (rule("create", "pods"), "may create pods, or what makes them"),
        (rule("create", "jobs", "batch"), "may create pods, or what makes them"),
        (rule("create", "daemonsets", "apps"), "may create pods, or what makes them"),
        (rule("create", "pods/exec"), "may run commands in pods"),
        (rule("get", "*/exec"), "may run commands in pods"),
        (rule("create", "pods/attach"), "may run commands in pods"),
        (rule("get", "nodes/proxy"), "may reach every kubelet past the API server's rules (nodes/proxy)"),
        (rule("create", "serviceaccounts/token"), "may issue tokens of service accounts"),
        (rule("update", "certificatesigningrequests/approval", "certificates.k8s.io"), "may approve certificates"),
        (
            rule("patch", "mutatingwebhookconfigurations", "admissionregistration.k8s.io"),
            "may change admission webhooks",
        ),
    ],
)
def test_widths(given: dict[str, list[str]], width: str) -> None:
    assert judged(given) == f"fails (observed): holds the role r, which {width}"


@pytest.mark.parametrize(
    "given",
    [
        rule("get list", "pods"),
        rule("delete", "secrets"),
        rule("get", "secrets", "example.org"),
        rule("get", "pods", "apps"),
        rule("create", "services"),
        rule("create", "deployments", "example.org"),
        rule("get", "certificatesigningrequests", "certificates.k8s.io"),
        rule("get", "validatingwebhookconfigurations", "admissionregistration.k8s.io"),
        {**rule("get", "secrets"), "resourceNames": ["one"]},
        {**rule("update", "validatingwebhookconfigurations", "admissionregistration.k8s.io"), "resourceNames": ["own"]},
        {"verbs": ["get"], "nonResourceURLs": ["*"]},
    ],
)
def test_what_is_narrow(given: dict[str, Any]) -> None:
    assert judged(given) == "passes (observed)"


def test_a_role_without_rules_is_narrow() -> None:
    assert judged() == "passes (observed)"


def test_each_holder_is_a_subject() -> None:
    made = binding("cluster-admin", CART, ("User", "", "ada"), ("Group", "", "system:authenticated"), MASTERS)
    state = posture(CHECK, bound(made), NO_LOCAL)
    everything = "fails (observed): holds the role cluster-admin, which may do everything with everything"
    assert verdicts(state) == {
        named("cluster-admin"): everything,
        named("cluster-admin", "User ada"): everything,
        named("cluster-admin", "Group system:authenticated"): everything,
    }
    title = "ClusterRoleBinding/cluster-admin gives User ada the role cluster-admin, which may do everything with everything"
    assert title in [each.title for each in state.failing]
    assert "system:masters" in state.notes[0]


def test_a_role_in_a_namespace() -> None:
    made = bound(binding("wide", CART, where="shop"), kind="RoleBinding")
    text = "fails (observed): holds the role wide, which may read secrets in shop"
    key = "shop/RoleBinding/wide of ServiceAccount shop/cart"
    files = (made, empty("ClusterRoleBinding", f"{RBAC}/v1"))
    assert verdicts(posture(CHECK, *files, role("wide", rule("get", "secrets")))) == {key: text}
    local = bound(binding("wide", CART, kind="Role", where="shop"), kind="RoleBinding")
    files = (local, empty("ClusterRoleBinding", f"{RBAC}/v1"))
    assert verdicts(posture(CHECK, *files, role("wide", rule("get", "secrets"), kind="Role", where="shop"))) == {key: text}
    elsewhere = role("wide", rule("get", "secrets"), kind="Role", where="till")
    assert verdicts(posture(CHECK, *files, elsewhere)) == {key: "unknown: the role was not collected"}
    assert verdicts(posture(CHECK, *files, role("wide", rule("get", "secrets")))) == {
        key: "unknown: the role was not collected"
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cluster-admin", "fails (observed): holds the role cluster-admin, which may do everything with everything"),
        (
            "edit",
            "fails (observed): holds the role edit, which may read secrets; may create pods, or what makes them; may run "
            "commands in pods",
        ),
        ("view", "unknown: the role was not collected"),
        ("reader", "unknown: the role was not collected"),
    ],
)
def test_roles_that_every_cluster_has_need_not_be_read(name: str, expected: str) -> None:
    assert verdicts(posture(CHECK, bound(binding(name, CART)), NO_LOCAL)) == {named(name): expected}


def test_an_aggregated_role() -> None:
    made = json.loads(role("sum"))
    made["aggregationRule"] = {"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]}
    unknown = "unknown: the rules of an aggregated role are filled in by the cluster"
    assert verdicts(posture(CHECK, bound(binding("sum", CART)), NO_LOCAL, json.dumps(made))) == {named("sum"): unknown}
    made["rules"] = [rule("get", "pods")]
    assert verdicts(posture(CHECK, bound(binding("sum", CART)), NO_LOCAL, json.dumps(made))) == {
        named("sum"): "passes (observed)"
    }


@pytest.mark.parametrize(
    ("name", "holder"),
    [
        ("cluster-admin", MASTERS),
        ("system:basic-user", ("Group", "", "system:authenticated")),
        ("system:public-info-viewer", ("Group", "", "system:unauthenticated")),
        ("system:node-proxier", ("User", "", "system:kube-proxy")),
        ("system:controller:job-controller", ("ServiceAccount", "kube-system", "job-controller")),
        ("system:kube-dns", ("ServiceAccount", "kube-system", "kube-dns")),
    ],
)
def test_bindings_of_the_cluster_itself_are_left_out(name: str, holder: tuple[str, str, str]) -> None:
    files = (bound(labeled(binding(name, holder))), NO_LOCAL)
    assert posture(CHECK, *files).state is PostureState.NONE_FOUND


@pytest.mark.parametrize(
    ("name", "holder", "shown"),
    [
        ("cluster-admin", CART, "ServiceAccount shop/cart"),
        ("cluster-admin", ("Group", "", "system:unauthenticated"), "Group system:unauthenticated"),
        ("cluster-admin", ("User", "", "system:masters"), "User system:masters"),
        ("cluster-admin", ("ServiceAccount", "kube-system", "cluster-admin"), "ServiceAccount kube-system/cluster-admin"),
        ("system:basic-user", ("User", "", "system:anonymous"), "User system:anonymous"),
        (
            "system:controller:job-controller",
            ("ServiceAccount", "shop", "job-controller"),
            "ServiceAccount shop/job-controller",
        ),
        ("system:kube-dns", ("ServiceAccount", "kube-system", "other"), "ServiceAccount kube-system/other"),
    ],
)
def test_a_holder_that_somebody_added_is_judged(name: str, holder: tuple[str, str, str], shown: str) -> None:
    found = verdicts(posture(CHECK, bound(labeled(binding(name, holder))), NO_LOCAL))
    assert set(found) == {named(name, shown)}


def test_accounts_of_kube_system_are_judged() -> None:
    account = ("ServiceAccount", "kube-system", "operator")
    made = bound(binding("wide", account), binding("wide", account, where="kube-system"))
    found = verdicts(posture(CHECK, made, NO_LOCAL, role("wide", rule("get", "secrets"))))
    assert list(found) == [named("wide", "ServiceAccount kube-system/operator")]


@pytest.mark.usefixtures("with_population")
def test_bindings_that_were_not_listed() -> None:
    found = verdicts(posture(CHECK, bound(binding("view", CART)), role("view", rule("get", "pods"))))
    assert found == {
        named("view"): "passes (observed)",
        "other holders": "unknown: RoleBindings were not listed whole by the API",
    }
    one = verdicts(posture(CHECK, alone(binding("view", CART)), role("view", rule("get", "pods"))))
    assert one["other holders"] == "unknown: ClusterRoleBindings and RoleBindings were not listed whole by the API"


def test_manifests_are_declared() -> None:
    files = (declared(binding("view", CART)), declared(role("view", rule("get", "pods"))))
    assert verdicts(posture(CHECK, *files)) == {named("view"): "passes (declared)"}


def test_no_subjects() -> None:
    both = (empty("ClusterRoleBinding", f"{RBAC}/v1"), NO_LOCAL)
    assert posture(CHECK, *both).state is PostureState.NONE_FOUND
    assert posture(CHECK, NO_LOCAL).state is PostureState.NOT_COLLECTED
    assert posture(CHECK, namespace()).state is PostureState.NOT_COLLECTED
    state = posture(CHECK, refused("clusterrolebindings", RBAC))
    assert state.summary == "The API refused to list who holds which roles (ClusterRoleBindings, RoleBindings)."


def test_less_evidence_never_proves_more() -> None:
    wide = (bound(binding("wide", CART), binding("narrow", CART)), role("wide", rule("get", "secrets")))
    assert without_each(CHECK, *wide, role("narrow", rule("get", "pods")), NO_LOCAL) == []


def test_a_binding_that_only_bears_a_name_of_the_clusters_own() -> None:
    made = json.loads(binding("system:basic-user", ("Group", "", "system:authenticated")))
    made["roleRef"]["name"] = "cluster-admin"
    found = verdicts(posture(CHECK, bound(json.dumps(made)), NO_LOCAL))
    assert found[named("system:basic-user", "Group system:authenticated")].startswith("fails")


def test_role_and_binding_are_cited() -> None:
    state = posture(CHECK, bound(binding("r", CART)), NO_LOCAL, role("r", rule("get", "pods")))
    assert {each.key for each in state.citations} == {"ClusterRole/r", "ClusterRoleBinding/r"}
    wide = posture(CHECK, bound(binding("r", CART)), NO_LOCAL, role("r", rule("get", "secrets")))
    assert [each.path for each in wide.failing[0].contested_by] == ["evidence/cluster/file2.yaml"]
