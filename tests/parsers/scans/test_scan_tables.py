"""Words that readers of scans know by tables are as reviewed: data that no other test repeats row by row."""

import approved_results
import approved_texts
import module_tables
import pytest

from generator.parsers import scans


@pytest.mark.parametrize("module", module_tables.modules_of(scans))
def test_tables_are_as_reviewed(request: pytest.FixtureRequest, module: str) -> None:
    rows = module_tables.table_rows(scans, module)
    approved_texts.compare(request.path, request.node.name, rows, approved_results.FOLDER)
