"""The record of a document without texts of people: values that have a key go there, other words are reported one by one."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from generator.documents.word_record import packed_with
from generator.documents.word_written import WrittenDocument
from generator.narrative.record import EditRecord, ValueBase, encode


def with_plain_record(
    written: WrittenDocument,
    system: str,
    as_of: date,
    where: str,
    values: Mapping[str, ValueBase] = MappingProxyType({}),
) -> bytes:
    """The finished file with its record in it, from what was written.

    `system` is the system's id, `values` what has a key.
    """
    record = EditRecord(
        system=system,
        as_of=as_of.isoformat(),
        prompt="",
        regions=(),
        texts={},
        fields={},
        boxes={},
        outside=written.places.outside,
        ticked=written.places.ticked,
        values={tag: value for tag, value in values.items() if tag in written.places.fields},
        pictures=written.places.pictures,
        document=where,
    )
    return packed_with(written.members, encode(record))
