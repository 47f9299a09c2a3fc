"""What each API server is started with: one verdict for each instance."""

import json
from typing import Any

import pytest
from prerequisites import needs

from generator.checks.base import Check
from generator.checks.control_plane import (
    api_server_access,
    api_server_admission_plugins,
    api_server_audit,
    api_server_audit_kept,
    api_server_tls,
)
from generator.model.posture import PostureState
from tests.checks.cluster_evidence import CASES, declared, listing, of_case, posture, verdicts, without_each
from tests.checks.manifests import api_server, empty, namespace, refused, thing
from tests.checks.operation_manifests import node

ACCESS, AUDIT, KEPT = api_server_access.CHECK, api_server_audit.CHECK, api_server_audit_kept.CHECK
PLUGINS, TLS = api_server_admission_plugins.CHECK, api_server_tls.CHECK
ALL = (ACCESS, AUDIT, KEPT, PLUGINS, TLS)
API = "kube-system/Pod/kube-apiserver-one"
STRONG = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_AES_128_GCM_SHA256"
FLAGS = {
    "anonymous-auth": "false",
    "authorization-mode": "Node,RBAC",
    "client-ca-file": "/pki/ca.crt",
    "enable-admission-plugins": "NodeRestriction,PodSecurity",
    "audit-policy-file": "/etc/audit.yaml",
    "audit-log-path": "/var/log/audit.log",
    "audit-log-maxage": "30",
    "audit-log-maxbackup": "10",
    "audit-log-maxsize": "100",
    "tls-cert-file": "/pki/a.crt",
    "tls-private-key-file": "/pki/a.key",
    "etcd-cafile": "/pki/b.crt",
    "etcd-certfile": "/pki/c.crt",
    "etcd-keyfile": "/pki/c.key",
    "kubelet-client-certificate": "/pki/d.crt",
    "kubelet-client-key": "/pki/d.key",
    "kubelet-certificate-authority": "/pki/e.crt",
    "tls-min-version": "VersionTLS12",
    "tls-cipher-suites": STRONG,
}
POLICY = "the audit policy itself was not collected"


def server(name: str = "kube-apiserver-one", **changed: str) -> str:
    """An API server as asked, but for some arguments; an empty one is left out."""
    named = {**FLAGS, **{key.replace("_", "-"): value for key, value in changed.items()}}
    return api_server(*(f"--{key}={value}" for key, value in named.items() if value), name=name)


def judged(check: Check, *files: str, **changed: str) -> str:
    """The verdict on one server."""
    return verdicts(posture(check, listing("Pod", "v1", server(**changed)), *files))[API]


def policy(*rules: dict[str, Any]) -> str:
    return json.dumps({"apiVersion": "audit.k8s.io/v1", "kind": "Policy", "rules": list(rules)})


METADATA = {"level": "Metadata"}


@pytest.mark.parametrize("check", [ACCESS, KEPT, PLUGINS, TLS])
def test_as_asked(check: Check) -> None:
    state = posture(check, listing("Pod", "v1", server()))
    assert verdicts(state) == {API: "passes (observed)"}
    assert state.citations[0].key == API


def test_a_file_of_kubeadm_is_declared() -> None:
    made = json.loads(declared(server()))
    assert verdicts(posture(ACCESS, json.dumps(made))) == {API: "passes (declared)"}


