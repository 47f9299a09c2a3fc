"""Encryption at rest in clusters and clouds, what claims FIPS 140, and the modules that people name."""

import json
from typing import Any

import pytest
from prerequisites import needs
from replacing import replace

from generator.checks.base import Check
from generator.checks.cryptography import (
    cloud_storage_at_rest,
    crypto_modules,
    fips_indicators,
    secrets_at_rest,
    volumes_at_rest,
)
from generator.errors import ConfigError
from generator.facts.crypto_modules import read_crypto_modules
from generator.model.cloud import CloudSnapshot, ResourceKind
from generator.model.posture import PostureState
from tests.checks.cluster_evidence import (
    CASES,
    Evidence,
    harbor,
    of_case,
    posture,
    postures,
    reply,
    resource,
    snapshot,
    verdicts,
)
from tests.checks.manifests import api_server, empty, namespace, refused, thing
from tests.checks.operation_manifests import config_map, node, peer, pod

SECRETS, VOLUMES, STORAGE = secrets_at_rest.CHECK, volumes_at_rest.CHECK, cloud_storage_at_rest.CHECK
FIPS, MODULES = fips_indicators.CHECK, crypto_modules.CHECK
CLUSTER = "the cluster"


def openshift(encryption: str) -> str:
    return thing("APIServer", "config.openshift.io/v1", "cluster", spec={"encryption": {"type": encryption}})


def eks(version: str = "1.31", name: str = "cluster", **settings: str) -> CloudSnapshot:
    made = replace(resource(ResourceKind.CLUSTER, name, **settings), product="Amazon EKS", version=version)
    return reply(made, operation=f"eks describe-cluster {name}")


def encryption(*providers: str, of: str = "secrets") -> str:
    entries = [{each: {"keys": [{"name": "k", "secret": "hunter2"}]}} for each in providers]
    resources = [{"resources": ["events"], "providers": [{"identity": {}}]}, {"resources": [of], "providers": entries}]
    return json.dumps({"kind": "EncryptionConfiguration", "apiVersion": "apiserver.config.k8s.io/v1", "resources": resources})


def manifest(text: str) -> str:
    made = json.loads(text)
    made["metadata"] = {key: each for key, each in made["metadata"].items() if key not in ("uid", "resourceVersion")}
    made.pop("status", None)
    return json.dumps(made)


FLAG = manifest(api_server("--encryption-provider-config=/e.yaml"))
PLAIN = "writes Secrets to etcd in plain"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param((namespace(),), "unknown: how its API server encrypts Secrets was not collected", id="nothing"),
        pytest.param(
            (api_server("--encryption-provider-config=/e.yaml"),),
            "unknown: the encryption configuration was not collected",
            id="the argument alone",
        ),
        *(
            pytest.param((FLAG, encryption(first, "identity")), f"passes (declared): the first provider is {first}", id=first)
            for first in ("aescbc", "aesgcm", "kms", "secretbox")
        ),
        pytest.param((FLAG, encryption("kms", of="*.*")), "passes (declared): the first provider is kms", id="everything"),
        pytest.param(
            (FLAG, encryption("identity", "aescbc")),
            f"fails (declared): {PLAIN}: in the encryption configuration its first provider is identity",
            id="identity first",
        ),
        pytest.param(
            (FLAG, encryption("aescbc", of="configmaps")),
            f"fails (declared): {PLAIN}: in the encryption configuration no entry is for Secrets",
            id="secrets left out",
        ),
        pytest.param(
            (api_server("--anonymous-auth=false"),),
            f"fails (observed): {PLAIN}: kube-system/Pod/kube-apiserver-one has no encryption-provider-config",
            id="no argument",
        ),
        pytest.param((openshift("aescbc"),), "passes (declared): encryption type aescbc", id="OpenShift"),
        pytest.param((openshift("KMS"),), "passes (declared): encryption type KMS", id="OpenShift, KMS"),
        pytest.param((openshift("identity"),), f"fails (observed): {PLAIN} (encryption type identity)", id="OpenShift, plain"),
        pytest.param((openshift(""),), f"fails (observed): {PLAIN} (encryption type not set)", id="OpenShift, nothing"),
        pytest.param(
            (namespace(), eks(secrets_encryption="customer-managed key")),
            "passes (observed): the cloud names a key for Secrets",
            id="EKS",
        ),
        pytest.param(
            (namespace(), eks("1.28", secrets_encryption="no key named")),
            "passes (declared): EKS 1.28 encrypts every object with a key that AWS owns",
            id="EKS by default",
        ),
        pytest.param(
            (namespace(), eks("1.27", secrets_encryption="no key named")),
            "fails (observed): names no key for Secrets, and EKS 1.27 does not encrypt them by default",
            id="EKS before 1.28",
        ),
        pytest.param(
            (namespace(), eks("", secrets_encryption="no key named")),
            "unknown: the cloud's answer does not say how Secrets are encrypted",
            id="EKS without a version",
        ),
        pytest.param((namespace(), eks()), "unknown: the cloud's answer does not say how Secrets are encrypted", id="silent"),
    ],
)
def test_secrets_in_etcd(files: tuple[Evidence, ...], expected: str) -> None:
    state = posture(SECRETS, *files)
    assert verdicts(state) == {CLUSTER: expected}
    assert bool(state.notes) is ("secretbox" in expected)
    assert "hunter2" not in repr(state)


