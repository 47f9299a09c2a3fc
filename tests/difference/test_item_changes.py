"""What became of POA&M items."""

from collections.abc import Sequence
from datetime import date

from msgspec import structs

from generator.difference.item_changes import ItemChanges, ItemLine
from generator.difference.item_changes import item_changes as changes_on
from generator.ledger.asset_states import AssetDisposition, ClosureReason, ScanCoverage
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.item import LedgerItem
from generator.model.rating import Rating
from tests.evaluation.items_made import DAY, asset, item

CLOSED = AssetDisposition(reason=ClosureReason.REMEDIATED, day=DAY, because="Gone.")


def one(poam_id: str = "V-1", **members: object) -> LedgerItem:
    return structs.replace(item(), **{"poam_id": poam_id, "due": date(2026, 12, 1), **members})


def item_changes(old: Sequence[LedgerItem], new: Sequence[LedgerItem]) -> ItemChanges:
    return changes_on(old, new, date(2026, 12, 20))


def ids(rows: tuple[ItemLine, ...]) -> list[str]:
    return [row.poam_id for row in rows]


def test_nothing_changed_is_nothing() -> None:
    found = item_changes([one(), one("V-2", closed=CLOSED)], [one(), one("V-2", closed=CLOSED)])
    assert not any((found.opened, found.closed, found.changed, found.became_late, found.no_longer_late, found.lost))


def test_opened_and_closed_say_why() -> None:
    found = item_changes(
        [one(), one("V-2", closed=CLOSED)],
        [one(closed=CLOSED), one("V-2", closed=CLOSED), one("V-3", replaces="V-2"), one("V-4", closed=CLOSED)],
    )
    assert ids(found.opened) == ["V-3"]
    assert found.opened[0].says == ("Seen again after V-2 was closed.",)
    assert ids(found.closed) == ["V-1", "V-4"]
    assert found.closed[0].says == ("On 2026-11-20: Gone.",)
    assert found.closed[1].says[-1] == "It was opened and closed in between."


def test_an_item_that_was_closed_and_is_open_under_its_own_id_is_told() -> None:
    found = item_changes([one(closed=CLOSED)], [one()])
    assert found.opened[0].says == ("It was closed in the older package.",)


def test_an_item_never_goes() -> None:
    assert ids(item_changes([one(), one("V-2", closed=CLOSED)], []).lost) == ["V-1", "V-2"]


def test_late_items_in_both_directions() -> None:
    found = item_changes(
        [one(), one("V-2", late=True)], [one(late=True), one("V-2", due=date(2027, 1, 1)), one("V-3", late=True)]
    )
    assert ids(found.became_late) == ["V-1", "V-3"]
    assert found.became_late[0].says == ("It was due on 2026-12-01.",)
    assert found.no_longer_late[0].says == ("Due 2026-12-01 → 2027-01-01.",)
    assert ids(item_changes([one(late=True)], [one(late=True)]).became_late) == []
    assert item_changes([one(late=True)], [one(late=True, closed=CLOSED)]).no_longer_late == ()


def test_an_item_that_is_late_before_its_day_does_not_say_that_the_day_has_passed() -> None:
    found = item_changes([one()], [one(late=True, due=date(2027, 3, 1))])
    assert found.became_late[0].says == ("Its vendor dependency was not looked after in time.",)


def test_every_change_of_an_open_item_is_a_sentence() -> None:
    approved = Deviation(kind=DeviationKind.RISK_ADJUSTMENT, standing=DeviationStatus.APPROVED)
    was = one(assets=(asset("a:1"), asset("b:1")), written=(("Comments", "x"),))
    now = one(
        adjusted=Rating.LOW, due=date(2027, 2, 1), assets=(asset("a:1"), asset("c:1")), deviations=(approved,),
        known_exploited=date(2026, 12, 5), written=(("Comments", "y"), ("Point of Contact", "z")),
    )  # fmt: skip
    (row,) = item_changes([was], [now]).changed
    assert row.says == (
        "Rating High → Low.",
        "Due 2026-12-01 → 2027-02-01.",
        "Now also on c:1.",
        "No longer on b:1.",
        "Risk adjustment: none → approved.",
        "CISA lists it as exploited, due 2026-12-05.",
        "Written by people: Comments, Point of Contact.",
    )
    many = item_changes([one(assets=())], [one(assets=tuple(asset(f"a{number}") for number in range(5)))]).changed
    assert many[0].says == ("Now also on a0, a1, a2 and 2 more.",)
    assert item_changes([one(members=2)], [one(members=3)]).changed[0].says == ("Stands for 2 → 3 configuration findings.",)


def test_a_duplicate_is_a_change_and_no_closure() -> None:
    duplicate = AssetDisposition(reason=ClosureReason.DUPLICATE, day=DAY, because="Duplicate of V-2, not remediated.")
    found = item_changes([one(), one("V-2")], [one(closed=duplicate), one("V-2")])
    assert not found.closed
    assert [(row.poam_id, row.says[0].split(": ")[1]) for row in found.changed] == [
        ("V-1", "Duplicate of V-2, not remediated.")
    ]


def test_what_is_opened_where_nobody_had_looked_says_so() -> None:
    place = item().assets[0].asset_id
    look = ScanCoverage(scanner=item().scanner, asset_id=place, day=DAY, format="x")
    other = structs.replace(look, asset_id="reg.example/other:1")
    (opened,) = changes_on([], [one("V-3")], DAY, [other]).opened
    assert (opened.first_scanned, "it may be older" in opened.says[-1]) == (True, True)
    (opened,) = changes_on([], [one("V-3")], DAY, [other, look]).opened
    assert (opened.first_scanned, opened.says) == (False, ())
    (opened,) = changes_on([], [one("V-3")], DAY, []).opened
    assert not opened.first_scanned, "another producer's package says nothing of how scanners looked"
    (opened,) = changes_on([], [one("V-3", by_scan=False)], DAY, [other]).opened
    assert not opened.first_scanned
