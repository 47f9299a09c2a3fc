"""The three checks of scan quality: found, not found, and not known, which is neither."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from generator.checks.base import CheckEvidence
from generator.checks.registry import run_all
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.facts.quality import ApprovedConfiguration, judged
from generator.graph.match import compare
from generator.model.comparison import Discrepancy
from generator.model.evidence import Gap, GapKind
from generator.model.scan import ResultKind, Scanner, ScanSnapshot, ScanTarget, Severity, TargetKind
from generator.workspace.system_yaml import read
from tests.checks.test_checks import AS_OF
from tests.facts.scans_made import day, scan

A, B = "a" * 64, "b" * 64


def of_hosts(path: str, *logins: bool | None, privileged: bool | None = None, **changes: object) -> ScanSnapshot:
    targets = tuple(
        ScanTarget(name=f"{path}-{number}", kind=TargetKind.HOST, authenticated=login, privileged=privileged)
        for number, login in enumerate(logins)
    )
    made = scan(path, f"{path}-0", ["CVE-1"], day(18))
    return replace(made, scanner=Scanner(name="Nessus", version="10"), targets=targets, **changes)  # type: ignore[arg-type]


def of_image(path: str, updated: datetime | None, **changes: object) -> ScanSnapshot:
    made = scan(path, f"registry.example/{path}:1", ["CVE-1"], day(18))
    scanner = Scanner(name="Trivy", version="1", database_updated=updated)
    return replace(made, scanner=scanner, **changes)  # type: ignore[arg-type]


def asked(
    check: str, *scans: ScanSnapshot, system: str = "", approved: tuple[ApprovedConfiguration, ...] = ()
) -> tuple[bool, list[Discrepancy], list[Gap]]:
    """Was the check made, what did it find, and what stays open."""
    described = read(system, folder="x")
    facts = facts_of(History.of(scans), described, AS_OF)
    facts = replace(facts, scan_quality=judged(facts.scan_quality, approved))
    made, found, gaps = run_all(CheckEvidence(system=described, facts=facts, comparison=compare((), ())))
    of_it = [gap for gap in gaps if gap.place == check]
    return check in {one.id for one in made}, [one for one in found if one.check == check], of_it


def test_a_database_of_the_day_before_the_scan_is_fresh() -> None:
    made, found, gaps = asked("scan-database-too-old", of_image("a", day(18) - timedelta(hours=24)))
    assert (made, found, gaps) == (True, [], [])


def test_an_older_database_is_a_discrepancy_of_its_scan() -> None:
    _, found, gaps = asked("scan-database-too-old", of_image("a", day(18) - timedelta(hours=25)), of_image("b", day(8)))
    assert [(one.subject, one.title) for one in found] == [
        ("a", "Trivy scanned with a database 25 hours old"),
        ("b", "Trivy scanned with a database 10 days old"),
    ]
    assert {control for one in found for control in one.controls} == {"RA-5", "RA-5(2)"}
    assert gaps == []


def test_an_unknown_database_is_a_gap_and_no_discrepancy() -> None:
    made, found, gaps = asked("scan-database-too-old", of_image("a", None))
    assert (made, found) == (False, [])
    assert "could not be made" in gaps[0].reason


def test_of_some_unknown_databases_the_check_is_made_in_part_and_counts_them() -> None:
    scans = (of_image("a", day(18)), of_image("b", None), of_image("c", None))
    made, found, gaps = asked("scan-database-too-old", *scans)
    assert (made, found) == (True, [])
    assert [(gap.kind, gap.path) for gap in gaps] == [(GapKind.PARTLY_CHECKED, "evidence/")]
    assert "in part only: of 2 scans" in gaps[0].reason
    assert "sidecar" in gaps[0].next_step


@pytest.mark.parametrize("kind", [ResultKind.MISCONFIGURATION, ResultKind.SECRET])
def test_a_scan_of_settings_or_secrets_has_no_database_to_be_old(kind: ResultKind) -> None:
    settings = scan("b", "registry.example/b:1", ["RULE-1"], day(18), kind=kind)
    assert asked("scan-database-too-old", of_image("a", day(18)), settings) == (True, [], [])


def test_a_database_younger_than_its_scan_is_not_the_one_it_used() -> None:
    made, found, gaps = asked("scan-database-too-old", of_image("a", day(18)), of_image("b", day(19) + timedelta(hours=1)))
    assert (made, found) == (True, [])
    assert [gap.path for gap in gaps] == ["b"]


def test_hosts_that_were_all_logged_in_to_are_fine() -> None:
    assert asked("scan-not-authenticated", of_hosts("h", True, True, privileged=True)) == (True, [], [])


def test_one_host_in_ten_without_login_is_the_trigger_of_continuous_monitoring() -> None:
    _, found, _ = asked("scan-not-authenticated", of_hosts("h", False, *([True] * 9)))
    assert [(one.severity, one.title) for one in found] == [(Severity.HIGH, "Nessus did not log in to 1 of 10 hosts")]
    assert "Detailed Finding Review" in found[0].detail
    _, found, _ = asked("scan-not-authenticated", of_hosts("h", False, *([True] * 10)))
    assert [one.severity for one in found] == [Severity.MODERATE]
    assert "trigger" not in found[0].detail


def test_a_low_system_has_no_trigger_but_is_told() -> None:
    _, found, _ = asked("scan-not-authenticated", of_hosts("h", False), system="system: {impact-level: low}")
    assert [one.severity for one in found] == [Severity.MODERATE]


def test_the_share_is_of_the_hosts_of_which_it_is_known() -> None:
    scans = (of_hosts("h", *([False] * 9)), of_hosts("i", True, *([None] * 90)))
    _, found, gaps = asked("scan-not-authenticated", *scans)
    assert "Of 10 scanned hosts whose login is known (it is not stated of 90 more), 9 (90 %) were scanned so" in found[0].detail
    assert found[0].severity is Severity.HIGH
    assert [gap.path for gap in gaps] == ["i"]


def test_a_host_in_two_scans_counts_once_and_the_worse_of_them() -> None:
    again = of_hosts("h", *([True] * 10))
    again = replace(again, evidence=replace(again.evidence, path="g", sha256=A), scanner=Scanner(name="Qualys"))
    _, found, _ = asked("scan-not-authenticated", of_hosts("h", False, *([True] * 9), None), again)
    assert "Of 10 scanned hosts whose login is known (it is not stated of 1 more), 1 (10 %) was scanned so" in found[0].detail


def test_a_login_without_full_rights_is_told_apart() -> None:
    _, found, _ = asked("scan-not-authenticated", of_hosts("h", True, True, privileged=False))
    assert [(one.subject, one.title) for one in found] == [
        ("h (rights)", "Nessus logged in to 2 of 2 hosts without full rights")
    ]


def test_images_have_nothing_to_log_in_to() -> None:
    made, found, gaps = asked("scan-not-authenticated", of_image("a", None))
    assert (made, found) == (False, [])
    assert "scans of hosts" in gaps[0].reason


def test_a_host_of_which_nobody_says_anything_is_no_pass() -> None:
    made, found, gaps = asked("scan-not-authenticated", of_hosts("h", None))
    assert (made, found, len(gaps)) == (False, [], 1)


APPROVED = (ApprovedConfiguration(scanner="trivy", sha256=A),)


def test_the_approved_configuration_is_fine() -> None:
    scans = (of_image("a", None, configuration=A),)
    assert asked("scan-configuration-not-approved", *scans, approved=APPROVED) == (True, [], [])


def test_another_configuration_is_a_discrepancy_that_names_it() -> None:
    scans = (of_image("a", None, configuration=B),)
    _, found, gaps = asked("scan-configuration-not-approved", *scans, approved=APPROVED)
    assert [(one.subject, B in one.detail) for one in found] == [("a", True)]
    assert gaps == []


def test_a_configuration_that_nobody_names_or_approved_is_not_known() -> None:
    scans = (of_image("a", None, configuration=A), of_image("b", None), of_hosts("h", True, configuration=B))
    made, found, gaps = asked("scan-configuration-not-approved", *scans, approved=APPROVED)
    assert (made, found) == (True, [])
    assert "of 2 scans" in gaps[0].reason


def test_without_any_approved_configuration_the_check_cannot_be_made() -> None:
    made, found, gaps = asked("scan-configuration-not-approved", of_image("a", None, configuration=A))
    assert (made, found) == (False, [])
    assert "decisions/scan-configurations.yaml" in gaps[0].reason
