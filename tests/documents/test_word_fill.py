"""Forms made of tables, filled in place."""

import datetime as dt
import io

import docx

from generator.documents.word import DocumentProperties, append
from generator.documents.word_blocks import Checkbox, Paragraph, TextRun, WordCell, WordRegion, WordTable, plain
from generator.documents.word_fill import FilledForm, FormFill, RowFill, fill_form
from tests.office_text import dump_text
from tests.word_regions import ReadRegion, read_regions

DAY = dt.date(2026, 1, 31)
PROPERTIES = DocumentProperties(title="Form")


def form(ticked: str = "") -> bytes:
    """One table that holds both sections, an instruction, and a placeholder cut into runs."""
    document = docx.Document()
    paragraph = document.add_paragraph("for ")
    for piece in ("<Insert", " CSP ", "Name> and <Insert CSP Name>"):
        paragraph.add_run(piece)
    document.add_paragraph("Delete this.", style="Quote")
    document.sections[0].header.paragraphs[0].text = "<Insert CSP Name>"
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Instructions: remove"
    buffer = io.BytesIO()
    document.save(buffer)
    boxes = ("Implemented", "Partially Implemented", "Inherited from X for [Click here]")
    status = (plain("Status:"), *(Paragraph(content=(Checkbox(label=box, checked=box == ticked),)) for box in boxes))
    rows = [(WordCell(blocks=(plain(text),)),) for text in ("AC-1 Summary", "Role:", "AC-1 Solution", "Part a:", "")]
    rows.insert(2, (WordCell(blocks=status),))
    table = WordTable(rows=tuple(rows), widths=(6.0,))
    return append(buffer.getvalue(), [table], properties=PROPERTIES, date=DAY)


def filled(*rows: RowFill, **settings: object) -> FilledForm:
    return fill_form(form(), FormFill(rows=rows, **({"replacements": {}} | settings)), properties=PROPERTIES, date=DAY)


def test_values_follow_their_labels_and_blocks_stand_below() -> None:
    result = filled(
        RowFill(title="ac-1 summary", label="Role:", value=(TextRun(text=" Platform team"),)),
        RowFill(title="AC-1 Solution", label="Part a:", blocks=(WordRegion(tag="a", title="A", blocks=(plain("Done."),)),)),
        RowFill(title="AC-1 Solution", label="", blocks=(plain("All of it."),)),
    )
    lines = dump_text(result.data).splitlines()
    assert "| [Body Text] Role: Platform team |" in lines
    assert "| [Body Text] Part a: / <a> / [Body Text] Done. / </a> |" in lines
    assert "| [Body Text] All of it. |" in lines
    assert result.notes == ()
    assert read_regions(result.data) == (ReadRegion(tag="a", paragraphs=("Done.",)),)


def test_boxes_are_ticked_by_label_or_by_how_it_begins() -> None:
    result = filled(RowFill(title="AC-1 Summary", label="Status:", checked=("Partially Implemented", "Inherited from")))
    line = next(line for line in dump_text(result.data).splitlines() if "Status:" in line)
    assert "[ ] Implemented / [Body Text] [x] Partially Implemented / [Body Text] [x] Inherited from X" in line
    assert result.notes == ()


def test_a_row_that_a_person_ticked_is_left_alone() -> None:
    wanted = FormFill(rows=(RowFill(title="AC-1 Summary", label="Status:", checked=("Partially",)),), replacements={})
    result = fill_form(form("Implemented"), wanted, properties=PROPERTIES, date=DAY)
    assert "[x] Implemented / [Body Text] [ ] Partially Implemented" in dump_text(result.data)
    assert [note.where for note in result.notes] == ["AC-1 Summary"]


def test_what_finds_no_place_is_reported() -> None:
    result = filled(
        RowFill(title="AC-2 Summary", label="Role:"),
        RowFill(title="AC-1 Summary", label="Parameter AC-1(z):"),
        RowFill(title="AC-1 Summary", label="Status:", checked=("Planned",)),
    )
    assert [f"{note.where}: {note.what}" for note in result.notes] == [
        "AC-2 Summary: the template has no such section; its content was left out",
        "AC-1 Summary: the template has no row 'Parameter AC-1(z):'; its content was left out",
        "AC-1 Summary: the template has no check box 'Planned'",
    ]


def test_placeholders_are_replaced_across_runs_and_in_the_header() -> None:
    text = dump_text(filled(replacements={"<Insert CSP Name>": "Example & <Insert CSP Name>"}).data)
    assert "for Example & <Insert CSP Name> and Example & <Insert CSP Name>\n" in text
    assert "[header] Example & <Insert CSP Name>\n" in text


def test_instructions_can_be_dropped() -> None:
    before, after = dump_text(form()), dump_text(filled(drop_tables=("instructions:",), drop_styles=("Quote",)).data)
    assert "Delete this." in before
    assert "Instructions: remove" in before
    assert "Delete this." not in after
    assert "Instructions: remove" not in after


def test_the_same_request_gives_the_same_bytes() -> None:
    assert filled().data == filled().data
