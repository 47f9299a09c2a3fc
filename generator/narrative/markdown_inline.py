"""The inside of a paragraph in Markdown: bold, italic, code, links and line breaks."""

from collections.abc import Iterator
from typing import NamedTuple

from markdown_it.token import Token

from generator.limits import QUOTED
from generator.model.narrative import Span
from generator.narrative.links import is_safe
from generator.narrative.spans import normal
from generator.text import shortened


class MarkdownFault(NamedTuple):
    """What is not understood, and on which line, counted from 0."""

    line: int
    what: str
    step: str


def inline_spans(inline: Token, faults: list[MarkdownFault]) -> tuple[Span, ...]:
    """The spans of a paragraph or cell; what is not understood is added to `faults`."""
    return normal(_Inline(line_of(inline), faults).spans(inline))


def line_of(token: Token) -> int:
    """The line on which it begins."""
    return token.map[0] if token.map else 0


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
