"""What people wrote comes back cell by cell, what the ledger knows stays, and nothing is dropped."""

from datetime import date

import pytest
from msgspec import structs
from openpyxl.comments import Comment
from replacing import replace

from generator.errors import ConfigError
from generator.ids import UuidFactory
from generator.ledger import columns as c
from generator.ledger.asset_states import ClosureReason, ScanCoverage
from generator.ledger.detection_basis import DetectionBasis
from generator.ledger.deviation_decisions import read_deviations
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.edits import with_edits
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Before, Deficiency, Notice
from generator.ledger.workbook import WrittenBook, read_workbook
from tests.ledger.books import ROW, V2_1, book, saved

DAY = date(2026, 2, 20)
IDS = UuidFactory("x")
OWN = {**ROW, c.COMMENTS: "Rating from Nessus."}


def written(*rows: dict[str, object], closed: tuple[dict[str, object], ...] = (), **more: object) -> WrittenBook:
    return read_workbook(saved(book(rows, closed, **more)), path="poam.xlsx")  # type: ignore[arg-type]


def begun(*rows: dict[str, object]) -> Before:
    """A ledger as a workbook alone begins it, without what that says by hand."""
    state, _ = with_edits(Before(as_of=date(2026, 1, 31)), written(*rows), None, ids=IDS, scanners=["Nessus"], as_of=DAY)
    return structs.replace(state, items=tuple(structs.replace(one, written=()) for one in state.items))


def edited(new: WrittenBook, *rows: dict[str, object]) -> tuple[dict[str, LedgerItem], tuple[Notice, ...]]:
    rows = rows or (OWN,)
    state, notices = with_edits(begun(*rows), new, written(*rows), ids=IDS, scanners=["Nessus"], as_of=DAY)
    return {item.poam_id: item for item in state.items}, notices


@pytest.mark.parametrize("header", [c.CONTACT, c.RESOURCES, c.PLAN, c.RATIONALE, c.DOCUMENTS])
def test_a_changed_cell_is_the_persons(header: str) -> None:
    items, notices = edited(written({**OWN, header: "By hand\nin two lines"}))
    assert items["V-1"].written == ((header, "By hand\nin two lines"),)
    assert notices == ()


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (c.MILESTONES, "(1) 2026-03-01: Order\n\n(2) 2026-04-01: Switch"),
        (c.CHANGES, "(1) New 2026-02-10: ordered"),
        (c.SERVICE, "Search\nOrders"),
        (c.STATUS_DATE, "2026-02-10"),
        (c.COMMENTS, "Agreed."),
    ],
)
def test_a_changed_cell_of_version_2_1_is_the_persons(header: str, said: str) -> None:
    old, new = (written({**OWN, header: text}, headers=V2_1) for text in (None, said))
    found, notices = with_edits(begun(OWN), new, old, ids=IDS, scanners=["Nessus"], as_of=DAY)
    assert found.items[0].written == ((header, said),)
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


def test_a_sentence_of_ours_that_was_changed_is_the_persons_and_the_others_stay_ours() -> None:
    ours = "Past due since 2026-02-04. Rating from Nessus. Nobody has decided."
    said = "Past due since 2026-02-04. Rating from Nessus. The board decides in March."
    items, _ = edited(written({**OWN, c.COMMENTS: said}), {**OWN, c.COMMENTS: ours})
    assert items["V-1"].written == ((c.COMMENTS, "The board decides in March."),)


def test_the_decision_that_we_name_among_the_documents_is_not_taken_for_a_persons() -> None:
    ours = {**OWN, c.DOCUMENTS: "Deviation decision: decisions/letter.pdf"}
    items, _ = edited(written({**OWN, c.DOCUMENTS: f"{ours[c.DOCUMENTS]}\nplan.docx"}), ours)
    assert items["V-1"].written == ((c.DOCUMENTS, "plan.docx"),)


