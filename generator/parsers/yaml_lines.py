"""Plain YAML in block style, line by line, as tools print it: several times as fast as from the events of libyaml.

What takes the time there is an object for each value. Dumps of a cluster are lines of an indentation, dashes, a key and a short
value, and most lines stand in them a thousand times: a line is taken apart once. What is more than that (block and folded
texts, escapes, flow collections, values that go on) is cut out with the lines that are indented deeper, which is what belongs
to an entry in block style (YAML 1.1, section 9.2 and 4.2), and read by libyaml. libyaml also has the whole text before, without
making an object of anything, and decides whether it is YAML at all.
"""

import re
from typing import Any, TypeAlias

import yaml

from generator.parsers.late_patterns import late_re
from generator.parsers.yaml_events import DEEPEST, NotPlainError, PlainValues, documents_of

_LONGEST = 160
"""Characters of a line that is remembered: longer ones rarely repeat."""
_MOST_KNOWN = 100_000
_UNUSUAL = late_re("[\r\x85\u2028\u2029\ufeff]")
"""What ends a line for libyaml, or is no character of it, beside the line feed."""
_QUOTED = r'"[ !#-\[\]-~]*"|' + r"'[ -&(-~]*'"
"""On one line, without an escape."""
_KEY = rf"(?:[A-Za-z0-9_/$]|\.(?!\.))[!-9;-~]*(?::[!-9;-~]+)*|{_QUOTED}"
_PLAIN = r'(?:[A-Za-z0-9_/$.(<+^~;=]|-(?=[!-~]))(?:[!-9;-~]|:(?=[!-~])| (?=[ !-"$-~]))*'
_LINE = late_re(
    rf"(?P<indent> *)(?P<dashes>(?:- +)*)(?:(?P<last>-)|(?:(?P<key>{_KEY}):(?: +|$))?"
    rf"(?:(?P<plain>{_PLAIN})|(?P<quoted>{_QUOTED})|(?P<empty>\{{\}}|\[\])|(?P<rest>[^ \n].*))?)"
)
_VALUE, _EMPTY, _PENDING, _REST, _OTHER, _BLANK, _COMMENT, _MARK = range(8)
"""What stands after dashes and key: a value, an empty collection, nothing (it is on the lines below), something else. A line
that begins with neither dash nor key; of nothing; of a comment; the mark between documents."""
_NO_KEY = object()

_Line: TypeAlias = tuple[int, int, tuple[int, ...], int, Any, Any]
"""A line taken apart: its kind; the column of its first sign; the columns of its dashes; the column of its key, or of the last
dash where there is no key (what is deeper belongs to the entry); the key; the value, or what makes it."""


