"""Real dumps and manifests, with counts taken from the files by other means (a plain walk, a text search)."""

import json
from pathlib import Path

import pytest
from prerequisites import needs, shared

from generator.facts.rollup import roll_up
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot, PodGroup
from generator.parsers.base import Parser
from generator.parsers.cluster.inspect import row
from generator.parsers.cluster.registry import CLUSTER
from generator.parsers.document import Document

CASES = shared("cases")
pytestmark = needs(CASES)


def _members(path: Path) -> list[Parser]:
    document = Document(path.name, path.read_bytes())
    return [each for each in CLUSTER if document.raw.strip() and each.recognizes(document)]


def _read(name: str) -> ClusterSnapshot:
    path = CASES / "cluster" / name
    document = Document(path.name, path.read_bytes())
    evidence = EvidenceFile(path=f"evidence/cluster/{name}", sha256=name, size=1, media_type="text/plain")
    (member,) = _members(path)
    return member.parse(document, evidence)


def _pods(name: str) -> list[PodGroup]:
    return [each for each in _read(name).objects if isinstance(each, PodGroup)]


def test_every_cluster_file_is_read_by_one_member() -> None:
    """openshift_workload_info.json holds hashed names only and is no object of the API."""
    paths = [each for each in sorted((CASES / "cluster").iterdir()) if each.suffix in (".json", ".jsonl", ".yaml")]
    unread = [each.name for each in paths if len(_members(each)) != 1]
    assert len(paths) == 41
    assert unread == ["openshift_workload_info.json"]


@pytest.mark.parametrize(
    ("name", "nature", "kinds"),
    [
        ("clusterinfo_kube-system_pods.json", "running", {"Pod": 22}),
        ("clusterinfo_kube-system_daemonsets.json", "running", {"DaemonSet": 2}),
        ("clusterinfo_nodes.json", "running", {"Node": 5}),
        ("nri_1_31_kubelet_pods.json", "running", {"Pod": 23}),
        ("nri_1_31_pods.yaml", "running", {"Pod": 24}),
        ("cloudability_pods.json", "running", {"Pod": 6}),
        ("cloudability_pods.jsonl", "running", {"Pod": 3}),
        ("cloudability_deployments.jsonl", "running", {"Deployment": 1}),
        ("openshift_nodes.json", "running", {"Node": 6}),
        ("openshift_node_master.json", "running", {"Node": 1}),
        ("openshift_etcd_pod.json", "running", {"Pod": 1}),
        ("openshift_validatingwebhook.json", "running", {"ValidatingWebhookConfiguration": 1}),
        ("troubleshoot_nodes.json", "running", {"Node": 7}),
        ("troubleshoot_replicasets_rook-ceph.json", "running", {"ReplicaSet": 12}),
        ("online-boutique.yaml", "declared", {"Deployment": 12, "Service": 12, "ServiceAccount": 11}),
        ("istio_peerauth_mixed.yaml", "declared", {"PeerAuthentication": 3}),
    ],
)
def test_objects_are_counted(name: str, nature: str, kinds: dict[str, int]) -> None:
    snapshot = _read(name)
    assert (snapshot.nature, dict(snapshot.kinds)) == (nature, kinds)


def test_the_old_dump_has_its_containers() -> None:
    """The word `ImageID` stands 33 times in the file, with 8 digests."""
    groups = _pods("clusterinfo_kube-system_pods.json")
    assert sum(each.instances for each in groups) == 22
    assert sum(len(each.containers) * each.instances for each in groups) == 33
    assert len({part.digest for each in groups for part in each.containers}) == 8
    assert {each.owner: each.instances for each in groups} == {
        ("Pod", "kube-apiserver"): 3,
        ("Pod", "kube-controller-manager"): 3,
        ("Pod", "kube-scheduler"): 3,
        ("Deployment", "kube-dns"): 3,
        ("DaemonSet", "kube-flannel-ds"): 5,
        ("DaemonSet", "kube-proxy"): 5,
    }


