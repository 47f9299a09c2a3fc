"""What `atopack inspect` says of real dumps, against numbers that were counted without this project's readers.

The counts were taken with a plain walk over the decoded JSON and YAML, and by searching the text for `imageID`. `images` are
distinct references, `digests` distinct registry digests of what runs or is pinned.
"""

import msgspec
import pytest
from prerequisites import needs, shared

from generator.parsers.document import Document
from generator.parsers.inspect import row
from generator.parsers.registry import recognize

CASES = shared("cases")
pytestmark = needs(CASES)


class _Counted(msgspec.Struct, frozen=True, kw_only=True):
    workloads: int
    images: int
    digests: int = 0
    instances: int | None = None
    nodes: int = 0


_COUNTED = {
    "cluster/cloudability_deployments.jsonl": _Counted(workloads=1, images=1),
    # A DaemonSet's, a bare pod's and four more; six pods, one of them with a container that the node built.
    "cluster/cloudability_pods.json": _Counted(workloads=5, images=6, digests=5, instances=6),
    # Three pods of one Deployment, of which one ended and one failed.
    "cluster/cloudability_pods.jsonl": _Counted(workloads=1, images=1, instances=1),
    "cluster/clusterinfo_kube-system_daemonsets.json": _Counted(workloads=2, images=2),
    "cluster/clusterinfo_kube-system_deployments.json": _Counted(workloads=1, images=3),
    # Twelve owners on paper; three masters mirror three static pods each.
    "cluster/clusterinfo_kube-system_pods.json": _Counted(workloads=6, images=8, digests=8, instances=22),
    "cluster/clusterinfo_nodes.json": _Counted(workloads=0, images=0, nodes=5),
    "cluster/falco_daemonset.yaml": _Counted(workloads=1, images=3),
    "cluster/gatekeeper.yaml": _Counted(workloads=2, images=1),
    "cluster/kubeprom_nodeExporter-daemonset.yaml": _Counted(workloads=1, images=2),
    "cluster/kubeprom_prometheusOperator-deployment.yaml": _Counted(workloads=1, images=2),
    # 23 pods: four failed, one ended.
    "cluster/nri_1_31_kubelet_pods.json": _Counted(workloads=18, images=15, digests=15, instances=18),
    "cluster/nri_1_31_nodes.yaml": _Counted(workloads=0, images=0, nodes=1),
    # 24 pods: four failed, one ended; one waits and counts.
    "cluster/nri_1_31_pods.yaml": _Counted(workloads=19, images=15, digests=15, instances=19),
    # busybox of the load generator's init container is pinned.
    "cluster/online-boutique.yaml": _Counted(workloads=12, images=13, digests=1),
    # Five containers of one image; four of three.
    "cluster/openshift_etcd_pod.json": _Counted(workloads=1, images=1, digests=1, instances=1),
    "cluster/openshift_kcm_pod.json": _Counted(workloads=1, images=3, digests=3, instances=1),
    "cluster/openshift_nodes.json": _Counted(workloads=0, images=0, nodes=6),
    "cluster/trivy-operator.yaml": _Counted(workloads=1, images=1),
    "cluster/troubleshoot_deployments_kube-system.json": _Counted(workloads=2, images=2),
    "cluster/troubleshoot_deployments_monitoring.json": _Counted(workloads=4, images=5),
    "cluster/troubleshoot_nodes.json": _Counted(workloads=0, images=0, nodes=7),
    # The container behind the failing init container has an empty imageID.
    "cluster/troubleshoot_pods_initcrash.json": _Counted(workloads=1, images=2, digests=1, instances=1),
    "cluster/troubleshoot_pods_pending.json": _Counted(workloads=1, images=2, instances=1),
    "cluster/troubleshoot_replicasets_default.json": _Counted(workloads=2, images=3),
    "cluster/troubleshoot_replicasets_rook-ceph.json": _Counted(workloads=11, images=7),
    "cluster/troubleshoot_statefulsets_monitoring.json": _Counted(workloads=2, images=3),
    # Nine services, four of them built.
    "diagrams/pairs/hhs-ttahub/manifests/docker_compose_docker-compose.yml": _Counted(workloads=9, images=9),
    "diagrams/pairs/retail-store/manifests/compose-catalog.yml": _Counted(workloads=3, images=3),
    "diagrams/pairs/retail-store/manifests/compose-orders.yml": _Counted(workloads=3, images=3),
    # Two processes of one droplet.
    "diagrams/pairs/hhs-ttahub/manifests/manifest.yml": _Counted(workloads=1, images=1),
    "diagrams/pairs/tanf/manifests/tdrs-backend_manifest.clamav.yml": _Counted(workloads=1, images=1),
}


@pytest.mark.parametrize(("name", "counted"), _COUNTED.items(), ids=list(_COUNTED))
def test_a_real_dump_is_counted(name: str, counted: _Counted) -> None:
    found = row(CASES / name)
    workloads = found["workloads"]
    assert isinstance(workloads, list)
    assert isinstance(found["nodes"], list)
    images = [image for each in workloads for image in each["images"]]
    running = [each["instances"] for each in workloads if each["instances"] is not None]
    assert (found["family"], found["gap"]) == ("cluster", None)
    assert counted == _Counted(
        workloads=len(workloads),
        images=len({each["reference"] for each in images}),
        digests=len({each["digest"] for each in images if each["digest"]}),
        instances=sum(running) if running else None,
        nodes=len(found["nodes"]),
    )


def test_the_old_dump_names_its_images() -> None:
    workloads = row(CASES / "cluster/clusterinfo_kube-system_pods.json")["workloads"]
    assert isinstance(workloads, list)
    assert {each["name"]: (each["kind"], each["instances"], len(each["images"])) for each in workloads} == {
        "kube-apiserver": ("Pod", 3, 1),
        "kube-controller-manager": ("Pod", 3, 1),
        "kube-scheduler": ("Pod", 3, 1),
        "kube-dns": ("Deployment", 3, 3),
        "kube-flannel-ds": ("DaemonSet", 5, 1),
        "kube-proxy": ("DaemonSet", 5, 1),
    }


def test_a_manifest_with_open_variables_still_tells_what_is_meant_to_run() -> None:
    found = [row(path) for path in sorted((CASES / "diagrams/pairs/tanf/manifests").glob("tdrs-backend*.yml"))]
    names = {each["name"] for one in found for each in one["workloads"]}  # type: ignore[attr-defined]
    assert {"tdp-kibana", "tdp-elastic-proxy", "postgres-exporter"} <= names


def test_what_is_in_the_cluster_folder_is_the_clusters() -> None:
    for path in sorted((CASES / "cluster").glob("*")):
        if path.suffix in (".json", ".jsonl", ".yaml") and path.name != "openshift_workload_info.json":
            assert recognize(Document(path.name, path.read_bytes())).family == "cluster", path.name
