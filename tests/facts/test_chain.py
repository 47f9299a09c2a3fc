"""Each link of the chain from commit to running digest: it holds, it breaks, or nobody looked."""

from dataclasses import replace

import pytest

from generator.checks.registry import CHECKS
from generator.facts.chain_links import LINKS
from generator.facts.configuration import configurations
from generator.facts.history import History
from generator.facts.signatures import Keys
from generator.frameworks.base import is_control
from generator.model.attestation import COSIGN_PAYLOAD, MessageSignature, SignatureStatus, SignedMessage
from generator.model.chain import LinkState
from generator.model.evidence import EvidenceSource
from generator.model.inventory import ClusterEvidenceKind
from generator.model.pipeline import Gating
from generator.model.registry import ReferrerKind
from generator.model.scan import PackageList
from generator.model.settings.admission import KyvernoPolicy, KyvernoRule, SignaturePolicy
from generator.model.settings.base import Setting, Settings
from generator.model.settings.isolation import NamespaceLabels
from tests.facts.images_made import (
    CART,
    COMMIT,
    OTHER,
    REPOSITORY,
    RUNNING,
    attestation,
    chain,
    facts,
    link,
    measured,
    said,
    stored,
    workflow,
)
from tests.facts.scans_made import day, evidence, pods, scan

CLUSTER = pods("c/pods.json", day(19), {"cart": CART}, digest=RUNNING)
PINNED = pods("c/pods.json", day(19), {"cart": f"{CART}@{RUNNING}"}, digest=RUNNING)
LABELS = {"org.opencontainers.image.source": REPOSITORY, "org.opencontainers.image.revision": COMMIT}
SIGNED = SignedMessage(b"bytes", (MessageSignature(b"signature"),))
HOLDS, BROKEN, UNVERIFIED, ABSENT = LinkState.HOLDS, LinkState.BROKEN, LinkState.UNVERIFIED, LinkState.NOT_COLLECTED


def test_an_image_that_only_runs_breaks_nothing_that_nobody_looked_at() -> None:
    states = {one.id: one.state for one in chain(CLUSTER).links}
    assert states == {
        "commit": ABSENT,
        "pipeline": ABSENT,
        "gates": ABSENT,
        "provenance": ABSENT,
        "signature": ABSENT,
        "sbom": ABSENT,
        "registry": ABSENT,
        "admission": ABSENT,
        "running": HOLDS,
        "inventory": HOLDS,
        "scan": ABSENT,
        "items": ABSENT,
    }


def test_the_whole_chain() -> None:
    statement = attestation(
        repository=REPOSITORY, revision=COMMIT, workflow=".github/workflows/release.yml", run="run 7", signed=SIGNED
    )
    held = stored(
        labels=LABELS,
        referrers=((ReferrerKind.SIGNATURE, ()), (ReferrerKind.SBOM, ())),
        said=(statement, attestation(predicate_type=COSIGN_PAYLOAD, signed=SIGNED)),
    )
    found = scan("s.json", CART, ["CVE-2099-1"], day(18), digests=(RUNNING,))
    one = chain(CLUSTER, held, workflow("registry.example/shop/cart:1"), found)
    assert {link.id: link.state for link in one.links} == {
        "commit": HOLDS,
        "pipeline": HOLDS,
        "gates": HOLDS,
        "provenance": UNVERIFIED,
        "signature": UNVERIFIED,
        "sbom": HOLDS,
        "registry": HOLDS,
        "admission": ABSENT,
        "running": HOLDS,
        "inventory": HOLDS,
        "scan": HOLDS,
        "items": HOLDS,
    }
    told = {link.id: link.text for link in one.links}
    assert f"{REPOSITORY} at commit {COMMIT}" in told["commit"]
    assert "run run 7" in told["pipeline"]
    assert told["items"].startswith("1 open weakness")
    assert one.broken == ()


