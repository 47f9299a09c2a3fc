"""What the goldens of Qualys's formats show only in passing, said in words."""

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from scan_reading import read, snapshot_of

from generator.model.scan import Disposition, ScanSnapshot, Severity, TargetKind, TargetResult
from generator.parsers.document import Document
from generator.parsers.scans import qualys_wire
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"


def _on(snapshot: ScanSnapshot, target: str) -> dict[str, TargetResult]:
    return {sighting.identifier: sighting for sighting in snapshot.results if sighting.target == target}


def test_entries_learn_from_the_glossary_behind_them() -> None:
    found = _on(snapshot_of("qualys-asset-report-xml", "many.xml"), "10.9.0.1")
    old = found["900001"]
    assert (old.title, old.severity, old.native_severity) == ("Old protocol in use", Severity.HIGH, "4")
    assert (old.cves, old.first_seen) == (("CVE-2026-30001", "CVE-2026-30002"), date(2026, 1, 3))
    assert old.cvss[0].vector == "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"
    assert found["900002"].severity is Severity.UNKNOWN, "not in the glossary"


@pytest.mark.parametrize(
    ("member", "file", "target"),
    [
        ("qualys-asset-report-xml", "many.xml", "10.9.0.1"),
        ("qualys-scan-xml", "many.xml", "10.9.0.1"),
        ("qualys-detection-xml", "many.xml", "10.9.0.1"),
        ("qualys-csv", "many.csv", "10.9.0.1"),
        ("qualys-vmdr-csv", "many.csv", "WEB01"),
        ("qualys-pci-csv", "many.csv", "10.9.0.1"),
        ("qualys-was-xml", "many.xml", "https://shop.example"),
    ],
)
def test_information_is_no_weakness_whatever_its_level(member: str, file: str, target: str) -> None:
    information = _on(snapshot_of(member, file), target)["6"]
    assert information.severity is Severity.INFORMATIONAL
    assert information.native_severity


@pytest.mark.parametrize(
    ("member", "file", "target", "identifier", "expected"),
    [
        ("qualys-asset-report-xml", "many.xml", "10.9.0.1", "900002", Disposition.RESOLVED),
        ("qualys-asset-report-xml", "many.xml", "10.9.0.1", "900003", Disposition.SUPPRESSED),
        ("qualys-asset-report-xml", "many.xml", "10.9.0.1", "900001", Disposition.OPEN),
        ("qualys-detection-xml", "many.xml", "10.9.0.1", "900002", Disposition.RESOLVED),
        ("qualys-detection-xml", "many.xml", "10.9.0.1", "900003", Disposition.SUPPRESSED),
        ("qualys-detection-xml", "many.xml", "10.9.0.1", "900004", Disposition.SUPPRESSED),
        ("qualys-csv", "many.csv", "10.9.0.1", "900002", Disposition.RESOLVED),
        ("qualys-vmdr-csv", "many.csv", "WEB01", "900002", Disposition.RESOLVED),
        ("qualys-vmdr-csv", "many.csv", "WEB01", "900003", Disposition.SUPPRESSED),
        ("qualys-vmdr-csv", "many.csv", "WEB01", "900004", Disposition.SUPPRESSED),
        ("qualys-pci-csv", "many.csv", "10.9.0.1", "900002", Disposition.OPEN),
        ("qualys-pci-csv", "many.csv", "10.9.0.1", "900003", Disposition.SUPPRESSED),
        ("qualys-was-xml", "many.xml", "https://shop.example", "900002", Disposition.SUPPRESSED),
    ],
)
def test_dispositions(member: str, file: str, target: str, identifier: str, expected: Disposition) -> None:
    assert _on(snapshot_of(member, file), target)[identifier].disposition is expected


@pytest.mark.parametrize(
    ("member", "file", "names"),
    [
        ("qualys-asset-report-xml", "many.xml", {"10.9.0.1", "10.9.0.1 (two)", "10.9.0.7"}),
        ("qualys-detection-xml", "many.xml", {"10.9.0.1", "10.9.0.1 (2)", "10.9.0.3"}),
        ("qualys-csv", "many.csv", {"10.9.0.1", "10.9.0.1 (Other)", "10.9.0.7"}),
        ("qualys-vmdr-csv", "many.csv", {"WEB01", "WEB01 (32)", "2001:db8::1"}),
        ("qualys-host-asset-xml", "many.xml", {"web-1.shop.example", "web-1", "web-1 (3)"}),
    ],
)
def test_hosts_of_one_name_stay_apart_and_clean_ones_are_listed(member: str, file: str, names: set[str]) -> None:
    targets = snapshot_of(member, file).targets
    assert {target.name for target in targets} == names
    assert all(target.kind is TargetKind.HOST for target in targets)