def test_words_that_the_cell_could_not_hold_are_kept_when_more_are_added() -> None:
    whole = "All of a very long story. Its end."
    state = begun(OWN)
    state = structs.replace(state, items=tuple(structs.replace(one, written=((c.COMMENTS, whole),)) for one in state.items))
    cut = {**OWN, c.COMMENTS: "Rating from Nessus. All of a very lo"}
    new = written({**OWN, c.COMMENTS: f"{cut[c.COMMENTS]} And more."})
    found, _ = with_edits(state, new, written(cut), ids=IDS, scanners=["Nessus"], as_of=DAY)
    assert found.items[0].written == ((c.COMMENTS, f"{whole}\nAnd more."),)


def test_milestones_that_went_into_the_plan_are_not_written_twice() -> None:
    state = begun(OWN)
    milestones = ((c.MILESTONES, "(1) 2026-03-01: Rebuild"),)
    state = structs.replace(state, items=tuple(structs.replace(one, written=milestones) for one in state.items))
    plan = "Turn it off.\nMilestones:\n(1) 2026-03-01: Rebuild"
    new = written({**OWN, c.PLAN: f"{plan}\nOwner: Kim"})
    found, _ = with_edits(state, new, written({**OWN, c.PLAN: plan}), ids=IDS, scanners=["Nessus"], as_of=DAY)
    assert found.items[0].written == ((c.PLAN, f"{plan}\nOwner: Kim"),)


def test_a_row_of_an_item_that_the_accepted_workbook_did_not_show_is_taken() -> None:
    state = begun(OWN, {**OWN, c.ID: "V-2", c.IDENTIFIER: "7"})
    new = written(OWN, {**OWN, c.ID: "V-2", c.IDENTIFIER: "7", c.CONTACT: "A. Fern"})
    found, notices = with_edits(state, new, written(OWN), ids=IDS, scanners=["Nessus"], as_of=DAY)
    assert dict(found.items[1].written)[c.CONTACT] == "A. Fern"
    assert [one.what for one in notices] == ["the row of V-2 was not in the accepted workbook; what it says by hand is taken"]


def test_a_date_whose_formula_was_not_calculated_is_no_edit() -> None:
    _, notices = edited(written({**OWN, c.DUE: "=L9+90"}), {**OWN, c.DUE: "2026-04-05"})
    assert notices == ()


@pytest.mark.parametrize(
    ("cells", "header"),
    [
        ({c.ADJUSTED: "Low"}, c.ADJUSTED),
        ({c.PRODUCT: "ExampleDB 12"}, c.PRODUCT),
        ({c.CHECK_IN: "2026-02-01"}, c.CHECK_IN),
        ({c.FALSE_POSITIVE: "Y"}, c.FALSE_POSITIVE),
        ({c.ADJUSTMENT: "asked"}, c.ADJUSTMENT),
    ],
)
def test_words_about_a_deviation_that_is_not_asked_for_are_told_with_their_cell(cells: dict[str, object], header: str) -> None:
    new = written({**OWN, **cells})
    items, (notice,) = edited(new)
    assert items["V-1"].deviations == ()
    assert notice.place == new.open[0].at(header)
    assert repr(new.open[0].cells[header]) in notice.what


@pytest.mark.parametrize(
    ("cells", "header"),
    [
        ({c.CHECK_IN: "2026-02-10", c.PRODUCT: "DB 12"}, c.CHECK_IN),
        ({c.CHECK_IN: "2026-02-01", c.PRODUCT: "DB 13"}, c.PRODUCT),
        ({c.CHECK_IN: "2026-02-01", c.PRODUCT: "DB 12"}, None),
    ],
)
def test_what_the_workbook_says_of_a_vendor_and_the_file_does_not_is_listed(
    cells: dict[str, object], header: str | None
) -> None:
    said = "- {poam-id: V-1, type: vendor-dependency, status: pending, product: DB 12, checked-in: 2026-02-01, evidence: a.pdf}"
    decided = read_deviations(said, as_of=DAY, checksum=lambda _: "")
    new = written({**OWN, c.VENDOR: "Yes", **cells})
    _, notices = with_edits(begun(OWN), new, written(OWN), ids=IDS, scanners=["Nessus"], as_of=DAY, decided=decided)
    assert [one.place for one in notices] == ([new.open[0].at(header)] if header else [])


