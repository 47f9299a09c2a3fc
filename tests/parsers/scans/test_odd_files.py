"""Reports as shells and scripts leave them: what stands around them, where they are cut, how they are saved."""

import contextlib
import json
from pathlib import Path

import pytest
from growth import assert_linear

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.identifiers import Sha256
from generator.model.scan import ScanSnapshot
from generator.parsers import xml
from generator.parsers.document import Document
from generator.parsers.registry import read

EVIDENCE = EvidenceFile(path="report", sha256=Sha256("0" * 64), size=1, media_type="application/octet-stream")
_PORT = '<port protocol="tcp" portid="22"><state state="open"/></port>'
_HOST = f'<host><address addr="{{}}" addrtype="ipv4"/><ports>{_PORT}</ports></host>'
_RUN = f'<nmaprun scanner="nmap" version="7.9">{_HOST.format("192.0.2.7")}</nmaprun>'
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
_LEAK = {"RuleID": "key", "File": "a.py", "StartLine": 1, "Secret": "REDACTED", "Commit": "c", "Match": "m", "Description": "d"}
_ALERTS = [
    {
        "number": number,
        "rule": {"id": "r", "severity": "error"},
        "most_recent_instance": {"state": "open"},
        "tool": {"name": "t"},
    }
    for number in (1, 2, 3)
]