def test_a_managed_cluster_is_joined_by_its_name_alone() -> None:
    state = posture(SECRETS, namespace(), eks(name="prod", secrets_encryption="customer-managed key"))
    assert verdicts(state) == {
        CLUSTER: "unknown: how its API server encrypts Secrets was not collected",
        "cluster prod": "passes (observed): the cloud names a key for Secrets",
    }
    assert posture(SECRETS).state is PostureState.NOT_COLLECTED


def test_a_compose_file_has_no_etcd() -> None:
    compose = snapshot("services: {web: {image: web:1}}\n", "compose.yaml")
    assert posture(SECRETS, compose).state is PostureState.NOT_COLLECTED
    assert posture(MODULES, compose).state is PostureState.NOT_COLLECTED


def test_of_two_api_servers_the_worse_counts() -> None:
    one, two = api_server("--encryption-provider-config=/e.yaml", name="a"), api_server("--x=1", name="b")
    assert verdicts(posture(SECRETS, one, two))[CLUSTER].startswith("fails (observed)")


@needs(CASES)
def test_an_api_server_of_2017() -> None:
    """kubeadm of Kubernetes 1.8 sets no encryption of secrets."""
    (text,) = verdicts(of_case(SECRETS, "clusterinfo_kube-system_pods.json")).values()
    assert "no encryption-provider-config" in text


def storage(name: str = "gp3", provisioner: str = "ebs.csi.aws.com", **parameters: str) -> str:
    return thing("StorageClass", "storage.k8s.io/v1", name, provisioner=provisioner, parameters=parameters)


def default(name: str = "gp3", **parameters: str) -> str:
    made = json.loads(storage(name, **parameters))
    made["metadata"]["annotations"] = {"storageclass.kubernetes.io/is-default-class": "true"}
    return json.dumps(made)


def volume(of: str, **source: object) -> str:
    return thing("PersistentVolume", "v1", "v1", spec={"storageClassName": of, **source})


