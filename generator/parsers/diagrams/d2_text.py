"""A D2 text as statements: a key with its arrows, a value, and whether a block opens or closes.

https://d2lang.com/tour/strings and https://d2lang.com/tour/connections. Nothing that a text names is opened: imports are
statements like others, and whoever reads them says so.
"""

import re
from collections.abc import Iterator

import msgspec

from generator.errors import ParseError
from generator.limits import DIAGRAM_DEPTH
from generator.parsers.diagrams.fences import without_comments

_LONGEST_KEY = 50
_COMMENT = '"""'
_SPACE = re.compile(r"(?:[ \t\r\n;]|#[^\n]*)*+")
_QUOTED = re.compile(r"\"((?:[^\"\\\n]|\\.)*+)\"|'((?:[^'\n]|'')*+)'")
_PLAIN = re.compile(r"(?:[^\s:.;{}\"'#<>\\-]|\\.|-(?![->])|(?<=\S)#|[ \t]+(?![\s:.;{}#<>-]|$)|[ \t]+-(?![->]))++", re.M)
_ARROW = re.compile(r"<-+>|<-+|-+>|--+")
_VALUE = re.compile(r"(?:\$\{[^}\n]{0,200}\}|[^\n;{}#\\]|\\.|(?<=\S)#)*+")
_BLOCK = re.compile(r"\|(?P<mark>[^\w\s]{0,20})(?P<language>\w{0,40})")
_TO_END = re.compile(r"[^\n]*")
_BLANK = re.compile(r"[ \t]*+")


class D2Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One statement. Of a key `a.b -> c` the ends are (a, b) and (c), and there is one arrow."""

    line: int
    ends: tuple[tuple[str, ...], ...] = ()
    arrows: tuple[str, ...] = ()
    value: str | None = None
    is_text: bool = False
    """The value is a block of text, which is drawn as such."""
    opens: bool = False
    closes: bool = False
    understood: bool = True


def statements(text: str, *, first_line: int = 1) -> Iterator[D2Statement]:
    """Every statement in order; blocks are marked by the statement that opens them and one that closes them.

    Raises:
        ParseError: blocks that do not fit together, or nested deeper than any drawing.
    """
    scanner = _D2Scanner(without_comments(text, _COMMENT, _COMMENT), first_line)
    depth = 0
    for statement in scanner.all():
        depth += statement.opens - statement.closes
        if depth < 0:
            raise ParseError(
                "a bracket closes what nothing opened", where=f"line {statement.line}", next_step="check it with D2"
            )
        if depth > DIAGRAM_DEPTH:
            raise ParseError(
                f"blocks are nested more than {DIAGRAM_DEPTH} deep", where=f"line {statement.line}", next_step="simplify it"
            )
        yield statement
    if depth:
        raise ParseError(f"{depth} blocks are not closed", where="the end of the text", next_step="check it with D2")


class _D2Scanner:
    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._at = 0
        self._line = first_line
        self._counted = 0

    def all(self) -> Iterator[D2Statement]:
        while True:
            self._skip(_SPACE)
            if self._at >= len(self._text):
                return
            if self._text[self._at] == "}":
                self._at += 1
                yield D2Statement(line=self._where(), closes=True)
            else:
                yield self._one()

    def _one(self) -> D2Statement:
        line, begun = self._where(), self._at
        ends, arrows = self._key()
        if ends is None:
            self._skip(_TO_END)
            text = self._text[begun : self._at].strip()
            # NOTE: a line that was not understood may open a block all the same.
            return D2Statement(line=line, value=text[:80], understood=False, opens=text.endswith("{"))
        value, is_text = self._value() if self._takes(":") else (None, False)
        self._skip(_BLANK)
        return D2Statement(line=line, ends=ends, arrows=arrows, value=value, is_text=is_text, opens=self._takes("{"))

    def _key(self) -> tuple[tuple[tuple[str, ...], ...] | None, tuple[str, ...]]:
        ends: list[tuple[str, ...]] = []
        arrows: list[str] = []
        while True:
            path = self._path()
            if path is None:
                return None, ()
            ends.append(path)
            self._skip(_BLANK)
            arrow = _ARROW.match(self._text, self._at)
            if arrow is None:
                return (tuple(ends), tuple(arrows)) if self._ends_here() else (None, ())
            arrows.append(arrow[0])
            self._at = arrow.end()
            self._skip(_BLANK)

    def _path(self) -> tuple[str, ...] | None:
        """`a."b.c".d`; None where no name stands."""
        parts: list[str] = []
        while True:
            self._skip(_BLANK)
            part = _QUOTED.match(self._text, self._at) or _PLAIN.match(self._text, self._at)
            if part is None:
                return None
            self._at = part.end()
            parts.append(_unquoted(part))
            self._skip(_BLANK)
            if len(parts) > _LONGEST_KEY:
                return None
            if not self._takes("."):
                return tuple(parts)

    def _value(self) -> tuple[str | None, bool]:
        self._skip(_BLANK)
        if block := _BLOCK.match(self._text, self._at):
            closing = f"{block['mark'][::-1]}|"
            end = self._text.find(closing, block.end())
            if end < 0:
                raise ParseError("a block of text is not closed", where=f"line {self._where()}", next_step="check it with D2")
            self._at = end + len(closing)
            return self._text[block.end() : end].strip(), True
        if quoted := _QUOTED.match(self._text, self._at):
            self._at = quoted.end()
            self._skip(_BLANK)
            return _unquoted(quoted), False
        match = _VALUE.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return (_unescaped(match[0]).strip() or None) if match else None, False

    def _takes(self, mark: str) -> bool:
        if not self._text.startswith(mark, self._at):
            return False
        self._at += len(mark)
        return True

    def _ends_here(self) -> bool:
        return self._at >= len(self._text) or self._text[self._at] in ":{};\n\r#"

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _where(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line


def _unquoted(part: re.Match[str]) -> str:
    if part.re is _QUOTED:
        return _unescaped(part[1]) if part[1] is not None else part[2].replace("''", "'")
    return _unescaped(part[0]).strip()


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), text)
