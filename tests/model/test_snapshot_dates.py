"""When a snapshot was observed, and whether it counts on the as-of date."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from generator.model.evidence import EvidenceFile
from generator.model.identifiers import Sha256
from generator.model.snapshot import age_of, counts_on, day_of, moment_of, of_newest_day, until


@dataclass(frozen=True)
class _Snapshot:
    """Any kind of snapshot."""

    evidence: EvidenceFile
    taken: datetime | None


def _snapshot(path: str, *, taken: int | None = None, collected: int | None = None, hour: int = 6) -> _Snapshot:
    moments = [datetime(2026, 11, day, hour, tzinfo=UTC) if day else None for day in (taken, collected)]
    evidence = EvidenceFile(path=path, sha256=Sha256("a" * 64), size=1, media_type="text/plain", collected=moments[1])
    return _Snapshot(evidence, moments[0])


def test_the_content_dates_a_snapshot_before_its_collection_does() -> None:
    assert moment_of(_snapshot("a", taken=2, collected=3)) == datetime(2026, 11, 2, 6, tzinfo=UTC)
    assert day_of(_snapshot("a", collected=3)) == date(2026, 11, 3)
    assert day_of(_snapshot("a")) is None


def test_snapshots_are_sorted_oldest_first_undated_before_all_and_then_by_path() -> None:
    rows = [_snapshot("b", taken=3), _snapshot("a", taken=3), _snapshot("c", collected=2), _snapshot("d")]
    assert [one.evidence.path for one in sorted(rows, key=age_of)] == ["d", "c", "a", "b"]


def test_later_evidence_does_not_count_and_undated_evidence_does() -> None:
    rows = [_snapshot("same-day", taken=20, hour=23), _snapshot("later", collected=21), _snapshot("undated")]
    assert [one.evidence.path for one in until(rows, date(2026, 11, 20))] == ["same-day", "undated"]
    assert not counts_on(rows[1], date(2026, 11, 20))


def test_of_each_group_the_newest_day_counts_whole() -> None:
    rows = [
        _snapshot("x/1", taken=3, hour=1),
        _snapshot("x/2", taken=3, hour=9),
        _snapshot("x/3", taken=2),
        _snapshot("x/4"),
        _snapshot("y/1"),
    ]
    kept = of_newest_day(rows, lambda one: one.evidence.path[0])
    assert [one.evidence.path for one in kept] == ["x/1", "x/2", "y/1"]
