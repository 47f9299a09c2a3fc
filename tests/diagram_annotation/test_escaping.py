"""Texts that are written in other characters than they mean, piece by piece."""

import pytest

from generator.diagram_annotation.escaping import ATTRIBUTE, URL, Escaping
from generator.diagram_annotation.tags import Edit

_URL = [
    ("a", "a"),
    ("%41", "A"),
    ("%3c", "<"),
    ("%3E", ">"),
    ("%7e", "~"),
    ("%c3%a9", "é"),
    ("%C3%A9", "é"),
    ("%d0%96", "Ж"),
    ("%D0%96", "Ж"),
    ("%e2%82%ac", "€"),
    ("%E2%82%AC", "€"),
    ("%f0%9f%90%8d", "🐍"),
    ("%F0%9F%90%8D", "🐍"),
    ("%0a", "\n"),
]
_ATTRIBUTE = [
    ("a", "a"),
    ("&lt;", "<"),
    ("&#60;", "<"),
    ("&#x3C;", "<"),
    ("&#10;", "\n"),
    ("\n", " "),
    ("\r\n", " "),
    ("\t", " "),
    ("&", "&"),
]


@pytest.mark.parametrize(("escaping", "pieces"), [(URL, _URL), (ATTRIBUTE, _ATTRIBUTE)], ids=["url", "attribute"])
def test_each_piece_stands_for_what_it_means(escaping: Escaping, pieces: list[tuple[str, str]]) -> None:
    for written, meant in pieces:
        escaped = escaping.read(f"b{written}c")
        assert escaped.text == f"b{meant}c", written
        assert escaped.places == (0, 1, 1 + len(written), 2 + len(written)), written


def test_an_edit_stands_where_the_meaning_is_written() -> None:
    assert URL.read("%e2%82%acx%41").where_written(Edit(1, 3, "é'~")) == Edit(9, 13, "%C3%A9'~")
    assert ATTRIBUTE.read("&lt;\r\nx").where_written(Edit(1, 2, "<'\n>")) == Edit(4, 6, "&lt;&#39;&#10;>")
