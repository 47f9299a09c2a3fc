"""Reports in another wrapping than their tool writes: read all the same, with the places of the file as it is."""

import json

import pytest
from scan_reading import EVIDENCE

from generator.errors import UnknownFormatError
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.registry import read, recognize

_LEAK = {"RuleID": "aws-key", "File": "a.py", "Match": "REDACTED", "StartLine": 3}
_HINT = {"code": "DL3008", "level": "warning", "line": 3, "column": 1, "file": "Dockerfile", "message": "Pin versions"}
_WEB = {
    "Generated": "04/05/2026 10:00 AM",
    "Target": {"Url": "https://shop.example/", "Initiated": "04/05/2026 09:00 AM"},
    "Vulnerabilities": [{"Type": "Xss", "Name": "Cross-site Scripting", "Severity": "High", "Url": "https://shop.example/a"}],
}
_REPORT = {"dockerbenchsecurity": "1.6", "tests": [{"results": [{"id": "1.1", "desc": "Partition", "result": "WARN"}]}]}


def _lines(*entries: object) -> bytes:
    return b"\n\n".join(json.dumps(entry).encode() for entry in entries) + b"\n"


@pytest.mark.parametrize(
    ("content", "format_name", "places"),
    [
        (_lines(_LEAK, {**_LEAK, "RuleID": "gcp-key"}), "gitleaks-json", ["line 1", "line 3"]),
        (_lines(_HINT, {**_HINT, "code": "DL3009"}), "hadolint-json", ["line 1", "line 3"]),
        (json.dumps(_LEAK).encode(), "gitleaks-json", [""]),
        (json.dumps([_REPORT]).encode(), "docker-bench-json", ["/0/tests/0/results/0"]),
        (json.dumps([_WEB]).encode(), "invicti-json", ["/0/Vulnerabilities/0"]),
    ],
    ids=["lines", "lines-of-a-linter", "an-entry-alone", "a-report-in-a-list", "one-with-keys-of-another-tool"],
)
def test_is_read_in_another_wrapping(content: bytes, format_name: str, places: list[str]) -> None:
    parser, snapshot = read(Document("report.json", content), EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    assert (parser.name, parser.family) == (format_name, "scan")
    assert [result.source.place for result in snapshot.results] == places
    assert all(linted.source.place.startswith("line ") for linted in snapshot.linted)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({"status": "success", "data": _REPORT}, "/data/tests/0/results/0"),
        ({"Response": {"report": _REPORT}}, "/Response/report/tests/0/results/0"),
        ({"data": [_REPORT]}, "/data/0/tests/0/results/0"),
        ({"findings": [], "results": [_LEAK]}, "/results/0"),
    ],
    ids=["an-answer", "an-answer-in-an-answer", "a-list-of-one", "entries"],
)
def test_a_report_in_an_object_is_read_with_its_place(content: object, place: str) -> None:
    _, snapshot = read(Document("report.json", json.dumps(content).encode()), EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    assert [result.source.place for result in snapshot.results] == [place]


@pytest.mark.parametrize(
    ("entry", "format_name"),
    [
        ({"id": "SNYK-1", "from": ["cart@1"], "packageName": "tar", "severity": "high"}, "snyk-json"),
        ({"vulnerability": {"id": "CVE-2026-50001", "severity": "High"}, "artifact": {"name": "tar"}}, "grype-json"),
        ({"check_id": "shop.exec", "path": "a.py", "start": {"line": 1}, "extra": {"severity": "ERROR"}}, "semgrep-json"),
    ],
)
def test_what_a_report_lists_is_read_without_the_report(entry: object, format_name: str) -> None:
    parser, snapshot = read(Document("report.json", json.dumps([entry]).encode()), EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    assert parser.name == format_name
    assert [result.source.place for result in snapshot.results] == ["/0"]
    with pytest.raises(UnknownFormatError):
        read(Document("report.json", json.dumps(entry).encode()), EVIDENCE)


def test_a_format_that_stumbles_keeps_no_other_from_knowing_the_file() -> None:
    """govulncheck's lines are looked through for one that is its own: here the second ends early."""
    content = _lines({"DetectorName": "AWS", "SourceMetadata": {"Data": {}}}) + b'{"DetectorName": \n'
    document = Document("report.json", content)
    assert recognize(document).name == "trufflehog-json"
    _, snapshot = read(document, EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    assert (snapshot.tally.results, dict(snapshot.tally.dropped)) == (2, {"cut off": 1})


@pytest.mark.parametrize("content", [b'{"a": 1}', b"[{}]", b'{"data": []}', b'{"report": {}}', b'{"data": {"data": {"a": 1}}}'])
def test_what_is_no_report_even_so_stays_unknown(content: bytes) -> None:
    """The answer of a server that failed has an empty list too, whatever the file is named for."""
    with pytest.raises(UnknownFormatError):
        read(Document("evidence/gitleaks/report.json", content), EVIDENCE)
