"""Reports that a mapping file reads: JSON, JSON lines, CSV; counted, dropped and marked as any other."""

import json
from datetime import UTC, date, datetime

import pytest
from scan_reading import EVIDENCE

from generator.errors import ConfigError, ParseError
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.registry import recognize
from generator.parsers.scans.format_mapping import read_format_mapping
from generator.parsers.scans.mapped_report import MappedReport

_FILE = "evidence/scans/cartscan-1.json"
_MAPPING = """\
scanner: Cartscan
files: evidence/scans/cartscan-*.json
groups: results[]
entries: findings[]
group-fields: {target: image.name}
report-fields: {place: scan.branch}
fields:
  id: [rule.id, cve]
  severity: level
  title: message
  package: component
  version: installed
  fixed: fixedIn
  status: state
  cves: rule.refs
  date: seen
severities: {P1: critical}
statuses: {Closed: resolved}
kind: vulnerability
target-kind: image
taken: scan.at
version: scan.version
"""
_REPORT = {
    "scan": {"at": "2026-11-02T08:00:00Z", "version": "2.1", "branch": "main"},
    "results": [
        {
            "image": {"name": "registry.example/cart@sha256:" + "ab" * 32},
            "findings": [
                {
                    "rule": {"id": "R-1", "refs": ["CVE-2026-1001", "x"]},
                    "level": "P1",
                    "component": "cartish",
                    "installed": "1.0",
                },
                {
                    "rule": {"id": "R-1", "refs": ["CVE-2026-1001", "x"]},
                    "level": "P1",
                    "component": "cartish",
                    "installed": "1.0",
                },
                {"cve": "CVE-2026-1002", "level": 7.5, "state": "closed", "fixedIn": ["1.1", 2], "seen": "2026-10-01"},
                {"rule": {"id": ["R-2", "R-3"]}, "level": "odd", "message": {"text": "an object"}},
                {"level": "P1"},
                None,
            ],
        },
        None,
        {"image": None, "findings": None},
    ],
}


def _read(mapping: str, content: object, name: str = _FILE) -> ScanSnapshot:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return MappedReport(read_format_mapping(mapping, "cartscan")).parse(Document(name, raw), EVIDENCE)


def test_a_report_in_groups() -> None:
    snapshot = _read(_MAPPING, _REPORT)
    tally = snapshot.tally
    assert (tally.results, tally.unique, tally.duplicates) == (5, 3, 1)
    assert dict(tally.dropped) == {"no identifier": 1}
    assert "2 entries of the report are empty, the first at /results/1" in (snapshot.not_assessed_because or "")
    assert tally.results == tally.unique + tally.duplicates + sum(count for _, count in tally.dropped)
    assert (snapshot.scanner.name, snapshot.scanner.version) == ("Cartscan (user-mapped)", "2.1")
    assert snapshot.taken == datetime(2026, 11, 2, 8, tzinfo=UTC)
    (target,) = snapshot.targets
    assert (target.kind, target.digests) == (TargetKind.IMAGE, ("sha256:" + "ab" * 32,))
    by_id = {result.identifier: result for result in snapshot.results}
    assert by_id["R-1"].severity is Severity.CRITICAL
    assert by_id["R-1"].cves == ("CVE-2026-1001",)
    assert by_id["R-1"].packages[0].version == "1.0"
    closed = by_id["CVE-2026-1002"]
    assert (closed.severity, closed.disposition, closed.first_seen) == (Severity.HIGH, Disposition.RESOLVED, date(2026, 10, 1))
    assert closed.packages == ()
    assert (by_id["R-2, R-3"].severity, by_id["R-2, R-3"].title) == (Severity.UNKNOWN, "")
    assert by_id["R-1"].source.place == "results[][0] findings[][0]"


