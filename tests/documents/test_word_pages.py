"""Landscape pages, captions that count, metafiles and numbered headings in a Word document."""

import io
import struct
from datetime import date

import docx
import pytest
from docx.enum.section import WD_ORIENT

from generator.documents.bounded_zip import unpack
from generator.documents.text_dump import dump_text
from generator.documents.word import DocumentProperties, append
from generator.documents.word_blocks import (
    Block,
    BookmarkReference,
    CaptionNumber,
    Contents,
    Heading,
    Paragraph,
    SectionEnd,
    TextRun,
    WordPicture,
    plain,
)
from generator.errors import ConfigError
from generator.resources import data


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
    assert "[toc 1] {TOC" in text
    assert "2\tPurpose" in text
    assert "[toc 2] 2.1\tScope" in text
    assert "[heading 1] Purpose" in text
