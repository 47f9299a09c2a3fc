"""Damaged files of the Kubernetes configuration scanners: an error that names the place, or a count; never anything else."""

from pathlib import Path

import pytest
from scan_reading import EVIDENCE

from generator.errors import ParseError
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"
_MEMBERS = [parser for parser in SCANS if parser.name.startswith(("kube", "polaris", "popeye"))]
_FILES = [
    (parser, path)
    for parser in _MEMBERS
    for path in sorted((_DATA / parser.name).iterdir())
    if not path.name.endswith(".expected.json")
]
_JSON = [(parser, path) for parser, path in _FILES if path.suffix == ".json"]


def _read(document: Document) -> None:
    for parser in _MEMBERS:
        if parser.recognizes(document):
            parser.parse(document, EVIDENCE)


@pytest.mark.parametrize(("parser", "path"), _JSON, ids=[f"{parser.name}/{path.name}" for parser, path in _JSON])
def test_truncated_json_is_an_error(parser: Parser, path: Path) -> None:
    raw = path.read_bytes().rstrip()
    for part in (len(raw) // 2, len(raw) - 1):
        with pytest.raises(ParseError, match="JSON"):
            parser.recognizes(Document(path.name, raw[:part]))


@pytest.mark.parametrize(
    "content",
    [
        b'{"summaryDetails": {}, "results": [{"controls": [{"controlID": %s}]}]}',
        b'{"Controls": [], "Totals": %s}',
        b'{"Checks": [], "Reports": [{"Check": "a", "Object": %s}]}',
        b'{"nodes": [], "services": [], "vulnerabilities": %s}',
        b'{"AuditResultName": "a", "OverrideReason": [%s]}',
        b'{"PolarisOutputVersion": "1.0", "Results": [{"Results": %s}]}',
        b'{"popeye": {"score": 1, "sections": [{"issues": %s}]}}',
    ],
)
@pytest.mark.parametrize("inside", [b"[" * 100_000 + b"]" * 100_000, b"NaN", b'{"a": "\\ud800"}', b"7"])
def test_too_deep_or_no_value_at_all(content: bytes, inside: bytes) -> None:
    with pytest.raises(ParseError):
        _read(Document("a.json", content % inside))
