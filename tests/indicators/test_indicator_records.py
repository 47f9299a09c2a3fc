"""Records over time: added by real runs alone, in a chain that shows holes, changes and rivals."""

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from indicators_made import making, point
from replacing import replace

from generator.indicators.records import FOLDER, IMPORTED, IndicatorMaking, encoded, name_of
from generator.indicators.trend import trend_of
from generator.model.indicator import IndicatorAssessment
from generator.model.indicator_history import IndicatorHistory, IndicatorTrend, months_before
from generator.pipeline.indicators import RecordOutcome, record_indicators
from generator.renderers.indicators.chart import indicator_chart
from generator.renderers.indicators.metrics_json import summary_of
from generator.workspace.indicator_records import history_of

START = date(2026, 6, 1)


def _add(root: Path, made: IndicatorMaking, at: datetime | None = None) -> RecordOutcome:
    moment = at or datetime(made.as_of.year, made.as_of.month, made.as_of.day, 4, 30, tzinfo=UTC)
    return record_indicators(root, "shop", made, moment)


def _days(root: Path, number: int) -> list[Path]:
    """Records of so many days, two days apart."""
    outcomes = [_add(root, making(START + timedelta(days=2 * each), f"{each:04}")) for each in range(number)]
    return [outcome.path for outcome in outcomes if outcome.path]


def _history(root: Path) -> IndicatorHistory:
    return history_of(root, "shop")


def test_a_record_names_the_one_before(tmp_path: Path) -> None:
    first, second = _days(tmp_path, 2)
    records = _history(tmp_path).records
    assert [kept.record.previous for kept in records] == ["", records[0].sha256]
    assert records[0].sha256 in first.name
    assert records[1].sha256 in second.name
    assert _history(tmp_path).faults == ()


def test_a_past_as_of_adds_none(tmp_path: Path) -> None:
    outcome = _add(tmp_path, making(START, "a"), datetime(2026, 6, 9, tzinfo=UTC))
    assert (outcome.path, "as of 2026-06-01" in outcome.because) == (None, True)
    assert not (tmp_path / FOLDER).exists()


def test_a_later_as_of_adds_none(tmp_path: Path) -> None:
    assert _add(tmp_path, making(START, "a"), datetime(2026, 5, 1, tzinfo=UTC)).path is None


def test_the_same_evidence_again_adds_none(tmp_path: Path) -> None:
    _days(tmp_path, 3)
    again = _add(tmp_path, making(date(2026, 6, 20), "0001"))
    assert (again.path, "same evidence" in again.because) == (None, True)
    assert len(_history(tmp_path).records) == 3


def test_evidence_taken_away_adds_none(tmp_path: Path) -> None:
    both = replace(making(START, "a"), evidence=("a" * 64, "b" * 64))
    assert _add(tmp_path, both).path
    assert _add(tmp_path, replace(making(START + timedelta(days=1), "a"), evidence=("a" * 64,))).path is None


def test_no_evidence_adds_none(tmp_path: Path) -> None:
    assert _add(tmp_path, replace(making(START, "a"), evidence=())).path is None


def test_a_clock_that_went_back_adds_none(tmp_path: Path) -> None:
    _days(tmp_path, 2)
    outcome = _add(tmp_path, making(START, "new"))
    assert (outcome.path, "clock went back" in outcome.because) == (None, True)


def test_a_hole_is_said_and_the_records_on_both_sides_count(tmp_path: Path) -> None:
    paths = _days(tmp_path, 5)
    paths[2].unlink()
    history = _history(tmp_path)
    assert len(history.records) == 4
    (fault,) = history.faults
    assert fault.path.endswith(paths[3].name)
    assert "a record before it is missing" in fault.what


def test_a_missing_first_record_is_said(tmp_path: Path) -> None:
    paths = _days(tmp_path, 3)
    paths[0].unlink()
    history = _history(tmp_path)
    assert len(history.records) == 2
    assert "none older" in history.faults[0].what


def test_a_changed_record_does_not_count(tmp_path: Path) -> None:
    paths = _days(tmp_path, 4)
    paths[1].write_bytes(paths[1].read_bytes().replace(b'"fails": 0', b'"fails": 9'))
    history = _history(tmp_path)
    assert len(history.records) == 3
    assert {fault.path.rpartition("/")[2] for fault in history.faults} == {paths[1].name, paths[2].name}