@pytest.mark.parametrize(
    ("check", "changed", "text"),
    [
        (PLUGINS, {"enable_admission_plugins": ""}, "does not run the plugin NodeRestriction"),
        (PLUGINS, {"enable_admission_plugins": "NodeRestriction,AlwaysAdmit"}, "runs the plugin AlwaysAdmit"),
        (PLUGINS, {"disable_admission_plugins": "PodSecurity"}, "has the plugin PodSecurity turned off"),
        (
            PLUGINS,
            {"disable_admission_plugins": "CertificateApproval,CertificateSubjectRestriction"},
            "has the plugin CertificateApproval turned off; has the plugin CertificateSubjectRestriction turned off",
        ),
        (
            PLUGINS,
            {
                "admission_control": "NodeRestriction,NamespaceLifecycle,ServiceAccount,ResourceQuota,LimitRanger,"
                "MutatingAdmissionWebhook"
            },
            "does not run the plugin ValidatingAdmissionWebhook (admission-control does not name it)",
        ),
        (ACCESS, {"anonymous_auth": ""}, "answers anonymous requests (anonymous-auth is not false)"),
        (ACCESS, {"anonymous_auth": "true"}, "answers anonymous requests (anonymous-auth is not false)"),
        (
            ACCESS,
            {"authorization_mode": ""},
            "authorizes every authenticated request (authorization-mode AlwaysAllow, or none)",
        ),
        (
            ACCESS,
            {"authorization_mode": "RBAC,AlwaysAllow"},
            "authorizes every authenticated request (authorization-mode AlwaysAllow, or none)",
        ),
        (ACCESS, {"authorization_mode": "RBAC"}, "decides by RBAC, not by Node and RBAC"),
        (ACCESS, {"authorization_mode": "Node,RBAC,ABAC"}, "decides by Node, RBAC, ABAC, not by Node and RBAC"),
        (ACCESS, {"client_ca_file": ""}, "checks no client certificates (client-ca-file is not set)"),
        (ACCESS, {"token_auth_file": "/a"}, "accepts static credentials (token-auth-file)"),
        (ACCESS, {"basic_auth_file": "/a"}, "accepts static credentials (basic-auth-file)"),
        (ACCESS, {"insecure_port": "8080"}, "answers without TLS on port 8080"),
        (ACCESS, {"insecure_bind_address": "10.0.0.4"}, "answers without TLS on 10.0.0.4 (insecure-bind-address)"),
        (AUDIT, {"audit_policy_file": ""}, "has no audit policy (audit-policy-file)"),
        (
            AUDIT,
            {"audit_log_path": ""},
            "writes no audit log (neither audit-log-path nor audit-webhook-config-file)",
        ),
        (KEPT, {"audit_log_path": ""}, "writes no audit log that could be kept"),
        (KEPT, {"audit_log_maxage": "7"}, "keeps only 7 days of its audit log (audit-log-maxage; required: 30)"),
        (KEPT, {"audit_log_maxbackup": ""}, "does not say how much of its audit log it keeps (audit-log-maxbackup)"),
        (KEPT, {"audit_log_maxbackup": "9"}, "keeps only 9 old files of its audit log (audit-log-maxbackup; required: 10)"),
        (KEPT, {"audit_log_maxsize": "0"}, "keeps only 0 megabytes a file of its audit log (audit-log-maxsize; required: 100)"),
        (KEPT, {"audit_log_maxage": "30d"}, "keeps an amount of its audit log that is no number (audit-log-maxage is 30d)"),
        (TLS, {"etcd_certfile": ""}, "does not set etcd-certfile"),
        (TLS, {"tls_private_key_file": "", "etcd_keyfile": ""}, "does not set tls-private-key-file, etcd-keyfile"),
        (TLS, {"kubelet_certificate_authority": ""}, "does not set kubelet-certificate-authority"),
        (TLS, {"client_ca_file": ""}, "does not set client-ca-file"),
        *(
            (TLS, {"tls_min_version": version}, f"accepts {version}")
            for version in ("VersionTLS10", "VersionTLS11", "TLS1.0", "TLS1.1")
        ),
        (
            TLS,
            {"tls_cipher_suites": f"{STRONG},TLS_RSA_WITH_3DES_EDE_CBC_SHA"},
            "offers weak cipher suites, or such as are not approved (TLS_RSA_WITH_3DES_EDE_CBC_SHA)",
        ),
        (
            TLS,
            {"tls_cipher_suites": "TLS_CHACHA20_POLY1305_SHA256"},
            "offers weak cipher suites, or such as are not approved (TLS_CHACHA20_POLY1305_SHA256)",
        ),
    ],
)
def test_faults(check: Check, changed: dict[str, str], text: str) -> None:
    assert judged(check, **changed) == f"fails (observed): {text}"


