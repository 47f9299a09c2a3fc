"""Damaged files of Snyk, Sysdig and Prisma Cloud: an error with its place, or a count that adds up; never anything else."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scan_reading import EVIDENCE, read

from generator.errors import ParseError
from generator.model.scan import ScanSnapshot
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"
_TOOLS = ("snyk-", "sysdig-", "prisma-")
_MEMBERS = [parser for parser in SCANS if parser.name.startswith(_TOOLS)]
_FILES = [
    (parser, path)
    for parser in _MEMBERS
    for path in sorted((_DATA / parser.name).iterdir())
    if not path.name.endswith(".expected.json")
]
_JSON = [(parser, path) for parser, path in _FILES if path.suffix == ".json"]
_ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=8)
) | st.sampled_from([[], {}, [[]], [None], {"a": {}}, "\x00", "9" * 400, 1e300])


def _survives(parser: Parser, name: str, raw: bytes) -> None:
    document = Document(name, raw)
    try:
        snapshot = parser.parse(document, EVIDENCE) if parser.recognizes(document) else None
    except ParseError:
        return
    if isinstance(snapshot, ScanSnapshot):
        tally = snapshot.tally
        assert tally.results == tally.unique + tally.duplicates + sum(count for _, count in tally.dropped)
        assert all(count > 0 for _, count in tally.dropped)
        assert snapshot.assessed or snapshot.not_assessed_because


def _read(document: Document) -> None:
    for parser in _MEMBERS:
        if parser.recognizes(document):
            parser.parse(document, EVIDENCE)


def _places(value: object) -> list[tuple[object, object]]:
    """Every (container, key) below a value."""
    pairs: list[tuple[object, object]] = []
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        pairs += [(value, key), *_places(inner)]
    return pairs


@settings(max_examples=600, deadline=None, derandomize=True)
@given(data=st.data(), file=st.sampled_from(_JSON))
def test_keys_retyped_or_gone(data: st.DataObject, file: tuple[Parser, Path]) -> None:
    parser, path = file
    content = json.loads(path.read_text(encoding="utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        places = _places(content)
        if not places:
            break
        container, key = places[data.draw(st.integers(0, len(places) - 1))]
        if data.draw(st.booleans()):
            container[key] = copy.deepcopy(data.draw(_ODD))  # type: ignore[index]
        else:
            del container[key]  # type: ignore[attr-defined]
    _survives(parser, path.name, json.dumps(content).encode())


@settings(max_examples=300, deadline=None, derandomize=True)
@given(data=st.data(), file=st.sampled_from(_FILES))
def test_bytes_cut_or_changed(data: st.DataObject, file: tuple[Parser, Path]) -> None:
    parser, path = file
    raw = bytearray(path.read_bytes())
    for position in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=3)):
        raw[position] = data.draw(st.integers(0, 255))
    _survives(parser, path.name, bytes(raw[: data.draw(st.integers(0, len(raw)))]))


@pytest.mark.parametrize(("parser", "path"), _JSON, ids=[f"{parser.name}/{path.name}" for parser, path in _JSON])
def test_truncated_json_is_an_error(parser: Parser, path: Path) -> None:
    raw = path.read_bytes().rstrip()
    for part in (len(raw) // 2, len(raw) - 1):
        with pytest.raises(ParseError, match="JSON"):
            parser.recognizes(Document(path.name, raw[:part]))


_FRAMES = [
    b'{"vulnerabilities": %s, "ok": false, "dependencyCount": 1}',
    b'{"vulnerabilities": [{"id": "a", "CVSSv3": %s}], "ok": false, "dependencyCount": 1}',
    b'{"vulnerabilities": [], "ok": true, "dependencyCount": 1, "applications": %s}',
    b'{"vulnerabilities": [], "ok": true, "dependencyCount": 1, "filtered": %s}',
    b'[{"infrastructureAsCodeIssues": %s}]',
    b'{"jsonapi": {}, "data": [{"attributes": {"effective_severity_level": "low", "problems": %s}}]}',
    b'{"scanner": {"name": "sysdig-cli-scanner"}, "result": {"packages": %s}}',
    b'{"scanner": {"name": "sysdig-cli-scanner"}, "result": {"packages": {"a": %s}}}',
    b'{"scanner": {"name": "sysdig-cli-scanner"}, "result": {"packages": {}, "vulnerabilities": %s}}',
    b'{"data": [{"vulnName": "a", "vulnSeverity": "b", "packageName": "c", "imageId": %s}]}',
    b'{"panels": [{"data": [{"vuln_id": "a", "vuln_severity": "b", "scan_package_name": %s}]}], "schedule": 1, "zones": 1}',
    b'{"results": [{"vulnerabilityDistribution": {}, "vulnerabilities": %s}]}',
    b'{"repository": "a", "vulnerabilityDistribution": {}, "vulnerabilities": [], "compliances": %s}',
    b'[{"entityInfo": %s, "results": []}]',
]


@pytest.mark.parametrize("frame", _FRAMES)
@pytest.mark.parametrize("inside", [b"[" * 100_000 + b"]" * 100_000, b"NaN", b'["\\ud800"]', b"7"])
def test_too_deep_or_no_value_at_all(frame: bytes, inside: bytes) -> None:
    with pytest.raises(ParseError):
        read("a.json", frame % inside)
