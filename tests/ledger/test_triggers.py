"""Triggers of continuous monitoring: what counts, from where on, and what cannot be said."""

from datetime import date, timedelta

import pytest
from replacing import replace
from replacing import replace as replaced

from generator.errors import ConfigError
from generator.ledger.triggers import ranks, triggers, unique
from generator.model.evidence import EvidenceFile
from generator.model.quality import ScanQuality
from generator.model.rating import Rating
from generator.model.scan import Scanner
from generator.model.trigger import USUAL_LIMITS, Escalation, Trigger, TriggerLimits
from generator.workspace.system_yaml import read
from tests.evaluation.items_made import DAY, item


def found(items=(), scans=(), limits: TriggerLimits = USUAL_LIMITS, before=()) -> dict[str, Trigger]:  # type: ignore[no-untyped-def]
    return {one.id: one for one in triggers(items, scans, limits, DAY, before)}


def late(number: int, age: int, rating: str = "High", **members: object) -> list:  # type: ignore[type-arg]
    day = DAY - timedelta(days=age)
    return [
        item(poam_id=f"V-{age}-{one}", cves=(f"CVE-{age}-{one}",), detected=day, rating=rating, late=True, **members)
        for one in range(number)
    ]


def names(number: int) -> list:  # type: ignore[type-arg]
    return [item(poam_id=f"V-{one}", identifier=f"CVE-{one}", cves=(f"CVE-{one}",)) for one in range(number)]


def scan(*logins: tuple[str, bool], silent: tuple[str, ...] = ()) -> ScanQuality:
    file = EvidenceFile(path="a", sha256="0" * 64, size=1, media_type="x")
    return ScanQuality(
        evidence=file, scanner=Scanner(name="Nessus"), taken=None, uses_database=True, logins=logins, silent=silent
    )


def test_each_identifier_counts_once_whoever_says_it_and_only_where_it_is_open() -> None:
    rows = [item(), item(poam_id="V-2", scanner="Grype"), item(poam_id="V-3", identifier="CVE-2", configuration=True)]
    assert unique([*rows, item(poam_id="V-4", identifier="", by_scan=False)]) == 1


@pytest.mark.parametrize(
    ("baseline", "now", "level"),
    [(0, 9, Escalation.NONE), (0, 10, Escalation.DFR), (50, 59, Escalation.NONE), (50, 60, Escalation.DFR),
     (100, 119, Escalation.NONE), (100, 120, Escalation.DFR), (101, 121, Escalation.NONE), (101, 122, Escalation.DFR),
     (30, 5, Escalation.NONE)],
)  # fmt: skip
def test_the_increase_is_20_percent_or_10_whichever_is_more(baseline: int, now: int, level: Escalation) -> None:
    one = found(names(now), limits=replace(USUAL_LIMITS, baseline=baseline, baseline_day=date(2025, 6, 1)))["increase"]
    assert one.level is level
    assert one.measured == f"{now} now, {baseline} in the baseline of 2025-06-01: {now - baseline:+}"


def test_without_a_baseline_nothing_is_said_of_the_increase() -> None:
    one = found(names(3))["increase"]
    assert one.level is None
    assert "conmon.baseline" in one.because


@pytest.mark.parametrize(
    ("number", "age", "level"),
    [
        (4, 200, Escalation.NONE),
        (5, 30, Escalation.NONE),
        (5, 31, Escalation.DFR),
        (5, 60, Escalation.DFR),
        (5, 61, Escalation.CAP),
    ],
)
def test_late_high_items(number: int, age: int, level: Escalation) -> None:
    assert found(late(number, age))["late-high"].level is level


def test_the_limits_of_what_is_late_are_told_with_both_days() -> None:
    assert found()["late-high"].limit == "5 older than 30 days; 5 older than 60 days are a corrective action plan"
    assert found()["late-moderate"].limit == "10 older than 90 days; 10 older than 120 days are a corrective action plan"


