"""Days as a cloud's API and its command line write them: ISO 8601 text, or seconds since 1970."""

from datetime import UTC, datetime

Written = str | float | None
_LAST = 253_402_214_400
"""9999-12-31."""


def day(written: Written) -> str:
    """`2026-11-25`, in UTC; empty for what is no moment."""
    if isinstance(written, str):
        return _of_text(written)
    if written is None or not 0 < written < _LAST:
        return ""
    return datetime.fromtimestamp(written, UTC).date().isoformat()


def _of_text(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)).date().isoformat()
    except (ValueError, OverflowError):
        return ""
