"""Compares what the code makes with what was reviewed: `*.expected.json` beside the input."""

import json
import os
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import msgspec
import pytest

VARIABLE = "ATOPACK_UPDATE_GOLDEN"


def check(actual: object, path: Path) -> None:
    """Compare as JSON, so that layout and number formats do not matter; rewrite when started with `--update-golden`.

    `actual` may hold records, structs, enums and dates. Keys without a value are left out, so that a new field that most
    formats cannot fill does not change every file.
    """
    plain = _said(json.loads(msgspec.json.encode(by_name(actual))))
    if os.environ.get(VARIABLE):
        path.write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if not path.exists():
        pytest.fail(f"{path.name} does not exist: start pytest with --update-golden and review the diff")
    assert plain == json.loads(path.read_text(encoding="utf-8")), (
        f"{path.name}: start pytest with --update-golden and review the diff"
    )


def by_name(value: object) -> object:
    """Records as mappings, also those that are kept as arrays: nobody can review values without names.

    Mappings and sets are in the order of their members, records in that of their fields.
    """
    match value:
        case msgspec.Struct():
            names = zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True)
            return {name: by_name(getattr(value, field)) for name, field in names}
        case Mapping():
            return {key: by_name(value[key]) for key in sorted(value)}
        case set() | frozenset():
            return sorted(map(by_name, value))
        case list() | tuple():
            return [*map(by_name, value)]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {field.name: by_name(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value


def _said(value: object) -> object:
    if isinstance(value, dict):
        return {key: _said(one) for key, one in value.items() if one is not None and one not in ("", [])}
    return [_said(one) for one in value] if isinstance(value, list) else value
