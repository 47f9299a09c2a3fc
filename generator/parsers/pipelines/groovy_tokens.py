"""Words, strings and marks of a Groovy source, as far as a Jenkinsfile needs them. Nothing is run.
https://groovy-lang.org/syntax.html
"""

import re

import msgspec

_WORD = re.compile(r"[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*")
_SPACE = re.compile(r"[ \t\r\f]+|\\\r?\n")
_COMMENT = re.compile(r"//[^\n]*|#![^\n]*")
_NUMBER = re.compile(r"\d[\w.]*")
_SLASHY = re.compile(r"/(?![*/])(?:[^/\\\n]|\\.)*/")
_BRACE = re.compile(r"[{}]")
_SLASHY_AFTER = frozenset("(,=:[!&|{~;\n")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "s": " ", "\n": ""}
_LONGEST_INTERPOLATION = 300


class Token(msgspec.Struct, frozen=True):
    """`kind` is `word`, `string`, `number`, `newline` or `mark` (one character)."""

    kind: str
    text: str
    line: int


def tokens(source: str) -> list[Token]:
    """All tokens; a string or comment left open runs to the end."""
    return _GroovyScanner(source).run()


class _GroovyScanner:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.line = 1
        self.found: list[Token] = []

    def run(self) -> list[Token]:
        while self.at < len(self.source):
            self._next()
        return self.found

    def _next(self) -> None:
        character = self.source[self.at]
        if self._skipped():
            return
        if character == "\n":
            self._add("newline", "\n", self.at + 1)
        elif character in "'\"":
            self._string(character)
        elif match := _WORD.match(self.source, self.at):
            self._add("word", match.group().replace("?.", "."), match.end())
        elif match := _NUMBER.match(self.source, self.at):
            self._add("number", match.group(), match.end())
        elif character == "/" and self._may_be_slashy() and (match := _SLASHY.match(self.source, self.at)):
            self._add("string", match.group()[1:-1].replace("\\/", "/"), match.end())
        else:
            self._add("mark", character, self.at + 1)

    def _skipped(self) -> bool:
        for pattern in (_SPACE, _COMMENT):
            if match := pattern.match(self.source, self.at):
                self._move(match.end())
                return True
        if self.source.startswith("/*", self.at):
            end = self.source.find("*/", self.at + 2)
            self._move(len(self.source) if end < 0 else end + 2)
            return True
        return False

    def _may_be_slashy(self) -> bool:
        return not self.found or self.found[-1].text in _SLASHY_AFTER or self.found[-1].text == "return"

    def _string(self, quote: str) -> None:
        mark = quote * 3 if self.source.startswith(quote * 3, self.at) else quote
        parts: list[str] = []
        at = self.at + len(mark)
        while at < len(self.source) and not self.source.startswith(mark, at):
            character = self.source[at]
            if character == "\n" and len(mark) == 1:
                break
            if character == "\\" and at + 1 < len(self.source):
                parts.append(_ESCAPES.get(self.source[at + 1], self.source[at + 1]))
                at += 2
            elif quote == '"' and self.source.startswith("${", at):
                end = self._after_interpolation(at)
                parts.append(self.source[at:end])
                at = end
            else:
                parts.append(character)
                at += 1
        closed = self.source.startswith(mark, at)
        self._add("string", "".join(parts), at + len(mark) if closed else at)

    def _after_interpolation(self, at: int) -> int:
        """`${ … }` may hold quotes and braces of its own."""
        end = min(len(self.source), at + _LONGEST_INTERPOLATION)
        if self.source.find("}", at, end) < 0:
            return at + 2
        depth = 0
        for brace in _BRACE.finditer(self.source, at + 1, end):
            depth += 1 if brace.group() == "{" else -1
            if depth == 0:
                return brace.end()
        return at + 2

    def _add(self, kind: str, text: str, end: int) -> None:
        self.found.append(Token(kind, text, self.line))
        self._move(end)

    def _move(self, end: int) -> None:
        self.line += self.source.count("\n", self.at, end)
        self.at = end
