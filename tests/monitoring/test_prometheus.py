"""Metrics, read by Prometheus's own parser."""

from prometheus_client.parser import text_string_to_metric_families

from generator.model.monitoring import AlertKind
from generator.monitoring.prometheus import MOST, metrics
from tests.monitoring.runs_made import alert, run


def read(text: str) -> dict[str, list[tuple[dict[str, str], float]]]:
    assert text.endswith("\n")
    families = {one.name: one for one in text_string_to_metric_families(text)}
    assert all(one.type == "gauge" and one.documentation for one in families.values())
    return {name: [(sample.labels, sample.value) for sample in one.samples] for name, one in families.items()}


def test_every_metric_is_there_and_means_what_it_says() -> None:
    found = read(metrics(run(alert(), alert(AlertKind.LATE))))
    system = {"system": "toy-shop"}
    assert found["atopack_monitor_running_images"] == [(system, 3.0)]
    assert found["atopack_monitor_running_images_scanned"] == [(system, 2.0)]
    assert found["atopack_monitor_last_run_timestamp_seconds"] == [(system, 1795149000.0)]
    counts = {labels["kind"]: value for labels, value in found["atopack_monitor_alerts"]}
    assert counts == {kind.value: float(kind in (AlertKind.NEVER_SCANNED, AlertKind.LATE)) for kind in AlertKind}
    labels, since = found["atopack_monitor_alert_since_timestamp_seconds"][1]
    assert (labels["weakness"], labels["poam_id"], labels["rating"], since) == ("CVE-2026-0001", "V-1", "High", 1794960000.0)


def test_without_alerts_the_counts_are_zero_and_no_series_stands_without_a_sample() -> None:
    found = read(metrics(run(seen=None)))
    assert {value for _, value in found["atopack_monitor_alerts"]} == {0.0}
    assert "atopack_monitor_alert_since_timestamp_seconds" not in found
    assert "atopack_monitor_inventory_timestamp_seconds" not in found


def test_hostile_names_stay_labels() -> None:
    evil = 'a"} 1\nevil_metric{x="\\\x1b[2J\u2028é'
    found = read(metrics(run(alert(image=evil))))
    (labels, _), = found["atopack_monitor_alert_since_timestamp_seconds"]  # fmt: skip
    assert labels["image"] == 'a"} 1\nevil_metric{x="\\ [2J é'
    assert not any(name.startswith("evil") for name in found)


def test_a_flood_is_bounded_and_counted() -> None:
    found = read(metrics(run(*(alert(image=f"i{number}") for number in range(MOST + 5)))))
    assert len(found["atopack_monitor_alert_since_timestamp_seconds"]) == MOST
    assert found["atopack_monitor_alerts_without_series"][0][1] == 5.0
