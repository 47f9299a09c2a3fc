"""One weakness that several scanners see: one item, and what closes, approves and continues it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import structs
from replacing import replace

from generator.ledger.asset_states import ClosureReason
from generator.ledger.deviation_decisions import LedgerDecision, read_deviations
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Before, Ledger
from generator.model.facts import SystemFacts
from generator.model.identifiers import Sha256
from generator.model.rating import Rating
from generator.model.scan import ScanSnapshot
from generator.model.snapshot import Snapshot
from tests.facts.scans_made import pods, scan
from tests.ledger.months import CART, WEB, assets, by_id, carried, facts, ledger, moment, month

Seen = Mapping[str, Mapping[str, Sequence[str]]]
"""Scanner to image to identifiers; a Grype identifier `GHSA-x` is the CVE `CVE-x`."""


def by(name: str, taken: ScanSnapshot) -> ScanSnapshot:
    rows = tuple(structs.replace(row, scanner=name, cves=(row.identifier.replace("GHSA", "CVE"),)) for row in taken.results)
    return taken.__class__(
        **{
            **{field: getattr(taken, field) for field in taken.__struct_fields__},
            "scanner": taken.scanner.__class__(name=name, version="1"),
            "results": rows,
        }
    )


def seen(
    number: int, what: Seen, *, running: Sequence[str] = (CART, WEB), digest: str | None = None, before: int = 2
) -> list[Snapshot]:
    taken = moment(month(number) - timedelta(days=before))
    dump = pods(
        f"evidence/cluster/{number}.json",
        moment(month(number)),
        {f"w{at}": image for at, image in enumerate(running)},
        digest=digest,
    )
    at_digest = (digest,) if digest else ()
    scans = [
        by(
            name,
            scan(f"evidence/scans/{image}/{number}-{before}/{name}.json", image, list(ids), taken, digests=at_digest),
        )
        for name, images in what.items()
        for image, ids in images.items()
    ]
    return [dump, *scans]


def open_items(what: Ledger) -> list[LedgerItem]:
    return [item for item in what.items if item.closed is None]


def detectors(item: LedgerItem) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(row.scanner, row.identifier, row.assets) for row in item.found_by]


BOTH: Seen = {"Trivy": {CART: ["CVE-1"]}, "Grype": {CART: ["GHSA-1"]}}
CLEAN: Seen = {"Trivy": {CART: []}, "Grype": {CART: []}}


def first(what: Seen = BOTH) -> tuple[Ledger, Before]:
    made = ledger(facts(0, seen(0, what)))
    return made, carried(made, month(0))


def test_two_versions_that_went_into_one_wait_for_the_looks_at_both() -> None:
    older, newer = CART.replace("1.4", "1.3"), CART.replace("1.4", "1.5")
    both: Seen = {"Trivy": {CART: ["CVE-1"], older: ["CVE-1"]}, "Grype": {CART: ["GHSA-1"], older: ["GHSA-1"]}}
    made = ledger(facts(0, seen(0, both, running=(CART, older, WEB))))
    now = facts(1, seen(1, {"Trivy": {newer: ["CVE-1"]}}, running=(newer, WEB)))
    (item,) = open_items(ledger(now, carried(made, month(0))))
    assert assets(item) == [newer]
    (waiting,) = item.unseen
    assert waiting.asset_id == newer
    assert {(look.scanner, look.asset_id) for look in waiting.looks} == {("Grype", CART), ("Grype", older)}


def test_two_scanners_on_one_asset_are_one_item_with_both_ids_and_the_earliest_date() -> None:
    earlier = seen(0, {"Grype": {CART: ["GHSA-1"]}}, before=9)
    (item,) = ledger(facts(0, earlier, seen(0, BOTH))).items
    assert item.detected == month(0) - timedelta(days=9)
    assert detectors(item) == [("Grype", "GHSA-1", ()), ("Trivy", "CVE-1", ())]
    assert (item.scanner, item.identifier, item.cves) == ("Grype", "GHSA-1", ("CVE-1",))


def test_differing_dates_are_rows_of_their_own_and_none_is_backdated() -> None:
    earlier = seen(0, {"Grype": {CART: ["GHSA-1"]}}, before=9)
    made = ledger(facts(0, earlier, seen(0, {"Trivy": {CART: ["CVE-1"], WEB: ["CVE-1"]}, "Grype": {CART: ["GHSA-1"]}})))
    days = {tuple(assets(item)): item.detected for item in made.items}
    assert days == {(CART,): month(0) - timedelta(days=9), (WEB,): month(0) - timedelta(days=2)}


def test_scanners_that_share_no_asset_are_not_put_together() -> None:
    made = ledger(facts(0, seen(0, {"Trivy": {CART: ["CVE-1"]}, "Grype": {WEB: ["GHSA-1"]}})))
    assert sorted((item.scanner, *assets(item)) for item in made.items) == [("Grype", WEB), ("Trivy", CART)]


def test_a_scanner_that_joins_later_joins_the_item_and_its_date_stays() -> None:
    before, state = first({"Trivy": {CART: ["CVE-1"]}})
    (item,) = ledger(facts(1, seen(1, BOTH)), state).items
    assert (item.poam_id, item.detected) == (before.items[0].poam_id, before.items[0].detected)
    assert detectors(item) == [("Trivy", "CVE-1", ()), ("Grype", "GHSA-1", ())]


def test_it_closes_when_every_detector_has_looked_again() -> None:
    _, state = first()
    half = ledger(facts(1, seen(1, {"Trivy": {CART: []}})), state)
    (item,) = half.items
    assert item.closed is None
    assert detectors(item) == [("Grype", "GHSA-1", ())], "Trivy has looked again and is done"
    assert "Grype has not scanned" in item.unseen[0].because
    (done,) = ledger(facts(2, seen(2, {"Grype": {CART: []}})), carried(half, month(1))).items
    assert done.closed is not None
    assert done.closed.reason is ClosureReason.REMEDIATED


def test_a_detector_that_has_not_looked_again_stays_while_another_one_still_sees_it() -> None:
    _, state = first()
    one = ledger(facts(1, seen(1, {"Trivy": {CART: ["CVE-1"]}})), state)
    assert {row.scanner for row in one.items[0].found_by} == {"Grype", "Trivy"}
    assert not one.items[0].open_because, "it is open since Trivy sees it"
    two = ledger(facts(2, seen(2, {"Trivy": {CART: []}})), carried(one, month(1)))
    assert two.items[0].closed is None
    (done,) = ledger(facts(3, seen(3, {"Grype": {CART: []}})), carried(two, month(2))).items
    assert done.closed is not None


def test_in_a_newer_version_of_the_image_it_waits_for_both_too() -> None:
    newer = CART.replace("1.4", "1.5")
    _, state = first()
    one = ledger(facts(1, seen(1, {"Trivy": {newer: ["CVE-1"]}}, running=[newer, WEB])), state)
    (item,) = one.items
    assert assets(item) == [newer]
    assert {row.scanner for row in item.found_by} == {"Grype", "Trivy"}
    two = ledger(facts(2, seen(2, {"Trivy": {newer: []}}, running=[newer, WEB])), carried(one, month(1)))
    assert two.items[0].closed is None, "Grype never looked at the newer version"


def of_old() -> tuple[LedgerItem, LedgerItem, Before]:
    """What a version handed in that kept scanners apart: the Grype item is the older one."""
    grype = ledger(facts(0, seen(0, {"Grype": {CART: ["GHSA-1"]}}, before=9)))
    trivy = ledger(facts(0, seen(0, {"Trivy": {CART: ["CVE-1"]}})))
    state = Before(as_of=month(0), items=(*trivy.items, *grype.items), looks=(*trivy.looks, *grype.looks))
    return grype.items[0], trivy.items[0], state


def test_of_two_ids_that_were_handed_in_the_oldest_stays_and_the_other_closes_as_its_duplicate() -> None:
    older, younger, state = of_old()
    made = ledger(facts(1, seen(1, BOTH)), state)
    items = by_id(made)
    assert (items[older.poam_id].closed, items[older.poam_id].detected) == (None, older.detected)
    assert {row.scanner for row in items[older.poam_id].found_by} == {"Grype", "Trivy"}
    closed = items[younger.poam_id].closed
    assert closed is not None
    assert (closed.reason, closed.because.split(":")[0]) == (
        ClosureReason.DUPLICATE,
        f"Duplicate of {older.poam_id}, not remediated",
    )
    again = ledger(facts(2, seen(2, BOTH)), carried(made, month(1)))
    assert by_id(again)[younger.poam_id].closed == closed
    assert [item.poam_id for item in open_items(again)] == [older.poam_id]
    gone = ledger(facts(2, seen(2, CLEAN)), carried(made, month(1)))
    back = ledger(facts(3, seen(3, BOTH)), carried(gone, month(2)))
    assert [item.replaces for item in open_items(back)] == [older.poam_id], "what is a duplicate is never pointed at"


def test_who_stood_first_in_the_item_that_stays_stands_first_still() -> None:
    trivy = ledger(facts(0, seen(0, {"Trivy": {CART: ["CVE-1"]}}, before=9)))
    grype = ledger(facts(0, seen(0, {"Grype": {CART: ["GHSA-1"]}})))
    state = Before(as_of=month(0), items=(*trivy.items, *grype.items), looks=(*trivy.looks, *grype.looks))
    (item,) = open_items(ledger(facts(1, seen(1, {})), state))
    assert (item.poam_id, [row.scanner for row in item.found_by]) == (trivy.items[0].poam_id, ["Trivy", "Grype"])


def test_duplicates_are_found_where_nothing_was_scanned_again() -> None:
    older, younger, state = of_old()
    items = by_id(ledger(facts(1, seen(1, {})), state))
    assert items[younger.poam_id].closed is not None
    assert "Grype has not scanned" in items[older.poam_id].unseen[0].because
    assert "Trivy has not scanned" in items[older.poam_id].unseen[0].because


def test_an_asset_that_only_the_younger_item_has_stays_there_with_its_date() -> None:
    older, younger, state = of_old()
    wide = ledger(facts(0, seen(0, {"Trivy": {CART: ["CVE-1"], WEB: ["CVE-1"]}})))
    state = Before(as_of=month(0), items=(older, *wide.items), looks=(*state.looks, *wide.looks))
    items = by_id(ledger(facts(1, seen(1, {"Trivy": {CART: ["CVE-1"], WEB: ["CVE-1"]}, "Grype": {CART: ["GHSA-1"]}})), state))
    assert assets(items[older.poam_id]) == [CART]
    assert assets(items[wide.items[0].poam_id]) == [WEB]
    assert items[wide.items[0].poam_id].detected == younger.detected
    assert [row.reason for row in items[wide.items[0].poam_id].dispositions] == [ClosureReason.DUPLICATE]


def test_what_people_wrote_into_a_duplicate_is_in_the_item_that_stays_and_in_the_closed_row() -> None:
    older, younger, state = of_old()
    written = structs.replace(younger, written=(("Comments", "ours"), ("Remediation Plan", "rebuild")))
    mine = structs.replace(older, written=(("Comments", "theirs"),))
    made = ledger(facts(1, seen(1, BOTH)), structs.replace(state, items=(mine, written)))
    items = by_id(made)
    assert dict(items[older.poam_id].written) == {"Comments": "theirs", "Remediation Plan": "rebuild"}
    assert dict(items[younger.poam_id].written) == dict(written.written)
    assert any(younger.poam_id in notice.what and "Comments" in notice.what for notice in made.notices)


def decided(text: str, day: date) -> Sequence[LedgerDecision]:
    return read_deviations(text, as_of=day, checksum=lambda _: Sha256("0" * 64))


def approval(who: str, kind: str = "false-positive", more: str = "") -> str:
    return (
        f"- {who}\n  type: {kind}\n  status: approved\n  approver: A. Lovelace\n"
        f"  approver-role: authorizing-official\n  decided: 2026-01-19\n  evidence: decisions/letter.pdf\n{more}"
    )


def test_an_approval_for_one_detector_closes_nothing_that_another_one_sees() -> None:
    trivy = approval("scanner: Trivy\n  identifier: CVE-1")
    made = ledger(facts(0, seen(0, BOTH)), decided=decided(trivy, month(0)))
    (item,) = made.items
    assert item.closed is None
    assert any("does not cover Grype GHSA-1" in notice.what for notice in made.notices)
    both = trivy + approval("scanner: Grype\n  identifier: GHSA-1")
    (closed,) = ledger(facts(0, seen(0, BOTH)), decided=decided(both, month(0))).items
    assert closed.closed is not None


def test_an_approval_of_an_item_is_for_those_who_saw_it_then() -> None:
    before, state = first({"Trivy": {CART: ["CVE-1"]}})
    text = approval(f"poam-id: {before.items[0].poam_id}", "risk-adjustment", "  adjusted-rating: Low\n")
    alone = ledger(facts(1, seen(1, {"Trivy": {CART: ["CVE-1"]}})), state, decided=decided(text, month(1)))
    assert alone.items[0].adjusted == "Low"
    later = ledger(facts(2, seen(2, BOTH)), carried(alone, month(1)), decided=decided(text, month(2)))
    (item,) = later.items
    assert item.adjusted is None
    deviation = item.deviation(DeviationKind.RISK_ADJUSTMENT)
    assert deviation is not None
    assert "Grype GHSA-1" in deviation.contested
    again = ledger(facts(3, seen(3, BOTH)), carried(later, month(2)), decided=decided(text, month(3)))
    assert again.items[0].adjusted is None, "it does not cover Grype because a month went by"
    anew = text.replace("2026-01-19", "2026-03-19")
    assert ledger(facts(3, seen(3, BOTH)), carried(later, month(2)), decided=decided(anew, month(3))).items[0].adjusted == "Low"


def test_a_false_positive_that_another_scanner_sees_later_is_open_again_and_asked() -> None:
    before, state = first({"Trivy": {CART: ["CVE-1"]}})
    text = decided(approval(f"poam-id: {before.items[0].poam_id}"), month(1))
    closed = ledger(facts(1, seen(1, {"Trivy": {CART: ["CVE-1"]}})), state, decided=text)
    assert closed.items[0].closed is not None
    made = ledger(facts(2, seen(2, BOTH)), carried(closed, month(1)), decided=text)
    (item,) = made.items
    assert (item.poam_id, item.detected, item.closed) == (before.items[0].poam_id, before.items[0].detected, None)
    assert any("does not cover Grype GHSA-1" in notice.what for notice in made.notices)


def test_an_approval_covers_its_assets_and_not_those_that_come_later() -> None:
    before, state = first({"Trivy": {CART: ["CVE-1"]}})
    text = decided(approval(f"poam-id: {before.items[0].poam_id}"), month(1))
    late = seen(0, {"Trivy": {CART: ["CVE-1"], WEB: ["CVE-1"]}})
    made = ledger(facts(1, late, seen(1, {"Trivy": {CART: ["CVE-1"], WEB: ["CVE-1"]}})), state, decided=text)
    (item,) = made.items
    assert (item.closed, assets(item)) == (None, [WEB])
    assert [(row.asset_id, row.reason) for row in item.dispositions] == [(CART, ClosureReason.FALSE_POSITIVE)]
    after = ledger(facts(2, seen(2, {"Trivy": {CART: ["CVE-1"], WEB: ["CVE-1"]}})), carried(made, month(1)), decided=text)
    assert [assets(row) for row in open_items(after)] == [[WEB]], "the approval holds for the first asset"


def test_a_decision_by_the_id_of_one_scanner_alone_means_the_item_of_both() -> None:
    alone = ledger(facts(0, seen(0, {"Trivy": {CART: ["CVE-1"]}}))).items[0].poam_id
    text = approval(f"poam-id: {alone}", "risk-adjustment", "  adjusted-rating: Low\n")
    made = ledger(facts(0, seen(0, BOTH)), decided=decided(text, month(0)))
    (item,) = made.items
    assert item.poam_id != alone
    assert item.adjusted == "Low"
    assert not made.notices


def closed_and_back(back: str | None, clean: str | None = "sha256:" + "a" * 64) -> tuple[LedgerItem, list[LedgerItem]]:
    """Open on digest a in month 0, gone in month 1, back in month 2."""
    old = "sha256:" + "a" * 64
    one = ledger(facts(0, seen(0, {"Trivy": {CART: ["CVE-1"]}}, running=[CART], digest=old)))
    two = ledger(facts(1, seen(1, {"Trivy": {CART: []}}, running=[CART], digest=clean)), carried(one, month(0)))
    assert two.items[0].closed is not None
    three = ledger(facts(2, seen(2, {"Trivy": {CART: ["CVE-1"]}}, running=[CART], digest=back)), carried(two, month(1)))
    assert by_id(ledger(three_facts(back), carried(three, month(2)))).keys() == by_id(three).keys()
    return one.items[0], open_items(three)


def three_facts(digest: str | None) -> SystemFacts:
    return facts(2, seen(2, {"Trivy": {CART: ["CVE-1"]}}, running=[CART], digest=digest))


def test_back_on_the_same_digest_is_the_old_item_with_its_date() -> None:
    was, (item,) = closed_and_back("sha256:" + "a" * 64)
    assert (item.poam_id, item.detected, item.replaces) == (was.poam_id, was.detected, "")
    assert "counted as remediated" in item.open_because[0]


def test_rolled_back_to_the_old_digest_is_the_old_item_as_well() -> None:
    was, (item,) = closed_and_back("sha256:" + "a" * 64, clean="sha256:" + "b" * 64)
    assert (item.poam_id, item.detected) == (was.poam_id, was.detected)


def test_back_on_another_digest_is_a_new_item_that_names_the_old() -> None:
    was, (item,) = closed_and_back("sha256:" + "c" * 64, clean="sha256:" + "b" * 64)
    assert item.poam_id != was.poam_id
    assert (item.replaces, item.detected) == (was.poam_id, month(2) - timedelta(days=2))


def test_a_retired_image_that_runs_again_is_the_old_item() -> None:
    one = ledger(facts(0, seen(0, {"Trivy": {CART: ["CVE-1"]}})))
    two = ledger(facts(1, seen(1, {}, running=[WEB])), carried(one, month(0)))
    assert two.items[0].closed is not None
    assert two.items[0].closed.reason is ClosureReason.RETIRED
    three = ledger(facts(2, seen(2, {"Trivy": {CART: ["CVE-1"]}})), carried(two, month(1)))
    assert [(item.poam_id, item.detected) for item in open_items(three)] == [(one.items[0].poam_id, one.items[0].detected)]
    assert "runs again" in three.items[0].open_because[0]


def test_joined_and_remediated_in_one_month_it_is_the_oldest_that_a_new_item_names() -> None:
    older, younger, state = of_old()
    gone = ledger(facts(1, seen(1, CLEAN)), state)
    assert {item.poam_id: item.closed.reason for item in gone.items if item.closed} == {
        older.poam_id: ClosureReason.REMEDIATED,
        younger.poam_id: ClosureReason.DUPLICATE,
    }
    back = ledger(facts(2, seen(2, BOTH)), carried(gone, month(1)))
    assert [item.replaces for item in open_items(back)] == [older.poam_id]


def with_cves(what: list[Snapshot], *cves: str) -> list[Snapshot]:
    """The Grype records name these CVEs."""
    rows: list[Snapshot] = []
    for row in what:
        if isinstance(row, ScanSnapshot) and row.scanner.name == "Grype":
            rows.append(replace(row, results=tuple(structs.replace(each, cves=cves) for each in row.results)))
        else:
            rows.append(row)
    return rows


def test_a_plugin_that_names_a_second_cve_leaves_the_item_to_the_other_scanner() -> None:
    before, state = first()
    made = ledger(facts(1, with_cves(seen(1, BOTH), "CVE-1", "CVE-2")), state)
    rows = {item.scanner: item for item in open_items(made)}
    assert rows["Trivy"].poam_id == before.items[0].poam_id
    assert [row.scanner for row in rows["Trivy"].found_by] == ["Trivy"], "Grype reports it elsewhere, and has not forgotten it"
    assert (rows["Grype"].cves, rows["Grype"].poam_id != before.items[0].poam_id) == (("CVE-1", "CVE-2"), True)


def test_different_decisions_on_duplicates_are_asked_and_one_alone_goes_on() -> None:
    older, younger, state = of_old()
    denied = Deviation(kind=DeviationKind.RISK_ADJUSTMENT, standing=DeviationStatus.DENIED)
    pending = Deviation(kind=DeviationKind.RISK_ADJUSTMENT, standing=DeviationStatus.PENDING, adjusted=Rating.LOW)
    items = (structs.replace(older, deviations=(denied,)), structs.replace(younger, deviations=(pending,)))
    made = ledger(facts(1, seen(1, BOTH)), structs.replace(state, items=items))
    (told,) = (notice for notice in made.notices if f"pending on {younger.poam_id}, its duplicate" in notice.what)
    assert (told.path, told.place) == ("previous/", older.poam_id)
    assert by_id(made)[older.poam_id].deviations[0].standing is DeviationStatus.DENIED
    alone = ledger(facts(1, seen(1, BOTH)), structs.replace(state, items=(older, items[1])))
    assert by_id(alone)[older.poam_id].deviations == (pending,)


def test_a_plugin_that_names_one_cve_from_now_on_joins_the_oldest_item_of_it() -> None:
    before = ledger(facts(0, with_cves(seen(0, BOTH), "CVE-1", "CVE-2")))
    stays, goes = sorted(item.poam_id for item in before.items)
    made = ledger(facts(1, seen(1, BOTH)), carried(before, month(0)))
    assert [item.poam_id for item in open_items(made)] == [stays]
    closed = by_id(made)[goes].closed
    assert closed is not None
    assert (closed.reason, closed.because.split(",")[0]) == (ClosureReason.DUPLICATE, f"Duplicate of {stays}")


def test_another_scanner_on_another_asset_is_another_item_even_of_the_same_day() -> None:
    before, state = first({"Trivy": {CART: ["CVE-1"]}})
    late = seen(0, {"Grype": {WEB: ["GHSA-1"]}})
    made = ledger(facts(1, late, seen(1, {"Trivy": {CART: ["CVE-1"]}, "Grype": {WEB: ["GHSA-1"]}})), state)
    days = {item.detected for item in made.items}
    assert days == {before.items[0].detected}
    assert sorted((item.scanner, *assets(item)) for item in made.items) == [("Grype", WEB), ("Trivy", CART)]


def test_an_approval_goes_with_the_image_into_its_next_version() -> None:
    newer = CART.replace("1.4", "1.5")
    before, state = first({"Trivy": {CART: ["CVE-1"]}})
    text = decided(approval(f"poam-id: {before.items[0].poam_id}", "risk-adjustment", "  adjusted-rating: Low\n"), month(1))
    one = ledger(facts(1, seen(1, {"Trivy": {CART: ["CVE-1"]}})), state, decided=text)
    two = ledger(facts(2, seen(2, {"Trivy": {newer: ["CVE-1"]}}, running=[newer, WEB])), carried(one, month(1)), decided=text)
    assert [(assets(item), item.adjusted) for item in two.items] == [([newer], Rating.LOW)]
    assert not any("does not cover" in notice.what for notice in two.notices)


def test_approved_while_a_release_went_out_it_closes_as_a_false_positive_and_not_as_remediated() -> None:
    newer = CART.replace("1.4", "1.5")
    before, state = first({"Trivy": {CART: ["CVE-1"]}})
    text = decided(approval(f"poam-id: {before.items[0].poam_id}"), month(1))
    made = ledger(facts(1, seen(1, {"Trivy": {newer: ["CVE-1"]}}, running=[newer, WEB])), state, decided=text)
    (item,) = made.items
    assert item.closed is not None
    assert (item.poam_id, item.closed.reason) == (before.items[0].poam_id, ClosureReason.FALSE_POSITIVE)
