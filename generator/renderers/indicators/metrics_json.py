"""FRC-CSX-MOT and SDR-CSX-KMT as data: every indicator over time, summaries of 30 days and of the year, and gaps in
validation."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from generator.model.indicator_history import IndicatorSeries, SeriesPoint, months_before
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Renderer, without_template
from generator.text import indented_json

PATH = "cr26/indicator-metrics.json"
MONTH, YEAR = timedelta(days=30), timedelta(days=365)
"""SDR-CSX-KMT: the past 30 days and the past year."""


class _MetricBase(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """Our own document."""


class _MetricPoint(_MetricBase, kw_only=True):
    day: str
    state: str
    subjects: int
    passes: int
    fails: int
    unknown: int
    methods: int
    imported: bool = False


class MetricSummary(_MetricBase, kw_only=True):
    """One indicator over a time, by the records that count."""

    start: str
    end: str
    days: int
    """On which it was validated."""
    lowest: float | None
    """Share of subjects that pass."""
    highest: float | None
    last: float | None
    failing_days: int


class _IndicatorMetric(_MetricBase, kw_only=True):
    id: str
    past_30_days: MetricSummary
    past_year: MetricSummary
    six_months: MetricSummary
    eighteen_months: MetricSummary
    daily: tuple[_MetricPoint, ...]


class _MetricGap(_MetricBase, kw_only=True):
    start: str
    end: str
    days: int
    open: bool


class _MetricFault(_MetricBase, kw_only=True):
    record: str
    what: str


class MetricsDocument(_MetricBase, kw_only=True):
    """The whole document."""

    rule: str
    start: str
    end: str
    required_months: int
    covers_required_months: bool
    first_record: str | None
    records: int
    imported_records: int
    cadence_days: int
    gaps: tuple[_MetricGap, ...]
    faults: tuple[_MetricFault, ...]
    indicators: tuple[_IndicatorMetric, ...]


def view(package: AuthorizationPackage) -> MetricsDocument:
    """Everything."""
    trend = package.indicator_trend
    if trend is None:
        raise ValueError(PATH)
    return MetricsDocument(
        rule="FRC-CSX-MOT",
        start=trend.start.isoformat(),
        end=trend.end.isoformat(),
        required_months=trend.required_months,
        covers_required_months=trend.covers,
        first_record=trend.first.isoformat() if trend.first else None,
        records=trend.records,
        imported_records=trend.imported,
        cadence_days=trend.cadence,
        gaps=tuple(
            _MetricGap(start=gap.start.isoformat(), end=gap.end.isoformat(), days=gap.days, open=gap.open) for gap in trend.gaps
        ),
        faults=tuple(_MetricFault(record=fault.path, what=fault.what) for fault in trend.faults),
        indicators=tuple(_metric(series, trend.end) for series in trend.series),
    )


def summary_of(series: IndicatorSeries, start: date, end: date) -> MetricSummary:
    """Of the records that count; imported ones are none."""
    points = [each for each in series.points if not each.imported and start <= each.day <= end]
    shares = [each.point.share for each in points if each.point.share is not None]
    return MetricSummary(
        start=start.isoformat(),
        end=end.isoformat(),
        days=len(points),
        lowest=_rounded(min(shares, default=None)),
        highest=_rounded(max(shares, default=None)),
        last=_rounded(shares[-1] if shares else None),
        failing_days=sum(bool(each.point.fails) for each in points),
    )


def _metric(series: IndicatorSeries, end: date) -> _IndicatorMetric:
    return _IndicatorMetric(
        id=series.id,
        past_30_days=summary_of(series, end - MONTH, end),
        past_year=summary_of(series, end - YEAR, end),
        six_months=summary_of(series, months_before(end, 6), end),
        eighteen_months=summary_of(series, months_before(end, 18), end),
        daily=_daily(series.points),
    )


def _daily(points: Sequence[SeriesPoint]) -> tuple[_MetricPoint, ...]:
    return tuple(
        _MetricPoint(
            day=each.day.isoformat(),
            state=each.point.state,
            subjects=each.point.subjects,
            passes=each.point.passes,
            fails=each.point.fails,
            unknown=each.point.unknown,
            methods=each.point.methods,
            imported=each.imported,
        )
        for each in points
    )


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


INDICATOR_METRICS_JSON = Renderer(
    name="indicator-metrics-json",
    path=PATH,
    title="FedRAMP 20x metrics over time by indicator (FRC-CSX-MOT), as data",
    applies=lambda package: package.indicator_trend is not None,
    render=without_template(lambda package: indented_json(view(package))),
)
