"""From snapshots to facts: assets, weaknesses, first-seen days, and an account that adds up."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from replacing import replace

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.model.facts import SystemFacts
from generator.model.scan import Disposition, ResultKind
from generator.workspace.system_yaml import read
from tests.facts.scans_made import day, pods, scan

AS_OF = date(2026, 11, 20)
SYSTEM = read("approved-registries: [registry.example/base]", folder="x")
RUNNING, OTHER = "sha256:" + "a" * 64, "sha256:" + "b" * 64


def facts(*snapshots: object) -> SystemFacts:
    return facts_of(History.of(snapshots), SYSTEM, AS_OF)  # type: ignore[arg-type]


def account_adds_up(found: SystemFacts) -> bool:
    return found.accounting.results == found.accounting.accounted


def test_a_weakness_keeps_the_day_it_was_first_seen() -> None:
    found = facts(
        pods("c/pods.json", day(19), {"cart": "registry.example/cart:1"}),
        scan("s/old.json", "registry.example/cart:1", ["CVE-1", "CVE-GONE"], day(1, 10)),
        scan("s/new.json", "registry.example/cart:1", ["CVE-1", "CVE-2"], day(18)),
    )
    assert [(one.identifier, one.assets[0].first_seen) for one in found.weaknesses] == [
        ("CVE-1", date(2026, 10, 1)),
        ("CVE-2", date(2026, 11, 18)),
    ]
    assert (found.accounting.open, found.accounting.superseded) == (2, 2)
    assert account_adds_up(found)


def test_a_scan_of_the_running_digest_beats_a_newer_one_of_the_name() -> None:
    found = facts(
        pods("c/pods.json", day(19), {"cart": "cart:1"}, digest=RUNNING),
        scan("s/running.json", "cart:1", ["CVE-RUNS"], day(10), digests=(RUNNING,)),
        scan("s/rebuilt.json", "cart:1", ["CVE-LATER"], day(18), digests=(OTHER,)),
    )
    assert [one.identifier for one in found.weaknesses] == ["CVE-RUNS"]
    assert [scanned.matched_by for scanned in found.images[0].scans] == ["digest"]


def test_equal_bytes_under_two_names_are_both_scanned() -> None:
    """A scanner that names the one looked at the other: neither is *never scanned*, and both are affected."""
    running = pods(
        "c/pods.json", day(19), {"a": "registry.example/cart:1", "b": "registry.example/cart:stable"}, digest=RUNNING
    )
    for name in ("registry.example/cart:stable", "mirror.example/cart:9"):
        found = facts(running, scan("s/a.json", name, ["CVE-1"], day(18), digests=(RUNNING,)))
        assert [[one.matched_by for one in image.scans] for image in found.inventory] == [["digest"], ["digest"]]
        (weakness,) = found.weaknesses
        assert [one.asset_id for one in weakness.assets] == ["registry.example/cart:1", "registry.example/cart:stable"]
        assert (found.accounting.open, found.unmatched_targets) == (1, ())
        assert account_adds_up(found)


def test_scans_of_what_does_not_run_are_counted_apart() -> None:
    found = facts(
        pods("c/pods.json", day(19), {"cart": "cart:1"}),
        scan("s/other.json", "other:1", ["CVE-1"], day(18), entries=3),
    )
    assert found.weaknesses == ()
    assert found.accounting.not_running == 3
    assert [image.asset_id for image in found.inventory] == ["cart:1"]
    assert account_adds_up(found)


def test_without_a_cluster_the_scanned_images_are_the_inventory() -> None:
    found = facts(scan("s/a.json", "a:1", ["CVE-1"], day(18)))
    assert [image.asset_id for image in found.inventory] == ["a:1"]
    assert len(found.weaknesses) == 1


def test_dispositions_and_licences_are_no_weaknesses() -> None:
    cluster = pods("c/pods.json", day(19), {"a": "a:1", "b": "b:1"})
    found = facts(
        cluster,
        scan("s/a.json", "a:1", ["CVE-1"], day(18), disposition=Disposition.SUPPRESSED),
        scan("s/b.json", "b:1", ["MIT"], day(18), kind=ResultKind.LICENSE),
    )
    assert found.weaknesses == ()
    assert found.accounting.by_disposition == ((Disposition.SUPPRESSED, 1),)
    assert found.accounting.licenses == 1
    assert account_adds_up(found)


def test_registries_and_pins_are_judged_per_image_class() -> None:
    found = facts(
        pods(
            "c/pods.json",
            day(19),
            {
                "good": f"registry.example/base/app:1@{RUNNING}",
                "near": "registry.example/basement/app:1",
                "hub": "nginx",
            },
        )
    )
    assert [(image.asset_id, image.approved_registry, image.pinned) for image in found.images] == [
        ("nginx:latest", False, False),
        ("registry.example/base/app:1", True, True),
        ("registry.example/basement/app:1", False, False),
    ]


def test_a_name_that_is_no_image_reference_is_still_an_asset() -> None:
    found = facts(pods("c/pods.json", day(19), {"odd": "UPPER CASE/not an image"}))
    assert len(found.inventory) == 1


SCANS = st.builds(
    lambda number, target, ids, taken, how: scan(
        f"s/{number}.json", target, ids, taken, disposition=how, digests=(RUNNING,) if number % 2 else ()
    ),
    st.integers(0, 30),
    st.sampled_from(["a:1", "b:1", "docker.io/library/a:1", "c:9", "not an image"]),
    st.lists(st.sampled_from(["CVE-1", "CVE-2", "CVE-3"]), unique=True),
    st.sampled_from([None, day(1), day(19), day(30)]),
    st.sampled_from(list(Disposition)),
)


@given(st.lists(SCANS, max_size=6), st.randoms(use_true_random=False))
def test_every_result_is_accounted_for_in_any_order(scans: list[object], random: object) -> None:
    cluster = pods("c/pods.json", day(19), {"a": "a:1", "b": "b:1"}, digest=RUNNING)
    found = facts(cluster, *scans)
    shuffled = [cluster, *scans]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert account_adds_up(found)
    assert facts(*shuffled) == found


def test_facts_of_the_same_history_on_a_later_day_keep_what_was_first_seen() -> None:
    snapshots = (pods("c/pods.json", day(19), {"a": "a:1"}), scan("s/a.json", "a:1", ["CVE-1"], day(18)))
    later = facts_of(History.of(snapshots), SYSTEM, date(2027, 1, 1))
    assert replace(later, as_of=AS_OF) == facts(*snapshots)


def test_evidence_from_after_the_day_does_not_count() -> None:
    found = facts(
        pods("c/pods.json", day(19), {"a": "a:1"}),
        scan("s/later.json", "a:1", ["CVE-1"], day(25)),
        scan("s/only-later.json", "later:1", ["CVE-2"], day(25)),
    )
    assert found.weaknesses == ()
    assert found.accounting.later == 2
    assert [image.asset_id for image in found.images] == ["a:1"]
    assert account_adds_up(found)
    assert len(found.evidence) == 3


def test_a_scan_that_could_not_look_does_not_hide_one_that_could() -> None:
    cluster = pods("c/pods.json", day(19), {"a": "a:1"})
    failed = replace(scan("s/failed.json", "a:1", [], day(18)), assessed=False)
    found = facts(cluster, scan("s/good.json", "a:1", ["CVE-1"], day(10)), failed)
    assert [one.identifier for one in found.weaknesses] == ["CVE-1"]


def test_equal_dumps_of_two_clusters_and_of_two_days_are_two() -> None:
    one = pods("c/prod/pods.json", day(1), {"a": "a:1"})
    same = {"evidence": replace(one.evidence, path="c/dr/pods.json"), "cluster": "dr"}
    assert len(facts(one, replace(one, **same)).workloads) == 2
    back = replace(one, evidence=replace(one.evidence, path="c/prod/again.json", collected=day(3)), taken=day(3))
    between = pods("c/prod/between.json", day(2), {"b": "b:1"})
    assert [workload.name for workload in facts(one, between, back).workloads] == ["a"]
