"""Hostile text in, harmless text out, nothing lost without a trace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.documents.cells import CELL_LIMIT, safe_text, xml_text


@pytest.mark.parametrize(
    "value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", '=HYPERLINK("http://x")', "＝1", "-"]
)
def test_what_begins_like_a_formula_is_marked(value: str) -> None:
    assert safe_text(value).quoted


@pytest.mark.parametrize("value", ["", " ", "a=1", "CVE-2026-0001", "1-2", "'=1", "mailto:a@b"])
def test_other_text_is_not_marked(value: str) -> None:
    assert not safe_text(value).quoted
    assert safe_text(value).text == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\x00b", r"a\u0000b"),
        ("\x1b[31mred", r"\u001b[31mred"),
        ("a\x7fb", r"a\u007fb"),
        ("a\x07\x9b2J", r"a\u0007\u009b2J"),
        ("invoice\u202egnp.exe\u2066", r"invoice\u202egnp.exe\u2066"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("non\uffff", "non\ufffd"),
        ("a\r\nb\rc\td", "a\nb\nc\td"),
        ("😀 stays", "😀 stays"),
    ],
)
def test_what_xml_cannot_carry_is_shown(value: str, shown: str) -> None:
    assert xml_text(value) == shown


def test_long_text_is_cut_with_a_note() -> None:
    safe = safe_text("x" * 40_000, see="oscal/poam.json")
    assert safe.text.endswith("… (cut: 7,433 characters; see oscal/poam.json)")
    assert len(safe.text) <= CELL_LIMIT
    assert safe.text.count("x") + safe.cut == 40_000


def test_the_limit_counts_utf_16_units() -> None:
    fits, too_long = safe_text("😀" * 16_383), safe_text("😀" * 16_384)
    assert (fits.cut, fits.text) == (0, "😀" * 16_383)
    assert too_long.cut > 0
    assert len(too_long.text.encode("utf-16-le")) // 2 <= CELL_LIMIT


@given(st.text(st.characters()))
def test_any_text_survives_an_xml_parser(value: str) -> None:
    element = etree.Element("t")
    element.text = safe_text(value).text
    assert etree.fromstring(etree.tostring(element, encoding="UTF-8")).text == (safe_text(value).text or None)
    assert xml_text(xml_text(value)) == xml_text(value)
