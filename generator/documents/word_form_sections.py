"""Pages of a form of several sections, counted by its headings: "1-1", "8.2-3", "A-1" (ECMA-376 part 1, 17.6.12 pgNumType).

Word updates no reference to a page when it opens a file. Where every heading that the contents list stands on the first page of
a section, its page is known without any layout: it is written as text, and the footers of the section count from 1 behind the
number or letter of the heading. Headings with a sentence or two below them share a page, as long as they fit in any program.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from generator.documents.word_form_numbers import anchor_of, begin_section, bookmarks_of, show_page
from generator.documents.word_forms import breaks_page, holds, remove, style_of
from generator.documents.word_pages import drop_property, label_page_number, labeled_footer, number_pages, refer
from generator.documents.word_read import paragraph_text

_LABEL = re.compile(r"(?:Appendix\s+([A-Z])\b.*|(\d+(?:\.\d+)*)\t.*)", re.DOTALL)
_ROOM = 28
"""Lines that fit on any page of a form, upright or turned, below its header: a little more than half of an upright one."""
_TEXT_LINE, _HEADING_LINE = 75, 45
"""Letters that fit on a line in any font of a form."""
_KEPT = ("drawing", "pict", "object", "sectPr", "bookmarkStart")
_NO_TEXT = ("drawing", "pict", "object", "sectPr")
_SECTION, _OWN_PAGE = qn("w:sectPr"), f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}"


class _ListedHeading(msgspec.Struct, frozen=True, kw_only=True):
    """A heading that the contents list, and the blocks below it up to the next one."""

    entry: etree._Element
    label: str  # "8.1", "A"
    heading: etree._Element
    below: tuple[etree._Element, ...]


def count_by_heading(document: Document, names: Mapping[str, str]) -> None:
    """Begins a section at every heading that the contents list, or at the first of several that share a page, counts pages by
    it, and shows each in the contents. A form whose entries have no numbers of their own, or a footer without a page's number,
    stays as it is."""
    body = document.element.body
    listed = _listed(body, names)
    labels = {each.label for each in listed}
    if not listed or "" in labels or len(labels) < len(listed) or not _are_numbered(document, listed[0].heading):
        return
    groups = list(_groups(listed, names, _own_page_styles(document)))
    for group in groups:
        _begin(group[0].heading)
    _count(document, {group[0].heading: group[0].label for group in groups})
    for group in groups:
        for each in group:
            show_page(each.entry, f"{group[0].label}-1")


def _listed(body: etree._Element, names: Mapping[str, str]) -> Sequence[_ListedHeading]:
    entries = {
        anchor_of(each): each
        for each in body.iter(qn("w:p"))
        if style_of(each, names).lower().startswith("toc ") and anchor_of(each)
    }
    blocks = list(body)
    places = [
        (place, entries[name])
        for place, block in enumerate(blocks)
        if block.tag == qn("w:p")
        for name in [next((name for name in bookmarks_of(block) if name in entries), "")]
        if name
    ]
    return [
        _ListedHeading(entry=entry, label=_label(entry), heading=blocks[place], below=tuple(blocks[place + 1 : end]))
        for (place, entry), (end, _) in pairwise([*places, (len(blocks), None)])
        if entry is not None
    ]


def _label(entry: etree._Element) -> str:
    """What is before the title: a number and a tab, or the letter of an appendix."""
    marks = (mark for run in entry.iter(qn("w:r")) for mark in run.iterchildren(qn("w:t"), qn("w:tab")))
    text = "".join("\t" if mark.tag == qn("w:tab") else mark.text or "" for mark in marks)
    match = _LABEL.fullmatch(text.rpartition("\t")[0])
    return (match[1] or match[2]) if match else ""


def _own_page_styles(document: Document) -> frozenset[str]:
    """Names of the styles whose paragraphs begin a page."""
    return frozenset(style.name or "" for style in document.styles if style.element.find(_OWN_PAGE) is not None)


def _groups(
    listed: Sequence[_ListedHeading], names: Mapping[str, str], own_page: frozenset[str]
) -> Iterator[Sequence[_ListedHeading]]:
    """Headings that share a page: before the last of them is nothing but text, and all fits with what follows."""
    group: list[_ListedHeading] = []
    height = 0
    for each, after in zip(listed, [*listed[1:], None], strict=True):
        text = _is_text(each)
        own = _height((each.heading, *(each.below if text else each.below[:1])), names)
        apart = each.heading.find(_OWN_PAGE) is not None or style_of(each.heading, names) in own_page
        short = text and not (after is not None and _is_part(after, each))
        follows = bool(group) and not apart and _is_text(group[-1]) and not _ends_section(group[-1])
        if follows and (short or _is_part(each, group[-1])) and height + own <= _ROOM:
            group.append(each)
            height += own
        else:
            yield from (group,) if group else ()
            group, height = [each], own
    yield group


def _is_part(listed: _ListedHeading, chapter: _ListedHeading) -> bool:
    """8.1 is a part of 8."""
    return listed.label.startswith(f"{chapter.label}.")


def _is_text(listed: _ListedHeading) -> bool:
    """Nothing but text is below the heading, all of it on its page, but for the end of a section."""
    blocks = (listed.heading, *listed.below)
    return all(
        block.tag in (qn("w:p"), qn("w:bookmarkStart"), qn("w:bookmarkEnd"))
        and not breaks_page(block)
        and not holds(block, _NO_TEXT)
        for block in (blocks[:-1] if _ends_section(listed) else blocks)
    )


def _ends_section(listed: _ListedHeading) -> bool:
    last = (listed.heading, *listed.below)[-1]
    return _section_of(last) is not None and not paragraph_text(last).strip()


def _height(blocks: Sequence[etree._Element], names: Mapping[str, str]) -> int:
    """In lines of text, rather more than it is."""
    lines = 0
    for block in blocks:
        letters = len(paragraph_text(block))
        heading = style_of(block, names).lower().startswith(("heading", "appendix"))
        lines += 2 + 2 * -(-letters // _HEADING_LINE) if heading else 1 + -(-letters // _TEXT_LINE)
    return lines


def _are_numbered(document: Document, first: etree._Element) -> bool:
    """Whether each section from a block on has a footer with a field for the page's number."""
    body, footer, reached = document.element.body, "", False
    for block in body:
        reached = reached or block is first
        section = _section_of(block)
        if section is None:
            continue
        footer = _footers(section).get("default", footer)
        if reached and (not footer or not label_page_number(_footer_copy(document, footer), "1-")):
            return False
    return reached


