"""The row about the registry monitor: its records are evidence, and what they alert of is to be mended."""

from datetime import timedelta

import pytest

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.model.monitoring import AlertKind, Delivery, MonitorRun
from generator.model.posture import Posture, PostureState
from generator.posture.registry import judge_all
from generator.workspace.system_yaml import read
from tests.monitoring.runs_made import TAKEN, alert, run, snapshot
from tests.posture.ground import AS_OF


def judged(*runs: MonitorRun) -> Posture:
    records = [snapshot(one, sha256=f"{number:064x}") for number, one in enumerate(runs)]
    system = read("", folder="x")
    found = judge_all(system, facts_of(History.of(records), system, AS_OF))
    return next(each for each in found if each.requirement.id == "registry-monitor-alarms")


def test_without_a_record_nobody_looked() -> None:
    assert judged().state is PostureState.NOT_COLLECTED


def test_a_quiet_run_of_today_holds() -> None:
    sent = Delivery(to="webhook https://alerts.example", delivered=True, detail="HTTP 200")
    found = judged(run(deliveries=(sent,)), run(alert(), taken=TAKEN - timedelta(days=1)))
    assert found.state is PostureState.ENFORCING
    assert found.summary == (
        "The monitor ran 2 times from 2026-11-19 to 2026-11-20; the last run raised 0 alarms on 3 running images; its alarms "
        "went to webhook https://alerts.example."
    )
    assert len(found.citations) == 2


def test_open_alarms_of_the_last_run_are_one_thing_to_mend() -> None:
    found = judged(run(alert(), alert(AlertKind.LATE, image="web:1")))
    assert found.state is PostureState.NOT_ENFORCING
    (problem,) = found.problems
    assert problem.text.startswith("2 alarms are open (1 × image-never-scanned, 1 × weakness-past-due) on ")


@pytest.mark.parametrize(("days", "state"), [(30, PostureState.ENFORCING), (31, PostureState.NOT_ENFORCING)])
def test_a_monitor_that_does_not_run_any_more_detects_nothing(days: int, state: PostureState) -> None:
    assert judged(run(taken=TAKEN - timedelta(days=days))).state is state


def test_a_record_from_after_the_day_is_none_yet() -> None:
    assert judged(run(taken=TAKEN + timedelta(days=1))).state is PostureState.NOT_COLLECTED
