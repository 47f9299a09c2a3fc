"""Headings that the contents of a form list begin a section, or share its first page, and are listed with it."""

from copy import deepcopy

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from generator.documents.word_form_sections import count_by_heading

HEADINGS = (("1\t", "Aim", 1), ("2\t", "Use", 1), ("3\t", "Parts", 1), ("3.1\t", "List", 2), ("Appendix A ", "Terms", 1))


def _field(instruction: str) -> str:
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    begin, separate, end = (mark.format(kind) for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText> {instruction} </w:instrText></w:r>{separate}{end}"


def _form(*, numbered: bool = True, prefixes: bool = True, long: str = "", below: int = 1) -> Document:
    """Contents, then headings with a sentence each; below 3.1 is a table, and its section is turned."""
    document = docx.Document()
    for level in (1, 2):
        document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
    if numbered:
        footer = document.sections[0].footer.paragraphs[0]._p
        for run in parse_xml(f"<w:p {nsdecls('w')}>{_field('PAGE')}</w:p>"):
            footer.append(run)
    for prefix, text, level in HEADINGS:
        entry = document.add_paragraph(style=f"toc {level}")
        runs = "".join(
            "<w:r><w:tab/></w:r>" if letter == "\t" else f"<w:r><w:t>{letter}</w:t></w:r>" for letter in prefix * prefixes
        )
        runs += f"<w:r><w:t>{text}</w:t></w:r><w:r><w:tab/></w:r>{_field(f'PAGEREF {text}')}"
        entry._p.append(parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="{text}">{runs}</w:hyperlink>'))
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for number, (_, text, level) in enumerate(HEADINGS):
        heading = document.add_heading(text, level)
        heading._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{text}"/>'))
        for _ in range(below):
            document.add_paragraph(f"A sentence.{long}")
        if text == "List":
            document.add_table(1, 1)
            document.add_section(WD_SECTION.NEW_PAGE)
    return document


def _counted(document: Document) -> Document:
    count_by_heading(document, {style.style_id: style.name or "" for style in document.styles})
    return document


def _pages(document: Document) -> list[str]:
    entries = (each for each in document.paragraphs if ((each.style and each.style.name) or "").startswith("toc "))
    return ["".join(part.text or "" for part in each._p.iter(qn("w:t"), qn("w:instrText"))) for each in entries]


def _footers(document: Document) -> list[str]:
    parts = (section.footer._element.iter(qn("w:t"), qn("w:instrText")) for section in document.sections)
    return ["".join(part.text or "" for part in each).replace(" ", "") for each in parts]


def test_listed_headings_have_the_page_that_their_footer_prints() -> None:
    document = _counted(_form())
    assert _pages(document) == ["1Aim1-1", "2Use1-1", "3Parts3-1", "3.1List3-1", "Appendix A TermsA-1"]
    assert _footers(document) == ["PAGE", "1-PAGE", "3-PAGE", "A-PAGE"]
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in document.sections]
    assert [None if start is None else start.get(qn("w:start")) for start in starts] == [None, "1", "1", "1"]


def test_a_section_begins_the_page_alone() -> None:
    document = _counted(_form())
    assert not [mark for mark in document.element.body.iter(qn("w:br")) if mark.get(qn("w:type")) == "page"]


def test_a_section_in_the_middle_of_a_chapter_counts_on() -> None:
    form = _form()
    (table,) = form.tables
    section = form.sections[0]._sectPr
    middle = parse_xml(f"<w:p {nsdecls('w')}><w:pPr/></w:p>")
    middle[0].append(deepcopy(section))
    table._tbl.addprevious(middle)
    section.append(parse_xml(f"<w:pgNumType {nsdecls('w')} w:start='9'/>"))
    document = _counted(form)
    assert _footers(document) == ["PAGE", "1-PAGE", "3-PAGE", "3-PAGE", "A-PAGE"]
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in document.sections]
    assert [start is not None for start in starts] == [False, True, True, False, True]


@pytest.mark.parametrize("changes", [{"long": " word" * 400}, {"below": 30}])
def test_headings_share_a_page_only_where_they_fit(changes: dict[str, int | str]) -> None:
    document = _counted(_form(**changes))  # type: ignore[arg-type]
    assert _pages(document) == ["1Aim1-1", "2Use2-1", "3Parts3-1", "3.1List3.1-1", "Appendix A TermsA-1"]


def test_a_heading_that_begins_a_page_shares_none() -> None:
    form = _form()
    heading = next(each for each in form.paragraphs if each.text == "Use")
    heading.paragraph_format.page_break_before = True
    assert _pages(_counted(form))[1] == "2Use2-1"


def test_a_style_that_begins_a_page_shares_none() -> None:
    form = _form()
    form.styles["Heading 1"].paragraph_format.page_break_before = True  # type: ignore[attr-defined]
    assert _pages(_counted(form))[:2] == ["1Aim1-1", "2Use2-1"]


@pytest.mark.parametrize("changes", [{"numbered": False}, {"prefixes": False}])
def test_a_form_that_numbers_no_pages_or_no_headings_stays_as_it_is(changes: dict[str, bool]) -> None:
    form = _form(**changes)  # type: ignore[arg-type]
    before = form.element.xml
    assert _counted(form).element.xml == before
