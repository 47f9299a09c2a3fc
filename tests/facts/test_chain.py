"""What is collected of each link of the chain from commit to running digest, and the chain that pages show."""

import pytest
from replacing import replace

from generator.checks.admission import admission_gate, unsigned_images_admitted
from generator.checks.base import CheckContext
from generator.checks.images.chain_verdicts import LINKS
from generator.checks.judging import judge
from generator.checks.registry import CHECKS
from generator.facts.signatures import Keys
from generator.frameworks.base import is_control
from generator.model.attestation import COSIGN_PAYLOAD, MessageSignature, SignatureStatus, SignedMessage
from generator.model.chain import LinkState
from generator.model.evidence import EvidenceSource
from generator.model.pipeline import Gating
from generator.model.posture import Certainty, Outcome
from generator.model.registry import ReferrerKind
from generator.model.scan import PackageList
from generator.model.settings.admission import KyvernoPolicy, KyvernoRule, SignaturePolicy
from generator.model.settings.base import Setting, Settings
from generator.model.settings.isolation import NamespaceLabels
from generator.workspace.system_yaml import read
from tests.checks.image_evidence import container, declared
from tests.facts.images_made import (
    CART,
    COMMIT,
    OTHER,
    REPOSITORY,
    RUNNING,
    attestation,
    chain,
    chain_evidence,
    chains,
    collected,
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
HOLDS, BROKEN, OPEN, ABSENT = LinkState.HOLDS, LinkState.BROKEN, LinkState.NOT_ESTABLISHED, LinkState.NOT_COLLECTED


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
        taken=day(19),
    )
    found = scan("s.json", CART, ["CVE-2099-1"], day(18), digests=(RUNNING,))
    one = chain(CLUSTER, held, workflow("registry.example/shop/cart:1"), found)
    assert {link.id: link.state for link in one.links} == {
        "commit": OPEN,
        "pipeline": HOLDS,
        "gates": HOLDS,
        "provenance": OPEN,
        "signature": OPEN,
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
    assert f"pushes {CART}" in told["pipeline"]
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
    one = collected("commit", CLUSTER, stored(labels=labels), *more)
    assert one.state is state
    assert words in one.text
    assert "does not verify" not in one.text


def test_the_page_has_the_verdicts_of_the_requirements() -> None:
    ours = workflow(CART)
    shown = link("pipeline", CLUSTER, ours)
    assert (shown.state, shown.certainty, shown.reported_by) == (HOLDS, Certainty.DECLARED, ("image-built-by-unknown",))
    assert shown.text == f"Evidence/pipelines/release.yml pushes {CART}."
    open_tag = link("pipeline", CLUSTER, workflow("registry.example/shop/cart:$TAG"))
    assert (open_tag.state, open_tag.certainty) == (OPEN, None)
    assert "is not shown" in open_tag.text
    assert link("pipeline", CLUSTER, workflow("registry.example/shop/till:1")).state is OPEN
    assert link("pipeline", CLUSTER).state is ABSENT


@pytest.mark.parametrize(
    ("gating", "state"),
    [
        (Gating.YES, HOLDS),
        (Gating.POLICY, OPEN),
        (Gating.UNKNOWN, OPEN),
        (Gating.NO, BROKEN),
        (None, BROKEN),
    ],
)
def test_gates(gating: Gating | None, state: LinkState) -> None:
    assert link("gates", CLUSTER, workflow(CART, gating=gating)).state is state


def test_of_several_pipelines_that_build_it_the_weakest_gate_decides() -> None:
    def gates(*gatings: Gating | None) -> LinkState:
        pipelines = [workflow(CART, gating=gating, path=f"evidence/pipelines/{at}.yml") for at, gating in enumerate(gatings)]
        return link("gates", CLUSTER, *pipelines).state

    assert gates(Gating.YES, Gating.YES) is HOLDS
    assert gates(Gating.YES, Gating.UNKNOWN) is OPEN
    assert gates(Gating.YES, None) is BROKEN
    stops, warns = workflow(CART), workflow(CART, gating=Gating.NO, path="evidence/pipelines/nightly.yml")
    assert {source.path for source in link("gates", CLUSTER, stops, warns).sources} == {"evidence/pipelines/nightly.yml"}


def test_the_scan_of_a_tag_or_of_another_digest_is_no_scan_of_this_one() -> None:
    by_name = link("scan", CLUSTER, scan("s/a.json", CART, [], day(18)))
    assert (by_name.state, by_name.text) == (
        OPEN,
        "The scan names the tag, not the digest that runs; the scan names no digest.",
    )
    assert link("scan", CLUSTER, scan("s.json", CART, [], day(18), digests=(OTHER,))).state is OPEN
    assert link("scan", CLUSTER, scan("s.json", CART, [], day(18), digests=(RUNNING,))).state is HOLDS
    assert link("scan", CLUSTER, scan("s.json", CART, [], day(1, 10), digests=(RUNNING,))).state is BROKEN
    assert link("scan", CLUSTER).state is ABSENT


def test_that_no_weakness_is_open_takes_a_scan_of_the_digest() -> None:
    by_name = link("items", CLUSTER, scan("s.json", CART, [], day(18)))
    assert by_name.state is OPEN
    assert by_name.text.startswith("No weakness is known, and the scan names the tag")
    whole = link("items", CLUSTER, scan("s.json", CART, [], day(18), digests=(RUNNING,)))
    assert (whole.state, whole.text) == (HOLDS, "No weakness is open on it.")
    assert link("items", CLUSTER, scan("s.json", CART, ["CVE-2099-1"], day(18))).text.startswith("1 open weakness, each")


def test_provenance_is_kept_with_its_standing() -> None:
    (one,) = chain_evidence(
        CLUSTER, said(attestation(signed=SIGNED)), keys=Keys((lambda _value, _message: True,), 1)
    ).provenance
    assert one.standing is SignatureStatus.VERIFIED
    assert chain_evidence(CLUSTER).provenance == ()


def test_a_statement_about_another_digest_breaks_the_chain() -> None:
    one = collected("provenance", CLUSTER, said(attestation(OTHER)))
    assert one.state is BROKEN
    assert "another digest" in one.text
    assert collected("provenance", CLUSTER, said(attestation(OTHER, name="registry.example/shop/till"))).state is ABSENT


def test_what_the_registry_does_not_hold_is_broken() -> None:
    for name in ("provenance", "signature", "sbom"):
        assert collected(name, CLUSTER, stored()).state is BROKEN
        assert collected(name, CLUSTER).state is ABSENT


def test_what_the_registry_holds_unread_is_present() -> None:
    held = stored(referrers=((ReferrerKind.ATTESTATION, ("https://slsa.dev/provenance/v1",)), (ReferrerKind.SIGNATURE, ())))
    assert collected("provenance", CLUSTER, held).state is OPEN
    assert collected("signature", CLUSTER, held).state is OPEN


def test_signatures_by_their_standing() -> None:
    statement = said(attestation(predicate_type=COSIGN_PAYLOAD, signed=SIGNED))
    assert collected("signature", CLUSTER, statement).state is OPEN
    assert collected("signature", CLUSTER, statement, keys=Keys((lambda _value, _message: True,), 1)).state is HOLDS
    refused = collected("signature", CLUSTER, statement, keys=Keys((lambda _value, _message: False,), 1))
    assert refused.state is BROKEN
    assert "somebody else signed it" in refused.text


def test_what_does_not_verify_counts_for_nothing() -> None:
    """Neither commit nor run nor bill of materials is taken from a statement that somebody else signed."""
    nobody = Keys((lambda _value, _message: False,), 1)
    forged = attestation(repository=REPOSITORY, revision=COMMIT, workflow="ci/release.yml", signed=SIGNED)
    bill = attestation(predicate_type="https://cyclonedx.org/bom", signed=SIGNED)
    held = stored(said=(forged, bill))
    one = collected("commit", CLUSTER, held, keys=nobody)
    assert one.state is BROKEN
    assert "counts for nothing" in one.text
    assert collected("sbom", CLUSTER, held, keys=nobody).state is BROKEN
    assert collected("sbom", CLUSTER, held).state is HOLDS


def test_what_verifies_outranks_what_nobody_verified() -> None:
    ours = Keys((lambda value, _message: value == b"ours",), 1)
    good = attestation(repository=REPOSITORY, revision=COMMIT, signed=SignedMessage(b"1", (MessageSignature(b"ours"),)))
    other = attestation(repository=REPOSITORY, revision="f" * 40)
    assert collected("commit", CLUSTER, said(good, other), keys=ours).state is HOLDS
    assert collected("commit", CLUSTER, said(good, other)).state is BROKEN


@pytest.mark.parametrize(
    "kind", ["https://cosign.sigstore.dev/attestation/v1", "https://cosign.sigstore.dev/attestation/vuln/v1"]
)
def test_other_statements_are_no_provenance(kind: str) -> None:
    """cosign's own types hold whatever somebody attests, test results and scans among it."""
    assert collected("provenance", CLUSTER, stored(said=(attestation(predicate_type=kind),))).state is BROKEN


def test_a_bill_among_the_evidence_is_one() -> None:
    one = collected("sbom", CLUSTER, stored(), measured(packages=PackageList(count=3)))
    assert one.state is HOLDS
    assert "among the evidence" in one.text


def test_registry_and_a_tag_that_moved() -> None:
    held, other = stored(taken=day(19)), stored(digest=OTHER, taken=day(20))
    assert link("registry", CLUSTER, held).state is HOLDS
    assert collected("registry", CLUSTER, other).state is BROKEN
    assert link("registry", CLUSTER, other).state is BROKEN
    assert link("registry", PINNED, other).state is ABSENT
    both = (held, replace(other, evidence=evidence("evidence/registry/z.json", day(20))))
    assert collected("registry", CLUSTER, *both).state is HOLDS
    assert "points to another one by now" in collected("registry", CLUSTER, *both).text
    moved = link("registry", CLUSTER, *both)
    assert (moved.state, moved.reported_by) == (BROKEN, ("tag-moved", "chain-link-broken"))
    assert "Runs by another digest than its tag points to." in moved.text
    assert link("registry", PINNED, *both).state is HOLDS


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
    "says",
    [
        (),
        (SignaturePolicy(enforces=True, images=("registry.example/**",), authorities=1),),
        (SignaturePolicy(enforces=True, images=("registry.example/**",), authorities=1), OPTED),
        (SignaturePolicy(enforces=True, images=("registry.example/**",), authorities=1, narrowed=True), OPTED),
        (SignaturePolicy(enforces=False, images=("**",), authorities=1), OPTED),
        (KyvernoPolicy(rules=(KyvernoRule(name="v", verifies_images=True, enforces=True, images=("registry.example/*",)),)),),
        (KyvernoPolicy(rules=(KyvernoRule(name="v", verifies_images=False, enforces=True),)),),
    ],
)
def test_admission_is_never_better_than_its_requirements(says: tuple[Settings, ...]) -> None:
    cluster = _with(*says)
    known = facts(cluster)
    context = CheckContext(system=read("", folder="x"), facts=known)
    asked = [
        each
        for check in (unsigned_images_admitted.CHECK, admission_gate.CHECK)
        for each in judge(check, context)
        if each.subjects
    ]
    order = (Outcome.FAILS, Outcome.UNKNOWN, Outcome.PASSES)
    worst = min((subject.outcome for each in asked for subject in each.subjects), key=order.index)
    expected = {Outcome.FAILS: BROKEN, Outcome.UNKNOWN: OPEN, Outcome.PASSES: HOLDS}[worst]
    assert link("admission", cluster).state is expected


def test_admission_that_nobody_looked_for() -> None:
    assert link("admission", replace(_with(listed=False), settings=())).state is ABSENT


def test_what_only_a_manifest_of_another_cluster_pins_is_declared_and_does_not_run() -> None:
    till = "registry.example/shop/till:1"
    pinned = declared(container(f"{till}@{RUNNING}", only_requested=True))
    found = chains(CLUSTER, replace(pinned, cluster="edge"))
    links = {asset_id: next(each for each in one.links if each.id == "running") for asset_id, one in found.items()}
    assert {asset_id: link.state for asset_id, link in links.items()} == {CART: HOLDS, till: OPEN}
    assert links[till].text == "What runs was not collected, only what declares it."


def test_every_link_is_complete_and_its_check_exists() -> None:
    checks = {check.id for check in CHECKS}
    assert len({rule.id for rule in LINKS}) == len(LINKS)
    for rule in LINKS:
        assert rule.question.endswith("?")
        assert rule.controls
        assert all(is_control(control) for control in rule.controls)
        assert rule.source
        assert set(rule.reported_by) <= checks
