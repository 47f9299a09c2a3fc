"""The Markdown of narratives: CommonMark (https://spec.commonmark.org) and tables, without what a control's text does not need.

Understood: paragraphs, bullets and numbered lists up to four levels, bold, italic, `code`, links, line breaks, lines of code
between fences, tables. Headings of the second level name parts. Everything else is named with its line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.limits import QUOTED
from generator.model.narrative import BlockKind, Content, Grid, Span, TextBlock
from generator.narrative.links import is_safe
from generator.narrative.spans import code_text, joined_code, normal, table
from generator.text import shortened


class MarkdownFault(NamedTuple):
    """What is not understood, and on which line, counted from 0."""

    line: int
    what: str
    step: str


class _Inline:
    def __init__(self, line: int, faults: list[MarkdownFault]) -> None:
        self._line, self._faults = line, faults
        self._bold = self._italic = 0
        self._url = ""

    def spans(self, inline: Token) -> Iterator[Span]:
        for token in inline.children or ():
            if token.type in _BREAKS:
                yield self._span(_BREAKS[token.type])
                self._line += 1
            elif token.type in _WORDS:
                yield self._span(token.content, code=token.type == "code_inline")
            else:
                self._mark(token)

    def _mark(self, token: Token) -> None:
        match token.type:
            case "strong_open" | "strong_close":
                self._bold += token.nesting
            case "em_open" | "em_close":
                self._italic += token.nesting
            case "link_open" | "link_close":
                self._url = self._target(str(token.attrGet("href") or "")) if token.nesting > 0 else ""
            case "image":
                step = "keep pictures in the diagrams folder"
                self._faults.append(MarkdownFault(self._line, f"the picture `{shortened(token.content, QUOTED)}`", step))

    def _span(self, text: str, *, code: bool = False) -> Span:
        return Span(text=text, bold=self._bold > 0, italic=self._italic > 0, code=code, url=self._url)

    def _target(self, url: str) -> str:
        if is_safe(url):
            return url
        step = "use https, http or mailto, or a path inside the package"
        self._faults.append(MarkdownFault(self._line, f"the link target `{shortened(url, QUOTED)}`", step))
        return ""


_BREAKS = {"softbreak": " ", "hardbreak": "\n"}

_WORDS = frozenset({"text", "code_inline", "text_special"})

DEEPEST = 3
_REMEMBERED = 2_048
"""Texts that are not read again: a plan has some hundred, and reads each in its file and as it is written into documents."""


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One block and the line, counted from 0, on which it begins."""

    content: Content
    line: int


class MarkdownSection(msgspec.Struct, frozen=True, kw_only=True):
    """What stands below one heading; `heading` is None before the first."""

    heading: str | None
    line: int
    pieces: tuple[Piece, ...]


class MarkdownText(msgspec.Struct, frozen=True, kw_only=True):
    """A whole text."""

    sections: tuple[MarkdownSection, ...]
    faults: tuple[MarkdownFault, ...]


@lru_cache(maxsize=_REMEMBERED)
def read_markdown(text: str) -> MarkdownText:
    """Sections of a text; lines are counted from 0."""
    reader = _MarkdownReader()
    reader.read(_parser().parse(text))
    return MarkdownText(sections=reader.sections(), faults=tuple(sorted(reader.faults)))


def contents(text: str) -> tuple[Content, ...]:
    """The blocks of a text without headings."""
    return tuple(piece.content for section in read_markdown(text).sections for piece in section.pieces)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


_REFUSED = {
    "blockquote_open": ("a quotation", "write it as a paragraph"),
    "hr": ("a line across the page", "leave it out"),
}


