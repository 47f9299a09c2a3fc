"""Word and Excel files as text that tests compare line by line.

Two builds of the same evidence can differ in compression, never in this text. A dump shows what a reader would see,
and what only the file knows: formulas, styles, names of content controls, states of check boxes, alternative texts.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from generator.documents.bounded_zip import parse_xml, unpack
from generator.documents.damage import damage_named
from generator.documents.word_read import checkbox_state
from generator.documents.word_xml import NAMESPACES
from generator.documents.workbook_rows import book_damage
from generator.errors import ParseError

_W = f"{{{NAMESPACES['w']}}}"
_DRAWN = f"{{{NAMESPACES['wp']}}}docPr"
_SHOWN = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_INSIDE = frozenset(f"{_W}{name}" for name in ("hyperlink", "sdt", "sdtContent", "ins", "smartTag", "drawing", "fldSimple")) | {
    f"{{{NAMESPACES['wp']}}}{name}" for name in ("inline", "anchor")
}
_LEAVES = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}
_WIDEST = 512


def dump_text(data: bytes, *, where: str = "Office file") -> str:
    """The text of a .docx or .xlsx."""
    with damage_named(where, *book_damage()):
        members = unpack(data, where=where)
        if "word/document.xml" in members:
            return "\n".join(_word_lines(members)) + "\n"
        if "xl/workbook.xml" in members:
            return "\n".join(_sheet_lines(data)) + "\n"
        raise ParseError("neither a Word document nor an Excel workbook", where=where)


def _sheet_lines(data: bytes) -> Iterator[str]:
    from generator.documents.workbook_opening import opened_workbook

    with opened_workbook(data, data_only=False) as book:
        for sheet in book.worksheets:
            yield f"# {sheet.title}"
            sheet.reset_dimensions()
            for row in sheet.iter_rows(max_col=_WIDEST):
                line = "\t".join(_cell_text(cell.value, formula=cell.data_type == "f") for cell in row).rstrip("\t")
                if line:
                    yield line


def _cell_text(value: object, *, formula: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = value.date() if value.time() == dt.time() else value
    text = str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
    return f"'{text}" if text.startswith("=") and not formula else text  # as a spreadsheet shows text that looks like one


def _word_lines(members: Mapping[str, bytes]) -> Iterator[str]:
    names = _style_names(members.get("word/styles.xml", b""))
    for part in sorted(name for name in members if _SHOWN.fullmatch(name)):
        root = parse_xml(members[part], where=part)
        body = root.find(f"{_W}body")
        yield f"# {part}"
        yield from _block_lines(root if body is None else body, names)


def _style_names(data: bytes) -> Mapping[str, str]:
    if not data:
        return {}
    names = {}
    for style in parse_xml(data, where="word/styles.xml").iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        names[style.get(f"{_W}styleId", "")] = "" if name is None else name.get(f"{_W}val", "")
    return names


def _block_lines(parent: etree._Element, names: Mapping[str, str]) -> Iterator[str]:
    for element in parent:
        if element.tag == f"{_W}p":
            yield from _paragraph_lines(element, names)
        elif element.tag == f"{_W}tbl":
            yield from _table_lines(element, names)
        elif element.tag == f"{_W}sdt":
            yield from _control_lines(element, names)


def _paragraph_lines(paragraph: etree._Element, names: Mapping[str, str]) -> Iterator[str]:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = "" if style is None else names.get(style.get(f"{_W}val", ""), "")
    text = "".join(_inline_texts(paragraph)).replace("\n", "\\n")
    if text.strip():
        yield f"[{name}] {text}" if name else text


def _inline_texts(element: etree._Element) -> Iterator[str]:
    for child in element:
        state = checkbox_state(child) if child.tag == f"{_W}sdt" else None
        if state is not None:
            yield "[x]" if state else "[ ]"
        elif child.tag == _DRAWN:
            yield f"<picture: {child.get('descr', '')}>"
        elif child.tag == f"{_W}instrText":
            yield f"{{{(child.text or '').strip()}}}"
        elif child.tag == f"{_W}r" or child.tag in _INSIDE:
            yield from _inline_texts(child)
        else:
            yield _LEAVES.get(child.tag, "") or (child.text or "" if child.tag == f"{_W}t" else "")


def _table_lines(table: etree._Element, names: Mapping[str, str]) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        cells = (" / ".join(_block_lines(cell, names)) for cell in row.iterchildren(f"{_W}tc"))
        yield "| " + " | ".join(cells) + " |"


def _control_lines(control: etree._Element, names: Mapping[str, str]) -> Iterator[str]:
    tag = control.find(f"{_W}sdtPr/{_W}tag")
    content = control.find(f"{_W}sdtContent")
    lines = () if content is None else tuple(_block_lines(content, names))
    yield from lines if tag is None else (f"<{tag.get(f'{_W}val')}>", *lines, f"</{tag.get(f'{_W}val')}>")