def test_every_scanner_of_a_mapping_is_marked() -> None:
    snapshot = _read(_MAPPING, _REPORT)
    assert {result.scanner for result in snapshot.results} == {"Cartscan (user-mapped)"}
    report = MappedReport(read_format_mapping(_MAPPING, "cartscan"))
    assert report.title == "Cartscan (user-mapped: decisions/formats/cartscan.yaml)"


def test_a_list_and_json_lines_need_no_entries() -> None:
    plain = "scanner: C\nfiles: evidence/*\nfields: {id: id}\n"
    assert _read(plain, [{"id": "a"}, {"id": "b"}, {}]).tally.results == 3
    lines = _read(plain, b'{"id": "a"}\n{"id": "b"}\n\n{"other": 1}\n')
    assert (lines.tally.results, lines.tally.unique) == (3, 2)


def test_json_lines_of_several_kinds() -> None:
    mapping = "scanner: C\nfiles: evidence/*\nentries: found[]\nfields: {id: id}\n"
    snapshot = _read(mapping, b'{"begin": 1}\n{"found": [{"id": "a"}, {"id": "b"}]}\n')
    assert snapshot.tally.unique == 2


def test_a_table() -> None:
    mapping = (
        "scanner: C\nfiles: evidence/scans/c-*.csv\nfields:\n  id: Rule ID\n  severity: Risk\n  target: [Host name, Address]\n"
        "  score: Score\ntaken: Day\n"
    )
    table = b"Rule ID,Risk,Host name,Address,Score,Day\nR-1,High,,10.0.0.1,,2026-11-02\n,Low,a,,,\nR-2,,web,,9.8,\n"
    snapshot = _read(mapping, table, "evidence/scans/c-1.csv")
    assert (snapshot.tally.results, dict(snapshot.tally.dropped)) == (3, {"no identifier": 1})
    assert {target.name for target in snapshot.targets} == {"10.0.0.1", "a", "web"}
    assert {result.identifier: result.severity for result in snapshot.results} == {
        "R-1": Severity.HIGH,
        "R-2": Severity.CRITICAL,
    }
    assert snapshot.taken == datetime(2026, 11, 2, tzinfo=UTC)


def test_a_secret_is_told_by_its_place_alone() -> None:
    mapping = "scanner: C\nfiles: evidence/*\nkind: secret\nfields: {id: rule, title: match, description: text, place: file}\n"
    snapshot = _read(mapping, [{"rule": "key", "match": "open-sesame", "text": "open-sesame", "file": "a.py"}])
    assert snapshot.results[0].kind is ResultKind.SECRET
    assert "open-sesame" not in repr(snapshot)


@pytest.mark.parametrize(
    ("mapping", "content", "what"),
    [
        (_MAPPING, {"other": []}, "`groups: results[]` selects no list"),
        (_MAPPING, {"results": "x"}, "`groups: results[]` selects no list"),
        ("scanner: C\nfiles: evidence/*\nentries: a\nfields: {id: id}\n", {"a": {}}, "`entries: a` selects no list"),
        ("scanner: C\nfiles: evidence/*\nfields: {id: id}\n", {"a": 1}, "the file is no list"),
        ("scanner: C\nfiles: evidence/*\nentries: a[?contains(b, 'x')]\nfields: {id: id}\n", {"a": [{}]}, "does not fit"),
        ("scanner: C\nfiles: evidence/*\nfields: {id: Rule}\n", b"<a/>", "no header of a table names the column `Rule`"),
        ("scanner: C\nfiles: evidence/*\nfields: {id: a, title: b}\n", b"a,c,d\n1,2,3\n", "the table has no column `b`"),
        ("scanner: C\nfiles: evidence/*\nfields: {id: a}\n", b"a,c,d\n1,2,3,4\n", "its cells are shifted"),
        ("scanner: C\nfiles: evidence/*\nfields: {id: '[a, b]'}\n", b'[{"a": 1}]', "makes new values"),
        ("scanner: C\nfiles: evidence/*\nfields: {id: id}\n", b'[{"id": NaN}]', "not valid JSON"),
    ],
)
def test_a_report_that_the_mapping_does_not_fit_is_refused_with_what_to_correct(
    mapping: str, content: object, what: str
) -> None:
    with pytest.raises(ParseError) as caught:
        _read(mapping, content)
    assert what in caught.value.what
    assert caught.value.next_step


