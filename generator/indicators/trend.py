"""Indicators over time: series of each, and the times without validation (FRC-CSX-MOT, VDR-TFR-MVX)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from generator.frameworks.fedramp_20x import CADENCE_DAYS, HISTORY_MONTHS
from generator.frameworks.fedramp_cr26 import CertificationClass
from generator.model.indicator import IndicatorAssessment
from generator.model.indicator_history import (
    IndicatorHistory,
    IndicatorSeries,
    IndicatorTrend,
    KeptRecord,
    SeriesPoint,
    ValidationGap,
    months_before,
)

LONGEST = 18
"""Months that are shown: what FRC-CSX-MOT asks of Class D, whatever the class."""


def trend_of(assessment: IndicatorAssessment, history: IndicatorHistory, as_of: date) -> IndicatorTrend:
    """Up to the day; what was imported is in the series, marked, and closes no gap."""
    certification = CertificationClass(assessment.certification)
    start, cadence = months_before(as_of, LONGEST), CADENCE_DAYS[certification]
    known = history.until(as_of)
    counting = [kept for kept in known.records if kept.record.taken.date() >= start]
    foreign = [kept for kept in known.imported if kept.record.taken.date() >= start]
    by_day = _by_indicator(counting, foreign)
    return IndicatorTrend(
        start=start,
        end=as_of,
        required_months=HISTORY_MONTHS[certification],
        cadence=cadence,
        records=len(counting),
        series=tuple(
            IndicatorSeries(id=result.id, points=tuple(points for _, points in sorted(by_day.get(result.id, {}).items())))
            for result in assessment.results
        ),
        gaps=tuple(_gaps([kept.record.taken.date() for kept in counting], cadence, as_of)),
        first=known.records[0].record.taken.date() if known.records else None,
        faults=known.faults,
        imported=len(known.imported),
    )


def _by_indicator(counting: Sequence[KeptRecord], foreign: Sequence[KeptRecord]) -> Mapping[str, Mapping[date, SeriesPoint]]:
    """The last of each day; of a day with a record that counts, that one."""
    found: dict[str, dict[date, SeriesPoint]] = defaultdict(dict)
    for imported, records in ((True, foreign), (False, counting)):
        for kept in records:
            day = kept.record.taken.date()
            for point in kept.record.indicators:
                found[point.id][day] = SeriesPoint(day=day, point=point, imported=imported)
    return found


def _gaps(days: Sequence[date], cadence: int, as_of: date) -> Iterator[ValidationGap]:
    for before, after in pairwise(days):
        if (after - before).days > cadence:
            yield ValidationGap(start=before, end=after)
    if days and (as_of - days[-1]).days > cadence:
        yield ValidationGap(start=days[-1], end=as_of, open=True)
