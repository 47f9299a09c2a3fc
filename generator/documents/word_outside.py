"""What stands in a Word document outside of the fields that belong to people, above all beside its pages' text."""

import re
from collections.abc import Collection, Iterator, Mapping

import msgspec

from generator.documents.bounded_zip import parse_xml
from generator.documents.word_controls import CHECKED, UNCHECKED
from generator.documents.word_flow import W
from generator.documents.word_read import paragraph_text

_OTHER_PARTS = re.compile(r"word/(header|footer|footnotes|endnotes)\d*\.xml")
_CALLED = {
    "header": "the header of a page",
    "footer": "the footer of a page",
    "footnotes": "a footnote",
    "endnotes": "an endnote",
}
_REPEATED = ("header", "footer")
_NUMBER = re.compile(r"\d+|\b[ivxlcdm]+\b")
"""Of a page; those before the first section are Roman."""
_MARKS = (CHECKED, UNCHECKED, "\u200b")


def plain(text: str) -> str:
    """One line of words, without the marks of check boxes."""
    for mark in () if text.isascii() else _MARKS:
        text = text.replace(mark, "")
    return " ".join(text.split())


class OutsideParagraph(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph that stands in no such place."""

    text: str
    near: str
    """The heading above it, or what it is part of: `AC-6 Least Privilege`, `the footer of a page`."""
    preceding: str = ""
    """The sentence before it, below that heading; empty where there is none."""


def texts_outside_body(members: Mapping[str, bytes], noted: Collection[str]) -> Iterator[OutsideParagraph]:
    """Text of page headers, footers and notes, but for notes that were `noted` with what they belong to. Numbers are left out
    of what pages repeat, since programs count them again."""
    for name, data in sorted(members.items()):
        match = _OTHER_PARTS.fullmatch(name)
        if match is None or not data:
            continue
        for paragraph in parse_xml(data, where=name).iter(f"{W}p"):
            text = plain(paragraph_text(paragraph))
            text = plain(_NUMBER.sub("", text)) if match[1] in _REPEATED else text
            if text and text not in noted:
                yield OutsideParagraph(text=text, near=_CALLED[match[1]])
