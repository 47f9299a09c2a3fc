"""Damaged files of the formats that many tools share: an error with its place, or a count that adds up; never anything else."""

from pathlib import Path

import pytest
from scan_reading import EVIDENCE, read_by, survived
from seeded_choices import SeededChoices, tried

from generator.errors import ParseError
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"
_FORMATS = ("csaf-", "cyclonedx-", "openvex-", "osv-scanner-", "pip-audit-", "sarif-", "semgrep-", "spdx-")
_MEMBERS = [parser for parser in SCANS if parser.name.startswith(_FORMATS)]
_FILES = [
    (parser, path)
    for parser in _MEMBERS
    for path in sorted((_DATA / parser.name).iterdir())
    if not path.name.endswith(".expected.json")
]
_XML = [(parser, path) for parser, path in _FILES if path.suffix == ".xml"]


def _survives(parser: Parser, name: str, raw: bytes) -> None:
    snapshot = survived(parser, Document(name, raw))
    if snapshot is not None:
        assert snapshot.assessed or snapshot.not_assessed_because
        assert all(target.name for target in snapshot.targets)


def test_elements_moved_about() -> None:
    tried(200, _elements_moved_about)


def _elements_moved_about(choices: SeededChoices) -> None:
    parser, path = choices.one(_XML)
    lines = path.read_text(encoding="utf-8").replace("><", ">\n<").split("\n")
    for _ in range(choices.number(4) + 1):
        line = choices.number(len(lines) - 2) + 2
        lines.insert(choices.number(len(lines) - 2) + 2, lines.pop(line) if choices.number(2) else lines[line])
    _survives(parser, path.name, "\n".join(lines).encode())


@pytest.mark.parametrize(("parser", "path"), _XML, ids=[f"{parser.name}/{path.name}" for parser, path in _XML])
def test_truncated_xml_is_an_error(parser: Parser, path: Path) -> None:
    raw = path.read_bytes().rstrip()
    for part in (len(raw) // 2, len(raw) - 1):
        with pytest.raises(ParseError, match="XML"):
            parser.parse(Document(path.name, raw[:part]), EVIDENCE)


_FRAMES = [
    b'{"document": {"csaf_version": "2.0"}, "product_tree": {"branches": %s}, "vulnerabilities": []}',
    b'{"document": {"csaf_version": "2.0"}, "vulnerabilities": %s}',
    b'{"bomFormat": "CycloneDX", "vulnerabilities": %s}',
    b'{"bomFormat": "CycloneDX", "metadata": {"tools": %s}}',
    b'{"@context": "https://openvex.dev/ns", "statements": %s}',
    b'{"experimental_config": {}, "results": [{"packages": %s}]}',
    b'{"fixes": [], "dependencies": %s}',
    b'{"version": "2.1.0", "runs": %s}',
    b'{"errors": [], "results": %s}',
    b'{"spdxVersion": "SPDX-2.3", "SPDXID": "a", "packages": %s}',
]


@pytest.mark.parametrize("frame", _FRAMES)
@pytest.mark.parametrize("inside", [b"[" * 100_000 + b"]" * 100_000, b"NaN", b'["\\ud800"]'])
def test_too_deep_or_no_value_at_all(frame: bytes, inside: bytes) -> None:
    with pytest.raises(ParseError):
        read_by(_MEMBERS, Document("a.json", frame % inside))
