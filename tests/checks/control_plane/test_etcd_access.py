"""What each member of etcd is started with."""

import pytest
from prerequisites import needs

from generator.checks.control_plane.etcd_access import CHECK
from generator.model.posture import PostureState
from tests.checks.cluster_evidence import CASES, declared, listing, of_case, posture, verdicts, without_each
from tests.checks.manifests import api_server, empty, namespace, refused, static_pod
from tests.checks.operation_manifests import node

ETCD = "kube-system/Pod/etcd-one"
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


def etcd(*changed: str, name: str = "", where: str = "kube-system", **members: object) -> str:
    """An etcd as asked, but for some arguments: `--name=value` sets one, `--name` alone takes it away."""
    gone = {each.partition("=")[0] for each in changed}
    kept = [each for each in SAFE if each.partition("=")[0] not in gone]
    return static_pod("etcd", *kept, *(each for each in changed if "=" in each), name=name, where=where, **members)


def judged(*changed: str) -> str:
    return verdicts(posture(CHECK, listing("Pod", "v1", etcd(*changed))))[ETCD]


def test_as_asked() -> None:
    assert judged() == "passes (observed)"
    assert judged("--listen-client-urls=http://127.0.0.1:2379,http://localhost:4001,http://[::1]:2379") == "passes (observed)"
    assert verdicts(posture(CHECK, declared(etcd(name="etcd")))) == {"kube-system/Pod/etcd": "passes (declared)"}


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ("--client-cert-auth", "requires no certificate from clients (client-cert-auth is not true)"),
        ("--client-cert-auth=false", "requires no certificate from clients (client-cert-auth is not true)"),
        ("--peer-client-cert-auth=false", "requires no certificate from peers (peer-client-cert-auth is not true)"),
        ("--key-file", "serves without a certificate (cert-file, key-file)"),
        ("--peer-cert-file", "connects to its peers without a certificate (peer-cert-file, peer-key-file)"),
        ("--trusted-ca-file", "names no certificate authority for clients (trusted-ca-file)"),
        ("--auto-tls=true", "uses certificates that it signs itself (auto-tls)"),
        ("--peer-auto-tls=true", "uses certificates that it signs itself (peer-auto-tls)"),
        (
            "--listen-client-urls=https://10.0.0.4:2379,http://10.0.0.4:4001",
            "answers without TLS on http://10.0.0.4:4001",
        ),
        ("--listen-metrics-urls=http://0.0.0.0:2381", "answers without TLS on http://0.0.0.0:2381"),
        ("--listen-peer-urls=http://localhost.example:2380", "answers without TLS on http://localhost.example:2380"),
        (
            "--cipher-suites=TLS_RSA_WITH_3DES_EDE_CBC_SHA",
            "offers weak cipher suites, or such as are not approved (TLS_RSA_WITH_3DES_EDE_CBC_SHA)",
        ),
    ],
)
def test_faults(changed: str, text: str) -> None:
    assert judged(changed) == f"fails (observed): {text}"


def test_what_the_environment_sets() -> None:
    made = etcd("--client-cert-auth", env=[{"name": "ETCD_CLIENT_CERT_AUTH", "value": "true"}])
    assert verdicts(posture(CHECK, listing("Pod", "v1", made))) == {ETCD: "passes (observed)"}


def test_a_member_that_takes_its_settings_from_a_file() -> None:
    file = static_pod("etcd", "--config-file=/etc/etcd.yaml", name="etcd-two")
    assert verdicts(posture(CHECK, listing("Pod", "v1", etcd(), file))) == {
        ETCD: "passes (observed)",
        "kube-system/Pod/etcd-two": "unknown: it takes its settings from a file that was not collected",
    }


def test_each_member_is_a_subject() -> None:
    state = posture(CHECK, listing("Pod", "v1", etcd(), etcd("--client-cert-auth", name="etcd-two")))
    assert state.summary == "2 of 2 members of etcd judged: 1 passes (observed), 1 fails (observed)."
    alike = posture(CHECK, listing("Pod", "v1", etcd(), etcd(name="etcd-two")))
    assert len(alike.passing) == 2


def test_members_outside_the_cluster() -> None:
    server = api_server("--etcd-servers=https://10.0.0.7:2379,https://10.0.0.8:2379")
    unknown = "unknown: external etcd was not collected"
    expected = {"https://10.0.0.7:2379": unknown, "https://10.0.0.8:2379": unknown}
    assert verdicts(posture(CHECK, listing("Pod", "v1", server))) == expected
    local = api_server("--etcd-servers=https://127.0.0.1:2379")
    hidden = {"etcd": "unknown: what etcd is started with was not collected"}
    assert verdicts(posture(CHECK, listing("Pod", "v1", local))) == hidden
    assert verdicts(posture(CHECK, listing("Pod", "v1", server, etcd()))) == {ETCD: "passes (observed)"}


def test_no_member_was_seen() -> None:
    hidden = {"etcd": "unknown: what etcd is started with was not collected"}
    assert verdicts(posture(CHECK, empty("Pod", "v1"))) == hidden
    assert verdicts(posture(CHECK, listing("Pod", "v1", etcd("--client-cert-auth", where="shop")))) == hidden, "somebody's own"
    eks = listing("Node", "v1", node("one", labels={"eks.amazonaws.com/nodegroup": "a"}))
    provider = "unknown: the provider hides this setting and no leveraged authorization is named"
    assert verdicts(posture(CHECK, eks)) == {"etcd": provider}
    assert posture(CHECK, declared(namespace())).state is PostureState.NOT_COLLECTED
    assert posture(CHECK, refused("pods", "")).summary == "The API refused to list what etcd is started with."


def test_other_arguments_are_not_kept() -> None:
    assert "hidden" not in repr(posture(CHECK, listing("Pod", "v1", etcd("--initial-cluster-token=hidden"))))


def test_less_evidence_never_proves_more() -> None:
    assert without_each(CHECK, etcd(), etcd("--client-cert-auth", name="etcd-two"), empty("Pod", "v1")) == []


@needs(CASES)
def test_real_clusters() -> None:
    assert of_case(CHECK, "nri_1_31_pods.yaml").label == "enforced (observed)"
    assert of_case(CHECK, "openshift_etcd_pod.json").state is PostureState.NOT_COLLECTED, "started from a script"
