"""What people wrote comes back cell by cell, what the ledger knows stays, and nothing is dropped."""

from datetime import date

import pytest
from msgspec import structs

from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.ledger.decisions import read_deviations
from generator.ledger.edits import with_edits
from generator.ledger.item import Before, DeviationKind, LedgerItem, Notice, Reason, Standing
from generator.ledger.workbook import WrittenBook, read_workbook
from tests.ledger.books import ROW, book, saved

DAY = date(2026, 2, 20)
OWN = {**ROW, c.COMMENTS: "Rating from Nessus."}


def written(*rows: dict[str, object], closed: tuple[dict[str, object], ...] = (), **more: object) -> WrittenBook:
    return read_workbook(saved(book(rows, closed, **more)), path="poam.xlsx")  # type: ignore[arg-type]


def begun(*rows: dict[str, object]) -> Before:
    """A ledger as a workbook alone begins it, without what that says by hand."""
    state, _ = with_edits(Before(as_of=date(2026, 1, 31)), written(*rows), None, scanners=["Nessus"], as_of=DAY)
    return structs.replace(state, items=tuple(structs.replace(one, written=()) for one in state.items))


def edited(new: WrittenBook, *rows: dict[str, object]) -> tuple[dict[str, LedgerItem], tuple[Notice, ...]]:
    rows = rows or (OWN,)
    state, notices = with_edits(begun(*rows), new, written(*rows), scanners=["Nessus"], as_of=DAY)
    return {item.poam_id: item for item in state.items}, notices


@pytest.mark.parametrize("header", [c.CONTACT, c.RESOURCES, c.PLAN, c.RATIONALE, c.DOCUMENTS])
def test_a_changed_cell_is_the_persons(header: str) -> None:
    items, notices = edited(written({**OWN, header: "By hand\nin two lines"}))
    assert items["V-1"].written == ((header, "By hand\nin two lines"),)
    assert notices == ()


def test_an_unchanged_cell_is_not() -> None:
    items, notices = edited(written(OWN))
    assert items["V-1"].written == ()
    assert notices == ()


def test_a_column_added_to_the_right_comes_back() -> None:
    items, _ = edited(written({**OWN, "Owner team": "blue"}, extra=["Owner team", "Ticket"]))
    assert items["V-1"].written == (("Owner team", "blue"),)


def test_a_sentence_added_to_the_comments_is_kept_without_ours() -> None:
    items, _ = edited(written({**OWN, c.COMMENTS: "Rating from Nessus. Agreed with the board."}))
    assert items["V-1"].written == ((c.COMMENTS, "Agreed with the board."),)


def test_a_cell_that_was_emptied_goes_back_to_what_is_generated() -> None:
    state = begun(OWN)
    state = structs.replace(state, items=tuple(structs.replace(one, written=((c.CONTACT, "R. Moss"),)) for one in state.items))
    bare = {key: value for key, value in OWN.items() if key != c.CONTACT}
    found, _ = with_edits(state, written(bare), written(OWN), scanners=["Nessus"], as_of=DAY)
    assert found.items[0].written == ()


@pytest.mark.parametrize("header", [c.NAME, c.DESCRIPTION, c.IDENTIFIER, c.ASSETS, c.RATING])
def test_what_evidence_says_is_not_taken_from_a_cell(header: str) -> None:
    before = begun(OWN).items[0]
    items, (notice,) = edited(written({**OWN, header: "Low"}))
    assert structs.replace(items["V-1"], written=()) == before
    assert notice.place.endswith("9")
    assert "is made from evidence" in notice.what


def test_the_first_day_never_changes() -> None:
    items, (notice,) = edited(written({**OWN, c.DETECTED: "2026-02-01"}))
    assert items["V-1"].detected == date(2026, 1, 5)
    assert "never changes" in notice.what
    assert notice.place == "Open POA&M Items!L9"


def test_a_day_that_was_owed_may_be_given() -> None:
    state = begun(OWN)
    state = structs.replace(state, items=tuple(structs.replace(one, dated=False) for one in state.items))
    found, _ = with_edits(state, written({**OWN, c.DETECTED: "2025-12-01"}), written(OWN), scanners=["Nessus"], as_of=DAY)
    assert (found.items[0].detected, found.items[0].dated) == (date(2025, 12, 1), True)


def test_a_deleted_row_leaves_its_item_and_is_told() -> None:
    items, (notice,) = edited(written(OWN), OWN, {**OWN, c.ID: "V-2", c.IDENTIFIER: "7"})
    assert set(items) == {"V-1", "V-2"}
    assert notice.what == "the row of V-2 was deleted; the item is kept"


def test_an_edited_id_keeps_the_old_one_and_is_told() -> None:
    items, (notice,) = edited(written({**OWN, c.ID: "V-1-new", c.CONTACT: "A. Fern"}))
    assert set(items) == {"V-1"}
    assert items["V-1"].written == ((c.CONTACT, "A. Fern"),)
    assert "the id was V-1 and now reads 'V-1-new'" in notice.what


def test_sorted_rows_find_their_items() -> None:
    two = {**OWN, c.ID: "V-2", c.IDENTIFIER: "7"}
    items, notices = edited(written({**two, c.CONTACT: "B"}, {**OWN, c.CONTACT: "A"}), OWN, two)
    assert (items["V-1"].written, items["V-2"].written) == (((c.CONTACT, "A"),), ((c.CONTACT, "B"),))
    assert notices == ()


def test_a_row_that_a_person_added_is_an_item_of_theirs() -> None:
    new = {**ROW, c.ID: "PT-1", c.DETECTOR: "3PAO penetration test", c.IDENTIFIER: None, c.RATING: "Critical"}
    items, _ = edited(written(OWN, new))
    item = items["PT-1"]
    assert (item.by_scan, item.rating, item.scanner) == (False, "High", "3PAO penetration test")
    assert item.written[0] == (c.CONTACT, "R. Moss")


