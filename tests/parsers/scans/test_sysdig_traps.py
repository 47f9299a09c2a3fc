"""What goes wrong when Sysdig's reports are read carelessly, said in words."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec import structs
from scan_reading import EVIDENCE, read, snapshot_of

from generator.model.scan import Disposition, Severity, TargetKind, TargetResult
from generator.parsers.document import Document
from generator.parsers.scans import sysdig_csv

_DATA = Path(__file__).parent / "testdata"


@pytest.fixture
def joined() -> dict[str, TargetResult]:
    return {one.identifier: one for one in snapshot_of("sysdig-cli-json", "many.json").results}


def test_an_accepted_risk_is_not_open_and_one_that_ran_out_is(joined: dict[str, TargetResult]) -> None:
    assert joined["CVE-2026-50014"].disposition is Disposition.SUPPRESSED, "its package is accepted"
    assert joined["CVE-2026-50015"].disposition is Disposition.SUPPRESSED, "on the last day of the acceptance"
    assert joined["CVE-2026-50012"].disposition is Disposition.OPEN, "the acceptance is marked as expired"
    assert joined["CVE-2026-50013"].disposition is Disposition.OPEN, "the acceptance ended the day before"


def test_what_no_package_refers_to_is_not_lost(joined: dict[str, TargetResult]) -> None:
    assert joined["CVE-2026-50015"].packages[0].name == "tar"
    assert joined["CVE-2026-50016"].packages == ()


def test_references_to_nothing_are_counted(joined: dict[str, TargetResult]) -> None:
    tally = snapshot_of("sysdig-cli-json", "many.json").tally
    assert dict(tally.dropped) == {
        "empty entry": 1,
        "no identifier": 1,
        "refers to a vulnerability that the report does not hold": 1,
    }
    assert joined["CVE-2026-50011"].known_exploited == date(2026, 3, 31)


def test_one_package_in_two_archives_is_two_results_and_one_sighting(joined: dict[str, TargetResult]) -> None:
    assert (joined["CVE-2026-50011"].entries, len(joined["CVE-2026-50011"].packages)) == (2, 2)
    assert snapshot_of("sysdig-cli-json", "many.json").tally.duplicates == 0


def test_scores_are_kept_by_source(joined: dict[str, TargetResult]) -> None:
    assert [(one.source, one.version, one.score) for one in joined["CVE-2026-50011"].cvss] == [
        ("nvd", "3.1", 9.8),
        ("redhat", "3.1", 7.5),
    ]


def test_a_host_is_a_host() -> None:
    (host,) = snapshot_of("sysdig-cli-json", "host.json").targets
    assert (host.name, host.kind) == ("node-1.shop.example", TargetKind.HOST)


@pytest.mark.parametrize(
    ("member", "name", "assessed"),
    [
        ("sysdig-cli-json", "empty.json", True),
        ("sysdig-cli-json", "nothing_seen.json", False),
        ("sysdig-report-json", "empty.json", False),
        ("sysdig-csv", "empty.csv", False),
        ("sysdig-csv", "scanner_found_nothing.csv", True),
    ],
)
def test_only_who_looked_found_nothing(member: str, name: str, assessed: bool) -> None:
    snapshot = snapshot_of(member, name)
    assert snapshot.tally.results == 0
    assert snapshot.assessed is assessed
    assert bool(snapshot.not_assessed_because) is not assessed


def test_other_is_unknown_and_negligible_informational() -> None:
    many = {one.identifier: one for one in snapshot_of("sysdig-report-json", "many.json").results}
    assert many["CVE-2026-50012"].severity is Severity.UNKNOWN
    assert many["CVE-2026-50012"].disposition is Disposition.SUPPRESSED
    assert many["CVE-2026-50013"].severity is Severity.INFORMATIONAL
    assert many["CVE-2026-50013"].cvss == (), "a score of 0 without a vector is no score"


def test_a_report_repeats_an_image_for_each_workload() -> None:
    snapshot = snapshot_of("sysdig-report-json", "many.json")
    tar = next(one for one in snapshot.results if one.identifier == "CVE-2026-50011")
    assert tar.entries == 3
    assert {target.workload for target in snapshot.targets if target.image_id} == {"shop/deployment/cart", "shop/cronjob/sweep"}


def test_the_report_says_until_when_it_looked() -> None:
    assert snapshot_of("sysdig-report-json", "one.json").taken == datetime(2026, 3, 2, tzinfo=UTC)
    raw = (_DATA / "sysdig-report-json" / "one.json").read_bytes()
    for odd in (b'"99999999999999"', b'"-1"', b'""', b"null", b'["1772409600"]', b'"1e9"'):
        _, snapshot = read("a.json", raw.replace(b'"1772409600"', odd))
        assert snapshot.taken is None


def test_a_missing_first_cell_costs_no_finding() -> None:
    (tar,) = snapshot_of("sysdig-csv", "first_cell_missing.csv").results
    assert (tar.identifier, tar.target, tar.severity) == ("CVE-2026-50011", "shop/cart:1", Severity.HIGH)
    assert (tar.packages[0].name, tar.packages[0].fixed_version) == ("tar", "1.35")


def test_a_file_cut_in_its_last_row_is_no_whole_one() -> None:
    raw = (_DATA / "sysdig-csv" / "many.csv").read_bytes()
    _, snapshot = read("a.csv", raw[: raw.index(b"Deployment,cart,sidecar")])
    assert dict(snapshot.tally.dropped)["cut off"] == 1
    assert "ends inside its last entry" in (snapshot.not_assessed_because or "")


def test_the_earliest_due_date_counts() -> None:
    many = {one.identifier: one for one in snapshot_of("sysdig-csv", "many.csv").results}
    assert many["CVE-2026-50011"].known_exploited == date(2026, 3, 1)


def test_the_scanners_table_is_about_what_a_person_says() -> None:
    raw = (_DATA / "sysdig-csv" / "scanner.csv").read_bytes()
    said = structs.replace(EVIDENCE, target="shop/cart:1")
    (target,) = sysdig_csv.parse(Document("a.csv", raw), said).targets
    assert (target.name, target.named) == ("shop/cart:1", True)
    (unnamed,) = sysdig_csv.parse(Document("a.csv", raw), EVIDENCE).targets
    assert not unnamed.named


@pytest.mark.parametrize(
    "content",
    [
        {"scanner": {"name": "other"}, "result": {}},
        {"scanner": [], "result": {}},
        {"data": []},
        {"data": [{"vulnName": "CVE-1"}]},
        {"panels": [{"type": "graph"}], "schedule": {}, "zones": []},
        {"panels": [{"data": [], "filters": []}], "schedule": {}, "zones": []},
        {"panels": {}, "schedule": {}, "zones": []},
    ],
    ids=range(7),
)
def test_what_only_looks_like_it_is_left_alone(content: object) -> None:
    with pytest.raises(StopIteration):
        read("sysdig/sysdig.json", json.dumps(content).encode())
