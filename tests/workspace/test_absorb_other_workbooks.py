"""Workbooks of a package that do not come back by `absorb`: each is told from the others, with what to do instead."""

import io

import openpyxl
import pytest

from generator.errors import ConfigError
from generator.workspace.merge_workbook import _shape, opened


@pytest.mark.parametrize(
    ("sheet", "says", "step"),
    [
        ("Open POA&M Items", "the POA&M workbook, which the next build reads by itself", "under previous/"),
        ("Moderate CIS Worksheet", "which is made from narratives/", "change narratives/"),
        ("Risk Exposure Table (RET)", "the Risk Exposure Table, which belongs to the assessor", "send it to the assessor"),
        ("Control Summary", "Traceability Matrix, whose results are the assessor's", "decisions/sampling.yaml"),
        ("Standing", "is made from requirements and verdicts", "decisions/verdicts.yaml"),
        ("Budget", "its sheets are 'Budget'", "name the inventory workbook"),
    ],
)
def test_another_workbook_says_what_to_do_with_it(sheet: str, says: str, step: str) -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].title = sheet
    book.save(out)
    with pytest.raises(ConfigError) as raised:
        _shape(opened(out.getvalue(), "typed.xlsx"))
    assert says in raised.value.what
    assert step in raised.value.next_step
    assert raised.value.where == "typed.xlsx"
