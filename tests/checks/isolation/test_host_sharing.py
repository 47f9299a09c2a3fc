"""What pods share with their node."""

from typing import Any

import pytest

from generator.checks.isolation.host_sharing import CHECK
from generator.model.posture import PostureState
from tests.checks.cluster_evidence import alone, declared, listing, posture, snapshot, verdicts, without_each
from tests.checks.isolation.pods_made import owned, pod, volume
from tests.checks.manifests import container, deployment, empty, namespace, refused, thing

CART = "shop/Pod/cart"
CLAIM = [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]
EBS = {"csi": {"driver": "ebs.csi.aws.com", "volumeHandle": "vol-1"}}
FOLDER = {"hostPath": {"path": "/data"}}


def pods(*texts: str) -> str:
    return listing("Pod", "v1", *texts)


@pytest.mark.parametrize(
    ("made", "shared"),
    [
        ({"containers": [container(securityContext={"privileged": True})]}, "all devices (privileged container)"),
        (
            {"containers": [container()], "securityContext": {"windowsOptions": {"hostProcess": True}}},
            "all devices (HostProcess container)",
        ),
        ({"hostPID": True}, "the processes"),
        ({"hostNetwork": True}, "the network"),
        ({"hostIPC": True}, "the IPC namespace"),
        ({"hostIPC": True, "hostNetwork": True}, "the network and the IPC namespace"),
        (
            {"volumes": [{"name": "a", "hostPath": {"path": "/var/log"}}, {"name": "b", "emptyDir": {}}]},
            "the folder /var/log",
        ),
        ({"containers": [container(ports=[{"containerPort": 80, "hostPort": 8080}])]}, "the port 8080"),
        (
            {"hostNetwork": True, "containers": [container(ports=[{"containerPort": 80, "hostPort": 80}])]},
            "the network",
        ),
    ],
)
def test_what_is_shared(made: dict[str, Any], shared: str) -> None:
    state = posture(CHECK, pods(pod(**made)))
    assert verdicts(state) == {CART: f"fails (observed): shares {shared} of its node"}
    assert state.label == "not enforced"


def test_a_pod_of_its_own() -> None:
    state = posture(CHECK, pods(pod(shareProcessNamespace=True)))
    assert verdicts(state) == {CART: "passes (observed)"}
    assert state.label == "enforced (observed)"
    assert state.summary == "1 of 1 workload judged: 1 passes (observed)."
    assert state.notes == ()


def test_the_container_decides_over_its_pod_for_windows() -> None:
    own = container(securityContext={"windowsOptions": {"hostProcess": False}})
    assert "passes" in verdicts(posture(CHECK, pods(pod(own, securityContext={"windowsOptions": {"hostProcess": True}}))))[CART]


def test_a_template_is_declared_even_where_the_api_gave_it() -> None:
    assert verdicts(posture(CHECK, listing("Deployment", "apps/v1", deployment()), pods(pod()))) == {
        CART: "passes (observed)",
        "shop/Deployment/cart": "passes (declared)",
    }


def test_only_manifests_are_declared_and_say_so() -> None:
    state = posture(CHECK, declared(deployment()))
    assert state.label == "configured, not seen at work"


def test_a_privileged_daemonset_beside_others() -> None:
    """The issue: all workloads but one share nothing, and the one is a privileged DaemonSet."""
    sensor = owned(pod(container(securityContext={"privileged": True}), name="sensor-x"), "DaemonSet", "sensor")
    state = posture(CHECK, pods(pod(), sensor))
    assert verdicts(state)["shop/DaemonSet/sensor"].startswith("fails (observed)")
    assert state.state is PostureState.NOT_ENFORCED


def test_the_volume_behind_a_claim() -> None:
    claiming = pods(pod(volumes=CLAIM))
    cited = posture(CHECK, claiming, volume("data", **EBS))
    assert verdicts(cited) == {CART: "passes (observed)"}
    assert {each.kind for each in cited.citations} == {"Pod", "PersistentVolume"}
    shared = "fails (observed): shares a folder behind the claim data of its node"
    assert verdicts(posture(CHECK, claiming, volume("data", **FOLDER))) == {CART: shared}
    assert verdicts(posture(CHECK, claiming, volume("data", local={"path": "/mnt"}))) == {CART: shared}
    unknown = {CART: "unknown: the volume behind one of its claims was not collected"}
    assert verdicts(posture(CHECK, claiming)) == unknown
    assert verdicts(posture(CHECK, claiming, volume("data", "till", **FOLDER))) == unknown