@pytest.mark.parametrize(
    ("member", "file"),
    [
        ("qualys-asset-report-xml", "empty.xml"),
        ("qualys-scan-xml", "no_host.xml"),
        ("qualys-detection-xml", "empty.xml"),
        ("qualys-detection-xml", "hosts.xml"),
        ("qualys-host-asset-xml", "no_vulnerabilities.xml"),
        ("qualys-was-xml", "failed.xml"),
        ("qualys-csv", "empty.csv"),
        ("qualys-vmdr-csv", "empty.csv"),
        ("qualys-pci-csv", "empty.csv"),
    ],
)
def test_what_shows_no_scan_is_not_clean(member: str, file: str) -> None:
    snapshot = snapshot_of(member, file)
    assert not snapshot.assessed
    assert snapshot.not_assessed_because


@pytest.mark.parametrize(
    ("member", "file"),
    [("qualys-asset-report-xml", "clean.xml"), ("qualys-scan-xml", "empty.xml"), ("qualys-was-xml", "empty.xml")],
)
def test_a_scanned_host_without_findings_is_clean(member: str, file: str) -> None:
    snapshot = snapshot_of(member, file)
    assert snapshot.assessed
    assert snapshot.targets


@pytest.mark.parametrize(
    ("member", "file", "words"),
    [
        ("qualys-asset-report-xml", "many.xml", "10.9.0.8-10.9.0.9"),
        ("qualys-scan-xml", "many.xml", "CANCELED"),
        ("qualys-detection-xml", "many.xml", "record limit exceeded"),
        ("qualys-host-asset-xml", "many.xml", "one page of several"),
        ("qualys-csv", "many.csv", "10.9.0.8"),
    ],
)
def test_what_is_missing_from_a_scan_is_said(member: str, file: str, words: str) -> None:
    snapshot = snapshot_of(member, file)
    assert snapshot.assessed
    assert words in str(snapshot.not_assessed_because)


def test_rows_of_one_qid_for_every_cve_are_one_result() -> None:
    snapshot = snapshot_of("qualys-vmdr-csv", "many.csv")
    old = _on(snapshot, "WEB01")["900001"]
    assert (old.entries, old.cves) == (2, ("CVE-2026-30001", "CVE-2026-30002"))
    assert [score.source for score in old.cvss] == ["nvd", "nvd"], "by the heading of the column"
    assert snapshot.tally.duplicates == 1


def test_an_edited_level_does_not_lower() -> None:
    assert _on(snapshot_of("qualys-vmdr-csv", "many.csv"), "WEB01")["900005"].severity is Severity.CRITICAL


def test_slashed_dates_are_told_by_the_file() -> None:
    first = {_on(snapshot_of("qualys-csv", file), "10.9.0.1")["900001"].first_seen for file in ("one.csv", "day_first.csv")}
    assert first == {date(2026, 1, 5)}


def test_times_keep_their_zone() -> None:
    assert snapshot_of("qualys-was-xml", "one.xml").taken == datetime(2026, 2, 18, 20, 42, tzinfo=UTC)


def test_requests_and_their_credentials_stay_in_the_parser() -> None:
    raw = (_DATA / "qualys-was-xml" / "many.xml").read_bytes()
    assert b"tok-very-secret" in raw
    assert b"tok-very-secret" not in msgspec.json.encode(read("a.xml", raw)[1])


def test_counters_of_the_summary_are_no_results() -> None:
    assert snapshot_of("qualys-was-xml", "empty.xml").tally.results == 0
    assert snapshot_of("qualys-was-xml", "many.xml").tally.results == 8


@pytest.mark.parametrize(
    "raw",
    [
        b"<KNOWLEDGE_BASE_VULN_LIST_OUTPUT><RESPONSE/></KNOWLEDGE_BASE_VULN_LIST_OUTPUT>",
        b'<SCAN value="nmap"/>',
        b"<ServiceResponse><data><WebApp/></data></ServiceResponse>",
        b"IP,QID\n1,2\n",
    ],
)
def test_other_files_are_left_alone(raw: bytes) -> None:
    document = Document("evidence/scans/qualys.xml", raw)
    assert not [parser.name for parser in SCANS if parser.recognizes(document)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8.1 (AV:N/AC:H)", (("CVSS:3.1/AV:N/AC:H", 8.1),)),
        ("7.5", ((None, 7.5),)),
        ("(AV:N)", (("CVSS:3.1/AV:N", None),)),
        ("-", ()),
        ("", ()),
        ("0", ()),
        ("99", ()),
        ("high", ()),
    ],
)
def test_scores(text: str, expected: tuple[tuple[str | None, float | None], ...]) -> None:
    assert tuple((score.vector, score.score) for score in qualys_wire.score("3.1", text)) == expected
