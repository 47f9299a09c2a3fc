"""Filling forms made of tables: what waits to be filled in is filled, what a person wrote stays."""

import io
from datetime import date

import docx
import pytest
from docx.enum.text import WD_BREAK

from generator.documents.bounded_zip import unpack
from generator.documents.word import DocumentProperties, append
from generator.documents.word_blocks import Block, Checkbox, Paragraph, WordCell, WordTable, plain
from generator.documents.word_fill import FilledForm
from generator.documents.word_tables import GridFill, PairFill, Put, TableForm, fill_tables
from generator.resources import data
from tests.office_text import dump_text

DAY = date(2026, 3, 1)


def table(*rows: tuple[str, ...]) -> WordTable:
    cells = tuple(tuple(WordCell(blocks=(plain(text, style="Table Text"),)) for text in row) for row in rows)
    return WordTable(rows=cells, widths=(2.0,) * max(map(len, rows)))


def form(*blocks: Block) -> bytes:
    base = (data("templates") / "docx" / "executive-summary.docx").read_bytes()
    return append(base, blocks, properties=DocumentProperties(title="Form"), date=DAY)


def filled(template: bytes, **wanted: object) -> FilledForm:
    return fill_tables(template, TableForm(**wanted), properties=DocumentProperties(title="Form"), date=DAY)  # type: ignore[arg-type]


def broken(template: bytes) -> bytes:
    """Page breaks of the kind that people put in, as paragraphs of their own."""
    document = docx.Document(io.BytesIO(template))
    for paragraph in document.paragraphs:
        if paragraph.text == "BREAK":
            paragraph.clear().add_run().add_break(WD_BREAK.PAGE)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def cells(*texts: str) -> tuple[WordCell, ...]:
    return tuple(WordCell(blocks=(plain(text, style=""),)) for text in texts)


def lines(made: FilledForm) -> list[str]:
    text = dump_text(made.data).replace("[Table Text] ", "")
    return [line for line in text.splitlines() if line.startswith("| ")]


GRID = GridFill(name="Table 1", header=("Port #", "Use"), rows=(cells("443", "Web"), cells("22", "Never")))


class TestGrids:
    def test_rows_take_the_place_of_empty_ones_and_of_examples(self) -> None:
        made = filled(form(table(("Port #", "Used"), ("80", "<Example - please delete>"), ("", ""))), grids=(GRID,))
        assert lines(made)[-3:] == ["| Port # | Used |", "| 443 | Web |", "| 22 | Never |"]
        assert made.notes == ()

    def test_what_a_person_wrote_stays_and_is_told(self) -> None:
        made = filled(form(table(("Port #", "Used"), ("80", "Our own"), ("", ""))), grids=(GRID,))
        assert "| 80 | Our own |" in lines(made)
        (note,) = made.notes
        assert (note.where, note.what) == ("Table 1", "it is filled in already; it was left as a person wrote it")

    def test_a_table_that_is_not_there_is_told(self) -> None:
        (note,) = filled(form(table(("Name", "Use"), ("", ""))), grids=(GRID,)).notes
        assert note.what == "the template has no table with the columns Port #, Use"

    def test_a_table_with_fewer_columns_loses_values_and_says_so(self) -> None:
        made = filled(
            form(table(("Port #", "Use"), ("", ""))),
            grids=(GridFill(name="Table 1", header=("Port #",), rows=(cells("443", "Web", "Ada"),)),),
        )
        assert lines(made)[-1] == "| 443 | Web |"
        assert made.notes[0].what == "the template's table has 2 columns for 3 values; some were left out"

    def test_a_table_without_a_row_below_its_header_says_so(self) -> None:
        (note,) = filled(form(table(("Port #", "Use"))), grids=(GRID,)).notes
        assert "no row to fill" in note.what

    def test_one_cell_may_cover_the_row(self) -> None:
        wide = GridFill(name="Table 1", header=("Port #",), rows=((WordCell(blocks=(plain("None", style=""),), span=2),),))
        assert lines(filled(form(table(("Port #", "Use"), ("", ""))), grids=(wide,)))[-1] == "| None |"


class TestPairs:
    @pytest.mark.parametrize(("before", "after"), [("", "Fir"), ("<Enter Name>", "Fir"), ("Oak", "Oak")])
    def test_a_value_is_filled_where_nobody_wrote_one(self, before: str, after: str) -> None:
        pair = PairFill(title="Owner", label="Name", blocks=(plain("Fir", style=""),))
        made = filled(form(table(("Owner", ""), ("Name", before))), pairs=(pair,))
        assert lines(made)[-1] == f"| Name | {after} |"
        assert len(made.notes) == (after == "Oak")

    def test_the_same_value_is_no_difference(self) -> None:
        pair = PairFill(title="Owner", label="Name", blocks=(plain("Fir", style=""),))
        assert filled(form(table(("Owner", ""), ("Name", "Fir"))), pairs=(pair,)).notes == ()


class TestPlaces:
    def test_blocks_go_behind_a_paragraph_or_a_table(self) -> None:
        made = filled(
            form(plain("Diagrams follow."), table(("Owner", "Fir")), plain("The end.")),
            put=(
                Put(where="Diagrams", blocks=(plain("One."), plain("Two."))),
                Put(where="Owner", blocks=(plain("Three."),)),
                Put(where="Nowhere", blocks=(plain("Four."),)),
            ),
        )
        said = [line.removeprefix("[Body Text] ") for line in dump_text(made.data).splitlines()]
        place = said.index("Diagrams follow.")
        assert said[place : place + 6][1:3] == ["One.", "Two."]
        assert said.index("Three.") == said.index("The end.") - 1
        assert [note.where for note in made.notes] == ["Nowhere"]

    def test_an_example_table_is_replaced_and_a_filled_one_is_not(self) -> None:
        put = Put(where="Duty", blocks=(table(("Duty", "Ours")),), in_place=True, example="Linux Admin")
        assert lines(filled(form(table(("Duty", "Linux Admin"))), put=(put,)))[-1] == "| Duty | Ours |"
        kept = filled(form(table(("Duty", "Clerk"))), put=(put,))
        assert lines(kept)[-1] == "| Duty | Clerk |"
        assert len(kept.notes) == 1


class TestBoxes:
    def boxes(self, *ticked: bool) -> bytes:
        rows = tuple(
            (
                WordCell(blocks=(plain(f"Level {number}: x", style="Table Text"),)),
                WordCell(blocks=(Paragraph(content=(Checkbox(label="", checked=one),), style="Table Text"),)),
            )
            for number, one in enumerate(ticked, start=1)
        )
        return form(WordTable(rows=rows, widths=(2.0, 2.0)))

    def test_a_box_is_ticked_unless_a_person_ticked_one(self) -> None:
        made = filled(self.boxes(False, False), ticked=("Level 2:",))
        assert [line[-5:] for line in lines(made)[-2:]] == ["[ ] |", "[x] |"]
        kept = filled(self.boxes(True, False), ticked=("Level 2:",))
        assert [line[-5:] for line in lines(kept)[-2:]] == ["[x] |", "[ ] |"]
        assert len(kept.notes) == 1


def test_an_empty_page_goes_with_the_instructions_that_stood_on_it() -> None:
    template = broken(form(plain("Cover"), plain("BREAK"), table(("Instructions: write", "")), plain("BREAK"), plain("Text")))
    made = filled(template, drop_tables=("Instructions",))
    assert "Instructions" not in dump_text(made.data)
    before, after = (unpack(one)["word/document.xml"].count(b'w:type="page"') for one in (template, made.data))
    assert (before, after) == (2, 1)