@pytest.mark.parametrize(
    ("check", "changed"),
    [
        (ACCESS, {"authorization_mode": "Node,RBAC,Webhook"}),
        (ACCESS, {"insecure_port": "0"}),
        (ACCESS, {"insecure_port": "0", "insecure_bind_address": "127.0.0.1"}),
        (ACCESS, {"authentication_config": "/etc/a.yaml"}),
        (KEPT, {"audit_log_maxage": "0", "audit_log_maxbackup": "0"}),
        (PLUGINS, {"disable_admission_plugins": "EventRateLimit"}),
        (TLS, {"tls_min_version": ""}),
        (TLS, {"tls_min_version": "VersionTLS12"}),
        (TLS, {"tls_min_version": "VersionTLS13"}),
    ],
)
def test_what_is_accepted(check: Check, changed: dict[str, str]) -> None:
    assert judged(check, **changed) == "passes (observed)"


@pytest.mark.parametrize(
    ("check", "changed", "reason"),
    [
        (
            ACCESS,
            {"authorization_mode": "", "authorization_config": "/etc/a.yaml"},
            "authentication or authorization is set in a file that was not collected",
        ),
        (
            ACCESS,
            {"anonymous_auth": "", "authentication_config": "/etc/a.yaml"},
            "authentication or authorization is set in a file that was not collected",
        ),
        (AUDIT, {}, POLICY),
        (AUDIT, {"audit_log_path": "", "audit_webhook_config_file": "/a.yaml"}, POLICY),
        (KEPT, {"audit_log_path": "-"}, "the log is handed on and the retention there was not collected"),
        (
            KEPT,
            {"audit_log_path": "", "audit_webhook_config_file": "/a.yaml"},
            "the log is handed on and the retention there was not collected",
        ),
        (TLS, {"tls_cipher_suites": ""}, "suites are not named, the version's default applies"),
    ],
)
def test_what_the_arguments_do_not_decide(check: Check, changed: dict[str, str], reason: str) -> None:
    assert judged(check, **changed) == f"unknown: {reason}"


@pytest.mark.parametrize("check", ALL)
@pytest.mark.parametrize("argument", ["--config=/etc/a.yaml", "--openshift-config=/etc/a.yaml"])
def test_arguments_in_a_file(check: Check, argument: str) -> None:
    made = listing("Pod", "v1", api_server(argument))
    assert verdicts(posture(check, made)) == {API: "unknown: the server's arguments stand in a file"}


def test_each_instance_is_a_subject_also_where_they_are_started_alike() -> None:
    other = server(name="kube-apiserver-two").replace('"nodeName": "one"', '"nodeName": "two"')
    state = posture(ACCESS, listing("Pod", "v1", server(), other))
    assert verdicts(state) == {API: "passes (observed)", API.replace("one", "two"): "passes (observed)"}
    worse = server(name="kube-apiserver-two", anonymous_auth="")
    assert (
        posture(ACCESS, listing("Pod", "v1", server(), worse)).summary
        == "2 of 2 API servers judged: 1 passes (observed), 1 fails (observed)."
    )


def test_arguments_that_were_not_asked_for_are_not_kept() -> None:
    assert "hidden" not in repr(posture(TLS, listing("Pod", "v1", server(service_account_key_file="/pki/hidden.key"))))


EKS = listing("Node", "v1", node("one", labels={"eks.amazonaws.com/nodegroup": "a"}))
LEVERAGED = """
plan:
  leveraged-authorizations:
  - {id: aws, name: AWS GovCloud, provider: Amazon, services: [%s], authorization-type: fedramp-jab, impact-level: high}
"""


