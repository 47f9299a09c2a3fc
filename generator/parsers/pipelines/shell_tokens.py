"""Words and operators of a shell script, with their lines. POSIX shell with the bash extensions that pipelines use.

Not a shell: nothing is expanded or run. Quotes are removed, `$…` stays as written, command substitutions are kept as
texts of their own, here-documents are taken out of the stream. Expressions of a CI system (`${{ a || b }}`) are opaque.
https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html section 2.3 (token recognition).
"""

import re

import msgspec

_BLANK = re.compile(r"[ \t\r]+")
_PLAIN = re.compile(r"[^\s'\"\\$`;&|()<>#]+")
_OPERATOR = re.compile(r"&&|\|\||;;&?|;&|\|&|[;&|()\n]")
_REDIRECT = re.compile(r"(?:\d+|&)?(?:<<<|<<-?|>>|>\||>&|<&|<>|>|<)")
_PROCESS = re.compile(r"[<>]\(")


class Nested(msgspec.Struct, frozen=True):
    """A script inside a word: `$( … )` or backticks."""

    script: str
    line: int


class Word(msgspec.Struct, frozen=True):
    """One word with its quotes removed."""

    text: str
    line: int
    quoted: bool = False
    nested: tuple[Nested, ...] = ()


class Operator(msgspec.Struct, frozen=True):
    """`;`, `&&`, `||`, `|`, `&`, a parenthesis, or a line break."""

    text: str
    line: int


class Redirect(msgspec.Struct, frozen=True):
    """`> file`; for a here-document `body` is its text."""

    operator: str
    target: str
    line: int
    body: Nested | None = None


Token = Word | Operator | Redirect


def tokens(script: str, line: int = 1) -> list[Token]:
    """All tokens of a script whose first line is `line`. A quote or bracket left open runs to the end."""
    return _ShellScanner(script, line).run()


