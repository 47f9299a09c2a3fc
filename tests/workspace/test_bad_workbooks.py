"""Workbooks as people leave them: each is taken or refused in clear words, nothing is lost, and no original is ever written."""

import datetime as dt
import hashlib
import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from office_program import converted
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from prerequisites import needs_program
from three_months import CART, CLOSED, OPEN, WEB, Months, edit, found_row, pods, rows, trivy

from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.pipeline.publish import Published
from generator.workspace.prior_package import WORKBOOK

HEADER, FIRST = 5, 9
Change = Callable[[Worksheet, dict[str, int]], None]


@pytest.fixture(scope="session")
def september(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A workspace with an accepted package of three items, and their ids by scanner id."""
    months = Months(tmp_path_factory.mktemp("september"), None)
    pods(months.root, "2026-09-20", [CART, WEB])
    trivy(months.root, "2026-09-18", CART, {"CVE-2026-0001": "HIGH", "CVE-2026-0002": "LOW"})
    trivy(months.root, "2026-09-18", WEB, {"CVE-2026-0003": "MEDIUM"})
    built = months.build("2026-09-20")
    months.accept(built)
    ids = {str(row[c.IDENTIFIER]): poam_id for poam_id, row in rows(built, OPEN, FIRST).items()}
    return months.root.parent, ids


@pytest.fixture
def workspace(september: tuple[Path, dict[str, str]], tmp_path: Path) -> Months:
    months = Months.__new__(Months)
    shutil.copytree(september[0], tmp_path / "copy")
    months.root, months._output = tmp_path / "copy/ws", tmp_path / "copy/out"
    return months


def folder(months: Months) -> Path:
    return months.root / "previous/2026-09-20"


def written(months: Months) -> dict[str, str]:
    """Every file that a person or the last package put there."""
    roots = (months.root, months._output)
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for root in roots
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def by_hand(months: Months, change: Change) -> None:
    def work(book: Workbook) -> None:
        sheet = book[OPEN]
        places = {str(cell.value): cell.column for cell in sheet[HEADER] if cell.value}
        change(sheet, places)

    edit(folder(months), {}, work)


def october(months: Months) -> Published:
    """The same evidence a month later; whatever was there stays as it is."""
    before = written(months)
    built = months.build("2026-10-20")
    after = written(months)
    inputs = {path for path in before if not path.startswith(str(months._output))}
    assert {path: before[path] for path in inputs} == {path: after[path] for path in inputs}
    return built


def put(column: str, value: object, row: int = FIRST) -> Change:
    return lambda sheet, places: setattr(sheet.cell(row, places[column]), "value", value)


def merged(sheet: Worksheet, places: dict[str, int]) -> None:
    column = places[c.CONTACT]
    sheet.merge_cells(start_row=FIRST, end_row=FIRST + 1, start_column=column, end_column=column)


def renamed(sheet: Worksheet, places: dict[str, int]) -> None:
    sheet.cell(HEADER, places[c.CONTACT]).value = "Who"


def twice(sheet: Worksheet, places: dict[str, int]) -> None:
    sheet.cell(FIRST + 1, places[c.ID]).value = sheet.cell(FIRST, places[c.ID]).value


@pytest.mark.parametrize(
    ("change", "what", "where"),
    [
        pytest.param(merged, "merged cells", "cells I9:I10", id="merged"),
        pytest.param(renamed, "'Who'", "I5", id="renamed header"),
        pytest.param(twice, "duplicate POA&M ID", "Open POA&M Items!B9 and in Open POA&M Items!B10", id="an id twice"),
        pytest.param(put(c.CONTACT, "#REF!"), "the error #REF!", "Open POA&M Items!I9", id="an error"),
        pytest.param(put(c.PLAN, "=A1&A2"), "never calculated", "K9", id="a formula"),
        pytest.param(put(c.STATUS_DATE, "soon"), "'soon' is not a date", "Open POA&M Items!N9", id="no date"),
        pytest.param(put(c.DETECTED, "the 3rd"), "'the 3rd' is not a date", "Open POA&M Items!L9", id="no first day"),
    ],
)
def test_what_could_only_be_guessed_at_is_refused_with_its_cell(
    workspace: Months, change: Change, what: str, where: str
) -> None:
    by_hand(workspace, change)
    before = written(workspace)
    with pytest.raises(ConfigError) as caught:
        workspace.build("2026-10-20")
    said = str(caught.value)
    assert what in said
    assert where in said
    assert "edited.xlsx" in said
    assert caught.value.next_step
    assert written(workspace) == before, "neither the workbook nor the package that is there"


def protected(data: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data


def with_macros(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize(
    ("spoil", "what"), [(protected, "encrypted or old binary"), (with_macros, "macros"), (cut, "not a readable Office file")]
)
@pytest.mark.parametrize("role", ["previous", "template"])
def test_a_file_that_is_no_plain_workbook_is_refused_in_words(
    workspace: Months, spoil: Callable[[bytes], bytes], what: str, role: str
) -> None:
    data = spoil((folder(workspace) / WORKBOOK).read_bytes())
    if role == "previous":
        (folder(workspace) / "edited.xlsx").write_bytes(data)
    else:
        (workspace.root / "poam.xlsx").write_bytes(data)
        system = workspace.root / "system.yaml"
        system.write_text(system.read_text() + "templates: {poam: poam.xlsx}\n")
    before = written(workspace)
    with pytest.raises(ConfigError, match=what) as caught:
        workspace.build("2026-10-20")
    assert caught.value.next_step
    assert written(workspace) == before


def test_sorted_filtered_and_hidden_rows_lose_nothing(workspace: Months, september: tuple[Path, dict[str, str]]) -> None:
    def work(sheet: Worksheet, places: dict[str, int]) -> None:
        last = FIRST + len(september[1]) - 1
        for column in places.values():
            values = [sheet.cell(row, column).value for row in range(FIRST, last + 1)]
            for row, value in zip(range(FIRST, last + 1), reversed(values), strict=True):
                sheet.cell(row, column).value = value
        for row in range(FIRST, last + 1):
            sheet.cell(row, places[c.CONTACT]).value = f"Owner of {sheet.cell(row, places[c.ID]).value}"
        sheet.auto_filter.ref = f"A{HEADER}:AB{last}"
        sheet.row_dimensions[FIRST].hidden = True

    by_hand(workspace, work)
    found = rows(october(workspace), OPEN, FIRST)
    assert {poam_id: row[c.CONTACT] for poam_id, row in found.items()} == {
        poam_id: f"Owner of {poam_id}" for poam_id in september[1].values()
    }


@pytest.mark.parametrize("text", ["2026-10-01", "10/1/2026", "1-Oct-2026", "October 1, 2026", dt.datetime(2026, 10, 1)])
def test_dates_typed_as_text_are_dates(workspace: Months, september: tuple[Path, dict[str, str]], text: object) -> None:
    poam_id = september[1]["CVE-2026-0001"]
    edit(folder(workspace), {(poam_id, c.STATUS_DATE): text})
    assert rows(october(workspace), OPEN, FIRST)[poam_id][c.STATUS_DATE] == dt.date(2026, 10, 1)


def test_a_deleted_row_and_an_edited_id_keep_their_items(workspace: Months, september: tuple[Path, dict[str, str]]) -> None:
    one, two, _ = september[1].values()

    def work(book: Workbook) -> None:
        sheet, row, _ = found_row(book, two)
        sheet.delete_rows(row)  # type: ignore[attr-defined]
        sheet, row, places = found_row(book, one)
        sheet.cell(row, places[c.ID]).value = "V-0001"  # type: ignore[attr-defined]

    edit(folder(workspace), {}, work)
    built = october(workspace)
    assert set(rows(built, OPEN, FIRST)) == set(september[1].values())
    told = [gap.reason for gap in built.package.gaps]
    assert any(f"the row of {two} was deleted; the item is kept" in reason for reason in told)
    assert any(f"the id was {one} and now reads 'V-0001'" in reason for reason in told)


def test_a_row_moved_to_the_closed_sheet_is_closed_and_stays(workspace: Months, september: tuple[Path, dict[str, str]]) -> None:
    poam_id = september[1]["CVE-2026-0002"]

    def work(book: Workbook) -> None:
        sheet, row, places = found_row(book, poam_id)
        target = book[CLOSED]
        headers = {str(cell.value): cell.column for cell in target[2] if cell.value}
        for header, column in places.items():
            there = headers.get(header) or headers.get(f"Overall {header}")
            if there:
                target.cell(3, there).value = sheet.cell(row, column).value  # type: ignore[attr-defined]
        target.cell(3, headers[c.DOCUMENTS]).value = "closure.pdf"
        target.cell(3, headers[c.STATUS_DATE]).value = dt.date(2026, 10, 2)
        sheet.delete_rows(row)  # type: ignore[attr-defined]

    edit(folder(workspace), {}, work)
    built = october(workspace)
    closed = rows(built, CLOSED, 3)
    assert closed[poam_id][c.STATUS_DATE] == dt.date(2026, 10, 2)
    assert "Closed by a person in the workbook" in str(closed[poam_id][c.COMMENTS])
    assert poam_id not in rows(built, OPEN, FIRST)


def test_a_workbook_saved_by_another_program_comes_back_whole(
    workspace: Months, september: tuple[Path, dict[str, str]]
) -> None:
    """openpyxl keeps text in the cells, other programs in a table of their own, with other part names and prefixes."""
    book = load_workbook(io.BytesIO((folder(workspace) / WORKBOOK).read_bytes()))
    sheet = book[OPEN]
    places = {str(cell.value): cell.column for cell in sheet[HEADER] if cell.value}
    sheet.cell(FIRST, places[c.RESOURCES]).value = "Two people"
    sheet.cell(1_048_576, 2).number_format = "0"
    book.save(folder(workspace) / "edited.xlsx")
    found = rows(october(workspace), OPEN, FIRST)
    assert sorted(str(row[c.RESOURCES]) for row in found.values()) == ["None", "None", "Two people"]


@needs_program("soffice")
def test_saving_in_libreoffice_is_no_edit(workspace: Months) -> None:
    """Dates, formulas and line breaks come back as they were written, so that nothing counts as a person's."""
    out = workspace.root.parent / "saved"
    (saved,) = converted(out, "xlsx:Calc MS Excel 2007 XML", folder(workspace) / WORKBOOK)
    shutil.copy(saved, folder(workspace) / "edited.xlsx")
    built = october(workspace)
    assert [gap.reason for gap in built.package.gaps if gap.path.startswith("previous/")] == []
    written_by_hand = [prop for item in built.package.bundle.poam.poam_items for prop in item.props if prop.name == "written"]
    assert written_by_hand == []
