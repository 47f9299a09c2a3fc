"""How wide a text is, and how it is cut: the picture's boxes are sized before anything draws them.

Advance widths of Helvetica (Adobe Font Metrics, Core 14 fonts), which Arial and Liberation Sans share. The picture
states the width with each text, so that a substitute font is squeezed rather than spilling over.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, takewhile

_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 "
    "584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 "
    "278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 "
    "500 500 334 260 334 584"
)
"""Of the characters from space to tilde, in thousandths of the size."""
_ADVANCE = {chr(32 + index): int(width) for index, width in enumerate(_WIDTHS.split())} | {
    "×": 584,
    "·": 278,
    "…": 1000,
    "–": 556,
    "↔": 1000,
    "→": 1000,
}
_WIDE = 1000
_BOLD = 1.07
_LEAST_CARRIED = 4
"""Characters of a word that go on in the next line, at least."""


@lru_cache(maxsize=1 << 14)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """In points."""
    return sum(_ADVANCE.get(char, _WIDE) for char in text) * size / 1000 * (_BOLD if bold else 1.0)


def bare(text: str) -> str:
    """Letters and digits only: a drawing may break a name, or write it with a dash or capitals."""
    return "".join(char for char in text.casefold() if char.isalnum())


def fit(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, or as much of its beginning and end as the room holds with dots in the middle: names differ at both ends."""
    if width_of(text, size, bold=bold) <= room:
        return text
    room -= width_of("…", size, bold=bold)
    head = tail = ""
    index, used = 0, 0.0
    while index < len(text):
        char = text[index // 2] if index % 2 == 0 else text[-1 - index // 2]
        used += width_of(char, size, bold=bold)
        if used > room:
            break
        head, tail = (head + char, tail) if index % 2 == 0 else (head, char + tail)
        index += 1
    return f"{head.rstrip()}…{tail.lstrip()}"


def wrap(text: str, size: float, room: float, *, lines: int) -> tuple[str, ...]:
    """The text on at most so many lines; of the last one whole words are left out at its end."""
    rows: list[str] = []
    words = text.split()
    while words and len(rows) < lines - 1:
        row = words.pop(0)
        while words and width_of(f"{row} {words[0]}", size) <= room:
            row = f"{row} {words.pop(0)}"
        rows.append(fit(row, size, room))
    if words:
        rows.append(_beginning(words, size, room))
    return tuple(rows)


def _beginning(words: Sequence[str], size: float, room: float) -> str:
    """As many words as there is room for; a single one is cut like a name."""
    if width_of(whole := " ".join(words), size) <= room:
        return whole
    shorter = (f"{text}…" for text in accumulate(words, "{} {}".format))
    fitting = tuple(takewhile(lambda text: width_of(text, size) <= room, shorter))
    return fitting[-1] if fitting else fit(words[0], size, room)


def wrap_name(text: str, size: float, room: float, *, lines: int, bold: bool = False) -> tuple[str, ...]:
    """A name on at most so many lines, broken behind a hyphen, point, slash, underscore, colon or @; the last one is cut.

    A part that is longer than a line goes on in the next one.
    """
    rows, rest = list[str](), re.findall(r"[^-./_:@ ]*[-./_:@ ]*", text)
    while rest and len(rows) < lines - 1:
        row = rest.pop(0)
        while rest and width_of((row + rest[0]).rstrip(), size, bold=bold) <= room:
            row += rest.pop(0)
        held = _held(row, size, room, bold=bold)
        rest[:0] = [row[held:]] if held < len(row) else []
        rows.append(row[:held].rstrip())
    last = "".join(rest).strip()
    return tuple(row for row in (*rows, fit(last, size, room, bold=bold)) if row)


def _held(row: str, size: float, room: float, *, bold: bool) -> int:
    """Characters of a row that its line holds, at least one. It grows from nothing: a hostile name is no row's length."""
    if width_of(row.rstrip(), size, bold=bold) <= room:
        return len(row)
    most = max(1, len(row) - _LEAST_CARRIED)
    return next((held for held in range(1, most) if width_of(row[: held + 1].rstrip(), size, bold=bold) > room), most)


def pt(value: float) -> str:
    """Points in a drawing, to a tenth: the same text on every machine."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
