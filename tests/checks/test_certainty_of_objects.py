"""How sure a verdict is that rests on several objects: as the least certain of them, never as the most certain."""

from dataclasses import dataclass

import pytest

from generator.checks.admission import admission_policy_not_enforced
from generator.checks.base import Check, CheckContext
from generator.checks.change import secret_stores
from generator.checks.cryptography import fips_indicators
from generator.checks.images import image_not_pinned
from generator.checks.isolation import resource_quota
from generator.checks.sensors import alert_route, sensor_alerts_delivered, sensor_losses
from generator.checks.traffic import database_open_to_users, mesh_mtls
from generator.model.evidence import EvidenceSource
from generator.model.posture import Certainty
from generator.workspace.system_yaml import read
from tests.checks.admission_evidence import bound, namespaces, pods, policy
from tests.checks.cluster_evidence import declared, facts, listing, posture
from tests.checks.manifests import container, deployment, empty, namespace, thing
from tests.checks.operation_manifests import config_map, daemon_set, node, peer, pod

SHOP = namespaces("shop")
PINNED = f"registry.example/till:1@sha256:{'a' * 64}"
TILL = deployment(container(image="registry.example/till:1"), name="till", where="till")
PROXY = ("istio-proxy", "docker.io/istio/proxyv2:1.24")
MESHED = pod("cart", ("cart", "registry.example/cart:1"), PROXY, labels={"app": "cart"})
QUIET = "stdout_output: {enabled: false}\nsyscall_event_drops: {actions: [ignore]}\n"
FALCO = config_map("falco", "falco", falco__yaml=QUIET)
ALSO = config_map("falco", "till", falco__yaml=QUIET)


def machine_config(name: str) -> str:
    labels = {"machineconfiguration.openshift.io/role": "worker"}
    return thing("MachineConfig", "machineconfiguration.openshift.io/v1", name, labels=labels, spec={"fips": False})


WORKER = node("one", labels={"node-role.kubernetes.io/worker": ""})
QUOTA = thing("ResourceQuota", "v1", "quota", "shop", spec={"hard": {"pods": "10"}})
RANGE = thing("LimitRange", "v1", "range", "shop", spec={"limits": [{"type": "Container", "max": {"cpu": "1"}}]})
DATABASE = pod("db", ("db", "docker.io/library/postgres:16"), labels={"app": "db"})


DB = {"secretRef": {"name": "db"}}


def opened(name: str) -> str:
    spec = {"type": "LoadBalancer", "selector": {"app": "db"}, "ports": [{"port": 5432}]}
    return thing("Service", "v1", name, "shop", spec=spec)


INGRESS = thing(
    "Ingress",
    "networking.k8s.io/v1",
    "two",
    "shop",
    spec={"defaultBackend": {"service": {"name": "one", "port": {"number": 5432}}}},
)


FAMILIES = [
    pytest.param(
        image_not_pinned.CHECK,
        (SHOP, pods("registry.example/till:1")),
        TILL,
        "registry.example/till:1",
        id="what names an image by tag",
    ),
    pytest.param(
        image_not_pinned.CHECK,
        (SHOP, pods(PINNED)),
        deployment(container(image=PINNED), name="till", where="till"),
        PINNED.partition("@")[0],
        id="what names an image by digest",
    ),
    pytest.param(fips_indicators.CHECK, (WORKER,), machine_config("a"), "Node/one", id="machine config"),
    pytest.param(alert_route.CHECK, (daemon_set(), FALCO), ALSO, "falco/DaemonSet/falco: out of the sensor", id="route"),
    pytest.param(sensor_alerts_delivered.CHECK, (daemon_set(), FALCO), ALSO, "falco/DaemonSet/falco", id="delivery"),
    pytest.param(sensor_losses.CHECK, (daemon_set(), FALCO), ALSO, "falco/DaemonSet/falco", id="losses"),
    pytest.param(
        mesh_mtls.CHECK,
        (MESHED, peer("PERMISSIVE")),
        peer("PERMISSIVE", "shop", "cart", selector={"matchLabels": {"app": "cart"}}),
        "shop/Deployment/cart",
        id="mesh",
    ),
    pytest.param(
        database_open_to_users.CHECK, (DATABASE, opened("one")), INGRESS, "shop/Deployment/db", id="ways to a database"
    ),
]


def certainty(check: Check, subject: str, *files: str) -> Certainty | None:
    (verdict,) = [each for each in posture(check, *files).subjects if each.name == subject]
    return verdict.certainty


@pytest.mark.parametrize(("check", "seen", "other", "subject"), FAMILIES)
def test_one_object_that_was_seen_makes_no_other_seen(check: Check, seen: tuple[str, ...], other: str, subject: str) -> None:
    assert certainty(check, subject, *seen, other) is Certainty.OBSERVED
    assert certainty(check, subject, *seen, declared(other)) is Certainty.DECLARED


def test_a_fault_of_one_object_is_as_sure_as_that_object() -> None:
    subject = "ValidatingAdmissionPolicy/no-root"
    files = (policy("Ignore"), SHOP, declared(bound("Deny")))
    assert certainty(admission_policy_not_enforced.CHECK, subject, *files) is Certainty.OBSERVED
    store = empty("ExternalSecret", "external-secrets.io/v1")
    secret, uses = thing("Secret", "v1", "db", "shop", type="Opaque"), deployment(container(envFrom=[DB]))
    assert certainty(secret_stores.CHECK, "shop/Secret/db", store, secret, declared(uses)) is Certainty.OBSERVED
    assert certainty(secret_stores.CHECK, "shop/Secret/db", store, declared(uses)) is Certainty.DECLARED


def test_what_was_seen_is_proof_enough_where_one_suffices() -> None:
    whole = listing("Namespace", "v1", namespace())
    both = posture(resource_quota.CHECK, whole, listing("ResourceQuota", "v1", QUOTA), declared(RANGE)).subjects
    assert [(each.certainty, [cited.kind for cited in each.citations]) for each in both] == [
        (Certainty.OBSERVED, ["ResourceQuota"])
    ]
    alone = posture(resource_quota.CHECK, whole, declared(RANGE)).subjects
    assert [(each.certainty, [cited.kind for cited in each.citations]) for each in alone] == [
        (Certainty.DECLARED, ["LimitRange"])
    ]


@dataclass(frozen=True)
class _At:
    """One object read from these places."""

    sources: tuple[EvidenceSource, ...]


def _context(*files: str) -> tuple[CheckContext, EvidenceSource, EvidenceSource]:
    context = CheckContext(system=read("", folder="x"), facts=facts(*files))
    return context, *(EvidenceSource("0" * 64, f"evidence/cluster/file{number}.yaml") for number in (0, 1))


def test_one_object_and_several() -> None:
    context, manifest, answer = _context(declared(RANGE), QUOTA)
    by_both, by_manifest, by_answer = _At((manifest, answer)), _At((manifest,)), _At((answer,))
    assert context.certainty_of(by_both) is Certainty.OBSERVED, "one of the places shows it at work"
    assert context.certainty_of(by_manifest) is Certainty.DECLARED
    assert context.certainty_of_all([by_answer, by_both]) is Certainty.OBSERVED
    assert context.certainty_of_all([by_answer, by_manifest]) is Certainty.DECLARED
    with pytest.raises(ValueError, match="empty"):
        context.certainty_of_all([])
