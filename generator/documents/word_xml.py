"""Blocks as WordprocessingML (ECMA-376 part 1, 17).

Written as text and parsed once: an Appendix A has some 4,000 check boxes, and building them through python-docx takes minutes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import count
from typing import TypeVarTuple

from msgspec.structs import replace

from generator.documents.word_blocks import (
    Block,
    BookmarkReference,
    CaptionNumber,
    CellBlock,
    Checkbox,
    Contents,
    Field,
    Heading,
    Inline,
    ListItemStyle,
    PageBreak,
    Paragraph,
    SectionEnd,
    TextRun,
    WordCell,
    WordLink,
    WordPicture,
    WordRegion,
    WordTable,
)
from generator.documents.word_breaks import breakable, lines_of
from generator.documents.word_contents import contents, heading_key, pages_of
from generator.documents.word_controls import begin_name, checkbox, control, end_name, point
from generator.documents.word_runs import attribute, bookmark_name, field_markup, run

Parts = TypeVarTuple("Parts")

NAMESPACES: Mapping[str, str] = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_TWIPS, _EMU = 1440, 914_400  # per inch
_CELL_MARGINS = 0.15
"""Inches left and right of the text of a cell, together."""
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s]+|(?!/|[A-Za-z][\w+.-]*:)[^\s\\]+", re.ASCII)
_NO_ROOM = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>{}</w:p>'
"""A paragraph that takes no room."""
_NEW_PAGE = "<w:pageBreakBefore/>"
_SPLIT_FROM = 18
"""Lines: a row that is higher may go on on the next page, since moving it whole leaves a gap."""
_LAST_LINE = _NO_ROOM.format("")
"""A cell has to end with a paragraph (17.4.65), also after a content control."""


class BlockWriter:
    """Turns blocks into markup for one document; knows which ids that document uses already."""

    def __init__(
        self,
        *,
        styles: Mapping[str, str],
        used_ids: frozenset[int],
        link: Callable[[str], str],
        picture: Callable[[bytes], tuple[str, float]],
        number: Callable[[bool, int, int], int],
        section: Callable[[bool, str], str] = lambda _landscape, _label: "",
        finish: Callable[[bool, str], None] = lambda _landscape, _label: None,
    ) -> None:
        """`styles` maps names to ids; `link` and `picture` store a target and return its relationship id (and, for a
        picture, height by width); `number` makes a list (numbered or not, level, first number) and returns its id; `section`
        gives the properties of a section (landscape or not, label of its pages), and
        `finish` sets those of the last one."""
        self._styles, self._link, self._picture, self._number = styles, link, picture, number
        self._section, self._finish = section, finish
        self._lists: dict[tuple[bool, int], int] = {}
        self._ids = (number for number in count(1) if number not in used_ids)
        self._headings: tuple[Heading, ...] = ()
        self._pages: Mapping[str, str] = {}
        self._room = 0.0
        """Inches across the cell that is written; 0 outside of tables, and where a person may type."""

    @property
    def styles(self) -> Mapping[str, str]:
        """Names of the document's styles to their ids."""
        return self._styles

    def markup(self, blocks: Iterable[Block]) -> str:
        """All blocks, in order."""
        listed = tuple(blocks)
        self._survey(listed)
        return "".join(self._pieces(listed))

    def document_end(self, blocks: Iterable[Block]) -> str:
        """The same for blocks behind which the document ends: a section that ends last is the last of the document."""
        listed = tuple(blocks)
        last = listed[-1] if listed else None
        if isinstance(last, WordTable):  # a whole line behind it could open an empty page
            return self.markup(listed).removesuffix(self._gap()) + _LAST_LINE
        if not isinstance(last, SectionEnd):
            return self.markup(listed)
        self._survey(listed)
        markup = "".join(self._pieces(listed[:-1]))
        self._finish(last.landscape, last.label)
        return markup

    def _survey(self, blocks: tuple[Block, ...]) -> None:
        if headings := tuple(block for block in blocks if isinstance(block, Heading)):
            self._headings, self._pages = headings, pages_of(blocks)

    def _pieces(self, blocks: Iterable[Block]) -> Iterator[str]:
        """A page break is a property of what follows it: as a paragraph it would leave an empty line on the new page."""
        breaking = False
        for block in blocks:
            if isinstance(block, PageBreak):
                breaking = True
                continue
            if breaking and not isinstance(block, Paragraph | Heading):
                yield _NO_ROOM.format("").replace("<w:spacing", f"{_NEW_PAGE}<w:spacing")
            yield self._block(block, _NEW_PAGE if breaking and isinstance(block, Paragraph | Heading) else "")
            breaking = False

    def inline(self, content: Iterable[Inline]) -> str:
        """The runs of a paragraph."""
        return "".join([self._inline(part) for part in content])

    def cell_content(self, blocks: tuple[CellBlock, ...], room: float = 0.0) -> str:
        """Blocks for a table cell, with the paragraph that a cell has to end with; `room` is its width inside, in inches."""
        body = self._within(room, self._blocks, blocks)
        last = blocks[-1] if blocks else None
        closed = isinstance(last, Paragraph | WordPicture) or (isinstance(last, WordRegion) and last.closing)
        return body if closed else body + _LAST_LINE

    def _within(self, room: float, write: Callable[[*Parts], str], *parts: *Parts) -> str:
        """What is written where a cell is so wide inside."""
        # NOTE: no context manager, which takes as long as a cell
        before, self._room = self._room, room
        body = write(*parts)
        self._room = before
        return body

    def _blocks(self, blocks: Iterable[CellBlock]) -> str:
        return "".join([self._block(block) for block in blocks])

    def _block(self, block: CellBlock | Heading | Contents | SectionEnd, before: str = "") -> str:
        match block:
            case Paragraph():
                markup = self._paragraph(block, before=before)
            case Heading():
                markup = self._heading(block, before)
            case WordTable():
                markup = self._table(block)
            case WordRegion():
                markup = self._region(block)
            case WordPicture():
                markup = self._drawing(block)
            case Contents():
                markup = contents(block, self._headings, self._pages, self._paragraph_look)
            case SectionEnd():
                markup = _NO_ROOM.format("").replace("</w:pPr>", f"{self._section(block.landscape, block.label)}</w:pPr>")
        return markup

    def _inline(self, part: Inline) -> str:
        match part:
            case TextRun():
                return run(breakable(part.text, self._room) if self._room else part.text, self._run_look(part))
            case Checkbox():
                return self._checkbox(part)
            case Field():
                return self._field(part)
            case WordLink() | BookmarkReference():
                return self._leading(part)
            case CaptionNumber():
                return field_markup(f" SEQ {part.name} \\* ARABIC ", run(str(part.number)))

    def _leading(self, part: WordLink | BookmarkReference) -> str:
        if isinstance(part, BookmarkReference):
            look = '<w:vertAlign w:val="superscript"/>' if part.raised else self._character("Hyperlink")
            anchor = bookmark_name(part.bookmark)
            return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{run(part.text, look)}</w:hyperlink>'
        look = "<w:b/>" * part.bold + "<w:i/>" * part.italic
        if not _SAFE_LINK.fullmatch(part.url) or ".." in part.url.removeprefix("../").split("/"):
            return run(part.text, look)
        target = self._link(part.url)
        look = self._character("Hyperlink") + look
        return f'<w:hyperlink r:id="{target}" w:history="1">{run(part.text, look)}</w:hyperlink>'

    def _paragraph(self, block: Paragraph, points: str = "", before: str = "") -> str:
        extra = ("<w:keepNext/>" if block.keep_with_next else "") + before + (self._numbered(block.item) if block.item else "")
        body = self.inline(block.content)
        return f"<w:p>{self._paragraph_look(block.style, extra)}{points}{self._marked(block.bookmark, body)}</w:p>"

    def _numbered(self, item: ListItemStyle) -> str:
        """Items of one list share a number; a numbered list that begins gets its own."""
        key = (item.numbered, item.level)
        if item.start or key not in self._lists:
            self._lists[key] = self._number(item.numbered, item.level, item.start or 1)
        return f'<w:numPr><w:ilvl w:val="{item.level}"/><w:numId w:val="{self._lists[key]}"/></w:numPr>'

    def _heading(self, block: Heading, before: str) -> str:
        look = self._paragraph_look(block.style or f"Heading {block.level}", before)
        return f"<w:p>{look}{self._marked(heading_key(block), run(block.text))}</w:p>"

    def _marked(self, bookmark: str, body: str) -> str:
        if not bookmark:
            return body
        number = next(self._ids)
        start = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(bookmark)}"/>'
        return f'{start}{body}<w:bookmarkEnd w:id="{number}"/>'

    def _paragraph_look(self, style: str, extra: str = "") -> str:
        known = self._styles.get(style)
        named = f'<w:pStyle w:val="{known}"/>' if known else ""
        return f"<w:pPr>{named}{extra}</w:pPr>" if named or extra else ""

    def _run_look(self, part: TextRun) -> str:
        look = self._character("Code" if part.code else part.style)
        return look + "<w:b/>" * part.bold + "<w:i/>" * part.italic

    def _character(self, style: str) -> str:
        known = self._styles.get(style)
        return f'<w:rStyle w:val="{known}"/>' if known else ""

    def _checkbox(self, part: Checkbox) -> str:
        box = checkbox(part.label, part.tag, next(self._ids), checked=part.checked)
        return box + (run(f" {part.label}") if part.label else "")

    def _field(self, part: Field) -> str:
        text = TextRun(text=part.text) if part.text else TextRun(text=part.prompt, style="Placeholder Text")
        body = self._within(0.0, self._inline, text)
        return control(part.title, part.tag, next(self._ids), body, empty=not part.text)

    def _region(self, block: WordRegion) -> str:
        begin = point(begin_name(block.tag), next(self._ids)) if block.closing else ""
        body = self._within(0.0, self._person, block, begin)
        made = control(block.title, block.tag, next(self._ids), body, empty=not block.blocks)
        return made + (self._paragraph(block.closing, point(end_name(block.tag), next(self._ids))) if block.closing else "")

    def _person(self, block: WordRegion, begin: str) -> str:
        if block.blocks:
            first, *others = block.blocks
            # NOTE: LibreOffice draws a link in the first paragraph with words out to the beginning of the control.
            if isinstance(first, WordTable) or any(isinstance(part, WordLink) for part in first.content):
                opening = _NO_ROOM.format(begin + run("\u200b")) + self._block(first)
            else:
                opening = self._paragraph(first, begin)
            return opening + self._blocks(others)
        prompt = TextRun(text=block.prompt, style="Placeholder Text")
        return self._paragraph(Paragraph(content=(prompt,), style=block.prompt_style), begin)

    def _table(self, block: WordTable) -> str:
        style = self._styles.get(block.style)
        widths = grid_of(block)
        look = (
            (f'<w:tblStyle w:val="{style}"/>' if style else "")
            + f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            + ('<w:tblLook w:val="0420" w:firstRow="1"' if block.header_rows else '<w:tblLook w:val="0400" w:firstRow="0"')
            + ' w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
            + (f"<w:tblDescription w:val={attribute(block.description)}/>" if block.description else "")
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = "".join(self._table_row(row, widths, header=number < block.header_rows) for number, row in enumerate(block.rows))
        return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{self._gap()}"

    def _gap(self) -> str:
        """Word joins two tables that touch."""
        return f"<w:p>{self._paragraph_look('Table Gap')}</w:p>"

    def _table_row(self, row: tuple[WordCell, ...], widths: list[int], *, header: bool) -> str:
        """A row stays on one page, because "Part d:" alone at its end is read as empty; one that is high may go on."""
        cells, lines = [], 0
        for cell, width in zip(row, widths_of(row, widths), strict=True):
            lines = max(lines, sum(map(partial(_lines, inches=width / _TWIPS), cell.blocks)))
            cells.append(self._table_cell(_kept(cell) if header else cell, width))
        whole = "<w:cantSplit/>" if header or lines < _SPLIT_FROM else ""
        look = f"<w:trPr>{whole}{'<w:tblHeader/>' if header else ''}</w:trPr>" if whole or header else ""
        return f"<w:tr>{look}{''.join(cells)}</w:tr>"

    def _table_cell(self, cell: WordCell, width: int) -> str:
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill={attribute(cell.shade)}/>' if cell.shade else ""
        content = self.cell_content(cell.blocks, room_in(width))
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}</w:tcPr>{content}</w:tc>'

    def _drawing(self, block: WordPicture) -> str:
        target, ratio = self._picture(block.image)
        number = next(self._ids)
        width, height = round(block.width * _EMU), round(block.width * ratio * _EMU)
        named = f'id="{number}" name="Picture {number}" descr={attribute(block.description)}'
        return (
            f"<w:p>{self._paragraph_look(block.style)}<w:r><w:drawing>"
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
            f"<wp:docPr {named}/><a:graphic>"
            f'<a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{target}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r></w:p>"
        )


def grid_of(table: WordTable) -> list[int]:
    """The widths of its grid columns, in twips."""
    return [round(width * _TWIPS) for width in table.widths]


def widths_of(row: Iterable[WordCell], grid: list[int]) -> Iterator[int]:
    """The width of each cell of a row, in twips."""
    place = 0
    for cell in row:
        yield sum(grid[place : place + cell.span])
        place += cell.span


def room_in(width: int) -> float:
    """Inches across a cell of that many twips, inside."""
    return width / _TWIPS - _CELL_MARGINS


def _kept(cell: WordCell) -> WordCell:
    """A header row is never the last one of a page."""
    blocks = tuple(replace(block, keep_with_next=True) if isinstance(block, Paragraph) else block for block in cell.blocks)
    return replace(cell, blocks=blocks)


def _lines(block: CellBlock, inches: float) -> int:
    match block:
        case Paragraph():
            parts = [part.label if isinstance(part, Checkbox) else getattr(part, "text", "") for part in block.content]
            return lines_of("".join(parts), inches)
        case WordRegion():
            return sum(_lines(part, inches) for part in block.blocks)
        case _:
            return _SPLIT_FROM if isinstance(block, WordTable) else 0