@pytest.mark.parametrize(("name", "running"), [("nri_1_31_kubelet_pods.json", 18), ("nri_1_31_pods.yaml", 19)])
def test_ended_pods_are_no_instances(name: str, running: int) -> None:
    """18 run; of the others one waits (in the API's list only), four failed and one succeeded."""
    groups = _pods(name)
    assert sum(each.instances for each in groups) == running
    phases = [(phase, count) for each in groups for phase, count in each.phases]
    assert sum(count for phase, count in phases if phase == "Failed") == 4
    assert sum(count for phase, count in phases if phase == "Succeeded") == 1
    assert len({part.digest for each in groups for part in each.containers if part.digest}) == 15


def test_two_views_of_one_cluster_agree() -> None:
    """The kubelet's list and the API's are of the same node; the API also has the pod that waits for one."""
    kubelet, api = (
        {each.key for each in roll_up([_read(name)], labels={})}
        for name in ("nri_1_31_kubelet_pods.json", "nri_1_31_pods.yaml")
    )
    assert api - kubelet == {"scraper/Pod/e2e-container-pending"}
    assert kubelet - api == set()
    assert "scraper/CronJob/e2e-cronjob" in api
    assert "kube-system/Pod/etcd" in api


def test_replica_sets_are_their_deployments() -> None:
    """Twelve ReplicaSets of eleven Deployments, one of them an older version scaled to nothing."""
    workloads = roll_up([_read("troubleshoot_replicasets_rook-ceph.json")], labels={})
    assert len(workloads) == 11
    assert {each.kind for each in workloads} == {"Deployment"}


def test_the_boutique_is_known_by_its_services() -> None:
    found = {each.name: each for each in roll_up([_read("online-boutique.yaml")], labels={})}
    assert len(found) == 12
    assert [name for name, each in found.items() if each.public] == ["frontend"]
    assert found["frontend"].services == ("frontend", "frontend-external")
    assert found["cartservice"].containers[0].peers == ("redis-cart",)
    assert found["loadgenerator"].instances is None


def test_secrets_are_counted_and_nothing_else() -> None:
    assert dict(_read("trivy-operator.yaml").kinds)["Secret"] == 2
    assert "Secret" not in repr(_read("trivy-operator.yaml").objects)


def test_rows_are_json() -> None:
    for path in sorted((CASES / "cluster").glob("*.json")):
        if _members(path):
            found = row(_read(path.name))
            assert json.loads(json.dumps(found)) == found


def test_of_drawn_systems_the_manifests_are_taken() -> None:
    """Charts' values stand beside them and are left alone."""
    taken = {
        (each.relative_to(CASES / "diagrams" / "pairs").parts[0], found[0].name)
        for each in _manifests()
        if (found := _members(each))
    }
    assert taken == {
        ("otel-demo", "kubernetes-yaml"),
        ("sourcegraph", "kubernetes-yaml"),
        ("voting-app", "kubernetes-yaml"),
        ("retail-store", "helm-chart-yaml"),
        ("retail-store", "kubernetes-yaml"),
        ("retail-store", "compose-yaml"),
        ("hhs-ttahub", "compose-yaml"),
        ("hhs-ttahub", "cloudfoundry-manifest-yaml"),
        ("hhs-ttahub", "terraform-hcl"),
        ("tanf", "cloudfoundry-manifest-yaml"),
        ("tanf", "terraform-hcl"),
        ("covid-test-at-home", "cloudfoundry-manifest-yaml"),
        ("covid-test-at-home", "terraform-hcl"),
        ("go-coffeeshop", "compose-yaml"),
        ("nasa-aerie", "kubernetes-yaml"),
        ("openrmf", "compose-yaml"),
        ("quarkus-super-heroes", "kubernetes-yaml"),
    }
    charts = [
        each.name for each in _manifests("retail-store") if any(found.name == "kubernetes-yaml" for found in _members(each))
    ]
    assert charts
    assert all("_templates_" in each for each in charts)


def _manifests(system: str = "*") -> list[Path]:
    return sorted((CASES / "diagrams" / "pairs").glob(f"{system}/manifests/*"))
