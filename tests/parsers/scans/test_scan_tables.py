"""Words that readers of scans know by tables are as reviewed: data that no other test repeats row by row."""

import ast
import re
from collections.abc import Iterator, Mapping, Set
from importlib import import_module
from pathlib import Path
from typing import Any

import approved_results
import approved_texts
import pytest

from generator.parsers import scans

_CONSTANT = re.compile(r"_?[A-Z][A-Z_]+")
_MODULES = sorted(path.stem for path in Path(scans.__path__[0]).glob("*.py"))


@pytest.mark.parametrize("module", _MODULES)
def test_tables_are_as_reviewed(request: pytest.FixtureRequest, module: str) -> None:
    approved_texts.compare(request.path, request.node.name, _rows(module), approved_results.FOLDER)


def _rows(module: str) -> Iterator[str]:
    """A line for each row of each table that the module itself writes down."""
    path = Path(scans.__path__[0]) / f"{module}.py"
    values = vars(import_module(f"{scans.__name__}.{module}"))
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        for target in _targets(statement):
            table = _plain(values[target])
            if isinstance(table, dict | list):
                rows = [f"{key}: {row}" for key, row in table.items()] if isinstance(table, dict) else table
                yield from (f"{target}: {row}" for row in rows)


def _targets(statement: ast.stmt) -> Iterator[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
    names = (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
    yield from filter(_CONSTANT.fullmatch, names)


def _plain(value: Any) -> Any:
    """Texts and numbers, in mappings and lists; None of anything else, which is code."""
    match value:
        case Mapping():
            rows = ((_plain(key), _plain(each)) for key, each in value.items())
            return dict(sorted((str(key), each) for key, each in rows if key is not None and each is not None))
        case Set():
            return sorted(str(each) for each in value if _plain(each) is not None)
        case tuple() | list():
            return [plain for each in value if (plain := _plain(each)) is not None]
        case str() | None:
            return str(value)
        case bool() | int() | float():
            return value
        case _:
            return None
