"""Blocks as Markdown that a person likes to read, and that reads back as the same blocks.

What is written is read again at once. Where a look has no Markdown (bold that ends inside a word beside a quotation
mark, say), more is escaped, and at last the look is left out: never a word of the text.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from generator.model.narrative import BlockKind, Content, Grid, Span, TextBlock
from generator.narrative.lists import ITEMS, numbers
from generator.narrative.markdown_read import contents
from generator.narrative.spans import normal, plain, without_looks

_WIDTH = 100
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_SPECIAL = re.compile(r"([*`\[<])|(?<![^\W_])(_)|(_)(?![^\W_])|(\\)(?=[!-/:-@\[-`{-~]|$)|(&)(?=#?\w+;)", re.MULTILINE)
_LINE_START = re.compile(r"^(?:([#>~=|])|([-+])(?=[ \t-]|$)|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)
_RISKY_WORD = re.compile(r"(?:[#>~=|+*-].*|\d{1,9}[.)])$")


def write_markdown(content: Sequence[Content]) -> str:
    """The blocks, each separated from the next as Markdown wants it; no line break at the end."""
    written = ""
    before: Content | None = None
    margins = [0]
    for text_block, (number, first) in zip(content, numbers(content), strict=True):
        level = text_block.level if isinstance(text_block, TextBlock) and text_block.kind in ITEMS else 0
        margins = [*margins, *[margins[-1]] * (level + 1 - len(margins))][: level + 1]
        text = markdown_of(text_block, number)
        written += _between(before, text_block, apart=first and number != 1)
        written += "\n".join(" " * margins[level] + line if level else line for line in text.split("\n"))
        margins.append(margins[level] + len(_marker(text_block, number)))
        before = text_block
    return written


def markdown_of(text_block: Content, number: int = 1) -> str:
    """One block by itself, at the margin; `number` is that of a numbered item."""
    if isinstance(text_block, Grid):
        return _grid(text_block)
    if text_block.kind is BlockKind.CODE:
        return _code(plain(text_block.spans))
    for spans, everything, wrapped in _attempts(text_block.spans):
        text = _spans(spans, everything=everything)
        text = _wrapped(text) if wrapped else text
        written = _item(text_block, text, number)
        if contents(written) == (dataclasses.replace(text_block, spans=spans, level=0),):
            return written
    return _item(text_block, _escaped(plain(text_block.spans), everything=True), number)


def _attempts(spans: tuple[Span, ...]) -> Iterator[tuple[tuple[Span, ...], bool, bool]]:
    yield spans, False, True
    yield spans, False, False
    yield spans, True, False
    yield without_looks(spans), False, False
    yield without_looks(spans), True, False


def _between(before: Content | None, block: Content, *, apart: bool) -> str:
    """Items of lists stand line below line, but for a list that begins with another number than 1 (CommonMark 5.3)."""
    if before is None:
        return ""
    listed = isinstance(before, TextBlock) and isinstance(block, TextBlock) and before.kind in ITEMS and block.kind in ITEMS
    return "\n" if listed and not apart else "\n\n"


def _item(block: TextBlock, text: str, number: int) -> str:
    """Further lines stand below the text of the first."""
    marker = _marker(block, number)
    first, *others = text.split("\n")
    return "\n".join([marker + first, *(" " * len(marker) + line for line in others)])


def _marker(text_block: Content, number: int) -> str:
    if not isinstance(text_block, TextBlock) or text_block.kind not in ITEMS:
        return ""
    return "- " if text_block.kind is BlockKind.BULLET else f"{number}. "


def _spans(spans: Sequence[Span], *, everything: bool) -> str:
    parts = []
    for url, group in groupby(spans, key=lambda span: span.url):
        inner = _looks(tuple(group), everything=everything, linked=bool(url))
        parts.append(f"[{inner}]({url})" if url else inner)
    return _line_starts("".join(parts))


def _looks(spans: Sequence[Span], *, everything: bool, linked: bool) -> str:
    """Marks open and close where a look begins and ends; the one that lasts longer is opened first."""
    written, opened = "", ""
    for place, span in enumerate(spans):
        wanted = {mark for mark, on in (("b", span.bold), ("i", span.italic)) if on}
        while not set(opened) <= wanted:
            written, opened = written + _MARKS[opened[-1]], opened[:-1]
        for mark in sorted(wanted - set(opened), key=lambda style: -_lasts(spans[place:], style)):
            written, opened = written + _MARKS[mark], opened + mark
        text = _code_span(span.text) if span.code else _escaped(span.text, everything=everything)
        written += text.replace("]", "\\]") if linked and not span.code and not everything else text
    return written + "".join(_MARKS[mark] for mark in reversed(opened))


_MARKS = {"b": "**", "i": "*"}


def _lasts(spans: Sequence[Span], mark: str) -> int:
    length = 0
    for span in spans:
        if not (span.bold if mark == "b" else span.italic):
            break
        length += len(span.text)
    return length


def _escaped(text: str, *, everything: bool) -> str:
    written = (_PUNCTUATION if everything else _SPECIAL).sub(lambda match: f"\\{match[0]}", text)
    return written.replace("\n", "\\\n")


def _line_starts(text: str) -> str:
    """What would begin a heading, a list or a table at the start of a line."""
    return _LINE_START.sub(lambda match: f"{match[3]}\\{match[4]}" if match[3] else f"\\{match[0]}", text)


def _code_span(text: str) -> str:
    text = text.replace("\n", " ")
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def _code(text: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}"


def _grid(grid: Grid) -> str:
    width = max(len(row) for row in grid.rows)
    rows = [[_cell(cell) for cell in (*row, *[()] * (width - len(row)))] for row in grid.rows]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{'---|' * width}", *lines[1:]])


def _cell(spans: tuple[Span, ...]) -> str:
    flat = normal(replace(span, text=span.text.replace("\n", " ")) for span in spans)
    for everything in (False, True):
        text = _spans(flat, everything=everything)
        text = text if everything else text.replace("|", "\\|")
        if contents(f"| x |\n|---|\n| {text} |")[0] == Grid(rows=(((Span(text="x"),),), (flat,))):
            return text
    return _escaped(plain(flat), everything=True)


def _wrapped(text: str) -> str:
    """At most some hundred characters a line, but never so that a line begins with what Markdown takes for a mark."""
    lines: list[str] = []
    for line in text.split("\n"):
        current = ""
        for word in line.split(" "):
            if current and len(current) + 1 + len(word) > _WIDTH and not _RISKY_WORD.match(word):
                lines.append(current)
                current = word
            else:
                current = f"{current} {word}" if current else word
        lines.append(current)
    return "\n".join(lines)
