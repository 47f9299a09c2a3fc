"""Checks that hold pieces of evidence against each other, as states: each of them passing, failing, and not collected."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from generator.checks.population import population_of
from generator.checks.posture_check import PostureCheck
from generator.checks.stated import stated

from generator.checks.base import CheckEvidence
from generator.checks.registry import CHECKS, ask_all
from generator.facts.facts import facts_of
from generator.facts.hardening_decisions import read_benchmarks
from generator.facts.history import History
from generator.facts.quality import ApprovedConfiguration, judged
from generator.facts.signatures import Keys
from generator.graph.match import compare
from generator.model.attestation import COSIGN_PAYLOAD, MessageSignature, SignedMessage
from generator.model.facts import SystemFacts
from generator.model.hardening import AssessorValidation, ValidationSubject
from generator.model.inventory import ClusterEvidenceKind
from generator.model.posture import Certainty, Posture, PostureState
from generator.model.scan import Disposition, PackageList, TargetKind
from generator.oscal.states import is_risk
from generator.workspace.system_yaml import read
from tests.checks.test_checks import drawing, pipeline
from tests.checks.test_flow_checks import STATED
from tests.checks.test_scan_quality_checks import of_hosts, of_image
from tests.facts.assets_made import cluster, node, scan_of
from tests.facts.images_made import AS_OF, CART, COMMIT, OTHER, REPOSITORY, RUNNING, attestation, dockerfile, measured, stored
from tests.facts.images_made import facts as image_facts
from tests.facts.scans_made import day, pods, scan

CLUSTER = pods("c/pods.json", day(19), {"cart": CART}, digest=RUNNING)
TWO = pods("c/pods.json", day(19), {"cart": CART, "till": "registry.example/shop/till:1"})
BLIND = pods("c/pods.json", day(19), {"cart": CART})
PINNED = pods("c/pods.json", day(19), {"cart": f"{CART}@{RUNNING}"}, digest=RUNNING)
HOST = cluster("prod", node("node-a", "10.0.0.1"))
FRESH = scan("s.json", CART, [], day(18), digests=(RUNNING,))
SYSTEM = measured(os_name="redhat 9.4", tool="Trivy", path="evidence/scans/trivy.json")
ALPINE = measured(os_name="alpine 3.20", tool="Trivy", path="evidence/scans/trivy.json")
OWN = read_benchmarks(
    "- {os: alpine, benchmark: Ours, file: a.md, accepted-by: Larkspur, accepted: 2026-05-01}\n",
    as_of=AS_OF,
    checksum=lambda _file: "a" * 64,
)[0]
SIGNED = SignedMessage(b"bytes", (MessageSignature(b"signature"),))
CHAIN = stored(
    said=(
        attestation(repository=REPOSITORY, revision=COMMIT, signed=SIGNED),
        attestation(predicate_type=COSIGN_PAYLOAD, signed=SIGNED),
        attestation(predicate_type="https://cyclonedx.org/bom", signed=SIGNED),
    )
)
KEY = Keys((lambda _value, _message: True,), 1)
SAID = tuple(
    AssessorValidation(
        subject=one, by="Larkspur", day=date(2026, 5, 1), sha256="a" * 64, place="decisions/validations.yaml, line 1"
    )
    for one in ValidationSubject
)
EXPLOITED = scan("s.json", CART, ["CVE-2099-1"], day(18), digests=(RUNNING,))
DATABASE, STALE = of_image("a", day(18) - timedelta(hours=1)), of_image("a", day(8))
APPROVED = "a" * 64


def _facts(*snapshots: object, system: str = "", **more: object) -> SystemFacts:
    return image_facts(*snapshots, system=system, **more)  # type: ignore[arg-type]


def _posture(check: str, facts: SystemFacts, system: str = "") -> Posture:
    comparison = compare(facts.diagrams, facts.workloads)
    evidence = CheckEvidence(system=read(system, folder="x"), facts=facts, comparison=comparison)
    (one,) = [each for each in stated(ask_all(evidence), evidence) if each.requirement.id == check]
    return one


def _quality(*scans: object, approved: tuple[ApprovedConfiguration, ...] = ()) -> SystemFacts:
    facts = facts_of(History.of(scans), read("", folder="x"), AS_OF)  # type: ignore[arg-type]
    return replace(facts, scan_quality=judged(facts.scan_quality, approved))


Facts = Callable[[], SystemFacts]
Case = tuple[str, PostureState, Facts]

ABSENT, HOLDS, LOOSE, NONE = (
    PostureState.NOT_COLLECTED,
    PostureState.ENFORCING,
    PostureState.NOT_ENFORCING,
    PostureState.NONE_FOUND,
)
CASES: tuple[Case, ...] = (
    ("running-not-drawn", HOLDS, lambda: _facts(CLUSTER, drawing("cart"))),
    ("running-not-drawn", LOOSE, lambda: _facts(CLUSTER, drawing("till"))),
    ("drawn-not-running", HOLDS, lambda: _facts(CLUSTER, drawing("cart"))),
    ("drawn-not-running", LOOSE, lambda: _facts(CLUSTER, drawing("till"))),
    ("image-never-scanned", HOLDS, lambda: _facts(CLUSTER, FRESH)),
    ("image-never-scanned", LOOSE, lambda: _facts(CLUSTER)),
    ("image-never-scanned", NONE, lambda: _facts(HOST)),
    ("scan-too-old", HOLDS, lambda: _facts(CLUSTER, FRESH)),
    ("scan-too-old", LOOSE, lambda: _facts(CLUSTER, scan("s.json", CART, [], day(1, 10)))),
    ("scanned-digest-differs", HOLDS, lambda: _facts(CLUSTER, FRESH)),
    ("scanned-digest-differs", LOOSE, lambda: _facts(CLUSTER, scan("s.json", CART, [], day(18), digests=(OTHER,)))),
    ("running-digest-unknown", HOLDS, lambda: _facts(CLUSTER)),
    ("running-digest-unknown", LOOSE, lambda: _facts(BLIND)),
    ("tag-moved", HOLDS, lambda: _facts(CLUSTER, stored())),
    ("tag-moved", LOOSE, lambda: _facts(CLUSTER, stored(digest=OTHER))),
    ("image-not-pinned", HOLDS, lambda: _facts(PINNED)),
    ("image-not-pinned", LOOSE, lambda: _facts(CLUSTER)),
    ("image-built-by-unknown", HOLDS, lambda: _facts(CLUSTER, pipeline(CART))),
    ("image-built-by-unknown", LOOSE, lambda: _facts(CLUSTER, pipeline("registry.example/shop/till:1"))),
    ("registry-not-approved", HOLDS, lambda: _facts(CLUSTER, system="approved-registries: [registry.example]")),
    ("registry-not-approved", LOOSE, lambda: _facts(CLUSTER, system="approved-registries: [other.example]")),
    ("chain-link-broken", HOLDS, lambda: _facts(CLUSTER, CHAIN, keys=KEY)),
    ("chain-link-broken", LOOSE, lambda: _facts(CLUSTER, stored())),
    ("image-not-hardened", HOLDS, lambda: _facts(CLUSTER, dockerfile(base="cgr.dev/acme/static"))),
    ("image-not-hardened", LOOSE, lambda: _facts(CLUSTER, dockerfile(base="debian:12"))),
    ("image-not-hardened", ABSENT, lambda: _facts(TWO, dockerfile(base="cgr.dev/acme/static"))),
    ("image-benchmark-missing", HOLDS, lambda: _facts(CLUSTER, SYSTEM, measured("RHEL_9_STIG"))),
    ("image-benchmark-missing", LOOSE, lambda: _facts(CLUSTER, SYSTEM, measured("RHEL_8_STIG"))),
    ("distroless-benchmark-not-accepted", HOLDS, lambda: _facts(CLUSTER, ALPINE, chosen=OWN)),
    ("distroless-benchmark-not-accepted", LOOSE, lambda: _facts(CLUSTER, ALPINE)),
    ("distroless-benchmark-not-accepted", NONE, lambda: _facts(CLUSTER, SYSTEM)),
    ("image-runs-as-root", HOLDS, lambda: _facts(CLUSTER, dockerfile(user="10001", root=False))),
    ("image-runs-as-root", LOOSE, lambda: _facts(CLUSTER, dockerfile(root=True))),
    ("image-has-shell-or-package-manager", HOLDS, lambda: _facts(CLUSTER, measured(packages=PackageList(count=3)))),
    (
        "image-has-shell-or-package-manager",
        LOOSE,
        lambda: _facts(CLUSTER, measured(packages=PackageList(count=3, tools=("bash",)))),
    ),
    ("image-known-exploited", HOLDS, lambda: _facts(CLUSTER, EXPLOITED)),
    ("image-known-exploited", LOOSE, lambda: _facts(CLUSTER, EXPLOITED, exploited=lambda cve: cve == "CVE-2099-1")),
    ("validation-missing", HOLDS, lambda: replace(_facts(CLUSTER), validations=SAID)),
    ("validation-missing", LOOSE, lambda: replace(_facts(CLUSTER), validations=SAID[:2])),
    ("asset-never-scanned", HOLDS, lambda: _facts(HOST, scan_of(TargetKind.HOST, "s/1.json", "node-a", []))),
    ("asset-never-scanned", LOOSE, lambda: _facts(HOST)),
    ("asset-scan-too-old", HOLDS, lambda: _facts(HOST, scan_of(TargetKind.HOST, "s/1.json", "node-a", []))),
    ("asset-scan-too-old", LOOSE, lambda: _facts(HOST, scan_of(TargetKind.HOST, "s/1.json", "node-a", [], day(1, 9)))),
    ("scanned-not-in-inventory", HOLDS, lambda: _facts(HOST, scan_of(TargetKind.HOST, "s/1.json", "node-a", []))),
    ("scanned-not-in-inventory", LOOSE, lambda: _facts(HOST, scan_of(TargetKind.HOST, "s/1.json", "node-z", []))),
    ("scan-database-too-old", HOLDS, lambda: _quality(DATABASE)),
    ("scan-database-too-old", LOOSE, lambda: _quality(STALE)),
    ("scan-not-authenticated", HOLDS, lambda: _quality(of_hosts("a", True, True, privileged=True))),
    ("scan-not-authenticated", LOOSE, lambda: _quality(of_hosts("a", True, False))),
)
"""Check, state, and the facts that give it; `not collected` is asked of every check over no evidence at all."""


@pytest.mark.parametrize(("check", "state", "facts"), CASES, ids=lambda value: value if isinstance(value, str) else None)
def test_state(check: str, state: PostureState, facts: Facts) -> None:
    system = "approved-registries: [registry.example]" if check == "registry-not-approved" else ""
    if check == "registry-not-approved" and state is LOOSE:
        system = "approved-registries: [other.example]"
    one = _posture(check, facts(), system)
    assert one.state is state, one.summary
    assert bool(one.problems) is (state is LOOSE)
    assert is_risk(one) is (state is LOOSE or (state is NONE and one.requirement.required))
    assert one.held is None or 0 <= one.held[0] <= one.held[1]
    assert one.summary.endswith(".")


OF_EVIDENCE = [check for check in CHECKS if not isinstance(check, PostureCheck)]


@pytest.mark.parametrize("check", OF_EVIDENCE, ids=lambda check: check.id)
def test_without_evidence_it_is_not_collected(check: object) -> None:
    one = _posture(check.id, facts_of(History(), read("", folder="x"), AS_OF))  # type: ignore[attr-defined]
    assert (one.state, one.certainty) == (ABSENT, Certainty.NONE)
    assert one.missing


def test_every_such_check_has_its_cases() -> None:
    by_hand = {"scan-configuration-not-approved", *STATED}
    for check in OF_EVIDENCE:
        states = {state for id_, state, _ in CASES if id_ == check.id}
        assert check.id in by_hand or states >= {HOLDS, LOOSE}, check.id
        assert population_of(check.id).singular


def test_scanner_configurations() -> None:
    name = "scan-configuration-not-approved"
    approved = (ApprovedConfiguration(scanner="Trivy", sha256=APPROVED),)
    made = {one: of_image("a", day(18), configuration=one) for one in (APPROVED, "b" * 64)}
    assert _posture(name, _quality(made[APPROVED], approved=approved)).state is HOLDS
    assert _posture(name, _quality(made["b" * 64], approved=approved)).state is LOOSE


def test_what_is_known_of_less_than_half_is_no_answer() -> None:
    one = _posture("image-not-hardened", _facts(TWO, dockerfile(base="cgr.dev/acme/static")))
    assert one.summary == "It is known of 1 of 2 images that run only."
    assert one.missing


def test_what_only_manifests_declare_is_declared() -> None:
    declared = pods("c/pods.json", day(19), {"cart": CART}, digest=RUNNING, nature=ClusterEvidenceKind.DECLARED)
    one = _posture("image-never-scanned", _facts(declared, FRESH))
    assert one.certainty is Certainty.DECLARED


def test_a_problem_says_what_is_wrong_and_where_it_stands() -> None:
    one = _posture("image-never-scanned", _facts(TWO, FRESH))
    (problem,) = one.problems
    assert problem.subject == "registry.example/shop/till:1"
    assert problem.text == "runs but was never scanned"
    assert problem.citations[0].source.path == "c/pods.json"
    assert (one.held, one.in_part) == ((1, 2), True)
    assert _posture("image-never-scanned", _facts(CLUSTER)).in_part is False


def test_an_image_with_a_failed_benchmark_holds_it_all_the_same() -> None:
    failed = measured("RHEL_9_STIG", checks={"rule": (Disposition.OPEN, "")})
    assert _posture("image-benchmark-missing", _facts(CLUSTER, SYSTEM, failed)).state is HOLDS
