"""Text on a terminal: what came out of evidence must not move its cursor, clear it, rename it or turn its lines around."""

import re
import sys
from typing import TextIO

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters of both sets but newline and tab, and what turns the direction of text (Unicode Annex 9, section 2)."""


def visible(text: str) -> str:
    r"""The text with such characters as `\u001b`, which is what JSON writes too: a line of JSON stays the same JSON."""
    if text.isascii() and text.isprintable():
        return text
    return _UNFIT.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def say(text: str, *, end: str = "\n", to: TextIO | None = None) -> None:
    """Print it so that it can be seen, to standard output where nothing else is named."""
    print(visible(text), end=end, file=to or sys.stdout)
