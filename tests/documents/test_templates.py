"""Our own templates: made by the script, laid out as the official forms, and filled like them."""

import io
import zipfile
from collections.abc import Mapping

import pytest
from openpyxl import load_workbook

from generator.documents.workbook_opening import opened_workbook
from generator.documents.workbook_rows import read_rows
from generator.errors import ParseError
from tests.documents.office_made import TEMPLATES, official, sheet_names, short_official
from tests.form_layouts import INVENTORY, OPEN_ITEMS, OTHER_ITEMS, PL2_FINDINGS
from tests.make_templates import DATED, templates
from tests.office_text import dump_text

POAM_SHEETS = {
    "Open POA&M Items": (5, OPEN_ITEMS),
    "Closed POA&M Items": (2, OTHER_ITEMS),
    "Configuration Findings": (2, OTHER_ITEMS),
    "PL-2 Findings": (1, PL2_FINDINGS),
}


def ours(path: str) -> bytes:
    return (TEMPLATES / path).read_bytes()


_PATHS = sorted(path.relative_to(TEMPLATES).as_posix() for kind in ("docx", "xlsx") for path in TEMPLATES.glob(f"{kind}/*"))


@pytest.fixture(scope="module")
def made() -> Mapping[str, bytes]:
    return templates()


def test_the_script_makes_the_committed_templates_and_no_other(made: Mapping[str, bytes]) -> None:
    assert sorted(made) == _PATHS


@pytest.mark.parametrize("path", _PATHS)
def test_the_committed_templates_are_what_the_script_makes(made: Mapping[str, bytes], path: str) -> None:
    assert dump_text(ours(path)) == dump_text(made[path]), "run `make templates`"


def test_making_them_again_gives_the_same_bytes(made: Mapping[str, bytes]) -> None:
    assert templates() == made


@pytest.mark.parametrize("path", _PATHS)
def test_no_clock_and_no_person_is_in_them(path: str) -> None:
    archive = zipfile.ZipFile(io.BytesIO(ours(path)))
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = archive.read("docProps/core.xml").decode()
    assert core.count(f"{DATED.isoformat()}T00:00:00Z") == 2
    assert "atopack" in core
    assert "python-docx" not in core


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("xlsx/poam.xlsx", "FedRAMP-POAM-Template-v3.0.xlsx"),
        ("xlsx/inventory.xlsx", "SSP-Appendix-M-Integrated-Inventory-Workbook-v3.1.xlsx"),
    ],
)
def test_sheets_are_those_of_the_official_form(path: str, name: str) -> None:
    assert sheet_names(ours(path)) == sheet_names(official(name))


@pytest.mark.parametrize("sheet", sorted(POAM_SHEETS))
def test_poam_headers_stand_where_the_official_ones_stand(sheet: str) -> None:
    row, fields = POAM_SHEETS[sheet]
    theirs = [text for text in texts_of(official("FedRAMP-POAM-Template-v3.0.xlsx"), sheet, row) if text]
    assert [field.header for field in fields] == theirs
    assert texts_of(ours("xlsx/poam.xlsx"), sheet, row)[-len(fields) :] == theirs


def test_poam_labels_stand_where_the_official_ones_stand() -> None:
    theirs, mine = (
        rows_of(data, "Open POA&M Items", 8) for data in (official("FedRAMP-POAM-Template-v3.0.xlsx"), ours("xlsx/poam.xlsx"))
    )
    assert (
        mine[1][:5] == theirs[1][:5] == ["", "Cloud Service Provider", "Cloud Service Offering", "Impact Level", "POA&M Date"]
    )
    assert [row[0] for row in mine[2:] if row] == [row[0] for row in theirs[2:] if row]


def test_inventory_headers_are_the_official_ones_without_column_a() -> None:
    theirs = official("SSP-Appendix-M-Integrated-Inventory-Workbook-v3.1.xlsx")
    mine = texts_of(ours("xlsx/inventory.xlsx"), "Inventory", 2)
    assert mine == [field.header for field in INVENTORY] == texts_of(theirs, "Inventory", 2)[1:26]
    assert texts_of(ours("xlsx/inventory.xlsx"), "Inventory", 1) == texts_of(theirs, "Inventory", 1)[1:26]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("xlsx/poam.xlsx", "FedRAMP-POAM-Template-v3.0.xlsx"),
        ("xlsx/inventory.xlsx", "SSP-Appendix-M-Integrated-Inventory-Workbook-v3.1.xlsx"),
    ],
)
def test_no_sentence_of_the_official_form_was_carried_over(path: str, name: str) -> None:
    def sentences(data: bytes) -> set[str]:
        cells = dump_text(data).replace("\n", "\t").split("\t")
        return {cell.strip().casefold() for cell in cells if len(cell.split()) > 6}

    assert sentences(ours(path)).isdisjoint(sentences(short_official(name)))


def test_lists_offer_what_the_form_allows() -> None:
    sheet = load_workbook(io.BytesIO(ours("xlsx/poam.xlsx")))["Open POA&M Items"]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules["R9:R5000"] == '"Low,Moderate,High"'
    assert rules["O9:O5000"] == '"Yes,No"'
    assert rules["U9:U5000"] == '"Yes,No,Pending"'


@pytest.mark.parametrize("path", ["xlsx/inventory.xlsx", "xlsx/deviation-request.xlsx"])
def test_no_band_is_printed_past_the_last_column_of_a_page(path: str) -> None:
    book = load_workbook(io.BytesIO(ours(path)))
    wide = [(sheet.title, sheet.merged_cells.ranges) for sheet in book if (sheet.page_setup.fitToWidth or 1) > 1]
    assert wide
    assert not any(merged for _, merged in wide)


def test_nothing_in_an_unfilled_form_reads_as_an_item() -> None:
    assert read_rows(ours("xlsx/poam.xlsx"), "Open POA&M Items", ["POAM ID"], first_row=9) == ()
    assert read_rows(ours("xlsx/inventory.xlsx"), "Inventory", ["UNIQUE ASSET IDENTIFIER"], first_row=3) == ()
    with pytest.raises(ParseError, match="no sheet"):
        read_rows(ours("xlsx/inventory.xlsx"), "Assets", ["UNIQUE ASSET IDENTIFIER"])


def texts_of(data: bytes, sheet: str, row: int) -> list[str]:
    """The texts of one row; cells of a merge that are not its first are empty."""
    return rows_of(data, sheet, row)[row - 1]


def rows_of(data: bytes, sheet: str, last: int) -> list[list[str]]:
    """The texts of the first rows, without the empty cells at their ends."""
    with opened_workbook(data, data_only=False) as book:
        return [_texts(row) for row in book[sheet].iter_rows(min_row=1, max_row=last, max_col=28, values_only=True)]


def _texts(values: tuple[object, ...]) -> list[str]:
    texts = [str(value) if value is not None else "" for value in values]
    while texts and not texts[-1].strip():
        texts.pop()
    return texts
