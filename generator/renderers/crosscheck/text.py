"""How the cross-check page writes long tables, days and places in evidence."""

from collections.abc import Sequence
from typing import TypeVar

from generator.model.evidence import EvidenceSource
from generator.model.places import evidence_path
from generator.oscal.common import quote_path
from generator.renderers.browser_files import runs
from generator.renderers.crosscheck.rows import CrosscheckTable, EvidencePlace
from generator.text import left_out

Row = TypeVar("Row")

WORKBOOK = "the POA&M workbook"
INVENTORY = "the inventory workbook"
RESULTS = "oscal/assessment-results.json"
MANIFEST = "manifest.json"
_EVIDENCE = "evidence/"
_SHORT = 25
"""Rows. A longer list is folded on the screen, never in print."""


def shortened(rows: Sequence[Row], most: int, where: str) -> CrosscheckTable[Row]:
    """The first rows, and what is left out."""
    kept = tuple(rows[:most])
    return CrosscheckTable(
        rows=kept, more=left_out(len(rows) - len(kept), where=where), total=f"{len(rows):,}", short=len(rows) <= _SHORT
    )


def place_of(source: EvidenceSource) -> EvidencePlace:
    """A place in an evidence file."""
    path = evidence_path(source.path)
    return EvidencePlace(text=f"{path}, {source.place}" if source.place else path, href=link_to(path))


def link_to(path: str) -> str:
    """From the page to a file of the package; empty for one that would lead out of it, and for evidence that a browser runs."""
    return "" if path.startswith(_EVIDENCE) and runs(path) else inside(f"../{quote_path(path)}")


def inside(href: str) -> str:
    """A link from a folder of the package to another one, or nothing where it would lead out of the package."""
    folder, *parts = href.split("/")
    return href if folder == ".." and ".." not in parts else ""


def day_of(moment: str | None) -> str:
    """The day of an OSCAL date and time."""
    return (moment or "")[:10]