@pytest.mark.parametrize(
    ("labels", "statement", "state", "words"),
    [
        (LABELS, None, HOLDS, "the image's labels"),
        ({}, None, BROKEN, "Neither a label"),
        ({"org.opencontainers.image.source": REPOSITORY}, None, BROKEN, "but no commit"),
        ({"org.opencontainers.image.revision": COMMIT}, None, BROKEN, "but no repository"),
        (LABELS, "f" * 40, BROKEN, "The commits differ"),
        (LABELS, COMMIT, HOLDS, "labels and its provenance"),
    ],
)
def test_commit(labels: dict[str, str], statement: str | None, state: LinkState, words: str) -> None:
    more = (said(attestation(repository=REPOSITORY, revision=statement)),) if statement else ()
    one = link("commit", CLUSTER, stored(labels=labels), *more)
    assert one.state is state
    assert words in one.text
    assert "does not verify" not in one.text


def test_pipeline_and_the_run_that_a_statement_names() -> None:
    assert link("pipeline", CLUSTER, workflow("registry.example/shop/till:1")).state is ABSENT
    ours = workflow("registry.example/shop/cart:1")
    assert link("pipeline", CLUSTER, ours).state is HOLDS
    assert (
        link("pipeline", CLUSTER, ours).text == "GitHub Actions Release declares that it builds it; no statement names the run."
    )
    assert link("pipeline", CLUSTER, ours, said(attestation(workflow="ci/release.yml"))).state is HOLDS
    other = link("pipeline", CLUSTER, ours, said(attestation(workflow="ci/other.yml")))
    assert other.state is UNVERIFIED
    assert "ci/other.yml" in other.text


@pytest.mark.parametrize(
    ("gating", "state"),
    [
        (Gating.YES, HOLDS),
        (Gating.POLICY, UNVERIFIED),
        (Gating.UNKNOWN, UNVERIFIED),
        (Gating.NO, BROKEN),
        (None, BROKEN),
    ],
)
def test_gates(gating: Gating | None, state: LinkState) -> None:
    assert link("gates", CLUSTER, workflow("registry.example/shop/cart:1", gating=gating)).state is state


def test_of_several_pipelines_that_build_it_the_weakest_gate_decides() -> None:
    def gates(*gatings: Gating | None) -> LinkState:
        pipelines = [
            workflow("registry.example/shop/cart:1", gating=gating, path=f"evidence/pipelines/{number}.yml")
            for number, gating in enumerate(gatings)
        ]
        return link("gates", CLUSTER, *pipelines).state

    assert gates(Gating.YES, Gating.YES) is HOLDS
    assert gates(Gating.YES, Gating.UNKNOWN) is UNVERIFIED
    assert gates(Gating.YES, None) is BROKEN


def test_a_scan_by_name_is_no_scan_of_the_digest() -> None:
    by_name = link("scan", CLUSTER, scan("s/a.json", CART, [], day(18)))
    assert by_name.state is UNVERIFIED
    assert "names no digest" in by_name.text
    assert link("scan", CLUSTER, scan("s/a.json", CART, [], day(1, 9))).state is BROKEN


def test_the_worst_of_several_pipelines_decides() -> None:
    name = "registry.example/shop/cart:1"
    stops, warns = workflow(name), workflow(name, gating=Gating.NO, path="evidence/pipelines/nightly.yml")
    assert link("gates", CLUSTER, stops, warns).state is BROKEN
    assert [source.path for source in link("gates", CLUSTER, stops, warns).sources] == ["evidence/pipelines/nightly.yml"]
    policy = workflow(name, gating=Gating.POLICY, path="evidence/pipelines/nightly.yml")
    assert link("gates", CLUSTER, stops, policy).state is UNVERIFIED


def test_provenance_is_kept_with_its_standing() -> None:
    (one,) = chain(CLUSTER, said(attestation(signed=SIGNED)), keys=Keys((lambda _value, _message: True,), 1)).provenance
    assert one.standing is SignatureStatus.VERIFIED
    assert chain(CLUSTER).provenance == ()