def test_a_record_that_was_changed_and_renamed_does_not_pass_for_the_old_one(tmp_path: Path) -> None:
    paths = _days(tmp_path, 4)
    kept = _history(tmp_path).records[1].record
    forged = encoded(msgspec.structs.replace(kept, by="accept"), "atopack 0")
    paths[1].unlink()
    (tmp_path / FOLDER / name_of(kept, forged)).write_bytes(forged)
    assert any("missing" in fault.what for fault in _history(tmp_path).faults)


def test_a_record_put_in_between_is_a_rival_and_does_not_count(tmp_path: Path) -> None:
    _days(tmp_path, 3)
    first = _history(tmp_path).records[0]
    later = first.record.taken + timedelta(days=1)
    record = msgspec.structs.replace(first.record, taken=later, previous=first.sha256)
    data = encoded(record, "atopack 0")
    (tmp_path / FOLDER / name_of(record, data)).write_bytes(data)
    history = _history(tmp_path)
    assert len(history.records) == 3
    assert ["not in the chain" in fault.what for fault in history.faults] == [True]


def test_a_renamed_record_does_not_count(tmp_path: Path) -> None:
    paths = _days(tmp_path, 2)
    paths[1].rename(paths[1].with_name("2026-01-01T000000Z-" + paths[1].name[-69:]))
    history = _history(tmp_path)
    assert len(history.records) == 1
    assert "renamed" in history.faults[0].what


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"atopackIndicators": 2}', b"\xff\xfe", b'{"atopackIndicators": 1}'])
def test_what_is_no_record_is_a_fault_and_stops_nothing(tmp_path: Path, data: bytes) -> None:
    _days(tmp_path, 2)
    (tmp_path / FOLDER / "x.json").write_bytes(data)
    history = _history(tmp_path)
    assert len(history.records) == 2
    assert [fault.path for fault in history.faults] == [f"{FOLDER}/x.json"]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (path,) = _days(tmp_path, 1)
    outside = tmp_path / "outside.json"
    path.rename(outside)
    path.symlink_to(outside)
    assert _history(tmp_path).records == ()
    assert "link" in _history(tmp_path).faults[0].what


def test_records_of_another_system_do_not_count(tmp_path: Path) -> None:
    _days(tmp_path, 2)
    history = history_of(tmp_path, "other")
    assert history.records == ()
    assert all("another system" in fault.what for fault in history.faults)


def test_imported_history_is_marked_and_not_counted(tmp_path: Path) -> None:
    (own,) = _days(tmp_path, 1)
    folder = tmp_path / FOLDER / IMPORTED
    folder.mkdir()
    foreign = json.loads(own.read_bytes()) | {"taken": "2026-01-05T04:30:00Z", "system": "anything", "previous": "f" * 64}
    (folder / "theirs.json").write_text(json.dumps(foreign))
    history = _history(tmp_path)
    assert (len(history.records), len(history.imported), history.faults) == (1, 1, ())
    trend = _trend(history, date(2026, 6, 2))
    assert [each.imported for each in trend.series[0].points] == [True, False]
    assert (trend.records, trend.first, trend.covers) == (1, START, False)
    assert summary_of(trend.series[0], trend.start, trend.end).days == 1


def _trend(history: IndicatorHistory, day: date, certification: str = "C") -> IndicatorTrend:
    return trend_of(_assessment(certification), history, day)