EBS = {"csi": {"driver": "ebs.csi.aws.com"}}
GP3, V1 = "StorageClass/gp3", "PersistentVolume/v1"
UNENCRYPTED = "fails (observed): makes volumes without encryption (parameter encrypted)"
SILENT, ON_NODE = (
    "unknown: the class does not say and the disk was not collected",
    "unknown: lies on a node's disk whose encryption was not collected",
)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param((storage(encrypted="true", kmsKeyId="alias/x"),), {GP3: "passes (declared)"}, id="encrypted"),
        pytest.param((storage(encrypted="false"),), {GP3: UNENCRYPTED}, id="plain"),
        pytest.param((storage(),), {GP3: SILENT}, id="the provider's default"),
        pytest.param((storage(provisioner="kubernetes.io/no-provisioner"),), {GP3: ON_NODE}, id="a node's disk"),
        pytest.param(
            (storage(provisioner="pd.csi.storage.gke.io"),),
            {GP3: "passes (declared): its cloud encrypts every disk"},
            id="always",
        ),
        pytest.param(
            (storage("fast", encrypted="true"), storage(encrypted="false"), volume("fast", **EBS)),
            {"StorageClass/fast": "passes (declared)", V1: "passes (declared): its class fast asks for encryption"},
            id="a class that nobody uses",
        ),
        pytest.param(
            (storage("fast", encrypted="true"), default(encrypted="false"), volume("fast", **EBS)),
            {
                "StorageClass/fast": "passes (declared)",
                GP3: UNENCRYPTED,
                V1: "passes (declared): its class fast asks for encryption",
            },
            id="the default class counts",
        ),
        pytest.param(
            (storage(encrypted="false"), volume("gp3", **EBS)),
            {GP3: UNENCRYPTED, V1: "fails (observed): was made without encryption (class gp3)"},
            id="a volume of a plain class",
        ),
        pytest.param((storage(), volume("gp3", **EBS)), {GP3: SILENT, V1: SILENT}, id="a volume of a silent class"),
        pytest.param(
            (storage("fast", encrypted="true"), volume("fast", hostPath={"path": "/data"})),
            {"StorageClass/fast": "passes (declared)", V1: ON_NODE},
            id="a folder of a node",
        ),
        pytest.param(
            (storage(provisioner="rancher.io/local-path"), volume("gp3", csi={"driver": "x"})),
            {GP3: ON_NODE, V1: ON_NODE},
            id="a class on nodes",
        ),
        pytest.param(
            (volume("gone", **EBS),), {V1: "unknown: its storage class and its disk were not collected"}, id="no class"
        ),
        pytest.param(
            (volume("gone", azureDisk={}),), {V1: "passes (declared): its cloud encrypts every disk"}, id="always, no class"
        ),
    ],
)
def test_volumes(files: tuple[str, ...], expected: dict[str, str]) -> None:
    assert verdicts(posture(VOLUMES, *files)) == expected


def test_without_volumes() -> None:
    classes, volumes = empty("StorageClass", "storage.k8s.io/v1"), empty("PersistentVolume", "v1")
    assert posture(VOLUMES).state is PostureState.NOT_COLLECTED
    assert posture(VOLUMES, classes).state is PostureState.NOT_COLLECTED
    assert posture(VOLUMES, classes, volumes).state is PostureState.NONE_FOUND
    state = posture(VOLUMES, refused("storageclasses", "storage.k8s.io"))
    assert state.summary == "The API refused to list storage classes and volumes."


STORE, BASE = ResourceKind.STORAGE, ResourceKind.DATABASE


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        pytest.param(
            (reply(resource(STORE, "b", encrypted="yes", encryption_key="customer-managed")),),
            {"storage b": "passes (observed): key: customer-managed"},
            id="yes",
        ),
        pytest.param((reply(resource(STORE, "b")),), {"storage b": "unknown: the answer does not say"}, id="silent"),
        pytest.param(
            (reply(resource(STORE, "b", encrypted="yes"), resource(BASE, "orders", encrypted="no")),),
            {"storage b": "passes (observed): key: not named", "database orders": "fails (observed): is not encrypted"},
            id="a database in plain",
        ),
        pytest.param(
            (reply(resource(ResourceKind.VIRTUAL_MACHINE, "i-1"), resource(ResourceKind.OTHER, "d", encrypted="no")),),
            {"other resource d": "fails (observed): is not encrypted"},
            id="a machine is no store",
        ),
        pytest.param(
            (
                reply(resource(STORE, "b", encrypted="yes"), operation="s3 one"),
                reply(resource(STORE, "b"), operation="s3 list-buckets"),
            ),
            {"storage b": "passes (observed): key: not named"},
            id="two answers about one bucket",
        ),
        pytest.param(
            (replace(reply(operation="rds describe-db-instances"), not_collected=(("rds describe-db-instances", "more"),)),),
            {"rds describe-db-instances (account 1, region r)": "unknown: the answer is not whole: more"},
            id="a page is missing",
        ),
    ],
)
def test_stores_of_a_cloud(replies: tuple[CloudSnapshot, ...], expected: dict[str, str]) -> None:
    state = posture(STORAGE, *replies)
    assert verdicts(state) == expected
    assert bool(state.notes) is ("storage b" in expected), "a bucket's default is for new objects"


def test_two_answers_that_differ_contest_each_other() -> None:
    one, two = (reply(resource(STORE, "b", encrypted=said), operation=f"s3 {said}") for said in ("yes", "no"))
    (subject,) = posture(STORAGE, one, two).subjects
    assert (subject.outcome, len(subject.contested_by)) == ("fails", 2)


