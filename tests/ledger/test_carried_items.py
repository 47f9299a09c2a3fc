"""Carrying over: an item keeps its id and its first day, closes only on evidence, and is never opened again."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from replacing import replace

from generator.ledger.asset_states import AssetDisposition, ClosureReason
from generator.ledger.carried_items import _basis_of, _leaving
from generator.ledger.detection_basis import DetectionBasis
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.item import LedgerItem
from generator.ledger.numbered_ids import renumbered
from generator.ledger.poam_ledger import Before, Ledger
from generator.model.evidence import DatedBy
from generator.model.facts import SystemFacts
from generator.model.identifiers import AssetId
from generator.model.rating import Rating
from generator.model.scan import AffectedPackage, ResultKind, ScanSnapshot, ScanTarget, Severity, TargetKind
from generator.model.snapshot import Snapshot
from generator.model.system import Assessment, NewAssets, PoamPolicy
from tests.evaluation.items_made import item as host_item
from tests.facts.scans_made import scan
from tests.ledger.months import CART, WEB, assets, by_id, carried, facts, ledger, moment, month, snapshots
from tests.ledger.test_affected_packages import asset as affected

FIRST = snapshots(0, {CART: ["CVE-1", "CVE-2"], WEB: ["CVE-1"]})


def first() -> tuple[Ledger, Before]:
    found = ledger(facts(0, FIRST))
    return found, carried(found, month(0))


def of(found: Ledger, identifier: str) -> LedgerItem:
    (item,) = (one for one in found.items if one.identifier == identifier and one.closed is None)
    return item


def closed(found: Ledger, identifier: str) -> LedgerItem:
    (item,) = (one for one in found.items if one.identifier == identifier and one.closed is not None)
    return item


def test_an_item_seen_again_stays_itself() -> None:
    before, state = first()
    after = ledger(facts(1, FIRST, snapshots(1, {CART: ["CVE-1", "CVE-2"], WEB: ["CVE-1"]})), state)
    assert {(one.poam_id, one.detected) for one in after.items} == {(one.poam_id, one.detected) for one in before.items}
    later = ledger(facts(1, snapshots(1, {CART: ["CVE-1", "CVE-2"], WEB: ["CVE-1"]})), state)
    assert {(one.poam_id, one.detected) for one in later.items} == {(one.poam_id, one.detected) for one in before.items}, (
        "the evidence of last time may be gone"
    )


def test_gone_in_an_equal_scan_is_closed_with_evidence_and_the_day_of_the_scan() -> None:
    before, state = first()
    after = ledger(facts(1, FIRST, snapshots(1, {CART: ["CVE-1"], WEB: ["CVE-1"]})), state)
    done = closed(after, "CVE-2")
    assert done.poam_id == of(before, "CVE-2").poam_id
    assert done.closed is not None
    assert (done.closed.reason, done.closed.day) == (ClosureReason.REMEDIATED, month(1) - timedelta(days=2))
    assert done.closed.path == f"evidence/scans/1/{CART}.json"
    assert done.closed.sha256
    assert not done.late


def test_gone_on_one_of_two_assets_leaves_the_item_open_on_the_other() -> None:
    _, state = first()
    after = ledger(facts(1, FIRST, snapshots(1, {CART: [], WEB: ["CVE-1"]})), state)
    item = of(after, "CVE-1")
    assert assets(item) == [WEB]
    assert [(one.asset_id, one.reason) for one in item.dispositions] == [(CART, ClosureReason.REMEDIATED)]


def with_scan(number: int, change: object) -> SystemFacts:
    """The cart scanned clean, but not as before; the web as before."""
    rows = [change(one) if isinstance(one, ScanSnapshot) and CART in one.evidence.path else one for one in
            snapshots(number, {CART: [], WEB: ["CVE-1"]})]  # fmt: skip
    return facts(number, FIRST, rows)  # type: ignore[arg-type]


def other_media(one: ScanSnapshot) -> ScanSnapshot:
    return replace(one, evidence=replace(one.evidence, media_type="text/csv"))


def other_configuration(one: ScanSnapshot) -> ScanSnapshot:
    return replace(one, configuration="c" * 64)


def logged_in(one: ScanSnapshot) -> ScanSnapshot:
    return replace(one, targets=tuple(replace(target, authenticated=True) for target in one.targets))


def could_not_look(one: ScanSnapshot) -> ScanSnapshot:
    return replace(one, assessed=False)


def looked_at_a_part(one: ScanSnapshot) -> ScanSnapshot:
    return replace(one, not_assessed_because="one layer could not be read")


def undated(one: ScanSnapshot) -> ScanSnapshot:
    return replace(one, taken=None, evidence=replace(one.evidence, collected=None))


def by_another_scanner(one: ScanSnapshot) -> ScanSnapshot:
    return replace(one, scanner=replace(one.scanner, name="Grype"))


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (other_media, "has another format"),
        (other_configuration, "ran with another configuration"),
        (logged_in, "ran with a login"),
        (looked_at_a_part, "could not look at all of it"),
    ],
)
def test_gone_in_a_scan_that_is_not_equal_stays_open_and_says_why(change: object, because: str) -> None:
    _, state = first()
    item = of(ledger(with_scan(1, change), state), "CVE-2")
    assert assets(item) == [CART]
    assert because in item.unseen[0].because
    assert because in item.open_because[0]


def test_another_scanner_says_nothing_about_it() -> None:
    _, state = first()
    rows = [by_another_scanner(one) if isinstance(one, ScanSnapshot) else one for one in snapshots(1, {CART: [], WEB: []})]
    assert "Trivy has not scanned" in of(ledger(facts(1, rows), state), "CVE-2").unseen[0].because


@pytest.mark.parametrize("change", [could_not_look, undated])
def test_a_scan_that_does_not_count_leaves_the_older_one_in_force(change: object) -> None:
    _, state = first()
    assert assets(of(ledger(with_scan(1, change), state), "CVE-2")) == [CART]


def test_the_look_that_saw_it_stays_the_measure_however_often_another_one_follows() -> None:
    _, state = first()
    second = ledger(with_scan(1, other_configuration), state)
    third = ledger(with_scan(2, other_configuration), carried(second, month(1)))
    assert assets(of(third, "CVE-2")) == [CART], "the new configuration never saw it, so it cannot say that it is gone"
    fourth = ledger(facts(3, snapshots(3, {CART: [], WEB: ["CVE-1"]})), carried(third, month(2)))
    assert closed(fourth, "CVE-2").closed is not None


def test_a_gap_that_says_part_of_the_target_keeps_it_open() -> None:
    _, state = first()
    what = facts(1, FIRST, snapshots(1, {CART: [], WEB: ["CVE-1"]}))
    found = ledger(what, state, incomplete=[f"evidence/scans/1/{CART}.json"])
    assert "could not look at all of it" in of(found, "CVE-2").open_because[0]


def test_not_scanned_again_stays_open() -> None:
    _, state = first()
    found = ledger(facts(1, FIRST, snapshots(1, {WEB: ["CVE-1"]}, [CART, WEB])), state)
    assert of(found, "CVE-2").open_because == (), "the old scan still reports it"
    found = ledger(facts(1, snapshots(1, {WEB: ["CVE-1"]}, [CART, WEB])), state)
    assert of(found, "CVE-2").open_because == (f"Still open: Trivy has not scanned {CART} since 2026-01-18.",)


def test_an_image_that_nothing_runs_is_retired() -> None:
    _, state = first()
    found = ledger(facts(1, FIRST, snapshots(1, {WEB: ["CVE-1"]})), state)
    done = closed(found, "CVE-2")
    assert done.closed is not None
    assert (done.closed.reason, done.closed.day) == (ClosureReason.RETIRED, month(1))
    assert done.closed.path == "evidence/cluster/1.json"


def test_without_a_dump_of_what_runs_nothing_is_retired() -> None:
    _, state = first()
    scans = [one for one in snapshots(1, {WEB: ["CVE-1"]}) if isinstance(one, ScanSnapshot)]
    assert "no dated dump" in of(ledger(facts(1, scans), state), "CVE-2").open_because[0]


NEW_CART = "reg.example/shop/cart:1.5"


def test_a_release_never_restarts_the_clock() -> None:
    before, state = first()
    found = ledger(facts(1, FIRST, snapshots(1, {NEW_CART: ["CVE-1", "CVE-2"], WEB: ["CVE-1"]})), state)
    item = of(found, "CVE-2")
    assert (item.poam_id, item.detected) == (of(before, "CVE-2").poam_id, date(2026, 1, 18))
    assert assets(item) == [NEW_CART]
    assert assets(of(found, "CVE-1")) == [NEW_CART, WEB]
    assert len(found.items) == 2


def test_vulnerabilities_are_never_grouped_whatever_they_share() -> None:
    found, _ = first()
    both = [one for one in found.items if CART in assets(one)]
    assert [one.identifier for one in both] == ["CVE-1", "CVE-2"]


@pytest.mark.parametrize(("after", "late"), [(0, False), (1, True)])
def test_an_item_is_late_from_the_day_after_its_date(after: int, late: bool) -> None:
    found, state = first()
    day = of(found, "CVE-1").detected + timedelta(days=30 + after)
    item = of(ledger(replace(facts(0, FIRST), as_of=day), state), "CVE-1")
    assert (item.due, item.late) == (item.detected + timedelta(days=30), late)
    assert item.late_since == (day if late else None)


def test_two_versions_at_once_are_both_listed() -> None:
    _, state = first()
    both = {CART: ["CVE-2"], NEW_CART: ["CVE-2"], WEB: []}
    assert assets(of(ledger(facts(1, FIRST, snapshots(1, both)), state), "CVE-2")) == [CART, NEW_CART]


def test_a_newer_version_that_was_scanned_clean_remediates() -> None:
    _, state = first()
    found = ledger(facts(1, FIRST, snapshots(1, {NEW_CART: [], WEB: ["CVE-1"]})), state)
    done = closed(found, "CVE-2")
    assert done.closed is not None
    assert done.closed.reason is ClosureReason.REMEDIATED
    assert NEW_CART in done.closed.because


def test_a_newer_version_that_nobody_scanned_closes_nothing() -> None:
    _, state = first()
    found = ledger(facts(1, FIRST, snapshots(1, {WEB: ["CVE-1"]}, [NEW_CART, WEB])), state)
    item = of(found, "CVE-2")
    assert assets(item) == [CART]
    assert "has not scanned" in item.open_because[0]


def test_seen_again_after_that_is_a_new_item_that_points_at_the_old() -> None:
    before, state = first()
    clean = ledger(facts(1, FIRST, snapshots(1, {CART: ["CVE-1"], WEB: ["CVE-1"]})), state)
    months = (FIRST, snapshots(1, {CART: ["CVE-1"], WEB: ["CVE-1"]}), snapshots(2, {CART: ["CVE-1", "CVE-2"], WEB: ["CVE-1"]}))
    again = ledger(facts(2, *months), carried(clean, month(1)))
    new, old = of(again, "CVE-2"), closed(again, "CVE-2")
    assert old.poam_id == of(before, "CVE-2").poam_id
    assert new.replaces == old.poam_id
    assert new.poam_id != old.poam_id
    assert new.detected == month(2) - timedelta(days=2)
    twice = ledger(facts(2, *months), carried(again, month(2)))
    assert by_id(twice) == by_id(again)


def test_seen_again_by_an_undated_scan_it_counts_from_the_day_of_the_package_and_says_so() -> None:
    _, state = first()
    clean = ledger(facts(1, FIRST, snapshots(1, {CART: ["CVE-1"], WEB: ["CVE-1"]})), state)
    undated = scan("evidence/scans/undated.json", CART, ["CVE-1", "CVE-2"], None)
    again = ledger(facts(2, [snapshots(2, {}, [CART, WEB])[0], undated]), carried(clean, month(1)))
    new = of(again, "CVE-2")
    assert (new.replaces, new.detected, new.detected_by) == (closed(again, "CVE-2").poam_id, month(2), DetectionBasis.AS_OF)


def test_again_in_a_later_version_of_the_image_points_at_the_old_too() -> None:
    _, state = first()
    clean = ledger(facts(1, FIRST, snapshots(1, {NEW_CART: [], WEB: []})), state)
    newest = "reg.example/shop/cart:1.6"
    again = ledger(facts(2, FIRST, snapshots(2, {newest: ["CVE-2"], WEB: []})), carried(clean, month(1)))
    assert of(again, "CVE-2").replaces == closed(again, "CVE-2").poam_id


def test_an_image_that_is_gone_closes_nothing_while_its_newer_version_has_the_weakness_in_another_item() -> None:
    new = CART.replace("1.4", "1.5")
    state = Before()
    seen: tuple[dict[str, list[str]], ...] = (
        {CART: ["CVE-1"], new: ["CVE-1"]},
        {CART: ["CVE-1"], new: []},
        {CART: ["CVE-1"], new: ["CVE-1"]},
        {new: ["CVE-1"]},
    )
    for number, what in enumerate(seen):
        found = ledger(facts(number, snapshots(number, what)), state)
        state = carried(found, month(number))
    older, newer = sorted(found.items, key=lambda one: one.detected)
    assert (older.closed, newer.closed, newer.replaces) == (None, None, older.poam_id)
    gone = f"Still open: {CART} is gone, and {new}, which runs instead, has the weakness ({newer.poam_id})."
    assert older.open_because[0] == gone


def test_on_an_asset_that_left_the_open_item_it_is_a_new_item() -> None:
    _, state = first()
    fixed = ledger(facts(1, FIRST, snapshots(1, {CART: [], WEB: ["CVE-1"]})), state)
    back = ledger(facts(2, snapshots(2, {CART: ["CVE-1"], WEB: ["CVE-1"]})), carried(fixed, month(1)))
    old, new = sorted((one for one in back.items if one.identifier == "CVE-1"), key=lambda one: one.detected)
    assert (assets(old), assets(new), new.replaces) == ([WEB], [CART], old.poam_id)


@pytest.mark.parametrize(("policy", "count"), [(NewAssets.NEW_ITEM, 2), (NewAssets.SAME_ITEM, 1)])
def test_truly_new_assets_follow_the_policy(policy: NewAssets, count: int) -> None:
    _, state = first()
    api = "reg.example/shop/api:1.0"
    months = snapshots(1, {CART: ["CVE-1", "CVE-2"], WEB: ["CVE-1"], api: ["CVE-1"]})
    found = ledger(facts(1, FIRST, months), state, policy=PoamPolicy(new_assets=policy))
    items = [one for one in found.items if one.identifier == "CVE-1"]
    assert len(items) == count
    assert sorted(asset for one in items for asset in assets(one)) == [api, CART, WEB]


def test_the_same_day_of_detection_is_one_item() -> None:
    late = "reg.example/shop/api:1.0"
    _, state = first()
    unknown_then = scan("evidence/scans/0/api.json", late, ["CVE-1"], moment(month(0) - timedelta(days=2)))
    what = facts(1, FIRST, [unknown_then], snapshots(1, {CART: ["CVE-1"], WEB: ["CVE-1"], late: ["CVE-1"]}))
    assert assets(of(ledger(what, state), "CVE-1")) == [late, CART, WEB]


def test_the_rating_of_the_first_day_stays_the_original_one() -> None:
    _, state = first()
    lower = structs.replace(state, items=tuple(structs.replace(one, rating=Rating.LOW) for one in state.items))
    raised = of(ledger(facts(0, FIRST), lower), "CVE-1")
    assert (raised.rating, raised.adjusted, raised.raised) == ("Low", "High", True)
    assert raised.due == raised.detected + timedelta(days=30)
    higher = snapshots(0, {CART: ["CVE-2"], WEB: []})
    kept = of(ledger(facts(0, higher), structs.replace(state, items=tuple(
        structs.replace(one, rating=Rating.HIGH, because="x") for one in state.items
    ))), "CVE-2")  # fmt: skip
    assert (kept.rating, kept.adjusted) == ("High", None)


def test_what_a_scanner_raised_comes_down_with_an_approval_only() -> None:
    _, state = first()
    raised = structs.replace(
        state, items=tuple(structs.replace(one, rating=Rating.LOW, adjusted=Rating.HIGH, raised=True) for one in state.items)
    )
    low = structs.replace(facts(0, FIRST).weaknesses[0], severity=Severity.LOW, cvss=())
    item = of(ledger(replace(facts(0, FIRST), weaknesses=(low,)), raised), low.identifier)
    assert (item.rating, item.adjusted, item.raised) == ("Low", "High", True)
    assert item.due == item.detected + timedelta(days=30)
    assert "a lower rating needs an approved risk adjustment" in item.notices[0]


def test_an_undated_item_takes_the_first_day_that_evidence_gives() -> None:
    nothing = scan("evidence/scans/u.json", CART, ["CVE-9"], None)
    start = ledger(facts(0, snapshots(0, {WEB: []}, [CART, WEB]), [nothing]))
    assert (of(start, "CVE-9").detected_by, of(start, "CVE-9").detected) == (DetectionBasis.AS_OF, month(0))
    later = ledger(facts(1, snapshots(1, {CART: ["CVE-9"], WEB: []})), carried(start, month(0)))
    item = of(later, "CVE-9")
    assert (item.poam_id, item.detected) == (of(start, "CVE-9").poam_id, month(0)), "a later day moves nothing"
    assert item.detected_by is DetectionBasis.AS_OF, "and the first is still a stand-in"
    earlier = ledger(facts(1, snapshots(0, {CART: ["CVE-9"], WEB: []})), carried(start, month(0)))
    assert of(earlier, "CVE-9").detected_by is DetectionBasis.REPORT
    assert of(earlier, "CVE-9").detected == month(0) - timedelta(days=2)


def collected(one: ScanSnapshot, on: datetime) -> ScanSnapshot:
    """A report without a date, as readers give it: the day on which the file was collected, by its sidecar."""
    evidence = replace(one.evidence, collected=on, dated_by=DatedBy.SIDECAR)
    return replace(one, evidence=evidence, taken=on)


def test_the_day_of_collection_is_a_stand_in_and_gives_way_to_an_earlier_day_of_a_report() -> None:
    running = snapshots(0, {WEB: []}, [CART, WEB])
    report = scan("evidence/scans/u.json", CART, ["CVE-9"], moment(month(0)))
    item = of(ledger(facts(0, running, [collected(report, moment(month(0)))])), "CVE-9")
    assert (item.detected, item.detected_by) == (month(0), DetectionBasis.COLLECTION)
    stated = scan("evidence/scans/t.json", CART, ["CVE-9"], moment(month(0)))
    both = of(ledger(facts(0, running, [collected(report, moment(month(0))), stated])), "CVE-9")
    assert both.detected_by is DetectionBasis.REPORT, "a report states the same day"
    start = ledger(facts(0, running, [collected(report, moment(month(0)))]))
    later = ledger(facts(1, snapshots(1, {CART: ["CVE-9"], WEB: []})), carried(start, month(0)))
    assert (of(later, "CVE-9").detected, of(later, "CVE-9").detected_by) == (month(0), DetectionBasis.COLLECTION)
    before = snapshots(0, {CART: ["CVE-9"], WEB: []}, [CART, WEB])
    found = of(ledger(facts(1, before), carried(start, month(0))), "CVE-9")
    assert (found.poam_id, found.detected_by) == (item.poam_id, DetectionBasis.REPORT)
    assert found.detected < month(0)


def findings(number: int, *ids: str) -> list[ScanSnapshot]:
    taken = moment(month(number) - timedelta(days=2))
    return [scan(f"evidence/scans/{number}/conf.json", CART, list(ids), taken, kind=ResultKind.MISCONFIGURATION)]


def test_the_cm6_item_lives_as_long_as_any_configuration_finding() -> None:
    running = snapshots(0, {WEB: []}, [CART, WEB])
    start = ledger(facts(0, running, findings(0, "KSV-1", "KSV-2")))
    (collector,) = (one for one in start.items if one.members)
    assert (collector.members, collector.controls) == (2, ("CM-6",))
    one_left = ledger(facts(1, snapshots(1, {WEB: []}, [CART, WEB]), findings(1, "KSV-2")), carried(start, month(0)))
    (kept,) = (one for one in one_left.items if one.members)
    assert (kept.poam_id, kept.members, kept.closed) == (collector.poam_id, 1, None)
    none_left = ledger(facts(2, snapshots(2, {WEB: []}, [CART, WEB]), findings(2)), carried(one_left, month(1)))
    assert all(one.closed for one in none_left.items)
    again = ledger(facts(3, snapshots(3, {WEB: []}, [CART, WEB]), findings(3, "KSV-3")), carried(none_left, month(2)))
    (new,) = (one for one in again.items if one.members and one.closed is None)
    assert new.poam_id == f"{collector.poam_id}-2", "an id is never used again"
    assert new.replaces == collector.poam_id


def test_the_cm6_item_stays_known_by_the_id_that_it_had() -> None:
    start = ledger(facts(0, snapshots(0, {WEB: []}, [CART, WEB]), findings(0, "KSV-1")))
    (collector,) = (one for one in start.items if one.members)
    assert collector.former_id == ""
    numbered = renumbered(carried(start, month(0)), {collector.poam_id: "V-7"})
    later = ledger(facts(1, snapshots(1, {WEB: []}, [CART, WEB]), findings(1, "KSV-1")), numbered)
    (kept,) = (one for one in later.items if one.members)
    assert (kept.poam_id, kept.former_id) == ("V-7", collector.poam_id)


@pytest.mark.parametrize("assessment", Assessment)
def test_an_assessment_wants_an_item_for_each_mapped_control(assessment: Assessment) -> None:
    start = ledger(facts(0, snapshots(0, {WEB: []}, [CART, WEB]), findings(0, "KSV-1", "KSV-2")))
    mapped = tuple(structs.replace(one, controls=("CM-6", "AC-6")) if one.identifier == "KSV-1" else one for one in start.items)
    before = Before(as_of=month(0), items=mapped, looks=start.looks)
    what = facts(1, snapshots(1, {WEB: []}, [CART, WEB]), findings(1, "KSV-1", "KSV-2"))
    plain = ledger(what, before)
    assert [one.controls for one in plain.items if one.members] == [("CM-6",)]
    assessed = ledger(what, before, policy=PoamPolicy(assessment=assessment))
    assert {one.controls: one.members for one in assessed.items if one.members} == {("CM-6",): 2, ("AC-6",): 1}


def test_a_finding_has_the_controls_that_its_scanner_maps_it_to() -> None:
    scans = [
        replace(one, results=tuple(structs.replace(seen, controls=("AC-6", "CM-6")) for seen in one.results))
        for one in findings(0, "KSV-1")
    ]
    found = ledger(facts(0, snapshots(0, {WEB: []}, [CART, WEB]), scans), policy=PoamPolicy(assessment=Assessment.INITIAL))
    assert [one.controls for one in found.items if one.configuration] == [("CM-6", "AC-6")]
    assert {one.controls for one in found.items if one.members} == {("CM-6",), ("AC-6",)}


def test_objects_of_the_cluster_are_looked_at_one_by_one() -> None:
    def settings_of(number: int, *ids: str) -> ScanSnapshot:
        one = findings(number, *ids)[0]
        name = "web/DaemonSet/w0"
        target = ScanTarget(name=name, kind=TargetKind.WORKLOAD, workload=name)
        return replace(one, targets=(target,), results=tuple(structs.replace(row, target=name) for row in one.results))

    start = ledger(facts(0, snapshots(0, {WEB: []}, [CART, WEB]), [settings_of(0, "KSV-1")]))
    assert of(start, "KSV-1").configuration
    after = ledger(facts(1, snapshots(1, {WEB: []}, [CART, WEB]), [settings_of(1)]), carried(start, month(0)))
    assert closed(after, "KSV-1").closed is not None


MONTHS = st.lists(
    st.dictionaries(
        st.sampled_from([CART, NEW_CART, WEB, "reg.example/shop/api:1.0"]),
        st.sets(st.sampled_from(["CVE-1", "CVE-2", "CVE-3"]), max_size=3),
        min_size=1,
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(MONTHS, st.booleans(), st.sampled_from(NewAssets))
def test_whatever_happens_nothing_is_lost_and_ids_stay(
    plan: list[dict[str, set[str]]], keep_evidence: bool, new_assets: NewAssets
) -> None:
    policy = PoamPolicy(new_assets=new_assets)
    state: Before | None = None
    known: dict[str, LedgerItem] = {}
    kept = []
    for number, seen in enumerate(plan):
        kept.append(snapshots(number, {image: sorted(ids) for image, ids in seen.items()}))
        what = facts(number, *(kept if keep_evidence else kept[-1:]))
        found = ledger(what, state, policy=policy)
        items = by_id(found)
        for poam_id, old in known.items():
            assert items[poam_id].detected == old.detected
            retired = old.closed is not None and old.closed.reason is ClosureReason.RETIRED
            assert old.closed is None or retired or items[poam_id].closed == old.closed, "never reopened once remediated"
        held = [(one.identifier, asset) for one in found.items if one.closed is None for asset in assets(one)]
        assert len(held) == len(set(held)), "an asset of a weakness is in one open item"
        reported = {(each.identifier, asset.asset_id) for each in what.weaknesses for asset in each.assets}
        assert reported <= set(held)
        assert by_id(ledger(what, carried(found, what.as_of), policy=policy)) == items, "carrying over twice is once"
        known, state = items, carried(found, what.as_of)


def test_a_later_report_that_is_dated_says_nothing_of_the_day_on_which_another_was_collected() -> None:
    first, last = month(0), month(1)
    row = structs.replace(affected(AssetId("host-1")), first_seen=first, first_by_collection=True, last_seen=last)
    assert _basis_of(first, [row]) is DetectionBasis.COLLECTION
    assert _basis_of(last, [row]) is DetectionBasis.REPORT
    assert _basis_of(None, [row]) is DetectionBasis.AS_OF


def test_a_host_left_an_item_as_itself_and_not_as_another_host() -> None:
    rows = tuple(
        AssetDisposition(asset_id=AssetId(name), reason=ClosureReason.REMEDIATED, day=month(number), because="")
        for number, name in enumerate(("host-1", "host-2"))
    )
    item = host_item("host-1", dispositions=rows)
    assert [_leaving(item, AssetId(name), ImageIdentities()) for name in ("host-1", "host-2", "host-3")] == [*rows, None]


def test_the_work_on_an_asset_that_was_not_scanned_again_stays() -> None:
    fixed = (AffectedPackage(name="libtoy", version="1.0", fixed_version="1.1"),)

    def with_fix(number: int, *images: str) -> list[Snapshot]:
        dump, *scans = snapshots(number, {image: ["CVE-1"] for image in images}, [CART, WEB])
        return [
            dump,
            *(replace(made, results=tuple(structs.replace(row, packages=fixed) for row in made.results)) for made in scans),
        ]

    before = ledger(facts(0, with_fix(0, CART, WEB)))
    (item,) = before.items
    plain = tuple(structs.replace(row, packages=()) for row in item.assets)
    state = structs.replace(carried(before, month(0)), items=(structs.replace(item, assets=plain),))
    (later,) = ledger(facts(1, with_fix(1, WEB)), state).items
    assert [work.text for work in item.work] == [f"rebuild {image} with libtoy 1.0 updated to 1.1" for image in (CART, WEB)]
    assert later.work == item.work
