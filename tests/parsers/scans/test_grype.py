"""What the goldens of Grype's format show only in passing, said in words."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from scan_reading import read

from generator.model.scan import Disposition, Severity, TargetResult

_DATA = Path(__file__).parent / "testdata" / "grype-json"


@pytest.fixture
def many() -> dict[str, TargetResult]:
    _, snapshot = read("a.json", (_DATA / "many.json").read_bytes())
    return {sighting.identifier: sighting for sighting in snapshot.results}


def test_an_advisory_knows_the_cve_it_stands_for(many: dict[str, TargetResult]) -> None:
    pay = many["GHSA-aaaa-bbbb-cccc"]
    assert pay.cves == ("CVE-2026-40002",)
    assert [(score.source, score.version) for score in pay.cvss] == [("ghsa", "3.1"), ("nvd", "2.0")]
    assert pay.known_exploited == date(2026, 3, 25)
    assert pay.description == "pay runs what it is sent."


def test_a_report_with_other_texts_of_the_same_advisory_keeps_its_own(many: dict[str, TargetResult]) -> None:
    other = (_DATA / "many.json").read_bytes().replace(b"pay runs what it is sent.", b"pay trusts its input.")
    _, snapshot = read("a.json", other)
    later = {result.identifier: result for result in snapshot.results}["GHSA-aaaa-bbbb-cccc"]
    assert (many[later.identifier].description, later.description) == ("pay runs what it is sent.", "pay trusts its input.")


def test_negligible_is_informational_and_unknown_is_kept(many: dict[str, TargetResult]) -> None:
    assert many["CVE-2026-40003"].severity is Severity.INFORMATIONAL
    assert many["CVE-2026-40004"].severity is Severity.UNKNOWN


def test_what_was_ignored_is_suppressed(many: dict[str, TargetResult]) -> None:
    assert many["CVE-2026-40006"].disposition is Disposition.SUPPRESSED


def test_the_digest_is_the_registrys() -> None:
    _, snapshot = read("a.json", (_DATA / "many.json").read_bytes())
    assert snapshot.targets[0].digests == ("sha256:" + "8" * 64,)
    assert snapshot.scanner.database_updated == datetime(2026, 2, 19, 4, 12, 38, tzinfo=UTC)


@pytest.mark.parametrize("name", ["nothing_seen", "no_database"])
def test_a_scan_that_shows_no_look_is_not_assessed(name: str) -> None:
    _, snapshot = read("a.json", (_DATA / f"{name}.json").read_bytes())
    assert not snapshot.assessed


def test_an_image_without_matches_is_clean() -> None:
    _, snapshot = read("a.json", (_DATA / "empty.json").read_bytes())
    assert snapshot.assessed
    assert snapshot.not_assessed_because is None


@pytest.mark.parametrize(
    ("options", "left_out"),
    [
        ('"only-fixed": true', "findings without a fix"),
        ('"only-notfixed": true', "findings with a fix"),
        ('"ignore-wontfix": true, "only-fixed": true', "findings without a fix and findings that will not be fixed"),
        ('"only-fixed": false', ""),
        ("", ""),
    ],
)
def test_what_its_options_leave_out(options: str, left_out: str) -> None:
    text = f'{{"matches": [], "descriptor": {{"name": "grype", "configuration": {{{options}}}}}}}'
    _, snapshot = read("a.json", text.encode())
    assert snapshot.left_out == left_out