def line_documents(text: str) -> tuple[object, ...] | None:
    """Every document that is not empty; None where another reader has to tell what the text says, or what is wrong with it."""
    if _UNUSUAL.search(text):
        return None
    loader = yaml.CSafeLoader(text)
    try:
        loader.raw_parse()
        return _LineReader(text.split("\n"), PlainValues(loader)).documents()
    except (NotPlainError, yaml.YAMLError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None  # NOTE: the other reader says what is wrong, and where
    finally:
        loader.dispose()


class _LineReader:
    """The lines of one stream."""

    def __init__(self, lines: list[str], values: PlainValues) -> None:
        self._lines, self._values = lines, values
        self._known: dict[str, _Line] = {}
        self._holders: list[Any] = []
        self._columns: list[int] = []
        self._begin()

    def _begin(self) -> None:
        """A document begins: its value is awaited in a list around all."""
        self._holders[:] = [[]]
        self._columns[:] = [-1]
        self._awaited, self._at, self._key = True, -1, _NO_KEY

    def documents(self) -> tuple[object, ...]:
        documents: list[object] = []
        lines, known, at, end = self._lines, self._known, 0, len(self._lines)
        holders, columns = self._holders, self._columns
        while at < end:
            line = known.get(lines[at]) or self._learn(lines[at])
            kind, column, dashes, _, key, value = line
            if kind <= _EMPTY and column == columns[-1] and not (dashes or self._awaited) and type(holders[-1]) is dict:
                # NOTE: most lines are one more value of an object, so that this is written out
                holders[-1][key] = value if kind == _VALUE else value()
                self._at = at
                at += 1
            elif kind < _BLANK:
                at = self._entry(line, at)
            else:
                documents += self._between(kind)
                at += 1
        return (*documents, *self._end())

    def _between(self, kind: int) -> list[object]:
        """What ends with a line that belongs to no value."""
        if kind == _COMMENT and self._at >= 0:
            raise NotPlainError  # NOTE: among entries it ends a value that seems to go on
        if kind != _MARK:
            return []
        ended = self._end()
        self._begin()
        return ended

    def _end(self) -> list[object]:
        if self._awaited:
            self._put(self._key, None)
        return [document for document in self._holders[0] if document is not None]

    def _entry(self, line: _Line, at: int) -> int:
        """Adds what the line holds; the number of the next line."""
        kind, column, dashes, place, key, value = line
        if column > self._columns[-1] and (kind == _OTHER or not self._awaited):  # the value of the last entry goes on
            return self._cut_out(at, again=not self._awaited)
        if not (self._awaited and self._opened(column, dashes=bool(dashes))):
            self._close(column, dashes=bool(dashes))
        if kind == _OTHER:
            raise NotPlainError
        for inner in dashes[1:]:
            self._nest([], inner)
        if dashes and key is not _NO_KEY:
            self._nest({}, place)
        self._at = at
        if kind == _REST:
            return self._cut_out(at, again=False)
        if kind == _PENDING:
            self._awaited, self._key = True, key
        else:
            self._put(key, value if kind == _VALUE else value())
        return at + 1

    def _opened(self, column: int, *, dashes: bool) -> bool:
        """Does the value that was awaited begin on this line? Else there is none."""
        self._awaited = False
        top = self._columns[-1]
        if column > top or (dashes and column == top and type(self._holders[-1]) is dict):
            made: Any = [] if dashes else {}
            self._put(self._key, made)
            self._open(made, column)
            return True
        self._put(self._key, None)
        return False

    def _close(self, column: int, *, dashes: bool) -> None:
        """Leaves collections until the innermost is the one that a line with this column adds to."""
        holders, columns = self._holders, self._columns
        while columns[-1] > column:
            columns.pop()
            holders.pop()
        if not dashes and columns[-1] == column and type(holders[-1]) is list:
            columns.pop()
            holders.pop()
        if columns[-1] != column or (type(holders[-1]) is list) is not dashes:
            raise NotPlainError

    def _nest(self, made: Any, column: int) -> None:
        self._holders[-1].append(made)
        self._open(made, column)

    def _open(self, made: Any, column: int) -> None:
        if len(self._holders) > DEEPEST:
            raise NotPlainError
        self._holders.append(made)
        self._columns.append(column)

    def _put(self, key: Any, value: Any) -> None:
        """The value of an entry of the innermost collection."""
        holder = self._holders[-1]
        if type(holder) is dict:
            holder[key] = value
        else:
            holder.append(value)

    def _cut_out(self, at: int, *, again: bool) -> int:
        """Has libyaml read the last entry with every line that belongs to it; `again` where a part of it was taken for all.
        The number of the next line."""
        if self._at < 0:
            raise NotPlainError  # a document that is a single value
        lines, first = self._lines, self._at
        _, _, _, place, key, _ = self._learn(lines[first])
        end = next((number for number in range(first + 1, len(lines)) if not self._belongs(lines[number], place)), len(lines))
        if end < at or end == at != first:
            raise NotPlainError
        written = [" " * place + lines[first][place:], *lines[first + 1 : end], *([""] if end < len(lines) else [])]
        (read,) = self._fragment("\n".join(written))
        (value,) = read.values() if isinstance(read, dict) else read
        if again and type(self._holders[-1]) is list:
            self._holders[-1].pop()
        self._awaited = False
        self._put(key, value)
        return end

    @staticmethod
    def _belongs(line: str, place: int) -> bool:
        """To an entry at this column."""
        bare = line.lstrip(" ")
        return not bare or len(line) - len(bare) > place

    @staticmethod
    def _fragment(written: str) -> tuple[Any, ...]:
        loader = yaml.CSafeLoader(written)
        try:
            return documents_of(loader)
        finally:
            loader.dispose()

    def _learn(self, text: str) -> _Line:
        line = self._known.get(text)
        if line is None:
            line = self._apart(text)
            if len(text) <= _LONGEST and len(self._known) < _MOST_KNOWN:
                self._known[text] = line
        return line

    def _apart(self, text: str) -> _Line:
        if text == "---" or not text.strip(" "):
            return _MARK if text == "---" else _BLANK, 0, (), 0, _NO_KEY, None
        if text.lstrip(" ").startswith("#"):
            return _COMMENT, 0, (), 0, _NO_KEY, None
        match = _LINE.fullmatch(text)
        if match is None:
            raise NotPlainError
        column, dashes = match.end("indent"), [place for place in range(*match.span("dashes")) if text[place] == "-"]
        if match["last"]:
            dashes.append(match.start("last"))
        kind, value = self._value(match)
        key = match["key"]
        if key is None:
            return kind if dashes else _OTHER, column, tuple(dashes), dashes[-1] if dashes else column, _NO_KEY, value
        named = key[1:-1] if key[0] in "\"'" else self._values.plain(key)
        return kind, column, tuple(dashes), match.start("key"), named, value

    def _value(self, match: re.Match[str]) -> tuple[int, Any]:
        if match["plain"] is not None:
            return _VALUE, self._values.plain(match["plain"])
        if match["quoted"] is not None:
            return _VALUE, match["quoted"][1:-1]
        if match["empty"] is not None:
            return _EMPTY, dict if match["empty"] == "{}" else list
        return (_REST, None) if match["rest"] is not None else (_PENDING, None)
