"""Whether what runs was scanned, when, and whether by the very digest."""

import pytest
from facts.images_made import facts as image_facts
from msgspec import structs
from replacing import replace

from generator.checks.images.image_never_scanned import CHECK as NEVER
from generator.checks.images.running_digest_unknown import CHECK as DIGEST
from generator.checks.images.scan_coverage import coverages, is_recent
from generator.checks.images.scan_too_old import CHECK as OLD
from generator.checks.images.scanned_digest_differs import CHECK as DIFFERS
from generator.model.scan import ResultKind, ScanSnapshot
from tests.checks.cluster_evidence import verdicts
from tests.checks.image_evidence import (
    ARM,
    AS_OF,
    CART,
    IMAGE_ID,
    INDEX,
    OTHER,
    PODS,
    RUNNING,
    ask,
    container,
    day,
    declared,
    index,
    running,
    scan,
)

AMD_AND_ARM = index(("linux/amd64", RUNNING), ("linux/arm64", ARM))
NO_SCAN = "unknown: no scan of this image's digest was collected"
NO_DIGEST = "unknown: the digest that runs is not known"
BY_TAG = "unknown: the scan names the tag, not the digest that runs"
ONE_PLATFORM = "unknown: the scan looked at one platform of an image index, and not shown to be the platform that runs"
FAILED = "unknown: only scans that could not assess this image's digest were collected"
STALE = "unknown: what runs was collected more than 30 days before the as-of date"
NEVER_SCANNED = "fails (reported): runs but was never scanned"
NO_SCANNED_DIGEST = "unknown: the scan names no digest"
PASSES = "passes (reported)"


def of_settings(**more: object):  # type: ignore[no-untyped-def]
    made = scan("rule", **more)  # type: ignore[arg-type]
    return replace(made, results=tuple(structs.replace(each, kind=ResultKind.MISCONFIGURATION) for each in made.results))


@pytest.mark.parametrize(
    ("snapshots", "verdict"),
    [
        pytest.param((PODS,), NO_SCAN, id="none"),
        pytest.param((PODS, scan()), PASSES, id="this digest"),
        pytest.param((PODS, scan(digests=(OTHER, RUNNING))), PASSES, id="one of its digests"),
        pytest.param((PODS, scan(digests=())), BY_TAG, id="the tag"),
        pytest.param((PODS, scan(digests=(OTHER,))), NO_SCAN, id="another digest of the tag"),
        pytest.param((PODS, scan(digests=(OTHER,), image_id=IMAGE_ID)), NO_SCAN, id="another digest by another image id"),
        pytest.param(
            (running(container(image_id=IMAGE_ID)), scan(digests=(OTHER,))), NO_SCAN, id="an image id, another digest"
        ),
        pytest.param((PODS, scan(target="registry.example/shop/cart:2")), PASSES, id="this digest under another tag"),
        pytest.param((PODS, scan(partly=True)), FAILED, id="a part of it"),
        pytest.param((PODS, scan(failed=True)), FAILED, id="failed, and the scanner keeps no list of states"),
        pytest.param((PODS, scan(failed=True, tool="Amazon ECR")), NEVER_SCANNED, id="refused"),
        pytest.param((PODS, scan(failed=True, tool="Harbor"), scan(tool="Grype", path="g.json")), PASSES, id="another scanner"),
        pytest.param(
            (PODS, scan(failed=True, tool="Harbor"), scan(failed=True, path="t.json")), FAILED, id="failed in two ways"
        ),
        pytest.param((PODS, scan(partly=True, tool="Amazon ECR")), FAILED, id="a registry's report that is not whole"),
        pytest.param((PODS, of_settings()), NO_SCAN, id="settings alone"),
        pytest.param((PODS, scan(tool="Dockle")), NO_SCAN, id="a linter without findings"),
        pytest.param((PODS, scan(tool="Hadolint")), NO_SCAN, id="another linter"),
        pytest.param((PODS, AMD_AND_ARM, scan(digests=(INDEX,))), PASSES, id="the index, and linux/amd64 runs"),
        pytest.param((running(container(digest=ARM)), AMD_AND_ARM, scan(digests=(INDEX,))), ONE_PLATFORM, id="arm runs"),
        pytest.param(
            (running(container(digest=ARM)), index(("linux/arm64", ARM)), scan(digests=(INDEX,))), PASSES, id="only platform"
        ),
        pytest.param((running(container(digest=INDEX)), AMD_AND_ARM, scan()), ONE_PLATFORM, id="which platform runs?"),
        pytest.param(
            (running(container(digest=INDEX), architecture="amd64"), AMD_AND_ARM, scan()), PASSES, id="the nodes' platform"
        ),
        pytest.param(
            (running(container(digest=INDEX), architecture="arm64"), AMD_AND_ARM, scan()), ONE_PLATFORM, id="other nodes"
        ),
        pytest.param((running(container(digest=None)), scan()), NO_DIGEST, id="no digest"),
        pytest.param(
            (running(container(digest=None, image_id=IMAGE_ID)), scan(image_id=IMAGE_ID)), PASSES, id="by the image id"
        ),
        pytest.param((running(container(digest=None, image_id=IMAGE_ID)), scan()), NO_DIGEST, id="an id that nobody joins"),
        pytest.param((running(container(), taken=day(20, 10)), scan()), STALE, id="an old dump"),
        pytest.param((running(container(), taken=day(21, 10)), scan()), PASSES, id="a dump of 30 days ago"),
        pytest.param((running(container(), taken=None), scan()), PASSES, id="an undated dump"),
        pytest.param((declared(container(only_requested=True)), scan()), "passes (declared)", id="a manifest that pins it"),
        pytest.param((declared(container(digest=None)), scan()), NO_DIGEST, id="a manifest"),
        pytest.param((PODS, scan(taken=day(18), partly=True), scan(path="o.json", taken=day(1))), PASSES, id="newer, in part"),
    ],
)
def test_never_scanned(snapshots: tuple[object, ...], verdict: str) -> None:
    assert verdicts(ask(NEVER, *snapshots)) == {CART: verdict}


