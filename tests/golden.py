"""Compares what the code makes with what was reviewed: `*.expected.json` beside the input."""

import json
import os
from pathlib import Path

import msgspec
import pytest

VARIABLE = "ATOPACK_UPDATE_GOLDEN"


def check(actual: object, path: Path) -> None:
    """Compare as JSON, so that layout and number formats do not matter; rewrite when started with `--update-golden`.

    `actual` may hold records, structs, enums and dates. Keys without a value are left out, so that a new field that most
    formats cannot fill does not change every file.
    """
    plain = _said(json.loads(msgspec.json.encode(actual)))
    if os.environ.get(VARIABLE):
        path.write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if not path.exists():
        pytest.fail(f"{path.name} does not exist: start pytest with --update-golden and review the diff")
    assert plain == json.loads(path.read_text(encoding="utf-8"))


def _said(value: object) -> object:
    if isinstance(value, dict):
        return {key: _said(one) for key, one in value.items() if one is not None and one not in ("", [])}
    return [_said(one) for one in value] if isinstance(value, list) else value
