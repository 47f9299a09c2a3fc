"""The record of a document without any place for people: whatever they typed into it can be reported, word by word."""

from datetime import date

from generator.documents.word_edited import fingerprint, read_edited
from generator.documents.word_record import attach
from generator.narrative.record import EditRecord, encode


def with_plain_record(data: bytes, system: str, as_of: date, where: str) -> bytes:
    """The finished file with its record in it; `system` is the system's id."""
    written = read_edited(data, (), where=where)
    record = EditRecord(
        system=system,
        as_of=as_of.isoformat(),
        prompt="",
        regions=(),
        texts={},
        fields={},
        boxes={},
        outside=frozenset(fingerprint(paragraph.text) for paragraph in written.outside),
        ticked=frozenset(map(fingerprint, written.ticked)),
        pictures=written.pictures,
    )
    return attach(data, encode(record), where=where)
