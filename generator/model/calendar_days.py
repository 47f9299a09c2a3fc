"""Days that are counted from others."""

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or earlier where that is below 0; the last day of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
