"""Pages of a long form, counted by its chapters: "1-1", "2-1" (ECMA-376 part 1, 17.6.12 pgNumType).

Which page a heading is on is known without laying the document out where it begins a section of its own, as in our own layout
(`word_contents.py`). FedRAMP's Appendix A is one section whose contents list every control on 14 pages, with references that
Word leaves empty until fields are updated; here its contents have the families, each with its page.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

from generator.documents.word_forms import remove, style_of
from generator.documents.word_pages import Sections
from generator.documents.word_read import paragraph_text

_LONG = 60
"""Entries below the first level from which on contents are longer than three pages."""
_CHAPTER, _ENTRY, _DEEPER = "heading 1", "toc 1", "toc "


def count_by_chapter(document: Document, names: Mapping[str, str]) -> None:
    """Begins a section at every chapter, counts pages by it, and lists chapters alone in the contents, each with its page. A
    form of several sections, or with contents that are short, stays as it is."""
    body = document.element.body
    entries = [each for each in body.iter(qn("w:p")) if style_of(each, names).lower().startswith(_DEEPER)]
    of_chapters = {anchor_of(each): each for each in entries if style_of(each, names).lower() == _ENTRY}
    deeper = [each for each in entries if style_of(each, names).lower() != _ENTRY]
    chapters = _chapters(body, names, of_chapters)
    if len(deeper) < _LONG or not chapters or sum(1 for _ in body.iter(qn("w:sectPr"))) != 1:
        return
    for each in deeper:
        remove(each)
    sections = Sections(document)
    ends = [sections(landscape=False, label=str(number) if number else "") for number in range(len(chapters))]
    sections.finish(landscape=False, label=str(len(chapters)))
    last = None
    for number, (heading, end) in enumerate(zip(chapters, ends, strict=True), start=1):
        begin_section(heading, end)
        entry = next((of_chapters[name] for name in bookmarks_of(heading) if name in of_chapters), None)
        if entry is None and last is not None:
            entry = _entry_after(last, heading, number)
        if entry is not None:
            show_page(entry, f"{number}-1")
            last = entry


def _chapters(
    body: etree._Element, names: Mapping[str, str], entries: Mapping[str, etree._Element]
) -> Sequence[etree._Element]:
    """From the first that the contents list on, those that they do not list as well: what was added behind the form."""
    headings = [each for each in body.findall(qn("w:p")) if style_of(each, names).lower() == _CHAPTER]
    first = next((at for at, each in enumerate(headings) if any(name in entries for name in bookmarks_of(each))), len(headings))
    return headings[first:]


def anchor_of(entry: etree._Element) -> str:
    """The bookmark that an entry of the contents leads to; empty where it is no link."""
    link = entry.find(qn("w:hyperlink"))
    return "" if link is None else link.get(qn("w:anchor"), "")


def bookmarks_of(paragraph: etree._Element) -> list[str]:
    """The bookmarks that begin in a paragraph."""
    return [mark.get(qn("w:name"), "") for mark in paragraph.iter(qn("w:bookmarkStart"))]


def begin_section(heading: etree._Element, section: str) -> None:
    """The section before it ends, and with it the page: a break of the heading's own would leave an empty page."""
    for mark in list(heading.iter(qn("w:br"))):
        if mark.get(qn("w:type")) == "page":
            remove(mark)
    # NOTE: as low as a line can be, since behind a table that fills its page it stands on the next one
    look = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    heading.addprevious(parse_xml(f"<w:p {nsdecls('w', 'r')}><w:pPr>{look}{section}</w:pPr></w:p>"))


def _entry_after(last: etree._Element, heading: etree._Element, number: int) -> etree._Element:
    """An entry like the last one, for a chapter that the contents do not list."""
    entry = deepcopy(last)
    name = next(iter(bookmarks_of(heading)), "")
    if not name:
        name = f"_Chapter{number}"
        known = (int(each.get(qn("w:id"), "0")) for each in heading.getroottree().iter(qn("w:bookmarkStart")))
        identity = str(1 + max(known, default=0))
        start = parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{identity}" w:name="{name}"/>')
        heading.insert(1 if heading.find(qn("w:pPr")) is not None else 0, start)
        start.addnext(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{identity}"/>'))
    link = entry.find(qn("w:hyperlink"))
    assert link is not None  # noqa: S101 - an entry is known by its link
    link.set(qn("w:anchor"), name)
    texts = list(link.iter(qn("w:t")))
    for text in texts[1:-1]:
        text.text = ""
    texts[0].text = paragraph_text(heading).strip()
    last.addnext(entry)
    return entry


def show_page(entry: etree._Element, page: str) -> None:
    """The page as text in place of the field that refers to it, behind the last tab."""
    link = entry.find(qn("w:hyperlink"))
    assert link is not None  # noqa: S101 - an entry is known by its link
    runs = list(link.iter(qn("w:r")))
    tab = max((at for at, run in enumerate(runs) if run.find(qn("w:tab")) is not None), default=len(runs) - 1)
    for run in runs[tab + 1 :]:
        remove(run)
    shown = deepcopy(runs[tab])
    for child in list(shown):
        if child.tag != qn("w:rPr"):
            shown.remove(child)
    shown.append(parse_xml(f"<w:t {nsdecls('w')}>{page}</w:t>"))
    runs[tab].addnext(shown)
