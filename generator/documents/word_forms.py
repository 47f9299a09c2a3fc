"""What a form holds for whoever fills it in: instructions, page numbers of the empty form, placeholders."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from generator.documents.sheet_fill import normalize_header
from generator.documents.word_read import paragraph_text, style_id
from generator.documents.word_xml import NAMESPACES

_W = f"{{{NAMESPACES['w']}}}"
_MARK = f"{_W}fldChar"
"""Where a field begins, shows something or ends."""
_REFERENCE = re.compile(r"\s*REF\s+(\S+)", re.IGNORECASE)
_DRAWN = f"{{{NAMESPACES['wp']}}}docPr"
_COUNTED = re.compile(r"\s*(?:STYLEREF|SEQ)\b", re.IGNORECASE)
_LONGEST_PAGE = 40
"""Blocks. A page of instructions that seems longer is none."""


def clear(
    body: etree._Element,
    tables: Sequence[str],
    styles: Sequence[str],
    pages: Iterable[tuple[str, str]],
    names: Mapping[str, str],
) -> None:
    """Takes instructions out: tables from a row on that begins so, pages from one paragraph to another, styles."""
    for first, style in pages:
        _clear_page(body, normalize_header(first), style, names)
    beginnings = tuple(normalize_header(text) for text in tables)
    for table in list(body.iter(f"{_W}tbl")) if beginnings else ():
        _clear_table(table, beginnings)
    for paragraph in list(body.iter(f"{_W}p")) if styles else ():
        if style_of(paragraph, names) in styles:
            remove(paragraph)


def clear_bindings(roots: Iterable[etree._Element]) -> None:
    """Content controls that show a property of the file, such as its author, show what stands in them from now on: Word and
    LibreOffice would put the property back in place of what was filled in."""
    for root in roots:
        for binding in list(root.iter(f"{_W}dataBinding")):
            parent = binding.getparent()
            if parent is not None:
                parent.remove(binding)


def clear_empty_pages(body: etree._Element) -> None:
    """Takes out a page break behind which nothing but another one or the end of a section stands, and one before everything:
    what was there was instructions."""
    last: etree._Element | None = None
    begun = False
    for block in list(body):
        if block.tag == f"{_W}p" and not paragraph_text(block).strip() and not holds(block, ("drawing", "sectPr", "pict")):
            if breaks_page(block):
                if last is not None:
                    remove(last)
                last = block if begun else None
                if not begun:
                    remove(block)
        elif block.tag not in (f"{_W}bookmarkStart", f"{_W}bookmarkEnd"):
            if last is not None and holds(block, ("sectPr",)) and not paragraph_text(block).strip():
                remove(last)  # the next section begins a page itself
            last, begun = None, True


def breaks_page(paragraph: etree._Element) -> bool:
    """A break of the page is inside."""
    return any(element.get(f"{_W}type") == "page" for element in paragraph.iter(f"{_W}br"))


def holds(element: etree._Element, names: Iterable[str]) -> bool:
    return any(next(element.iter(f"{_W}{name}"), None) is not None for name in names)


def clear_dead_references(body: etree._Element) -> None:
    """Takes out fields that show the text of a bookmark which the document does not have (ECMA-376 part 1, 17.16.5.51)."""
    known = {mark.get(f"{_W}name", "").lower() for mark in body.iter(f"{_W}bookmarkStart")}
    for paragraph in body.iter(f"{_W}p"):
        for instruction, field in list(_fields(paragraph)):
            match = _REFERENCE.match(instruction)
            if match and match[1].lower() not in known:
                for element in field:
                    paragraph.remove(element)


def keep_counted(body: etree._Element) -> None:
    """Numbers that fields count, such as those of captions, stay as they stand: LibreOffice counts otherwise than Word."""
    for paragraph in body.iter(f"{_W}p"):
        for instruction, field in list(_fields(paragraph)):
            if _COUNTED.match(instruction):
                for run in field:
                    if next(run.iter(f"{_W}t"), None) is None:
                        paragraph.remove(run)


_PROMPT_GRAY = "808080"
"""Of what a form asks to be typed, as Word's own style of placeholders has it."""


