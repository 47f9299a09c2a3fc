"""The contract of a kind of content: recognized by what is in it, condensed to sorted lines of JSON, one a record."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import BinaryIO

import msgspec

from generator.errors import ConfigError
from generator.limits import QUOTED
from generator.text import shortened

MOST_RECORDS = 2_000_000
"""There are some 350,000 CVEs."""


class Condensed(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of one original."""

    dated: date
    dated_by: str
    """The name under which the original carries its date."""
    lines: Sequence[bytes]
    """`["key",…]` each, without line end; sorted, so that of equal keys the one that counts is the last."""
    note: str = ""
    """What the user should know, for example that this is one page of many."""


class ContentKind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind."""

    name: str
    """As `atopack content add` names it."""
    title: str
    """For people."""
    merges: bool = False
    """True where originals complete each other; False where a newer one replaces an older."""
    largest: int
    """Bytes of an unpacked original that are read at most."""
    extract: tuple[str, str] | None = None
    """Path in the package, and title, of the extract of what was used of single CVEs; None where it is not about CVEs."""
    member: str | None = None
    """How the name of the one file that is wanted ends, in an archive of several; None where an archive holds one alone."""
    recognizes: Callable[[bytes], bool]
    """Can this be one? Asked of the first bytes of the unpacked original."""
    condense: Callable[[BinaryIO], Condensed]
    """Reads an unpacked original. It raises a ConfigError where that is not what it should be; nothing of it is used."""
    plain: Callable[[bytes], object] = msgspec.json.decode
    """A condensed line with names for its values, as extracts show it."""


def broken(what: str) -> ConfigError:
    """An original that cannot be used."""
    return ConfigError(what, next_step="download the file again from its publisher and add that copy")


def day_of(text: str) -> date:
    """The day of an ISO 8601 moment, as the publisher writes it; `2026-11-20T12:00:00+0000` as well.

    Raises:
        ConfigError: not a day between 1990 and 2999.
    """
    try:
        day = datetime.fromisoformat(text.strip()).date()
    except ValueError as error:
        raise broken(f"its date `{shortened(text, QUOTED)}` cannot be read") from error
    if not 1990 <= day.year < 3000:
        raise broken(f"its date is {day.isoformat()}")
    return day
