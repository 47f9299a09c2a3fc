"""What etcd and kubelets are started with, and how long audit logs stay."""

import json

import pytest
from beside import needs

from generator.model.posture import Certainty, PostureState
from tests.posture.ground import CASES as REAL
from tests.posture.ground import case, postures, problems
from tests.posture.manifests import api_server, empty, namespace, static_pod, thing

SHOP = namespace("shop")
ETCD = "kube-system/Pod/etcd"
API = "kube-system/Pod/kube-apiserver"
MAP = "kube-system/ConfigMap/kubelet-config"

SAFE = (
    "--cert-file=/pki/etcd/server.crt",
    "--key-file=/pki/etcd/server.key",
    "--client-cert-auth=true",
    "--trusted-ca-file=/pki/etcd/ca.crt",
    "--peer-cert-file=/pki/etcd/peer.crt",
    "--peer-key-file=/pki/etcd/peer.key",
    "--peer-client-cert-auth",
    "--peer-trusted-ca-file=/pki/etcd/ca.crt",
    "--listen-client-urls=https://127.0.0.1:2379,https://10.0.0.4:2379",
    "--listen-metrics-urls=http://127.0.0.1:2381",
)


def etcd(*changed: str, where: str = "kube-system", **members: object) -> str:
    """An etcd as asked, but for some arguments: `--name=value` sets one, `--name` alone takes it away."""
    gone = {each.partition("=")[0] for each in changed}
    kept = [each for each in SAFE if each.partition("=")[0] not in gone]
    return static_pod("etcd", *kept, *(each for each in changed if "=" in each), where=where, **members)


KEPT = {
    "audit-log-path": "/var/log/audit.log",
    "audit-log-maxage": "30",
    "audit-log-maxbackup": "10",
    "audit-log-maxsize": "100",
}


def server(**changed: str) -> str:
    """An API server that keeps its audit log, but for some arguments; an empty one is left out."""
    said = {**KEPT, **{name.replace("_", "-"): value for name, value in changed.items()}}
    return api_server(*(f"--{name}={value}" for name, value in said.items() if value))


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


