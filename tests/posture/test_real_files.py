"""Files of real projects and clusters, with the states that a person read from them by hand."""

import pytest
from beside import needs

from generator.model.posture import PostureState
from tests.posture.ground import CASES, case, problems

pytestmark = needs(CASES)

GATEKEEPER = "ValidatingWebhookConfiguration/gatekeeper-validating-webhook-configuration/validation.gatekeeper.sh"
SIGSTORE = "ValidatingWebhookConfiguration/policy.sigstore.dev/policy.sigstore.dev"
API = "kube-system/Pod/kube-apiserver"

STATES = [
    ("gatekeeper.yaml", "admission-webhook-passable", PostureState.NOT_ENFORCING, {GATEKEEPER: "failurePolicy Ignore"}),
    ("gatekeeper.yaml", "gatekeeper-not-denying", PostureState.NOT_COLLECTED, {}),
    ("gatekeeper.yaml", "pod-security-level", PostureState.ENFORCING, {}),
    ("gatekeeper.yaml", "container-privileges", PostureState.ENFORCING, {}),
    ("gatekeeper.yaml", "host-sharing", PostureState.ENFORCING, {}),
    (
        "gatekeeper.yaml",
        "resource-limits",
        PostureState.NOT_ENFORCING,
        {
            "gatekeeper-system/Deployment/gatekeeper-audit": "no cpu limit",
            "gatekeeper-system/Deployment/gatekeeper-controller-manager": "no cpu limit",
        },
    ),
    ("gatekeeper.yaml", "resource-quota", PostureState.ENFORCING, {}),
    (
        "gatekeeper.yaml",
        "rbac-too-wide",
        PostureState.NOT_ENFORCING,
        {
            "ClusterRoleBinding/gatekeeper-manager-rolebinding": "may read secrets",
            "gatekeeper-system/RoleBinding/gatekeeper-manager-rolebinding": "may read secrets in gatekeeper-system",
        },
    ),
    ("kyverno_verify-image.yaml", "kyverno-not-enforcing", PostureState.ENFORCING, {}),
    ("kyverno_verify-image.yaml", "unsigned-images-admitted", PostureState.ENFORCING, {}),
    (
        "kyverno_require-run-as-nonroot.yaml",
        "kyverno-not-enforcing",
        PostureState.NOT_ENFORCING,
        {"ClusterPolicy/require-run-as-nonroot": "only audits"},
    ),
    (
        "kyverno_restrict-image-registries.yaml",
        "kyverno-not-enforcing",
        PostureState.NOT_ENFORCING,
        {"ClusterPolicy/restrict-image-registries": "only audits"},
    ),
    ("kyverno_restrict-image-registries.yaml", "unsigned-images-admitted", PostureState.NONE_FOUND, {}),
    (
        "policycontroller_webhooks.yaml",
        "admission-webhook-passable",
        PostureState.NOT_ENFORCING,
        {SIGSTORE: "asked only about namespaces with the label policy.sigstore.dev/include"},
    ),
    (
        "policycontroller_signed-by-github-actions.yaml",
        "unsigned-images-admitted",
        PostureState.NOT_ENFORCING,
        {"cluster": "policy.sigstore.dev/include=true: namespaces were not collected"},
    ),
    ("openshift_validatingwebhook.json", "admission-webhook-passable", PostureState.NONE_FOUND, {}),
    ("clusterinfo_kube-system_pods.json", "api-server-admission-plugins", PostureState.NOT_ENFORCING, {API: "NodeRestriction"}),
    ("clusterinfo_kube-system_pods.json", "api-server-access", PostureState.NOT_ENFORCING, {API: "anonymous"}),
    ("clusterinfo_kube-system_pods.json", "api-server-audit", PostureState.NOT_ENFORCING, {API: "no audit policy"}),
    ("clusterinfo_kube-system_pods.json", "container-privileges", PostureState.NONE_FOUND, {}),
    (
        "kubeprom_prometheus-networkPolicy.yaml",
        "network-default-deny",
        PostureState.NOT_ENFORCING,
        {"monitoring": "egress and ingress"},
    ),
    (
        "kubeprom_nodeExporter-daemonset.yaml",
        "host-sharing",
        PostureState.NOT_ENFORCING,
        {"monitoring/DaemonSet/node-exporter": "the processes, the network and the folders / and /sys"},
    ),
    (
        "kubeprom_nodeExporter-daemonset.yaml",
        "container-privileges",
        PostureState.NOT_ENFORCING,
        {"monitoring/DaemonSet/node-exporter": "adds capabilities SYS_TIME"},
    ),
    ("falco_daemonset.yaml", "container-privileges", PostureState.NOT_ENFORCING, {"default/DaemonSet/falco": "is privileged"}),
    ("falco_daemonset.yaml", "host-sharing", PostureState.NOT_ENFORCING, {"default/DaemonSet/falco": "the folders"}),
    (
        "nri_1_31_namespaces.yaml",
        "pod-security-level",
        PostureState.NONE_FOUND,
        {"default": "no Pod Security level", "nri-test-namespace": "no Pod", "scraper": "no Pod"},
    ),
    ("nri_1_31_pods.yaml", "pod-security-level", PostureState.NOT_COLLECTED, {}),
    ("istio_peerauth_mixed.yaml", "network-default-deny", PostureState.NOT_COLLECTED, {}),
]


@pytest.mark.parametrize(("file", "row", "state", "wrong"), STATES)
def test_state(file: str, row: str, state: PostureState, wrong: dict[str, str]) -> None:
    found = case(file)[row]
    assert found.state is state, found.summary
    said = problems(found)
    assert set(said) == set(wrong)
    for subject, text in wrong.items():
        assert text in said[subject]


def test_a_real_pod_list_is_judged_by_workload() -> None:
    """Image, user and limits of New Relic's kind cluster: 23 pods, of which those outside kube-system are ours."""
    found = case("nri_1_31_pods.yaml", "nri_1_31_namespaces.yaml")
    subjects = [each.subject for each in found["container-privileges"].problems]
    assert subjects
    assert len(set(subjects)) == len(subjects)
    assert all(not each.startswith("kube-system/") for each in subjects)


def test_the_boutique_lacks_what_its_manifests_do_not_say() -> None:
    """The twelve Deployments of Google's demo set every member of the security context but the seccomp profile."""
    found = case("online-boutique.yaml")["container-privileges"]
    assert found.state is PostureState.NOT_ENFORCING
    assert len(found.problems) == 12
    assert "has no seccomp profile" in problems(found)["default/Deployment/adservice"]
    assert "root" not in problems(found)["default/Deployment/adservice"]


def test_trivy_operator_may_read_secrets_everywhere() -> None:
    found = problems(case("trivy-operator.yaml")["rbac-too-wide"])
    assert "may read secrets" in found["ClusterRoleBinding/trivy-operator"]
