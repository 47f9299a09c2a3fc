"""Software, images, services and words that facts are known by are as reviewed: data that no other test repeats row by row."""

import approved_texts
import module_tables
import pytest

from generator import facts


@pytest.mark.parametrize("module", module_tables.modules_of(facts))
def test_tables_are_as_reviewed(request: pytest.FixtureRequest, module: str) -> None:
    rows = module_tables.table_rows(facts, module, records=True)
    approved_texts.compare(request.path, request.node.name, rows, module_tables.FOLDER)
