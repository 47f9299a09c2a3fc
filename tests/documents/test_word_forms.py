"""What a form holds for its writer is taken out; what the form owes is counted; its rows get names."""

import datetime as dt
import io
import re

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor
from lxml import etree

from generator.documents.word import DocumentProperties, append
from generator.documents.word_blocks import Checkbox, Field, Paragraph, TextRun, WordCell, WordTable, plain
from generator.documents.word_edited import read_edited
from generator.documents.word_fill import FilledForm, FormFill, RowFill, fill_form
from generator.documents.word_form_pages import LONGEST_WHOLE, keep_headings, keep_rows_whole
from generator.documents.word_forms import darken, keep_counted, name_marks, prompt_styles
from generator.documents.word_placeholders import replace
from generator.documents.word_read import paragraph_text
from generator.documents.word_record import attach, attached
from tests.office_text import dump_text
from tests.word_editing import W

DAY = dt.date(2026, 1, 31)
PROPERTIES = DocumentProperties(title="Form")


def field(instruction: str, shown: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{shown}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def form() -> bytes:
    document = docx.Document()
    document.styles.add_style("toc 1", 1)
    document.styles.add_style("instruction", 1)
    for text in ("Revision History", "How it changed."):
        document.add_paragraph(text)
    document.add_paragraph("Delete this page.", style="instruction")
    entry = document.add_paragraph(style="toc 1")
    number = f"<w:r><w:t>Access</w:t></w:r><w:r><w:tab/></w:r>{field('PAGEREF a', '21')}"
    entry._p.append(parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="a">{number}</w:hyperlink>'))
    cover = document.add_paragraph("Cover ")
    for part in parse_xml(f"<w:p {nsdecls('w')}>{field('REF GONE', 'Error!')}</w:p>"):
        cover._p.append(part)
    document.add_paragraph("By <Insert CSP Name>, and <Insert CSP Name>.")
    table = document.add_table(rows=3, cols=1)
    for row, text in zip(table.rows, ("Keep me", "Instructions: do this", "and that"), strict=True):
        row.cells[0].text = text
    buffer = io.BytesIO()
    document.save(buffer)
    box = Paragraph(
        content=(Checkbox(label="Inherited from [Click", checked=False), TextRun(text=" here"), TextRun(text=" now], Date"))
    )
    rows = tuple((WordCell(blocks=blocks),) for blocks in ((plain("AC-1 Summary"),), (plain("Origin:"), box)))
    return append(buffer.getvalue(), [WordTable(rows=rows, widths=(6.0,), header_rows=0)], properties=PROPERTIES, date=DAY)


def filled() -> FilledForm:
    row = RowFill(
        title="AC-1 Summary",
        label="Another label",
        or_labels=("Origin:",),
        tags=(("Inherited from", "origination:AC-1:inherited"),),
        fields=(("[Click here now]", Field(tag="inherited:AC-1", title="From", text="Pine Host")),),
    )
    wanted = FormFill(
        rows=(row,),
        replacements={},
        drop_tables=("Instructions:",),
        drop_pages=(("Revision History", "instruction"),),
        drop_page_numbers=True,
        drop_dead_references=True,
        repeat_titles=True,
        placeholders=re.compile(r"<Insert[^>]*>"),
        annex=lambda notes, left: [plain(f"{len(notes)} notes, left: {left}")],
    )
    return fill_form(form(), wanted, properties=PROPERTIES, date=DAY)


def test_instructions_page_numbers_and_dead_references_are_gone() -> None:
    text = dump_text(filled().data)
    for gone in (
        "Revision History",
        "How it changed",
        "Delete this page",
        "PAGEREF",
        "21",
        "REF GONE",
        "Error!",
        "do this",
        "and that",
    ):
        assert gone not in text, gone
    for kept in ("Access", "Cover", "Keep me"):
        assert kept in text


def test_placeholders_that_stay_are_counted_and_the_annex_knows() -> None:
    made = filled()
    assert made.left == (("<Insert CSP Name>", 2),)
    assert "0 notes, left: (('<Insert CSP Name>', 2),)" in dump_text(made.data)


def test_a_field_takes_the_place_of_a_placeholder_that_lies_in_several_runs() -> None:
    made = filled()
    read = read_edited(made.data, ())
    assert read.fields == (("inherited:AC-1", "Pine Host", False),)
    assert read.boxes == (("origination:AC-1:inherited", False),)
    assert "Inherited from Pine Host, Date" in dump_text(made.data)


def test_the_first_row_of_a_filled_table_stands_on_each_of_its_pages() -> None:
    document = docx.Document(io.BytesIO(filled().data))
    rows = document.tables[-1].rows
    assert [row._tr.find(".//{*}tblHeader") is not None for row in rows] == [True, False]


def test_a_record_travels_in_the_file_and_is_replaced_not_added() -> None:
    data = form()
    assert attached(data) is None
    once = attach(data, "one <&> ]]> é")
    assert attached(once) == "one <&> ]]> é"
    twice = attach(once, "two")
    assert attached(twice) == "two"
    assert attach(once, "one <&> ]]> é") == once
    assert dump_text(twice) == dump_text(data)
    assert len(docx.Document(io.BytesIO(twice)).paragraphs) == len(docx.Document(io.BytesIO(data)).paragraphs)


def body_of(*paragraphs: str) -> etree._Element:
    made: etree._Element = parse_xml(f"<w:body {nsdecls('w')}>{''.join(paragraphs)}</w:body>")
    return made


def test_the_numbers_of_captions_stay_as_they_are_shown() -> None:
    body = body_of(f"<w:p><w:r><w:t>Table </w:t></w:r>{field('STYLEREF 1', '11')}{field('SEQ Table', '.1')}</w:p>")
    keep_counted(body)
    assert [paragraph_text(one) for one in body] == ["Table 11.1"]
    assert next(body.iter(f"{W}instrText"), None) is None


def test_a_heading_stays_with_what_it_is_above_over_empty_lines() -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>Duties</w:t></w:r></w:p>'
    body = body_of("<w:p/>", heading, "<w:p/>", "<w:p><w:r><w:t>Nobody does all.</w:t></w:r></w:p>", "<w:p/>")
    keep_headings(body, {"H1": "heading 1"})
    kept = [one.find(f"{W}pPr/{W}keepNext") is not None for one in body]
    assert kept == [False, True, True, False, False]


def test_a_space_beside_a_placeholder_stays_one() -> None:
    body = body_of("<w:p><w:r><w:t>&lt;Name</w:t></w:r><w:r><w:t>&gt; of the system</w:t></w:r></w:p>")
    replace(body, {"<Name>": "Ada"})
    texts = list(body.iter(f"{W}t"))
    assert [one.text for one in texts] == ["Ada", " of the system"]
    assert texts[1].get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


def test_the_mark_of_a_form_has_words_for_readers_who_cannot_see_it() -> None:
    drawn = "<wp:docPr id='1' name='Picture'/>"
    described = "<wp:docPr id='2' name='Picture' descr='A map'/>"
    header = parse_xml(f"<w:hdr {nsdecls('w', 'wp')}>{drawn}{described}</w:hdr>")
    name_marks([header])
    assert [one.get("descr") for one in header] == ["Mark of the publisher of this form", "A map"]


def test_rows_of_a_form_stay_on_one_page_but_for_high_ones() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.rows[0].cells[0].text = "Short"
    table.rows[1].cells[1].text = "x" * (LONGEST_WHOLE + 1)
    keep_rows_whole(document.element.body)
    keep_rows_whole(document.element.body)
    assert [len(row._tr.findall(f"{W}trPr/{W}cantSplit")) for row in table.rows] == [1, 0]


def test_a_value_in_the_place_of_a_gray_prompt_is_as_dark_as_any_other() -> None:
    document = docx.Document()
    style = document.styles.add_style("Light", 1)
    style.font.color.rgb = RGBColor(0x80, 0x80, 0x80)
    for name in ("Light", "Normal"):
        paragraph = document.add_paragraph(style=name)
        controls = "".join(
            f"<w:sdt><w:sdtContent><w:r><w:rPr>{look}</w:rPr><w:t>x</w:t></w:r></w:sdtContent></w:sdt>"
            for look in ("", '<w:rStyle w:val="PlaceholderText"/>')
        )
        for control in parse_xml(f"<w:p {nsdecls('w')}>{controls}</w:p>"):
            paragraph._p.append(control)
    assert prompt_styles(document.styles.element) == {style.style_id}
    darken(document.element.body, prompt_styles(document.styles.element))
    assert [[run.find(f"{W}rPr/{W}color") is not None for run in each._p.iter(f"{W}r")] for each in document.paragraphs] == [
        [True, False],
        [False, False],
    ]
