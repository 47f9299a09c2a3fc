"""The links of an image's chain, each a subject."""

import msgspec
import pytest
from facts.images_made import COMMIT, REPOSITORY, attestation, facts, said, stored, workflow
from replacing import replace

from generator.checks.admission.unsigned_images_admitted import CHECK as UNSIGNED
from generator.checks.base import CheckContext
from generator.checks.images.chain_link_broken import CHECK
from generator.checks.judging import judge
from generator.facts.signatures import Keys
from generator.model.attestation import COSIGN_PAYLOAD, MessageSignature, SignedMessage
from generator.model.inventory import ClusterSnapshot
from generator.model.pipeline import Gating, PipelineSnapshot
from generator.model.registry import ReferrerKind, RegistrySnapshot
from generator.model.scan import AffectedPackage, PackageList, ScanSnapshot
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import verdicts
from tests.checks.image_evidence import ARM, CART, OTHER, PODS, RUNNING, ask, container, day, declared, running, scan

SIGNED = SignedMessage(b"bytes", (MessageSignature(b"signature"),))
VERIFIES, REFUSES = Keys((lambda _value, _message: True,), 1), Keys((lambda _value, _message: False,), 1)
LABELS = {"org.opencontainers.image.source": REPOSITORY, "org.opencontainers.image.revision": COMMIT}
BOM = "https://cyclonedx.org/bom"
NOT_COLLECTED, NOT_VERIFIED = "unknown: not collected", "unknown: there, but not verified"
PUSHED = f"passes (declared): evidence/pipelines/release.yml pushes {CART}"
LOOSE = "is scanned with trivy, and a bad result does not stop it"
BROKEN = "fails ({}): is broken: {}"


def links(*snapshots: object, pods: ClusterSnapshot = PODS, keys: Keys | None = None, image: str = CART) -> dict[str, str]:
    """The verdict of each link by its id."""
    given = verdicts(ask(CHECK, pods, *snapshots, keys=keys))
    return {name.removeprefix(f"{image} (").removesuffix(")"): verdict for name, verdict in given.items()}


def provenance(*digests: str, revision: str = COMMIT, signed: SignedMessage | None = SIGNED):  # type: ignore[no-untyped-def]
    return attestation(*digests, repository=REPOSITORY, revision=revision, signed=signed)


def test_links_that_nobody_collected_are_unknown() -> None:
    assert links() == {
        "admission": NOT_COLLECTED,
        "commit": NOT_COLLECTED,
        "gates": NOT_COLLECTED,
        "pipeline": "unknown: no collected pipeline names this repository",
        "provenance": NOT_COLLECTED,
        "registry": NOT_COLLECTED,
        "sbom": NOT_COLLECTED,
        "scan": "unknown: no scan of this image's digest was collected",
        "signature": NOT_COLLECTED,
    }
    assert ask(CHECK, PODS).label == "not established"
    assert ask(CHECK, scan()).label == "not collected"
    assert ask(CHECK, running()).label == "none found"


def test_a_whole_chain() -> None:
    statements = (
        provenance(),
        attestation(predicate_type=COSIGN_PAYLOAD, signed=SIGNED),
    )
    registry = stored(said=statements, referrers=((ReferrerKind.SBOM, ()),), taken=day(19))
    found = links(registry, workflow(CART), scan(), keys=VERIFIES)
    found.pop("admission")
    assert found == {
        "commit": "passes (reported)",
        "gates": "passes (declared): trivy stops it",
        "pipeline": PUSHED,
        "provenance": "passes (reported)",
        "registry": "passes (observed)",
        "sbom": "passes (observed)",
        "scan": "passes (reported)",
        "signature": "passes (reported)",
    }


