"""Reports with entries that are `null`: such a report was not read whole."""

from msgspec.structs import replace

from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.empty_entries import empty_entries, empty_entries_text
from generator.parsers.scans.tally import EMPTY_ENTRY


def with_null_entries(document: Document, snapshot: ScanSnapshot) -> ScanSnapshot:
    """The snapshot, which then states that the report was not read whole and why.

    Empty rows of a format that is not JSON have no place.
    """
    dropped = dict(snapshot.tally.dropped).get(EMPTY_ENTRY, 0)
    places = empty_entries(document)
    number = max(len(places), dropped)
    if not number:
        return snapshot
    reason = empty_entries_text(number, places[0] if places else "", "report")
    because = snapshot.not_assessed_because
    return replace(snapshot, not_assessed_because=f"{because}; {reason}" if because else reason)
