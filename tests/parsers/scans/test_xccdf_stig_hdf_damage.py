"""Damaged and hostile files of the compliance formats: an error, or a result in which everything is accounted for."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scan_reading import EVIDENCE

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
    tally = snapshot.tally
    assert tally.results == tally.unique + tally.duplicates + sum(count for _, count in tally.dropped)
    assert sum(count for _, count in tally.severities) == tally.unique
    assert snapshot.assessed or snapshot.not_assessed_because
    return snapshot


@_each
def test_truncated(parser: Parser, path: Path) -> None:
    raw = path.read_bytes().rstrip()
    for part in (len(raw) // 4, len(raw) // 2, len(raw) - 3):
        if path.name != "lines.log":
            assert _tried(parser, raw[:part]) is None


@st.composite
def _damaged(draw: st.DrawFn, raw: bytes) -> bytes:
    for _ in range(draw(st.integers(min_value=1, max_value=3))):
        at = draw(st.integers(min_value=0, max_value=len(raw)))
        until = at + draw(st.sampled_from((0, 1, 7, 60, 900)))
        raw = raw[:at] + draw(st.sampled_from(_PIECES)) + raw[until:]
    return raw


@_each
@given(st.data())
@settings(max_examples=60)
def test_damaged_bytes(parser: Parser, path: Path, data: st.DataObject) -> None:
    _tried(parser, data.draw(_damaged(path.read_bytes())))


def _places(content: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    found: list[tuple[Any, Any]] = []
    waiting = [content]
    while waiting:
        value = waiting.pop()
        keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        found += [(value, key) for key in keys]
        waiting += [value[key] for key in keys]
    return found


@pytest.mark.parametrize(("parser", "path"), _JSON, ids=[f"{parser.name}/{path.name}" for parser, path in _JSON])
@given(st.data())
@settings(max_examples=120)
def test_retyped_and_missing_values(parser: Parser, path: Path, data: st.DataObject) -> None:
    content = json.loads(path.read_bytes())
    for _ in range(data.draw(st.integers(min_value=1, max_value=2))):
        places = _places(content)
        if not places:
            break
        container, key = places[data.draw(st.integers(0, len(places) - 1))]
        if data.draw(st.booleans()):
            container[key] = json.loads(json.dumps(data.draw(st.sampled_from(_VALUES))))
        else:
            del container[key]
    _tried(parser, json.dumps(content).encode())


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
