"""The record of a document without texts of people: values that have a key go there, other words are reported one by one."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from generator.documents.word_edited import fingerprint, read_edited
from generator.documents.word_record import attach
from generator.narrative.record import EditRecord, ValueBase, encode


def with_plain_record(
    data: bytes, system: str, as_of: date, where: str, values: Mapping[str, ValueBase] = MappingProxyType({})
) -> bytes:
    """The finished file with its record in it; `system` is the system's id, `values` what has a key."""
    written = read_edited(data, (), where=where)
    there = {tag for tag, _, _ in written.fields}
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
        values={tag: value for tag, value in values.items() if tag in there},
        pictures=written.pictures,
        document=where,
    )
    return attach(data, encode(record), where=where)
