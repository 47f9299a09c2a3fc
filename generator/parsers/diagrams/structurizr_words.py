"""Words of the Structurizr DSL: one statement a line, texts in quotes, blocks in braces.

https://docs.structurizr.com/dsl/basics
"""

import re
from collections.abc import Iterator, Mapping

import msgspec

from generator.parsers.diagrams.fences import without_comments

_WORD = re.compile(r'"""(?P<long>.{0,20000}?)"""|"(?P<quoted>(?:[^"\\\n]|\\.){0,5000})"|(?P<bare>[^\s"]{1,5000})', re.S)
_LINE_COMMENT = re.compile(r"\s*(?:#|//)")
_CONSTANT = re.compile(r"\$\{([\w.-]{1,100})\}")


class StructurizrLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line. `opens`: a block follows; `closes`: a block ends here."""

    line: int
    words: tuple[str, ...] = ()
    opens: bool = False
    closes: bool = False

    @property
    def word(self) -> str:
        """The first word, in lower case: keywords are written in any case."""
        return self.words[0].lower() if self.words else ""

    def at(self, index: int) -> str:
        """A word by position; empty where it is not given."""
        return self.words[index] if index < len(self.words) else ""


def statements(text: str, *, first_line: int = 1) -> Iterator[StructurizrLine]:
    """Every statement. Comments are left out; a line that ends in a backslash goes on in the next one."""
    text = without_comments(text.replace("\r\n", "\n"), "/*", "*/")
    held, begun = "", 0
    for number, line in enumerate(_joined(text.split("\n")), start=first_line):
        begun = begun or number
        if line.rstrip().endswith("\\") and len(held) < 20_000:
            held += line.rstrip()[:-1] + " "
            continue
        whole, held, number_begun, begun = held + line, "", begun, 0
        if whole.strip() and not _LINE_COMMENT.match(whole):
            yield _statement(whole, number_begun)


def substituted(statement: StructurizrLine, constants: Mapping[str, str]) -> StructurizrLine:
    """With the constants of the file put in."""
    if not any("${" in word for word in statement.words):
        return statement
    words = tuple(_CONSTANT.sub(lambda match: constants.get(match[1], match[0]), word)[:5_000] for word in statement.words)
    return StructurizrLine(line=statement.line, words=words, opens=statement.opens, closes=statement.closes)


def _joined(lines: list[str]) -> Iterator[str]:
    """A text in three quotes spans lines; the lines that it covers stay countable as empty ones."""
    held: list[str] = []
    for line in lines:
        if held:
            held.append(line)
            if '"""' in line or len(held) > 500:
                yield "\n".join(held)
                yield from [""] * (len(held) - 1)
                held = []
        elif line.count('"""') % 2:
            held.append(line)
        else:
            yield line
    yield from held


def _statement(line: str, number: int) -> StructurizrLine:
    words = [(match["bare"] is None, match["long"] or match["quoted"] or match["bare"] or "") for match in _WORD.finditer(line)]
    closes = words[:1] == [(False, "}")]
    opens = words[-1:] == [(False, "{")] and not (closes and len(words) == 1)
    kept = words[1 if closes else 0 : len(words) - 1 if opens else None]
    return StructurizrLine(line=number, words=tuple(word for _, word in kept), opens=opens, closes=closes)