NO_COMMIT = "unknown: neither a label nor a provenance statement names repository and commit"
DIFFER = BROKEN.format("reported", "the commits differ")
REFUSED = BROKEN.format("reported", "provenance of this digest is there, and no key that system.yaml names fits")
ELSEWHERE = BROKEN.format("reported", "the provenance collected is of another digest")
NONE_STORED = BROKEN.format("reported", "the registry was read, and holds no provenance of the digest that runs")


@pytest.mark.parametrize(
    ("link", "snapshots", "keys", "verdict"),
    [
        ("commit", (stored(labels=LABELS),), None, NOT_VERIFIED),
        ("commit", (stored(),), None, NO_COMMIT),
        ("commit", (stored(labels=LABELS, said=(provenance(),)),), VERIFIES, "passes (reported)"),
        ("commit", (stored(labels=LABELS, said=(provenance(),)),), None, NOT_VERIFIED),
        ("commit", (stored(labels=LABELS, said=(provenance(revision="f" * 40),)),), VERIFIES, DIFFER),
        ("pipeline", (workflow("a/b:1"),), None, "unknown: no collected pipeline names this repository"),
        ("pipeline", (workflow(CART),), None, PUSHED),
        ("gates", (workflow(CART, gating=Gating.NO),), None, BROKEN.format("declared", LOOSE)),
        (
            "gates",
            (workflow(CART, gating=Gating.POLICY),),
            None,
            "unknown: a policy kept elsewhere decides whether a result of trivy stops it",
        ),
        ("gates", (workflow(CART, gating=None),), None, BROKEN.format("declared", "is pushed, and no step before")),
        (
            "gates",
            (workflow(CART), workflow(CART, gating=Gating.NO, path="evidence/pipelines/second.yml")),
            None,
            BROKEN.format("declared", LOOSE),
        ),
        ("gates", (workflow(CART), workflow(CART, path="evidence/pipelines/second.yml")), None, "passes (declared)"),
        ("provenance", (stored(),), None, NONE_STORED),
        ("provenance", (said(provenance()),), None, NOT_VERIFIED),
        ("provenance", (said(provenance(signed=None)),), None, NOT_VERIFIED),
        ("provenance", (said(provenance()),), REFUSES, REFUSED),
        ("provenance", (said(provenance()),), VERIFIES, "passes (reported)"),
        ("provenance", (said(provenance(OTHER)),), VERIFIES, ELSEWHERE),
        ("signature", (stored(referrers=((ReferrerKind.SIGNATURE, ()),)),), None, NOT_VERIFIED),
        ("sbom", (stored(referrers=((ReferrerKind.SBOM, ()),)),), None, "passes (observed)"),
        ("sbom", (scan(packages=PackageList(count=1), failed=True),), None, "passes (reported)"),
        (
            "sbom",
            (scan(packages=PackageList(count=1), failed=True, digests=()),),
            None,
            "unknown: the bill of materials names the tag, not the digest that runs",
        ),
        ("sbom", (said(attestation(predicate_type=BOM)),), None, NOT_VERIFIED),
        ("registry", (stored(taken=day(19)),), None, "passes (observed)"),
        ("registry", (stored(),), None, "unknown: the answer of the registry carries no date"),
        (
            "registry",
            (
                stored(taken=day(19)),
                stored(digest=OTHER, taken=day(20)),
            ),
            None,
            BROKEN.format("observed", "runs by another digest than its tag points to"),
        ),
        ("registry", (stored(digest=OTHER),), None, BROKEN.format("observed", "the tag points to")),
        ("scan", (scan(),), None, "passes (reported)"),
        ("scan", (scan(taken=None),), None, "unknown: the scan carries no date"),
        (
            "scan",
            (scan(taken=day(20, 10)),),
            None,
            BROKEN.format("reported", "was scanned last 31 days before the as-of date"),
        ),
        ("scan", (scan(taken=day(21, 10)),), None, "passes (reported)"),
        ("scan", (scan(digests=()),), None, "unknown: the scan names the tag, not the digest that runs"),
    ],
)
def test_link(link: str, snapshots: tuple[object, ...], keys: Keys | None, verdict: str) -> None:
    assert links(*snapshots, keys=keys)[link].startswith(verdict)


