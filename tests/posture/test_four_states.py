"""Every row has a test for each of its states: the tables of the other files are read; a row without its cases fails."""

from collections.abc import Callable, Iterable, Iterator
from types import ModuleType

import pytest

from generator.model.posture import PostureState
from generator.posture.base import PostureRow
from generator.posture.registry import ROWS
from tests.posture import (
    test_admission_rows,
    test_change_rows,
    test_control_plane_rows,
    test_isolation_rows,
    test_monitor_row,
    test_network_and_access_rows,
    test_pipeline_rows,
    test_rest_rows,
    test_scan_rows,
    test_sensor_rows,
    test_transit_rows,
)

TABLES: tuple[ModuleType, ...] = (
    test_admission_rows,
    test_control_plane_rows,
    test_isolation_rows,
    test_network_and_access_rows,
    test_pipeline_rows,
)
"""Files with a table `CASES` that names row and state first."""
ONE_ROW: tuple[tuple[str, Callable[..., None]], ...] = (
    ("gitops-in-sync", test_change_rows.test_drift),
    ("manual-changes", test_change_rows.test_changes_by_hand),
    ("policy-reports", test_change_rows.test_policy_reports),
    ("secret-stores", test_change_rows.test_stores),
    ("secrets-in-environment", test_change_rows.test_the_environment),
    ("certificates-valid", test_change_rows.test_certificates),
    ("image-digests-admitted", test_change_rows.test_images_by_digest),
    ("secrets-at-rest", test_rest_rows.test_secrets_in_etcd),
    ("volumes-at-rest", test_rest_rows.test_volumes),
    ("fips-indicators", test_rest_rows.test_fips_is_a_claim),
    ("benchmark-results", test_scan_rows.test_benchmarks),
    ("dockerfile-lint", test_scan_rows.test_linted_dockerfiles),
    ("sensor-on-every-node", test_sensor_rows.test_a_sensor_on_every_node),
    ("sensor-alerts-delivered", test_sensor_rows.test_alerts_leave_the_node),
    ("sensor-losses", test_sensor_rows.test_losses_of_sensors),
    ("registry-monitor-alarms", test_monitor_row.test_a_monitor_that_does_not_run_any_more_detects_nothing),
    ("mesh-mtls", test_transit_rows.test_istio),
    ("entry-tls", test_transit_rows.test_the_ways_in),
)
"""Tests whose table is about one row."""
IN_WORDS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("crypto-modules", test_rest_rows.test_certificates_of_modules),
    ("registry-monitor-alarms", test_monitor_row.test_without_a_record_nobody_looked),
    ("running-images-watched", test_scan_rows.test_running_images_and_who_scans_them),
    ("sensor-everywhere", test_sensor_rows.test_sensors_where_images_are_built),
    ("sensor-everywhere", test_sensor_rows.test_a_cluster_without_a_sensor_beside_one_that_has_it),
    ("mesh-last-hop", test_transit_rows.test_the_last_hop_stays_unproven_where_there_is_one),
)
"""Tests without a table: their names of states are read from the function."""

NEVER = {
    "mesh-last-hop": {PostureState.ENFORCING, PostureState.NOT_ENFORCING},
    "manual-changes": {PostureState.NONE_FOUND},
    "registry-monitor-alarms": {PostureState.NONE_FOUND},
    "secrets-at-rest": {PostureState.NONE_FOUND},
    **{f"api-server-{part}": {PostureState.NONE_FOUND} for part in ("access", "admission-plugins", "audit", "tls")},
    **{row: {PostureState.NONE_FOUND} for row in ("etcd-access", "kubelet-access", "dockerfile-lint")},
}
"""States that a row cannot have: no setting shows the last hop; every cluster has an API server, an etcd and kubelets, and
somebody who wrote; a linter that finds nothing has looked."""


def _states(cases: Iterable[object]) -> Iterator[PostureState]:
    for case in cases:
        values = case.values if hasattr(case, "values") and not isinstance(case, dict) else case
        yield from (value for value in values if isinstance(value, PostureState))  # type: ignore[union-attr]


def _tables() -> Iterator[tuple[str, PostureState]]:
    for module in TABLES:
        yield from ((case[0], case[1]) for case in module.CASES)
    for id_, test in ONE_ROW:
        (mark,) = [one for one in test.pytestmark if one.name == "parametrize"]  # type: ignore[attr-defined]
        yield from ((id_, state) for state in _states(mark.args[1]))
    (mark,) = test_rest_rows.test_what_a_cloud_says.pytestmark  # type: ignore[attr-defined]
    yield from ((case.values[0], state) for case in mark.args[1] for state in _states([case]))
    for id_, test in IN_WORDS:
        yield from ((id_, state) for state in PostureState if state.name in test.__code__.co_names)


TESTED = frozenset(_tables())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.requirement.id)
def test_every_state_of_a_row_is_tested(row: PostureRow) -> None:
    id_ = row.requirement.id
    wanted = set(PostureState) - NEVER.get(id_, set())
    assert {state for one, state in TESTED if one == id_} >= wanted


def test_no_case_is_of_a_row_that_is_gone() -> None:
    assert {one for one, _ in TESTED} <= {row.requirement.id for row in ROWS}