def test_a_live_pod_on_a_declared_template_of_claims() -> None:
    """A StatefulSet makes a claim for each of its pods."""
    spec = {
        "replicas": 1,
        "template": {"spec": {"containers": [container()]}},
        "volumeClaimTemplates": [{"metadata": {"name": "data"}}],
    }
    made = listing("StatefulSet", "apps/v1", thing("StatefulSet", "apps/v1", "db", "shop", spec=spec))
    name = "shop/StatefulSet/db"
    everything = (made, empty("Pod", "v1"))
    assert verdicts(posture(CHECK, *everything))[name].startswith("unknown")
    assert "the claim data-db-*" in verdicts(posture(CHECK, *everything, volume("data-db-0", **FOLDER)))[name]
    assert verdicts(posture(CHECK, *everything, volume("data-db-0", **EBS)))[name] == "passes (declared)"


def test_a_volume_of_one_pod_alone_is_a_claim_too() -> None:
    scratch = [{"name": "scratch", "ephemeral": {"volumeClaimTemplate": {"spec": {}}}}]
    claiming = pods(pod(volumes=scratch))
    assert verdicts(posture(CHECK, claiming))[CART].startswith("unknown")
    assert verdicts(posture(CHECK, claiming, volume("cart-scratch", **EBS)))[CART] == "passes (observed)"


def test_of_several_ways_the_worst_counts() -> None:
    first = owned(pod(name="cart-1"), "ReplicaSet", "cart")
    second = owned(pod(name="cart-2", hostPID=True), "ReplicaSet", "cart")
    assert verdicts(posture(CHECK, pods(first, second)))["shop/ReplicaSet/cart"].startswith("fails")


@pytest.mark.usefixtures("with_population")
def test_what_was_not_listed_is_unknown() -> None:
    others = "unknown: DaemonSets, StatefulSets, CronJobs and Pods were not listed whole by the API"
    templates = listing("Deployment", "apps/v1", deployment())
    assert verdicts(posture(CHECK, templates))["other workloads"] == others
    refusal = "unknown: the API refused to list Pods"
    assert verdicts(posture(CHECK, templates, refused("pods", "")))["other workloads"] == refusal
    state = posture(CHECK, alone(pod()))
    assert verdicts(state)["other workloads"].endswith("CronJobs and Pods were not listed whole by the API"), (
        "one pod is no list of them"
    )
    state = posture(CHECK, snapshot(pods(pod()), real=True), listing("Namespace", "v1", namespace("shop"), namespace("till")))
    assert verdicts(state)["other workloads"] == "unknown: the pods of one namespace alone were collected"


def test_where_there_are_no_workloads() -> None:
    everything = listing("Namespace", "v1", namespace("kube-system"))
    assert posture(CHECK).summary == "No evidence of a cluster was collected."
    assert posture(CHECK, empty("Pod", "v1"), everything).state is PostureState.NONE_FOUND
    assert posture(CHECK, empty("Pod", "v1")).state is PostureState.NOT_COLLECTED
    assert posture(CHECK, namespace()).state is PostureState.NOT_COLLECTED
    assert posture(CHECK, refused("pods", "")).summary == "The API refused to list workloads."


def test_the_platform_is_left_out_and_named() -> None:
    system = pod(hostPID=True, name="proxy", where="kube-system")
    state = posture(CHECK, pods(pod(), system))
    assert verdicts(state) == {CART: "passes (observed)"}
    assert state.notes == ("1 workload in namespaces of the platform (kube-system) was not judged.",)
    state = posture(CHECK, pods(pod(), pod(name="till", where="till", hostPID=True)), system="boundary: {namespaces: [shop]}")
    assert state.notes == ("1 workload outside the boundary's namespaces (till) was not judged.",)
    assert verdicts(posture(CHECK, pods(pod(where="openshift-shop", hostPID=True)))) == {}


def test_less_evidence_never_proves_more() -> None:
    files = (pods(pod(volumes=CLAIM), pod(name="till", hostPID=True)), volume("data", **FOLDER), namespace())
    assert without_each(CHECK, *files) == []
