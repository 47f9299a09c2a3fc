"""What the goldens of Tenable's formats show only in passing, said in words."""

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from scan_reading import by_id, read, snapshot_of

from generator.model.scan import Disposition, ResultKind, Severity, TargetKind
from generator.parsers import xml
from generator.parsers.scans import tenable_wire

_DATA = Path(__file__).parent / "testdata"


def test_one_plugin_on_two_ports_is_one_weakness_with_all_its_cves() -> None:
    snapshot = snapshot_of("nessus-xml", "many.nessus")
    tls = by_id(snapshot)["900001"]
    assert (tls.entries, tls.cves) == (3, ("CVE-2026-30001", "CVE-2026-30002"))
    assert snapshot.tally.duplicates == 1, "the same port twice; another port is another result"
    assert [(score.version, score.score) for score in tls.cvss] == [("3.1", 7.5), ("2.0", 5.0)]
    assert tls.cvss[1].vector == "AV:N/AC:L/Au:N/C:P/I:N/A:N"
    assert tls.known_exploited == date(2026, 2, 11)


def test_cisas_due_date_also_has_an_element_of_its_own() -> None:
    assert by_id(snapshot_of("nessus-xml", "many.nessus"))["900002"].known_exploited == date(2026, 3, 1)


def test_compliance_checks_are_told_apart_and_keep_their_results() -> None:
    checks = [
        sighting
        for sighting in snapshot_of("nessus-xml", "many.nessus").results
        if sighting.kind is ResultKind.MISCONFIGURATION
    ]
    assert {check.identifier: check.disposition for check in checks} == {
        "aa11": Disposition.PASSED,
        "bb22": Disposition.OPEN,
        "cc33": Disposition.MANUAL,
        "dd44": Disposition.ERROR,
        "ee55": Disposition.NOT_APPLICABLE,
        "ff66": Disposition.OPEN,
        "1.7 Unnumbered": Disposition.OPEN,
    }
    banner = next(check for check in checks if check.identifier == "bb22")
    assert (banner.title, banner.native_severity, banner.severity) == ("1.2 Banner is shown", "CAT II", Severity.MODERATE)
    assert (banner.description, banner.solution) == ("Why it matters.", "Set it.")


def test_the_scan_describes_itself() -> None:
    snapshot = snapshot_of("nessus-xml", "many.nessus")
    assert snapshot.scanner.version == "10.9.1"
    assert snapshot.scanner.database_updated == datetime(2026, 2, 18, 12, 34, tzinfo=UTC)
    assert snapshot.taken == datetime(2026, 2, 18, 14, 40, 5, tzinfo=UTC), "the end of the last host"


def test_hosts_without_entries_were_looked_at() -> None:
    targets = {target.name: target for target in snapshot_of("nessus-xml", "many.nessus").targets}
    assert set(targets) == {"web-1.shop.example", "10.9.0.2", "10.9.0.3"}
    assert all(target.kind is TargetKind.HOST for target in targets.values())
    assert targets["web-1.shop.example"].os_name == "Linux Kernel 6.1 on Debian 12", "the likeliest system"


@pytest.mark.parametrize("file", ["empty.nessus", "policy_only.nessus"])
def test_a_report_without_hosts_is_not_clean(file: str) -> None:
    snapshot = snapshot_of("nessus-xml", file)
    assert not snapshot.assessed
    assert snapshot.not_assessed_because


def test_a_web_application_scan_names_its_scores_differently() -> None:
    (sighting,) = snapshot_of("nessus-xml", "web.nessus").results
    assert [(score.version, score.score) for score in sighting.cvss] == [("3.0", 7.1), ("2.0", 7.5)]
    assert sighting.target == "https://shop.example/"


def test_entities_are_refused_and_a_doctype_is_not() -> None:
    raw = (_DATA / "nessus-xml" / "one.nessus").read_bytes()
    declared = b'<!DOCTYPE NessusClientData_v2 SYSTEM "https://shop.example/x.dtd">\n<Ness'
    assert read("a.nessus", raw.replace(b"<Ness", declared, 1))[1].tally.results == 1
    bomb = raw.replace(b"<Ness", b'<!DOCTYPE NessusClientData_v2 [<!ENTITY a "aaaa">]>\n<Ness', 1)
    with pytest.raises(StopIteration):
        read("a.nessus", bomb)


def test_a_stream_announces_what_begins() -> None:
    data = b'<r><h n="1"><i/><i><x/></i></h><h n="2"><i/></h></r>'
    seen = [(element.tag, element.get("n")) for element in xml.stream(data, "i", opened=("h",))]
    assert seen == [("h", "1"), ("i", None), ("i", None), ("h", "2"), ("i", None)]


def test_rows_of_one_plugin_for_every_cve_are_one_result() -> None:
    snapshot = snapshot_of("nessus-csv", "many.csv")
    tls = by_id(snapshot)["900001"]
    assert (tls.entries, tls.cves, snapshot.tally.duplicates) == (3, ("CVE-2026-30001", "CVE-2026-30002"), 1)
    assert tls.first_seen == date(2026, 1, 7), "the earliest"


