"""Where cryptography is at work: the rows of Appendix Q."""

from generator.facts.crypto import with_crypto
from generator.facts.crypto_modules import read_crypto_modules
from generator.model.cloud import ResourceKind
from generator.model.crypto import CryptoArea, ModuleOrigin
from tests.checks.cluster_evidence import TAKEN, facts, reply, resource
from tests.checks.manifests import api_server, thing
from tests.checks.operation_manifests import node, peer, pod

MODULES = """
- module: Example TLS Module
  vendor: Example Corp
  certificate: 1234
  origin: embedded
  fips-mode: true
  used-for: ["mesh/*", "ingress/*"]
  usage: TLS 1.3
- module: Example Disk Module
  used-for: ["volumes/*", "*"]
  encryption-type: full disk
"""
FILES = (
    peer(),
    pod("cart", ("istio-proxy", "docker.io/istio/proxyv2:1.24-fips")),
    thing(
        "Ingress",
        "networking.k8s.io/v1",
        "front",
        "shop",
        spec={"rules": [{"host": "a.example"}], "tls": [{"hosts": ["a.example"]}]},
    ),
    thing("StorageClass", "storage.k8s.io/v1", "gp3", provisioner="ebs.csi.aws.com", parameters={"encrypted": "true"}),
    api_server("--encryption-provider-config=/e.yaml"),
    node("one", labels={"example.gov/fips": "true"}),
)


def test_every_use_with_its_area_and_what_claims_fips() -> None:
    database = resource(ResourceKind.DATABASE, "orders", encrypted="yes", encryption_key="customer-managed")
    uses = with_crypto(facts(*FILES, reply(database)), None).crypto
    assert [(one.id, one.area) for one in uses] == [
        ("api/cluster", CryptoArea.TRANSIT),
        ("database/orders", CryptoArea.REST),
        ("ingress/cluster/shop/Ingress/front", CryptoArea.TRANSIT),
        ("mesh/cluster", CryptoArea.TRANSIT),
        ("secrets/cluster", CryptoArea.REST),
        ("volumes/cluster/gp3", CryptoArea.REST),
    ]
    claims = {one.id: one.indications for one in uses if one.indications}
    assert claims == {
        "api/cluster": ("label example.gov/fips=true",),
        "mesh/cluster": ("image docker.io/istio/proxyv2:1.24-fips",),
    }
    assert not any(one.validated for one in uses)


def test_the_first_module_that_names_a_use_is_heard() -> None:
    found = {one.id: one for one in with_crypto(facts(*FILES), read_crypto_modules(MODULES)).crypto}
    mesh, volume = found["mesh/cluster"], found["volumes/cluster/gp3"]
    assert mesh.module is not None
    assert (mesh.module.module, mesh.module.certificate, mesh.module.origin) == (
        "Example TLS Module",
        1234,
        ModuleOrigin.EMBEDDED,
    )
    assert mesh.validated
    assert volume.module is not None
    assert (volume.module.certificate, volume.module.encryption_type, volume.validated) == (None, "full disk", False)


def test_no_evidence_no_use() -> None:
    assert with_crypto(facts(), None).crypto == ()


def test_a_use_in_the_cloud_says_where_it_is_how_it_is_done_and_what_shows_it() -> None:
    rows = (
        resource(ResourceKind.DATABASE, "orders", encrypted="yes", encryption_key="customer-managed"),
        resource(ResourceKind.STORAGE, "files", encrypted="yes"),
        resource(ResourceKind.LOAD_BALANCER, "front", listener_443="HTTPS", tls_policy="ELB-TLS13-FIPS"),
        resource(ResourceKind.LOAD_BALANCER, "side", listener_443="TLS", tls_policy="ELB-TLS13"),
        resource(ResourceKind.LOAD_BALANCER, "plain", listener_80="HTTP"),
        resource(ResourceKind.CLUSTER, "prod", secrets_encryption="customer-managed key"),
        resource(ResourceKind.DATABASE, "clear", encrypted="no"),
    )
    uses = with_crypto(facts(reply(*rows)), None).crypto
    assert [(one.id, one.area, one.where, one.mechanism) for one in uses] == [
        ("database/orders", CryptoArea.REST, "Database orders", "AWS encryption, customer-managed"),
        ("load-balancer/front", CryptoArea.TRANSIT, "Traffic from outside to load balancer front", "TLS policy ELB-TLS13-FIPS"),
        ("load-balancer/side", CryptoArea.TRANSIT, "Traffic from outside to load balancer side", "TLS policy ELB-TLS13"),
        ("secrets/prod", CryptoArea.REST, "Secrets in etcd of prod", "managed cluster, customer-managed key"),
        ("storage/files", CryptoArea.REST, "Storage files", "AWS encryption, key not named"),
    ]
    assert {one.id: one.indications for one in uses if one.indications} == {"load-balancer/front": ("ELB-TLS13-FIPS",)}
    (shown,) = uses[0].citations
    assert (shown.kind, shown.name, shown.uid, shown.taken) == ("database", "orders", "arn:orders", TAKEN)
    assert shown.source.place == "/orders"


DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: cart, image: "cart:1"}]}
"""
COMPOSE = "services:\n  web: {image: w, ports: ['80:80']}\n"


def test_a_compose_file_or_a_manifest_alone_has_no_kubernetes_api() -> None:
    assert with_crypto(facts(COMPOSE), None).crypto == ()
    assert with_crypto(facts(DEPLOYMENT), None).crypto == ()


def test_the_api_is_named_with_what_was_collected_beside_it() -> None:
    def where(*files: str) -> list[str]:
        return [one.where for one in with_crypto(facts(*files), None).crypto]

    assert where(api_server()) == ["Kubernetes API of cluster"]
    assert where(api_server(), node("one")) == ["Kubernetes API of cluster and its nodes"]


def test_a_policy_of_a_mesh_without_its_proxies_is_no_more_than_declared() -> None:
    (use,) = [one for one in with_crypto(facts(peer()), None).crypto if one.id == "mesh/cluster"]
    assert use.mechanism == "Istio mutual TLS, declared by a policy; no proxy was collected"
    assert [one.id for one in with_crypto(facts(peer(mode="DISABLE")), None).crypto] == []


def test_a_managed_cluster_without_a_key_encrypts_nothing_that_is_known() -> None:
    bare = resource(ResourceKind.CLUSTER, "prod", secrets_encryption="no key named")
    assert with_crypto(facts(reply(bare)), None).crypto == ()


def test_manifests_of_workloads_show_no_kubernetes_api() -> None:
    assert with_crypto(facts(thing("Namespace", "v1", "shop")), None).crypto == ()
    (node_alone,) = with_crypto(facts(node("one")), None).crypto
    assert (node_alone.where, [cited.key for cited in node_alone.citations]) == (
        "Kubernetes API of cluster and its nodes",
        ["Node/one"],
    )


def test_a_mesh_is_cited_by_its_policies_or_by_a_workload_with_a_proxy() -> None:
    (use,) = with_crypto(facts(pod("cart", ("istio-proxy", "docker.io/istio/proxyv2:1"))), None).crypto
    assert [cited.key for cited in use.citations] == ["shop/Deployment/cart"]
