"""Texts that tools of the web write as HTML, as the plain text of them."""

import re
from functools import lru_cache
from html import unescape

_BREAKS = re.compile(r"<(?:br|/p|/li|/div|/tr|/h\d)\s{0,8}/?>", re.IGNORECASE)
_TAGS = re.compile(r"</?[A-Za-z][^<>]{0,4000}>")
_BLANKS = re.compile(r"[ \t\r\f\v]*\n\s*")


@lru_cache(1 << 12)
def plain(text: str) -> str:
    """The text without tags and entities; lines stay lines."""
    if "<" in text and ">" in text:
        text = _TAGS.sub("", _BREAKS.sub("\n", text))
    return _BLANKS.sub("\n", unescape(text) if "&" in text else text).strip()
