"""Landscape pages, captions that count, metafiles and numbered headings in a Word document."""

import io
import re
import struct
from datetime import date

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from generator.documents.bounded_zip import unpack
from generator.documents.word import DocumentProperties, append
from generator.documents.word_blocks import (
    FRONT_PAGES,
    Block,
    BookmarkReference,
    CaptionNumber,
    Contents,
    Field,
    Heading,
    PageBreak,
    Paragraph,
    SectionEnd,
    TextRun,
    WordCell,
    WordPicture,
    WordTable,
    plain,
)
from generator.documents.word_breaks import BREAK, breakable
from generator.errors import ConfigError
from generator.resources import data
from tests.office_text import dump_text


def written(*blocks: Block) -> bytes:
    base = (data("templates") / "docx" / "ssp.docx").read_bytes()
    return append(base, blocks, properties=DocumentProperties(title="t"), date=date(2026, 3, 1))


def metafile(width: int, height: int) -> bytes:
    return bytes(24) + struct.pack("<iiii", 0, 0, width, height) + b" EMF" + bytes(8)


def test_what_stands_above_a_section_end_is_turned_and_keeps_its_header() -> None:
    made = written(
        plain("upright"), SectionEnd(landscape=False), plain("wide"), SectionEnd(landscape=True), plain("upright again")
    )
    document = docx.Document(io.BytesIO(made))
    assert [section.orientation for section in document.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    wide = document.sections[1]
    assert wide.page_width > wide.page_height
    assert wide.header.tables[0].cell(0, 0).text == document.sections[0].header.tables[0].cell(0, 0).text != ""


def test_only_the_first_page_of_all_goes_without_a_header() -> None:
    made = written(plain("a"), SectionEnd(landscape=True), plain("b"))
    document = docx.Document(io.BytesIO(made))
    assert [section.different_first_page_header_footer for section in document.sections] == [True, False]


def test_a_metafile_is_shown_as_wide_as_asked_and_kept_once() -> None:
    image = metafile(400, 100)
    made = written(
        WordPicture(image=image, width=4.0, description="A picture"), WordPicture(image=image, width=2.0, description="Again")
    )
    assert [name for name in unpack(made) if name.endswith(".emf")] == ["word/media/drawing1.emf"]
    assert b'Extension="emf" ContentType="image/x-emf"' in unpack(made)["[Content_Types].xml"]
    markup = unpack(made)["word/document.xml"]
    assert b'cx="3657600" cy="914400"' in markup
    assert b'descr="A picture"' in markup


def test_a_metafile_without_a_size_is_refused() -> None:
    with pytest.raises(ConfigError, match="no size"):
        written(WordPicture(image=metafile(0, 9), width=1.0, description=""))


def test_a_caption_counts_and_is_referred_to() -> None:
    caption = Paragraph(
        content=(TextRun(text="Figure "), CaptionNumber(name="Figure", number=3)), style="Caption", bookmark="Figure 3"
    )
    text = dump_text(written(caption, Paragraph(content=(BookmarkReference(text="Figure 3", bookmark="Figure 3"),))))
    assert "Figure {SEQ Figure \\* ARABIC}3" in text


def test_contents_show_the_number_that_the_style_gives() -> None:
    text = dump_text(
        written(Contents(), Heading(level=1, text="Purpose", number="2"), Heading(level=2, text="Scope", number="2.1"))
    )
    assert "[toc 1] 2\tPurpose\t" in text
    assert "[toc 2] 2.1\tScope\t" in text
    assert "[heading 1] Purpose" in text


def kept(text: str) -> Paragraph:
    return Paragraph(content=(TextRun(text=text),), keep_with_next=True)


def test_pages_are_counted_by_section_and_known_where_headings_cannot_leave_the_first() -> None:
    made = written(
        plain("cover"),
        Contents(),
        SectionEnd(landscape=False, label=FRONT_PAGES),
        Heading(level=1, text="One"),
        kept("A sentence."),
        Heading(level=2, text="At once"),
        plain("Text that may be long."),
        Heading(level=2, text="Somewhere"),
        plain("."),
        SectionEnd(landscape=False, label="1"),
        plain("Still in it"),
        SectionEnd(landscape=True, label="1"),
        Heading(level=1, text="Last", number="Appendix A"),
        plain("."),
        SectionEnd(landscape=True, label="A"),
    )
    text = dump_text(made)
    for entry in ("One\t1-1", "At once\t1-1", "Appendix A Last\tA-1"):
        assert entry in text
    assert "Somewhere\t{PAGEREF" in text
    sections = docx.Document(io.BytesIO(made)).sections
    starts = [
        (number.get(qn("w:start")), number.get(qn("w:fmt"))) if number is not None else None
        for number in (section._sectPr.find(qn("w:pgNumType")) for section in sections)
    ]
    assert starts == [(None, "lowerRoman"), ("1", None), None, ("1", None)], "the turned pages of section 1 go on counting"
    feet = [section.footer.tables[0].cell(0, 1).text for section in sections]
    assert [foot.split()[-1][:2] for foot in feet] == ["1", "1-", "1-", "A-"]
    assert not any(" of " in foot for foot in feet)
    assert sections[-1].orientation is WD_ORIENT.LANDSCAPE
    first = [child.tag for child in sections[0]._sectPr]
    assert first[:2] == [qn("w:headerReference"), qn("w:footerReference")], "else LibreOffice puts the footer on the cover"


def test_a_page_break_leaves_no_empty_line() -> None:
    markup = unpack(written(plain("a"), PageBreak(), plain("b")))["word/document.xml"].decode()
    assert 'w:type="page"' not in markup
    assert markup.count("<w:pageBreakBefore/>") == 1


def test_a_header_row_stays_with_the_next_and_only_a_high_row_may_go_on() -> None:
    cells = tuple((WordCell(blocks=(plain(text),)),) for text in ("Head", "short", "word " * 400))
    markup = unpack(written(WordTable(rows=cells, widths=(3.0,))))["word/document.xml"].decode()
    head, short, high = re.findall(r"<w:tr>.*?</w:tr>", markup, re.DOTALL)[-3:]
    assert "<w:keepNext/>" in head
    assert "<w:tblHeader/>" in head
    assert ["<w:cantSplit/>" in row for row in (head, short, high)] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "inches", "shown"),
    [
        ("registry.example/platform/postgres:16.4-r3", 2.0, "registry.example/|platform/|postgres:|16.4-r3"),
        ("a-name-that-is-rather-long-for-it", 1.0, "a-name-that-is-rather-long-for-it"),
        ("0123456789abcdef0123", 1.0, "01234567|89abcdef|0123"),
        ("ValidatingWebhookConfiguration", 1.5, "Validating|Webhook|Configuration"),
        ("words that may break anywhere", 1.0, "words that may break anywhere"),
        ("registry.example/short", 3.0, "registry.example/short"),
    ],
)
def test_long_names_break_behind_a_separator_where_they_do_not_fit(text: str, inches: float, shown: str) -> None:
    assert breakable(text, inches) == shown.replace("|", BREAK)


def test_what_a_person_types_has_no_marks_in_it() -> None:
    name = "registry.example/platform/postgres:16.4-r3"
    field = Paragraph(content=(Field(tag="said:x", title="x", text=name),))
    row = (WordCell(blocks=(field,)), WordCell(blocks=(plain(name),)))
    markup = unpack(written(WordTable(rows=(row,), widths=(1.0, 1.0), header_rows=0)))["word/document.xml"].decode()
    assert name in markup
    assert markup.count(BREAK) == 4
