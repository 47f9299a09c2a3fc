"""What the goldens of Semgrep, OSV-Scanner, pip-audit and SPDX show only in passing, said in words."""

import json
from pathlib import Path

import msgspec
import pytest
from scan_reading import read

from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Severity, TargetKind, TargetResult
from generator.parsers.document import Document
from generator.parsers.scans.registry import SCANS
from generator.parsers.scans.severity import band

_DATA = Path(__file__).parent / "testdata"
_OURS = {
    *("csaf-json", "cyclonedx-json", "cyclonedx-xml", "openvex-json", "osv-scanner-json", "pip-audit-json"),
    *("sarif-json", "semgrep-json", "spdx-json"),
}


def _snapshot(member: str, name: str) -> ScanSnapshot:
    return read("a.json", (_DATA / member / f"{name}.json").read_bytes())[1]


def _found(member: str, name: str) -> dict[str, TargetResult]:
    return {sighting.identifier: sighting for sighting in _snapshot(member, name).results}


def test_semgreps_quoted_code_stays_in_the_parser() -> None:
    raw = (_DATA / "semgrep-json" / "many.json").read_bytes()
    assert b"tok-very-secret" in raw
    assert b"pw-very-secret" in raw
    found = _found("semgrep-json", "many")
    assert found["generic.secrets.shop-key"].kind is found["shop.password"].kind is ResultKind.SECRET
    assert b"very-secret" not in msgspec.json.encode(_snapshot("semgrep-json", "many"))


def test_semgreps_levels_old_and_new() -> None:
    found = {name: one.severity for name, one in _found("semgrep-json", "many").items()}
    assert found["shop.old"] is Severity.HIGH
    assert found["shop.http"] is Severity.MODERATE
    assert found["shop.todo"] is Severity.LOW
    assert found["shop.new"] is Severity.CRITICAL
    assert found["shop.list"] is Severity.UNKNOWN


def test_semgreps_ignored_results_are_suppressed_and_its_errors_told() -> None:
    assert _found("semgrep-json", "many")["shop.old"].disposition is Disposition.SUPPRESSED
    assert "2 errors" in str(_snapshot("semgrep-json", "many").not_assessed_because)


@pytest.mark.parametrize(("name", "assessed"), [("empty", True), ("no_files", False), ("not_listed", False)])
def test_semgrep_without_results_is_clean_only_where_it_looked(name: str, assessed: bool) -> None:
    assert _snapshot("semgrep-json", name).assessed is assessed


def test_semgreps_dependency_knows_its_cve() -> None:
    sighting = _found("semgrep-json", "many")["ssc-1"]
    assert (sighting.cves, sighting.packages[0].name) == (("CVE-2026-52001",), "web-kit")


def test_osv_takes_the_databases_word_before_the_score() -> None:
    one = _found("osv-scanner-json", "one")["GHSA-aaaa-bbbb-cccc"]
    assert (one.severity, one.native_severity) == (Severity.MODERATE, "MODERATE")
    many = _found("osv-scanner-json", "many")
    assert (many["GO-2026-0001"].severity, many["GO-2026-0001"].native_severity) == (Severity.CRITICAL, "9.3")
    assert many["OSV-2026-1"].severity is many["MAL-2026-1"].severity is Severity.UNKNOWN


def test_osv_knows_aliases_of_the_group_and_fixes_of_the_package_only() -> None:
    one = _found("osv-scanner-json", "one")["GHSA-aaaa-bbbb-cccc"]
    assert (one.cves, one.packages[0].fixed_version) == (("CVE-2026-56001",), "2.0.1")
    assert _found("osv-scanner-json", "many")["GO-2026-0001"].cves == ("CVE-2026-56002",)


def test_osv_an_uncalled_vulnerability_stays_open() -> None:
    sighting = _found("osv-scanner-json", "many")["GO-2026-0001"]
    assert (sighting.disposition, sighting.native_status) == (Disposition.OPEN, "not called")


def test_osv_parts_of_an_image_are_one_target_that_has_to_be_named() -> None:
    (target,) = _snapshot("osv-scanner-json", "image").targets
    assert (target.kind, target.named) == (TargetKind.IMAGE, False)


@pytest.mark.parametrize("name", ["empty", "nothing"])
def test_pip_audit_without_any_vulnerability_proves_nothing(name: str) -> None:
    snapshot = _snapshot("pip-audit-json", name)
    assert not snapshot.assessed
    assert "advisories" in str(snapshot.not_assessed_because)


def test_pip_audit_says_what_it_skipped() -> None:
    snapshot = _snapshot("pip-audit-json", "many")
    assert snapshot.assessed
    assert "skipped 6 dependencies: own-1" in str(snapshot.not_assessed_because)


@pytest.mark.parametrize("name", ["empty", "one", "many", "version_3"])
def test_spdx_is_never_a_scan(name: str) -> None:
    snapshot = _snapshot("spdx-json", name)
    assert not snapshot.assessed
    assert snapshot.tally.results == 0


def test_spdx_knows_the_image_it_describes() -> None:
    (target,) = _snapshot("spdx-json", "one").targets
    assert (target.kind, target.digests) == (TargetKind.IMAGE, ("sha256:" + "5" * 64,))


@pytest.mark.parametrize(
    ("score", "version", "expected"),
    [
        (None, "3.1", Severity.UNKNOWN),
        (0.0, "3.1", Severity.UNKNOWN),
        (0.1, "3.1", Severity.LOW),
        (3.9, "3.1", Severity.LOW),
        (4.0, "4.0", Severity.MODERATE),
        (6.9, "3.0", Severity.MODERATE),
        (7.0, "3.1", Severity.HIGH),
        (8.9, "3.1", Severity.HIGH),
        (9.0, "3.1", Severity.CRITICAL),
        (10.0, "2.0", Severity.HIGH),
        (10.1, "3.1", Severity.UNKNOWN),
        (-1.0, "3.1", Severity.UNKNOWN),
        (float("nan"), "3.1", Severity.UNKNOWN),
    ],
)
def test_bands(score: float | None, version: str, expected: Severity) -> None:
    assert band(score, version) is expected


_OTHERS: list[object] = [
    {"results": []},
    {"results": [{"check_id": "a"}]},
    {"results": [{"test_id": "B101"}], "errors": [], "metrics": {}, "generated_at": "2026-02-20T09:00:00Z"},
    {"results": {"failed_checks": []}, "errors": []},
    {"results": [{"packages": []}]},
    {"dependencies": {"web-kit": "2.0.0"}, "fixes": []},
    {"dependencies": [], "devDependencies": []},
    [{"name": "web-kit", "version": "2.0.0"}],
    {"bomFormat": "SPDX"},
    {"runs": {}},
    {"runs": [], "version": "1"},
    {"document": {"title": "a"}, "vulnerabilities": []},
    {"document": [], "vulnerabilities": []},
    {"@context": "https://schema.example", "statements": []},
    {"@context": "https://openvex.dev/ns"},
    {"@context": "https://schema.example", "@graph": []},
    {"spdxVersion": "SPDX-2.3"},
]


@pytest.mark.parametrize("content", _OTHERS, ids=range(len(_OTHERS)))
def test_other_files_are_left_alone(content: object) -> None:
    document = Document("evidence/scans/a.json", json.dumps(content).encode())
    assert not _OURS.intersection(parser.name for parser in SCANS if parser.recognizes(document))


def test_a_bom_of_another_namespace_is_left_alone() -> None:
    document = Document("a.xml", b'<bom xmlns="urn:shop:bill-of-materials"/>')
    assert not _OURS.intersection(parser.name for parser in SCANS if parser.recognizes(document))
