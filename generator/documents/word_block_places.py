"""The places of blocks that were written into a Word document: what `word_places` would read of them there.

Reading five megabytes of markup again takes three times what writing them took.
"""

from collections.abc import Iterable, Iterator, Mapping

from generator.documents.cells import xml_text
from generator.documents.word_blocks import (
    Block,
    CaptionNumber,
    Checkbox,
    Contents,
    Field,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    SectionEnd,
    TextRun,
    WordPicture,
    WordRegion,
    WordTable,
)
from generator.documents.word_breaks import breakable
from generator.documents.word_contents import entries, pages_of
from generator.documents.word_controls import CHECKED, UNCHECKED
from generator.documents.word_outside import plain
from generator.documents.word_places import OURS, without_page
from generator.documents.word_xml import grid_of, room_in, widths_of


class BlockPlaces:
    """Of blocks at the end of one document; `styles` are its styles, names to ids."""

    def __init__(self, blocks: tuple[Block, ...], styles: Mapping[str, str]) -> None:
        self._styles = styles
        self._all = blocks
        self._seen: set[tuple[str, str]] = set()
        self._rows: list[bool] = []
        """For each row around what is looked at: has it a ticked box without a tag?"""
        self.regions: list[str] = []
        """Tags, in the order of the document; as those of fields and boxes."""
        self.fields: set[str] = set()
        self.boxes: list[str] = []
        self.outside: set[str] = set()
        """The words of paragraphs."""
        self.ticked: set[str] = set()
        """The words of rows."""
        self.pictures = 0
        self._look_at(blocks)

    def _look_at(self, blocks: Iterable[Block], room: float = 0.0, *, inside: bool = False) -> None:
        for block in blocks:
            match block:
                case Paragraph():
                    self._paragraph(block, room, inside=inside)
                case WordTable():
                    self._table(block, inside=inside)
                case WordRegion():
                    self._region(block, room, inside=inside)
                case WordPicture():
                    self.pictures += not inside
                case Heading() | Contents():
                    self._titles(block)
                case PageBreak() | SectionEnd():
                    pass

    def _region(self, region: WordRegion, room: float, *, inside: bool) -> None:
        self.regions.append(region.tag)
        self._look_at(region.blocks, inside=True)
        if region.closing:
            self._paragraph(region.closing, room, inside=inside)

    def _titles(self, block: Heading | Contents) -> None:
        if isinstance(block, Heading):
            self._words(xml_text(block.text), block.style or f"Heading {block.level}")
            return
        headings = [heading for heading in self._all if isinstance(heading, Heading)]
        for text, style in entries(block, headings, pages_of(self._all)):
            self._words(xml_text(text), style)

    def _paragraph(self, block: Paragraph, room: float, *, inside: bool) -> None:
        fields = []
        for part in block.content:
            if isinstance(part, Field) and OURS.match(part.tag):
                fields.append(_text(part, room))
                self.fields.add(part.tag)
            elif isinstance(part, Checkbox):
                self._box(part, block)
        if not inside:
            text = _texts(block.content, room if fields else 0.0)
            for words in fields:
                text = text.replace(words, "", 1)
            self._words(text, block.style)

    def _box(self, box: Checkbox, around: Paragraph) -> None:
        if box.tag:
            self.boxes.append(box.tag)
        elif box.checked and self._rows:
            self._rows[-1] = True
        elif box.checked:
            self.ticked.add(plain(_texts(around.content, 0.0)))

    def _table(self, table: WordTable, *, inside: bool) -> None:
        grid = grid_of(table)
        for row in table.rows:
            self._rows.append(False)
            for cell, width in zip(row, widths_of(row, grid), strict=True):
                self._look_at(cell.blocks, room_in(width), inside=inside)
            if self._rows.pop():
                self.ticked.add(plain(" ".join(text for cell in row for text in _all_texts(cell.blocks))))

    def _words(self, text: str, style: str) -> None:
        if (text, style) not in self._seen:
            self._seen.add((text, style))
            words = without_page(plain(text), self._styles.get(style, "").lower())
            self.outside |= {words} if words else set()


def _all_texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Those of all paragraphs, of regions as well."""
    for block in blocks:
        match block:
            case Paragraph():
                yield _texts(block.content, 0.0)
            case WordTable():
                yield from (text for row in block.rows for cell in row for text in _all_texts(cell.blocks))
            case WordRegion():
                yield from _all_texts(block.blocks) if block.blocks else (xml_text(block.prompt),)
                yield from _all_texts((block.closing,) if block.closing else ())


def _texts(content: Iterable[Inline], room: float) -> str:
    return "".join([_text(part, room) for part in content])


def _text(part: Inline, room: float) -> str:
    """As it stands in a cell that is so wide inside; 0 outside of tables."""
    match part:
        case TextRun():
            return xml_text(breakable(part.text, room) if room else part.text)
        case Checkbox():
            return (CHECKED if part.checked else UNCHECKED) + (f" {xml_text(part.label)}" if part.label else "")
        case Field():
            return xml_text(part.text or part.prompt)
        case CaptionNumber():
            return str(part.number)
        case _:
            return xml_text(part.text)
