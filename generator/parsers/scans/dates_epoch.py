"""Dates that programs write as seconds since 1970. Zero and what no calendar holds is None, as in `dates`."""

from datetime import UTC, date, datetime

_LAST = 253_402_214_400
"""9999-12-31: what lies beyond counts in milliseconds, or is no date."""


def epoch_moment(seconds: float | None) -> datetime | None:
    """Seconds since 1970 as aware UTC."""
    if seconds is None or not 0 < seconds < _LAST:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def epoch_day(seconds: float | None) -> date | None:
    """The day of seconds since 1970, in UTC."""
    found = epoch_moment(seconds)
    return found.date() if found else None
