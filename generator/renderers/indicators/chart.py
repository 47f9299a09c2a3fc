"""An indicator over time as a drawing that needs no color, with words for who cannot see it (WCAG 2.2, 1.1.1 and 1.4.1).

The line is the share of subjects that pass. A time without validation beyond the cadence is hatched, and the line is broken
there; what was imported is drawn as rings. The table beside the chart holds the same, month by month.
"""

from collections.abc import Sequence
from datetime import date

import msgspec
from markupsafe import Markup

from generator.model.indicator_history import IndicatorSeries, IndicatorTrend, SeriesPoint, ValidationGap
from generator.renderers.chart_scale import px
from generator.renderers.html_page import filled
from generator.text import counted

WIDTH, HEIGHT = 720, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 10, 12, 26


class ChartMark(msgspec.Struct, frozen=True, kw_only=True):
    """One validation."""

    x: str
    y: str
    imported: bool


class ChartHole(msgspec.Struct, frozen=True, kw_only=True):
    """A time without validation."""

    x: str
    width: str


class ChartMonth(msgspec.Struct, frozen=True, kw_only=True):
    """The last validation of a month, for the table."""

    day: str
    state: str
    passes: str
    note: str


def indicator_chart(series: IndicatorSeries, trend: IndicatorTrend) -> Markup | None:
    """The drawing with its table; None where nothing was recorded."""
    if not series.points:
        return None
    days = max((trend.end - trend.start).days, 1)
    place = _ChartPlace(start=trend.start, days=days)
    return filled(
        "indicator-chart.html",
        name=series.id.lower(),
        title=f"{series.id}: share of subjects that pass",
        words=_words(series, trend),
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        lines=[(px(place.y(share)), f"{share * 100:.0f}%") for share in (0.0, 0.5, 1.0)],
        paths=[_path(part, place) for part in _unbroken(series.points, trend.gaps)],
        marks=[
            ChartMark(x=px(place.x(each.day)), y=px(place.y(each.point.share)), imported=each.imported)
            for each in series.points
            if each.point.share is not None
        ],
        holes=[ChartHole(x=px(place.x(gap.start)), width=px(place.x(gap.end) - place.x(gap.start))) for gap in trend.gaps],
        months=_months(series.points),
        first=trend.start.isoformat(),
        last=trend.end.isoformat(),
    )


class _ChartPlace(msgspec.Struct, frozen=True, kw_only=True):
    start: date
    days: int

    def x(self, day: date) -> float:
        """Of a day."""
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (day - self.start).days / self.days

    def y(self, share: float) -> float:
        """Of a share."""
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * share


def _unbroken(points: Sequence[SeriesPoint], gaps: Sequence[ValidationGap]) -> list[list[SeriesPoint]]:
    """Validations that count, cut where a gap begins."""
    starts = {gap.start for gap in gaps}
    parts: list[list[SeriesPoint]] = [[]]
    for each in points:
        if each.imported or each.point.share is None:
            continue
        parts[-1].append(each)
        if each.day in starts:
            parts.append([])
    return [part for part in parts if len(part) > 1]


def _path(part: Sequence[SeriesPoint], place: _ChartPlace) -> str:
    """Steps: a result holds until the next validation."""
    moves = [f"M{px(place.x(part[0].day))} {px(place.y(part[0].point.share or 0))}"]
    moves += [f"H{px(place.x(each.day))} V{px(place.y(each.point.share or 0))}" for each in part[1:]]
    return " ".join(moves)


def _months(points: Sequence[SeriesPoint]) -> list[ChartMonth]:
    last: dict[str, SeriesPoint] = {}
    for each in points:
        last[each.day.isoformat()[:7]] = each
    return [
        ChartMonth(
            day=each.day.isoformat(),
            state=each.point.state.replace("-", " "),
            passes=f"{each.point.passes:,} of {each.point.subjects:,}",
            note="imported, not counted" if each.imported else "",
        )
        for each in last.values()
    ]


def _words(series: IndicatorSeries, trend: IndicatorTrend) -> str:
    counting = [each for each in series.points if not each.imported]
    parts = [f"{counted(len(counting), 'validation')} from {trend.start} to {trend.end}"]
    shares = [each for each in counting if each.point.share is not None]
    if shares:
        first, final = shares[0], shares[-1]
        parts.append(
            f"{first.point.passes:,} of {first.point.subjects:,} passed on {first.day}, "
            f"{final.point.passes:,} of {final.point.subjects:,} on {final.day}"
        )
    foreign = len(series.points) - len(counting)
    if foreign:
        parts.append(f"{counted(foreign, 'imported point')} not counted")
    gaps = [f"{gap.start} to {gap.end} ({counted(gap.days, 'day')})" for gap in trend.gaps]
    parts.append(
        f"no validation from {'; from '.join(gaps)}" if gaps else f"no gap of more than {counted(trend.cadence, 'day')}"
    )
    return "; ".join(parts) + "."
