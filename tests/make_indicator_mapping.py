"""Makes `oscal/fedramp-20x/mapping-collection.json` from the tables beside it (run by hand when a table changes)."""

from datetime import date
from pathlib import Path

from generator.frameworks.fedramp_20x import FOLDER
from generator.ids import UuidFactory
from generator.oscal.indicator_documents import mapping_collection
from generator.oscal.versions import LATEST
from generator.resources import data

FILE = "mapping-collection.json"
DAY = date(2026, 7, 14)
"""Of the version of the rules that the tables follow."""


def collection() -> bytes:
    """The file."""
    return mapping_collection(UuidFactory(FOLDER), DAY, LATEST)


if __name__ == "__main__":
    Path(str(data("oscal") / FOLDER / FILE)).write_bytes(collection())
