"""Where a paragraph stands that was typed outside of all fields: below which heading, behind which sentence."""

from datetime import date

from generator.documents.word import DocumentProperties, append
from generator.documents.word_blocks import Block, Heading, WordCell, WordTable, plain
from generator.documents.word_edited import read_edited
from generator.resources import data


def places(*blocks: Block) -> dict[str, tuple[str, str]]:
    base = (data("templates") / "docx" / "ssp.docx").read_bytes()
    made = append(base, blocks, properties=DocumentProperties(title="t"), date=date(2026, 3, 1))
    return {each.text: (each.near, each.preceding) for each in read_edited(made, ()).outside}


def test_a_sentence_is_named_by_its_heading_and_the_sentence_before_it() -> None:
    found = places(
        Heading(level=2, text="AC-6 Least Privilege"),
        plain("Drafted from evidence:"),
        plain("Containers run as a user that is not root."),
        plain("Typed by a person."),
    )
    assert found["Typed by a person."] == ("AC-6 Least Privilege", "Containers run as a user that is not root.")


def test_a_label_says_nothing_of_where_a_sentence_is() -> None:
    found = places(Heading(level=1, text="Network"), plain("Drafted from evidence::"), plain("Typed."))
    assert found["Typed."] == ("Network", "")


def test_the_title_of_a_form_table_names_the_control() -> None:
    rows = tuple((WordCell(blocks=(plain(text),)),) for text in ("CM-8 Control Summary Information", "Part a:", "Typed."))
    assert places(WordTable(rows=rows, widths=(3.0,)))["Typed."] == ("CM-8 Control Summary Information", "")
