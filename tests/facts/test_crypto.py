"""Where cryptography is at work: the rows of Appendix Q."""

import json

from generator.facts.crypto import with_crypto
from generator.facts.crypto_modules import read_crypto_modules
from generator.graph.flows import flow_graph
from generator.model.cloud import ResourceKind
from generator.model.crypto import CryptoArea, CryptoUse, ModuleOrigin
from generator.pipeline.comparison import flow_context
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import TAKEN, facts, reply, resource
from tests.checks.manifests import api_server, container, deployment, thing
from tests.checks.operation_manifests import config_map, node, peer, pod

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


def test_nodes_whose_machine_configs_switch_fips_on_and_off() -> None:
    configs = (
        thing("MachineConfig", "machineconfiguration.openshift.io/v1", f"99-{role}", spec={"fips": fips})
        for role, fips in (("master", True), ("worker", False))
    )
    (api,) = with_crypto(facts(node("one"), *configs), None).crypto
    assert [(mode.text, mode.on) for mode in api.modes] == [
        ("MachineConfig/99-master: fips true", True),
        ("MachineConfig/99-worker: fips false", False),
    ]


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
    assert not any(one.has_active_certificate or one.mode_is_stated or one.mode_shown for one in uses)


def test_the_first_module_that_names_a_use_is_heard() -> None:
    found = {one.id: one for one in with_crypto(facts(*FILES), read_crypto_modules(MODULES)).crypto}
    mesh, volume = found["mesh/cluster"], found["volumes/cluster/gp3"]
    assert mesh.module is not None
    assert (mesh.module.module, mesh.module.certificate, mesh.module.origin) == (
        "Example TLS Module",
        1234,
        ModuleOrigin.EMBEDDED,
    )
    assert (mesh.has_active_certificate, mesh.mode_is_stated, mesh.mode_shown) == (False, True, None), "nobody knows its status"
    assert volume.module is not None
    assert (volume.module.certificate, volume.module.encryption_type, volume.mode_is_stated) == (None, "full disk", False)


def test_no_evidence_no_use() -> None:
    assert with_crypto(facts(), None).crypto == ()


