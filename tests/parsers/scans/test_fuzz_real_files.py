"""Real scanner files, damaged: an error with its place, or a count that adds up; nothing else, in bounded work and memory.

`ATOPACK_FUZZ_EXAMPLES=20000 pytest tests/parsers/scans/test_fuzz_real_files.py` draws that many examples, and others on every
run. Formats of which no real file is at hand are damaged from this project's own.

Work is counted in calls of functions, which do not depend on the machine; only what never comes back (a regular expression
that tries everything) is ended by a timer, which counts the processor time of this process alone.
"""

import os
import tracemalloc
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec
import mutations
from growth import HANG, calls, ended_after
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from prerequisites import needs, shared
from scan_reading import EVIDENCE, assert_adds_up

from generator.errors import ParseError
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.registry import read, recognize
from generator.parsers.scans.registry import SCANS

T = TypeVar("T")
_OWN = Path(__file__).parent / "testdata"
_SHARED = shared("cases/scans")
_ASKED = os.environ.get("ATOPACK_FUZZ_EXAMPLES")
_EXAMPLES = int(_ASKED or 700)
_LARGEST = 400_000 if _ASKED else 60_000
"""Bytes of the files that are damaged: the larger ones hold more of the same."""
_CALLS = 300_000
"""Calls that a small file may take: every format is asked whether it is its own."""
_CALLS_A_BYTE = 8
_INFLATED = 10
"""How many times more a compressed file holds."""
_SMALL_MEMORY = 8 << 20
"""Bytes that a file may take beside ten times its size: tables of formats, buffers, compiled expressions."""
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

pytestmark = needs(_SHARED)


@cache
def _files() -> dict[str, list[Path]]:
    """Files by the format that takes them."""
    found: dict[str, list[Path]] = {parser.name: [] for parser in SCANS}
    for path in sorted(path for path in _SHARED.rglob("*") if path.is_file() and 0 < path.stat().st_size <= _LARGEST):
        try:
            name = recognize(Document(_name(path), path.read_bytes())).name
        except ParseError:
            continue
        if name in found:
            found[name].append(path)
    for name, paths in found.items():
        if not paths:
            paths += [path for path in sorted((_OWN / name).iterdir()) if path.stem in {"many", "one"}]
    return found


def _name(path: Path) -> str:
    """Some formats of empty lists are told by the folder."""
    return f"evidence/{path.parent.name}/{path.name}"


class _Drawn:
    """Choices that hypothesis makes, and so can repeat and make simpler."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data

    def number(self, below: int) -> int:
        return self._data.draw(st.integers(0, below - 1)) if below > 1 else 0

    def one(self, of: Sequence[T]) -> T:
        return of[self.number(len(of))]


def _damaged(data: st.DataObject, path: Path) -> bytes:
    """The file with one to four kinds of damage that leave it a file of its kind, and sometimes one that does not."""
    raw, choices = path.read_bytes(), _Drawn(data)
    container = Document(path.name, raw).container
    if container is FileContainer.XML:
        fitting = mutations.OF_XML
    elif container in {FileContainer.TEXT, FileContainer.BINARY, FileContainer.ZIP, FileContainer.GZIP}:
        fitting = mutations.OF_TEXT
    else:
        fitting = mutations.OF_JSON
    kinds = [choices.one(fitting) for _ in range(choices.number(4) + 1)]
    for mutation in [*kinds, *([choices.one(mutations.OF_BYTES)] if choices.number(4) == 0 else [])]:
        note(mutation.__name__)
        raw = mutation(raw, choices)
    return raw


def _size(raw: bytes) -> int:
    """Bytes that a file holds."""
    return len(raw) * (_INFLATED if raw.startswith((b"PK", b"\x1f\x8b", b"BZh")) else 1)


def _survives(path: Path, raw: bytes) -> None:
    try:
        _, snapshot = read(Document(_name(path), raw), EVIDENCE)
    except ParseError:
        return
    if isinstance(snapshot, ScanSnapshot):
        assert_adds_up(snapshot)
        assert snapshot.assessed or snapshot.not_assessed_because
        msgspec.json.encode(snapshot)  # what is read can be written: no half of a surrogate pair


@settings(max_examples=_EXAMPLES, deadline=None, derandomize=not _ASKED, suppress_health_check=_SLOW)
@given(data=st.data())
def test_damaged_files_are_read_or_refused(data: st.DataObject) -> None:
    paths = data.draw(st.sampled_from(list(_files().values())))
    path = data.draw(st.sampled_from(paths))
    raw = _damaged(data, path)
    with ended_after(HANG):
        made = calls(lambda: _survives(path, raw))
    assert made <= _CALLS + _CALLS_A_BYTE * _size(raw), path.name


@settings(max_examples=_EXAMPLES // 7 + 1, deadline=None, derandomize=not _ASKED, suppress_health_check=_SLOW)
@given(data=st.data())
def test_damaged_files_take_ten_times_their_size_at_most(data: st.DataObject) -> None:
    """Python counts its own memory, which is nearly all: Expat and the JSON decoder allocate through it or little."""
    path = data.draw(st.sampled_from([path for paths in _files().values() for path in paths]))
    raw = _damaged(data, path)
    tracemalloc.start()
    try:
        _survives(path, raw)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak <= _SMALL_MEMORY + 10 * _size(raw), path.name


def test_every_format_is_damaged() -> None:
    assert [name for name, paths in _files().items() if not paths] == []