@pytest.mark.parametrize("check", ALL)
def test_a_control_plane_that_is_not_seen(check: Check) -> None:
    hidden = {"API server": "unknown: the provider hides this setting and no leveraged authorization is named"}
    pods, unseen = empty("Pod", "v1"), {"API server": "unknown: the arguments of the API server were not collected"}
    assert verdicts(posture(check, EKS)) == hidden
    assert verdicts(posture(check, EKS, system=LEVERAGED % "S3, EC2")) == hidden
    assert verdicts(posture(check, pods)) == unseen
    covered = posture(check, EKS, system=LEVERAGED % "Amazon EKS")
    assert covered.state is PostureState.NOT_APPLICABLE
    assert covered.summary == "Amazon EKS runs the control plane; system.yaml names its authorization, AWS GovCloud."


@pytest.mark.parametrize("check", ALL)
def test_no_subjects(check: Check) -> None:
    assert posture(check, declared(namespace())).state is PostureState.NOT_COLLECTED
    assert posture(check, namespace()).state is PostureState.NOT_COLLECTED
    meant = declared(node("one", labels={"eks.amazonaws.com/nodegroup": "a"}))
    assert posture(check, meant).state is PostureState.NOT_COLLECTED
    assert posture(check, refused("pods", "")).summary.startswith("The API refused to list the API server's arguments about")


@pytest.mark.parametrize(
    ("labels", "kubelet"),
    [({"cloud.google.com/gke-nodepool": "a"}, ""), ({"kubernetes.azure.com/cluster": "a"}, ""), ({}, "v1.30.1-eks-1a2b")],
)
def test_providers_are_known_by_their_nodes(labels: dict[str, str], kubelet: str) -> None:
    made = json.loads(node("one", labels=labels))
    made["status"]["nodeInfo"]["kubeletVersion"] = kubelet
    assert "the provider hides" in verdicts(posture(ACCESS, listing("Node", "v1", json.dumps(made))))["API server"]


@pytest.mark.parametrize(
    ("rules", "unlogged"),
    [
        ((METADATA,), ""),
        (({"level": "None", "users": ["system:kube-proxy"]}, METADATA), ""),
        (({"level": "None", "verbs": ["get", "list", "watch"]}, METADATA), "access to secrets"),
        (({"level": "None", "nonResourceURLs": ["/healthz*"]}, METADATA), ""),
        (({"level": "None", "namespaces": ["kube-system"]}, METADATA), ""),
        (({"level": "None", "userGroups": ["system:nodes"]}, METADATA), ""),
        (
            ({"level": "None", "userGroups": ["system:authenticated"], "resources": [{"resources": ["pods"]}]}, METADATA),
            "changes of pods",
        ),
        (({"level": "None", "resources": [{"group": "", "resources": ["secrets"]}]}, METADATA), "access to secrets"),
        (({"level": "None", "resources": [{"group": "", "resources": ["pods/*"]}]}, METADATA), "commands in pods"),
        (({"level": "None", "resources": [{"group": "", "resources": ["*/exec"]}]}, METADATA), "commands in pods"),
        (
            ({"level": "None", "resources": [{"group": "", "resources": ["secrets"], "resourceNames": ["one"]}]}, METADATA),
            "",
        ),
        (
            ({"level": "None", "resources": [{"group": ""}]}, METADATA),
            "changes of pods, deletions, access to secrets, commands in pods",
        ),
        (
            ({"level": "Metadata", "resources": [{"group": "", "resources": ["secrets", "pods", "services", "*/exec"]}]},),
            "changes of workloads, changes of access rights",
        ),
        (
            (),
            "changes of pods, changes of workloads, deletions, access to secrets, changes of access rights, commands in pods",
        ),
    ],
)
def test_what_an_audit_policy_records(rules: tuple[dict[str, Any], ...], unlogged: str) -> None:
    """Beside a manifest of the server: a file of a node is declared."""
    state = posture(AUDIT, declared(server()), policy(*rules))
    text = f"fails (declared): has an audit policy that does not record {unlogged}" if unlogged else "passes (declared)"
    assert verdicts(state) == {API: text}
    assert [each.path for each in state.subjects[0].contested_by] == (["evidence/cluster/file1.yaml"] if unlogged else [])


