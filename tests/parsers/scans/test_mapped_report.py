"""Reports that a mapping file reads: JSON, JSON lines, CSV; counted, dropped and marked as any other."""

import json
import time
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
  cwes: rule.kinds
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
                    "rule": {"id": "R-1", "refs": ["CVE-2026-1001", "x"], "kinds": ["CWE-352", 79]},
                    "level": "P1",
                    "component": "cartish",
                    "installed": "1.0",
                },
                {
                    "rule": {"id": "R-1", "refs": ["CVE-2026-1001", "x"], "kinds": ["CWE-352", 79]},
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
    assert by_id["R-1"].cwes == ("CWE-79", "CWE-352")
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
        ("scanner: C\nfiles: evidence/*\nfields: {id: Rule}\n", b"# nothing\n", "no header of a table names the column `Rule`"),
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


def test_xml_is_read_by_its_values() -> None:
    mapping = (
        "scanner: C\nfiles: evidence/*\ngroups: 'host[]'\nentries: 'issue[]'\ngroup-fields: {target: name}\n"
        "fields: {id: code, severity: level, title: title, date: seen}\ntaken: date\ntarget-kind: host\n"
    )
    raw = (
        b'<scan xmlns="urn:x" date="2026-11-02T05:00:00Z"><host name="db-1"><issue code="D-1" level="High"><title>Old</title>'
        b'<seen>2 Nov 2026</seen></issue></host><host name="db-2"/></scan>'
    )
    snapshot = _read(mapping, raw)
    (result,) = snapshot.results
    assert (result.identifier, result.target, result.severity, result.title) == ("D-1", "db-1", Severity.HIGH, "Old")
    assert str(result.first_seen) == "2026-11-02"
    assert snapshot.taken is not None


def test_an_xml_bomb_is_refused() -> None:
    mapping = "scanner: C\nfiles: evidence/*\nentries: 'a[]'\nfields: {id: id}\n"
    with pytest.raises(ParseError, match="entities"):
        _read(mapping, b'<!DOCTYPE a [<!ENTITY b "x">]><scan><a id="&b;"/></scan>')


def test_records_that_are_filed_by_their_names() -> None:
    mapping = (
        "scanner: C\nfiles: evidence/*\ngroups: hosts\nentries: '@'\ngroup-fields: {target: '@key'}\nfields: {id: id}\n"
        "target-kind: host\n"
    )
    snapshot = _read(mapping, {"hosts": {"a": [{"id": "R-1"}], "b": [{"id": "R-1"}, None]}})
    assert [(result.target, result.identifier) for result in snapshot.results] == [("a", "R-1"), ("b", "R-1")]
    assert snapshot.tally.dropped == (("empty entry", 1),)
    keyed = "scanner: C\nfiles: evidence/*\nentries: issues\nfields: {id: '@key', severity: level}\n"
    assert [result.identifier for result in _read(keyed, {"issues": {"K-1": {"level": "high"}}}).results] == ["K-1"]
    assert _read(keyed, {"issues": {}}).tally.results == 0


@pytest.mark.parametrize("key", ["report-fields: {target: '@key'}", "taken: '@key'", "groups: '@key'"])
def test_a_file_and_a_list_have_no_key(key: str) -> None:
    with pytest.raises(ConfigError, match="is not JMESPath"):
        read_format_mapping(f"scanner: C\nfiles: evidence/*\nentries: a\nfields: {{id: id}}\n{key}\n", "cartscan")


def test_what_the_file_says_is_selected_once_for_all_entries() -> None:
    mapping = "scanner: C\nfiles: evidence/*\nentries: a\nfields: {id: id}\nreport-fields: {place: \"a[?id == 'none'].x\"}\n"
    entries = [{"id": f"R-{number}"} for number in range(20_000)]
    before = time.process_time()
    assert _read(mapping, {"a": entries}).tally.results == 20_000
    assert time.process_time() - before < 10, "each entry went through the whole file"
