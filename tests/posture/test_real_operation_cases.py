"""States of the operation rows for real files, asserted by hand from reading them."""

from beside import needs

from generator.model.posture import Certainty, PostureState
from tests.posture.ground import CASES, case, problems

pytestmark = needs(CASES)


def test_falcos_own_manifest() -> None:
    """One DaemonSet that tolerates the control plane's two taints; alerts stay on stdout and local syslog."""
    found = case("falco_daemonset.yaml", "falco_configmap.yaml")
    every = found["sensor-on-every-node"]
    assert (every.state, every.certainty) == (PostureState.ENFORCING, Certainty.DECLARED)
    assert every.summary == "Falco (default/DaemonSet/falco) is declared."
    assert len(every.missing) == 2
    alerts = found["sensor-alerts-delivered"]
    assert alerts.state is PostureState.NOT_ENFORCING
    text = "sends to stdout and syslog only, and nothing found ships that off the node"
    assert problems(alerts) == {"default/ConfigMap/falco": text}


def test_istios_mixed_policies() -> None:
    """STRICT in the root namespace, PERMISSIVE in foo, and a workload of foo that is STRICT on one port only."""
    found = case("istio_peerauth_mixed.yaml")["mesh-mtls"]
    assert (found.state, found.certainty) == (PostureState.NOT_ENFORCING, Certainty.DECLARED)
    assert problems(found) == {"foo/PeerAuthentication/default-foo": "is PERMISSIVE for namespace foo"}
    assert [cited.source.place for cited in found.problems[0].citations] == ["document 2"]


def test_istios_permissive_policy() -> None:
    """Without a namespace it goes to `default`, so it is no policy of the mesh."""
    found = case("istio_peerauth_permissive.yaml")["mesh-mtls"]
    assert problems(found) == {"default/PeerAuthentication/permissive-mtls": "is PERMISSIVE for namespace default"}


def test_trivy_operators_manifest() -> None:
    """A Deployment and definitions: it runs once, is no sensor on nodes, and no report was collected."""
    found = case("trivy-operator.yaml")
    assert found["sensor-on-every-node"].state is PostureState.NOT_COLLECTED
    watched = found["running-images-watched"]
    assert watched.state is PostureState.NOT_ENFORCING
    assert "Trivy Operator (trivy-system/Deployment/trivy-operator)" in problems(watched)


def test_online_boutique() -> None:
    """Twelve Deployments: they do not tell whether a mesh is there, and no variable of theirs is named like a credential."""
    found = case("online-boutique.yaml")
    assert found["mesh-mtls"].state is PostureState.NOT_COLLECTED
    assert found["secrets-in-environment"].state is PostureState.ENFORCING
    assert found["gitops-in-sync"].state is PostureState.NOT_COLLECTED
    assert found["fips-indicators"].state is PostureState.NOT_COLLECTED


def test_nodes_of_a_real_cluster_claim_nothing() -> None:
    found = case("nri_1_31_nodes.yaml")["fips-indicators"]
    assert (found.state, found.certainty) == (PostureState.NONE_FOUND, Certainty.INDICATION)


def test_an_api_server_of_2017() -> None:
    """kubeadm of Kubernetes 1.8 sets no encryption of secrets."""
    found = case("clusterinfo_kube-system_pods.json")["secrets-at-rest"]
    assert found.state is PostureState.NOT_ENFORCING
    assert all("no encryption-provider-config" in one.text for one in found.problems)