def test_rows_of_one_weakness_are_late_once_and_as_long_as_the_oldest() -> None:
    rows = [
        *late(4, 61),
        *(replaced(one, poam_id=f"{one.poam_id}-b", detected=DAY - timedelta(days=40)) for one in late(4, 61)),
    ]
    assert found(rows)["late-high"].measured == "4 older than 30 days, 4 of them older than 60"
    other = [replaced(one, poam_id=f"{one.poam_id}-b", cves=("CVE-1", "CVE-2"), identifier="1001") for one in late(4, 61)]
    assert found([*late(4, 61), *other])["late-high"].level is Escalation.CAP, "a plugin with several CVEs is one of its own"


@pytest.mark.parametrize(
    ("number", "age", "level"),
    [(9, 200, Escalation.NONE), (10, 91, Escalation.DFR), (10, 120, Escalation.DFR), (10, 121, Escalation.CAP)],
)
def test_late_moderate_items(number: int, age: int, level: Escalation) -> None:
    assert found(late(number, age, "Moderate"))["late-moderate"].level is level


def test_the_rating_that_counts_today_decides_and_what_is_not_late_does_not_count() -> None:
    assert found(late(5, 61, adjusted=Rating.MODERATE))["late-high"].level is Escalation.NONE
    waiting = [item(poam_id=f"V-{one}", detected=DAY - timedelta(days=90)) for one in range(9)]
    assert found(waiting)["late-high"].level is Escalation.NONE
    assert found(late(5, 61, configuration=True))["late-high"].level is Escalation.NONE


def test_hosts_without_a_login() -> None:
    hosts = [(f"h{number}", True) for number in range(9)]
    assert found(scans=[scan(*hosts, ("x", False))])["unauthenticated"].level is Escalation.DFR
    assert found(scans=[scan(*hosts, ("y", True), ("x", False))])["unauthenticated"].level is Escalation.NONE
    both = found(scans=[scan(("x", False)), scan(("x", True))])["unauthenticated"]
    assert (both.level, both.measured) == (Escalation.NONE, "0 of 1 scanned hosts (0 %)")


def test_silence_about_logins_is_not_a_login() -> None:
    one = found(scans=[scan(("a", True), silent=("b",))])["unauthenticated"]
    assert one.level is None
    assert "not stated for 1" in one.measured
    assert found()["unauthenticated"].level is None


def test_a_second_time_within_six_months_is_a_plan() -> None:
    reached = ranks(found(late(5, 31)).values())
    assert reached == {"trigger_late_high": 1, "trigger_late_moderate": 0}
    half = DAY - timedelta(days=183)
    again = found(late(5, 31), before=[(half, reached)])["late-high"]
    assert (again.level, again.because) == (
        Escalation.CAP,
        "It was reached in an earlier package of the last six months as well.",
    )
    assert found(late(5, 31), before=[(half - timedelta(days=1), reached)])["late-high"].level is Escalation.DFR
    assert found(late(5, 31), before=[(half, {})])["late-high"].level is Escalation.DFR
    assert found(late(1, 31), before=[(half, reached)])["late-high"].level is Escalation.NONE


def test_limits_are_read_from_system_yaml() -> None:
    text = "conmon: {baseline: {unique-vulnerabilities: 12, day: 2026-01-31}, thresholds: {high-items: 2, high-days: [10, 20]}}"
    said = read(text, folder="x").conmon
    assert (said.baseline, said.baseline_day, said.high_items, said.high_days) == (12, date(2026, 1, 31), 2, (10, 20))
    assert said.moderate_days == (90, 120)
    assert found(late(2, 21), limits=said)["late-high"].level is Escalation.CAP


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("conmon: {baseline: {unique-vulnerabilities: -1}}", "less than none"),
        ("conmon: {thresholds: {high-items: 0}}", "always reached"),
        ("conmon: {thresholds: {high-days: [60, 30]}}", "not days for the review"),
        ("conmon: {thresholds: {high-days: [60]}}", "`high-days` must be a list of 2 entries; found a list of 1 entry"),
        ("conmon: {treshold: {}}", "treshold"),
        ("conmon: {baseline: 12}", "group"),
    ],
)
def test_limits_that_mean_nothing_are_refused(text: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what) as caught:
        read(text, folder="x")
    assert "system.yaml, line 1" in caught.value.where