def test_a_product_that_only_the_workbook_names_is_told_word_by_word() -> None:
    said = "- {poam-id: V-1, type: vendor-dependency, status: pending, checked-in: 2026-02-01, evidence: a.pdf}"
    decided = read_deviations(said, as_of=DAY, checksum=lambda _: "")
    new = written({**OWN, c.VENDOR: "Yes", c.CHECK_IN: "2026-02-01", c.PRODUCT: "DB 12"})
    _, (notice,) = with_edits(begun(OWN), new, written(OWN), ids=IDS, scanners=["Nessus"], as_of=DAY, decided=decided)
    assert notice.what == "the workbook says DB 12, decisions/deviations.yaml says nothing, which counts"


def test_two_rationales_of_one_deviation_are_listed() -> None:
    said = "- {poam-id: V-1, type: false-positive, status: pending, rationale: Never loaded.}"
    decided = read_deviations(said, as_of=DAY, checksum=lambda _: "")
    new = written({**OWN, c.RATIONALE: "Not reachable."})
    found, (notice,) = with_edits(begun(OWN), new, written(OWN), ids=IDS, scanners=["Nessus"], as_of=DAY, decided=decided)
    assert "another rationale" in notice.what
    assert found.items[0].written == ((c.RATIONALE, "Not reachable."),)


def test_a_deviation_keeps_what_the_workbook_has_no_column_for() -> None:
    known = Deviation(
        kind=DeviationKind.VENDOR_DEPENDENCY, standing=DeviationStatus.PENDING, product="DB 12", mitigated=date(2026, 2, 1)
    )
    state = begun(OWN)
    state = structs.replace(state, items=tuple(structs.replace(one, deviations=(known,)) for one in state.items))
    base = {**OWN, c.VENDOR: "Yes", c.PRODUCT: "DB 12"}
    new = written({**base, c.CHECK_IN: "2026-02-10", c.DOCUMENTS: "Ticket 8"})
    found, _ = with_edits(state, new, written(base), ids=IDS, scanners=["Nessus"], as_of=DAY)
    assert found.items[0].deviations == (structs.replace(known, checked_in=date(2026, 2, 10)),)


def test_a_day_without_evidence_does_not_replace_one_that_is_known() -> None:
    day = date(2026, 1, 20)
    known = Deviation(kind=DeviationKind.VENDOR_DEPENDENCY, standing=DeviationStatus.PENDING, product="DB 12", checked_in=day)
    state = begun(OWN)
    state = structs.replace(state, items=tuple(structs.replace(one, deviations=(known,)) for one in state.items))
    base = {**OWN, c.VENDOR: "Yes", c.PRODUCT: "DB 12", c.CHECK_IN: "2026-01-20"}
    found, notices = with_edits(
        state, written({**base, c.CHECK_IN: "2026-02-10"}), written(base), ids=IDS, scanners=["Nessus"], as_of=DAY
    )
    assert found.items[0].deviations == (known,)
    (notice,) = notices
    assert "2026-02-10 names no evidence, so it stays 2026-01-20" in notice.what


def test_words_on_other_sheets_and_comments_on_cells_are_told() -> None:
    def with_notes(text: str, *more: str) -> WrittenBook:
        found = book([OWN])
        found.create_sheet("Record of Changes")["B4"] = text
        for name in more:
            found.create_sheet(name)["A1"] = "ours"
            found["Open POA&M Items"]["B9"].comment = Comment("Is that so?", "R. Moss")
        return read_workbook(saved(found), path="poam.xlsx")

    _, notices = with_edits(
        begun(OWN), with_notes("October: two closed", "Team"), with_notes(""), ids=IDS, scanners=["Nessus"], as_of=DAY
    )
    assert [(one.place, one.what) for one in notices] == [
        ("Record of Changes", "the words on this sheet were changed; they are not carried over"),
        ("Team", "this sheet is none of the template's, and is not carried over"),
        ("comments", "1 comment hangs on cells and is not carried over"),
    ]
    same = with_notes("as it was")
    assert with_edits(begun(OWN), same, same, ids=IDS, scanners=["Nessus"], as_of=DAY)[1] == ()