def test_a_use_in_the_cloud_says_where_it_is_how_it_is_done_and_what_shows_it() -> None:
    rows = (
        resource(ResourceKind.DATABASE, "orders", encrypted="yes", encryption_key="customer-managed"),
        resource(ResourceKind.STORAGE, "files", encrypted="yes"),
        resource(ResourceKind.LOAD_BALANCER, "front", listener_443="HTTPS", tls_policy="ELB-TLS13-FIPS"),
        resource(ResourceKind.LOAD_BALANCER, "side", listener_443="TLS", tls_policy="ELB-TLS13"),
        resource(ResourceKind.LOAD_BALANCER, "unnamed", listener_443="HTTPS"),
        resource(ResourceKind.LOAD_BALANCER, "plain", listener_80="HTTP"),
        resource(ResourceKind.CLUSTER, "prod", secrets_encryption="customer-managed key"),
        resource(ResourceKind.DATABASE, "clear", encrypted="no"),
    )
    uses = with_crypto(facts(reply(*rows)), None).crypto
    assert [(one.id, one.area, one.where, one.mechanism) for one in uses] == [
        ("database/orders", CryptoArea.REST, "Database orders", "AWS encryption, customer-managed"),
        ("load-balancer/front", CryptoArea.TRANSIT, "Traffic from outside to load balancer front", "TLS policy ELB-TLS13-FIPS"),
        ("load-balancer/side", CryptoArea.TRANSIT, "Traffic from outside to load balancer side", "TLS policy ELB-TLS13"),
        ("load-balancer/unnamed", CryptoArea.TRANSIT, "Traffic from outside to load balancer unnamed", "TLS"),
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


def test_secrets_that_are_written_in_plain_are_no_use() -> None:
    def uses(*providers: str) -> list[tuple[str, str, str]]:
        resources = [{"resources": ["secrets"], "providers": [{each: {}} for each in providers]}]
        kind = {"kind": "EncryptionConfiguration", "apiVersion": "apiserver.config.k8s.io/v1", "resources": resources}
        of = facts(api_server("--encryption-provider-config=/e.yaml"), json.dumps(kind))
        return [(use.id, use.mechanism, use.unapproved) for use in with_crypto(of, None).crypto if use.area is CryptoArea.REST]

    assert uses("identity", "aescbc") == []
    assert uses("kms", "identity") == [("secrets/cluster", "encryption provider of the API server (kms)", "")]
    (boxed,) = uses("secretbox")
    assert boxed[2].startswith("the algorithms of the provider secretbox are not among those")


def test_a_mesh_that_nobody_requires_encrypts_where_both_ends_can() -> None:
    meshed = pod("cart", ("istio-proxy", "docker.io/istio/proxyv2:1"))
    (strict,) = [use for use in with_crypto(facts(meshed, peer()), None).crypto if use.id == "mesh/cluster"]
    (permissive,) = [use for use in with_crypto(facts(meshed, peer("PERMISSIVE")), None).crypto if use.id == "mesh/cluster"]
    assert strict.mechanism == "Istio mutual TLS"
    assert permissive.mechanism == "Istio mutual TLS where both ends can (no policy requires it)"
    assert strict.images == ("istio/proxyv2:1",)


def test_encryption_between_nodes_is_a_use_of_its_own_and_wireguard_is_not_approved() -> None:
    wireguard = config_map("cilium-config", "kube-system", enable_wireguard="true")
    (use,) = with_crypto(facts(wireguard), None).crypto
    assert (use.id, use.mechanism) == ("node-traffic/cluster", "Cilium WireGuard")
    assert use.unapproved == "WireGuard's algorithms are not among those that FIPS 140 approves"


def calls(*files: str, system: str = "") -> list[CryptoUse]:
    known, said = facts(*files, system=system), read(system, folder="x")
    return [
        use
        for use in with_crypto(known, None, flow_graph(flow_context(known, said))).crypto
        if use.id.startswith(("calls/", "entry/"))
    ]


def of_workload(name: str, **environment: str) -> str:
    env = [{"name": key, "value": value} for key, value in environment.items()]
    return deployment(container(name=name, image=f"registry.example/{name}:1", env=env), name=name)


def test_calls_with_tls_are_uses_with_both_ends() -> None:
    service = thing("Service", "v1", "cart", "shop", spec={"selector": {"app": "cart"}, "ports": [{"port": 443}]})
    web = of_workload("web", CART="https://cart:443", BANK="https://api.bank.example", GODEBUG="fips140=on")
    bank, inner = calls(web, of_workload("cart"), of_workload("other", CART="http://cart:443"), service)
    assert (bank.id, bank.where, bank.mechanism) == ("calls/api.bank.example", "Calls of web to api.bank.example", "TLS")
    assert (bank.services, bank.callers, bank.images) == (("api.bank.example",), ("web",), ("registry.example/web:1",))
    assert [(mode.text, mode.on) for mode in bank.modes] == [("GODEBUG: fips140=on in web/web", True)]
    assert (inner.id, inner.services) == ("calls/cluster/shop/Deployment/cart", ("cart",))
    assert inner.images == ("registry.example/cart:1", "registry.example/web:1"), "who calls in plain uses no cryptography"
    assert [cited.name for cited in inner.citations] == ["shop/Deployment/web"]
    assert (bank.leads_out, inner.leads_out) == (True, False)


def test_calls_in_plain_are_no_use() -> None:
    service = thing("Service", "v1", "cart", "shop", spec={"selector": {"app": "cart"}, "ports": [{"port": 80}]})
    assert (
        calls(of_workload("web", CART="http://cart:80", DB="postgres://db.example.com/x"), of_workload("cart"), service) == []
    )


def test_a_service_that_is_open_with_tls_is_a_use() -> None:
    spec = {"type": "LoadBalancer", "selector": {"app": "web"}, "ports": [{"port": 443, "targetPort": 8443}]}
    front = thing("Service", "v1", "front", "shop", spec=spec)
    (use,) = calls(of_workload("web", ASPNETCORE_URLS="https://+:8443"), front)
    assert (use.id, use.where, use.services) == (
        "entry/cluster/shop/Deployment/web",
        "Traffic from outside to web",
        ("front", "web"),
    )
    assert calls(of_workload("web", ASPNETCORE_URLS="http://+:8443"), front) == []


def test_a_port_that_is_published_with_tls_is_a_use_of_whoever_reaches_the_host() -> None:
    compose = "services:\n  web: {image: 'acme/web:1', ports: ['8443:443'], environment: {ASPNETCORE_URLS: 'https://+:443'}}\n"
    (use,) = calls(compose)
    assert (use.id, use.published, use.services) == (
        "entry/cluster/default/ComposeService/web",
        True,
        ("published port of web", "web"),
    )
    assert use.where == "Traffic to web at ports that are published on its host"
    assert calls(compose.replace("https://", "http://")) == []
