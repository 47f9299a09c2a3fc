"""One entry with a value of another type is read without it; what cannot be taken apart is refused as the entry it is."""

import msgspec
import pytest

from generator.parsers.document import Document
from generator.parsers.json import ShapeError
from generator.parsers.scans.misshapen_values import decode_without

DOCUMENT = Document("evidence/scans/a.json", b"{}")


class NamedEntry(msgspec.Struct):
    """What a reader expects."""

    name: str
    title: str | None = None


def test_a_value_of_another_type_counts_as_absent() -> None:
    entry, many = decode_without(DOCUMENT, b'{"name": "x", "title": ["t"]}', NamedEntry, "/0")
    assert (entry.name, entry.title, many) == ("x", None, 1)


@pytest.mark.parametrize("other", ["9" * 5_000, "[" * 5_000 + "]" * 5_000])
def test_what_python_does_not_read_is_refused_by_its_shape(other: str) -> None:
    with pytest.raises(ShapeError, match="Expected `str"):
        decode_without(DOCUMENT, b'{"name": "x", "title": ["t"], "other": %s}' % other.encode(), NamedEntry, "/0")