STALE = "unknown: what runs was collected more than 30 days before the as-of date"


@pytest.mark.parametrize("link", ["commit", "provenance", "signature", "sbom", "registry"])
def test_what_is_shown_of_one_digest_only(link: str) -> None:
    statements = (provenance(), attestation(predicate_type=COSIGN_PAYLOAD, signed=SIGNED))
    whole = (stored(said=statements, referrers=((ReferrerKind.SBOM, ()),), taken=day(19)),)
    several = "unknown: several digests run under this name, and the link is not shown for each of them"
    moved = BROKEN.format("observed", "runs by another digest than its tag points to")
    two = links(*whole, pods=running(container(), container(digest=ARM)), keys=VERIFIES)[link]
    assert two == (moved if link == "registry" else several)
    unnamed = running(container(), container(digest=None))
    assert links(*whole, pods=unnamed, keys=VERIFIES)[link] == "unknown: the digest that runs is not known"
    assert links(*whole, pods=running(container(), taken=day(20, 10)), keys=VERIFIES)[link] == STALE
    undated = "unknown: the answer of the registry carries no date" if link == "registry" else "passes (declared)"
    assert links(*whole, pods=declared(container(only_requested=True)), keys=VERIFIES)[link] == undated


def test_links_that_are_not_of_one_digest_hold_for_several() -> None:
    two = running(container(), container(digest=ARM))
    found = links(workflow(CART), pods=two)
    assert (found["pipeline"], found["gates"]) == (PUSHED, "passes (declared): trivy stops it")


def test_what_runs_is_as_old_as_its_oldest_collection() -> None:
    old = running(container(digest=ARM), taken=day(20, 10), cluster="dr", path="evidence/cluster/dr.json")
    given = verdicts(ask(CHECK, PODS, old, stored(), keys=VERIFIES))
    assert given[f"{CART} (registry)"] == STALE


def test_a_statement_of_another_digest_breaks_nothing_where_none_is_known() -> None:
    unnamed = running(container(digest=None))
    assert links(said(provenance(OTHER)), pods=unnamed)["provenance"] == "unknown: the digest that runs is not known"


def test_without_chains_nothing_was_collected() -> None:
    assert ask(CHECK, facts=replace(facts(PODS), chains=())).label == "not collected"


WEBHOOKS = ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration")


def test_admission_is_what_the_requirements_of_admission_say() -> None:
    listed = running(container(), kinds=(WEBHOOKS,))
    wrong = "fails (observed): is broken: runs, and no policy that enforces asks for its signature"
    assert links(pods=listed)["admission"] == wrong
    context = CheckContext(system=read("", folder="x"), facts=facts(listed))
    (signed,) = judge(UNSIGNED, context)
    assert [each.reason for each in signed.failing] == [wrong.removeprefix("fails (observed): is broken: ")]
    namespaces = running(container(), kinds=(("", "Namespace"),))
    (signed,) = judge(UNSIGNED, CheckContext(system=read("", folder="x"), facts=facts(namespaces)))
    assert links(pods=namespaces)["admission"].startswith(f"unknown: {signed.subjects[0].reason}")


@pytest.mark.parametrize(
    "kind",
    [
        ("", "Namespace"),
        ("kyverno.io", "ClusterPolicy"),
        ("policy.sigstore.dev", "ClusterImagePolicy"),
        *(
            ("admissionregistration.k8s.io", name)
            for name in (
                "MutatingWebhookConfiguration",
                "ValidatingAdmissionPolicy",
                "ValidatingAdmissionPolicyBinding",
                "ValidatingWebhookConfiguration",
            )
        ),
    ],
    ids=lambda kind: kind[1],
)
def test_one_list_that_admission_needs_is_enough_to_ask_about_it(kind: tuple[str, str]) -> None:
    assert links(pods=running(container()))["admission"] == NOT_COLLECTED
    assert links(pods=running(container(), kinds=(("apps", kind[1]),)))["admission"] == NOT_COLLECTED
    assert links(pods=running(container(), kinds=(kind,)))["admission"] != NOT_COLLECTED


