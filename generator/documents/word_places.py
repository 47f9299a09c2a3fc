"""The places of a Word document that belong to a person, and what stands outside of them.

A region is found by its content control and by the two points around it (`word_controls`), whichever of them is left: Word
keeps all three, LibreOffice keeps the control around the first paragraph only.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from lxml import etree

from generator.documents.word_blocks import Paragraph, WordTable
from generator.documents.word_controls import begin_name, end_name
from generator.documents.word_flow import W, blocks_of, container_of, paragraph_of
from generator.documents.word_outside import OutsideParagraph, plain, texts_outside_body
from generator.documents.word_read import checkbox_state, control_tag, paragraph_text, style_id
from generator.documents.word_rich import RichTextReader
from generator.text import shortened

OURS = re.compile(r"(?:narrative|role|parameter|inherited|said):")
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
_SHORT = 80


class DocumentPlaces:
    """Asked in this order: `regions` of each tag, `fields_and_boxes`, and then what is outside of both; `tags` are those of
    regions, `members` what the file is packed from, and `root` its main part.
    """

    def __init__(self, root: etree._Element, members: Mapping[str, bytes], tags: tuple[str, ...]) -> None:
        self.root, self.members = root, members
        self.tags = frozenset(tags)
        self._points = _points(root)
        self._controls: dict[str, list[etree._Element]] = {}
        self._tagged = [(control, control_tag(control)) for control in root.iter(f"{W}sdt")]
        """All content controls; the tag is empty where there is none."""
        for control, tag in self._tagged:
            if tag:
                self._controls.setdefault(tag, []).append(control)
        self._owners = {
            block: control for control, tag in self._tagged if tag in self.tags for block in control.iter(f"{W}p", f"{W}tbl")
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
    def has_regions(self) -> bool:
        """Is a control or a point of the document named for a region?"""
        points = (name for tag in self.tags for name in (begin_name(tag), end_name(tag)))
        return not self.tags.isdisjoint(self._controls) or (bool(self._points) and not self._points.keys().isdisjoint(points))

    @property
    def has_notes(self) -> bool:
        """Notes at the foot of a page may belong to a region, which only its blocks tell."""
        return not self.members.keys().isdisjoint(("word/footnotes.xml", "word/endnotes.xml"))

    @cached_property
    def reader(self) -> RichTextReader:
        """Of blocks; made where one is read, since it reads styles and notes first."""
        return RichTextReader(self.members)

    def fields_and_boxes(self) -> tuple[list[tuple[str, etree._Element]], list[tuple[str, bool]]]:
        """Controls of fields, and whether boxes are ticked, each with its tag, once the regions were asked for."""
        fields, boxes = [], []
        for tag, controls in self._controls.items():
            for control in controls if tag not in self.tags else ():
                state = checkbox_state(control)
                if state is not None:
                    boxes.append((tag, state))
                elif OURS.match(tag):  # a form's own controls are text like any other
                    self._inside.add(control)
                    self._around_fields.update(control.iterancestors(f"{W}p"))
                    fields.append((tag, control))
        return fields, boxes

    def pictures(self) -> int:
        """Those outside of all regions."""
        return sum(self._is_outside(element) for element in self.root.iter(*(f"{W}{name}" for name in _PICTURES)))

    def _is_outside(self, element: etree._Element) -> bool:
        above = list(element.iterancestors())
        return not any(ancestor in self._inside or ancestor.tag in _SHOWN_ONCE for ancestor in above)

    def ticked(self) -> Iterator[str]:
        """The words of rows with a ticked box that no tag names."""
        for control, tag in self._tagged:
            if not tag and checkbox_state(control):
                above = next(control.iterancestors(f"{W}tr"), None)
                holder = paragraph_of(control) if above is None else above
                paragraphs = () if holder is None else holder.iter(f"{W}p")
                yield plain(" ".join(map(paragraph_text, paragraphs)))

    def regions(self, tag: str) -> Iterator[tuple[list[etree._Element], etree._Element | None]]:
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

    def place(self, elements: list[etree._Element]) -> int:
        """In the order of the document."""
        return self._order.get(next((paragraph for element in elements for paragraph in element.iter(f"{W}p")), None), 0)

    def blocks(self, elements: list[etree._Element]) -> tuple[Paragraph | WordTable, ...]:
        """Those of a region."""
        blocks = self.reader.blocks(elements)
        self._noted.update(self.reader.noted)
        return blocks

    def outside(self) -> Iterator[OutsideParagraph]:
        """Text that stands in no such place; beside the pages' text first."""
        yield from texts_outside_body(self.members, self._noted)
        near = preceding = ""
        for paragraph in self.root.iter(f"{W}p"):
            if paragraph in self._inside:
                continue
            text = plain(self._without_fields(paragraph))
            looks = style_id(paragraph).lower() if text else ""
            text = without_page(text, looks)
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
                text = text.replace(words(element), "", 1)
        return text


def without_page(text: str, style: str) -> str:
    """The words of a paragraph whose style has that id, in lower case: those of an entry in a table of contents without its
    page."""
    return _PAGE.sub("", text) if _LISTED.match(style) else text


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


def words(control: etree._Element) -> str:
    content = control.find(f"{W}sdtContent")
    return "" if content is None else paragraph_text(content)
