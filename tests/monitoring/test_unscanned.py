"""Alert 1: running and not scanned within 30 days, digest by digest."""

from datetime import UTC, date, datetime, timedelta

import pytest
from replacing import replace

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.model.facts import SystemFacts
from generator.model.monitoring import Alert, AlertKind
from generator.monitoring.unscanned import unscanned
from generator.workspace.system_yaml import read
from tests.facts.scans_made import pods, scan

IMAGE = "reg.example/shop/cart:1.4"
DAY = date(2026, 11, 20)
A, B = "sha256:" + "a" * 64, "sha256:" + "b" * 64


def moment(days: int) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, 6, tzinfo=UTC) - timedelta(days=days)


def facts(*scans: object, digest: str | None = None) -> SystemFacts:
    running = pods("evidence/cluster/pods.json", moment(2), {"cart": IMAGE}, digest=digest)
    return facts_of(History.of([running, *scans]), read("", folder="x"), DAY)  # type: ignore[list-item]


def one(*scans: object, digest: str | None = None) -> Alert | None:
    found = list(unscanned(facts(*scans, digest=digest)))
    assert len(found) <= 1
    return found[0] if found else None


def test_what_was_never_scanned_is_alerted_of_since_it_was_seen_to_run() -> None:
    alert = one(digest=A)
    assert alert is not None
    assert (alert.kind, alert.since, alert.digests) == (AlertKind.NEVER_SCANNED, date(2026, 11, 18), (A,))
    assert alert.workloads == ("web/DaemonSet/cart",)
    assert alert.controls == ("RA-5", "SI-4", "CM-8")


@pytest.mark.parametrize(("days", "alerted"), [(0, False), (30, False), (31, True), (400, True)])
def test_the_window_is_thirty_days(days: int, alerted: bool) -> None:
    alert = one(scan("s.json", IMAGE, ["CVE-1"], moment(days)))
    assert (alert is not None) is alerted
    if alert is not None:
        assert (alert.kind, alert.since) == (AlertKind.TOO_OLD, DAY - timedelta(days=days - 31))
        assert alert.since <= DAY


def test_a_scan_of_other_bytes_is_no_scan_of_those_that_run() -> None:
    alert = one(scan("s.json", IMAGE, [], moment(1), digests=(B,)), digest=A)
    assert alert is not None
    assert (alert.kind, alert.digests) == (AlertKind.OTHER_DIGEST, (A,))
    assert one(scan("s.json", IMAGE, [], moment(1), digests=(A,)), digest=A) is None


def test_of_two_digests_that_run_the_one_that_was_scanned_long_ago_is_named() -> None:
    what = facts(scan("s.json", IMAGE, [], moment(40), digests=(A,)), digest=A)
    image = replace(what.images[0], digests=(A, B))
    (alert,) = unscanned(replace(what, images=(image,)))
    assert (alert.kind, alert.digests) == (AlertKind.TOO_OLD, (A, B))


def test_a_scan_that_could_not_look_or_that_nothing_dates_does_not_count() -> None:
    blind = replace(scan("s.json", IMAGE, [], moment(1)), assessed=False)
    alert = one(blind)
    assert alert is not None
    assert alert.kind is AlertKind.NEVER_SCANNED
    undated = one(scan("s.json", IMAGE, [], None))
    assert undated is not None
    assert (undated.kind, undated.why) == (AlertKind.TOO_OLD, "It runs, and nothing says when it was scanned.")


def test_what_does_not_run_is_nobodys_alarm() -> None:
    other = scan("s.json", "reg.example/shop/old:1", [], moment(90))
    found = list(unscanned(facts(other, scan("t.json", IMAGE, [], moment(1)))))
    assert found == []
