"""What kubelets are configured with, node by node."""

import json
from typing import Any

import pytest

from generator.checks.control_plane.kubelet_access import CHECK
from generator.model.inventory import ClusterSnapshot
from generator.model.posture import PostureState
from tests.checks.cluster_evidence import alone, declared, listing, posture, snapshot, verdicts, without_each
from tests.checks.manifests import empty, namespace, refused, thing
from tests.checks.operation_manifests import node

NODES = listing("Node", "v1", node("one"), node("two"))
MAP = "kube-system/ConfigMap/kubelet-config"
UNKNOWN = "unknown: the running configuration of the node was not collected"
STRICT = {
    "kind": "KubeletConfiguration",
    "apiVersion": "kubelet.config.k8s.io/v1beta1",
    "authentication": {"anonymous": {"enabled": False}, "webhook": {"enabled": True}, "x509": {"clientCAFile": "/pki/ca.crt"}},
    "authorization": {"mode": "Webhook"},
    "protectKernelDefaults": True,
}


def kubelets(name: str = "kubelet-config", **changed: object) -> str:
    """The ConfigMap that kubeadm keeps."""
    return thing("ConfigMap", "v1", name, "kube-system", data={"kubelet": json.dumps({**STRICT, **changed})})


def test_the_configmap_is_declared_for_each_node() -> None:
    state = posture(CHECK, NODES, kubelets())
    assert verdicts(state) == {"one": "passes (declared)", "two": "passes (declared)"}
    assert state.label == "configured, not seen at work"
    assert state.citations[0].key == MAP


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        (
            {"authentication": {"anonymous": {"enabled": True}, "x509": {"clientCAFile": "/a"}}},
            "answers anonymous requests (authentication.anonymous.enabled)",
        ),
        ({"authentication": {}}, "checks no client certificates (authentication.x509.clientCAFile is not set)"),
        (
            {"authorization": {"mode": "AlwaysAllow"}},
            "does not leave authorization to the API server (authorization.mode AlwaysAllow)",
        ),
        ({"readOnlyPort": 10255}, "serves its read-only port 10255 without authentication (readOnlyPort)"),
        (
            {"protectKernelDefaults": False},
            "changes the kernel's settings where they differ from the expected ones (protectKernelDefaults is not true)",
        ),
        ({"streamingConnectionIdleTimeout": "0s"}, "never ends idle connections (streamingConnectionIdleTimeout)"),
        ({"tlsMinVersion": "VersionTLS11"}, "accepts VersionTLS11"),
        (
            {"tlsCipherSuites": ["TLS_RSA_WITH_RC4_128_SHA"]},
            "offers weak cipher suites, or such as are not approved (TLS_RSA_WITH_RC4_128_SHA)",
        ),
    ],
)
def test_faults(changed: dict[str, Any], text: str) -> None:
    found = verdicts(posture(CHECK, NODES, kubelets(**changed)))
    assert found == dict.fromkeys(("one", "two"), f"fails (declared): is given a configuration that {text}")
    alone = verdicts(posture(CHECK, kubelets(**changed)))
    assert alone == {MAP: f"fails (declared): gives kubelets a configuration that {text}"}


@pytest.mark.parametrize(
    "made",
    [
        kubelets(authorization={}, streamingConnectionIdleTimeout="5m"),
        kubelets("kubelet-config-1.23"),
        kubelets(tlsMinVersion="VersionTLS13", tlsCipherSuites=["TLS_AES_128_GCM_SHA256"]),
    ],
)
def test_what_is_accepted(made: str) -> None:
    assert verdicts(posture(CHECK, NODES, made))["one"] == "passes (declared)"


@pytest.mark.parametrize(
    "made",
    [
        empty("ConfigMap", "v1"),
        kubelets("kubelet-configuration"),
        thing("ConfigMap", "v1", "kubelet-config", "kube-system", data={"kubelet": "{"}),
    ],
)
def test_nodes_without_a_configuration_are_unknown(made: str) -> None:
    assert verdicts(posture(CHECK, NODES, made)) == {"one": UNKNOWN, "two": UNKNOWN}


def test_of_two_configmaps_the_worse_counts() -> None:
    state = posture(CHECK, NODES, kubelets(), kubelets("kubelet-config-1.23", readOnlyPort=10255))
    assert "port 10255" in verdicts(state)["one"]
    assert state.failing[0].contested_by


def test_without_nodes_a_configmap_proves_nothing() -> None:
    assert verdicts(posture(CHECK, kubelets())) == {MAP: "unknown: the nodes that use it were not collected"}


@pytest.mark.usefixtures("with_population")
def test_nodes_that_were_not_listed() -> None:
    found = verdicts(posture(CHECK, alone(node("one")), kubelets()))
    assert found == {"one": "passes (declared)", "other nodes": "unknown: Nodes were not listed whole by the API"}


def test_no_subjects() -> None:
    assert posture(CHECK, empty("Node", "v1")).state is PostureState.NONE_FOUND
    assert posture(CHECK, declared(namespace())).state is PostureState.NOT_COLLECTED
    state = posture(CHECK, refused("nodes", ""))
    assert state.summary == "The API refused to list the nodes of the cluster, and what their kubelets run with."


def test_less_evidence_never_proves_more() -> None:
    assert without_each(CHECK, NODES, kubelets(readOnlyPort=10255), kubelets("kubelet-config-1.23")) == []


def configz(name: str = "one", **changed: object) -> ClusterSnapshot:
    """What the kubelet of a node runs with."""
    return snapshot(json.dumps({"kubeletconfig": {**STRICT, **changed}}), f"configz-{name}.json")


def test_what_a_node_runs_with_is_observed() -> None:
    assert verdicts(posture(CHECK, NODES, configz())) == {"one": "passes (observed)", "two": UNKNOWN}
    assert verdicts(posture(CHECK, NODES, configz(), configz("two"))) == dict.fromkeys(("one", "two"), "passes (observed)")
    wrong = verdicts(posture(CHECK, NODES, configz(readOnlyPort=10255)))
    assert wrong["one"] == "fails (observed): serves its read-only port 10255 without authentication (readOnlyPort)"


def test_it_wins_over_the_configmap_which_rivals_it() -> None:
    state = posture(CHECK, NODES, kubelets(), configz(readOnlyPort=10255))
    assert verdicts(state)["two"] == "passes (declared)"
    (failing,) = state.failing
    assert (failing.name, [each.path for each in failing.contested_by]) == ("one", ["evidence/cluster/configz-one.json"])
    assert verdicts(posture(CHECK, NODES, kubelets(readOnlyPort=10255), configz()))["one"] == "passes (observed)"


@pytest.mark.usefixtures("with_population")
def test_a_node_of_which_only_that_was_collected() -> None:
    found = verdicts(posture(CHECK, configz()))
    assert found == {"one": "passes (observed)", "other nodes": "unknown: Nodes were not listed whole by the API"}
