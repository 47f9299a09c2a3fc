"""Damaged files of scanners of configuration and of Falco: an error that names the place, or a count; never anything else."""

import pytest
from scan_reading import read_by

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS

_MEMBERS = [
    parser for parser in SCANS if parser.name.startswith(("checkov", "kics", "docker-bench", "dockle", "hadolint", "falco"))
]


@pytest.mark.parametrize(
    "content",
    [
        b'{"check_type": "a", "summary": {}, "results": %s}',
        b'[{"check_type": "a", "summary": {}, "results": {"failed_checks": [{"check_result": %s}]}}]',
        b'{"queries_total": 1, "files_scanned": 1, "queries": [{"files": [%s]}]}',
        b'{"dockerbenchsecurity": "1", "tests": [%s]}',
        b'{"summary": {"fatal": 0, "warn": 0, "info": 0, "pass": 0}, "details": [{"code": "a", "level": "b", "alerts": %s}]}',
        b'[{"code": [%s], "column": 1, "file": "a", "level": "b", "line": 1, "message": "c"}]',
        b'{"output": "a", "priority": "b", "rule": "c", "time": "d", "output_fields": %s}',
    ],
)
@pytest.mark.parametrize("inside", [b"[" * 100_000 + b"]" * 100_000, b"NaN", b'{"a": "\\ud800"}'])
def test_too_deep_or_no_value_at_all(content: bytes, inside: bytes) -> None:
    with pytest.raises(ParseError):
        read_by(_MEMBERS, Document("a.json", content % inside))
