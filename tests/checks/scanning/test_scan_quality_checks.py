"""Quality of scans: the database, the login and the configuration they ran with."""

from datetime import datetime, timedelta

import pytest
from replacing import replace

from generator.checks.reporting import failing_subjects
from generator.checks.scanning import scan_configuration_not_approved, scan_database_too_old, scan_not_authenticated
from generator.facts.quality import ApprovedConfiguration
from generator.model.cloud import ResourceKind
from generator.model.evidence import DatedBy, ScanStatement
from generator.model.posture import Posture
from generator.model.scan import ResultKind, Scanner, ScanSnapshot, ScanTarget, Severity, TargetKind
from generator.model.snapshot import own_moment
from tests.checks.assets.scanned import state
from tests.checks.cluster_evidence import verdicts
from tests.facts.assets_made import cloud, resource
from tests.facts.scans_made import day, scan

DATABASE, LOGIN, APPROVED = scan_database_too_old.CHECK, scan_not_authenticated.CHECK, scan_configuration_not_approved.CHECK
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


def stated(made: ScanSnapshot, **what: object) -> ScanSnapshot:
    statement = ScanStatement(by=DatedBy.SIDECAR, **what)  # type: ignore[arg-type]
    return replace(made, evidence=replace(made.evidence, statements=(statement,)))


def undated(made: ScanSnapshot) -> ScanSnapshot:
    return replace(made, evidence=replace(made.evidence, dated_by=DatedBy.SIDECAR))


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (0, "passes (reported)"),
        (24, "passes (reported)"),
        (
            30,
            "unknown: its database was built 30 hours before the scan, and it is not known when it was last updated",
        ),
        (48, "unknown: its database was built 48 hours before the scan, and it is not known when it was last updated"),
        (49, "fails (reported): used a database that was 2 days old"),
        (240, "fails (reported): used a database that was 10 days old"),
        (-1, "unknown: it is not known when the database was updated"),
    ],
)
def test_a_database_of_the_day_before_the_scan_is_fresh(hours: int, expected: str) -> None:
    assert verdicts(state(DATABASE, of_image("a", day(18) - timedelta(hours=hours)))) == {"a": expected}


def test_a_person_who_states_the_update_speaks_of_the_update() -> None:
    def seen(hours: int) -> dict[str, str]:
        updated = day(18) - timedelta(hours=hours)
        return verdicts(state(DATABASE, stated(of_image("a", updated), database_updated=updated)))

    assert seen(24) == {"a": "passes (stated)"}
    assert seen(30) == {"a": "fails (stated): used a database that was 30 hours old"}


def test_an_old_database_is_a_discrepancy_of_its_scan() -> None:
    (one,) = failing_subjects([state(DATABASE, of_image("a", day(8)), of_image("b", day(18)))])
    assert (one.name, one.title) == ("a", "Trivy scanned with a database 10 days old")
    assert set(one.controls) == {"RA-5", "RA-5(2)"}
    assert "are of 2026-11-08, 10 days before the scan" in one.detail
    assert one.sources[0].path == "a"


def test_an_unknown_database_or_scan_day_is_unknown() -> None:
    posture = state(DATABASE, of_image("a", None), undated(of_image("b", day(18))))
    assert verdicts(posture) == {
        "a": "unknown: it is not known when the database was updated",
        "b": "unknown: the scan is not dated",
    }
    assert "sidecar" in posture.subjects[0].next_step


@pytest.mark.parametrize("kind", [ResultKind.MISCONFIGURATION, ResultKind.SECRET])
def test_a_scan_of_settings_or_secrets_has_no_database_to_be_old(kind: ResultKind) -> None:
    settings = scan("b", "registry.example/b:1", ["RULE-1"], day(18), kind=kind)
    assert set(verdicts(state(DATABASE, of_image("a", day(18)), settings))) == {"a"}
    assert state(DATABASE, settings).label == "not collected"


def test_hosts_that_were_all_logged_in_to_with_full_rights() -> None:
    posture = state(LOGIN, of_hosts("h", True, True, privileged=True))
    assert verdicts(posture) == {"h-0": "passes (reported)", "h-1": "passes (reported)"}
    said = stated(of_hosts("h", True, privileged=True), authenticated=True)
    assert verdicts(state(LOGIN, said)) == {"h-0": "passes (stated)"}
    rights = stated(of_hosts("h", True, privileged=True), privileged=True)
    assert verdicts(state(LOGIN, rights)) == {"h-0": "passes (stated)"}


