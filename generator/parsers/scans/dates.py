"""Dates as scanners write them. What is not a date, or is a program's zero date, is None: absent, never an error."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TypeVar

from generator.parsers.late_patterns import late_re

T = TypeVar("T", bound=date)
_LAST = 253_402_214_400
"""9999-12-31: what lies beyond counts in milliseconds, or is no date."""
_SPACED = late_re(
    r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)\s?(Z|[+-]\d{2}:?\d{2})?(?:\s[A-Z]{1,5})?", re.ASCII
)
_ZERO = 1970
"""Go writes year 1 and others the Unix epoch where no date is known."""


def earliest_of(times: Iterable[T | None]) -> T | None:
    """The first of the times that are known; None where none is."""
    return min(filter(None, times), default=None)


def latest_of(times: Iterable[T | None]) -> T | None:
    """The last of the times that are known; None where none is."""
    return max(filter(None, times), default=None)


def moment(text: str | None) -> datetime | None:
    """An RFC 3339 timestamp as aware UTC; one without a zone is read as UTC, since nothing else is known of it."""
    if not text:
        return None
    try:
        parsed = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if not _ZERO < parsed.year < 9999:
        return None
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def seen_day(text: str | None) -> date | None:
    """The day in UTC of an RFC 3339 timestamp at which something was seen; of a plain date that date.

    Unlike a publication date it is compared with the time of a scan, which is UTC as well.
    """
    seen = moment(text)
    return seen.date() if seen else day(text)


def day(text: str | None) -> date | None:
    """The day of an RFC 3339 timestamp or ISO 8601 date, as written: a publication date has no zone."""
    if not text:
        return None
    try:
        parsed = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
    return parsed if parsed.year > _ZERO else None


def epoch_moment(seconds: float | None) -> datetime | None:
    """Seconds since 1970 as aware UTC."""
    if seconds is None or not 0 < seconds < _LAST:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def epoch_day(seconds: float | None) -> date | None:
    """The day of seconds since 1970, in UTC."""
    instant = epoch_moment(seconds)
    return instant.date() if instant else None


def spaced_moment(text: str | None) -> datetime | None:
    """A timestamp as Ruby and Go print it, `2026-03-02 04:05:06.5 +0000 UTC`, as aware UTC; without an offset it is UTC."""
    match = _SPACED.fullmatch((text or "").strip())
    return moment(f"{match[1]}T{match[2]}{match[3] or ''}") if match else None