def test_without_stores() -> None:
    questions = ("rds describe-db-instances", "rds describe-db-clusters", "s3 list-buckets", "ecr describe-repositories")
    assert posture(STORAGE).state is PostureState.NOT_COLLECTED
    assert posture(STORAGE, reply()).state is PostureState.NOT_COLLECTED, "nobody asked for stores"
    assert posture(STORAGE, harbor()).state is PostureState.NOT_COLLECTED, "a registry is no cloud"
    assert posture(STORAGE, *(reply(operation=each) for each in questions)).state is PostureState.NONE_FOUND
    assert posture(STORAGE, *(reply(operation=each) for each in questions[1:])).state is PostureState.NOT_COLLECTED


MESHED, WORKER = ("istio-proxy", "docker.io/istio/proxyv2:1.24.1-fips"), {"node-role.kubernetes.io/worker": ""}
FIPS_NODE = node("one", labels={"example.gov/fips": "enabled"})
NOT_CLAIMED = "fails (observed): does not claim FIPS mode by label, system or kernel"


def machine(*, fips: bool, role: str = "worker") -> str:
    labels = {"machineconfiguration.openshift.io/role": role}
    return thing("MachineConfig", "machineconfiguration.openshift.io/v1", "99-worker", labels=labels, spec={"fips": fips})


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param((node("one"),), {"Node/one": NOT_CLAIMED}, id="no claim"),
        pytest.param((node("one", labels={"example.gov/fips": "false"}),), {"Node/one": NOT_CLAIMED}, id="a label that denies"),
        pytest.param(
            (FIPS_NODE, node("two")),
            {"Node/one": "passes (declared): label example.gov/fips=enabled", "Node/two": NOT_CLAIMED},
            id="one node of two",
        ),
        pytest.param(
            (machine(fips=True), node("one", labels=WORKER), node("two", labels={"node-role.kubernetes.io/master": ""})),
            {"Node/one": "passes (declared): MachineConfig/99-worker switches FIPS mode on", "Node/two": NOT_CLAIMED},
            id="a MachineConfig is for one pool",
        ),
        pytest.param(
            (node("one", labels={**WORKER, "example.gov/fips": "enabled"}), machine(fips=False)),
            {"Node/one": "fails (observed): has FIPS mode switched off by MachineConfig/99-worker"},
            id="a MachineConfig that denies",
        ),
        pytest.param(
            (FIPS_NODE, pod("cart", MESHED)),
            {
                "Node/one": "passes (declared): label example.gov/fips=enabled",
                MESHED[1]: "passes (declared): its name claims a FIPS build",
            },
            id="an image",
        ),
        pytest.param(
            (pod("cart", ("istio-proxy", "docker.io/istio/proxyv2:1.24.1"), ("cart", "cart:1")),),
            {
                "docker.io/istio/proxyv2:1.24.1": "unknown: image's build was not collected",
                "the nodes of the cluster": "unknown: the nodes were not collected",
            },
            id="a name that says nothing",
        ),
        pytest.param(
            (FIPS_NODE, pod("my-ingress", ("controller", "example/nginx:fips")), pod("cart", ("controller", "example/x:1"))),
            {
                "Node/one": "passes (declared): label example.gov/fips=enabled",
                "example/nginx:fips": "passes (declared): its name claims a FIPS build",
            },
            id="a way in",
        ),
    ],
)
def test_fips_is_a_claim(files: tuple[str, ...], expected: dict[str, str]) -> None:
    state = posture(FIPS, *files)
    assert verdicts(state) == expected
    assert state.notes[0].startswith("A name or label is a claim")


def test_without_nodes() -> None:
    assert posture(FIPS, namespace()).state is PostureState.NOT_COLLECTED
    assert posture(FIPS, refused("nodes", "")).summary.startswith("The API refused to list nodes")
    mesh = config_map("istio", "istio-system", mesh="defaultConfig: {proxyMetadata: {COMPLIANCE_POLICY: fips-140-2}}\n")
    assert "which says nothing of the module" in posture(FIPS, FIPS_NODE, mesh).notes[-1]


@needs(CASES)
def test_nodes_of_a_real_cluster_claim_nothing() -> None:
    assert set(verdicts(of_case(FIPS, "nri_1_31_nodes.yaml")).values()) <= {NOT_CLAIMED, NOT_CLAIMED.replace("obs", "obs")}