def test_the_day_of_a_closing_may_be_corrected_by_whoever_closed_it() -> None:
    shut = {**OWN, c.DOCUMENTS: "closure.pdf", c.STATUS_DATE: "2026-02-01"}
    state, _ = with_edits(begun(OWN), written(closed=(shut,)), written(OWN), ids=IDS, scanners=["Nessus"], as_of=DAY)
    new = written(closed=({**shut, c.STATUS_DATE: "2026-02-05"},))
    found, _ = with_edits(state, new, written(closed=(shut,)), ids=IDS, scanners=["Nessus"], as_of=DAY)
    assert found.items[0].closed is not None
    assert found.items[0].closed.day == date(2026, 2, 5)


def test_a_row_on_the_sheet_of_another_kind_is_told() -> None:
    _, (notice,) = edited(written(configuration=(OWN,)))
    assert notice.place == "Configuration Findings!A3"
    assert "goes back to the sheet on which it stood" in notice.what


@pytest.mark.parametrize(
    ("cells", "header", "what"),
    [
        ({c.DUE: "2027-01-01"}, c.DUE, "the row says 2027-01-01; the date follows from rating and detection: 2026-04-05"),
        ({c.DETECTED: "2026-12-24"}, c.DETECTED, "the original detection date is after 2026-02-20, the as-of date"),
        ({c.TRACKING: "Yes"}, c.TRACKING, "this is not taken without a date"),
        ({c.ADJUSTED: "Low"}, c.ADJUSTED, "'Low' is not taken while Risk Adjustment says No"),
    ],
)
def test_what_a_new_row_says_and_the_ledger_does_not_take_is_told(cells: dict[str, object], header: str, what: str) -> None:
    new = written(OWN, {**ROW, c.ID: "PT-1", c.IDENTIFIER: None, **cells})
    _, (notice,) = edited(new)
    assert (notice.place, notice.what) == (new.open[1].at(header), what)


def test_a_new_row_that_is_critical_says_so_beside_high() -> None:
    new = written(OWN, {**ROW, c.ID: "PT-1", c.IDENTIFIER: None, c.RATING: "Critical", c.CVE: "CVE-2026-1; CVE-2026-2"})
    item = edited(new)[0]["PT-1"]
    assert item.notes == ("The workbook rates it Critical; FedRAMP's template knows High as its highest rating.",)
    assert item.cves == ("CVE-2026-1", "CVE-2026-2")


def test_a_cell_that_was_emptied_goes_back_to_what_is_generated() -> None:
    state = begun(OWN)
    state = structs.replace(state, items=tuple(structs.replace(one, written=((c.CONTACT, "R. Moss"),)) for one in state.items))
    bare = {key: value for key, value in OWN.items() if key != c.CONTACT}
    found, _ = with_edits(state, written(bare), written(OWN), ids=IDS, scanners=["Nessus"], as_of=DAY)
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
    state = structs.replace(state, items=tuple(structs.replace(one, detected_by=DetectionBasis.AS_OF) for one in state.items))
    new = written({**OWN, c.DETECTED: "2025-12-01"})
    found, _ = with_edits(state, new, written(OWN), ids=IDS, scanners=["Nessus"], as_of=DAY)
    assert (found.items[0].detected, found.items[0].detected_by) == (date(2025, 12, 1), DetectionBasis.PERSON)


@pytest.mark.parametrize(
    ("basis", "day", "taken"),
    [
        (DetectionBasis.AS_OF, "2026-01-20", True),
        (DetectionBasis.COLLECTION, "2025-12-01", True),
        (DetectionBasis.COLLECTION, "2026-01-20", False),
        (DetectionBasis.PERSON, "2025-12-01", True),
        (DetectionBasis.PERSON, "2026-01-20", False),
        (DetectionBasis.REPORT, "2025-12-01", False),
    ],
)
def test_which_first_day_a_person_may_give(basis: DetectionBasis, day: str, taken: bool) -> None:
    state = begun(OWN)
    state = structs.replace(state, items=tuple(structs.replace(each, detected_by=basis) for each in state.items))
    new = written({**OWN, c.DETECTED: day})
    state, notices = with_edits(state, new, written(OWN), ids=IDS, scanners=["Nessus"], as_of=DAY)
    assert state.items[0].detected == date.fromisoformat(day if taken else "2026-01-05")
    assert [notice.what for notice in notices] == (
        [] if taken else ["the original detection date never changes; it stays 2026-01-05"]
    )


