"""SSP Appendix J: marks, what the customer inherits, only the sheets that apply; into FedRAMP's workbook and into ours."""

from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from fewer_documents import only_documents
from prerequisites import needs, shared

from generator.documents.workbook_opening import opened_workbook
from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from generator.workspace.folder import Workspace

_OFFICIAL = shared("reference/fedramp/templates/SSP-Appendix-J-CSO-CIS-and-CRM-Workbook.xlsx")
_WORKBOOK = "workbooks/Appendix-J-CIS-CRM.xlsx"
_HEAD = "---\nstatus: {}\norigination: {}\n{}---\n"
_NARRATIVES = {
    "AC-1": _HEAD.format("implemented", "sp-corporate", ""),
    "AC-2": _HEAD.format("[implemented, planned]", "shared", "customer: Approve your own users.\n"),
    "AC-3": _HEAD.format("partial", "customer-configured", ""),
    "AC-7": _HEAD.format("not-applicable", "[sp-system, customer-provided]", "customer: Lock accounts.\n"),
}


def _built(root: Path, level: str, template: bytes | None = None) -> Published:
    text = f"system: {{id: shop, name: Shop, provider: Maker, impact-level: {level}}}\n"
    if template is not None:
        (root / "j.xlsx").write_bytes(template)
        text += "templates: {cis-crm: j.xlsx}\n"
    (root / "system.yaml").write_text(text)
    (root / "narratives").mkdir()
    for control, body in _NARRATIVES.items():
        (root / "narratives" / f"{control}.md").write_text(body)
    with only_documents(_WORKBOOK):
        return build(Workspace.open(root), root / "output", date(2026, 11, 20), lambda _what, _done, _all: None)


def _book(built: Published) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO((built.folder / _WORKBOOK).read_bytes()))


def _marked(sheet: object, control: str) -> set[str]:
    """Headers under which a row of the CIS sheet has an X."""
    headers = [cell.value for cell in sheet[3]]  # type: ignore[index]
    (row,) = (row for row in sheet.iter_rows(min_row=4) if row[0].value == control)  # type: ignore[attr-defined]
    return {" ".join(str(header).split()) for header, cell in zip(headers, row, strict=False) if cell.value == "X"}


def _shared(sheet: object) -> dict[str, tuple[object, object]]:
    return {row[0]: (row[1], row[2]) for row in sheet.iter_rows(min_row=4, max_col=3, values_only=True)}  # type: ignore[attr-defined]


def _check(book: openpyxl.Workbook, cis: str, crm: str) -> None:
    assert _marked(book[cis], "AC-1(b)") == {"Implemented", "Service Provider Corporate"}
    assert _marked(book[cis], "AC-2(c)") == {
        "Implemented",
        "Planned",
        "Shared (Service Provider and Customer Responsibility)",
    }
    assert _marked(book[cis], "AC-8(a)") == set(), "nobody said anything"
    rows = _shared(book[crm])
    assert rows["AC-1(a)"] == ("Yes", None)
    assert rows["AC-2(a)"] == ("Partial", "Approve your own users.")
    assert rows["AC-3"] == ("No", None)
    assert rows["AC-7(b)"] == ("Partial", "Lock accounts.")
    assert rows["AC-8(a)"] == (None, None)


def test_our_own_workbook(tmp_path: Path) -> None:
    built = _built(tmp_path, "low")
    book = _book(built)
    _check(book, "CIS Worksheet", "CRM Worksheet")
    assert sum(row[0].value is not None for row in book["CIS Worksheet"].iter_rows(min_row=4)) == 424
    (gap,) = (one for one in built.package.gaps if one.path.endswith("Appendix-J-CIS-CRM.xlsx"))
    assert "of 424 control parts" in gap.reason
    assert "1 without a word about the customer's share" in gap.reason


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    """The controls of FedRAMP's own sheets by level."""
    with opened_workbook(_OFFICIAL.read_bytes(), data_only=False) as book:
        return {
            label: tuple(
                str(control)
                for (control,) in book[f"{label} CIS Worksheet"].iter_rows(min_row=4, max_col=1, values_only=True)
                if control
            )
            for label in ("Low", "Moderate", "High")
        }


@needs(_OFFICIAL)
@pytest.mark.parametrize(
    ("level", "label", "count"), [("low", "Low", 424), ("moderate", "Moderate", 688), ("high", "High", 791)]
)
def test_fedramps_own_workbook(tmp_path: Path, level: str, label: str, count: int) -> None:
    built = _built(tmp_path, level, _OFFICIAL.read_bytes())
    notes = [each for each in built.package.gaps if each.path.endswith("Appendix-J-CIS-CRM.xlsx")]
    assert not any("template held" in note.reason for note in notes), "its rows need no note"
    book = _book(built)
    assert book.sheetnames == ["Instructions", f"{label} CIS Worksheet", f"{label} CRM Worksheet", "Record of Change"]
    _check(book, f"{label} CIS Worksheet", f"{label} CRM Worksheet")
    listed = [row[0].value for row in book[f"{label} CIS Worksheet"].iter_rows(min_row=4) if row[0].value]
    assert len(listed) == count
    assert listed == [control.strip() for control in _listed()[label]]
    assert (book["Instructions"]["B5"].value, book["Instructions"]["F5"].value) == ("Maker", label)
