"""A narrative in a Word file, read back: the same blocks, in our own layout and with whatever the program made of them."""

from datetime import date
from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.documents.word import DocumentProperties, append
from generator.documents.word_blocks import Heading, Paragraph, TextRun, WordCell, WordRegion, WordTable, plain
from generator.documents.word_edited import read_edited
from generator.model.narrative import Content
from generator.narrative.from_word import content_of
from generator.renderers.narrative_blocks import narrative_blocks
from generator.resources import data
from tests.narrative.drawn import CONTENT, nested

TAG = "narrative:CM-8:a"


@lru_cache(maxsize=1)
def base() -> bytes:
    return (data("templates") / "docx" / "appendix-a.docx").read_bytes()


def document(content: tuple[Content, ...]) -> bytes:
    region = WordRegion(
        tag=TAG,
        title="CM-8(a)",
        blocks=narrative_blocks(content, style="Table Text", table_style="Package Table"),
        closing=Paragraph(content=(TextRun(text="Draft."),), style="Narrative State"),
    )
    cell = WordCell(blocks=(plain("Part a:"), region, plain("Drafted from evidence: x")))
    blocks = [Heading(level=1, text="X"), WordTable(rows=((cell,),), widths=(6.5,))]
    return append(base(), blocks, properties=DocumentProperties(title="t"), date=date(2026, 1, 1))


def read_back(made: bytes) -> tuple[Content, ...]:
    edited = read_edited(made, [TAG])
    (region,) = edited.regions
    assert [one.text for one in edited.outside if one.text != "X"][-3:] == ["Part a:", "Draft.", "Drafted from evidence: x"]
    return content_of(region.blocks)


@given(CONTENT)
@settings(max_examples=30)
def test_every_block_comes_back(content: tuple[Content, ...]) -> None:
    if content:
        assert read_back(document(content)) == content


@given(st.lists(st.sampled_from([0, 1, 2, 3]), min_size=1, max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
@settings(max_examples=20)
def test_nested_lists_come_back(levels: list[int], numbered: list[bool]) -> None:
    content = nested(levels, numbered)
    assert read_back(document(content)) == content
