"""Spans in their one normal form, so that the same text read from Markdown and from Word is equal.

White space is single, none stands at the ends of a line, and between two looks it belongs to neither.
"""

import dataclasses
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from msgspec.structs import replace

from generator.model.narrative import BlockKind, Content, Grid, Span, TextBlock

_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]")
"""What no XML and no OSCAL string carries, and what hides in a text or turns its direction."""

_Look = tuple[bool, bool, bool, str]
_PLAIN: _Look = (False, False, False, "")


def normal(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same text, in normal form."""
    characters: list[tuple[str, _Look]] = [
        (character, (span.bold, span.italic, span.code and not span.url, span.url))
        for span in spans
        for character in _UNFIT.sub("", span.text).replace("\x0b", " ")
    ]
    return tuple(_joined(_spaced(characters)))


def plain(spans: Iterable[Span]) -> str:
    """The text without its looks."""
    return "".join(span.text for span in spans)


def code_text(text: str) -> str:
    """Lines of code: their own white space stays, control characters go."""
    return "\n".join(
        _UNFIT.sub("", line).replace("\t", "    ").replace("\xa0", " ").rstrip() for line in text.splitlines()
    ).strip("\n")


def table(rows: Sequence[Sequence[Iterable[Span]]]) -> Grid:
    """Each cell in one line, as Markdown has it; the first row is bold by itself, so bold in it says nothing."""
    first, *others = rows
    return Grid(rows=(_row(first, bold=False), *(_row(row) for row in others)))


def _row(cells: Iterable[Iterable[Span]], *, bold: bool | None = None) -> tuple[tuple[Span, ...], ...]:
    return tuple(
        normal(replace(span, text=span.text.replace("\n", " "), bold=span.bold if bold is None else bold) for span in cell)
        for cell in cells
    )


def joined_code(content: Iterable[Content]) -> tuple[Content, ...]:
    """Lines of code that follow lines of code are one block."""
    text_blocks: list[Content] = []
    for block in content:
        before = text_blocks[-1] if text_blocks else None
        if isinstance(block, TextBlock) and isinstance(before, TextBlock) and block.kind is before.kind is BlockKind.CODE:
            text_blocks[-1] = dataclasses.replace(
                block, spans=(Span(text=f"{plain(before.spans)}\n{plain(block.spans)}", code=True),)
            )
        else:
            text_blocks.append(block)
    return tuple(text_blocks)


def _spaced(characters: Sequence[tuple[str, _Look]]) -> list[tuple[str, _Look]]:
    """White space in single steps, each with the look of its surroundings."""
    spaced: list[tuple[str, _Look]] = []
    place = 0
    while place < len(characters):
        character, look = characters[place]
        if not character.isspace():
            spaced.append((character, look))
            place += 1
            continue
        end = place
        while end < len(characters) and characters[end][0].isspace():
            end += 1
        if spaced and end < len(characters):
            breaks = any(characters[index][0] == "\n" for index in range(place, end))
            same = spaced[-1][1] == characters[end][1]
            spaced.append(("\n" if breaks else " ", spaced[-1][1] if same else _PLAIN))
        place = end
    return spaced


def _joined(characters: Iterable[tuple[str, _Look]]) -> Iterable[Span]:
    for look, alike in groupby(characters, key=itemgetter(1)):
        yield _span("".join(character for character, _ in alike), look)


def _span(text: str, look: _Look) -> Span:
    return Span(text=text, bold=look[0], italic=look[1], code=look[2], url=look[3])


def without_looks(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same text in plain, but for its links."""
    return normal(replace(span, bold=False, italic=False, code=False) for span in spans)
