"""Properties and days in a plan that is read back."""

from collections.abc import Mapping, Sequence
from datetime import date

from generator.oscal import poam_wire as w
from generator.oscal.common import NS

FOR_EVER = 9999
"""The year that people write for never."""
_FIRST_YEAR, _LAST_YEAR = 1970, 2199


def own_of(props: Sequence[w.Prop]) -> Mapping[str, str]:
    """Those in our own namespace, by name."""
    return {one.name: one.value for one in props if one.ns == NS}


def value_of(props: Sequence[w.Prop], name: str) -> str:
    """The first of a name, in any namespace; empty where there is none."""
    return next((one.value for one in props if one.name == name), "")


def day_of(moment: str, last: int = _LAST_YEAR) -> date | None:
    """The day of a moment; None also for one that nobody can mean: no calculation with it means anything."""
    try:
        day = date.fromisoformat(moment[:10])
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= last else None
