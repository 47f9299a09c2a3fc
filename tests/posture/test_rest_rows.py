"""Rows about encryption at rest, load balancers, registries and logs of a cloud, and cryptographic modules."""

import pytest

from generator.errors import ConfigError
from generator.facts.crypto_modules import read_crypto_modules
from generator.model.cloud import CloudSnapshot, ResourceKind
from generator.model.posture import Certainty, PostureState
from tests.posture.cloud import asked, harbor, reply, resource
from tests.posture.ground import postures, problems
from tests.posture.manifests import api_server, empty, namespace, thing
from tests.posture.operation_manifests import node, peer, pod

STORE, BASE, REPOSITORY = ResourceKind.STORAGE, ResourceKind.DATABASE, ResourceKind.REPOSITORY
PROJECT = ResourceKind.PROJECT


def openshift(encryption: str, profile: str = "Default") -> str:
    spec = {"encryption": {"type": encryption}, "audit": {"profile": profile}}
    return thing("APIServer", "config.openshift.io/v1", "cluster", spec=spec)


def eks(**settings: str) -> CloudSnapshot:
    return reply(resource(ResourceKind.CLUSTER, "cluster", **settings))


@pytest.mark.parametrize(
    ("files", "clouds", "state", "wrong"),
    [
        pytest.param((namespace(),), (), PostureState.NOT_COLLECTED, {}, id="a managed cluster"),
        pytest.param((api_server("--encryption-provider-config=/e.yaml"),), (), PostureState.ENFORCING, {}, id="a flag"),
        pytest.param(
            (api_server("--anonymous-auth=false"),),
            (),
            PostureState.NOT_ENFORCING,
            {"kube-system/Pod/kube-apiserver": "writes secrets to etcd in plain (no encryption-provider-config)"},
            id="no flag",
        ),
        pytest.param((openshift("aescbc"),), (), PostureState.ENFORCING, {}, id="OpenShift"),
        pytest.param(
            (openshift("identity"),),
            (),
            PostureState.NOT_ENFORCING,
            {"APIServer/cluster": "writes secrets to etcd in plain (encryption type identity)"},
            id="OpenShift in plain",
        ),
        pytest.param((namespace(),), (eks(secrets_encryption="customer-managed key"),), PostureState.ENFORCING, {}, id="EKS"),
        pytest.param(
            (namespace(),),
            (eks(secrets_encryption="no key named"),),
            PostureState.NOT_ENFORCING,
            {
                "cluster cluster": (
                    "names no key of its own for secrets: only the provider's default encryption, if any, covers them"
                )
            },
            id="EKS without a key",
        ),
    ],
)
def test_secrets_in_etcd(
    files: tuple[str, ...], clouds: tuple[CloudSnapshot, ...], state: PostureState, wrong: dict[str, str]
) -> None:
    found = asked("secrets-at-rest", *clouds, files=files)
    assert (found.state, problems(found)) == (state, wrong)


def storage(name: str = "gp3", provisioner: str = "ebs.csi.aws.com", **parameters: str) -> str:
    return thing("StorageClass", "storage.k8s.io/v1", name, provisioner=provisioner, parameters=parameters)


def volume(name: str, of: str, **source: object) -> str:
    return thing("PersistentVolume", "v1", name, spec={"storageClassName": of, **source})


PLAIN = {"StorageClass/gp3": "makes volumes without encryption (parameter encrypted)"}