def file(kind: str, **members: Any) -> str:
    return json.dumps({"apiVersion": "apiserver.config.k8s.io/v1", "kind": kind, **members})


def authorizers(*modes: str) -> str:
    return file("AuthorizationConfiguration", authorizers=[{"type": mode, "name": mode.lower()} for mode in modes])


def anonymous(*, enabled: bool | None, paths: tuple[str, ...] = ()) -> str:
    conditions = {"conditions": [{"path": path} for path in paths]} if paths else {}
    said = {} if enabled is None else {"anonymous": {"enabled": enabled, **conditions}}
    return file("AuthenticationConfiguration", **said)


BY_FILE = {"authorization_mode": "", "authorization_config": "/a", "anonymous_auth": "", "authentication_config": "/b"}
IN_FILE = "unknown: authentication or authorization is set in a file that was not collected"
NODE_RBAC, NOBODY = authorizers("Node", "RBAC"), anonymous(enabled=False)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ((NODE_RBAC, NOBODY), "passes (declared)"),
        ((authorizers("Webhook", "Node", "RBAC"), NOBODY), "passes (declared)"),
        ((NODE_RBAC, anonymous(enabled=True, paths=("/livez", "/readyz"))), "passes (declared)"),
        ((NODE_RBAC,), IN_FILE),
        ((NOBODY,), IN_FILE),
        (
            (authorizers("Node", "RBAC", "AlwaysAllow"), NOBODY),
            "fails (declared): decides by Node, RBAC, AlwaysAllow, not by Node and RBAC (authorization-config)",
        ),
        ((authorizers(), NOBODY), "fails (declared): decides by nothing, not by Node and RBAC (authorization-config)"),
        ((NODE_RBAC, anonymous(enabled=True)), "fails (declared): answers anonymous requests (authentication-config)"),
        ((NODE_RBAC, anonymous(enabled=None)), "fails (declared): answers anonymous requests (authentication-config)"),
        (
            (NODE_RBAC, anonymous(enabled=True, paths=("/livez", "/metrics"))),
            "fails (declared): answers anonymous requests (authentication-config)",
        ),
    ],
)
def test_files_that_the_arguments_name(files: tuple[str, ...], expected: str) -> None:
    everything = (declared(server(**BY_FILE)), *files)
    assert verdicts(posture(ACCESS, *everything)) == {API: expected}
    assert without_each(ACCESS, *everything) == []


def test_files_that_no_argument_names_say_nothing() -> None:
    odd = (authorizers("AlwaysAllow"), anonymous(enabled=True))
    assert verdicts(posture(ACCESS, declared(server()), *odd)) == {API: "passes (declared)"}
    last_word = declared(server(authentication_config="/b"))
    assert verdicts(posture(ACCESS, last_word, *odd)) == {API: "passes (declared)"}


def test_a_server_without_a_destination_fails_whatever_the_policy() -> None:
    assert verdicts(posture(AUDIT, declared(server(audit_log_path="")), policy(METADATA)))[API].startswith(
        "fails (declared): writes no"
    )


def test_less_evidence_never_proves_more() -> None:
    assert without_each(AUDIT, declared(server()), policy(METADATA)) == []
    assert without_each(AUDIT, declared(server()), policy(METADATA), policy()) == []
    for check in ALL:
        assert without_each(check, listing("Pod", "v1", server(authorization_config="/a")), EKS) == []


@needs(CASES)
def test_the_server_of_a_minikube() -> None:
    state = of_case(ACCESS, "nri_1_31_pods.yaml")
    expected = "fails (observed): answers anonymous requests (anonymous-auth is not false)"
    assert verdicts(state) == {"kube-system/Pod/kube-apiserver-datagen-1-31": expected}
    assert of_case(KEPT, "nri_1_31_pods.yaml").state is PostureState.NOT_ENFORCED


def test_other_objects_called_policy_are_not_audit_policies() -> None:
    other = thing("Policy", "example.org/v1", "a")
    assert judged(AUDIT, other) == f"unknown: {POLICY}"