def test_within_the_window() -> None:
    def recent(report: ScanSnapshot) -> bool:
        (coverage,) = coverages(image_facts(PODS, report))
        return is_recent(coverage.scans[0], AS_OF)

    assert recent(scan(taken=day(21, 10)))
    assert not recent(scan(taken=day(20, 10)))
    assert not recent(scan(taken=None))


def test_a_class_is_as_good_as_the_worst_of_its_digests() -> None:
    two = running(container(), container(digest=OTHER))
    assert verdicts(ask(NEVER, two, scan())) == {CART: NO_SCAN}
    both = (scan(), scan(digests=(OTHER,), path="other.json"))
    assert verdicts(ask(NEVER, two, *both)) == {CART: PASSES}


def test_what_a_reference_asks_for_beside_what_is_reported_is_one_digest() -> None:
    two = running(container(), container(f"{CART}@{RUNNING}", only_requested=True))
    assert verdicts(ask(NEVER, two, scan())) == {CART: PASSES}


@pytest.mark.parametrize("check", [NEVER, OLD, DIFFERS, DIGEST])
def test_without_anything_that_runs(check) -> None:  # type: ignore[no-untyped-def]
    assert ask(check, scan()).label == "not collected"
    assert ask(check, running(), scan()).label == "none found"
    assert ask(check, running(whole=False), scan()).label == "not collected"


def test_every_cluster_has_to_be_listed_whole() -> None:
    other = running(cluster="dr", path="evidence/cluster/dr.json", whole=False)
    assert ask(NEVER, running(), other).label == "not collected"
    assert ask(NEVER, running(), replace(other, lists=(("", "Pod"),))).label == "none found"


def test_what_failed_is_told_with_who_tried() -> None:
    (subject,) = ask(NEVER, PODS, scan(failed=True, tool="Amazon ECR")).subjects
    assert subject.title == f"{CART} runs but was never scanned"
    assert subject.detail == f"The image {CART} is used by web/DaemonSet/app-0. Amazon ECR tried, but could not assess it."
    assert [cited.source.path for cited in subject.citations] == ["evidence/scans/trivy.json"]
    assert subject.asset_ids == (CART,)


