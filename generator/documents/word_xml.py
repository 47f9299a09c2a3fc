"""Blocks as WordprocessingML (ECMA-376 part 1, 17).

Written as text and parsed once: an Appendix A has some 4,000 check boxes, and building them through python-docx takes minutes.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import count

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
from generator.documents.word_controls import begin_name, checkbox, control, end_name, point
from generator.documents.word_runs import attribute, bookmark_name, run

NAMESPACES: Mapping[str, str] = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
_TWIPS, _EMU = 1440, 914_400  # per inch
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s]+|(?!/|[A-Za-z][\w+.-]*:)[^\s\\]+", re.ASCII)
_NO_ROOM = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>{}</w:p>'
"""A paragraph that takes no room."""
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
        section: Callable[[bool], str] = lambda _landscape: "",
    ) -> None:
        """`styles` maps names to ids; `link` and `picture` store a target and return its relationship id (and, for a
        picture, height by width); `number` makes a list (numbered or not, level, first number) and returns its id; `section`
        gives the properties of a section (landscape or not)."""
        self._styles, self._link, self._picture, self._number = styles, link, picture, number
        self._section = section
        self._lists: dict[tuple[bool, int], int] = {}
        self._ids = (number for number in count(1) if number not in used_ids)
        self._headings: tuple[Heading, ...] = ()

    def markup(self, blocks: Iterable[Block]) -> str:
        """All blocks, in order."""
        listed = tuple(blocks)
        self._headings = tuple(block for block in listed if isinstance(block, Heading)) or self._headings
        return "".join(self._block(block) for block in listed)

    def inline(self, content: Iterable[Inline]) -> str:
        """The runs of a paragraph."""
        return "".join(self._inline(part) for part in content)

    def cell_content(self, blocks: tuple[CellBlock, ...]) -> str:
        """Blocks for a table cell, with the paragraph that a cell has to end with."""
        body = "".join(self._block(block) for block in blocks)
        last = blocks[-1] if blocks else None
        closed = isinstance(last, Paragraph | WordPicture) or (isinstance(last, WordRegion) and last.closing)
        return body if closed else body + _LAST_LINE

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                markup = self._paragraph(block)
            case Heading():
                markup = self._heading(block)
            case WordTable():
                markup = self._table(block)
            case WordRegion():
                markup = self._region(block)
            case WordPicture():
                markup = self._drawing(block)
            case Contents():
                markup = self._contents(block)
            case PageBreak() | SectionEnd():
                markup = self._turn(block)
        return markup

    def _inline(self, part: Inline) -> str:
        match part:
            case TextRun():
                return run(part.text, self._run_look(part))
            case Checkbox():
                return self._checkbox(part)
            case Field():
                return self._field(part)
            case WordLink() | BookmarkReference():
                return self._leading(part)
            case CaptionNumber():
                return _field_markup(f" SEQ {part.name} \\* ARABIC ", run(str(part.number)))

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

    def _turn(self, block: PageBreak | SectionEnd) -> str:
        if isinstance(block, PageBreak):
            return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        return _NO_ROOM.format("").replace("</w:pPr>", f"{self._section(block.landscape)}</w:pPr>")

    def _paragraph(self, block: Paragraph, points: str = "") -> str:
        extra = ("<w:keepNext/>" if block.keep_with_next else "") + (self._numbered(block.item) if block.item else "")
        body = self.inline(block.content)
        return f"<w:p>{self._paragraph_look(block.style, extra)}{points}{self._marked(block.bookmark, body)}</w:p>"

    def _numbered(self, item: ListItemStyle) -> str:
        """Items of one list share a number; a numbered list that begins gets its own."""
        key = (item.numbered, item.level)
        if item.start or key not in self._lists:
            self._lists[key] = self._number(item.numbered, item.level, item.start or 1)
        return f'<w:numPr><w:ilvl w:val="{item.level}"/><w:numId w:val="{self._lists[key]}"/></w:numPr>'

    def _heading(self, block: Heading) -> str:
        look = self._paragraph_look(block.style or f"Heading {block.level}")
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
        return control(part.title, part.tag, next(self._ids), self._inline(text), empty=not part.text)

    def _region(self, block: WordRegion) -> str:
        begin = point(begin_name(block.tag), next(self._ids)) if block.closing else ""
        if block.blocks:
            first, *others = block.blocks
            # NOTE: LibreOffice draws a link in the first paragraph with words out to the beginning of the control.
            if isinstance(first, WordTable) or any(isinstance(part, WordLink) for part in first.content):
                opening = _NO_ROOM.format(begin + run("\u200b")) + self._block(first)
            else:
                opening = self._paragraph(first, begin)
            body = opening + "".join(self._block(paragraph) for paragraph in others)
        else:
            body = self._paragraph(Paragraph(content=(TextRun(text=block.prompt, style="Placeholder Text"),)), begin)
        made = control(block.title, block.tag, next(self._ids), body, empty=not block.blocks)
        return made + (self._paragraph(block.closing, point(end_name(block.tag), next(self._ids))) if block.closing else "")

    def _table(self, block: WordTable) -> str:
        style = self._styles.get(block.style)
        widths = [round(width * _TWIPS) for width in block.widths]
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
        # NOTE: no row breaks over two pages, because "Part d:" alone at the end of a page is read as empty.
        look = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>"
        cells, place = [], 0
        for cell in row:
            cells.append(self._table_cell(cell, sum(widths[place : place + cell.span])))
            place += cell.span
        return f"<w:tr>{look}{''.join(cells)}</w:tr>"

    def _table_cell(self, cell: WordCell, width: int) -> str:
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill={attribute(cell.shade)}/>' if cell.shade else ""
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}</w:tcPr>{self.cell_content(cell.blocks)}</w:tc>'

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

    def _contents(self, block: Contents) -> str:
        """A TOC field with its entries already in it: nothing asks to be updated, and Word can add page numbers."""
        shown = [heading for heading in self._headings if heading.level <= block.deepest]
        start = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{block.deepest}" \\h \\z \\u </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        entries = [
            f"{self._paragraph_look(f'toc {heading.level}')}{start if number == 0 else ''}"
            f'<w:hyperlink w:anchor="{bookmark_name(heading_key(heading))}" w:history="1">{run(_entry(heading))}</w:hyperlink>'
            for number, heading in enumerate(shown)
        ] or [start]
        entries[-1] += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        return "".join(f"<w:p>{entry}</w:p>" for entry in entries)


def heading_key(heading: Heading) -> str:
    """What a heading is called by links that lead to it."""
    return heading.bookmark or f"heading {heading.text}"


def _entry(heading: Heading) -> str:
    return f"{heading.number}\t{heading.text}" if heading.number else heading.text


def _field_markup(instruction: str, shown: str) -> str:
    """A field with what it shows already in it."""
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    instruction_run = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    return f"{marks['begin']}{instruction_run}{marks['separate']}{shown}{marks['end']}"
