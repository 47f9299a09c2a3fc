"""What the payloads share: a body of the eMASS API as a list of entries, and entries that lack what only a person knows.

eMASS REST API v3.22. A body is what a client sends as it is; an entry that would be refused is left out of it and listed, with
what there is of it, so that nothing is invented to make it pass.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time

import msgspec

from generator.deliverables.material import Material

FOLDER = "dod/emass/"
_CUT = "… (cut: the whole text is in the delivery)"


class EmassEntry(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One element of a body. What is not known is left out of it."""


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as far as evidence and people fill it."""

    name: str
    """For people: an asset, an item."""
    entry: EmassEntry
    missing: tuple[tuple[str, str], ...] = ()
    """(field of the API, where a person says it) of what eMASS refuses an entry without."""


class Payload(msgspec.Struct, frozen=True, kw_only=True):
    """One body of the API."""

    file: str
    """`poams.json`."""
    title: str
    endpoint: str
    """`POST /api/systems/{systemId}/poams`."""
    proposed: Callable[[Material], Iterable[Proposed]]
    """All entries, in the order in which they are sent."""

    @property
    def path(self) -> str:
        """In the delivery."""
        return f"{FOLDER}{self.file}"


def lacking(*fields: tuple[str, object, str]) -> tuple[tuple[str, str], ...]:
    """Of (field, value, where to say it) those without a value."""
    return tuple((name, say) for name, value, say in fields if not value)


def unix(day: date | datetime | None) -> int | None:
    """Seconds since 1970, as the API has every date; of a day its midnight in UTC."""
    if day is None:
        return None
    moment = day if isinstance(day, datetime) else datetime.combine(day, time(), UTC)
    return int(moment.timestamp())


def within(text: str, most: int) -> str:
    """As much as eMASS takes."""
    return text if len(text) <= most else f"{text[: most - len(_CUT)]}{_CUT}"


def whole(entries: Iterable[Proposed]) -> Iterator[EmassEntry]:
    """Those that eMASS takes."""
    return (entry.entry for entry in entries if not entry.missing)