class _MarkdownReader:
    def __init__(self) -> None:
        self.faults: list[MarkdownFault] = []
        self._sections: list[tuple[str | None, int, list[Piece]]] = [(None, 0, [])]
        self._lists: list[tuple[BlockKind, int]] = []
        """(kind, number of the next item) of the lists that are open."""
        self._item: int | None = None
        """Line of an item that has no text yet."""

    def sections(self) -> tuple[MarkdownSection, ...]:
        return tuple(MarkdownSection(heading=name, line=line, pieces=tuple(pieces)) for name, line, pieces in self._sections)

    def read(self, tokens: Sequence[Token]) -> None:
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if token.type == "table_open":
                place = self._table(tokens, place)
            elif token.type == "heading_open":
                self._heading(token, tokens[place + 1])
                place += 3
            else:
                self._token(token)
                place += 1

    def _token(self, token: Token) -> None:
        line = line_of(token)
        match token.type:
            case "bullet_list_open" | "ordered_list_open" | "bullet_list_close" | "ordered_list_close":
                self._list(token)
            case "list_item_open":
                self._item = line
                if len(self._lists) > DEEPEST + 1:
                    self.faults.append(
                        MarkdownFault(line, "a list nested deeper than four levels", "bring the item further out")
                    )
            case "list_item_close":
                self._close_item()
            case "inline":
                self._text(inline_spans(token, self.faults), line)
            case "fence" | "code_block":
                self._code(token, line)
            case refused if refused in _REFUSED:
                self.faults.append(MarkdownFault(line, *_REFUSED[refused]))

    def _list(self, token: Token) -> None:
        if token.nesting < 0:
            self._lists.pop()
        elif token.type == "bullet_list_open":
            self._lists.append((BlockKind.BULLET, 1))
        else:
            start = token.attrGet("start")
            self._lists.append((BlockKind.NUMBER, 1 if start is None else int(start)))

    def _heading(self, token: Token, inline: Token) -> None:
        line = line_of(token)
        if token.tag != "h2" or self._lists:
            self.faults.append(
                MarkdownFault(
                    line,
                    f"the heading `{shortened(inline.content, QUOTED)}`",
                    "write it in bold; only `## Part a` is a heading",
                )
            )
            return
        self._sections.append((inline.content.strip(), line, []))

    def _close_item(self) -> None:
        """An item without any text is none."""
        self._item = None
        kind, number = self._lists[-1]
        self._lists[-1] = (kind, number + 1)

    def _text(self, spans: tuple[Span, ...], line: int) -> None:
        pieces = self._sections[-1][2]
        if not self._lists:
            if spans:
                pieces.append(Piece(content=TextBlock(spans=spans), line=line))
            return
        (kind, number), level = self._lists[-1], min(len(self._lists) - 1, DEEPEST)
        if self._item is not None:
            if not spans:
                return
            pieces.append(Piece(content=TextBlock(kind=kind, spans=spans, level=level, number=number), line=self._item))
            self._item = None
            return
        before = pieces[-1].content
        if isinstance(before, Grid) or before.level != level:
            self.faults.append(MarkdownFault(line, "a paragraph behind a nested list", "move it before the nested list"))
            return
        joined = normal((*before.spans, Span(text="\n"), *spans))  # a second paragraph of an item is a line break in Word
        pieces[-1] = Piece(content=replace(before, spans=joined), line=pieces[-1].line)

    def _code(self, token: Token, line: int) -> None:
        if self._lists:
            self.faults.append(MarkdownFault(line, "lines of code inside a list", "move them behind the list"))
            return
        text = code_text(token.content)
        if text.strip():
            pieces, made = self._sections[-1][2], TextBlock(kind=BlockKind.CODE, spans=(Span(text=text, code=True),))
            if pieces and isinstance(pieces[-1].content, TextBlock) and pieces[-1].content.kind is BlockKind.CODE:
                pieces[-1] = Piece(content=joined_code((pieces[-1].content, made))[0], line=pieces[-1].line)
            else:
                pieces.append(Piece(content=made, line=line))

    def _table(self, tokens: Sequence[Token], place: int) -> int:
        line = line_of(tokens[place])
        rows: list[list[tuple[Span, ...]]] = []
        while tokens[place].type != "table_close":
            token = tokens[place]
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(inline_spans(token, self.faults))
            place += 1
        if self._lists:
            self.faults.append(MarkdownFault(line, "a table inside a list", "move it behind the list"))
        else:
            self._sections[-1][2].append(Piece(content=table(rows), line=line))
        return place + 1


def inline_spans(inline: Token, faults: list[MarkdownFault]) -> tuple[Span, ...]:
    """The spans of a paragraph or cell; what is not understood is added to `faults`."""
    return normal(_Inline(line_of(inline), faults).spans(inline))


def line_of(token: Token) -> int:
    """The line on which it begins."""
    return token.map[0] if token.map else 0
