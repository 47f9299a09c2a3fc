"""When open items are due, by rating: the chart of the POA&M."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from generator.model.rating import Rating
from generator.renderers.report.column_chart import ColumnCounts, column_chart

_SPANS = (("past due", -1), ("0–30 days", 30), ("31–60 days", 60), ("61–90 days", 90), ("91–180 days", 180))
_LATER = "later"


def due_chart(items: Sequence[tuple[date, Rating]], as_of: date) -> Markup:
    """`items` are the day each is due, and its rating."""
    return column_chart("due", "When open items are due, by rating", "Due", tuple(Rating), counted(items, as_of))


def counted(items: Sequence[tuple[date, Rating]], as_of: date) -> tuple[ColumnCounts, ...]:
    """Columns: what is past due, then spans of days from the as-of day on."""
    counts = {label: dict.fromkeys(Rating, 0) for label in (*(label for label, _ in _SPANS), _LATER)}
    for due, rating in items:
        counts[_span((due - as_of).days)][rating] += 1
    return tuple(
        ColumnCounts(label=label, parts=tuple(number_by_rating.values())) for label, number_by_rating in counts.items()
    )


def _span(days: int) -> str:
    return next((label for label, last in _SPANS if days <= last), _LATER)
