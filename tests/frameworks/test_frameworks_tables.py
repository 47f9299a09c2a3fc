"""Controls, requirements, levels and words of the frameworks are as reviewed, row by row, also without the official files."""

import approved_texts
import module_tables
import pytest

from generator import frameworks
from generator.frameworks import dod, rev5

_FOLDERS = {folder.__name__.rpartition(".")[2]: folder for folder in (frameworks, dod, rev5)}
_MADE_OF_OTHERS = frozenset(
    {
        ("cmmc_l2", "OF_OBJECTIVE"),
        ("cmmc_objectives", "_ALL"),
        ("cmmc_scoring", "BY_NAME"),
        ("fedramp_rev5", "EVERY"),
        ("fedramp_rev5", "_AT"),
        ("fedramp_rev5", "_BY_ID"),
        ("levels", "_CONTROLS"),
        ("readiness", "OF_ID"),
        ("table", "BY_ID"),
        ("table", "ROWS"),
    }
)
"""Module and table, whose rows are those of other tables that are compared."""


@pytest.mark.parametrize(
    ("folder", "module"), [(name, module) for name, folder in _FOLDERS.items() for module in module_tables.modules_of(folder)]
)
def test_tables_are_as_reviewed(request: pytest.FixtureRequest, folder: str, module: str) -> None:
    rows = module_tables.table_rows(_FOLDERS[folder], module, records=True)
    own = [" ".join(row.split()) for row in rows if (module, row.partition(":")[0]) not in _MADE_OF_OTHERS]
    approved_texts.compare(request.path, request.node.name, own, module_tables.FOLDER)
