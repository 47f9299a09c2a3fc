"""A Word document after somebody worked on it: what stands in its fields and boxes, and what was typed elsewhere."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec
from lxml import etree

from generator.documents.bounded_zip import parse_xml, unpack
from generator.documents.damage import damage_named
from generator.documents.word_blocks import Paragraph, WordTable
from generator.documents.word_flow import W, local_name
from generator.documents.word_outside import OutsideParagraph, plain
from generator.documents.word_places import DocumentPlaces, words
from generator.documents.word_read import is_prompting, paragraph_text
from generator.errors import ParseError
from generator.text import counted

_DOCUMENT = "word/document.xml"
_CHANGES = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
_EMBEDDED = {
    "altChunk": "another document is embedded, and was not read",
    "subDoc": "another document is linked, and was not read",
}


class EditedRegion(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in one place that belongs to a person."""

    tag: str
    blocks: tuple[Paragraph | WordTable, ...]
    text: str
    """All of its words."""
    prompting: bool
    """Does the control say that only its prompt is shown?"""
    remarks: tuple[str, ...]
    """Tracked changes, comments, pictures: what a reader has to look at."""


class Edited(msgspec.Struct, frozen=True, kw_only=True):
    """The document."""

    regions: tuple[EditedRegion, ...]
    """In document order; a place that was copied is there twice."""
    fields: tuple[tuple[str, str, bool], ...]
    """(tag, text, only the prompt is shown) of places inside a line."""
    boxes: tuple[tuple[str, bool], ...]
    outside: tuple[OutsideParagraph, ...]
    remarks: tuple[str, ...]
    """Comments that belong to no region."""
    ticked: tuple[str, ...] = ()
    """The words of rows with a ticked box that no tag names."""
    pictures: int = 0
    """Pictures, drawings and embedded objects outside of all regions."""


def read_edited(data: bytes, tags: Iterable[str], *, where: str = "Word document") -> Edited:
    """The document; `tags` are those of its regions.

    Raises:
        ParseError: not a Word document, or damaged.
    """
    with damage_named(where):
        members = unpack(data, where=where)
        if _DOCUMENT not in members:
            raise ParseError("this is not a Word document", where=where, next_step="name a .docx file")
        root = parse_xml(members[_DOCUMENT], where=where)
        return _Edited(root, members, tuple(tags)).read()


class _Edited(DocumentPlaces):
    def __init__(self, root: etree._Element, members: Mapping[str, bytes], tags: tuple[str, ...]) -> None:
        super().__init__(root, members, tags)
        self._comments = _comments(members.get("word/comments.xml"))

    def read(self) -> Edited:
        regions = [
            (self.place(elements), self._region(tag, elements, control))
            for tag in sorted(self.tags)
            for elements, control in self.regions(tag)
        ]
        fields, boxes = self.fields_and_boxes()
        return Edited(
            regions=tuple(region for _, region in sorted(regions, key=lambda pair: pair[0])),
            fields=tuple((tag, plain(words(control)), is_prompting(control)) for tag, control in fields),
            boxes=tuple(boxes),
            outside=tuple(self.outside()),
            remarks=(
                *(f"a comment outside of the fields, {text}" for text in self._comments.values() if text),
                *_counted(_EMBEDDED[local_name(element)] for element in self.root.iter(*(f"{W}{name}" for name in _EMBEDDED))),
            ),
            ticked=tuple(self.ticked()),
            pictures=self.pictures(),
        )

    def _region(self, tag: str, elements: list[etree._Element], control: etree._Element | None) -> EditedRegion:
        seen = len(self.reader.named)
        blocks = self.blocks(elements)
        named = self.reader.named[seen:]
        return EditedRegion(
            tag=tag,
            blocks=blocks,
            text=plain("\n".join(paragraph_text(paragraph) for element in elements for paragraph in element.iter(f"{W}p"))),
            prompting=control is not None and is_prompting(control),
            remarks=(*_counted(named), *_changes(elements), *self._commented(elements)),
        )

    def _commented(self, elements: list[etree._Element]) -> Iterator[str]:
        for element in elements:
            for mark in element.iter(f"{W}commentReference"):
                text = self._comments.pop(mark.get(f"{W}id", ""), None)
                if text:
                    yield f"a comment, {text}"


def _comments(data: bytes | None) -> dict[str, str]:
    root = parse_xml(data, where="word/comments.xml") if data else ()
    return {
        element.get(
            f"{W}id", ""
        ): f"{element.get(f'{W}author') or 'no name'}: {plain(' '.join(map(paragraph_text, element.iter(f'{W}p'))))}"
        for element in root
    }


def _changes(elements: Iterable[etree._Element]) -> Iterator[str]:
    """Tracked changes by author."""
    counts = Counter(
        mark.get(f"{W}author") or "no name" for element in elements for mark in element.iter(*_CHANGES) if len(mark)
    )
    for author, count in sorted(counts.items()):
        yield f"{counted(count, 'tracked change')} of {author}, read as accepted"


def _counted(named: Iterable[str]) -> Iterator[str]:
    for what, count in Counter(named).items():
        yield what if count == 1 else f"{what} ({count})"