def test_admission_that_was_looked_for_in_one_cluster_only() -> None:
    listed = running(container(), kinds=(("", "Namespace"),))
    other = running(container(), cluster="dr", path="evidence/cluster/dr.json")
    assert verdicts(ask(CHECK, listed, other))[f"{CART} (admission)"].startswith("unknown: not collected; policies")


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("registry.example/shop/cart:1", "passes (declared): trivy stops it"),
        ("registry.example/shop/cart:latest", "unknown: which pipeline built it is not established"),
        ("registry.example/shop/cart:$TAG", "unknown: which pipeline built it is not established"),
        ("registry.example/shop/till:1", "unknown: which pipeline built it is not established"),
    ],
)
def test_gates_are_those_of_the_pipeline_that_is_shown(written: str, verdict: str) -> None:
    assert links(workflow(written))["gates"] == verdict


def test_a_definition_that_builds_and_shows_no_push() -> None:
    builds = replace(workflow(CART), pushes=())
    assert links(builds)["gates"] == "unknown: the definition that builds it does not show that it pushes it"


def test_a_list_that_a_scan_of_the_digest_contradicts() -> None:
    whole = scan(packages=PackageList(count=2, os_name="debian 12", names=("curl", "zlib")), failed=True, path="sbom.json")
    lacking = scan(packages=PackageList(count=1, os_name="debian 12", names=("zlib",)), failed=True, path="sbom.json")
    report = scan("CVE-2099-1")
    named = (AffectedPackage(name="curl", purl="pkg:deb/debian/curl@8?arch=amd64"),)
    report = replace(report, results=tuple(msgspec.structs.replace(each, packages=named) for each in report.results))
    assert links(whole, report)["sbom"] == "passes (reported)"
    assert links(lacking, report)["sbom"] == "unknown: a scan of this digest names packages that the list leaves out"
    (subject,) = [each for each in ask(CHECK, PODS, lacking, report).subjects if "(sbom)" in each.name]
    assert [source.path for source in subject.contested_by] == ["evidence/scans/trivy.json"]


def test_a_bill_in_the_registry_is_enough() -> None:
    by_tag = scan(packages=PackageList(count=1), failed=True, digests=())
    assert links(stored(referrers=((ReferrerKind.SBOM, ()),)), by_tag)["sbom"] == "passes (observed)"


def test_a_link_that_is_broken_says_what_to_do() -> None:
    (subject,) = [each for each in ask(CHECK, PODS, stored()).failing if "signature" in each.name]
    assert subject.title == f"{CART}: signature"
    assert subject.detail.startswith("Is the digest that runs signed by a key that is trusted? The registry was read")
    assert "Asked for by: " in subject.detail
    assert subject.next_step.startswith("Sign the digest")
    assert subject.asset_ids == (CART,)
    assert RUNNING not in subject.name


@pytest.mark.parametrize("kind", [PipelineSnapshot, RegistrySnapshot, ScanSnapshot])
def test_less_evidence_never_proves_more(kind: type) -> None:
    everything = (
        running(container(), container("a/b:1", digest=OTHER)),
        stored(labels=LABELS, said=(provenance(revision="f" * 40),)),
        workflow(CART, gating=Gating.NO),
        scan(),
        scan(digests=(), target="a/b:1", path="tag.json"),
    )
    before = ask(CHECK, *everything, keys=VERIFIES)
    after = ask(CHECK, *(each for each in everything if not isinstance(each, kind)), keys=VERIFIES)
    assert {each.name for each in after.passing} <= {each.name for each in before.passing}