def test_what_is_not_known_of_a_login_is_no_pass() -> None:
    posture = state(LOGIN, of_hosts("h", True, None))
    assert verdicts(posture) == {
        "h-0": "unknown: logged in, but rights are not known",
        "h-1": "unknown: not known whether the scanner logged in",
    }
    assert "sidecar" in posture.subjects[1].next_step


def test_no_login_and_no_rights_fail_apart() -> None:
    posture = state(LOGIN, of_hosts("h", False), of_hosts("i", True, privileged=False), of_hosts("j", None, privileged=False))
    assert verdicts(posture) == {
        "h-0": "fails (reported): was scanned without a login",
        "i-0": "fails (reported): was scanned without full rights",
        "j-0": "fails (reported): was scanned without full rights",
    }
    outside, rights, _ = failing_subjects([posture])
    assert outside.title == "Nessus did not log in to h-0"
    assert (rights.title, rights.severity) == ("Nessus scanned i-0 without full rights", Severity.MODERATE)


def test_one_host_in_ten_without_login_is_the_trigger_of_continuous_monitoring() -> None:
    (one,) = failing_subjects([state(LOGIN, of_hosts("h", False, *([True] * 9), privileged=True))])
    assert one.severity is Severity.HIGH
    assert "Of 10 scanned hosts whose login is known, 1 (10 %) was scanned so; from 10 % on it is" in one.detail
    assert "Detailed Finding Review" in one.detail
    (one,) = failing_subjects([state(LOGIN, of_hosts("h", False, *([True] * 10), privileged=True))])
    assert one.severity is Severity.MODERATE
    assert "trigger" not in one.detail


def test_the_share_is_of_the_hosts_of_which_it_is_known() -> None:
    posture = state(LOGIN, of_hosts("h", *([False] * 9)), of_hosts("i", True, *([None] * 90)))
    (one, *_) = failing_subjects([posture])
    assert "Of 10 scanned hosts whose login is known (it is not stated of 90 more), 9 (90 %) were scanned so" in one.detail


def test_of_two_scans_of_a_host_the_worse_counts() -> None:
    good = of_hosts("h", True, privileged=True)
    other = replace(of_hosts("h", False), scanner=Scanner(name="Qualys"))
    other = replace(other, evidence=replace(other.evidence, path="g", sha256=A))
    assert verdicts(state(LOGIN, good, other)) == {"h-0": "fails (reported): was scanned without a login"}
    silent = replace(other, targets=of_hosts("h", None).targets)
    posture = state(LOGIN, good, silent)
    assert verdicts(posture) == {"h-0": "unknown: not known whether the scanner logged in"}
    assert {source.path for source in posture.subjects[0].contested_by} == {"g"}, "without it the host passes"


def test_a_low_system_need_not_log_in() -> None:
    posture = state(LOGIN, of_hosts("h", False), system="system: {impact-level: low}")
    assert posture.label == "not applicable"
    assert posture.summary == "FedRAMP asks for authenticated scans of Moderate and High systems; this one is Low."


def test_what_has_no_login_is_no_subject_and_a_database_is_one() -> None:
    assert state(LOGIN, of_image("a", None)).label == "not collected"

    def cloud_scan(name: str) -> ScanSnapshot:
        return replace(of_hosts("c", True), targets=(ScanTarget(name=name, kind=TargetKind.CLOUD, authenticated=True),))

    account = cloud(resource(ResourceKind.DATABASE, "Orders"), resource(ResourceKind.STORAGE, "files"))
    assert set(verdicts(state(LOGIN, account, cloud_scan("ORDERS")))) == {"orders"}
    assert state(LOGIN, account, cloud_scan("files")).label == "not collected"
    web = replace(of_hosts("w", True), targets=(ScanTarget(name="https://shop.example", kind=TargetKind.UNKNOWN),))
    assert set(verdicts(state(LOGIN, web))) == {"https://shop.example"}


PLACE = "decisions/scan-configurations.yaml, line 2"
NAMED = f"A. Lovelace is named as approver in {PLACE}"