def test_a_due_date_that_was_typed_is_told_with_what_moves_it() -> None:
    step = "say why in decisions/deviations.yaml: a risk adjustment, or a vendor dependency with the day of the release"
    _, (changed,) = edited(written({**OWN, c.DUE: "2027-01-01"}))
    assert (changed.what, changed.next_step) == (
        "the date follows from rating and detection and is not taken from the cell",
        step,
    )
    new = written(OWN, {**ROW, c.ID: "PT-1", c.IDENTIFIER: None, c.DUE: "2027-01-01"})
    _, (added,) = edited(new)
    assert added.next_step == step


@pytest.mark.parametrize("word", ["-", "N/A", "na", "None"])
def test_a_word_for_nothing_in_a_date_that_is_made_is_no_notice(word: str) -> None:
    assert edited(written({**OWN, c.DUE: word}))[1] == ()
    (notice,) = edited(written({**OWN, c.DUE: "soon"}))[1]
    assert notice.what == "'soon' is not a date; the date is made from evidence and rules"


def test_what_a_person_found_keeps_its_deviations_when_its_row_is_rewritten() -> None:
    own = {**ROW, c.DETECTOR: "Interview", c.IDENTIFIER: None, c.OPERATIONAL: "Pending", c.RATIONALE: "Needed for faxes."}
    before = begun(own)
    (kept,) = before.items[0].deviations
    items, notices = edited(written({**own, c.DESCRIPTION: "TLS 1.0 is offered to fax machines."}), own)
    assert items["V-1"].description == "TLS 1.0 is offered to fax machines."
    assert items["V-1"].deviations == (kept,)
    assert kept.kind is DeviationKind.OPERATIONAL_REQUIREMENT
    assert notices == ()


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


def test_a_deleted_row_of_a_document_fault_is_kept_and_told() -> None:
    known, other = (
        Deficiency(id=name, name="Diagram", description="Two are missing.", plan="Drawn.") for name in ("P-1", "P-2")
    )
    state = structs.replace(begun(OWN), deficiencies=(known, other))
    new = replace(written(OWN), deficiencies=(structs.replace(other, plan="Both drawn."),))
    found, notices = with_edits(state, new, written(OWN), ids=IDS, scanners=["Nessus"], as_of=DAY)
    assert [(row.id, row.plan) for row in found.deficiencies] == [("P-1", "Drawn."), ("P-2", "Both drawn.")]
    what = "the row of the PL-2 finding P-1 was deleted; it is kept"
    assert notices == (Notice(path="poam.xlsx", place="PL-2 Findings", what=what),)


def test_a_new_row_with_several_deviations_has_them_in_the_order_of_the_form() -> None:
    new = {**ROW, c.ID: "PT-1", c.VENDOR: "Yes", c.OPERATIONAL: "Pending", c.FALSE_POSITIVE: "Pending", c.ADJUSTMENT: "No"}
    items, _ = edited(written(OWN, new))
    kinds = [DeviationKind.FALSE_POSITIVE, DeviationKind.OPERATIONAL_REQUIREMENT, DeviationKind.VENDOR_DEPENDENCY]
    assert [row.kind for row in items["PT-1"].deviations] == kinds
    assert {row.standing for row in items["PT-1"].deviations} == {DeviationStatus.PENDING}


@pytest.mark.parametrize(("documents", "asked"), [(None, None), ("Ticket 7", date(2026, 2, 1))])
def test_a_new_row_names_the_evidence_of_a_contact_or_it_does_not_count(documents: str | None, asked: date | None) -> None:
    new = {**ROW, c.ID: "PT-1", c.VENDOR: "Yes", c.PRODUCT: "ExampleDB", c.CHECK_IN: "2026-02-01", c.DOCUMENTS: documents}
    items, notices = edited(written(OWN, new))
    vendor = items["PT-1"].deviation(DeviationKind.VENDOR_DEPENDENCY)
    assert vendor is not None
    assert (vendor.checked_in, vendor.product) == (asked, "ExampleDB")
    assert any("names no evidence" in notice.what for notice in notices) is (asked is None)
    state, _ = with_edits(Before(), written(new), None, ids=IDS, scanners=[], as_of=DAY)
    (row,) = state.items[0].deviations
    assert row.checked_in == date(2026, 2, 1), "of a plan that is older than the ledger it is history"


