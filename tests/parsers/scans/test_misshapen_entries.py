"""A value of another type than the tool writes counts as absent, or costs its entry: counted, stated, never a clean report."""

import json

import pytest
from scan_reading import EVIDENCE, read

from generator.errors import ParseError
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.misshapen_entries import MISSHAPEN
from generator.parsers.scans.registry import SCANS


def _match(number: int, **changed: object) -> dict[str, object]:
    vulnerability = {"id": f"CVE-2026-{50000 + number}", "severity": "High", **changed}
    return {"vulnerability": vulnerability, "artifact": {"name": "tar", "version": "1"}, "matchDetails": []}


def _report(*matches: object) -> bytes:
    return json.dumps({"descriptor": {"name": "grype"}, "matches": list(matches)}).encode()


def _grype(*matches: object) -> ScanSnapshot:
    return read("report.json", _report(*matches))[1]


def test_a_bad_value_counts_as_absent_in_every_entry() -> None:
    """As in a next version of a tool, which writes a list where it wrote a text."""
    many = 30
    snapshot = _grype(*(_match(number, severity=["High"]) for number in range(many)), _match(40))
    assert snapshot.tally.results == snapshot.tally.unique == many + 1
    assert dict(snapshot.tally.severities) == {"unknown": many, "high": 1}
    assert snapshot.not_assessed_because == f"{many} values of the report have {MISSHAPEN} and count as absent"


def test_a_number_stands_as_the_text_that_is_expected() -> None:
    snapshot = _grype(_match(1, id=7), _match(2, id=1.5), _match(3))
    assert [result.identifier for result in snapshot.results] == ["1.5", "7", "CVE-2026-50003"]
    assert snapshot.not_assessed_because is None


def test_an_entry_that_cannot_be_without_the_value_goes() -> None:
    snapshot = _grype(_match(1), None, _match(2), 7, {"vulnerability": [{"id": "CVE-2026-9"}]}, _match(4))
    assert [result.identifier for result in snapshot.results] == ["CVE-2026-50001", "CVE-2026-50002", "CVE-2026-50004"]
    assert dict(snapshot.tally.dropped)[MISSHAPEN] == 2
    assert snapshot.tally.results == snapshot.tally.unique + sum(count for _, count in snapshot.tally.dropped)
    assert f"2 entries of the report have {MISSHAPEN}, the first at /matches/" in (snapshot.not_assessed_because or "")


def test_an_entry_below_a_key_that_the_error_does_not_name() -> None:
    secret = {"type": "Secret Keyword", "hashed_secret": "0" * 40, "line_number": 3}
    results = {"a.py": [secret], "b.py": [{**secret, "line_number": 4}, "a text"], "c.py": [secret, "another"]}
    report = {"version": "1.5.0", "plugins_used": [], "results": results, "generated_at": "2026-11-14T00:00:00Z"}
    snapshot = read("report.json", json.dumps(report).encode())[1]
    assert dict(snapshot.tally.dropped) == {MISSHAPEN: 2}
    assert snapshot.tally.results == 5
    assert "the first at /results/b.py/1" in (snapshot.not_assessed_because or "")


@pytest.mark.parametrize(
    ("key", "value", "lost"),
    [
        ("Title", True, 0),
        ("Description", ["a"], 1),
        ("PrimaryURL", 7.5, 0),
        ("References", "a", 0),
        ("CVSS", "9.8", 1),
        ("CVSS", {"nvd": {"V3Score": "high"}}, 1),
    ],
)
def test_what_trivy_says_of_a_vulnerability_is_worth_no_report(key: str, value: object, lost: int) -> None:
    vulnerability = {"VulnerabilityID": "CVE-2026-50001", "PkgName": "tar", "Severity": "HIGH"}
    entries = [{**vulnerability, key: value}, {**vulnerability, "VulnerabilityID": "CVE-2026-50002"}]
    report = {"SchemaVersion": 2, "ArtifactName": "cart", "Results": [{"Target": "cart", "Vulnerabilities": entries}]}
    snapshot = read("report.json", json.dumps(report).encode())[1]
    assert [result.identifier for result in snapshot.results] == ["CVE-2026-50001", "CVE-2026-50002"]
    assert (f"{lost} value of the report has {MISSHAPEN}" in (snapshot.not_assessed_because or "")) == bool(lost)


def test_a_text_in_place_of_a_list_inside_an_entry() -> None:
    alert = {"pluginid": "1", "name": "Header is missing", "riskcode": "1", "instances": [{"uri": "https://shop.example/"}]}
    site = {"@name": "https://shop.example", "alerts": [{**alert, "instances": "none"}, {**alert, "pluginid": "2"}]}
    snapshot = read("zap.json", json.dumps({"@version": "2.16", "site": [site]}).encode())[1]
    assert "2" in {result.identifier for result in snapshot.results}
    assert f"1 value of the report has {MISSHAPEN}" in (snapshot.not_assessed_because or "")


