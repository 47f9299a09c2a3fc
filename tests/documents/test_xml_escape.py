"""Text within XML is read as it was written."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.documents.xml_escape import escape, quoted

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters=[*map(chr, range(32)), "\ufffe", "\uffff"]))
WITH_MARKS = st.one_of(TEXTS, st.text("&<>'\"\t\n]a"))


@given(WITH_MARKS)
def test_text_is_read_as_it_was_written(text: str) -> None:
    written = f"<a b={quoted(text)}>{escape(text)}</a>"
    read = etree.fromstring(written.encode())
    assert read.get("b") == text
    assert (read.text or "") == text


def test_carriage_returns_of_attributes_stay() -> None:
    assert etree.fromstring(f"<a b={quoted(chr(13))}/>").get("b") == "\r"
