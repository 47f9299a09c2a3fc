"""Long forms are counted by their chapters, and list them with their pages; others stay as they are."""

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from generator.documents.word_form_numbers import count_by_chapter

DEEPER = 60
NAMED = ("Access", "Audit")


def _field(instruction: str) -> str:
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    begin, separate, end = (mark.format(kind) for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText> {instruction} </w:instrText></w:r>{separate}{end}"


def _entry(document: Document, text: str, level: int, anchor: str) -> None:
    entry = document.add_paragraph(style=f"toc {level}")
    runs = f"<w:r><w:t>{text}</w:t></w:r><w:r><w:rPr><w:noProof/></w:rPr><w:tab/></w:r>{_field(f'PAGEREF {anchor}')}"
    entry._p.append(parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="{anchor}">{runs}</w:hyperlink>'))


def _heading(document: Document, text: str, bookmark: str = "") -> Paragraph:
    heading = document.add_heading(text, 1)
    if bookmark:
        heading._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{len(bookmark)}" w:name="{bookmark}"/>'))
    return heading


def _form(deeper: int = DEEPER) -> Document:
    document = docx.Document()
    for level in (1, 2):
        document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
    document.sections[0].different_first_page_header_footer = True
    footer = document.sections[0].footer.paragraphs[0]._p
    for run in parse_xml(f"<w:p {nsdecls('w')}>{_field('PAGE')}</w:p>"):
        footer.append(run)
    _heading(document, "About this appendix")
    for name in NAMED:
        _entry(document, name, 1, name)
        for number in range(deeper // len(NAMED)):
            _entry(document, f"{name} {number}", 2, f"{name}{number}")
    for name in NAMED:
        heading = _heading(document, name, name)
        heading.add_run().add_break(WD_BREAK.PAGE)
        document.add_paragraph("Text.")
    return document


def _names(document: Document) -> dict[str, str]:
    return {style.style_id: style.name or "" for style in document.styles}


def _contents(document: Document) -> list[str]:
    entries = (each for each in document.paragraphs if ((each.style and each.style.name) or "").startswith("toc "))
    texts = (each._p.iter(qn("w:t"), qn("w:tab")) for each in entries)
    return ["".join("|" if part.tag == qn("w:tab") else part.text or "" for part in parts) for parts in texts]


def _footer(document: Document, section: int) -> str:
    parts = document.sections[section].footer._element.iter(qn("w:t"), qn("w:instrText"))
    return "".join(part.text or "" for part in parts).replace(" ", "")


def test_contents_list_chapters_with_the_page_that_their_footer_prints() -> None:
    document = _form()
    count_by_chapter(document, _names(document))
    assert _contents(document) == ["Access|1-1", "Audit|2-1"]
    assert [_footer(document, number) for number in range(3)] == ["PAGE", "1-PAGE", "2-PAGE"]
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in document.sections]
    assert [None if start is None else start.get(qn("w:start")) for start in starts] == [None, "1", "1"]
    assert [section.different_first_page_header_footer for section in document.sections] == [True, False, False]
    assert not [mark for mark in document.element.body.iter(qn("w:br")) if mark.get(qn("w:type")) == "page"]


def test_a_section_begins_at_its_heading() -> None:
    document = _form()
    count_by_chapter(document, _names(document))
    ends = [each for each in document.element.body if each.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None]
    following = [each.getnext() for each in ends]
    assert [Paragraph(each, document).text.strip() for each in following if each is not None] == list(NAMED)


def test_what_was_added_behind_the_form_is_listed_as_well() -> None:
    document = _form()
    _heading(document, "Evidence cited")
    _heading(document, "Left over", "left")
    count_by_chapter(document, _names(document))
    assert _contents(document) == ["Access|1-1", "Audit|2-1", "Evidence cited|3-1", "Left over|4-1"]
    anchors = [link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))]
    known = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert set(anchors) <= set(known)
    ids = [mark.get(qn("w:id")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("change", ["short contents", "several sections", "no chapter that is listed"])
def test_another_form_stays_as_it_is(change: str) -> None:
    document = _form(DEEPER - 2 if change == "short contents" else DEEPER)
    if change == "several sections":
        document.add_section(WD_SECTION.NEW_PAGE)
    if change == "no chapter that is listed":
        for mark in list(document.element.body.iter(qn("w:bookmarkStart"))):
            parent = mark.getparent()
            assert parent is not None
            parent.remove(mark)
    before = document.element.xml
    count_by_chapter(document, _names(document))
    assert document.element.xml == before