def prompt_styles(styles: etree._Element) -> frozenset[str]:
    """Ids of paragraph styles of a form whose letters are as gray as prompts."""
    return frozenset(
        style.get(f"{_W}styleId", "")
        for style in styles.iter(f"{_W}style")
        if style.get(f"{_W}type") == "paragraph"
        and any(color.get(f"{_W}val") == _PROMPT_GRAY for color in style.iter(f"{_W}color"))
    )


def darken(body: etree._Element, styles: frozenset[str]) -> None:
    """A value in the place of a prompt is as dark as any other: a style of its own, as prompts have it, stays."""
    for control in body.iter(f"{_W}sdt"):
        paragraph = next(control.iterancestors(f"{_W}p"), None)
        style = None if paragraph is None else paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is None or style.get(f"{_W}val") not in styles:
            continue
        for run in control.iter(f"{_W}r"):
            look = run.find(f"{_W}rPr")
            if look is not None and look.find(f"{_W}rStyle") is None and look.find(f"{_W}color") is None:
                look.insert(len(look.findall(f"{_W}rFonts")), etree.Element(f"{_W}color", {f"{_W}val": "auto"}))


def name_marks(margins: Iterable[etree._Element]) -> None:
    """Pictures in page headers and footers without words for readers who cannot see them: in a form they are its mark."""
    for root in margins:
        for drawn in root.iter(_DRAWN):
            if not drawn.get("descr"):
                drawn.set("descr", "Mark of the publisher of this form")


def _fields(paragraph: etree._Element) -> Iterator[tuple[str, list[etree._Element]]]:
    """Instruction and runs of each field of a paragraph."""
    if next(paragraph.iter(_MARK), None) is None:
        return
    field: list[etree._Element] = []
    depth, instruction = 0, ""
    for run in paragraph.findall(f"{_W}r"):
        kinds = [element.get(f"{_W}fldCharType") for element in run.iter(_MARK)]
        depth += kinds.count("begin")
        if depth:
            field.append(run)
            instruction += "".join(element.text or "" for element in run.iter(f"{_W}instrText"))
        depth -= kinds.count("end")
        if field and not depth:
            yield instruction, field
            field, instruction = [], ""


def remaining_placeholders(pattern: re.Pattern[str], roots: Iterable[etree._Element]) -> tuple[tuple[str, int], ...]:
    """Placeholders that are still there, the most frequent first."""
    texts = ("".join(text.text or "" for text in element.iter(f"{_W}t")) for root in roots for element in root.iter(f"{_W}p"))
    counts = Counter(match for text in texts for match in pattern.findall(text))
    return tuple(sorted(counts.items(), key=lambda row: (-row[1], row[0])))


def _clear_page(body: etree._Element, first: str, style: str, names: Mapping[str, str]) -> None:
    blocks = list(body)
    for place, block in enumerate(blocks):
        if block.tag == f"{_W}p" and normalize_header(paragraph_text(block)) == first:
            page = blocks[place : place + _LONGEST_PAGE]
            ends = [
                number for number, element in enumerate(page) if element.tag == f"{_W}p" and style_of(element, names) == style
            ]
            for element in page[: ends[0] + 1] if ends else ():
                remove(element)
            return


def _clear_table(table: etree._Element, beginnings: tuple[str, ...]) -> None:
    rows = table.findall(f"{_W}tr")
    first = next((place for place, row in enumerate(rows) if _first_text(row).startswith(beginnings)), None)
    if first == 0:
        remove(table)
    elif first is not None:
        for row in rows[first:]:
            table.remove(row)


def remove(element: etree._Element) -> None:
    """A cell has to keep one paragraph, and a paragraph that ends a section its properties."""
    parent = element.getparent()
    if parent is None:
        return
    ends_section = element.find(f"{_W}pPr/{_W}sectPr") is not None
    if ends_section or (parent.tag == f"{_W}tc" and len(parent.findall(f"{_W}p")) == 1):
        for child in list(element):
            if child.tag != f"{_W}pPr":
                element.remove(child)
    else:
        parent.remove(element)


def style_of(paragraph: etree._Element, names: Mapping[str, str]) -> str:
    identity = style_id(paragraph)
    return names.get(identity, "") if identity else ""


def _first_text(element: etree._Element) -> str:
    paragraphs = (paragraph_text(paragraph) for paragraph in element.iter(f"{_W}p"))
    return normalize_header(next((text for text in paragraphs if text.strip()), ""))
