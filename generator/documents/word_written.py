"""A Word document as it was written, for the record that it carries: what stands where, before anybody worked on it."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec
from lxml import etree

from generator.documents.bounded_zip import parse_xml
from generator.documents.damage import damage_named
from generator.documents.word_block_places import BlockPlaces
from generator.documents.word_outside import plain
from generator.documents.word_places import DocumentPlaces

_DOCUMENT = "word/document.xml"
_HASH = 8


class WrittenPlaces(msgspec.Struct, frozen=True, kw_only=True):
    """What a record says of the document as it was written: words as fingerprints, and of a region its tag alone, since
    what was put into it is known. See `word_edited.Edited`, of which each field is the same.
    """

    regions: tuple[str, ...]
    fields: frozenset[str]
    """Their tags."""
    boxes: tuple[str, ...]
    """Their tags, in document order."""
    outside: frozenset[str]
    ticked: frozenset[str]
    pictures: int


class WrittenDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that gets its record before it is packed."""

    members: Mapping[str, bytes]
    places: WrittenPlaces


def read_written(members: Mapping[str, bytes], tags: Iterable[str], *, where: str = "Word document") -> WrittenPlaces:
    """What `word_edited.read_edited` would read of the document that has these members, as far as a record says it; regions are
    not read as blocks, which takes long.
    """
    with damage_named(where):
        places = DocumentPlaces(parse_xml(members[_DOCUMENT], where=where), members, tuple(tags))
        regions = []
        for tag in sorted(places.tags):
            for elements, _ in places.regions(tag):
                regions.append((places.place(elements), tag))
                if places.has_notes:
                    places.blocks(elements)
        fields, boxes = places.fields_and_boxes()
        return WrittenPlaces(
            regions=tuple(tag for _, tag in sorted(regions, key=lambda pair: pair[0])),
            fields=frozenset(tag for tag, _ in fields),
            boxes=tuple(tag for tag, _ in boxes),
            outside=frozenset(map(fingerprint, {paragraph.text for paragraph in places.outside()})),
            ticked=frozenset(map(fingerprint, places.ticked())),
            pictures=places.pictures(),
        )


def as_written(members: Mapping[str, bytes], tags: Iterable[str], *, where: str = "Word document") -> WrittenDocument:
    """A document that was filled in place, with what is read of it. See `read_written`."""
    return WrittenDocument(members=members, places=read_written(members, tags, where=where))


def places_of_written(
    members: Mapping[str, bytes],
    cover: etree._Element,
    blocks: BlockPlaces,
    tags: Iterable[str],
    *,
    where: str = "Word document",
) -> WrittenPlaces:
    """The same of a document of ours, `cover` with blocks behind it, without reading the blocks again."""
    with damage_named(where):
        places = DocumentPlaces(cover, members, tuple(tags))
        if places.has_regions or not places.tags.issuperset(blocks.regions):  # which the blocks alone do not tell
            return read_written(members, places.tags, where=where)
        fields, boxes = places.fields_and_boxes()
        outside = {paragraph.text for paragraph in places.outside()}
        return WrittenPlaces(
            regions=tuple(blocks.regions),
            fields=frozenset((*(tag for tag, _ in fields), *blocks.fields)),
            boxes=_together((*(tag for tag, _ in boxes), *blocks.boxes)),
            outside=frozenset(map(fingerprint, outside | blocks.outside)),
            ticked=frozenset(map(fingerprint, {*places.ticked(), *blocks.ticked})),
            pictures=places.pictures() + blocks.pictures,
        )


def _together(tags: Iterable[str]) -> tuple[str, ...]:
    """Those that are equal follow one another, where the first of them stands."""
    counts = Counter(tags)
    return tuple(counts.elements())


def fingerprint(text: str) -> str:
    """Short, for telling paragraphs that were there from those that were typed."""
    return hashlib.sha256(plain(text).encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]
