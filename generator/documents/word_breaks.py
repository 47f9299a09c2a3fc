"""Places where a long name may go on in the next line of a narrow cell: image references, digests, names of hosts.

Word and LibreOffice break a word that is wider than its cell after any letter. A zero-width space (U+200B, Unicode Standard
Annex 14, class ZW) lets them break behind a separator instead. It is put into generated text only, and only where a word does
not fit: what people type, and what they search for in wider text, has none.
"""

import re
from math import ceil

BREAK = "\u200b"
_LETTERS_PER_INCH = 13.0
"""Of the letters of our tables, 8.5 points and smaller; names in lower case need less room than this."""
_SEPARATORS = (
    re.compile(r"(?<=[/:@,;=&?+])(?=[^\s/:@,;=&?+])"),
    re.compile(r"(?<=[._])(?=[^\s._])|(?<=[a-z])(?=[A-Z])"),
)
"""The places that a reader expects first. Behind a hyphen programs break by themselves."""
_DIGEST = re.compile(r"[0-9a-f]{16,}")
_DIGEST_PART = 8


def letters_in(inches: float) -> int:
    """How many letters a line has room for."""
    return max(int(inches * _LETTERS_PER_INCH), 1)


def lines_of(text: str, inches: float) -> int:
    """How many lines a text takes, about."""
    room = letters_in(inches)
    if "\n" not in text:
        return max(ceil(len(text) / room), 1)
    return sum(max(ceil(len(line) / room), 1) for line in text.split("\n"))


def breakable(text: str, inches: float) -> str:
    """The text, with places to break in each word that is wider than the line."""
    room = letters_in(inches)
    if len(text) <= room:
        return text
    return re.sub(rf"[^\s{BREAK}\-]{{{room + 1},}}", lambda match: _broken(match[0], room), text)


def _broken(word: str, room: int, separators: tuple[re.Pattern[str], ...] = _SEPARATORS) -> str:
    if len(word) <= room:
        return word
    if not separators:
        return _DIGEST.sub(_in_parts, word)
    return BREAK.join(_broken(part, room, separators[1:]) for part in separators[0].split(word))


def _in_parts(match: re.Match[str]) -> str:
    digits = match[0]
    return BREAK.join(digits[at : at + _DIGEST_PART] for at in range(0, len(digits), _DIGEST_PART))
