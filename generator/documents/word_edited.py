"""A Word document after somebody worked on it: what stands in its fields and boxes, and what was typed elsewhere.

A region is found by its content control and by the two points around it (`word_controls`), whichever of them is left: Word
keeps all three, LibreOffice keeps the control around the first paragraph only.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from generator.documents.bounded_zip import parse_xml, unpack
from generator.documents.damage import damage_named
from generator.documents.word_blocks import Paragraph, WordTable
from generator.documents.word_controls import begin_name, end_name
from generator.documents.word_flow import W, blocks_of, container_of, local_name, paragraph_of
from generator.documents.word_outside import OutsideParagraph, plain, texts_outside_body
from generator.documents.word_read import checkbox_state, control_tag, is_prompting, paragraph_text
from generator.documents.word_rich import RichTextReader
from generator.errors import ParseError
from generator.text import counted, shortened

_DOCUMENT = "word/document.xml"
_CHANGES = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
_OURS = re.compile(r"(?:narrative|role|parameter|inherited|said):")
"""How the tags of our content controls begin."""
_HEADING = re.compile(r"heading|frontheading|contentstitle|appendix")
_TITLES = ("Control Summary Information", "What is the solution and how is it implemented?")
"""How the title rows of FedRAMP's Appendix A end; they begin with the control."""
_LABEL = re.compile(r".{0,40}:+")
"""What stands before a text and says nothing of where it is: "Drafted from evidence:"."""
_LISTED = re.compile(r"toc|contents\d")
"""Of entries in a table of contents, whose pages programs count anew."""
_PAGE = re.compile(r"\s*\d+$")
_PICTURES = ("drawing", "pict", "object")
_SHOWN_ONCE = frozenset(
    ("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", *(f"{W}{picture}" for picture in _PICTURES))
)
"""Of two ways to draw one thing the first counts, and what is drawn inside of a drawing with it."""
_EMBEDDED = {
    "altChunk": "another document is embedded, and was not read",
    "subDoc": "another document is linked, and was not read",
}
_HASH = 8
_SHORT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedRegion:
    """What stands in one place that belongs to a person."""

    tag: str
    blocks: tuple[Paragraph | WordTable, ...]
    text: str
    """All of its words."""
    prompting: bool
    """Does the control say that only its prompt is shown?"""
    remarks: tuple[str, ...]
    """Tracked changes, comments, pictures: what a reader has to look at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPlaces:
    """What a record says of the document as it was written: words as fingerprints, and of a region its tag alone, since
    what was put into it is known. See `Edited`, of which each field is the same."""

    regions: tuple[str, ...]
    fields: frozenset[str]
    """Their tags."""
    boxes: tuple[str, ...]
    """Their tags, in document order."""
    outside: frozenset[str]
    ticked: frozenset[str]
    pictures: int


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


def read_written(members: Mapping[str, bytes], tags: Iterable[str], *, where: str = "Word document") -> WrittenPlaces:
    """The same of a document whose members were written just now; regions are not read as blocks, which takes long."""
    with damage_named(where):
        return _Edited(parse_xml(members[_DOCUMENT], where=where), members, tuple(tags)).written()


def fingerprint(text: str) -> str:
    """Short, for telling paragraphs that were there from those that were typed."""
    return hashlib.sha256(plain(text).encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]


class _Edited:
    def __init__(self, root: etree._Element, members: Mapping[str, bytes], tags: tuple[str, ...]) -> None:
        self._root, self._members = root, members
        self._tags = frozenset(tags)
        self._points = _points(root)
        self._comments = _comments(members.get("word/comments.xml"))
        self._controls: dict[str, list[etree._Element]] = {}
        self._tagged = [(control, control_tag(control)) for control in root.iter(f"{W}sdt")]
        """All content controls; the tag is empty where there is none."""
        for control, tag in self._tagged:
            if tag:
                self._controls.setdefault(tag, []).append(control)
        self._owners = {
            block: control for control, tag in self._tagged if tag in self._tags for block in control.iter(f"{W}p", f"{W}tbl")
        }
        """The region that a paragraph or table stands in; of two around each other the inner one."""
        self._order: dict[etree._Element | None, int] = {element: place for place, element in enumerate(root.iter(f"{W}p"))}
        self._inside: set[etree._Element] = set()
        """Paragraphs and controls that were read as a person's."""
        self._around_fields: set[etree._Element] = set()
        """Paragraphs with such a control in them."""
        self._noted: set[str] = set()
        """The words of notes that stand in brackets in a region."""

    @property
    def _has_notes(self) -> bool:
        """Notes at the foot of a page may belong to a region, which only its blocks tell."""
        return not self._members.keys().isdisjoint(("word/footnotes.xml", "word/endnotes.xml"))

    @cached_property
    def _reader(self) -> RichTextReader:
        return RichTextReader(self._members)

    def read(self) -> Edited:
        regions = [
            (self._place(elements), self._region(tag, elements, control))
            for tag in sorted(self._tags)
            for elements, control in self._regions(tag)
        ]
        fields, boxes = self._fields_and_boxes()
        return Edited(
            regions=tuple(region for _, region in sorted(regions, key=lambda pair: pair[0])),
            fields=tuple((tag, plain(_words(control)), is_prompting(control)) for tag, control in fields),
            boxes=tuple(boxes),
            outside=(*texts_outside_body(self._members, self._noted), *self._outside()),
            remarks=(
                *(f"a comment outside of the fields, {text}" for text in self._comments.values() if text),
                *_counted(_EMBEDDED[local_name(element)] for element in self._root.iter(*(f"{W}{name}" for name in _EMBEDDED))),
            ),
            ticked=tuple(self._ticked()),
            pictures=self._pictures(),
        )

    def written(self) -> WrittenPlaces:
        regions = []
        for tag in sorted(self._tags):
            for elements, _ in self._regions(tag):
                regions.append((self._place(elements), tag))
                if self._has_notes:
                    self._blocks(elements)
        fields, boxes = self._fields_and_boxes()
        outside = (*texts_outside_body(self._members, self._noted), *self._outside())
        return WrittenPlaces(
            regions=tuple(tag for _, tag in sorted(regions, key=lambda pair: pair[0])),
            fields=frozenset(tag for tag, _ in fields),
            boxes=tuple(tag for tag, _ in boxes),
            outside=frozenset(map(fingerprint, {paragraph.text for paragraph in outside})),
            ticked=frozenset(map(fingerprint, self._ticked())),
            pictures=self._pictures(),
        )

    def _fields_and_boxes(self) -> tuple[list[tuple[str, etree._Element]], list[tuple[str, bool]]]:
        """Once the regions were read."""
        fields, boxes = [], []
        for tag, controls in self._controls.items():
            for control in controls if tag not in self._tags else ():
                state = checkbox_state(control)
                if state is not None:
                    boxes.append((tag, state))
                elif _OURS.match(tag):  # a form's own controls are text like any other
                    self._inside.add(control)
                    self._around_fields.update(control.iterancestors(f"{W}p"))
                    fields.append((tag, control))
        return fields, boxes

    def _pictures(self) -> int:
        return sum(self._is_outside(element) for element in self._root.iter(*(f"{W}{name}" for name in _PICTURES)))

    def _is_outside(self, element: etree._Element) -> bool:
        above = list(element.iterancestors())
        return not any(ancestor in self._inside or ancestor.tag in _SHOWN_ONCE for ancestor in above)

    def _ticked(self) -> Iterator[str]:
        for control, tag in self._tagged:
            if not tag and checkbox_state(control):
                above = next(control.iterancestors(f"{W}tr"), None)
                holder = paragraph_of(control) if above is None else above
                paragraphs = () if holder is None else holder.iter(f"{W}p")
                yield plain(" ".join(map(paragraph_text, paragraphs)))

    def _regions(self, tag: str) -> Iterator[tuple[list[etree._Element], etree._Element | None]]:
        """The blocks of each region of that tag, and its control where it has one."""
        for elements, control in self._extents(tag):
            for element in elements:
                self._inside.update(element.iter(f"{W}p"))
            yield elements, control

    def _extents(self, tag: str) -> Iterator[tuple[list[etree._Element], etree._Element | None]]:
        controls = self._controls.get(tag, [])
        begin = self._points.get(begin_name(tag))
        original = next((control for control in controls if begin is not None and _touches(control, begin)), None)
        for number, control in enumerate(controls):
            alone = number > 0 if original is None else control is not original
            yield self._extent(tag, control, alone=alone), control
        if not controls and begin is not None:
            yield self._between(begin, self._points.get(end_name(tag))), None

    def _extent(self, tag: str, control: etree._Element, *, alone: bool) -> list[etree._Element]:
        """Blocks from where the region begins to where the next paragraph is no longer the person's."""
        outer, around = container_of(control), paragraph_of(control)
        listed = blocks_of(outer) if outer is not None else []
        held = set(control.iter(f"{W}p", f"{W}tbl"))
        mine = [element for element in listed if element in held] or [element for element in listed if element is around]
        if alone or not mine:
            return mine
        begin, end = self._points.get(begin_name(tag)), self._points.get(end_name(tag))
        start, stop = listed.index(mine[0]), listed.index(mine[-1]) + 1
        if begin is not None and begin in listed:
            start = min(start, listed.index(begin))
        if end is not None and end in listed[stop - 1 :]:
            stop = listed.index(end)
        mine_too = {control, *control.iterancestors(f"{W}sdt")}
        others = (place for place in range(start, stop) if self._owners.get(listed[place], control) not in mine_too)
        return listed[start : next(others, stop)]

    def _between(self, begin: etree._Element, end: etree._Element | None) -> list[etree._Element]:
        outer = container_of(begin)
        listed = blocks_of(outer) if outer is not None else []
        if end is None or end not in listed or begin not in listed:
            return [begin] if begin in listed else []
        return listed[listed.index(begin) : listed.index(end)]

    def _place(self, elements: list[etree._Element]) -> int:
        """In the order of the document."""
        return self._order.get(next((paragraph for element in elements for paragraph in element.iter(f"{W}p")), None), 0)

    def _blocks(self, elements: list[etree._Element]) -> tuple[Paragraph | WordTable, ...]:
        blocks = self._reader.blocks(elements)
        self._noted.update(self._reader.noted)
        return blocks

    def _region(self, tag: str, elements: list[etree._Element], control: etree._Element | None) -> EditedRegion:
        seen = len(self._reader.named)
        blocks = self._blocks(elements)
        named = self._reader.named[seen:]
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

    def _outside(self) -> Iterator[OutsideParagraph]:
        near = preceding = ""
        for paragraph in self._root.iter(f"{W}p"):
            if paragraph in self._inside:
                continue
            text = plain(self._without_fields(paragraph))
            looks = _style(paragraph).lower() if text else ""
            if _LISTED.match(looks):
                text = _PAGE.sub("", text)
            if text:
                yield OutsideParagraph(text=text, near=near, preceding=preceding)
                if _HEADING.match(looks) or text.endswith(_TITLES):
                    near, preceding = shortened(text, _SHORT), ""
                elif not _LABEL.fullmatch(text):
                    preceding = shortened(text, _SHORT)

    def _without_fields(self, paragraph: etree._Element) -> str:
        """The text of a paragraph but for the fields in it."""
        text = paragraph_text(paragraph)
        for element in paragraph.iter(f"{W}sdt") if paragraph in self._around_fields else ():
            if element in self._inside:
                text = text.replace(_words(element), "", 1)
        return text


def _style(paragraph: etree._Element) -> str:
    """The id of its style; empty where it has none."""
    for look in paragraph.iterchildren(f"{W}pPr"):
        for style in look.iterchildren(f"{W}pStyle"):
            return str(style.get(f"{W}val", ""))
    return ""


def _touches(control: etree._Element, paragraph: etree._Element) -> bool:
    """Is that paragraph in a control, or the control in it?"""
    return paragraph in control.iter(f"{W}p") or control in paragraph.iter(f"{W}sdt")


def _points(root: etree._Element) -> Mapping[str, etree._Element]:
    elements: dict[str, etree._Element] = {}
    for mark in root.iter(f"{W}bookmarkStart"):
        name, paragraph = mark.get(f"{W}name", ""), paragraph_of(mark)
        if paragraph is not None:
            elements.setdefault(name, paragraph)
    return elements


def _words(control: etree._Element) -> str:
    content = control.find(f"{W}sdtContent")
    return "" if content is None else paragraph_text(content)


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
