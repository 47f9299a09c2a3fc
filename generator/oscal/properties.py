"""Properties and days as documents have them."""

from collections.abc import Mapping, Sequence
from datetime import date

from generator.oscal import types as o
from generator.oscal.common import NS

FOR_EVER = 9999
"""The year that people write for never."""
_FIRST_YEAR, _LAST_YEAR = 1970, 2199


def own_of(props: Sequence[o.Property]) -> Mapping[str, str]:
    """Those in our own namespace, by name."""
    return {prop.name: prop.value for prop in props if prop.ns == NS}


def own_values(props: Sequence[o.Property], name: str) -> tuple[str, ...]:
    """All of a name in our own namespace."""
    return tuple(prop.value for prop in props if prop.name == name and prop.ns == NS)


def value_of(props: Sequence[o.Property], name: str) -> str:
    """The first of a name, in any namespace; empty where there is none."""
    return next((prop.value for prop in props if prop.name == name), "")


def day_of(moment: str | None, last: int = _LAST_YEAR) -> date | None:
    """The day of a moment; None also for an implausible year: no calculation with it means anything."""
    try:
        day = date.fromisoformat((moment or "")[:10])
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= last else None
