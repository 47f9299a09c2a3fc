"""A text where a report's entry belongs, in any list of any JSON format: it costs that entry at most, and never the file."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scan_reading import read

_DATA = Path(__file__).parent / "testdata"
_DEEPEST = 4
_Place = tuple[str | int, ...]


def _lists(content: Any, place: _Place = ()) -> Iterator[_Place]:
    """Where lists of two objects or more are."""
    if len(place) > _DEEPEST:
        return
    if isinstance(content, list):
        if sum(isinstance(entry, dict) for entry in content) > 1:
            yield place
        for index, entry in enumerate(content[:3]):
            yield from _lists(entry, (*place, index))
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from _lists(value, (*place, key))


def _with_text(path: Path, place: _Place) -> bytes:
    content = holder = json.loads(path.read_bytes())
    for step in place:
        holder = holder[step]
    holder.insert(1, "a text")
    return json.dumps(content).encode()


def _cases() -> Iterator[tuple[Path, _Place]]:
    for path in sorted(_DATA.glob("*/many.json")):
        try:
            content = json.loads(path.read_bytes())
        except ValueError:
            continue  # NOTE: JSON lines.
        yield from ((path, place) for place in _lists(content))


_CASES = list(_cases())
_INVENTORIES = {"spdx-json"}
"""Not findings: a list of packages that is not whole is refused."""


@pytest.mark.parametrize("name", sorted({path.parent.name for path, _ in _CASES} - _INVENTORIES))
def test_costs_one_entry_at_most(name: str) -> None:
    for path, place in _CASES:
        if path.parent.name == name:
            whole = read(path.name, path.read_bytes())[1].tally
            taken_by, snapshot = read(path.name, _with_text(path, place))
            assert taken_by == name
            assert snapshot.tally.unique >= whole.unique - 1, place
            assert snapshot.tally.results in {whole.results, whole.results + 1, whole.results - 1}, place
