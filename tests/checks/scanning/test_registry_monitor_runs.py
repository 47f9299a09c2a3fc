"""How the registry monitor is run: by itself, every month, with alarms that lead to something."""

import hashlib
from datetime import timedelta

import pytest
from monitoring.runs_made import TAKEN, alert, run, snapshot

from generator.checks.scanning import registry_monitor_runs
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.inventory import ClusterEvidenceKind, ClusterSnapshot, Container, WorkloadSpec
from generator.model.monitoring import AlertKind, Delivery, MonitorRun, MonitorSnapshot
from tests.checks.cluster_evidence import verdicts
from tests.checks.image_evidence import ask

CHECK = registry_monitor_runs.CHECK
ALONE, MONTHLY = "independent of the pipeline", "at least monthly"
SENT = Delivery(to="webhook https://alerts.example", delivered=True, detail="HTTP 200")


def records(*days_before: int, linked: bool = True) -> list[MonitorSnapshot]:
    """Runs so many days before the newest possible one, the newest first."""
    made: list[MonitorSnapshot] = []
    for days in sorted(days_before, reverse=True):
        before = made[-1].evidence.sha256 if made and linked else ""
        made.append(snapshot(run(taken=TAKEN - timedelta(days), previous=before), sha256=f"{days:064x}"))
    return made[::-1]


def cron_job(name: str, image: str) -> ClusterSnapshot:
    path = "evidence/cluster/jobs.json"
    file = EvidenceFile(
        path=path, sha256=hashlib.sha256(b"x").hexdigest(), size=1, media_type="application/json", collected=TAKEN
    )
    source = EvidenceSource(file.sha256, path)
    containers = (Container(name="monitor", image=image),)
    spec = WorkloadSpec(namespace="ops", kind="CronJob", name=name, containers=containers, source=source)
    return ClusterSnapshot(
        evidence=file, cluster="prod", taken=TAKEN, nature=ClusterEvidenceKind.RUNNING, kinds=(("CronJob", 1),), objects=(spec,)
    )


def said(made: MonitorRun) -> dict[str, str]:
    return {key: value for key, value in verdicts(ask(CHECK, snapshot(made))).items() if key not in (ALONE, MONTHLY)}


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (records(0, 20, 50), "passes (reported): 3 runs since 2026-10-01, never more than 30 days apart"),
        (records(0), "unknown: one record only was collected"),
        (records(31, 40), "unknown: the last record is of 2026-10-20, 31 days before the as-of date"),
        (records(0, 40), "fails (reported): did not run for 40 days, from 2026-10-11 to 2026-11-20"),
        (records(0, 40, linked=False), "unknown: records between 2026-10-11 and 2026-11-20 were not collected"),
    ],
)
def test_at_least_monthly(found: list[MonitorSnapshot], verdict: str) -> None:
    assert verdicts(ask(CHECK, *found))[MONTHLY] == verdict


def test_a_record_that_is_missing_proves_nothing() -> None:
    whole = records(0, 25, 50)
    without = [whole[0], whole[2]]
    state = ask(CHECK, *without)
    assert verdicts(state)[MONTHLY].startswith("unknown: records between")
    (monthly,) = [each for each in state.subjects if each.name == MONTHLY]
    assert [each.path for each in monthly.contested_by] == [whole[2].evidence.path], "without it two runs alone would be seen"


@pytest.mark.parametrize(
    ("name", "image", "found"),
    [
        ("atopack-monitor", "registry.example/tools:1", True),
        ("nightly", "registry.example/tools/atopack:1", True),
        ("nightly", "registry.example/tools/other:1", False),
    ],
)
def test_a_cron_job_of_its_own(name: str, image: str, found: bool) -> None:
    verdict = verdicts(ask(CHECK, *records(0), cron_job(name, image)))[ALONE]
    expected = (
        f"passes (declared): ops/CronJob/{name} starts it" if found else "unknown: what starts the monitor was not collected"
    )
    assert verdict == expected


def test_where_alarms_lead() -> None:
    key = "alarm image-never-scanned reg.example/shop/cart:1.4"
    assert said(run(alert())) == {key: "unknown: no delivery of it is recorded"}
    assert said(run(alert(), deliveries=(SENT,))) == {key: "passes (reported): delivered to webhook https://alerts.example"}
    failed = replace_delivery(delivered=False)
    assert said(run(alert(), deliveries=(failed,))) == {key: "unknown: no delivery of it is recorded"}
    (late,) = said(run(alert(AlertKind.LATE))).values()
    assert late == "passes (reported): V-1 is on the POA&M"
    (open_,) = said(run(alert(AlertKind.UNTRACKED_LATE), deliveries=(SENT,))).values()
    assert open_ == "fails (reported): is about CVE-2026-0001, which is not on the POA&M that was handed in"
    (first,) = said(run(alert(AlertKind.UNTRACKED_EXPLOITED), tracked=False)).values()
    assert first == "unknown: no POA&M was handed in yet"


def replace_delivery(*, delivered: bool) -> Delivery:
    return Delivery(to=SENT.to, delivered=delivered, detail="HTTP 500")


def test_without_records_nothing_was_collected() -> None:
    assert ask(CHECK).label == "not collected"
