"""Blocks as WordprocessingML (ECMA-376 part 1, 17), check boxes as [MS-DOCX] 2.6.1.2 `w14:checkbox`.

Written as text and parsed once: an Appendix A has some 4,000 check boxes, and building them through python-docx takes minutes.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from generator.documents.cells import xml_text
from generator.documents.word_blocks import (
    Block,
    Cell,
    Checkbox,
    Contents,
    Heading,
    Inline,
    Link,
    PageBreak,
    Paragraph,
    Picture,
    Reference,
    Region,
    Table,
    Text,
)
from generator.errors import ConfigError

NAMESPACES: Mapping[str, str] = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
CHECKED, UNCHECKED = "\u2612", "\u2610"
_TWIPS, _EMU = 1440, 914_400  # per inch
_TAG_LIMIT = 64
_BOOKMARK_LIMIT = 40
_NOT_NAME = re.compile(r"\W", re.ASCII)
_GOTHIC = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s]+|(?!/|[A-Za-z][\w+.-]*:)[^\s\\]+", re.ASCII)
_LAST_LINE = (  # a cell has to end with a paragraph (17.4.65), also after a content control: one that takes no room
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)


class BlockWriter:
    """Turns blocks into markup for one document; knows which ids that document uses already."""

    def __init__(
        self,
        *,
        styles: Mapping[str, str],
        used_ids: frozenset[int],
        link: Callable[[str], str],
        picture: Callable[[bytes], tuple[str, float]],
    ) -> None:
        """`styles` maps names to ids; `link` and `picture` store a target and return its relationship id (and, for a
        picture, height by width)."""
        self._styles, self._link, self._picture = styles, link, picture
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

    def cell_content(self, blocks: tuple[Paragraph | Region | Picture, ...]) -> str:
        """Blocks for a table cell, with the paragraph that a cell has to end with."""
        body = "".join(self._block(block) for block in blocks)
        return body if blocks and isinstance(blocks[-1], Paragraph | Picture) else body + _LAST_LINE

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph():
                markup = self._paragraph(block)
            case Heading():
                markup = self._heading(block)
            case Table():
                markup = self._table(block)
            case Region():
                markup = self._region(block)
            case Picture():
                markup = self._drawing(block)
            case Contents():
                markup = self._contents(block)
            case PageBreak():
                markup = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        return markup

    def _inline(self, part: Inline) -> str:
        match part:
            case Text():
                return _run(part.text, self._run_look(part))
            case Checkbox():
                return self._checkbox(part)
            case Reference():
                look = '<w:vertAlign w:val="superscript"/>' if part.raised else self._character("Hyperlink")
                anchor = bookmark_name(part.bookmark)
                return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{_run(part.text, look)}</w:hyperlink>'
            case Link():
                if not _SAFE_LINK.fullmatch(part.url) or ".." in part.url.split("/"):
                    return _run(part.text)
                target = self._link(part.url)
                look = self._character("Hyperlink")
                return f'<w:hyperlink r:id="{target}" w:history="1">{_run(part.text, look)}</w:hyperlink>'

    def _paragraph(self, block: Paragraph) -> str:
        extra = "<w:keepNext/>" if block.keep_with_next else ""
        body = self.inline(block.content)
        return f"<w:p>{self._paragraph_look(block.style, extra)}{self._marked(block.bookmark, body)}</w:p>"

    def _heading(self, block: Heading) -> str:
        look = self._paragraph_look(f"Heading {block.level}")
        return f"<w:p>{look}{self._marked(heading_key(block), _run(block.text))}</w:p>"

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

    def _run_look(self, part: Text) -> str:
        look = self._character("Code" if part.code else part.style)
        return look + "<w:b/>" * part.bold + "<w:i/>" * part.italic

    def _character(self, style: str) -> str:
        known = self._styles.get(style)
        return f'<w:rStyle w:val="{known}"/>' if known else ""

    def _checkbox(self, part: Checkbox) -> str:
        box = (
            "<w:sdt><w:sdtPr>"
            f"<w:rPr>{_GOTHIC}</w:rPr>{_control_name(part.label, part.tag)}<w:id w:val={quoteattr(str(next(self._ids)))}/>"
            f'<w14:checkbox><w14:checked w14:val="{int(part.checked)}"/>'
            '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
            f"<w:sdtContent>{_run(CHECKED if part.checked else UNCHECKED, _GOTHIC)}</w:sdtContent></w:sdt>"
        )
        return box + (_run(f" {part.label}") if part.label else "")

    def _region(self, block: Region) -> str:
        if block.blocks:
            showing, body = "", "".join(self._paragraph(paragraph) for paragraph in block.blocks)
        else:
            showing = "<w:showingPlcHdr/>"
            prompt = Text(text=block.prompt, style="Placeholder Text")
            body = self._paragraph(Paragraph(content=(prompt,)))
        return (
            f'<w:sdt><w:sdtPr>{_control_name(block.title, block.tag)}<w:id w:val="{next(self._ids)}"/>{showing}'
            f"</w:sdtPr><w:sdtContent>{body}</w:sdtContent></w:sdt>"
        )

    def _table(self, block: Table) -> str:
        style = self._styles.get(block.style)
        widths = [round(width * _TWIPS) for width in block.widths]
        look = (
            (f'<w:tblStyle w:val="{style}"/>' if style else "")
            + f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            + '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
            + ' w:noHBand="0" w:noVBand="1"/>'
            + (f"<w:tblDescription w:val={_attribute(block.description)}/>" if block.description else "")
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = "".join(self._table_row(row, widths, header=number < block.header_rows) for number, row in enumerate(block.rows))
        return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{self._gap()}"

    def _gap(self) -> str:
        """Word joins two tables that touch."""
        return f"<w:p>{self._paragraph_look('Table Gap')}</w:p>"

    def _table_row(self, row: tuple[Cell, ...], widths: list[int], *, header: bool) -> str:
        # NOTE: no row breaks over two pages, because "Part d:" alone at the end of a page is read as empty.
        look = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>"
        cells, place = [], 0
        for cell in row:
            cells.append(self._table_cell(cell, sum(widths[place : place + cell.span])))
            place += cell.span
        return f"<w:tr>{look}{''.join(cells)}</w:tr>"

    def _table_cell(self, cell: Cell, width: int) -> str:
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill={_attribute(cell.shade)}/>' if cell.shade else ""
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{shade}</w:tcPr>{self.cell_content(cell.blocks)}</w:tc>'

    def _drawing(self, block: Picture) -> str:
        target, ratio = self._picture(block.png)
        number = next(self._ids)
        width, height = round(block.width * _EMU), round(block.width * ratio * _EMU)
        named = f'id="{number}" name="Picture {number}" descr={_attribute(block.description)}'
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
            f'<w:hyperlink w:anchor="{bookmark_name(heading_key(heading))}" w:history="1">{_run(heading.text)}</w:hyperlink>'
            for number, heading in enumerate(shown)
        ] or [start]
        entries[-1] += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        return "".join(f"<w:p>{entry}</w:p>" for entry in entries)


def heading_key(heading: Heading) -> str:
    """What a heading is called by links that lead to it."""
    return heading.bookmark or f"heading {heading.text}"


def bookmark_name(key: str) -> str:
    """A name that Word accepts (a letter, then letters, digits and underscores, at most 40), different for different keys."""
    name = _NOT_NAME.sub("_", key)
    if name == key and len(key) <= _BOOKMARK_LIMIT and key[:1].isalpha():
        return name
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"b_{name[: _BOOKMARK_LIMIT - 13]}_{digest}"


def _control_name(title: str, tag: str) -> str:
    if len(tag) > _TAG_LIMIT:
        raise ConfigError(f"the content control tag {tag!r} has more than {_TAG_LIMIT} characters")
    alias = f"<w:alias w:val={_attribute(title[:_TAG_LIMIT])}/>" if title else ""
    return alias + (f"<w:tag w:val={_attribute(tag)}/>" if tag else "")


def _run(text: str, look: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{''.join(_pieces(xml_text(text)))}</w:r>"


def _pieces(text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield "<w:br/>"
        for position, piece in enumerate(line.split("\t")):
            if position:
                yield "<w:tab/>"
            if piece:
                yield f'<w:t xml:space="preserve">{escape(piece)}</w:t>'


def _attribute(text: str) -> str:
    return quoteattr(xml_text(text))