def _begin(heading: etree._Element) -> None:
    """A section, and with it a page, begins at the heading; breaks of a page before it would leave an empty one."""
    before = heading.getprevious()
    while before is not None and before.tag == qn("w:p") and not paragraph_text(before).strip() and not holds(before, _KEPT):
        empty, before = before, before.getprevious()
        remove(empty)
    ends = None if before is None else before.find(f"{qn('w:pPr')}/{_SECTION}")
    following = next(section for block in _from(heading) if (section := _section_of(block)) is not None)
    if ends is None:
        begin_section(heading, etree.tostring(following, encoding="unicode"))
        drop_property(following, "w:titlePg")
        drop_property(following, "w:pgNumType")
    drop_property(following, "w:type")


def _from(block: etree._Element) -> Iterator[etree._Element]:
    yield block
    yield from block.itersiblings()


def _count(document: Document, labels: Mapping[etree._Element, str]) -> None:
    """The footers of each section have the label of the heading that it begins with or is below, and count from 1 at it."""
    label, counted = "", ""
    footers: dict[str, str] = {}
    made: dict[tuple[str, str], str] = {}
    for block in document.element.body:
        label = labels.get(block, label)
        section = _section_of(block)
        if section is None:
            continue
        footers |= _footers(section)
        for kind, footer in footers.items() if label else ():
            if (footer, label) not in made:
                made[footer, label] = labeled_footer(document, document.part.related_parts[footer], f"{label}-")
            if made[footer, label]:
                refer(section, made[footer, label], kind)
        if label != counted:
            number_pages(section, start="1")
        elif label:
            drop_property(section, "w:pgNumType")
        counted = label


def _section_of(block: etree._Element) -> etree._Element | None:
    return block if block.tag == _SECTION else block.find(f"{qn('w:pPr')}/{_SECTION}")


def _footers(section: etree._Element) -> Mapping[str, str]:
    return {each.get(qn("w:type"), "default"): each.get(qn("r:id"), "") for each in section.findall(qn("w:footerReference"))}


def _footer_copy(document: Document, footer: str) -> etree._Element:
    copied: etree._Element = parse_xml(document.part.related_parts[footer].blob)
    return copied