@pytest.mark.parametrize(
    ("snapshots", "verdict"),
    [
        pytest.param((PODS, scan(taken=day(20))), PASSES, id="today"),
        pytest.param((PODS, scan(taken=day(21, 10))), PASSES, id="30 days"),
        pytest.param(
            (PODS, scan(taken=day(20, 10))), "fails (reported): was scanned last 31 days before the as-of date", id="31 days"
        ),
        pytest.param((PODS, scan(taken=day(20, 10)), scan(path="new.json")), PASSES, id="an older one besides"),
        pytest.param((PODS, scan(taken=day(20, 10)), scan(path="new.json", digests=())), "fails", id="a newer one of the tag"),
        pytest.param((PODS, scan(taken=day(20, 10)), scan(path="new.json", failed=True)), "fails", id="a newer one failed"),
        pytest.param((PODS, scan(taken=None)), "unknown: the scan carries no date", id="no date"),
        pytest.param((PODS, scan(collected_only=True)), "unknown: the scan carries no date", id="only the day of collection"),
        pytest.param((PODS, scan(taken=None), scan(path="old.json", taken=day(1, 10))), "fails", id="an undated one besides"),
        pytest.param((PODS,), NO_SCAN, id="none"),
        pytest.param((PODS, scan(digests=())), BY_TAG, id="the tag"),
        pytest.param((running(container(), taken=day(20, 10)), scan()), STALE, id="an old dump"),
        pytest.param((declared(container(only_requested=True)), scan()), "passes (declared)", id="a manifest that pins it"),
    ],
)
def test_too_old(snapshots: tuple[object, ...], verdict: str) -> None:
    (given,) = verdicts(ask(OLD, *snapshots)).values()
    assert given.startswith(verdict) if verdict == "fails" else given == verdict


def test_an_old_scan_is_shown_with_its_scanner_and_day() -> None:
    (subject,) = ask(OLD, PODS, scan(taken=day(20, 10)), scan(taken=day(1, 10), path="older.json", tool="Grype")).subjects
    assert subject.title == f"The newest scan of {CART} is 31 days old"
    assert "(Trivy, 2026-10-20) is 31 days old as of 2026-11-20" in subject.detail
    assert [cited.source.path for cited in subject.citations] == ["evidence/scans/trivy.json"]


SIBLING = f"fails (reported): runs by {ARM[:19]}…, which was not scanned"
NOT_ASKED = "unknown: the registry was not asked whether one is the index of the other"
PLAIN = (
    index(("linux/amd64", RUNNING), digest=RUNNING, is_index=False),
    index(("linux/amd64", OTHER), digest=OTHER, is_index=False, path="evidence/registry/other.json"),
)


@pytest.mark.parametrize(
    ("snapshots", "verdict"),
    [
        pytest.param((PODS, scan()), PASSES, id="this digest"),
        pytest.param((PODS, scan(taken=None)), PASSES, id="age does not matter"),
        pytest.param((PODS,), NO_SCAN, id="no scan"),
        pytest.param((PODS, scan(digests=())), "unknown: the scan names no digest", id="the tag"),
        pytest.param((PODS, scan(digests=(OTHER,))), NOT_ASKED, id="another digest"),
        pytest.param((PODS, *PLAIN[:1], scan(digests=(OTHER,))), NOT_ASKED, id="only one of them is known"),
        pytest.param(
            (PODS, *PLAIN, scan(digests=(OTHER,))),
            f"fails (reported): runs by {RUNNING[:19]}…, which was not scanned",
            id="two images",
        ),
        pytest.param((running(container(digest=ARM)), AMD_AND_ARM, scan()), SIBLING, id="another platform"),
        pytest.param((PODS, AMD_AND_ARM, scan(digests=(OTHER,))), NOT_ASKED, id="an image that may be its index"),
        pytest.param(
            (running(container(digest=INDEX)), AMD_AND_ARM, scan(digests=(OTHER,))),
            f"fails (reported): runs by {INDEX[:19]}…, which was not scanned",
            id="none of the index",
        ),
        pytest.param((running(container(digest=INDEX)), index(), scan(digests=(OTHER,))), NOT_ASKED, id="a blind index"),
        pytest.param(
            (running(container(digest=INDEX)), index(), *PLAIN[1:], scan(digests=(OTHER,))), NOT_ASKED, id="blind, and an image"
        ),
        pytest.param(
            (PODS, *PLAIN, scan(digests=(OTHER,)), scan(digests=(), path="t.json")), "unknown: the scan names no digest"
        ),
        pytest.param((PODS, *PLAIN, scan(digests=(OTHER,)), scan(path="new.json", tool="Grype")), PASSES, id="and this one"),
        pytest.param((running(container(digest=None)), scan(digests=(OTHER,))), NO_DIGEST, id="no digest"),
        pytest.param((running(container(digest=ARM)), AMD_AND_ARM, scan(digests=(INDEX,))), ONE_PLATFORM, id="the index"),
        pytest.param((running(container(), taken=day(20, 10)), *PLAIN, scan(digests=(OTHER,))), STALE, id="an old dump"),
        pytest.param((running(container(), taken=day(20, 10)), scan()), STALE, id="an old dump of this digest"),
        pytest.param((PODS, of_settings(digests=(OTHER,))), NO_SCAN, id="settings of another digest"),
    ],
)
def test_differs(snapshots: tuple[object, ...], verdict: str) -> None:
    assert verdicts(ask(DIFFERS, *snapshots)) == {CART: verdict}


