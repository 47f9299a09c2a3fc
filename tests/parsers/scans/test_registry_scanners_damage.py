"""Damaged files of scanners of images and registries: an error with its place, or a count that adds up; never anything else."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scan_reading import EVIDENCE

from generator.errors import ParseError
from generator.model.scan import ScanSnapshot
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"
_TOOLS = ("anchore-", "aqua-", "clair-", "gitlab-container-", "harbor-", "ironbank-", "jfrog-", "neuvector-", "tanium-", "wiz-")
_MEMBERS = [parser for parser in SCANS if parser.name.startswith(_TOOLS)]
_FILES = [
    (parser, path)
    for parser in _MEMBERS
    for path in sorted((_DATA / parser.name).iterdir())
    if not path.name.endswith(".expected.json")
]
_JSON = [(parser, path) for parser, path in _FILES if path.suffix == ".json" and path.read_bytes().strip() != b"[]"]
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
    b'{"vulnerabilities": %s, "vulnerability_type": "all"}',
    b'{"imageDigest": "a", "evaluations": %s}',
    b'[{"sha256:a": {"shop": [{"detail": {"result": {"result": %s}}}]}}]',
    b'{"metadata": {}, "securityEvaluation": %s}',
    b'{"image": "a", "resources": [], "scan_started": %s}',
    b'{"image_name": "a", "cves_counts": {}, "cves": %s}',
    b'{"LayerCount": 1, "Vulnerabilities": %s}',
    b'{"Layer": {"Name": "a", "Features": %s}}',
    b'{"manifest_hash": "a", "package_vulnerabilities": {}, "enrichments": {"enricher=clair.cvss": %s}}',
    b'{"generated_at": "a", "scanner": {}, "severity": "High", "vulnerabilities": %s}',
    b'{"version": "1", "scan": {"type": "container_scanning"}, "vulnerabilities": %s}',
    b'{"imageName": "a", "vatUrl": "b", "findings": %s}',
    b'{"total_rows": 1, "rows": [{"vulnerable_component": "a", "cves": %s}]}',
    b'{"artifacts": [{"general": {}, "issues": %s}]}',
    b'[{"scan_id": "a", "component_id": "b", "vulnerabilities": %s}]',
    b'{"docker_cis_version": "1", "items": %s}',
    b'{"error_message": "", "report": %s}',
    b'[{"Computer Name": "a", "Comply - Compliance Findings": %s}]',
    b'{"scanOriginResource": {}, "status": {}, "result": %s}',
]


@pytest.mark.parametrize("frame", _FRAMES)
@pytest.mark.parametrize("inside", [b"[" * 100_000 + b"]" * 100_000, b"NaN", b'["\\ud800"]', b"7"])
def test_too_deep_or_no_value_at_all(frame: bytes, inside: bytes) -> None:
    with pytest.raises(ParseError):
        _read(Document("a.json", frame % inside))