def _snapshot(content: bytes | str, name: str = "report.json") -> tuple[str, ScanSnapshot]:
    parser, snapshot = read(Document(name, content.encode() if isinstance(content, str) else content), EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    return parser.name, snapshot


@pytest.mark.parametrize(
    "content",
    [
        f"\n\n  {_DECLARED}{_RUN}",
        f"\ufeff\n{_DECLARED}{_RUN}",
        f"\n\ufeff{_DECLARED}{_RUN}",
        f"\ufeff\ufeff{_DECLARED}{_RUN}",
        f"\n\n{_RUN}",
        f"Starting the scan\nDone\n{_DECLARED}{_RUN}",
        f"{_DECLARED}{_RUN}\n\n1 host scanned\n",
        f"{_DECLARED}{_RUN}\x00\x00",
        (_DECLARED + _RUN).encode("utf-16"),
        (_DECLARED + _RUN).encode("utf-16-le"),
        ("\n\n" + _DECLARED + _RUN).encode("utf-16"),
        f"{_DECLARED.replace('UTF-8', 'UTF-16')}{_RUN}",
        f"{_DECLARED.replace('UTF-8', 'utf8')}{_RUN}",
        _DECLARED.encode() + _RUN.replace("</host>", "<!-- caf\xe9 \x08 --></host>").encode("latin-1"),
    ],
)
def test_what_stands_around_an_xml_report_and_how_it_is_saved_says_nothing(content: bytes | str) -> None:
    name, snapshot = _snapshot(content, "report.xml")
    assert (name, snapshot.tally.results, snapshot.not_assessed_because) == ("nmap-xml", 1, None)
    assert [target.name for target in snapshot.targets] == ["192.0.2.7"]


def test_markup_before_the_declaration_was_written_by_hand_and_refuses_the_report() -> None:
    with pytest.raises(ParseError, match="no known format"):
        _snapshot(f"<!--\nlicense\n-->\n\n{_DECLARED}{_RUN}", "report.xml")


def test_an_xml_report_in_an_encoding_that_it_declares_is_read_by_it() -> None:
    run = _RUN.replace('version="7.9"', 'version="7.9é"')
    _, snapshot = _snapshot((_DECLARED.replace("UTF-8", "ISO-8859-1") + run).encode("latin-1"), "report.xml")
    assert snapshot.scanner.version == "7.9é"


def test_a_large_xml_file_begins_behind_what_stands_before_it_as_well(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_bytes(f"\n\n \n{_DECLARED}{_RUN}".encode())
    assert [element.tag for element in xml.stream(path, "host")] == ["host"]


def test_several_xml_reports_in_a_file_are_one_scan_of_several_targets() -> None:
    other = _RUN.replace("192.0.2.7", "192.0.2.8")
    _, snapshot = _snapshot(f"{_DECLARED}{_RUN}\n{_DECLARED}{other}\n", "report.xml")
    assert snapshot.tally.results == 2
    assert [target.name for target in snapshot.targets] == ["192.0.2.7", "192.0.2.8"]
    with pytest.raises(ParseError, match=r"several reports about 192\.0\.2\.7"):
        _snapshot(f"{_DECLARED}{_RUN}\n{_DECLARED}{_RUN}", "report.xml")


def test_markup_behind_an_xml_report_is_not_left_out() -> None:
    for behind in ("<host/>", "\n" + " " * (1 << 17) + "<host/>"):
        with pytest.raises(ParseError, match="not valid XML"):
            _snapshot(f"{_DECLARED}{_RUN}words{behind}", "report.xml")


def _lines(*lines: object) -> str:
    return "".join(json.dumps(line) + "\n" for line in lines)


def _finding(template: str) -> dict[str, object]:
    return {
        "template-id": template,
        "info": {"name": "n", "severity": "low"},
        "host": "https://shop.example",
        "matched-at": "https://shop.example/a",
        "type": "http",
    }


@pytest.mark.parametrize(
    ("end", "reason"), [('{"template-id": "c", "inf', "cut off"), ('{"template-id": "c", "inf\n', "cut off")]
)
def test_a_last_line_that_is_cut_off_costs_itself(end: str, reason: str) -> None:
    _, snapshot = _snapshot(_lines(_finding("a"), _finding("b")) + end)
    assert (snapshot.tally.results, snapshot.tally.unique, dict(snapshot.tally.dropped)) == (3, 2, {reason: 1})
    assert "ends inside its last entry, and what followed is not known (the first at line 3)" in (
        snapshot.not_assessed_because or ""
    )


def test_a_broken_line_between_others_costs_itself_and_places_stay_those_of_the_file() -> None:
    broken = '{"template-id": "b", "info": oops}\n'
    _, snapshot = _snapshot(_lines(_finding("a")) + broken + _lines(_finding("c"), _finding("d")))
    assert (snapshot.tally.results, dict(snapshot.tally.dropped)) == (4, {"not valid JSON": 1})
    assert [result.source.place for result in snapshot.results] == ["line 1", "line 3", "line 4"]
    assert "1 line of the report is not valid JSON (the first at line 2)" in (snapshot.not_assessed_because or "")


def test_more_broken_lines_than_whole_ones_are_no_report() -> None:
    with pytest.raises(ParseError, match="not valid JSON"):
        _snapshot(_lines(_finding("a")) + '{"template-id": oops}\n{"template-id": oops}\n')


def test_a_list_that_is_cut_off_is_read_as_far_as_it_goes_and_is_no_whole_one() -> None:
    whole = json.dumps([_LEAK, _LEAK | {"StartLine": 2}, _LEAK | {"StartLine": 3}])
    name, snapshot = _snapshot(whole[:-20])
    assert (name, snapshot.tally.results, dict(snapshot.tally.dropped)) == ("gitleaks-json", 3, {"cut off": 1})
    assert "(the first at /2)" in (snapshot.not_assessed_because or "")


@pytest.mark.parametrize(
    "end", ['{"StartLine": ', '{"StartLine": -', '{"StartLine": 3.', '{"StartLine": 3e', '{"Tags": tru', '{"Match": "\\u00']
)
def test_a_list_may_be_cut_off_anywhere(end: str) -> None:
    _, snapshot = _snapshot(f"[{json.dumps(_LEAK)}, {end}")
    assert (snapshot.tally.results, dict(snapshot.tally.dropped)) == (2, {"cut off": 1})


def test_a_list_with_a_broken_entry_between_others_is_refused() -> None:
    """It does not end there, and where the next entry begins nothing tells."""
    leak = json.dumps(_LEAK)
    with pytest.raises(ParseError):
        _snapshot(f"[{leak}, {leak}, oops, {leak}, {leak}]")


@pytest.mark.parametrize("content", [json.dumps({"Issues": [{"rule_id": "G1"}], "Stats": {}})[:-5], "[" + '{"a": ', "[]]"])
def test_a_single_report_that_is_cut_off_is_refused(content: str) -> None:
    with pytest.raises(ParseError):
        _snapshot(content)


@pytest.mark.parametrize("behind", ["", "\x00", "\nReport written.\n"])
def test_lines_of_a_log_around_a_report_say_nothing(behind: str) -> None:
    log = "[INFO] Scanning\n[12:30:01] 3 files\n2026-05-04 done\n"
    name, snapshot = _snapshot(f"{log}{json.dumps([_LEAK])}{behind}")
    assert (name, snapshot.tally.results, snapshot.not_assessed_because) == ("gitleaks-json", 1, None)


def test_of_a_broken_list_behind_a_log_no_entry_is_taken_for_the_report() -> None:
    with pytest.raises(ParseError):
        _snapshot("scanning\n" + json.dumps([_LEAK, _LEAK], indent=0)[:-1] + "\n")


def test_what_may_be_more_of_a_report_is_not_left_out() -> None:
    with pytest.raises(ParseError):
        _snapshot(json.dumps({"results": [], "errors": [], "paths": {}}, indent=1) + '\nand {"results": [')


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([_ALERTS[:2], _ALERTS[2:]]),
        json.dumps(_ALERTS[:2]) + json.dumps(_ALERTS[2:]),
        json.dumps(_ALERTS[:2], indent=1) + "\n" + json.dumps(_ALERTS[2:], indent=1),
    ],
)
def test_pages_are_one_list(content: str) -> None:
    name, snapshot = _snapshot(content)
    assert (name, snapshot.tally.results) == ("github-alerts-json", 3)