class _ShellScanner:
    """One pass over the text; the position only ever grows, so the time is linear."""

    def __init__(self, script: str, line: int) -> None:
        self.text = script
        self.at = 0
        self.first = line
        self.counted = 0
        self.line = line
        self.found: list[Token] = []
        self.pending: list[tuple[int, str, bool]] = []

    def run(self) -> list[Token]:
        while self.at < len(self.text):
            self._step()
        return self.found

    def _step(self) -> None:
        if self._skip_blank():
            return
        if self.text.startswith("((", self.at):
            line = self._line()
            self.found.append(Word(self._until("))"), line))
        elif _PROCESS.match(self.text, self.at) is None and (redirect := _REDIRECT.match(self.text, self.at)):
            self._redirect(redirect.group())
        elif operator := _OPERATOR.match(self.text, self.at):
            self._operator(operator.group())
        else:
            self._command_word()

    def _skip_blank(self) -> bool:
        if blank := _BLANK.match(self.text, self.at):
            self.at = blank.end()
            return True
        if self.text.startswith("\\\n", self.at):
            self.at += 2
            return True
        if self.text[self.at] == "#":
            end = self.text.find("\n", self.at)
            self.at = len(self.text) if end < 0 else end
            return True
        return False

    def _line(self) -> int:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line

    def _operator(self, operator: str) -> None:
        self.found.append(Operator(operator, self._line()))
        self.at += len(operator)
        if operator == "\n":
            self._bodies()

    def _redirect(self, operator: str) -> None:
        line = self._line()
        self.at += len(operator)
        while self.at < len(self.text) and self._skip_spaces():
            pass
        bare = operator.lstrip("0123456789")
        word = self._word()
        if bare in ("<<", "<<-"):
            self.pending.append((len(self.found), word.text, bare == "<<-"))
        self.found.append(Redirect(operator, word.text, line))

    def _skip_spaces(self) -> bool:
        blank = _BLANK.match(self.text, self.at)
        if blank:
            self.at = blank.end()
        return blank is not None

    def _bodies(self) -> None:
        """Takes the here-documents that were announced on the line just ended."""
        for index, delimiter, tabs in self.pending:
            line = self._line()
            lines: list[str] = []
            while self.at < len(self.text):
                end = self.text.find("\n", self.at)
                end = len(self.text) if end < 0 else end
                current = self.text[self.at : end]
                self.at = min(end + 1, len(self.text))
                if (current.lstrip("\t") if tabs else current).rstrip("\r") == delimiter:
                    break
                lines.append(current)
            announced = self.found[index]
            if isinstance(announced, Redirect):
                body = Nested("\n".join(lines), line)
                self.found[index] = Redirect(announced.operator, announced.target, announced.line, body)
        self.pending.clear()

    def _command_word(self) -> None:
        line = self._line()
        if self.text.startswith("[[", self.at) and self.text[self.at + 2 : self.at + 3].isspace():
            self.found.append(Word(self._until("]]"), line))
            return
        self.found.append(self._word())

    def _word(self) -> Word:
        line, start = self._line(), self.at
        parts: list[str] = []
        nested: list[Nested] = []
        quoted = False
        while self.at < len(self.text):
            if plain := _PLAIN.match(self.text, self.at):
                parts.append(plain.group())
                self.at = plain.end()
                continue
            char = self.text[self.at]
            if char in "'\"":
                quoted = True
            if not self._piece(char, parts, nested):
                break
        if self.at == start:
            self.at += 1
        return Word("".join(parts), line, quoted, tuple(nested))

    def _piece(self, char: str, parts: list[str], nested: list[Nested]) -> bool:
        """One quoted, escaped or expanded piece of a word; False where the word ends."""
        if char == "'":
            self.at += 1
            parts.append(self._until("'")[:-1])
        elif char == '"':
            self._double(parts, nested)
        elif char == "\\":
            self._escape(parts)
        elif char in "$`" or _PROCESS.match(self.text, self.at):
            self._expansion(parts, nested)
        elif char == "#" and parts:
            parts.append(char)
            self.at += 1
        elif char == "(" and parts and parts[-1].endswith("="):
            parts.append(self._balanced("(", ")"))
        else:
            return False
        return True

    def _escape(self, parts: list[str]) -> None:
        following = self.text[self.at + 1 : self.at + 2]
        if following != "\n":
            parts.append(following)
        self.at += 2

    def _double(self, parts: list[str], nested: list[Nested]) -> None:
        self.at += 1
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == '"':
                self.at += 1
                return
            if char == "\\":
                self._escape(parts)
            elif char in "$`":
                self._expansion(parts, nested)
            else:
                end = min((i for i in (self._find(c) for c in '"\\$`') if i >= 0), default=len(self.text))
                parts.append(self.text[self.at : end])
                self.at = end

    def _find(self, char: str) -> int:
        limit = self.at + 400
        position = self.text.find(char, self.at, limit)
        return position if position >= 0 or limit >= len(self.text) else limit

    def _expansion(self, parts: list[str], nested: list[Nested]) -> None:
        line, start = self._line(), self.at
        if self.text.startswith("${{", start):
            parts.append(self._until("}}"))
        elif self.text.startswith("$((", start):
            parts.append(self._until("))"))
        elif self.text.startswith("${", start):
            self.at += 1
            parts.append("$" + self._balanced("{", "}"))
        elif self.text[start] == "`":
            self.at += 1
            parts.append("`" + self._until("`"))
            nested.append(Nested(self.text[start + 1 : self.at - 1], line))
        elif self.text.startswith(("$(", "<(", ">("), start):
            self.at += 1
            parts.append(self.text[start] + self._balanced("(", ")"))
            nested.append(Nested(self.text[start + 2 : self.at - 1], line))
        else:
            parts.append(self.text[start])
            self.at += 1

    def _until(self, end: str) -> str:
        """The text from here through `end`; everything that is left where `end` never comes."""
        start = self.at
        position = self.text.find(end, self.at)
        self.at = len(self.text) if position < 0 else position + len(end)
        return self.text[start : self.at]

    def _balanced(self, opening: str, closing: str) -> str:
        """From an opening bracket through the closing one that belongs to it; quotes hide brackets."""
        start, depth, quote = self.at, 0, ""
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 2 if char == "\\" and quote != "'" else 1
            if quote:
                quote = "" if char == quote else quote
            elif char in "'\"":
                quote = char
            else:
                depth += (char == opening) - (char == closing)
                if depth == 0 and char == closing:
                    break
        self.at = min(self.at, len(self.text))
        return self.text[start : self.at]
