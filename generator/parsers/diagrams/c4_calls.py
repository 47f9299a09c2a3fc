"""Calls of C4 macros, one a line: `Container(api, "API", "Go", $tags="x") {`, `Rel(api, db, "reads") : 5432`.

https://github.com/plantuml-stdlib/C4-PlantUML; Mermaid's C4 diagrams use the same words (https://mermaid.js.org/syntax/c4.html).
"""

import re
from collections.abc import Mapping

import msgspec

from generator.limits import DIAGRAM_TEXT

_NAME = re.compile(r"\s*(?P<name>[A-Za-z_]\w{0,80})[ \t]*\(")
_NAMED = re.compile(r"\s*\$(?P<key>\w{1,40})\s*=\s*(?P<value>.*)", re.S)
_TAIL = re.compile(r"\s*+(?:#[\w|\\/-]{1,60}+\s*+)?(?P<opens>\{)?\s*+(?P<closes>\})?\s*+;?\s*+")
_BEHIND = re.compile(r"\s*+[:,;]?\s*+(?P<text>[^\s{}][^{}]*+)(?P<opens>\{)?\s*+(?P<closes>\})?\s*+", re.S)
_NO_TEXT = re.compile(r"(?:^|(?<=\s))(?:'|%%|//\s).*|<<[^<>]*>>|\$\w+\s*=\s*\S*", re.S)


class C4Call(msgspec.Struct, frozen=True, kw_only=True):
    """One call."""

    name: str
    arguments: tuple[str, ...]
    """Those given by position, without quotes; an argument that is left out is empty."""
    named: Mapping[str, str]
    """Those given by name, without `$`."""
    is_quoted: tuple[bool, ...]
    """Which of the arguments stood in quotes."""
    opens: bool
    """Is what follows inside it?"""
    closes: bool
    behind: str = ""
    """Text behind the closing bracket: `Rel(a, b, "reads") : 5432`. PlantUML adds it to what the macro draws."""

    def get(self, position: int, name: str) -> str:
        """An argument by name or else by position."""
        if name in self.named:
            return self.named[name]
        return self.arguments[position] if position < len(self.arguments) else ""


def call(line: str) -> C4Call | None:
    """The call that a line is; None where it is something else."""
    match = _NAME.match(line) if len(line) <= DIAGRAM_TEXT else None
    if match is None:
        return None
    pieces, end = _pieces(line, match.end())
    tail = (_TAIL.fullmatch(line, end) or _BEHIND.fullmatch(line, end)) if end >= 0 else None
    if tail is None:
        return None
    given = [(piece, _NAMED.fullmatch(piece)) for piece in pieces]
    plain = [piece.strip() for piece, named in given if named is None]
    return C4Call(
        name=match["name"],
        arguments=tuple(map(_unquoted, plain)),
        named={named["key"]: _unquoted(named["value"].strip()) for _, named in given if named is not None},
        is_quoted=tuple(piece.startswith('"') for piece in plain),
        opens=tail["opens"] is not None,
        closes=tail["closes"] is not None,
        behind=_text(tail.groupdict().get("text") or ""),
    )


def _pieces(line: str, place: int) -> tuple[list[str], int]:
    """The arguments as written and the place behind the closing bracket; -1 where none closes."""
    pieces: list[str] = []
    begun, depth, quoted = place, 0, False
    for index in range(place, len(line)):
        sign = line[index]
        if sign == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif sign == "(":
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
        elif sign == ")" or (sign == "," and not depth):
            pieces.append(line[begun:index])
            begun = index + 1
            if sign == ")":
                return pieces if pieces != [""] else [], index + 1
    return pieces, -1


def _text(behind: str) -> str:
    """Without a comment, a stereotype, and quotes around all of it."""
    return _unquoted(_NO_TEXT.sub("", behind).strip())


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
