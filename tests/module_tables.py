"""Tables that modules write down, as lines of text: words, weights and names that no other test repeats row by row."""

import ast
import re
from collections.abc import Iterator, Mapping, Set
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

FOLDER = "tables"
"""Beside a test whose folder keeps the results of its tests as well: see `approved_texts`."""
_CONSTANT = re.compile(r"_?[A-Z][A-Z_]+")


def modules_of(folder: ModuleType) -> list[str]:
    """Names of the modules of a folder."""
    return sorted(path.stem for path in Path(folder.__path__[0]).glob("*.py"))


def table_rows(folder: ModuleType, module: str, *, records: bool = False) -> Iterator[str]:
    """A line for each row of each table that the module itself writes down; `records`: those whose rows are records as well."""
    path = Path(folder.__path__[0]) / f"{module}.py"
    values = vars(import_module(f"{folder.__name__}.{module}"))
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        for target in _targets(statement):
            table = _plain(values[target], records)
            if isinstance(table, dict | list):
                rows = [f"{key}: {row}" for key, row in table.items()] if isinstance(table, dict) else table
                yield from (f"{target}: {row}" for row in rows)


def _targets(statement: ast.stmt) -> Iterator[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    targets = [statement.target] if isinstance(statement, ast.AnnAssign) else targets
    names = (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
    yield from filter(_CONSTANT.fullmatch, names)


def _plain(value: Any, records: bool) -> Any:
    """Texts and numbers, in records, mappings and lists; None of anything else, which is code."""
    if records and isinstance(value, msgspec.Struct):
        value = {name: getattr(value, name) for name in value.__struct_fields__}
    match value:
        case Mapping():
            rows = ((_plain(key, records), _plain(each, records)) for key, each in value.items())
            return dict(sorted((str(key), each) for key, each in rows if key is not None and each is not None))
        case Set():
            return sorted(str(each) for each in value if _plain(each, records) is not None)
        case tuple() | list():
            return [plain for each in value if (plain := _plain(each, records)) is not None]
        case str() | None:
            return str(value)
        case bool() | int() | float():
            return value
        case _:
            return None
