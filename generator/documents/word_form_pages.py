"""The pages of a form: its contents, headings that would stand alone, rows that would break, gaps of deleted instructions."""

import re
from collections.abc import Mapping

from lxml import etree

from generator.documents.word_forms import holds, remove, style_of
from generator.documents.word_read import paragraph_text
from generator.documents.word_xml import NAMESPACES

_W = f"{{{NAMESPACES['w']}}}"
_PAGE = re.compile(r"\s*PAGEREF\s+(\S+)", re.IGNORECASE)
_CONTENTS = re.compile(r"\s*TOC\b")
_HOLDS = ("drawing", "sectPr", "pict", "br", "bookmarkStart", "object")
_LONGEST_CAPTION = 200
"""Letters of a line above a table that stands on its page."""
LONGEST_WHOLE = 600
"""Letters in a cell of a row that stays on one page: moving a higher one would leave a gap."""
_SHORT_LEAD = 2
"""Paragraphs between a heading and what it is about that go to a turned page with it."""


def open_contents(body: etree._Element, names: Mapping[str, str]) -> None:
    """Takes the page numbers of the empty form out of its table of contents, since they lead nowhere once it is filled, and
    the field around its entries. What stays of each is a reference to a page (ECMA-376 part 1, 17.16.5.43 PAGEREF), which Word
    fills when fields are updated, and LibreOffice on opening where no TOC field is around it."""
    known = {mark.get(f"{_W}name", "") for mark in body.iter(f"{_W}bookmarkStart")}
    for paragraph in body.iter(f"{_W}p"):
        if style_of(paragraph, names).lower().startswith("toc "):
            for link in paragraph.iter(f"{_W}hyperlink"):
                _open_entry(link, known)
    _open_field(body)


def _open_entry(link: etree._Element, known: set[str]) -> None:
    """Empties the result of the page's field; without one that leads anywhere, takes all behind the last tab out: a heading's
    number has a tab behind it as well."""
    runs = list(link)
    instruction = "".join(text.text or "" for text in link.iter(f"{_W}instrText"))
    match = _PAGE.match(instruction)
    if match is None or match[1] not in known:
        tab = max((place for place, run in enumerate(runs) if run.find(f"{_W}tab") is not None), default=len(runs))
        for run in runs[tab:]:
            link.remove(run)
        return
    shows = False
    plain = [style for style in link.iter(f"{_W}rStyle") if style.get(f"{_W}val") == "Hyperlink"]
    # NOTE: LibreOffice hides what is hidden in a browser, and outside of a TOC field links are blue.
    for hidden in [*link.iter(f"{_W}webHidden"), *plain]:
        parent = hidden.getparent()
        if parent is not None:
            parent.remove(hidden)
    for run in runs:
        kinds = [mark.get(f"{_W}fldCharType") for mark in run.iter(f"{_W}fldChar")]
        shows = (shows or "separate" in kinds) and "end" not in kinds
        if shows:
            for text in run.findall(f"{_W}t"):
                run.remove(text)


def _open_field(body: etree._Element) -> None:
    """Takes out the marks of the fields that make tables of contents, and leaves what they show."""
    open_fields: list[tuple[list[etree._Element], bool]] = []
    for run in _runs_of_fields(body):
        kinds = [mark.get(f"{_W}fldCharType") for mark in run.iter(f"{_W}fldChar")]
        instruction = "".join(text.text or "" for text in run.iter(f"{_W}instrText"))
        if "begin" in kinds:
            open_fields.append(([run], False))
        elif instruction and open_fields:
            marks, contents = open_fields[-1]
            open_fields[-1] = ([*marks, run], contents or _CONTENTS.match(instruction) is not None)
        elif kinds and open_fields:
            open_fields[-1][0].append(run)
            if "end" in kinds:
                marks, contents = open_fields.pop()
                for mark in marks if contents else ():
                    parent = mark.getparent()
                    if parent is not None:
                        parent.remove(mark)


def _runs_of_fields(body: etree._Element) -> list[etree._Element]:
    """Those that have a mark or an instruction of a field."""
    marks = f"{_W}fldChar", f"{_W}instrText"
    return [run for run in body.iter(f"{_W}r") if next(run.iter(*marks), None) is not None]


def keep_headings(body: etree._Element, names: Mapping[str, str]) -> None:
    """A heading stands on the page of what it is above, also where the form has empty lines below it."""
    below = False
    for block in body:
        if block.tag != f"{_W}p":
            below = False
            continue
        following = block.getnext()
        if following is not None and following.tag == f"{_W}tbl" and 0 < len(paragraph_text(block)) < _LONGEST_CAPTION:
            keep_with_next(block)
        heading = style_of(block, names).lower().startswith(("heading", "appendix"))
        if heading or (below and not paragraph_text(block).strip() and not holds(block, ("drawing", "sectPr", "pict", "br"))):
            below = True
            keep_with_next(block)
        else:
            below = False


