"""How the cross-check page writes counts, days and places in evidence."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from generator.model.evidence import Source
from generator.model.places import evidence_path
from generator.oscal.common import quote_path
from generator.renderers.browser_files import runs
from generator.renderers.crosscheck_rows import Place, Table

Row = TypeVar("Row")

WORKBOOK = "the POA&M workbook"
INVENTORY = "the inventory workbook"
RESULTS = "oscal/assessment-results.json"
MANIFEST = "manifest.json"
_EVIDENCE = "evidence/"
_SHORT = 25
"""Rows. A longer list is folded on the screen, never in print."""


def counted(number: int, one: str, many: str = "") -> str:
    """`1 gap`, `1,204 gaps`."""
    return f"{number:,} {noun(number, one, many)}"


def noun(number: int, one: str, many: str = "") -> str:
    """`gap` or `gaps`."""
    return one if number == 1 else many or f"{one}s"


def more(total: int, shown: int, where: str) -> str:
    """Says what a shortened list leaves out and where it is; empty where nothing is left out."""
    return f"and {total - shown:,} more in {where}" if total > shown else ""


def shortened(rows: Sequence[Row], most: int, where: str) -> Table[Row]:
    """The first rows, and what is left out."""
    kept = tuple(rows[:most])
    return Table(rows=kept, more=more(len(rows), len(kept), where), total=f"{len(rows):,}", short=len(rows) <= _SHORT)


def place_of(source: Source) -> Place:
    """A place in an evidence file."""
    path = evidence_path(source.path)
    return Place(text=f"{path}, {source.place}" if source.place else path, href=link_to(path))


def link_to(path: str) -> str:
    """From the page to a file of the package; empty for one that would lead out of it, and for evidence that a browser runs."""
    return "" if path.startswith(_EVIDENCE) and runs(path) else inside(f"../{quote_path(path)}")


def inside(href: str) -> str:
    """A link from a folder of the package to another one, or nothing where it would lead out of the package."""
    folder, *parts = href.split("/")
    return href if folder == ".." and ".." not in parts else ""


def moment_of(value: datetime | None) -> str:
    """`2026-11-18 09:00 UTC`; a day alone where the time is not known."""
    if value is None:
        return "undated"
    return f"{value:%Y-%m-%d}" if (value.hour, value.minute) == (0, 0) else f"{value:%Y-%m-%d %H:%M} UTC"


def day_of(moment: str | None) -> str:
    """The day of an OSCAL date and time."""
    return (moment or "")[:10]
