"""Texts that tools of the web write as HTML, as the plain text of them."""

import re
from functools import lru_cache
from html import unescape

from generator.parsers.late_patterns import late_re

_BREAKS = late_re(r"<(?:br|/p|/li|/div|/tr|/h\d)\s{0,8}/?>", re.IGNORECASE)
_TAGS = late_re(r"</?[A-Za-z][^<>]{0,4000}>")
_BLANKS = " \t\r\f\v"


def plain(text: str) -> str:
    """The text without tags and entities; lines stay lines, those that are blank go."""
    if "&" in text or ("<" in text and ">" in text):
        return _unmarked(text)
    return _lines(text) if "\n" in text else text.strip()


@lru_cache(1 << 12)
def _unmarked(text: str) -> str:
    if "<" in text and ">" in text:
        text = _TAGS.sub("", _BREAKS.sub("\n", text))
    return _lines(unescape(text) if "&" in text else text)


def _lines(text: str) -> str:
    first, *others = text.split("\n")
    lines = (line.rstrip(_BLANKS) for other in others if (line := other.lstrip()))
    return "\n".join((first.rstrip(_BLANKS), *lines)).strip()