def test_rows_of_nothing_but_commas_are_no_results() -> None:
    assert snapshot_of("nessus-csv", "many.csv").tally.results == 9


@pytest.mark.parametrize(
    ("member", "file"), [("nessus-csv", "many.csv"), ("tenable-vm-csv", "many.csv"), ("tenable-export-json", "many.json")]
)
def test_a_recast_does_not_lower_and_an_accepted_risk_is_not_open(member: str, file: str) -> None:
    found = by_id(snapshot_of(member, file))
    assert found["900002"].severity.rank >= Severity.HIGH.rank
    assert found["900003"].disposition is Disposition.SUPPRESSED
    assert found["900004"].disposition is Disposition.RESOLVED


@pytest.mark.parametrize(
    ("member", "file"), [("nessus-csv", "many.csv"), ("tenable-vm-csv", "many.csv"), ("tenable-export-json", "many.json")]
)
def test_two_hosts_of_one_name_stay_two(member: str, file: str) -> None:
    names = {target.name for target in snapshot_of(member, file).targets}
    assert any(name.endswith(" (u-2)") for name in names)


def test_checks_in_nessuss_own_csv_have_their_result_where_others_have_the_risk() -> None:
    found = by_id(snapshot_of("nessus-csv", "audit.csv"))
    assert {name: sighting.disposition for name, sighting in found.items()} == {
        "1.1 Audit daemon runs": Disposition.PASSED,
        "1.2 Banner is shown": Disposition.OPEN,
        "1.3 Doors are locked": Disposition.MANUAL,
        "1.4 Disk is encrypted": Disposition.ERROR,
    }


def test_security_center_has_results_in_the_output_and_hosts_in_repositories() -> None:
    snapshot = snapshot_of("tenable-sc-csv", "many.csv")
    found = by_id(snapshot)
    assert found["1000200"].disposition is Disposition.PASSED
    assert found["1000201"].disposition is Disposition.OPEN, "of two runs of one check the failed one speaks"
    assert found["900002"].disposition is Disposition.SUPPRESSED
    assert {"10.9.0.1", "10.9.0.1 (Other)"} <= {target.name for target in snapshot.targets}
    assert found["900001"].first_seen == date(2026, 1, 5), "as written, whatever the zone"
    assert snapshot.taken == datetime(2026, 2, 18, 17, 24, 8, tzinfo=UTC), "MST is seven hours behind"


def test_a_host_nobody_named_is_a_gap() -> None:
    assert any(not target.named for target in snapshot_of("tenable-vm-csv", "many.csv").targets)


def test_a_container_report_rates_by_the_bands_of_its_score() -> None:
    found = by_id(snapshot_of("tenable-container-json", "many.json"))
    assert found["CVE-2026-30002"].severity is Severity.HIGH, "9.5 of version 2"
    assert found["CVE-2026-30003"].severity is Severity.CRITICAL, "10 of version 2"
    assert found["CVE-2026-30004"].severity is Severity.CRITICAL, "9.5 of version 3"
    assert found["CVE-2026-30005"].severity is Severity.UNKNOWN
    assert found["CVE-2026-30006"].severity is Severity.UNKNOWN
    assert sum(identifier.startswith(("malware:", "potentially")) for identifier in found) == 2


@pytest.mark.parametrize("file", ["one.json", "recording.json", "response.json"])
def test_a_recorded_container_report_reads_like_the_report(file: str) -> None:
    snapshot = snapshot_of("tenable-container-json", file)
    (target,) = snapshot.targets
    assert (target.name, target.kind, target.digests) == ("shop/cart:1.4", TargetKind.IMAGE, ("sha256:" + "2" * 64,))
    assert [sighting.identifier for sighting in snapshot.results] == ["CVE-2026-30001"]


def test_a_recording_of_a_failure_is_not_clean() -> None:
    assert not snapshot_of("tenable-container-json", "failed.json").assessed


def test_outputs_do_not_leave_the_parser() -> None:
    """What a plug-in saw may be a password."""
    raw = (_DATA / "nessus-xml" / "one.nessus").read_bytes().replace(b"The server answered.", b"password: tok-very-secret")
    assert b"tok-very-secret" not in msgspec.json.encode(read("a.nessus", raw)[1])


@pytest.mark.parametrize(
    ("version", "vector", "base", "expected"),
    [
        ("3.0", "N/A", "", ()),
        ("3.0", "", "nan", ()),
        ("3.0", "", "11", ()),
        ("2.0", "CVSS2#AV:N", "0", ((("2.0", "AV:N", 0.0)),)),
        ("3.0", "CVSS:3.1/AV:N", "5", (("3.1", "CVSS:3.1/AV:N", 5.0),)),
        ("3.0", "AV:N", "", (("3.0", "CVSS:3.0/AV:N", None),)),
    ],
)
def test_scores(version: str, vector: str, base: str, expected: tuple[tuple[str, str, float | None], ...]) -> None:
    found = tenable_wire.score(version, vector, base)
    assert tuple((score.version, score.vector, score.score) for score in found) == expected


@pytest.mark.parametrize("text", ["", "soon", "-5", "9" * 30, "9" * 5000])
def test_no_epoch(text: str) -> None:
    assert tenable_wire.epoch(text) is None
