"""Open items over time, as a drawing that needs no color: stacked columns with patterns, their numbers, and words for who
cannot see it. The table beside it holds the same (WCAG 2.2, 1.1.1 and 1.4.1)."""

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from generator.model.trend import DayCount
from generator.renderers.chart_scale import ChartScaleLine, ChartSegment, ColumnScale, px, scale
from generator.renderers.html_page import filled
from generator.text import counted

WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 10, 22, 34
_MOST = 24
"""Columns: two years of months."""
_WIDEST = 56.0


class TrendColumn(msgspec.Struct, frozen=True, kw_only=True):
    """One package."""

    x: str
    width: str
    middle: str
    top: str
    """Base line of the total above it."""
    day: str
    total: str
    high: str
    moderate: str
    low: str
    late: str
    parts: tuple[ChartSegment, ...]


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """The chart and its table."""

    columns: tuple[TrendColumn, ...]
    scale: tuple[ChartScaleLine, ...]
    words: str
    """What it shows, in a sentence or two."""
    left_out: str


def trend(counts: Sequence[DayCount]) -> Trend:
    """The newest packages, oldest first."""
    shown = counts[-_MOST:]
    step, top = scale(max((day_count.total for day_count in shown), default=0))
    heights = ColumnScale(HEIGHT - _BOTTOM, (HEIGHT - _TOP - _BOTTOM) / top)
    width = (WIDTH - _LEFT - _RIGHT) / max(len(shown), 1)
    return Trend(
        columns=tuple(_column(day_count, _LEFT + index * width, width, heights) for index, day_count in enumerate(shown)),
        scale=heights.lines(step, top),
        words=_words(shown),
        left_out=f"{len(counts) - len(shown):,} older packages are left out." if len(counts) > len(shown) else "",
    )


def drawn(shown: Trend) -> Markup:
    """The drawing with its table, to be put into a page that has the colors as custom properties."""
    return filled("trend.html", trend=shown, width=WIDTH, height=HEIGHT)


def _column(day_count: DayCount, left: float, room: float, heights: ColumnScale) -> TrendColumn:
    width = min(room * 0.62, _WIDEST)
    middle = left + room / 2
    parts = (("high", day_count.high), ("moderate", day_count.moderate), ("low", day_count.low))
    return TrendColumn(
        x=px(middle - width / 2),
        width=px(width),
        middle=px(middle),
        top=px(heights.y(day_count.total) - 5),
        day=day_count.day.isoformat(),
        total=f"{day_count.total:,}",
        high=f"{day_count.high:,}",
        moderate=f"{day_count.moderate:,}",
        low=f"{day_count.low:,}",
        late=f"{day_count.late:,}",
        parts=heights.stacked(parts),
    )


def _words(shown: Sequence[DayCount]) -> str:
    if not shown:
        return "Nothing was counted."
    last = shown[-1]
    text = f"{counted(last.total, 'item')} open on {last.day}: {_parts(last)}."
    if len(shown) == 1:
        return f"{text} No earlier package was handed in, so there is nothing to compare with."
    first = shown[0]
    return f"{text} On {first.day} there were {first.total:,}: {_parts(first)}."


def _parts(day_count: DayCount) -> str:
    return f"{day_count.high:,} High, {day_count.moderate:,} Moderate, {day_count.low:,} Low"