CASES = [
    # etcd
    ("etcd-access", PostureState.NOT_COLLECTED, [SHOP], {}),
    ("etcd-access", PostureState.NOT_COLLECTED, [empty("Pod", "v1")], {}),
    ("etcd-access", PostureState.NOT_COLLECTED, [etcd(where="shop")], {}),
    ("etcd-access", PostureState.NOT_COLLECTED, [static_pod("etcd", "--config-file=/etc/etcd.yaml")], {}),
    ("etcd-access", PostureState.ENFORCING, [etcd()], {}),
    (
        "etcd-access",
        PostureState.ENFORCING,
        [etcd("--client-cert-auth", env=[{"name": "ETCD_CLIENT_CERT_AUTH", "value": "true"}])],
        {},
    ),
    ("etcd-access", PostureState.NOT_ENFORCING, [etcd("--client-cert-auth")], {ETCD: "asks clients for no certificate"}),
    ("etcd-access", PostureState.NOT_ENFORCING, [etcd("--client-cert-auth=false")], {ETCD: "asks clients for no certificate"}),
    (
        "etcd-access",
        PostureState.NOT_ENFORCING,
        [etcd("--peer-client-cert-auth=false")],
        {ETCD: "asks peers for no certificate"},
    ),
    ("etcd-access", PostureState.NOT_ENFORCING, [etcd("--key-file")], {ETCD: "serves without a certificate"}),
    ("etcd-access", PostureState.NOT_ENFORCING, [etcd("--peer-cert-file")], {ETCD: "meets its peers without a certificate"}),
    (
        "etcd-access",
        PostureState.NOT_ENFORCING,
        [etcd("--trusted-ca-file")],
        {ETCD: "whose certificates it takes from clients"},
    ),
    ("etcd-access", PostureState.NOT_ENFORCING, [etcd("--auto-tls=true")], {ETCD: "makes itself (auto-tls)"}),
    (
        "etcd-access",
        PostureState.NOT_ENFORCING,
        [etcd("--listen-client-urls=https://10.0.0.4:2379,http://10.0.0.4:4001")],
        {ETCD: "answers without TLS on http://10.0.0.4:4001"},
    ),
    (
        "etcd-access",
        PostureState.NOT_ENFORCING,
        [etcd("--cipher-suites=TLS_RSA_WITH_3DES_EDE_CBC_SHA")],
        {ETCD: "weak cipher suites"},
    ),
    # kubelets
    ("kubelet-access", PostureState.NOT_COLLECTED, [SHOP], {}),
    ("kubelet-access", PostureState.NOT_COLLECTED, [empty("ConfigMap", "v1")], {}),
    ("kubelet-access", PostureState.NOT_COLLECTED, [kubelets("kubelet-configuration")], {}),
    (
        "kubelet-access",
        PostureState.NOT_COLLECTED,
        [thing("ConfigMap", "v1", "kubelet-config", "kube-system", data={"kubelet": "{"})],
        {},
    ),
    ("kubelet-access", PostureState.ENFORCING, [kubelets()], {}),
    ("kubelet-access", PostureState.ENFORCING, [kubelets(authorization={}, streamingConnectionIdleTimeout="5m")], {}),
    ("kubelet-access", PostureState.ENFORCING, [kubelets("kubelet-config-1.23")], {}),
    (
        "kubelet-access",
        PostureState.NOT_ENFORCING,
        [kubelets(authentication={"anonymous": {"enabled": True}, "x509": {"clientCAFile": "/a"}})],
        {MAP: "answer anonymous requests"},
    ),
    ("kubelet-access", PostureState.NOT_ENFORCING, [kubelets(authentication={})], {MAP: "check no client certificates"}),
    (
        "kubelet-access",
        PostureState.NOT_ENFORCING,
        [kubelets(authorization={"mode": "AlwaysAllow"})],
        {MAP: "mode AlwaysAllow"},
    ),
    ("kubelet-access", PostureState.NOT_ENFORCING, [kubelets(readOnlyPort=10255)], {MAP: "on port 10255"}),
    (
        "kubelet-access",
        PostureState.NOT_ENFORCING,
        [kubelets(protectKernelDefaults=False)],
        {MAP: "change the kernel's settings"},
    ),
    ("kubelet-access", PostureState.NOT_ENFORCING, [kubelets(streamingConnectionIdleTimeout="0s")], {MAP: "never end idle"}),
    ("kubelet-access", PostureState.NOT_ENFORCING, [kubelets(tlsMinVersion="VersionTLS11")], {MAP: "accept VersionTLS11"}),
    (
        "kubelet-access",
        PostureState.NOT_ENFORCING,
        [kubelets(tlsCipherSuites=["TLS_RSA_WITH_RC4_128_SHA"])],
        {MAP: "weak cipher"},
    ),
    # audit logs
    ("api-server-audit-kept", PostureState.NOT_COLLECTED, [SHOP], {}),
    ("api-server-audit-kept", PostureState.NOT_COLLECTED, [server(audit_log_path="-")], {}),
    ("api-server-audit-kept", PostureState.NOT_COLLECTED, [server(audit_log_path="", audit_webhook_config_file="/a.yaml")], {}),
    ("api-server-audit-kept", PostureState.NONE_FOUND, [server(audit_log_path="")], {}),
    ("api-server-audit-kept", PostureState.ENFORCING, [server()], {}),
    ("api-server-audit-kept", PostureState.ENFORCING, [server(audit_log_maxage="0", audit_log_maxbackup="0")], {}),
    ("api-server-audit-kept", PostureState.NOT_ENFORCING, [server(audit_log_maxage="7")], {API: "keeps only 7 days"}),
    ("api-server-audit-kept", PostureState.NOT_ENFORCING, [server(audit_log_maxbackup="")], {API: "(audit-log-maxbackup)"}),
    ("api-server-audit-kept", PostureState.NOT_ENFORCING, [server(audit_log_maxsize="0")], {API: "keeps only 0 megabytes"}),
    ("api-server-audit-kept", PostureState.NOT_ENFORCING, [server(audit_log_maxage="30d")], {API: "no number"}),
]


@pytest.mark.parametrize(("row", "state", "files", "wrong"), CASES)
def test_state(row: str, state: PostureState, files: list[str], wrong: dict[str, str]) -> None:
    found = postures(*files)[row]
    assert found.state is state, found.summary
    said = problems(found)
    assert set(said) == set(wrong)
    for subject, text in wrong.items():
        assert text in said[subject]


def test_what_a_configmap_says_is_meant_and_was_not_seen_on_a_node() -> None:
    found = postures(kubelets())["kubelet-access"]
    assert found.certainty is Certainty.DECLARED
    assert any("configz" in each for each in found.missing)


def test_two_members_that_are_started_otherwise_are_judged_apart() -> None:
    other = etcd("--client-cert-auth").replace("etcd-one", "etcd-two").replace('"one"', '"two"')
    assert postures(etcd(), other)["etcd-access"].summary.startswith("1 of 2 members of etcd")


def test_other_arguments_of_etcd_are_not_kept() -> None:
    assert "hidden" not in repr(postures(etcd("--initial-cluster-token=hidden"))["etcd-access"])


@needs(REAL)
def test_the_etcd_of_a_minikube() -> None:
    found = case("nri_1_31_pods.yaml")
    assert found["etcd-access"].state is PostureState.ENFORCING
    assert found["api-server-audit-kept"].state is PostureState.NONE_FOUND
    assert found["kubelet-access"].state is PostureState.NOT_COLLECTED


@needs(REAL)
def test_openshift_starts_etcd_from_a_script_that_is_not_understood() -> None:
    assert case("openshift_etcd_pod.json")["etcd-access"].state is PostureState.NOT_COLLECTED
