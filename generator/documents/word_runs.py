"""Runs of text and names of bookmarks in WordprocessingML (ECMA-376 part 1, 17.3)."""

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

from generator.documents.cells import xml_text

_BOOKMARK_LIMIT = 40
_NOT_NAME = re.compile(r"\W", re.ASCII)
_ESCAPED = re.compile(r'[&<>"\n\r\t]')
_AS_NUMBERS = str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
_KEPT = 1 << 10


@lru_cache(_KEPT)  # an Appendix A has the words beside a few check boxes thousands of times
def run(text: str, look: str = "") -> str:
    """A run with its line breaks and tabs."""
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{''.join(_pieces(xml_text(text)))}</w:r>"


def attribute(text: str) -> str:
    """A quoted attribute value."""
    safe = xml_text(text)
    if not _ESCAPED.search(safe):
        return f'"{safe}"'
    # NOTE: not `quoteattr` of xml.sax, which imports what reads addresses; quoted as it quotes.
    safe = escape(safe, quote=False).translate(_AS_NUMBERS)
    if '"' in safe and "'" not in safe:
        return f"'{safe}'"
    return '"' + safe.replace('"', "&quot;") + '"'


def field_markup(instruction: str, shown: str) -> str:
    """A field with what it shows already in it."""
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    instruction_run = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    return f"{marks['begin']}{instruction_run}{marks['separate']}{shown}{marks['end']}"


def bookmark_name(key: str) -> str:
    """A name that Word accepts (a letter, then letters, digits and underscores, at most 40), different for different keys."""
    name = _NOT_NAME.sub("_", key)
    if name == key and len(key) <= _BOOKMARK_LIMIT and key[:1].isalpha():
        return name
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"b_{name[: _BOOKMARK_LIMIT - 13]}_{digest}"


def _pieces(text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield "<w:br/>"
        for position, piece in enumerate(line.split("\t")):
            if position:
                yield "<w:tab/>"
            if piece:
                yield f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>'