def test_a_statement_about_another_digest_breaks_the_chain() -> None:
    one = link("provenance", CLUSTER, said(attestation(OTHER)))
    assert one.state is BROKEN
    assert "another digest" in one.text
    assert link("provenance", CLUSTER, said(attestation(OTHER, name="registry.example/shop/till"))).state is ABSENT


def test_what_the_registry_does_not_hold_is_broken() -> None:
    for name in ("provenance", "signature", "sbom"):
        assert link(name, CLUSTER, stored()).state is BROKEN
        assert link(name, CLUSTER).state is ABSENT


def test_what_the_registry_holds_unread_is_present() -> None:
    held = stored(referrers=((ReferrerKind.ATTESTATION, ("https://slsa.dev/provenance/v1",)), (ReferrerKind.SIGNATURE, ())))
    assert link("provenance", CLUSTER, held).state is UNVERIFIED
    assert link("signature", CLUSTER, held).state is UNVERIFIED


def test_signatures_by_their_standing() -> None:
    statement = said(attestation(predicate_type=COSIGN_PAYLOAD, signed=SIGNED))
    assert link("signature", CLUSTER, statement).state is UNVERIFIED
    assert link("signature", CLUSTER, statement, keys=Keys((lambda _value, _message: True,), 1)).state is HOLDS
    refused = link("signature", CLUSTER, statement, keys=Keys((lambda _value, _message: False,), 1))
    assert refused.state is BROKEN
    assert "somebody else signed it" in refused.text


def test_what_does_not_verify_counts_for_nothing() -> None:
    """Neither commit nor run nor bill of materials is taken from a statement that somebody else signed."""
    nobody = Keys((lambda _value, _message: False,), 1)
    forged = attestation(repository=REPOSITORY, revision=COMMIT, workflow="ci/release.yml", signed=SIGNED)
    bill = attestation(predicate_type="https://cyclonedx.org/bom", signed=SIGNED)
    held, ours = stored(said=(forged, bill)), workflow("registry.example/shop/cart:1")
    one = link("commit", CLUSTER, held, keys=nobody)
    assert one.state is BROKEN
    assert "counts for nothing" in one.text
    assert "no statement names the run" in link("pipeline", CLUSTER, held, ours, keys=nobody).text
    assert link("sbom", CLUSTER, held, keys=nobody).state is BROKEN
    assert link("sbom", CLUSTER, held).state is HOLDS


def test_what_verifies_outranks_what_nobody_verified() -> None:
    ours = Keys((lambda value, _message: value == b"ours",), 1)
    good = attestation(repository=REPOSITORY, revision=COMMIT, signed=SignedMessage(b"1", (MessageSignature(b"ours"),)))
    other = attestation(repository=REPOSITORY, revision="f" * 40)
    assert link("commit", CLUSTER, said(good, other), keys=ours).state is HOLDS
    assert link("commit", CLUSTER, said(good, other)).state is BROKEN


@pytest.mark.parametrize(
    "kind", ["https://cosign.sigstore.dev/attestation/v1", "https://cosign.sigstore.dev/attestation/vuln/v1"]
)
def test_other_statements_are_no_provenance(kind: str) -> None:
    """cosign's own types hold whatever somebody attests, test results and scans among it."""
    assert link("provenance", CLUSTER, stored(said=(attestation(predicate_type=kind),))).state is BROKEN


def test_a_bill_among_the_evidence_is_one() -> None:
    one = link("sbom", CLUSTER, stored(), measured(packages=PackageList(count=3)))
    assert one.state is HOLDS
    assert "among the evidence" in one.text


def test_registry_and_a_tag_that_moved() -> None:
    assert link("registry", CLUSTER, stored()).state is HOLDS
    moved = link("registry", CLUSTER, stored(digest=OTHER))
    assert (moved.state, moved.reported_by) == (BROKEN, ("tag-moved",))
    assert link("registry", PINNED, stored(digest=OTHER)).state is ABSENT
    both = link(
        "registry", CLUSTER, stored(), replace(stored(digest=OTHER), evidence=evidence("evidence/registry/z.json", day(20)))
    )
    assert both.state is HOLDS
    assert "points to another one by now" in both.text


