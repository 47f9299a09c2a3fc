"""How many indicators every subject shows, over time: the trend on the front page, as a drawing with words."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from markupsafe import Markup

from generator.model.indicator_history import IndicatorTrend
from generator.renderers.report.column_chart import ColumnCounts, column_chart

_MOST = 12
_STATES = ("enforced", "not-established", "not-enforced")
_PARTS = ("shown", "open", "not shown")


def trend_chart(trend: IndicatorTrend) -> Markup | None:
    """The last validation of each month, up to twelve, since the pages of the themes have all; None where nothing was
    recorded."""
    months = _by_month(trend)
    if not months:
        return None
    columns = [
        ColumnCounts(label=f"{day:%Y-%m}", parts=tuple(states[state] for state in _STATES))
        for day, states in list(months.items())[-_MOST:]
    ]
    return column_chart(
        "indicator-trend",
        "Key Security Indicators: shown by every subject, open, not shown; the last validation of each month",
        "Validation",
        _PARTS,
        columns,
    )


def _by_month(trend: IndicatorTrend) -> Mapping[date, Counter[str]]:
    """Of validations that count; what has no subject is in none of the parts."""
    by_day: dict[date, Counter[str]] = defaultdict(Counter)
    for series in trend.series:
        for each in series.points:
            if not each.imported:
                by_day[each.day][each.point.state] += 1
    last: dict[str, date] = {}
    for day in sorted(by_day):
        last[day.isoformat()[:7]] = day
    return {day: by_day[day] for day in last.values()}