def test_places_in_pages_are_those_of_the_file() -> None:
    leaks = [_LEAK | {"RuleID": name} for name in "abc"]
    _, snapshot = _snapshot(json.dumps([leaks[:2], leaks[2:]]))
    assert [result.source.place for result in snapshot.results] == ["/0/0", "/0/1", "/1/0"]


def test_null_where_a_list_is_empty_is_an_empty_list() -> None:
    sarif = {"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": None}
    gitlab = {"version": "15.0.0", "vulnerabilities": None, "remediations": [], "scan": {"type": "sast"}}
    for name, report in (("sarif-json", sarif), ("gitlab-security-json", gitlab)):
        found, snapshot = _snapshot(json.dumps(report))
        assert (found, snapshot.tally.results) == (name, 0)


def test_null_where_a_text_belongs_is_as_if_it_were_not_there() -> None:
    vulnerability = {"VulnerabilityID": "CVE-2026-1", "PkgName": "tar", "InstalledVersion": "1", "FixedVersion": None}
    report = {
        "SchemaVersion": 2,
        "ArtifactName": "shop:1",
        "ArtifactType": None,
        "Results": [{"Target": "shop:1", "Class": None, "Vulnerabilities": [vulnerability | {"VendorIDs": ["A-1", None]}]}],
    }
    _, snapshot = _snapshot(json.dumps(report))
    assert (snapshot.tally.results, snapshot.tally.dropped) == (1, ())
    assert snapshot.results[0].packages[0].fixed_version is None


def test_a_finding_of_several_resources_is_one_entry_and_a_result_of_each() -> None:
    base = {"ProductArn": "arn:x", "GeneratorId": "rule", "AwsAccountId": "111122223333", "SchemaVersion": "2018-10-08"}
    names = ("arn:aws:s3:::one", "arn:aws:s3:::two")
    both = base | {
        "Id": "f",
        "Title": "t",
        "Severity": {"Label": "HIGH"},
        "Resources": [{"Type": "AwsS3Bucket", "Id": n} for n in names],
    }
    second = both | {"Id": "g", "Resources": both["Resources"][1:]}  # type: ignore[index]
    _, snapshot = _snapshot(json.dumps({"Findings": [both, second]}))
    tally = snapshot.tally
    assert (tally.results, tally.unique, tally.duplicates, tally.identifiers) == (2, 2, 0, 1)
    assert sum(count for _, count in tally.severities) == tally.unique
    assert sorted(result.target for result in snapshot.results) == sorted(target.name for target in snapshot.targets)
    assert len(snapshot.targets) == 2


@pytest.mark.parametrize(
    ("report", "name"),
    [
        (
            {"Findings": [{"AwsAccountId": "1", "SchemaVersion": "x", "Resources": [], "ProductArn": "p", "Title": "t"}]},
            "asff-json",
        ),
        ({"status": {"state": "SUCCESS"}, "policies": [], "result": {"osPackages": None}}, "wiz-cli-json"),
        ({"vulnerabilities": {}, "classifications": {}, "anomalies": {}}, "wapiti-json"),
        ({"@version": "2.15", "@generated": "Mon, 4 May 2026 10:00:00", "site": []}, "zap-json"),
        (
            {
                "meta": None,
                "findings": [{"component": {"name": "a"}, "vulnerability": {"vulnId": "1"}, "analysis": {}, "matrix": "m"}],
            },
            "dependency-track-json",
        ),
        ({"data": [{"id": "1", "type": "issue", "attributes": {"effective_severity_level": "low"}}]}, "snyk-api-json"),
    ],
)
def test_a_report_without_one_of_its_keys_is_known_by_the_others(report: object, name: str) -> None:
    assert _snapshot(json.dumps(report))[0] == name


def test_however_many_pages_are_read_in_time_that_grows_with_them() -> None:
    def read_all(content: str) -> None:
        with contextlib.suppress(ParseError):
            _snapshot(content)

    assert_linear(lambda part: "[1]\n" * (160_000 // part), read_all)