def test_why_the_digests_differ() -> None:
    (platform,) = ask(DIFFERS, running(container(digest=ARM)), AMD_AND_ARM, scan()).subjects
    assert "the same release for linux/amd64, while linux/arm64 runs" in platform.detail
    (release,) = ask(DIFFERS, PODS, *PLAIN, scan(digests=(OTHER,))).subjects
    assert "the registry shows that they are different images" in release.detail
    assert release.title == f"{CART}: the digest that runs was not scanned"
    assert "evidence/scans/trivy.json" in [cited.source.path for cited in release.citations]


@pytest.mark.parametrize(
    ("snapshot", "verdict"),
    [
        (PODS, "passes (observed)"),
        (
            running(container(digest=None, image_id=IMAGE_ID)),
            "fails (observed): runs by an id of its node alone, which no registry knows",
        ),
        (running(container(digest=None)), "unknown: the container had not started when the pods were collected"),
        (running(container(only_requested=True)), "unknown: the container had not started when the pods were collected"),
        (declared(container(digest=None)), "unknown: what runs was not collected, only what declares it"),
        (declared(container(only_requested=True)), "unknown: what runs was not collected, only what declares it"),
        (running(container(), taken=day(1, 10)), "passes (observed)"),
    ],
)
def test_digest(snapshot: object, verdict: str) -> None:
    assert verdicts(ask(DIGEST, snapshot)) == {CART: verdict}


def test_a_registry_may_know_the_nodes_id() -> None:
    local = running(container(digest=None, image_id=IMAGE_ID))
    known = index(("linux/amd64", RUNNING), digest=RUNNING, is_index=False, config=IMAGE_ID)
    assert verdicts(ask(DIGEST, local, known)) == {CART: "passes (observed)"}
    assert verdicts(ask(NEVER, local, known, scan())) == {CART: PASSES}


def test_one_container_that_reports_none_is_one_too_many() -> None:
    two = running(container(), container(digest=None, image_id=IMAGE_ID))
    assert ask(DIGEST, two).label == "not enforced"
    (subject,) = ask(DIGEST, two).failing
    assert f"({IMAGE_ID[:19]}…)" in subject.detail
    assert "web/DaemonSet/app-1" in subject.detail


def test_nothing_ran() -> None:
    none = running(container(digest=None), instances=0)
    assert verdicts(ask(DIGEST, none)) == {CART: "unknown: no pod of the workload ran when the pods were collected"}


@pytest.mark.parametrize("check", [NEVER, OLD, DIFFERS])
@pytest.mark.parametrize("kind", [type(PODS), type(scan()), type(AMD_AND_ARM)])
def test_less_evidence_never_proves_more(check, kind) -> None:  # type: ignore[no-untyped-def]
    everything = (
        running(container(), container("registry.example/shop/till:1", digest=ARM), container("a/b:1", digest=OTHER)),
        AMD_AND_ARM,
        scan(),
        scan(digests=(INDEX,), path="index.json", target="registry.example/shop/till:1"),
        scan(digests=(), path="tag.json", target="a/b:1"),
        scan(failed=True, tool="Amazon ECR", digests=(OTHER,), path="ecr.json", taken=day(19)),
    )
    before = {name: text for name, text in verdicts(ask(check, *everything)).items() if text.startswith("passes")}
    after = verdicts(ask(check, *(each for each in everything if not isinstance(each, kind))))
    assert {name for name, text in after.items() if text.startswith("passes")} <= set(before)