def test_what_holds_the_value_is_given_up_where_it_alone_cannot_be() -> None:
    """A list of texts may not hold null: the entry around it goes."""
    snapshot = _grype(_match(1), _match(2, fix={"versions": ["1.1", ["b"]]}))
    assert "CVE-2026-50001" in {result.identifier for result in snapshot.results}
    assert MISSHAPEN in (snapshot.not_assessed_because or "")


@pytest.mark.parametrize(
    "content",
    [
        _report(_match(1, id=["CVE-2026-9"])),
        _report(*([_match(number)] for number in range(30)), _match(40)),
        json.dumps({"descriptor": {"name": "grype"}, "matches": {"a": 1}}).encode(),
    ],
    ids=["nothing-else-is-left", "too-many", "no-entry-of-a-list"],
)
def test_what_is_no_report_is_refused_with_its_place(content: bytes) -> None:
    document = Document("report.json", content)
    parser = next(parser for parser in SCANS if parser.name == "grype-json")
    with pytest.raises(ParseError, match=r"another shape than expected.*at `\$\.matches"):
        parser.parse(document, EVIDENCE)


def test_a_line_of_json_lines() -> None:
    event = {"rule": "Shell", "priority": "Notice", "output": "x", "time": "2026-11-14T00:00:00Z", "hostname": "node-1"}
    lines = (event, {**event, "rule": ["a"]}, event)
    snapshot = read("falco.jsonl", "".join(json.dumps(line) + "\n" for line in lines).encode())[1]
    assert dict(snapshot.tally.dropped) == {"no identifier": 1}
    assert f"1 value of the report has {MISSHAPEN}" in (snapshot.not_assessed_because or "")


def test_a_line_that_is_cut_off_as_well_is_refused() -> None:
    event = {"rule": "Shell", "priority": "Notice", "output": "x", "time": "2026-11-14T00:00:00Z", "hostname": "node-1"}
    lines = [json.dumps(event), json.dumps({"rule": ["a"], **{key: event[key] for key in event if key != "rule"}})[:-1]]
    with pytest.raises(ParseError):
        read("falco.jsonl", "\n".join(lines).encode())


def test_no_value_that_holds_entries_counts_as_absent() -> None:
    """They would be lost unseen: the entry around them is lost, and said so."""
    snapshot = _grype(_match(1), _match(2, cvss={"a": {"id": 1}}), _match(3))
    assert dict(snapshot.tally.dropped) == {MISSHAPEN: 1}
    assert snapshot.tally.results == 3


def test_no_key_of_the_report_itself_counts_as_absent() -> None:
    document = Document("report.json", b'{"descriptor": {"name": "grype"}, "matches": "none"}')
    parser = next(parser for parser in SCANS if parser.name == "grype-json")
    with pytest.raises(ParseError, match="another shape"):
        parser.parse(document, EVIDENCE)


def test_a_whole_number_beyond_64_bits_is_one_value() -> None:
    snapshot = _grype(_match(1, cwes=10**30), _match(2, fix=10**30), _match(3))
    assert (snapshot.tally.results, snapshot.tally.unique) == (3, 3)
    assert snapshot.not_assessed_because == f"1 value of the report has {MISSHAPEN} and counts as absent"


def _tracked(*kinds: object) -> bytes:
    vulnerability = {"vulnId": "CVE-2026-50001", "severity": "HIGH", "cwes": list(kinds)}
    entry = {"component": {"name": "tar", "version": "1"}, "vulnerability": vulnerability, "analysis": {}}
    report = {"version": "1.2", "meta": {"application": "Dependency-Track"}, "project": {"name": "cart"}, "findings": [entry]}
    return json.dumps(report).encode()


def test_texts_in_a_list_of_objects_within_an_entry_count_as_absent() -> None:
    whole = read("report.json", _tracked({"cweId": 79, "name": "Cross-site Scripting"}))[1]
    assert (whole.tally.results, whole.not_assessed_because) == (1, None)
    snapshot = read("report.json", _tracked("CWE-79"))[1]
    assert snapshot.tally.results == snapshot.tally.unique == 1
    assert snapshot.not_assessed_because == f"1 value of the report has {MISSHAPEN} and counts as absent"


def test_texts_for_the_entries_of_a_report_refuse_it() -> None:
    with pytest.raises(ParseError, match="another shape"):
        _grype("a text", "another")
