"""Damaged and hostile files of the compliance formats: an error, or a result in which everything is accounted for."""

import copy
import json
from pathlib import Path

import pytest
from scan_reading import EVIDENCE, assert_adds_up
from seeded_choices import SeededChoices, places, tried

from generator.errors import ParseError
from generator.model.scan import ScanSnapshot
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.scans import hdf_json, openshift_compliance_json, stig_ckl, stig_cklb, xccdf_xml
from generator.parsers.scans.registry import SCANS
from generator.parsers.scans.scan_format import ScanModule

_DATA = Path(__file__).parent / "testdata"
_MEMBERS = tuple(
    parser for parser in SCANS if parser.name in {"xccdf-xml", "stig-ckl", "stig-cklb", "hdf-json", "openshift-compliance-json"}
)
_FILES = [
    (parser, path)
    for parser in _MEMBERS
    for path in sorted((_DATA / parser.name).iterdir())
    if not path.name.endswith(".expected.json") and path.stem != "broken"
]
_JSON = [(parser, path) for parser, path in _FILES if path.suffix in {".json", ".cklb"}]
_each = pytest.mark.parametrize(("parser", "path"), _FILES, ids=[f"{parser.name}/{path.name}" for parser, path in _FILES])
_PIECES = (
    b"",
    b"<",
    b">",
    b"&",
    b"&a;",
    b'"',
    b"\x00",
    b"\xff",
    b"</x>",
    b"<x>",
    b"<!ENTITY a 'b'>",
    b"null",
    b"[]",
    b"{}",
    b"-1",
    b"1e999",
)
_VALUES = (None, [], {}, "", "x", 7, -1.5, True, [None], [[]], {"a": None}, "2026-13-45T99:99:99Z", "\u0000")


def _tried(parser: Parser | ScanModule, raw: bytes) -> ScanSnapshot | None:
    """Recognised and read; None where it was refused in words."""
    document = Document("evidence/scans/a", raw)
    try:
        parser.recognizes(document)
        snapshot = parser.parse(document, EVIDENCE)
    except ParseError:
        return None
    assert isinstance(snapshot, ScanSnapshot)
    assert_adds_up(snapshot)
    assert sum(count for _, count in snapshot.tally.severities) == snapshot.tally.unique
    assert snapshot.assessed or snapshot.not_assessed_because
    return snapshot


@_each
def test_truncated(parser: Parser, path: Path) -> None:
    raw = path.read_bytes().rstrip()
    for part in (len(raw) // 4, len(raw) // 2, len(raw) - 3):
        if path.name != "lines.log":
            assert _tried(parser, raw[:part]) is None


@_each
def test_damaged_bytes(parser: Parser, path: Path) -> None:
    whole = path.read_bytes()

    def damaged(choices: SeededChoices) -> None:
        raw = whole
        for _ in range(choices.number(3) + 1):
            at = choices.number(len(raw) + 1)
            raw = raw[:at] + choices.one(_PIECES) + raw[at + choices.one((0, 1, 7, 60, 900)) :]
        _tried(parser, raw)

    tried(60, damaged)


@pytest.mark.parametrize(("parser", "path"), _JSON, ids=[f"{parser.name}/{path.name}" for parser, path in _JSON])
def test_retyped_and_missing_values(parser: Parser, path: Path) -> None:
    whole = path.read_bytes()

    def retyped(choices: SeededChoices) -> None:
        content = json.loads(whole)
        for _ in range(choices.number(2) + 1):
            if not (below := places(content)):
                break
            container, key = choices.one(below)
            if choices.number(2):
                container[key] = copy.deepcopy(choices.one(_VALUES))  # type: ignore[index]
            else:
                del container[key]  # type: ignore[attr-defined]
        _tried(parser, json.dumps(content).encode())

    tried(120, retyped)


_DEEP = [
    (
        xccdf_xml,
        b'<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2">%s</TestResult>',
        b"<rule-result>",
        b"</rule-result>",
    ),
    (
        xccdf_xml,
        b'<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2"><rule-result idref="a">%s</rule-result></TestResult>',
        b"<result>",
        b"</result>",
    ),
    (stig_ckl, b"<CHECKLIST>%s</CHECKLIST>", b"<VULN>", b"</VULN>"),
    (hdf_json, b'{"version": "1", "platform": {}, "profiles": [{"controls": [{"id": "a", "tags": %s}]}]}', b"[", b"]"),
    (stig_cklb, b'{"target_data": {}, "stigs": %s}', b"[", b"]"),
    (openshift_compliance_json, b'{"a": {"openscap-scan-result/": %s}}', b"[", b"]"),
]


@pytest.mark.parametrize(("parser", "frame", "opening", "closing"), _DEEP, ids=range(len(_DEEP)))
def test_nested_without_end(parser: ScanModule, frame: bytes, opening: bytes, closing: bytes) -> None:
    _tried(parser, frame % (opening * 20_000 + closing * 20_000))
