"""Records of indicators over time (FRC-CSX-MOT), one for each validation that really ran, and what is wrong with them."""

from datetime import date, datetime

import msgspec


class IndicatorPoint(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator in a record."""

    id: str
    state: str
    """As JSON spells it: `not-enforced`."""
    subjects: int
    passes: int
    fails: int
    unknown: int
    methods: int
    """Automated methods with different sources of evidence."""
    stated: int
    """Reviews by persons that held."""

    @property
    def judged(self) -> int:
        """Subjects that pass or fail."""
        return self.passes + self.fails

    @property
    def share(self) -> float | None:
        """The share of the subjects that pass: the metric; None where there is no subject."""
        return self.passes / self.subjects if self.subjects else None


class IndicatorRecord(msgspec.Struct, frozen=True, kw_only=True):
    """All indicators at one moment."""

    taken: datetime
    """When the validation ran, by the clock; aware, UTC."""
    as_of: date
    by: str
    """`monitor` or `accept`."""
    system: str
    certification: str
    rules: str
    """Version of FedRAMP's rules."""
    evidence: tuple[str, ...]
    """SHA-256 of the files that the verdicts rest on, sorted."""
    indicators: tuple[IndicatorPoint, ...]
    previous: str = ""
    """SHA-256 of the record before; empty for the first."""


class KeptRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record as it was read."""

    path: str
    """In the workspace."""
    sha256: str
    record: IndicatorRecord


class RecordFault(msgspec.Struct, frozen=True, kw_only=True):
    """A record that does not count, or a hole."""

    path: str
    what: str
    """A clause."""


class IndicatorHistory(msgspec.Struct, frozen=True, kw_only=True):
    """What was recorded up to a day."""

    records: tuple[KeptRecord, ...] = ()
    """Those that count, the oldest first."""
    imported: tuple[KeptRecord, ...] = ()
    """Those that another program or time left: shown, marked, and not counted."""
    faults: tuple[RecordFault, ...] = ()

    def until(self, as_of: date) -> "IndicatorHistory":
        """Up to a day, that day included."""
        return IndicatorHistory(
            records=tuple(kept for kept in self.records if kept.record.taken.date() <= as_of),
            imported=tuple(kept for kept in self.imported if kept.record.taken.date() <= as_of),
            faults=self.faults,
        )


class ValidationGap(msgspec.Struct, frozen=True, kw_only=True):
    """A time without validation that is longer than the cadence."""

    start: date
    end: date
    open: bool = False
    """It has not ended on the day."""

    @property
    def days(self) -> int:
        """Its length."""
        return (self.end - self.start).days


class SeriesPoint(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator at one moment."""

    day: date
    point: IndicatorPoint
    imported: bool = False


class IndicatorSeries(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator over time."""

    id: str
    points: tuple[SeriesPoint, ...]
    """The oldest first; the last of each day."""


class IndicatorTrend(msgspec.Struct, frozen=True, kw_only=True):
    """All indicators over a time, with the gaps in validation."""

    start: date
    end: date
    required_months: int
    """FRC-CSX-MOT: of the class."""
    cadence: int
    """Days."""
    records: int
    series: tuple[IndicatorSeries, ...]
    gaps: tuple[ValidationGap, ...]
    first: date | None
    """Of the first record that counts; None where there is none."""
    faults: tuple[RecordFault, ...] = ()
    imported: int = 0

    @property
    def covers(self) -> bool:
        """Do the records reach as far back as the class asks?"""
        return self.required_months == 0 or (
            self.first is not None and self.first <= months_before(self.end, self.required_months)
        )


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)
