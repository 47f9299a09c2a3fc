"""Texts that are written in other characters than they mean: where each character of the meaning is written.

XML attributes: https://www.w3.org/TR/xml/#AVNormalize ; URL-encoding: https://url.spec.whatwg.org/#percent-encoded-bytes
"""

import re
import urllib.parse
from collections.abc import Callable
from html import unescape
from itertools import accumulate

import msgspec

from generator.diagram_annotation.tags import Edit, quoted


class Escaping(msgspec.Struct, frozen=True):
    """A way to write text."""

    piece: re.Pattern[str]
    """One piece of what is written: it stands for a character, or a few."""
    meant: Callable[[str], str]
    escaped: Callable[[str], str]

    def read(self, written: str) -> "Escaped":
        """What the text means, with the places of its characters."""
        pieces = self.piece.findall(written)
        meant = [self.meant(piece) for piece in pieces]
        ends = [0, *accumulate(len(piece) for piece in pieces)]
        places = [place for place, text in zip(ends, meant, strict=False) for _ in text]
        return Escaped("".join(meant), (*places, len(written)), self)


class Escaped(msgspec.Struct, frozen=True):
    """A text that was read."""

    text: str
    places: tuple[int, ...]
    """Where the piece of each character of `text` begins, and where the last one ends."""
    escaping: Escaping

    def where_written(self, edit: Edit) -> Edit:
        """An edit of the meaning as one of what is written."""
        return Edit(self.places[edit.start], self.places[edit.end], self.escaping.escaped(edit.text))


def _attribute(piece: str) -> str:
    """Line ends and tabs in an attribute are spaces; written as numbers they are themselves."""
    if piece.startswith("&"):
        return unescape(piece)
    return " " if piece.isspace() else piece


ATTRIBUTE = Escaping(
    re.compile(r"&#?\w{1,10};|\r\n|.", re.DOTALL),
    _attribute,
    lambda text: quoted(text)[1:-1].replace("'", "&#39;").replace("\n", "&#10;"),
)
URL = Escaping(
    re.compile(r"%[0-7][0-9A-Fa-f]|%[CDcd][0-9A-Fa-f]%..|%[Ee][0-9A-Fa-f]%..%..|%[Ff][0-9A-Fa-f]%..%..%..|.", re.DOTALL),
    urllib.parse.unquote,
    lambda text: urllib.parse.quote(text, safe="!~*'()"),
)
