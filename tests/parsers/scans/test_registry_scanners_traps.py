"""Pitfalls of the formats of image and registry scanners, said in words."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from replacing import replace
from scan_reading import EVIDENCE, by_id, read

from generator.model.scan import Disposition, ScanSnapshot, Severity
from generator.parsers.document import Document
from generator.parsers.scans import jfrog_issues
from generator.parsers.scans.dates import epoch_day
from generator.parsers.scans.entries import cves, digest, digests
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "testdata"
_SECRET = "hunter2-not-to-be-told"  # noqa: S105 - stands in the test data where a real report quotes a secret


def _file(member: str, name: str) -> bytes:
    return (_DATA / member / name).read_bytes()


def _read(member: str, name: str = "many.json", *, target: str | None = None) -> ScanSnapshot:
    document = Document(name, _file(member, name))
    parser = next(parser for parser in SCANS if parser.name == member)
    snapshot = parser.parse(document, replace(EVIDENCE, target=target))
    assert isinstance(snapshot, ScanSnapshot)
    return snapshot


@pytest.mark.parametrize(
    ("member", "name"),
    [
        ("anchore-policy-json", "many.json"),
        ("aqua-json", "many.json"),
        ("ironbank-dsop-xlsx", "many.xlsx"),
        ("neuvector-image-json", "many.json"),
        ("wiz-cli-json", "many.json"),
        ("wiz-cli-json", "code.json"),
    ],
)
def test_what_a_report_quotes_of_a_secret_stays_in_it(member: str, name: str) -> None:
    raw = _file(member, name)
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            raw = b"".join(archive.read(part) for part in archive.namelist())
    assert _SECRET.encode() in raw
    assert _SECRET not in repr(_read(member, name))


def test_what_anchore_does_not_know_is_absent_and_not_the_word_none() -> None:
    snapshot = _read("anchore-vulnerabilities-json", "anchorectl.json")
    packages = [package for sighting in snapshot.results for package in sighting.packages]
    assert {(package.fixed_version, package.path) for package in packages} == {(None, None)}
    assert snapshot.results[0].first_seen == date(2026, 2, 1)


def test_minus_one_is_no_score() -> None:
    sighting = by_id(_read("anchore-vulnerabilities-json"))["CVE-2026-50001"]
    assert [(score.version, score.score) for score in sighting.cvss] == [("3.1", 9.8)]


def test_an_empty_list_is_not_a_clean_image() -> None:
    snapshot = _read("anchore-vulnerabilities-json", "anchorectl_empty.json")
    assert not snapshot.assessed
    parsers = [parser.name for parser in SCANS if parser.recognizes(Document("evidence/scans/report.json", b"[]"))]
    assert "anchore-vulnerabilities-json" not in parsers


def test_the_columns_of_a_gate_are_found_by_the_header() -> None:
    rows = json.loads(_file("anchore-policy-json", "gates_file.json"))
    table = next(iter(rows.values()))["result"]
    table["header"] = table["header"][::-1]
    table["rows"] = [row[::-1] for row in table["rows"]]
    _, turned = read("a.json", json.dumps(rows).encode())
    assert turned == _read("anchore-policy-json", "gates_file.json")


def test_a_gate_that_lets_a_trigger_through_suppresses_it() -> None:
    found = by_id(_read("anchore-policy-json"))
    assert {found[name].disposition for name in ("b2", "CVE-2026-51002+tar")} == {Disposition.SUPPRESSED}
    assert found["b1"].severity is Severity.UNKNOWN
    assert found["CVE-2026-51001+cart.jar"].severity is Severity.HIGH


def test_a_threshold_is_no_approval() -> None:
    """Only what is as severe as something unapproved, and still missing in that list, was approved by somebody."""
    found = by_id(_read("clair-scanner-json"))
    assert found["CVE-2026-55003"].disposition is Disposition.SUPPRESSED
    assert found["CVE-2026-55004"].disposition is Disposition.OPEN


def test_clair_4_is_a_join() -> None:
    snapshot = _read("clair-report-json")
    tar = by_id(snapshot)["CVE-2026-54001"]
    assert [package.name for package in tar.packages] == ["libc6", "tar"]
    assert tar.packages[1].fixed_version is None, "0:0 is how Clair writes that there is no fix"
    assert snapshot.targets[0].digests == ("sha256:" + "8" * 64,)
    assert _read("clair-report-json", target="shop/cart:1").targets[0].name == "shop/cart:1"


@pytest.mark.parametrize("member", ["clair-klar-json", "clair-layer-json", "harbor-json", "gitlab-container-json"])
def test_a_person_names_what_the_file_does_not(member: str) -> None:
    assert not _read(member, "empty.json").targets[0].named
    target = _read(member, "empty.json", target="shop/cart:1").targets[0]
    assert (target.name, target.named) == ("shop/cart:1", True)


def test_digests_of_harbor_belong_to_the_image_a_person_names() -> None:
    snapshot = _read("harbor-json", target="shop/cart:1")
    assert {target.name for target in snapshot.targets} == {"shop/cart:1"}
    assert {target.digests for target in snapshot.targets} == {(), ("sha256:" + "b" * 64,), ("sha256:" + "c" * 64,)}


@pytest.mark.parametrize(
    ("member", "name"),
    [
        ("aqua-json", "summary_disagrees.json"),
        ("aqua-cves-json", "failed.json"),
        ("aqua-cves-json", "short.json"),
        ("harbor-json", "missing.json"),
        ("gitlab-container-json", "failed.json"),
        ("jfrog-xray-json", "empty.json"),
        ("jfrog-xray-scan-json", "failed.json"),
        ("neuvector-image-json", "failed.json"),
        ("tanium-comply-json", "empty.json"),
        ("wiz-cli-json", "failed.json"),
        ("wiz-cli-json", "no_files.json"),
        ("clair-klar-json", "no_layers.json"),
        ("anchore-policy-json", "no_rows.json"),
        ("ironbank-dsop-xlsx", "untested.xlsx"),
    ],
)
def test_empty_by_error_is_not_clean(member: str, name: str) -> None:
    snapshot = _read(member, name)
    assert not snapshot.assessed
    assert snapshot.not_assessed_because


def test_a_page_of_an_answer_is_a_part() -> None:
    for member in ("aqua-api-json", "jfrog-xray-json", "ironbank-vat-json"):
        snapshot = _read(member)
        assert snapshot.assessed
        assert snapshot.not_assessed_because


@pytest.mark.parametrize(
    ("component", "name", "version"),
    [
        ("rpm://7:expat:17:2.1.0-10.el7_3", "expat", "17:2.1.0-10.el7_3"),
        ("alpine://3.20:busybox:1.36-r1", "busybox", "1.36-r1"),
        ("deb://debian:bookworm:tar:1.34", "tar", "1.34"),
        ("gav://org.shop:cart:1.0", "org.shop:cart", "1.0"),
        ("npm://cart:1.0", "cart", "1.0"),
        ("go://shop.example/cart", "shop.example/cart", None),
        ("rpm://expat", "expat", None),
        ("cart:1.0", "cart", "1.0"),
    ],
)
def test_components_of_xray(component: str, name: str, version: str | None) -> None:
    package = jfrog_issues.component(component)
    assert (package.name, package.version) == (name, version)


def test_one_row_of_xray_with_many_cves_is_one_entry() -> None:
    sighting = by_id(_read("jfrog-xray-json"))["XRAY-1"]
    assert sighting.entries == 2
    assert sighting.cves == ("CVE-2026-58001", "CVE-2026-58002")


def test_an_oval_definition_that_is_true_says_what_its_class_says() -> None:
    found = by_id(_read("ironbank-dsop-xlsx", "many.xlsx"))
    assert found["oval:a:def:1"].disposition is Disposition.OPEN
    assert found["oval:a:def:2"].disposition is Disposition.PASSED
    assert found["oval:a:def:3"].disposition is Disposition.OPEN
    assert found["oval:a:def:4"].disposition is Disposition.PASSED


def test_a_justification_closes_nothing() -> None:
    (sighting,) = _read("ironbank-dsop-xlsx", "one.xlsx").results
    assert sighting.disposition is Disposition.OPEN
    assert "Accepted for now" in sighting.description
    found = by_id(_read("ironbank-vat-json"))
    assert found["CVE-2026-64001"].disposition is Disposition.OPEN
    assert found["CVE-2026-64002"].disposition is Disposition.SUPPRESSED
    assert found["CVE-2026-64003"].disposition is Disposition.NOT_AFFECTED


def test_a_workbook_of_others_is_left_alone() -> None:
    raw = _file("ironbank-dsop-xlsx", "one.xlsx")
    other = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive, zipfile.ZipFile(other, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, archive.read(name).replace(b"Anchore CVE Results", b"Sheet 1"))
    for content in (other.getvalue(), raw[:60], b"PK\x03\x04"):
        assert not [parser.name for parser in SCANS if parser.recognizes(Document("a.xlsx", content))]


def test_only_placeholders_are_no_digests() -> None:
    assert digest("A" * 64) == "sha256:" + "a" * 64
    assert [digest(text) for text in ("sha256:" + "x" * 64, "sha256:1829", "", None)] == [None] * 4
    assert digests("shop/cart@sha256:" + "1" * 64, "shop/cart:1") == ("sha256:" + "1" * 64,)


def test_cves_are_found_in_other_names() -> None:
    assert cves("CVE-2026-1234+cart.jar", None, "x CVE-2026-1111, CVE-2026-1234") == ("CVE-2026-1111", "CVE-2026-1234")
    assert cves("CVE-YYYY-001") == ()


def test_zero_and_milliseconds_are_no_seconds() -> None:
    assert [epoch_day(seconds) for seconds in (0, None, -1, 1e300, float("nan"))] == [None] * 5
    assert epoch_day(1772337906) == date(2026, 3, 1)


@pytest.mark.parametrize(("written", "name"), [("debian:bookworm:tar", "tar"), ("tar", "tar"), ("tar:", "tar:")])
def test_jfrog_names_a_package_behind_its_last_colon(written: str, name: str) -> None:
    issue = {"impactedPackageName": written, "impactedPackageVersion": "1.0", "impactPaths": [], "severity": "High"}
    _, snapshot = read("simple.json", json.dumps({"vulnerabilities": [issue | {"issueId": "XRAY-1"}]}).encode())
    assert [(each.name, each.version) for each in snapshot.results[0].packages] == [(name, "1.0")]
