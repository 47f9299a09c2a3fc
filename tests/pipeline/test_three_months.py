"""Three months in a row from small scans of two scanners, with edits by hand in between; the last workbook cell by cell."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from three_months import CART, CLOSED, NEW_CART, OPEN, WEB, Months, edit, found_row, grype, pods, rows, trivy

from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.workspace.prior_package import WORKBOOK


def by_identifier(found: Mapping[str, Mapping[str, object]], identifier: str) -> Mapping[str, object]:
    (row,) = (row for row in found.values() if row["Weakness Source Identifier"] == identifier)
    return row


@pytest.mark.parametrize(
    ("template", "closed_from", "more"),
    [
        pytest.param(None, 3, (), id="own"),
        pytest.param("FedRAMP-POAM-Template-v3.0.xlsx", 3, (), id="v3.0"),
        pytest.param("FedRAMP-POAM-Template-v2.1.xlsx", 6, (c.MILESTONES, c.CHANGES, c.SERVICE), id="v2.1"),
    ],
)
def test_three_months(tmp_path: Path, template: str | None, closed_from: int, more: tuple[str, ...]) -> None:
    months = Months(tmp_path, template, whole=template is None)

    folder, ids, first = september(months, more)
    by_hand(folder, ids, first, more)
    folder, nine = october(months, ids, closed_from, more)
    shutil.copy(folder / WORKBOOK, folder / "unchanged.xlsx")
    november(months, (*ids, nine), closed_from, more)


Rows = Mapping[str, Mapping[str, object]]
Ids = tuple[str, str, str]


def september(months: Months, more: tuple[str, ...]) -> tuple[Path, Ids, Rows]:
    """The first package."""
    pods(months.root, "2026-09-20", [CART, WEB])
    trivy(months.root, "2026-09-18", CART, {"CVE-2026-0001": "HIGH", "CVE-2026-0002": "LOW", "CVE-2026-0003": "MEDIUM"})
    trivy(months.root, "2026-09-18", WEB, {"CVE-2026-0001": "HIGH"})
    grype(months.root, "2026-09-18", CART, {"CVE-2026-0009": "Critical"})
    built = months.build("2026-09-20")
    first = rows(built, OPEN, 9, *more)
    assert len(first) == 4
    one, two, three = (str(by_identifier(first, f"CVE-2026-000{number}")["POAM ID"]) for number in (1, 2, 3))
    return months.accept(built), (one, two, three), first


def by_hand(folder: Path, ids: Ids, first: Rows, more: tuple[str, ...]) -> None:
    """People work in the workbook: cells, a column, a sentence, a row of their own."""
    one, _, three = ids

    def pen_test(book: Workbook) -> None:
        sheet, _, places = found_row(book, three)
        last = max(number for number in range(9, 20) if sheet.cell(number, places[c.ID]).value)  # type: ignore[attr-defined]
        own = {
            c.ID: "PT-1", c.CONTROLS: "IA-5", c.NAME: "Weak reset", c.DESCRIPTION: "A token is guessed.",
            c.DETECTOR: "Penetration test", c.ASSETS: "shop.example", c.CONTACT: "R. Moss",
            c.DETECTED: date(2026, 9, 10), c.RATING: "Moderate", c.STATUS_DATE: "9/21/2026",
        }  # fmt: skip
        for header, value in own.items():
            sheet.cell(last + 1, places[header]).value = value  # type: ignore[attr-defined]

    plan = "Overall Remediation Plan" if more else "Remediation Plan"
    comments = f"{by_identifier(first, 'CVE-2026-0001')['Comments']} Agreed with the board."
    edit(
        folder,
        {
            (one, c.CONTACT): "R. Moss",
            (one, plan): "Rebuild in October.",
            (one, "Owner team"): "blue",
            (one, c.COMMENTS): comments,
            (three, c.FALSE_POSITIVE): "Pending",
            (three, c.RATIONALE): "The code is never reached.",
        },
        pen_test,
    )


def october(months: Months, ids: Ids, closed_from: int, more: tuple[str, ...]) -> tuple[Path, str]:
    """A release with one flaw fixed, Grype silent; the false positive is approved."""
    one, two, three = ids
    pods(months.root, "2026-10-20", [NEW_CART, WEB])
    trivy(months.root, "2026-10-18", NEW_CART, {"CVE-2026-0001": "HIGH", "CVE-2026-0003": "MEDIUM"})
    trivy(months.root, "2026-10-18", WEB, {})
    (months.root / "decisions").mkdir()
    (months.root / "decisions/letter.txt").write_text("approved")
    (months.root / "decisions/deviations.yaml").write_text(
        f"- poam-id: {three}\n  type: false-positive\n  status: approved\n  rationale: The code is never reached.\n"
        "  approver: A. Lovelace\n  approver-role: authorizing-official\n  decided: 2026-10-10\n"
        "  evidence: decisions/letter.txt\n"
    )
    built = months.build("2026-10-20")
    assert months.build("2026-10-20").manifest.files == built.manifest.files, "the same bytes"
    opened, closed = rows(built, OPEN, 9, *more), rows(built, CLOSED, closed_from)
    row = opened[one]
    assert row[c.ASSETS] == NEW_CART
    assert row[c.DETECTED] == date(2026, 9, 18)
    assert (row[c.CONTACT], row["plan"]) == ("R. Moss", "Rebuild in October.")
    assert str(row[c.COMMENTS]).endswith("Agreed with the board.")
    assert "Past due since 2026-10-18." in str(row[c.COMMENTS])
    assert f"No longer open on {WEB} since 2026-10-18." in str(row[c.COMMENTS])
    assert rows(built, OPEN, 9, *more, "Owner team")[one]["Owner team"] == "blue"
    pen = opened["PT-1"]
    assert (pen[c.NAME], pen[c.ASSETS], pen[c.DUE]) == ("Weak reset", "shop.example", date(2026, 12, 9))
    assert pen[c.STATUS_DATE] == date(2026, 9, 21)
    assert {closed[two][c.STATUS_DATE], closed[three][c.STATUS_DATE]} == {date(2026, 10, 18), date(2026, 10, 10)}
    assert closed[three][c.FALSE_POSITIVE] == "Yes"
    assert closed[three][c.RATIONALE] == "The code is never reached."
    nine = by_identifier(opened, "CVE-2026-0009")
    assert "Grype has not scanned" in str(nine[c.COMMENTS])
    return months.accept(built), str(nine[c.ID])


def november(months: Months, ids: tuple[str, ...], closed_from: int, more: tuple[str, ...]) -> None:
    """The flaw is back on the web image, the cart is gone, the false positive is still reported."""
    one = ids[0]
    pods(months.root, "2026-11-20", [WEB])
    trivy(months.root, "2026-11-18", WEB, {"CVE-2026-0001": "HIGH"})
    built = months.build("2026-11-20")
    opened, closed = rows(built, OPEN, 9, *more), rows(built, CLOSED, closed_from)
    back = by_identifier({key: value for key, value in opened.items() if key != "PT-1"}, "CVE-2026-0001")
    assert back[c.ID] not in ids
    assert f"Seen again after {one}" in str(back[c.COMMENTS])
    assert back[c.DETECTED] == date(2026, 11, 18)
    assert set(opened) == {back[c.ID], "PT-1"}
    assert set(closed) == set(ids)
    assert "No workload runs" in str(closed[one][c.COMMENTS])
    assert closed[one][c.CONTACT] == "R. Moss"
    assert closed[one][c.DETECTED] == date(2026, 9, 18)
    assert opened["PT-1"][c.CONTACT] == "R. Moss"
    assert built.manifest.counts["closed_items"] == 4
    assert "previous/2026-10-20/unchanged.xlsx" in built.manifest.inputs


def accepted(tmp_path: Path) -> tuple[Months, Path, str]:
    months = Months(tmp_path, None)
    pods(months.root, "2026-09-20", [CART])
    trivy(months.root, "2026-09-18", CART, {"CVE-2026-0001": "HIGH"})
    built = months.build("2026-09-20")
    (poam_id,) = rows(built, OPEN, 9)
    return months, months.accept(built), poam_id


def test_a_workbook_that_is_open_is_not_read(tmp_path: Path) -> None:
    months, folder, poam_id = accepted(tmp_path)
    edit(folder, {(poam_id, c.CONTACT): "R. Moss"})
    (folder / "~$edited.xlsx").write_bytes(b"x")
    with pytest.raises(ConfigError, match="is open in a spreadsheet program"):
        months.build("2026-10-20")
    (folder / "~$edited.xlsx").unlink()
    months.build("2026-10-20")


@pytest.mark.parametrize("name", ["edited.xls", "edited.xlsm", "edited.ods"])
def test_a_workbook_of_another_kind_is_refused_in_words(tmp_path: Path, name: str) -> None:
    months, folder, _ = accepted(tmp_path)
    (folder / name).write_bytes(b"x")
    with pytest.raises(ConfigError, match="is not read") as caught:
        months.build("2026-10-20")
    assert "save it as .xlsx" in caught.value.next_step


def test_two_workbooks_are_one_too_many(tmp_path: Path) -> None:
    months, folder, poam_id = accepted(tmp_path)
    edit(folder, {(poam_id, c.CONTACT): "R. Moss"})
    shutil.copy(folder / "edited.xlsx", folder / "other.xlsx")
    with pytest.raises(ConfigError, match=r"several workbooks: edited\.xlsx, other\.xlsx"):
        months.build("2026-10-20")
    named = (months.root / "system.yaml").read_text() + "poam: {workbook: previous/2026-09-20/edited.xlsx}\n"
    (months.root / "system.yaml").write_text(named)
    assert rows(months.build("2026-10-20"), OPEN, 9)[poam_id][c.CONTACT] == "R. Moss"


def test_the_accepted_plan_may_not_be_changed(tmp_path: Path) -> None:
    months, folder, _ = accepted(tmp_path)
    plan = folder / "oscal/plan-of-action-and-milestones.json"
    plan.write_bytes(plan.read_bytes().replace(b"Kim Moss", b"Kim Mess"))
    with pytest.raises(ConfigError, match="was changed since it was accepted"):
        months.build("2026-10-20")


def test_an_edit_in_the_accepted_workbook_itself_counts_too(tmp_path: Path) -> None:
    months, folder, poam_id = accepted(tmp_path)
    edit(folder, {(poam_id, c.CONTACT): "R. Moss"})
    (folder / "edited.xlsx").rename(folder / WORKBOOK)
    assert rows(months.build("2026-10-20"), OPEN, 9)[poam_id][c.CONTACT] == "R. Moss"


def test_a_ledger_may_begin_with_the_blank_official_template(tmp_path: Path) -> None:
    months = Months(tmp_path, None)
    pods(months.root, "2026-09-20", [CART])
    trivy(months.root, "2026-09-18", CART, {"CVE-2026-0001": "HIGH"})
    folder = months.root / "previous/2026-08-31"
    folder.mkdir(parents=True)
    shutil.copy(Path(__file__).parents[2] / "templates/xlsx/poam.xlsx", folder / "poam.xlsx")
    assert len(rows(months.build("2026-09-20"), OPEN, 9)) == 1


def test_a_ledger_may_begin_with_an_edited_workbook_alone(tmp_path: Path) -> None:
    months, folder, poam_id = accepted(tmp_path)
    edit(folder, {(poam_id, c.DETECTED): date(2025, 12, 1), (poam_id, c.ID): "V-0042"})
    older = months.root / "previous/2025-12-31"
    older.mkdir()
    (folder / "edited.xlsx").rename(older / "poam.xlsx")
    shutil.rmtree(folder)
    found = rows(months.build("2026-09-20"), OPEN, 9)
    assert list(found) == ["V-0042"], "the id and the first day that the system had before"
    assert found["V-0042"][c.DETECTED] == date(2025, 12, 1)


def test_a_later_month_is_not_last_time(tmp_path: Path) -> None:
    months, folder, poam_id = accepted(tmp_path)
    folder.rename(folder.with_name("2026-12-31"))
    assert list(rows(months.build("2026-09-20"), OPEN, 9)) == [poam_id]
