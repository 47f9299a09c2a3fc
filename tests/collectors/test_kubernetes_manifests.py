from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from collecting import run
from recorded_api import RecordedApi, Request, Resource

from generator.collectors.kubernetes_kinds import CLUSTER_UID, WANTED
from generator.collectors.kubernetes_manifests import cronjob, rbac
from generator.collectors.kubernetes_wanted import SecretTreatment

Rule = dict[str, list[str]]
Right = tuple[str, str, str]
"""(group, resource, verb)."""


def everything() -> tuple[Resource, ...]:
    """A server that serves every wanted kind; of a whole group, one kind."""
    return tuple(
        Resource(
            kind=each.kind if each.kind != "*" else "K8sAllowedRepos",
            plural=each.resource if each.resource != "*" else "k8sallowedrepos",
            group=each.group,
            namespaced=each.namespaced,
        )
        for each in WANTED
    )


def documents(text: str, kind: str) -> list[dict[str, Any]]:
    return [each for each in yaml.safe_load_all(text) if each["kind"] == kind]


def rights(role: dict[str, Any]) -> set[Right]:
    return {
        (group, resource, verb)
        for rule in role["rules"]
        if "resources" in rule and "resourceNames" not in rule
        for group in rule["apiGroups"]
        for resource in rule["resources"]
        for verb in rule["verbs"]
    }


def lists(asked: list[Request]) -> Iterator[tuple[Right, str]]:
    """The right that each list needs, and the namespace it is needed in."""
    for each in asked:
        parts = each.path.strip("/").split("/")
        group, rest = ("", parts[2:]) if parts[0] == "api" else (parts[1] if len(parts) > 1 else "", parts[3:])
        if not rest or each.path == CLUSTER_UID:
            continue
        namespace = rest[1] if len(rest) > 2 else ""
        resource = "*" if group == "constraints.gatekeeper.sh" else rest[-1]
        yield (group, resource, "list"), namespace


def test_the_role_allows_exactly_what_the_collector_asks(tmp_path: Path) -> None:
    with RecordedApi(resources=everything()).running() as api:
        collected = run(api, tmp_path)
    assert collected.refused == ()
    assert collected.not_installed == ()
    (role,) = documents(rbac(secret_names=True), "ClusterRole")
    assert rights(role) == {right for right, _ in lists(api.asked)}
    (named,) = [rule for rule in role["rules"] if "resourceNames" in rule]
    assert named == {"apiGroups": [""], "resources": ["namespaces"], "resourceNames": ["kube-system"], "verbs": ["get"]}
    assert CLUSTER_UID in {each.path for each in api.asked}
    (urls,) = [rule for rule in role["rules"] if "nonResourceURLs" in rule]
    assert urls == {"nonResourceURLs": ["/api", "/api/*", "/apis", "/apis/*", "/version"], "verbs": ["get"]}
    others = {each.path for each in api.asked} - {each.path for each in api.asked if len(each.path.split("/")) > 3}
    assert others == {"/api", "/apis", "/version"}


def test_secrets_only_when_asked_for() -> None:
    text = rbac(secret_names=False)
    (role,) = documents(text, "ClusterRole")
    (with_secrets,) = documents(rbac(secret_names=True), "ClusterRole")
    assert rights(with_secrets) - rights(role) == {("", "secrets", "list")}
    assert "RBAC cannot tell metadata from" in text
    assert "can read every value" in rbac(secret_names=True)


def test_namespaces_narrow_the_rights(tmp_path: Path) -> None:
    with RecordedApi(resources=everything()).running() as api:
        run(api, tmp_path, namespaces=("shop", "data"))
    text = rbac(secret_names=True, namespaces=("shop", "data"))
    outside, inside = documents(text, "ClusterRole")
    assert rights(outside) == {right for right, namespace in lists(api.asked) if not namespace}
    assert rights(inside) == {right for right, namespace in lists(api.asked) if namespace}
    assert {namespace for _, namespace in lists(api.asked)} == {"", "shop", "data"}
    bindings = documents(text, "RoleBinding")
    assert [each["metadata"]["namespace"] for each in bindings] == ["shop", "data"]
    assert {each["roleRef"]["name"] for each in bindings} == {inside["metadata"]["name"]}
    (whole,) = documents(text, "ClusterRoleBinding")
    assert whole["roleRef"]["name"] == outside["metadata"]["name"]


@pytest.mark.parametrize("namespaces", [(), ("shop",)])
def test_nothing_is_changed_or_watched(namespaces: tuple[str, ...]) -> None:
    text = rbac(secret_names=True, namespaces=namespaces)
    verbs = {verb for role in documents(text, "ClusterRole") for rule in role["rules"] for verb in rule["verbs"]}
    assert verbs == {"get", "list"}
    (account,) = documents(text, "ServiceAccount")
    subjects = [
        each for kind in ("ClusterRoleBinding", "RoleBinding") for one in documents(text, kind) for each in one["subjects"]
    ]
    assert {(each["name"], each["namespace"]) for each in subjects} == {
        (account["metadata"]["name"], account["metadata"]["namespace"])
    }


def test_the_nightly_run() -> None:
    text = cronjob(image="registry.example/atopack@sha256:abc", name="prod", namespaces=("shop",), secret_names=False)
    (job,) = documents(text, "CronJob")
    (account,) = documents(rbac(secret_names=False), "ServiceAccount")
    spec = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    assert (spec["serviceAccountName"], job["metadata"]["namespace"]) == (
        account["metadata"]["name"],
        account["metadata"]["namespace"],
    )
    (container,) = spec["containers"]
    assert container["image"] == "registry.example/atopack@sha256:abc"
    assert container["args"][:2] == ["collect", "kubernetes"]
    assert container["args"][-3:] == ["--namespace", "shop", "--without-secret-names"]
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert spec["securityContext"]["runAsNonRoot"] is True
    (claim,) = documents(text, "PersistentVolumeClaim")
    assert spec["volumes"][0]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]


def test_the_table_of_kinds() -> None:
    names = [each.name for each in WANTED]
    assert len(set(names)) == len(names)
    assert [each.name for each in WANTED if each.treatment is SecretTreatment.NAMES] == ["secrets"]
    assert all(each.evidence and each.controls for each in WANTED)
    kinds = {each.kind: each.resource for each in WANTED}
    assert kinds["NetworkPolicy"] == "networkpolicies"
    assert kinds["Ingress"] == "ingresses"
    assert kinds["Gateway"] == "gateways"
    assert kinds["ServiceEntry"] == "serviceentries"
    assert kinds["TracingPolicyNamespaced"] == "tracingpoliciesnamespaced"