def _assessment(certification: str) -> IndicatorAssessment:
    result = SimpleNamespace(id="KSI-SVC-SIN")
    return IndicatorAssessment(certification=certification, cadence=3, results=(result,), rules=None)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def eighteen_months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A validation every two days for eighteen months, two outages of it, and one regression of a month."""
    root, end = tmp_path_factory.mktemp("months"), date(2026, 11, 20)
    outages = (date(2025, 9, 1), date(2025, 9, 20)), (date(2026, 3, 5), date(2026, 3, 12))
    regression = date(2026, 6, 1), date(2026, 6, 30)
    day = months_before(end, 18)
    while day <= end:
        if not any(start <= day <= last for start, last in outages):
            bad = regression[0] <= day <= regression[1]
            shown = point(passes=4, fails=6, unknown=0) if bad else point(passes=10, fails=0, unknown=0)
            assert _add(root, making(day, day.isoformat(), shown)).path
        day += timedelta(days=2)
    return root


def test_eighteen_months_with_two_outages_and_a_regression(eighteen_months: Path) -> None:
    history = _history(eighteen_months)
    assert history.faults == ()
    trend = _trend(history, date(2026, 11, 20), "D")
    assert trend.covers
    assert trend.required_months == 18
    assert [(gap.start, gap.end, gap.open) for gap in trend.gaps] == [
        (date(2025, 8, 30), date(2025, 9, 21), False),
        (date(2026, 3, 4), date(2026, 3, 14), False),
    ]
    (series,) = trend.series
    failing = [each.day for each in series.points if each.point.fails]
    assert (failing[0].month, failing[-1].month, len(failing)) == (6, 6, 15)
    half = summary_of(series, months_before(trend.end, 6), trend.end)
    whole = summary_of(series, trend.start, trend.end)
    assert (half.lowest, half.highest, half.last, half.failing_days) == (0.4, 1.0, 1.0, 15)
    assert whole.days == len(series.points) == trend.records
    assert summary_of(series, date(2026, 7, 1), trend.end).failing_days == 0


def test_the_chart_shows_the_outages_in_words_and_as_breaks(eighteen_months: Path) -> None:
    trend = _trend(_history(eighteen_months), date(2026, 11, 20), "D")
    drawn = str(indicator_chart(trend.series[0], trend))
    assert drawn.count('class="hole"') == 2
    assert drawn.count('class="line"') == 3
    assert 'role="img"' in drawn
    assert "<title" in drawn
    assert "<desc" in drawn
    assert "no validation from 2025-08-30 to 2025-09-21 (22 days); from 2026-03-04 to 2026-03-14 (10 days)." in drawn


def test_a_day_of_the_past_sees_only_what_was_there(eighteen_months: Path) -> None:
    trend = _trend(_history(eighteen_months), date(2025, 9, 10), "D")
    assert [(gap.start, gap.open) for gap in trend.gaps] == [(date(2025, 8, 30), True)]
    assert trend.covers is False


def test_months_before_ends_at_the_last_day_of_a_month() -> None:
    assert months_before(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 18) == date(2024, 7, 15)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-12:00"])
@pytest.mark.parametrize("folder", [FOLDER, f"{FOLDER}/{IMPORTED}"])
def test_a_moment_that_utc_does_not_have_is_a_fault(tmp_path: Path, folder: str, moment: str) -> None:
    (first,) = _days(tmp_path, 1)
    whole = json.loads(first.read_bytes()) | {"taken": moment}
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / "2026-06-02T000000Z.json").write_text(json.dumps(whole))
    history = _history(tmp_path)
    assert [fault.what for fault in history.faults] == ["its moment has no day in UTC"]
    assert (len(history.records), history.imported) == (1, ())


@pytest.mark.parametrize("counts", [{"passes": 5}, {"fails": -1}, {"stated": -1}])
def test_counts_that_contradict_each_other_are_a_fault(tmp_path: Path, counts: dict[str, int]) -> None:
    (first,) = _days(tmp_path, 1)
    whole = json.loads(first.read_bytes())
    whole["indicators"] = [msgspec.to_builtins(point()) | counts]
    (tmp_path / FOLDER / IMPORTED).mkdir()
    (tmp_path / FOLDER / IMPORTED / "other.json").write_text(json.dumps(whole))
    history = _history(tmp_path)
    assert [fault.what for fault in history.faults] == ["counts of an indicator are negative, or more than its subjects"]
    assert history.imported == ()


def test_a_pipe_among_the_records_is_a_fault_and_is_never_opened(tmp_path: Path) -> None:
    _days(tmp_path, 1)
    os.mkfifo(tmp_path / FOLDER / "2026-06-02T000000Z.json")
    (fault,) = _history(tmp_path).faults
    assert fault.what.startswith("it is a link or no file")
