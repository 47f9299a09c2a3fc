"""Damaged files of Snyk, Sysdig and Prisma Cloud: an error with its place, or a count that adds up; never anything else."""

from pathlib import Path

import pytest
from scan_reading import read

from generator.errors import ParseError
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