@pytest.mark.parametrize(
    ("files", "state", "wrong"),
    [
        pytest.param((namespace(),), PostureState.NOT_COLLECTED, {}, id="not listed"),
        pytest.param((empty("StorageClass", "storage.k8s.io/v1"),), PostureState.NONE_FOUND, {}, id="none"),
        pytest.param((storage(encrypted="true", kmsKeyId="alias/x"),), PostureState.ENFORCING, {}, id="encrypted"),
        pytest.param((storage(encrypted="false"),), PostureState.NOT_ENFORCING, PLAIN, id="plain"),
        pytest.param((storage(),), PostureState.NOT_COLLECTED, {}, id="the provider's default"),
        pytest.param(
            (storage("fast", encrypted="true"), storage(encrypted="false"), volume("v1", "fast", csi={"driver": "d"})),
            PostureState.ENFORCING,
            {},
            id="a class that nobody uses",
        ),
        pytest.param(
            (storage("fast", encrypted="true"), volume("v1", "manual", hostPath={"path": "/data"})),
            PostureState.NOT_ENFORCING,
            {"PersistentVolume/v1": "lies on a node's own disk, whose encryption is not shown"},
            id="a folder of a node",
        ),
    ],
)
def test_volumes(files: tuple[str, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = postures(*files)["volumes-at-rest"]
    assert (found.state, problems(found)) == (state, wrong)


def test_a_class_that_says_nothing_is_told_beside_one_that_does() -> None:
    found = postures(storage(encrypted="true"), storage("standard"))["volumes-at-rest"]
    assert (found.state, found.certainty) == (PostureState.ENFORCING, Certainty.INDICATION)
    assert found.missing == ("how the provider encrypts what standard makes: no parameter says it",)


@pytest.mark.parametrize(
    ("row", "clouds", "state", "wrong"),
    [
        pytest.param("cloud-storage-at-rest", (), PostureState.NOT_COLLECTED, {}, id="no cloud"),
        pytest.param("cloud-storage-at-rest", (reply(),), PostureState.NONE_FOUND, {}, id="nothing stored"),
        pytest.param(
            "cloud-storage-at-rest", (reply(resource(STORE, "b")),), PostureState.NOT_COLLECTED, {}, id="nothing said"
        ),
        pytest.param(
            "cloud-storage-at-rest", (reply(resource(STORE, "b", encrypted="yes")),), PostureState.ENFORCING, {}, id="yes"
        ),
        pytest.param(
            "cloud-storage-at-rest",
            (reply(resource(STORE, "b", encrypted="yes"), resource(BASE, "orders", encrypted="no")),),
            PostureState.NOT_ENFORCING,
            {"database orders": "is not encrypted"},
            id="a database in plain",
        ),
        pytest.param("load-balancer-tls", (), PostureState.NOT_COLLECTED, {}, id="no replies about balancers"),
        pytest.param(
            "load-balancer-tls", (reply(operation="elbv2 describe-load-balancers"),), PostureState.NONE_FOUND, {}, id="none"
        ),
        pytest.param(
            "load-balancer-tls",
            (
                reply(
                    resource(
                        ResourceKind.LOAD_BALANCER,
                        "front",
                        listener_80="HTTP, redirects to HTTPS",
                        listener_443="HTTPS",
                        tls_policy="ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04",
                    ),
                    operation="elbv2 describe-listeners",
                ),
            ),
            PostureState.ENFORCING,
            {},
            id="a redirect and TLS",
        ),
        pytest.param(
            "load-balancer-tls",
            (
                reply(
                    resource(ResourceKind.LOAD_BALANCER, "front", listener_80="HTTP", tls_policy="ELBSecurityPolicy-2016-08"),
                    operation="elbv2 describe-listeners",
                ),
            ),
            PostureState.NOT_ENFORCING,
            {
                "load balancer front": (
                    "takes plain connections (listener 80) and accepts TLS before 1.2 (ELBSecurityPolicy-2016-08)"
                )
            },
            id="plain, and an old policy",
        ),
        pytest.param("managed-audit", (), PostureState.NOT_COLLECTED, {}, id="no control plane"),
        pytest.param("managed-audit", (reply(),), PostureState.NONE_FOUND, {}, id="no managed cluster"),
        pytest.param(
            "managed-audit", (eks(logging="api, audit, authenticator, scheduler"),), PostureState.ENFORCING, {}, id="logs"
        ),
        pytest.param(
            "managed-audit",
            (eks(logging="none"),),
            PostureState.NOT_ENFORCING,
            {"cluster cluster": "does not write the logs api, audit, authenticator"},
            id="no logs",
        ),
        pytest.param("registry-scans-images", (), PostureState.NOT_COLLECTED, {}, id="no registry"),
        pytest.param(
            "registry-scans-images", (reply(operation="ecr describe-repositories"),), PostureState.NONE_FOUND, {}, id="empty"
        ),
        pytest.param(
            "registry-scans-images",
            (reply(resource(REPOSITORY, "r/cart", scan_on_push="yes"), operation="ecr describe-repositories"),),
            PostureState.ENFORCING,
            {},
            id="on push",
        ),
        pytest.param(
            "registry-scans-images",
            (
                reply(
                    resource(REPOSITORY, "r/cart", scan_on_push="no"),
                    resource(ResourceKind.ACCOUNT, "1", **{"registry scanning of *": "continuous scan"}),
                    operation="ecr describe-repositories",
                ),
            ),
            PostureState.ENFORCING,
            {},
            id="by the registry",
        ),
        pytest.param(
            "registry-scans-images",
            (reply(resource(REPOSITORY, "r/cart", scan_on_push="no"), operation="ecr describe-repositories"),),
            PostureState.NOT_ENFORCING,
            {"image repository r/cart": "scans neither on push nor continuously"},
            id="never",
        ),
        pytest.param("registry-scans-images", (harbor(),), PostureState.NONE_FOUND, {}, id="a Harbor without projects"),
        pytest.param(
            "registry-scans-images",
            (harbor(resource(PROJECT, "h/shop", scan_on_push="yes", pull_refused="from high on")),),
            PostureState.ENFORCING,
            {},
            id="a project scans on push",
        ),
        pytest.param(
            "registry-scans-images",
            (harbor(resource(PROJECT, "h/shop", scan_on_push="no", pull_refused="never")),),
            PostureState.NOT_ENFORCING,
            {"registry project h/shop": "scans neither on push nor continuously"},
            id="a project does not",
        ),
        pytest.param(
            "registry-scans-images", (harbor(resource(PROJECT, "h/a")),), PostureState.NOT_COLLECTED, {}, id="not told"
        ),
        pytest.param("cloud-storage-at-rest", (harbor(),), PostureState.NOT_COLLECTED, {}, id="a registry is no cloud"),
        pytest.param("inspector-coverage", (), PostureState.NOT_COLLECTED, {}, id="no scanner"),
        pytest.param(
            "inspector-coverage", (reply(operation="inspector2 list-coverage"),), PostureState.NONE_FOUND, {}, id="nothing"
        ),
        pytest.param(
            "inspector-coverage",
            (
                reply(
                    resource(ResourceKind.VIRTUAL_MACHINE, "i-1", vulnerability_scanning_package="active, last scanned today"),
                    operation="inspector2 list-coverage",
                ),
            ),
            PostureState.ENFORCING,
            {},
            id="active",
        ),
        pytest.param(
            "inspector-coverage",
            (
                reply(
                    resource(ResourceKind.VIRTUAL_MACHINE, "i-1", vulnerability_scanning_package="inactive, no inventory"),
                    operation="inspector2 list-coverage",
                ),
            ),
            PostureState.NOT_ENFORCING,
            {"virtual machine i-1": "is not scanned (vulnerability scanning package: inactive, no inventory)"},
            id="inactive",
        ),
    ],
)
def test_what_a_cloud_says(row: str, clouds: tuple[CloudSnapshot, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = asked(row, *clouds)
    assert (found.state, problems(found)) == (state, wrong)


def test_of_harbor_the_projects_count_from_which_images_run() -> None:
    used = resource(PROJECT, "registry.example.com/shop", scan_on_push="yes", pull_refused="from high on")
    idle = resource(PROJECT, "registry.example.com/shopping", scan_on_push="no", pull_refused="never")
    files = (pod("cart", ("cart", "registry.example.com/shop/team/cart:1")),)
    found = asked("registry-scans-images", harbor(used, idle), files=files)
    assert found.state is PostureState.ENFORCING
    assert found.summary == "1 project looked at. Vulnerable images are not handed out by 1 of 1 projects."
    assert not found.missing


def test_openshift_without_an_audit_log() -> None:
    assert postures(openshift("aescbc"))["managed-audit"].state is PostureState.ENFORCING
    found = postures(openshift("aescbc", "None"))["managed-audit"]
    assert problems(found) == {"APIServer/cluster": "writes no audit log (audit profile None)"}


MESHED = ("istio-proxy", "docker.io/istio/proxyv2:1.24.1-fips")
FIPS_NODE = node("one", labels={"example.gov/fips": "enabled"})


def machine(*, fips: bool) -> str:
    return thing("MachineConfig", "machineconfiguration.openshift.io/v1", "99-worker", spec={"fips": fips})


@pytest.mark.parametrize(
    ("files", "state", "wrong"),
    [
        pytest.param((namespace(),), PostureState.NOT_COLLECTED, {}, id="no nodes"),
        pytest.param((node("one"),), PostureState.NONE_FOUND, {}, id="no claim"),
        pytest.param(
            (node("one", labels={"example.gov/fips": "false"}),), PostureState.NONE_FOUND, {}, id="a label that denies"
        ),
        pytest.param((FIPS_NODE, pod("cart", MESHED)), PostureState.ENFORCING, {}, id="claims"),
        pytest.param((machine(fips=True), node("one")), PostureState.ENFORCING, {}, id="a MachineConfig"),
        pytest.param(
            (FIPS_NODE, node("two")),
            PostureState.NOT_ENFORCING,
            {"Node/two": "does not claim FIPS mode by label, system or kernel"},
            id="one node of two",
        ),
        pytest.param(
            (FIPS_NODE, pod("cart", ("istio-proxy", "docker.io/istio/proxyv2:1.24.1"))),
            PostureState.NOT_ENFORCING,
            {"docker.io/istio/proxyv2:1.24.1": "is not named as a FIPS build, and encrypts traffic"},
            id="a proxy that is no FIPS build",
        ),
        pytest.param(
            (FIPS_NODE, machine(fips=False)),
            PostureState.NOT_ENFORCING,
            {"MachineConfig/99-worker": "switches FIPS mode off"},
            id="a MachineConfig that denies",
        ),
    ],
)
def test_fips_is_a_claim(files: tuple[str, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = postures(*files)["fips-indicators"]
    assert (found.state, problems(found)) == (state, wrong)
    if state is not PostureState.NOT_COLLECTED:
        assert found.certainty is Certainty.INDICATION
        assert "CMVP certificate" in found.missing[0]


MODULES = """
- module: Example Module
  vendor: Example Corp
  certificate: 1234
  fips-mode: true
  used-for: ["mesh/*", "api/*"]
  usage: TLS 1.3
"""
MESH_FILES = (peer(), pod("cart", MESHED))


def test_certificates_of_modules() -> None:
    assert asked("crypto-modules").state is PostureState.NOT_COLLECTED, "nothing uses cryptography"
    assert asked("crypto-modules", reply()).state is PostureState.NONE_FOUND
    assert asked("crypto-modules", files=MESH_FILES).state is PostureState.NOT_COLLECTED, "nobody wrote the file"
    found = asked("crypto-modules", files=MESH_FILES, decided=MODULES)
    assert (found.state, found.certainty) == (PostureState.ENFORCING, Certainty.DECLARED)
    without = asked("crypto-modules", files=MESH_FILES, decided=MODULES.replace("  certificate: 1234\n", ""))
    assert without.state is PostureState.NOT_ENFORCING
    assert problems(without) == {
        "api/cluster": "(Kubernetes API of cluster, its nodes and etcd): Example Module has no certificate there",
        "mesh/cluster": "(Container traffic between services in cluster): Example Module has no certificate there",
    }
    other = asked("crypto-modules", files=MESH_FILES, decided=MODULES.replace('"mesh/*", ', ""))
    assert list(problems(other)) == ["mesh/cluster"]
    unsure = asked("crypto-modules", files=MESH_FILES, decided=MODULES.replace("  fips-mode: true\n", ""))
    assert "it is not stated that Example Module runs in its approved mode" in problems(unsure)["mesh/cluster"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("- module: A\n  used-for: []\n", "no use is named"),
        ("- module: ' '\n  used-for: [mesh/*]\n", "the text is empty"),
        ("- module: A\n  used-for: [mesh/*]\n  certificate: 0\n", "not the number of a certificate"),
    ],
)
def test_a_wrong_decision_names_its_line(text: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what) as error:
        read_crypto_modules(text)
    assert error.value.where.startswith("decisions/crypto-modules.yaml, line ")
