"""When open items are due, by rating: the chart of the POA&M."""

from collections.abc import Sequence

from markupsafe import Markup

from generator.model.rating import Rating
from generator.renderers.report.column_chart import ColumnCounts, column_chart

LATE, EXCUSED = "past due", "deviation"
"""What is past due, and what would be but for a deviation that holds."""
_SPANS = (("0–30 days", 30), ("31–60 days", 60), ("61–90 days", 90), ("91–180 days", 180))
_LATER = "later"


def due_chart(items: Sequence[tuple[bool, int, Rating]]) -> Markup:
    """`items` are whether each is past due, the days that are left, and its rating."""
    return column_chart("due", "When open items are due, by rating", "Due", tuple(Rating), counted(items))


def counted(items: Sequence[tuple[bool, int, Rating]]) -> tuple[ColumnCounts, ...]:
    """Columns: what is past due, then spans of days from the as-of day on; that of deviations where there are any."""
    labels = (LATE, EXCUSED, *(label for label, _ in _SPANS), _LATER)
    counts = {label: dict.fromkeys(Rating, 0) for label in labels}
    for late, days, rating in items:
        counts[LATE if late else _span(days)][rating] += 1
    return tuple(
        ColumnCounts(label=label, parts=tuple(number_by_rating.values()))
        for label, number_by_rating in counts.items()
        if label != EXCUSED or any(number_by_rating.values())
    )


def _span(days: int) -> str:
    return EXCUSED if days < 0 else next((label for label, last in _SPANS if days <= last), _LATER)