def test_an_empty_list_is_a_clean_scan_and_a_missing_one_is_not() -> None:
    mapping = "scanner: C\nfiles: evidence/*\nentries: found\nfields: {id: id}\n"
    clean = _read(mapping, {"found": []})
    assert clean.assessed
    assert clean.tally.results == 0
    assert not clean.targets[0].named
    with pytest.raises(ParseError):
        _read(mapping, {})


def test_texts_are_bounded() -> None:
    mapping = "scanner: C\nfiles: evidence/*\nfields: {id: id, title: t, description: l}\n"
    result = _read(mapping, [{"id": "a", "t": "x" * 50_000, "l": ["y" * 400] * 5_000}]).results[0]
    assert len(result.title) == len(result.description) == 10_000


def test_readers_are_asked_first() -> None:
    report = MappedReport(read_format_mapping("scanner: C\nfiles: evidence/*\nfields: {id: id}\n", "c"))
    hadolint = b'[{"line": 1, "column": 1, "code": "DL3007", "message": "m", "file": "f", "level": "error"}]'
    assert recognize(Document("evidence/a.json", hadolint), (report,)).name == "hadolint-json"
    assert recognize(Document("evidence/a.json", b'[{"id": 1}]'), (report,)).name == "mapped-c"
    with pytest.raises(ParseError, match="no known format"):
        recognize(Document("other/a.json", b'[{"id": 1}]'), (report,))


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("scanner: C\nfiles: evidence/*\nfields: {}\n", "line 3", "id"),
        ("scanner: C\nfiles: evidence/*\nfields:\n  id: id\n  titel: t\n", "line 5, key fields.titel", "titel"),
        ("scanner: C\nfiles: ../x\nfields: {id: id}\n", "line 2, key files", "no pattern of evidence files"),
        ("scanner: C\nfiles: evidence/../x\nfields: {id: id}\n", "line 2, key files", "no pattern of evidence files"),
        ("scanner: C\nfiles: []\nfields: {id: id}\n", "line 2, key files", "no pattern"),
        ("scanner: ' '\nfiles: evidence/*\nfields: {id: id}\n", "line 1, key scanner", "no name"),
        ("scanner: C\nfiles: evidence/*\nentries: a[\nfields: {id: id}\n", "line 3, key entries", "is not JMESPath"),
        ("scanner: C\nfiles: evidence/*\nentries: a\nfields:\n  id: id\n  title: '&a'\n", "line 6, key fields.title", ""),
        ("scanner: C\nfiles: evidence/*\nentries: a\nfields:\n  id: [a, '']\n", "line 5, key fields.id", "no expression"),
        ("scanner: C\nfiles: evidence/*\ngroups: a\nfields: {id: id}\n", "line 3, key groups", "without `entries`"),
        ("scanner: C\nfiles: evidence/*\nfields: {id: id}\nseverities: {P1: terrible}\n", "line 4", "terrible"),
        ("scanner: C\nfiles: evidence/*\nfields: {id: id}\nkind: bug\n", "line 4, key kind", "bug"),
    ],
)
def test_what_is_wrong_with_a_mapping_names_file_line_and_key(text: str, place: str, what: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_format_mapping(text, "cartscan")
    assert caught.value.where
    assert caught.value.where.startswith("decisions/formats/cartscan.yaml")
    assert place in caught.value.where
    assert what in caught.value.what
    assert caught.value.next_step


def test_a_mapping_is_small_and_has_a_plain_name() -> None:
    for text, name in ((_MAPPING, "../x"), (_MAPPING, "a b"), (_MAPPING + "#" + "x" * (64 << 10), "cartscan")):
        with pytest.raises(ConfigError):
            read_format_mapping(text, name)