MODULE = """
- module: Example Module
  vendor: Example Corp
  version: "3.1"
  certificate: 1234
  fips-mode: true
  status: active
  status-checked: 2026-11-01
  stated-by: Jordan Example
  used-for: ["mesh/*", "api/*"]
"""
MESH_FILES = (peer(), pod("cart", MESHED))
USE = "mesh/cluster"
NOT_NAMED = "unknown: no module is named for this use; no list of the packages of the images there was collected"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "",
            "",
            "passes (stated): Example Module 3.1, certificate 1234, stated to be active on 2026-11-01; its approved mode is "
            "stated, and shown by nothing that was collected",
            id="all four and active",
        ),
        pytest.param(
            "  certificate: 1234\n",
            "",
            "fails (stated): (Container traffic between services in the cluster): "
            "Example Module has no certificate in decisions/crypto-modules.yaml",
            id="no certificate",
        ),
        pytest.param(
            "fips-mode: true",
            "fips-mode: false",
            "fails (stated): (Container traffic between services in the cluster): "
            "Example Module does not run in its approved mode",
            id="mode off",
        ),
        pytest.param(
            "status: active",
            "status: historical",
            "fails (stated): (Container traffic between services in the cluster): certificate 1234 is historical",
            id="historical",
        ),
        pytest.param(
            "status: active",
            "status: revoked",
            "fails (stated): (Container traffic between services in the cluster): certificate 1234 is revoked",
            id="revoked",
        ),
        pytest.param(
            "  fips-mode: true\n",
            "",
            "unknown: it is not stated that Example Module runs in its approved mode",
            id="mode not stated",
        ),
        pytest.param(
            '  version: "3.1"\n', "", "unknown: the version of Example Module that runs is not stated", id="no version"
        ),
        pytest.param("  status: active\n", "", "unknown: the certificate's status was not collected", id="no status"),
        pytest.param(
            "  status-checked: 2026-11-01\n", "", "unknown: the certificate's status was not collected", id="undated status"
        ),
        pytest.param("2026-11-01", "2026-11-21", "unknown: the certificate's status was not collected", id="after the day"),
        pytest.param('"mesh/*", ', "", NOT_NAMED, id="another use"),
    ],
)
def test_modules(old: str, new: str, expected: str) -> None:
    state = posture(MODULES, *MESH_FILES, modules=MODULE.replace(old, new))
    assert verdicts(state)[USE] == expected
    assert state.notes, "the sunset of FIPS 140-2"
    if not old:
        assert [each.stated_by for each in state.passing] == ["Jordan Example"]


def test_uses_are_those_that_the_evidence_shows() -> None:
    assert posture(MODULES).state is PostureState.NOT_COLLECTED
    assert posture(MODULES, reply()).state is PostureState.NOT_COLLECTED
    named = "unknown: no module is named for this use"
    assert verdicts(posture(MODULES, node("one"))) == {"api/cluster": named}
    assert verdicts(posture(MODULES, pod("cart", MESHED))) == {USE: NOT_NAMED}
    assert verdicts(posture(MODULES, pod("cart", MESHED), modules=MODULE))[USE].startswith("passes (stated)")


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


@pytest.mark.parametrize("check", [SECRETS, VOLUMES, STORAGE, FIPS, MODULES], ids=lambda check: check.id)
def test_less_evidence_never_proves_more(check: Check) -> None:
    files: tuple[Any, ...] = (
        FLAG,
        encryption("identity"),
        storage(encrypted="false"),
        storage("fast", encrypted="true"),
        volume("gp3", **EBS),
        FIPS_NODE,
        machine(fips=False),
        pod("cart", MESHED),
        reply(resource(STORE, "b", encrypted="no")),
        eks("1.27", secrets_encryption="no key named"),
    )
    files = tuple(snapshot(each, f"f{number}.yaml") if isinstance(each, str) else each for number, each in enumerate(files))
    whole = [each for state in postures(check, *files, modules=MODULE) for each in state.subjects]
    contested = {each.name: {source.path for source in each.contested_by} for each in whole}
    before = {each.name for each in whole if each.outcome == "passes"}
    for number, left_out in enumerate(files):
        rest = (each for at, each in enumerate(files) if at != number)
        after = {each.name for state in postures(check, *rest, modules=MODULE) for each in state.passing}
        known = {name for name in after if name in contested and left_out.evidence.path not in contested[name]}
        assert known <= before