def keep_with_next(paragraph: etree._Element) -> None:
    look = paragraph.find(f"{_W}pPr")
    if look is None:
        look = etree.Element(f"{_W}pPr")
        paragraph.insert(0, look)
    if look.find(f"{_W}keepNext") is None:
        look.insert(len(look.findall(f"{_W}pStyle")), etree.Element(f"{_W}keepNext"))


def keep_rows_whole(body: etree._Element) -> None:
    """Rows stay on one page, those of check boxes as well, but for high ones."""
    for row in body.iter(f"{_W}tr"):
        cells = (sum(map(len, map(paragraph_text, cell.iter(f"{_W}p")))) for cell in row.findall(f"{_W}tc"))
        if max(cells, default=0) <= LONGEST_WHOLE:
            keep_whole(row)


def keep_whole(row: etree._Element) -> None:
    """The row stays on one page."""
    look = look_of_row(row)
    if look.find(f"{_W}cantSplit") is None:
        look.insert(0, etree.Element(f"{_W}cantSplit"))


def look_of_row(row: etree._Element) -> etree._Element:
    """The properties of a row, made where it has none."""
    look = row.find(f"{_W}trPr")
    if look is None:
        look = etree.Element(f"{_W}trPr")
        row.insert(0 if row.find(f"{_W}tblPrEx") is None else 1, look)
    return look


def turn_headings(body: etree._Element, names: Mapping[str, str]) -> None:
    """A heading with its sentence or two at the end of a section goes to the next one, which holds what it is about: in a form
    with the table on a turned page it would stand alone on a page."""
    for last in [block for block in body if block.tag == f"{_W}p" and block.find(f"{_W}pPr/{_W}sectPr") is not None]:
        span = _heading_before(last, names)
        place = last
        for block in span if not paragraph_text(last).strip() else ():
            if paragraph_text(block).strip():
                place.addnext(block)
                place = block
            else:
                remove(block)
        _remove_empty(last)


def _remove_empty(last: etree._Element) -> None:
    """A section of which nothing is left; the next one has its page headers and footers where it names none of its own."""
    before, properties = last.getprevious(), last.find(f"{_W}pPr/{_W}sectPr")
    if before is None or before.find(f"{_W}pPr/{_W}sectPr") is None or properties is None or paragraph_text(last).strip():
        return
    following = last.getnext()
    while following is not None and following.tag != f"{_W}sectPr" and following.find(f"{_W}pPr/{_W}sectPr") is None:
        following = following.getnext()
    target = following if following is None or following.tag == f"{_W}sectPr" else following.find(f"{_W}pPr/{_W}sectPr")
    parent = last.getparent()
    if target is None or parent is None:
        return
    named = {(reference.tag, reference.get(f"{_W}type")) for reference in target}
    for reference in properties.findall(f"{_W}headerReference") + properties.findall(f"{_W}footerReference"):
        if (reference.tag, reference.get(f"{_W}type")) not in named:
            target.insert(0, reference)
    parent.remove(last)


def _heading_before(last: etree._Element, names: Mapping[str, str]) -> list[etree._Element]:
    """The heading and what follows it up to the end of a section; nothing where that is more than a short lead."""
    span: list[etree._Element] = []
    block = last.getprevious()
    while block is not None and block.tag == f"{_W}p" and not holds(block, ("sectPr", "drawing", "pict", "object")):
        span.insert(0, block)
        if style_of(block, names).lower().startswith("heading") and paragraph_text(block).strip():
            lead = sum(bool(paragraph_text(paragraph).strip()) for paragraph in span[1:])
            return span if lead <= _SHORT_LEAD else []
        block = block.getprevious()
    return []


def close_gaps(body: etree._Element, names: Mapping[str, str]) -> None:
    """Takes out empty lines behind a heading, and all but one of several."""
    before: etree._Element | None = None
    for block in list(body):
        empty = block.tag == f"{_W}p" and not paragraph_text(block).strip() and not holds(block, _HOLDS)
        if empty and before is not None and before.tag == f"{_W}p":
            heading = style_of(before, names).lower().startswith(("heading", "appendix"))
            if heading or not (paragraph_text(before).strip() or holds(before, _HOLDS)):
                remove(block)
                continue
        before = block