def test_a_new_row_has_a_detector_and_an_id_on_each_line() -> None:
    new = {**ROW, c.ID: "V-9", c.DETECTOR: "Trivy 0.60\nGrype", c.IDENTIFIER: "CVE-2026-1\nGHSA-1"}
    found, _ = with_edits(begun(OWN), written(OWN, new), written(OWN), ids=IDS, scanners=["Trivy", "Grype"], as_of=DAY)
    (item,) = (item for item in found.items if item.poam_id == "V-9")
    assert [(row.scanner, row.identifier) for row in item.found_by] == [("Trivy", "CVE-2026-1"), ("Grype", "GHSA-1")]
    unnamed, _ = edited(written(OWN, {**new, c.DETECTOR: None}))
    assert (unnamed["V-9"].scanner, unnamed["V-9"].by_scan) == ("not named", False)


def test_a_word_that_is_no_answer_is_quoted_in_part() -> None:
    _, notices = edited(written(OWN, {**ROW, c.ID: "V-9", c.FALSE_POSITIVE: "x" * 60}))
    (what,) = (notice.what for notice in notices if "is none of Yes" in notice.what)
    assert what == f"'{'x' * 40}' is none of Yes, No and Pending and counts as No"


TYPED = {**ROW, c.ID: None, c.NAME: "Weak reset", c.DETECTOR: "Code review", c.IDENTIFIER: None}


def test_a_row_without_an_id_gets_one_that_stays() -> None:
    known = begun(OWN)
    ids = {}
    for words in ({}, {c.PLAN: "Rewrite it.", c.CONTACT: "K. Lee", c.ASSETS: "host-3"}):
        found, notices = with_edits(known, written(OWN, {**TYPED, **words}), written(OWN), ids=IDS, scanners=[], as_of=DAY)
        (item,) = (item for item in found.items if item.name == "Weak reset")
        ids[item.poam_id] = item
        assert (item.by_scan, item.scanner, item.closed, notices) == (False, "Code review", None, ())
    (name,) = ids
    assert name.startswith("V-")
    assert len(name) == len("V-1A2B3C4D5E")


def test_rows_alike_without_an_id_are_two_items_and_none_has_a_known_id() -> None:
    found, _ = with_edits(begun(OWN), written(OWN, TYPED, TYPED), written(OWN), ids=IDS, scanners=[], as_of=DAY)
    first, second = (item.poam_id for item in found.items if item.name == "Weak reset")
    assert second == f"{first}-2"
    known = {**OWN, c.ID: first}
    found, _ = with_edits(begun(known), written(known, TYPED), written(known), ids=IDS, scanners=[], as_of=DAY)
    assert [item.poam_id for item in found.items if item.name == "Weak reset"] == [f"{first}-2"]


def test_a_typed_row_on_the_closed_sheet_closes_itself_and_no_other() -> None:
    cleared = {**OWN, c.ID: None}
    new = written(cleared, closed=(TYPED,))
    found, (notice,) = with_edits(begun(OWN), new, written(OWN), ids=IDS, scanners=["Nessus"], as_of=DAY)
    assert {item.name: item.closed is not None for item in found.items} == {"Old TLS": False, "Weak reset": True}
    assert "the id was V-1 and now reads ''" in notice.what


