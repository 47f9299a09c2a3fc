"""Dates that scanners write for people: month names, twelve-hour clocks, slashes.

Qualys writes `04 Feb 2026 10:00AM GMT-0500`, `Feb 03, 2026 07:00 AM` and `05/13/2021 07:08:28`; Tenable
`Jan 5, 2021 10:24:08 MST` and `Tue Jun 25 10:39:42 2013`; Burp `Sat Sep 13 22:35:04 CEST 2014`, Invicti `25/06/2021 10:00 AM`.
What is none of these is None, as in `dates`.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone

from generator.parsers.late_patterns import late_re
from generator.parsers.scans.dates import latest_of, moment

_MONTHS = {name: index for index, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
"""The names that RFC 822 section 5.1 defines, in hours. Others are read as UTC: a name without a rule says nothing."""
_SPELLED = late_re(
    r"(?:[A-Za-z]{3,9},? +)?(?:(?P<d1>\d{1,2}) +(?P<m1>[A-Za-z]{3,9})|(?P<m2>[A-Za-z]{3,9}) +(?P<d2>\d{1,2})),?"
    r"(?: +(?P<y1>\d{4}),?)?"
    r"(?: +(?:at +)?(?P<H>\d{1,2}):(?P<M>\d\d)(?::(?P<S>\d\d))? *(?P<half>[AaPp][Mm])?)?"
    r"(?:(?: +(?P<between>[A-Z]{3,4}))? +(?P<y2>\d{4}))?"
    r"(?: +\(?(?:GMT|UTC)?(?P<zone>[+-]\d{4}|[A-Z]{3,4})?\)?)?"
)
_SLASHED = late_re(
    r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4})"
    r"(?:,? +(?:at +)?(?P<H>\d{1,2}):(?P<M>\d\d)(?::(?P<S>\d\d))? *(?P<half>[AaPp][Mm])?)?"
)
_ZONE_APART = late_re(r"^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,9})?) ?([+-]\d\d):?(\d\d)(?: [A-Z]{3,4})?$", re.ASCII)
_LONGEST = 80
_Parts = dict[str, str | None]


def spelled_moment(text: str) -> datetime | None:
    """A date with its month's name as aware UTC; without a time it is midnight, without a zone UTC."""
    parts = _spelled(text)
    day = spelled_day(text)
    if parts is None or day is None:
        return None
    return _at(day, parts, _zone(parts["zone"] or parts["between"]))


def spelled_day(text: str) -> date | None:
    """The day of a date with its month's name, as written."""
    parts = _spelled(text)
    if parts is None:
        return None
    month = _MONTHS.get((parts["m1"] or parts["m2"] or "")[:3].lower())
    return _date(parts["y1"] or parts["y2"], month, parts["d1"] or parts["d2"])


def is_day_first(texts: Iterable[str]) -> bool:
    """Do slashed dates of one file begin with the day? Only a number above twelve shows it; else the month comes first."""
    for text in texts:
        match = _SLASHED.match(text)
        if match and int(match["a"]) > 12:
            return True
        if match and int(match["b"]) > 12:
            return False
    return False


def slashed_day(text: str, *, day_first: bool) -> date | None:
    """The day of `05/13/2021 07:08:28`."""
    match = _SLASHED.match(text)
    if match is None:
        return None
    first, second = match["a"], match["b"]
    return _date(match["y"], int(second if day_first else first), first if day_first else second)


def slashed_moment(text: str, *, day_first: bool) -> datetime | None:
    """`05/13/2021 07:08:28` as aware UTC: no tool writes a zone beside it."""
    match, day = _SLASHED.match(text), slashed_day(text, day_first=day_first)
    return _at(day, match.groupdict(), UTC) if match and day else None


def _spelled(text: str) -> _Parts | None:
    match = _SPELLED.fullmatch(text.strip()) if 0 < len(text) < _LONGEST else None
    return match.groupdict() if match else None


def _date(year: str | None, month: int | None, day: str | None) -> date | None:
    try:
        written = date(int(year or 0), month or 0, int(day or 0))
    except ValueError:
        return None
    return written if 1970 < written.year < 9999 else None


def _at(day: date, parts: _Parts, zone: timezone) -> datetime | None:
    hour, half = int(parts["H"] or 0), (parts.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        local = datetime(day.year, day.month, day.day, hour, int(parts["M"] or 0), int(parts["S"] or 0), tzinfo=zone)
    except ValueError:
        return None
    return local.astimezone(UTC)


def _zone(text: str | None) -> timezone:
    if text and text[0] in "+-":
        offset = timedelta(hours=int(text[1:3]), minutes=int(text[3:]))
        if offset < timedelta(hours=24):
            return timezone(-offset if text[0] == "-" else offset)
    return timezone(timedelta(hours=_ZONES.get(text or "", 0)))


def any_moment(text: str) -> datetime | None:
    """RFC 3339, or a date with its month's name, as aware UTC. A zone may stand apart: `2026-11-14 11:00:00 +0100`."""
    return moment(text) or moment(_ZONE_APART.sub(r"\1\2:\3", text.strip())) or spelled_moment(text)


def newest(texts: Iterable[str]) -> datetime | None:
    """The newest of dates of one file, slashed ones among them."""
    known = tuple(dict.fromkeys(texts))
    day_first = is_day_first(known)
    return latest_of(any_moment(text) or slashed_moment(text, day_first=day_first) for text in known)