def approval(number: int, month: int = 11, sha256: str = A) -> ApprovedConfiguration:
    return ApprovedConfiguration(
        scanner="trivy", sha256=sha256, by="A. Lovelace", approved=day(number, month).date(), place=PLACE
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("configuration", "approved", "expected"),
    [
        (A, approval(18), f"passes (stated): {NAMED}"),
        (A, approval(19), "fails (reported): ran with a configuration that was approved only later"),
        (B, approval(2), "fails (reported): ran with a configuration that was not approved"),
        (None, approval(2), "unknown: the report carries no configuration"),
        (A, replace(approval(2), scanner="Grype"), "unknown: no configuration of this scanner is approved"),
    ],
)
def test_a_configuration_beside_the_approved_one(
    configuration: str | None, approved: ApprovedConfiguration, expected: str
) -> None:
    posture = state(APPROVED, of_image("a", None, configuration=configuration), approved=(approved,))
    assert verdicts(posture) == {"a": expected}


def test_who_approved_is_named() -> None:
    posture = state(APPROVED, of_image("a", None, configuration=A), approved=(approval(2),))
    assert posture.label == "stated by the provider"
    assert posture.notes == (
        "Options of the command line that the configuration does not carry are not part of what was compared.",
    )
    two = (approval(2), replace(approval(19), by="B. Hopper"))
    assert state(APPROVED, of_image("a", None, configuration=A), approved=two).subjects[0].reason == NAMED


def test_the_result_of_a_scan_is_no_configuration() -> None:
    posture = state(APPROVED, of_image("a", None, configuration=A), approved=(approval(2),), results=(A,))
    assert verdicts(posture) == {"a": "unknown: what is stated as its configuration is the result of a scan"}


def test_another_configuration_is_a_discrepancy_that_names_it() -> None:
    (one,) = failing_subjects([state(APPROVED, of_image("a", None, configuration=B), approved=(approval(2),))])
    assert one.title == "Trivy ran with a configuration that was not approved"
    assert B in one.detail
    assert "none of those approved for Trivy" in one.detail
    later = state(APPROVED, of_image("a", None, configuration=A), approved=(approval(19),))
    assert f"approved after the scan ({NAMED})" in failing_subjects([later])[0].detail
    said = stated(of_image("a", None, configuration=B), configuration=B)
    assert state(APPROVED, said, approved=(approval(2),)).subjects[0].certainty == "stated"


def test_an_approval_without_a_day_of_the_scan_is_unknown() -> None:
    made = undated(of_image("a", None, configuration=A))
    assert verdicts(state(APPROVED, made, approved=(approval(2),))) == {"a": "unknown: the scan is not dated"}
    always = ApprovedConfiguration(scanner="Trivy", sha256=A, by="Ada")  # type: ignore[arg-type]
    named = "passes (stated): Ada is named as approver in decisions/scan-configurations.yaml"
    assert verdicts(state(APPROVED, made, approved=(always,))) == {"a": named}


@pytest.mark.parametrize("check", [DATABASE, APPROVED])
def test_without_scans_nothing_was_collected(check: object) -> None:
    assert state(check).label == "not collected"  # type: ignore[arg-type]


def test_the_day_of_collection_is_no_moment_of_the_scan() -> None:
    made = of_image("a", None)
    assert own_moment(made) == day(18)
    assert own_moment(undated(made)) is None
    by_content = replace(made, evidence=replace(made.evidence, dated_by=DatedBy.CONTENT))
    assert own_moment(by_content) == day(18)
    later = replace(made, evidence=replace(made.evidence, collected=day(19), dated_by=DatedBy.SIDECAR))
    assert own_moment(later) == day(18)


def _passing(posture: Posture) -> set[str]:
    return {each.name for each in posture.passing}


@pytest.mark.parametrize("check", [DATABASE, LOGIN, APPROVED])
def test_less_evidence_never_proves_more(check: object) -> None:
    second = replace(of_hosts("h", None, False), scanner=Scanner(name="Qualys"))
    everything = (
        of_image("a", day(18), configuration=A),
        of_image("b", day(8), configuration=B),
        of_image("c", None),
        of_hosts("h", True, True, privileged=True),
        replace(second, evidence=replace(second.evidence, path="g", sha256=A)),
    )
    whole = state(check, *everything, approved=(approval(2),))  # type: ignore[arg-type]
    known = {each.name: each for each in whole.subjects}
    for gone in everything:
        left = state(check, *(each for each in everything if each is not gone), approved=(approval(2),))  # type: ignore[arg-type]
        for name in _passing(left) - _passing(whole):
            contested = {source.path for source in known[name].contested_by} if name in known else set()
            assert name not in known or gone.evidence.path in contested
