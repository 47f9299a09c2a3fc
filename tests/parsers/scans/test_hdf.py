"""What the goldens of the Heimdall Data Format show only in passing, said in words."""

import json
from pathlib import Path

import msgspec
import pytest
from scan_reading import read

from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Severity, TargetResult

_DATA = Path(__file__).parent / "testdata" / "hdf-json"


def _read(name: str) -> ScanSnapshot:
    found, snapshot = read("a.json", (_DATA / name).read_bytes())
    assert found == "hdf-json"
    return snapshot


def _one(**control: object) -> TargetResult:
    test = {"status": "failed", "start_time": "2026-03-02T08:00:00Z"}
    whole = {"id": "SHOP-1", "impact": 0.5, "results": [test]} | control
    report = {"platform": {"name": "debian"}, "version": "6", "profiles": [{"controls": [whole]}]}
    _, snapshot = read("a.json", json.dumps(report).encode())
    (sighting,) = snapshot.results
    return sighting


@pytest.mark.parametrize(
    ("impact", "severity"),
    [
        (1.0, Severity.CRITICAL),
        (0.9, Severity.CRITICAL),
        (0.89, Severity.HIGH),
        (0.7, Severity.HIGH),
        (0.69, Severity.MODERATE),
        (0.4, Severity.MODERATE),
        (0.39, Severity.LOW),
        (0.1, Severity.LOW),
        (0.01, Severity.INFORMATIONAL),
        ("0.7", Severity.HIGH),
        ("medium", Severity.MODERATE),
        ("grave", Severity.UNKNOWN),
        (None, Severity.UNKNOWN),
        (0, Severity.UNKNOWN),
    ],
)
def test_impacts(impact: object, severity: Severity) -> None:
    assert _one(impact=impact).severity is severity


def test_impact_zero_hides_no_failure() -> None:
    found = _one(impact=0, tags={"severity": "high"})
    assert (found.disposition, found.severity) == (Disposition.OPEN, Severity.HIGH)


def test_impact_zero_without_a_verdict_is_not_applicable() -> None:
    assert _one(impact=0, results=[{"status": "skipped"}]).disposition is Disposition.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("tests", "disposition"),
    [
        (["passed", "failed"], Disposition.OPEN),
        (["error", "failed"], Disposition.OPEN),
        (["passed", "skipped"], Disposition.PASSED),
        (["passed", "error"], Disposition.ERROR),
        (["skipped"], Disposition.MANUAL),
        (["dubious"], Disposition.OPEN),
        ([], Disposition.ERROR),
    ],
)
def test_several_tests_make_one_verdict(tests: list[str], disposition: Disposition) -> None:
    assert _one(results=[{"status": status} for status in tests]).disposition is disposition


@pytest.mark.parametrize(
    ("waiver", "disposition"),
    [
        ({"justification": "ours", "run": True, "skipped_due_to_waiver": False}, Disposition.SUPPRESSED),
        ({"skipped_due_to_waiver": True}, Disposition.SUPPRESSED),
        ({"justification": "ours", "expiration_date": "2026-03-02"}, Disposition.SUPPRESSED),
        ({"justification": "ours", "expiration_date": "2026-03-01"}, Disposition.OPEN),
        ({}, Disposition.OPEN),
        (None, Disposition.OPEN),
    ],
)
def test_a_waiver_counts_until_it_ends(waiver: object, disposition: Disposition) -> None:
    assert _one(waiver_data=waiver).disposition is disposition


def test_a_waiver_does_not_hide_a_pass() -> None:
    assert _one(waiver_data={"justification": "ours"}, results=[{"status": "passed"}]).disposition is Disposition.PASSED


def test_cves_make_a_vulnerability() -> None:
    found = _one(id="CVE-2026-50003", tags={"cve": ["CVE-2026-50004"], "cci": "CCI-000366"})
    assert (found.kind, found.cves) == (ResultKind.VULNERABILITY, ("CVE-2026-50003", "CVE-2026-50004"))


@pytest.mark.parametrize("tags", [[], "free text", 7, {"cci": {"a": 1}}, {"cci": [None, 7]}])
def test_tags_may_be_anything(tags: object) -> None:
    assert _one(tags=tags).aliases == ()


def test_an_overlay_sets_impact_and_waiver_of_what_it_covers() -> None:
    found = {sighting.identifier: sighting for sighting in _read("overlay.json").results}
    assert (found["SHOP-1"].disposition, found["SHOP-1"].severity) == (Disposition.SUPPRESSED, Severity.LOW)
    assert (found["SHOP-2"].disposition, found["SHOP-2"].severity) == (Disposition.OPEN, Severity.CRITICAL)
    assert found["SHOP-1"].entries == 2


def test_what_the_tests_quote_stays_in_the_parser() -> None:
    raw = (_DATA / "many.json").read_bytes()
    assert b"tok-very-secret" in raw
    assert b"tok-very-secret" not in msgspec.json.encode(_read("many.json"))


def test_every_line_has_its_own_target() -> None:
    snapshot = _read("lines.log")
    assert [target.name for target in snapshot.targets] == ["db01.shop.example", "db02.shop.example"]


def test_a_single_line_is_read_too() -> None:
    first = (_DATA / "lines.log").read_bytes().splitlines()[0]
    name, snapshot = read("a.log", first)
    assert (name, snapshot.tally.results) == ("hdf-json", 1)


def test_a_converter_is_no_operating_system() -> None:
    snapshot = _read("converted.json")
    assert snapshot.scanner.name == "Heimdall Tools"
    assert [(target.named, target.os_name) for target in snapshot.targets] == [(False, None)]


def test_skipped_controls_show_nothing() -> None:
    assert not _read("nothing_tested.json").assessed
