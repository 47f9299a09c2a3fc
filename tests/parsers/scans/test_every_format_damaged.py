"""Damaged files of every format: an error with its place, or a count that adds up; never anything else."""

import json
from pathlib import Path

import pytest
from scan_reading import EVIDENCE, survived
from seeded_choices import SeededChoices, places, tried

from generator.errors import ParseError
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"
_FILES = [
    (parser, path)
    for parser in SCANS
    for path in sorted((_DATA / parser.name).glob("*"))
    if not path.name.endswith(".expected.json") and path.stat().st_size
]
_JSON = [(parser, path) for parser, path in _FILES if path.suffix == ".json" and not path.name.startswith("broken")]
_SHORTEST = 8
"""`null` and empty lists are whole or nothing."""
_ODD = ([], {}, [[]], [None], {"a": {}}, "\x00", "9" * 400, 1e300)


def _survives(parser: Parser, name: str, raw: bytes) -> None:
    snapshot = survived(parser, Document(name, raw))
    if snapshot is not None:
        assert snapshot.assessed or snapshot.not_assessed_because


def _content(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("{")]


def test_keys_retyped_or_gone() -> None:
    tried(900, _keys_retyped_or_gone)


def _keys_retyped_or_gone(choices: SeededChoices) -> None:
    parser, path = choices.one(_JSON)
    content = _content(path)
    for _ in range(choices.number(3) + 1):
        if not (below := places(content)):
            break
        container, key = choices.one(below)
        if choices.number(2):
            container[key] = choices.odd(_ODD)  # type: ignore[index]
        else:
            del container[key]  # type: ignore[attr-defined]
    _survives(parser, path.name, json.dumps(content).encode())


def test_bytes_cut_or_changed() -> None:
    tried(900, _bytes_cut_or_changed)


def _bytes_cut_or_changed(choices: SeededChoices) -> None:
    parser, path = choices.one(_FILES)
    raw = bytearray(path.read_bytes())
    for _ in range(choices.number(4)):
        raw[choices.number(len(raw))] = choices.number(256)
    _survives(parser, path.name, bytes(raw[: choices.number(len(raw) + 1)]))


def _by_format(files: list[tuple[Parser, Path]]) -> list[tuple[Parser, list[Path]]]:
    return [(parser, paths) for parser in SCANS if (paths := [path for own, path in files if own is parser])]


@pytest.mark.parametrize(("parser", "paths"), _by_format(_FILES), ids=lambda each: getattr(each, "name", ""))
def test_cut_in_the_middle(parser: Parser, paths: list[Path]) -> None:
    for path in paths:
        raw = path.read_bytes().rstrip()
        for part in (len(raw) // 2, len(raw) - 1):
            _survives(parser, path.name, raw[:part])


@pytest.mark.parametrize(("parser", "paths"), _by_format(_JSON), ids=lambda each: getattr(each, "name", ""))
def test_truncated_json_is_an_error(parser: Parser, paths: list[Path]) -> None:
    """But for JSON lines, of which the first ones are still whole when the file is cut."""
    for path in paths:
        raw = path.read_bytes()
        if len(raw) <= _SHORTEST or Document(path.name, raw).container is not FileContainer.JSON:
            continue
        raw = raw.rstrip()
        for part in (len(raw) // 2, len(raw) - 1):
            with pytest.raises(ParseError, match="JSON"):
                _read(parser, Document(path.name, raw[:part]))


def _read(parser: Parser, document: Document) -> None:
    """Some formats are recognised by the beginning of a file: then it is the reading that meets the end."""
    parser.recognizes(document)
    parser.parse(document, EVIDENCE)