@pytest.mark.parametrize(
    ("change", "what", "cell"),
    [
        ({c.ID: None}, "a row without a POA&M ID", "B10"),
        ({c.DETECTED: None}, "no original detection date", "L10"),
        ({c.RATING: "Severe"}, "no rating that is Low, Moderate or High", "R10"),
    ],
)
def test_a_row_that_cannot_be_an_item_is_refused_with_its_cell(change: dict[str, object], what: str, cell: str) -> None:
    new = written(OWN, {**ROW, c.ID: "PT-1", c.IDENTIFIER: "8", **change})
    with pytest.raises(ConfigError, match=what) as caught:
        edited(new)
    assert new.open[1].at(next(iter(change))) in str(caught.value)


def test_a_row_moved_to_the_closed_sheet_is_closed_by_that_person() -> None:
    done = {**OWN, c.STATUS_DATE: "2026-02-10", c.DOCUMENTS: "Ticket 7"}
    items, notices = edited(written(closed=(done,)))
    reason = items["V-1"].closed
    assert reason is not None
    assert (reason.reason, reason.day) == (Reason.BY_A_PERSON, date(2026, 2, 10))
    assert "Ticket 7" in reason.because
    assert notices == ()


def test_closing_without_evidence_is_told() -> None:
    items, (notice,) = edited(written(closed=(OWN,)))
    assert items["V-1"].closed is not None
    assert "names no evidence" in notice.what


def test_a_false_positive_closes_only_with_its_approval() -> None:
    items, notices = edited(written(closed=({**OWN, c.FALSE_POSITIVE: "Yes"},)))
    assert items["V-1"].closed is None
    assert [(one.kind, one.standing) for one in items["V-1"].deviations] == [(DeviationKind.FALSE_POSITIVE, Standing.PENDING)]
    assert any("closes when its approval is on file" in one.what for one in notices)


def test_a_closed_row_moved_back_is_never_reopened() -> None:
    state, _ = with_edits(Before(as_of=DAY), written(closed=(OWN,)), None, scanners=["Nessus"], as_of=DAY)
    found, notices = with_edits(state, written(OWN), written(closed=(OWN,)), scanners=["Nessus"], as_of=DAY)
    assert found.items[0].closed is not None
    assert any("is never reopened" in one.what for one in notices)


@pytest.mark.parametrize(
    ("cells", "kind", "told"),
    [
        ({c.FALSE_POSITIVE: "Pending"}, DeviationKind.FALSE_POSITIVE, False),
        ({c.FALSE_POSITIVE: "Yes"}, DeviationKind.FALSE_POSITIVE, True),
        ({c.OPERATIONAL: "Yes"}, DeviationKind.OPERATIONAL_REQUIREMENT, True),
        ({c.ADJUSTMENT: "Pending", c.ADJUSTED: "Low"}, DeviationKind.RISK_ADJUSTMENT, False),
        ({c.VENDOR: "Yes", c.PRODUCT: "ExampleDB", c.CHECK_IN: "2026-02-01"}, DeviationKind.VENDOR_DEPENDENCY, False),
    ],
)
def test_deviations_from_the_workbook_are_pending(cells: dict[str, object], kind: DeviationKind, told: bool) -> None:
    items, notices = edited(written({**OWN, **cells}))
    (one,) = items["V-1"].deviations
    assert (one.kind, one.standing) == (kind, Standing.PENDING)
    assert bool(notices) == told
    if kind is DeviationKind.VENDOR_DEPENDENCY:
        assert (one.product, one.checked_in) == ("ExampleDB", date(2026, 2, 1))
    if kind is DeviationKind.RISK_ADJUSTMENT:
        assert one.adjusted == "Low"


@pytest.mark.parametrize(
    ("status", "cells", "what"),
    [
        ("pending", {c.FALSE_POSITIVE: "no"}, "the workbook says no, decisions/deviations.yaml says pending"),
        ("denied", {c.FALSE_POSITIVE: "Pending"}, "the workbook says pending, decisions/deviations.yaml says denied"),
        ("pending", {c.FALSE_POSITIVE: "Pending"}, ""),
    ],
)
def test_a_conflict_with_the_file_of_decisions_is_listed(status: str, cells: dict[str, object], what: str) -> None:
    text = f"- poam-id: V-1\n  type: false-positive\n  status: {status}\n"
    decided = read_deviations(text, as_of=DAY, checksum=str)
    _, notices = with_edits(
        begun(OWN), written({**OWN, **cells}), written(OWN), scanners=["Nessus"], as_of=DAY, decided=decided
    )
    assert [one.what[: len(what)] for one in notices] == ([what] if what else [])
    assert all(one.place == "Open POA&M Items!U9" for one in notices)


def test_without_the_accepted_workbook_every_filled_cell_is_the_persons() -> None:
    state = begun(OWN)
    found, _ = with_edits(state, written(OWN), None, scanners=["Nessus"], as_of=DAY)
    assert dict(found.items[0].written)[c.CONTACT] == "R. Moss"


def test_a_system_may_begin_with_its_workbook_alone() -> None:
    collector = {**ROW, c.ID: "V-9", c.CONTROLS: "CM-6", c.IDENTIFIER: None, c.NAME: "Configuration"}
    state, _ = with_edits(
        Before(), written({**ROW, c.DETECTOR: "Nessus 10.8"}, collector), None, scanners=["Nessus"], as_of=DAY
    )
    first, second = state.items
    assert (first.scanner, first.by_scan, [one.asset_id for one in first.assets]) == ("Nessus", True, ["host-1", "host-2"])
    assert second.members == 1
