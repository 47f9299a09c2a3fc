"""Workbooks that LibreOffice saved still carry their record, and nothing that a person did not type is taken over."""

from pathlib import Path

import pytest
from office_program import converted
from prerequisites import needs_program

from tests.workspace.returned_workbooks import DEVIATIONS, INVENTORY, NODE, back, cell, now, shop, told, typed
from tests.workspace.test_absorb_deviations import OURS

pytestmark = needs_program("soffice")


def saved(data: bytes, folder: Path) -> bytes:
    file = folder / "given.xlsx"
    file.write_bytes(data)
    (made,) = converted(folder / "saved", "xlsx:Calc MS Excel 2007 XML", file)
    return made.read_bytes()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shop(tmp_path / "shop")
    (tmp_path / "shop/decisions/deviations.yaml").write_text(OURS)
    return tmp_path / "shop"


def test_an_edited_inventory_comes_back(root: Path, tmp_path: Path) -> None:
    built = now(root, INVENTORY)
    assert built is not None
    data = typed(built, lambda sheet: sheet.__setitem__(cell(sheet, NODE, "Location"), "Hall 2"))
    merge = back(root, saved(data, tmp_path))
    assert [(value.what, value.text) for value in merge.values] == [(f"Location of {NODE}", "Hall 2")]
    assert told(merge) == ""


def test_of_an_untouched_form_nothing_is_taken_over(root: Path, tmp_path: Path) -> None:
    merge = back(root, saved(now(root, DEVIATIONS) or b"", tmp_path))
    assert (merge.values, merge.value_conflicts, told(merge)) == ((), (), "")