@pytest.mark.parametrize(
    ("change", "what", "cell"),
    [
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
    assert (reason.reason, reason.day) == (ClosureReason.BY_A_PERSON, date(2026, 2, 10))
    assert "Ticket 7" in reason.because
    assert notices == ()


def test_closing_without_evidence_is_told() -> None:
    items, (notice,) = edited(written(closed=(OWN,)))
    assert items["V-1"].closed is not None
    assert "names no evidence" in notice.what


def test_a_false_positive_closes_only_with_its_approval() -> None:
    items, notices = edited(written(closed=({**OWN, c.FALSE_POSITIVE: "Yes"},)))
    assert items["V-1"].closed is None
    assert [(one.kind, one.standing) for one in items["V-1"].deviations] == [
        (DeviationKind.FALSE_POSITIVE, DeviationStatus.PENDING)
    ]
    assert any("closes when its approval is on file" in one.what for one in notices)


def test_a_closed_row_moved_back_is_never_reopened() -> None:
    state, _ = with_edits(Before(as_of=DAY), written(closed=(OWN,)), None, ids=IDS, scanners=["Nessus"], as_of=DAY)
    found, notices = with_edits(state, written(OWN), written(closed=(OWN,)), ids=IDS, scanners=["Nessus"], as_of=DAY)
    assert found.items[0].closed is not None
    assert any("is never reopened" in one.what for one in notices)


@pytest.mark.parametrize(
    ("cells", "kind", "told"),
    [
        ({c.FALSE_POSITIVE: "Pending"}, DeviationKind.FALSE_POSITIVE, False),
        ({c.FALSE_POSITIVE: "Yes"}, DeviationKind.FALSE_POSITIVE, True),
        ({c.OPERATIONAL: "Yes"}, DeviationKind.OPERATIONAL_REQUIREMENT, True),
        ({c.ADJUSTMENT: "Pending", c.ADJUSTED: "Low"}, DeviationKind.RISK_ADJUSTMENT, False),
        ({c.VENDOR: "Yes", c.PRODUCT: "ExampleDB", c.CHECK_IN: "2026-02-01"}, DeviationKind.VENDOR_DEPENDENCY, True),
        (
            {c.VENDOR: "Yes", c.PRODUCT: "ExampleDB", c.CHECK_IN: "2026-02-01", c.DOCUMENTS: "Ticket 7"},
            DeviationKind.VENDOR_DEPENDENCY,
            False,
        ),
    ],
)
def test_deviations_from_the_workbook_are_pending(cells: dict[str, object], kind: DeviationKind, told: bool) -> None:
    items, notices = edited(written({**OWN, **cells}))
    (one,) = items["V-1"].deviations
    assert (one.kind, one.standing) == (kind, DeviationStatus.PENDING)
    assert bool(notices) == told
    if kind is DeviationKind.VENDOR_DEPENDENCY:
        assert (one.product, one.checked_in) == ("ExampleDB", None if told else date(2026, 2, 1)), "with its evidence only"
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
        begun(OWN), written({**OWN, **cells}), written(OWN), ids=IDS, scanners=["Nessus"], as_of=DAY, decided=decided
    )
    assert [one.what[: len(what)] for one in notices] == ([what] if what else [])
    assert all(one.place == "Open POA&M Items!U9" for one in notices)


def test_without_the_accepted_workbook_every_filled_cell_is_the_persons() -> None:
    state = begun(OWN)
    found, _ = with_edits(state, written(OWN), None, ids=IDS, scanners=["Nessus"], as_of=DAY)
    assert dict(found.items[0].written)[c.CONTACT] == "R. Moss"


def test_a_system_may_begin_with_its_workbook_alone() -> None:
    collector = {**ROW, c.ID: "V-9", c.CONTROLS: "CM-6", c.IDENTIFIER: None, c.NAME: "Configuration"}
    state, _ = with_edits(
        Before(), written({**ROW, c.DETECTOR: "Nessus 10.8"}, collector), None, ids=IDS, scanners=["Nessus"], as_of=DAY
    )
    first, second = state.items
    assert (first.scanner, first.by_scan, [one.asset_id for one in first.assets]) == ("Nessus", True, ["host-1", "host-2"])
    assert second.members == 1


def test_what_a_person_closed_remembers_the_digests_on_which_it_was_open() -> None:
    state = begun(OWN)
    asset_id = state.items[0].assets[0].asset_id
    look = ScanCoverage(scanner="Nessus", asset_id=asset_id, day=DAY, format="x", digests=("sha256:a",))
    other = structs.replace(look, asset_id="elsewhere", digests=("sha256:b",))
    state = structs.replace(state, looks=(look, other))
    found, _ = with_edits(state, written(closed=(OWN,)), written(OWN), ids=IDS, scanners=["Nessus"], as_of=DAY)
    closed = found.items[0].closed
    assert closed is not None
    assert closed.digests == ("sha256:a",)