def test_the_scan_of_another_digest_is_no_scan_of_this_one() -> None:
    assert link("scan", CLUSTER, scan("s.json", CART, [], day(18), digests=(OTHER,))).state is BROKEN
    assert link("scan", CLUSTER, scan("s.json", CART, [], day(18), digests=(RUNNING,))).state is HOLDS
    assert link("scan", CLUSTER, scan("s.json", CART, [], day(1, 10), digests=(RUNNING,))).state is BROKEN
    assert link("items", CLUSTER, scan("s.json", CART, [], day(18))).text == "No weakness is open on it."


OPTED = NamespaceLabels(labels=(("policy.sigstore.dev/include", "true"),))


def _with(*says: Settings, listed: bool = True):
    file = evidence("c/pods.json")
    settings = tuple(
        Setting(
            group="kyverno.io",
            kind="ClusterPolicy",
            namespace="",
            name="web" if isinstance(one, NamespaceLabels) else f"policy-{number}",
            read_from=("kyverno.io", "ClusterPolicy"),
            taken=day(19),
            source=EvidenceSource(file.sha256, file.path),
            says=one,
        )
        for number, one in enumerate(says)
    )
    kinds = (("kyverno.io", "ClusterPolicy"),) if listed else ()
    return replace(CLUSTER, listed=kinds, settings=settings)


@pytest.mark.parametrize(
    ("says", "state"),
    [
        ((), BROKEN),
        ((SignaturePolicy(enforces=True, images=("registry.example/**",), authorities=1),), BROKEN),
        ((SignaturePolicy(enforces=True, images=("registry.example/**",), authorities=1), OPTED), HOLDS),
        ((SignaturePolicy(enforces=True, images=("registry.example/*",), authorities=1), OPTED), UNVERIFIED),
        ((SignaturePolicy(enforces=True, images=("registry.example/**",), authorities=1, narrowed=True), OPTED), UNVERIFIED),
        ((SignaturePolicy(enforces=True, images=("other.example/**",), authorities=1), OPTED), UNVERIFIED),
        ((SignaturePolicy(enforces=False, images=("**",), authorities=1), OPTED), BROKEN),
        ((SignaturePolicy(enforces=True, images=("**",), authorities=1, always_passes=True), OPTED), BROKEN),
        (
            (
                KyvernoPolicy(
                    rules=(KyvernoRule(name="v", verifies_images=True, enforces=True, images=("registry.example/*",)),)
                ),
            ),
            HOLDS,
        ),
        ((KyvernoPolicy(rules=(KyvernoRule(name="v", verifies_images=False, enforces=True),)),), UNVERIFIED),
    ],
)
def test_admission(says: tuple[Settings, ...], state: LinkState) -> None:
    cluster = _with(*says)
    assert configurations(History.of([cluster]).clusters(), day(20).date())
    assert link("admission", cluster).state is state


def test_admission_that_nobody_looked_for() -> None:
    assert link("admission", _with(listed=False)).state is ABSENT


def test_what_only_a_manifest_of_another_cluster_pins_is_declared_and_does_not_run() -> None:
    till = "registry.example/shop/till:1"
    pinned = pods("m/all.yaml", day(19), {"till": f"{till}@{RUNNING}"}, digest=RUNNING, nature=ClusterEvidenceKind.DECLARED)
    found = facts(CLUSTER, replace(pinned, cluster="edge"))
    links = {one.asset_id: next(link for link in one.links if link.id == "running") for one in found.chains}
    assert {asset_id: link.state for asset_id, link in links.items()} == {CART: HOLDS, till: UNVERIFIED}
    assert "what runs was not collected" in links[till].text


def test_every_link_is_complete_and_its_check_exists() -> None:
    checks = {check.id for check in CHECKS}
    assert len({rule.id for rule in LINKS}) == len(LINKS)
    for rule in LINKS:
        assert rule.question.endswith("?")
        assert rule.controls
        assert all(is_control(control) for control in rule.controls)
        assert rule.source
        assert set(rule.reported_by) <= checks
