"""A change of one value in YAML that a person wrote, as a splice of its text: every byte outside of the change stays as it was.

The text is taken apart by the library that reads it everywhere else (`strict_yaml`), so that what is written is read back the
same, which is proven for each change. A round trip through a document model moves comments: see docs/decisions/0135.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec
import yaml

from generator import strict_yaml
from generator.errors import ConfigError
from generator.strict_yaml import YamlPath
from generator.workspace.yaml_text import YamlValue, in_brackets, on_lines, on_one_line, takes_lines

_BY_HAND = "change it there by hand"
_COMMENT = re.compile(r"#[^\r\n]*")
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")


def set_key(text: str, path: YamlPath, value: YamlValue, *, where: str) -> str:
    """The text with a value at a path: a new one behind the keys of its group, else in place of the one that stands there.

    Raises:
        ConfigError: not YAML, no place for such a path, or a list or group over several lines would be replaced.
    """
    source = _Source.read(text, where)
    return source.proven(source.setting(path, value), _with(source.value, path, value))


def append_entries(text: str, path: YamlPath, entries: Sequence[YamlValue], *, where: str) -> str:
    """The text with entries at the end of the list at a path, which is made where there is none. See also `set_key`."""
    source, added = _Source.read(text, where), list(entries)
    node = source.at(path)
    if not added:
        return text
    if node is None or _is_null(node):
        if path:
            return set_key(text, path, added, where=where)
        end = source.text_end()
        return source.proven(_Splice(end, end, source.broken_off() + source.block(added, 0)), _read_back(added))
    value = source.value
    for at, entry in enumerate(added, len(source.listed(node, path).value)):
        value = _with_entry(value, path, at, entry)
    return source.proven(source.appending(node, path, added), value)


def insert_entry(text: str, path: YamlPath, index: int, entry: YamlValue, *, where: str) -> str:
    """The text with an entry before another of the list at a path, above the comment of that one. See also `set_key`."""
    source = _Source.read(text, where)
    node = source.listed(source.at(path), path)
    if not 0 <= index < len(node.value):
        raise source.refused(f"{_named(path)} has no entry {index + 1}")
    return source.proven(source.inserting(node, index, entry), _with_entry(source.value, path, index, entry))


def remove(text: str, path: YamlPath, *, where: str, with_comments: bool = False) -> str:
    """The text without the key or the entry at a path. See also `set_key`.

    What would take a comment along is refused, unless `with_comments` says that a person has seen them.

    The only key of a group and the only entry of a list below a key are refused as well: what is left would say something else.
    """
    source = _Source.read(text, where)
    parent = source.at(path[:-1])
    if not path or source.at(path) is None or not isinstance(parent, yaml.CollectionNode):
        raise source.refused(f"there is no {_named(path)}")
    if len(parent.value) == 1 and len(path) > 1:
        raise source.refused(f"{_named(path)} is all that stands there")
    splice = source.removing(parent, path)
    taken = _taken(text, splice) if with_comments else ()
    return source.proven(splice, _without(source.value, path), taken=taken)


def comments_in(text: str, path: YamlPath, *, where: str) -> tuple[str, ...]:
    """The comments that `remove` would take along; none where there is nothing at the path."""
    source = _Source.read(text, where)
    parent = source.at(path[:-1])
    if not path or source.at(path) is None or not isinstance(parent, yaml.CollectionNode):
        return ()
    return _taken(text, source.removing(parent, path))


def _taken(text: str, splice: "_Splice") -> tuple[str, ...]:
    """Of the comments of a text those inside a splice: as many as come between the ones before and the ones behind it."""
    return tuple(comment for at, comment in _placed_comments(text) if splice.start <= at < splice.end)


def comments(text: str) -> tuple[str, ...]:
    """Every comment in order, from its `#`: what stands between the tokens of the text, and behind `|` and `>`."""
    return tuple(comment for _, comment in _placed_comments(text))


def _placed_comments(text: str) -> Iterator[tuple[int, str]]:
    """With the place of each."""

    def between(start: int, end: int) -> Iterator[tuple[int, str]]:
        yield from ((match.start(), match[0]) for match in _COMMENT.finditer(text, start, end))

    at = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        start, end = token.start_mark.index, token.end_mark.index
        yield from between(at, start)
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            yield from between(start, _line_end(text, start))
        at = max(at, end)
    yield from between(at, len(text))


class _Splice(msgspec.Struct, frozen=True):
    start: int
    end: int
    text: str


class _Source(msgspec.Struct, frozen=True):
    """A text, and what it says."""

    text: str
    where: str
    root: yaml.Node | None
    value: object

    @classmethod
    def read(cls, text: str, where: str) -> "_Source":
        """See `set_key` for what is raised."""
        value = strict_yaml.load(text, where).value
        return cls(text, where, yaml.compose(text, Loader=yaml.SafeLoader), value)

    def refused(self, what: str) -> ConfigError:
        """The error."""
        return ConfigError(what, where=self.where, next_step=_BY_HAND)

    def at(self, path: YamlPath) -> yaml.Node | None:
        """The node at a path; None where there is none."""
        node = self.root
        for part in path:
            node = _child(node, part)
        return node

    def listed(self, node: yaml.Node | None, path: YamlPath) -> yaml.SequenceNode:
        """The node, which has to be a list."""
        if not isinstance(node, yaml.SequenceNode):
            raise self.refused(f"{_named(path)} is no list")
        return node

    def setting(self, path: YamlPath, value: YamlValue) -> _Splice:
        """The splice that sets a value."""
        node, depth = self.root, 0
        while depth < len(path) and (child := _child(node, path[depth])) is not None:
            node, depth = child, depth + 1
        rest = path[depth:]
        if not path or any(isinstance(part, int) for part in rest):
            raise self.refused(f"there is no {_named(path)}")
        if not rest and node is not None:
            return self._replacing(node, value, path)
        for key in reversed(rest[1:]):
            value = {str(key): value}
        return self._adding(node, {str(rest[0]): value}, path[:depth])

    def _adding(self, node: yaml.Node | None, group: Mapping[str, YamlValue], path: YamlPath) -> _Splice:
        """New keys at the end of the group at a path."""
        if node is None or (_is_null(node) and not path):
            end = self.text_end()
            return _Splice(end, end, self.broken_off() + self.block(group, 0))
        if _is_null(node):
            return self._filling(node, group, path)
        if not isinstance(node, yaml.MappingNode):
            raise self.refused(f"{_named(path)} is no group of keys")
        if node.flow_style:
            return self._into_flow(node, on_one_line(group)[1:-1])
        return self._below(node, path, self.block(group, node.start_mark.column))

    def appending(self, node: yaml.Node, path: YamlPath, entries: list[YamlValue]) -> _Splice:
        """The splice that adds entries to the end of a list."""
        listed = self.listed(node, path)
        if listed.flow_style:
            return self._into_flow(listed, ", ".join(map(in_brackets, entries)))
        return self._below(listed, path, self.block(entries, listed.start_mark.column))

    def inserting(self, node: yaml.SequenceNode, index: int, entry: YamlValue) -> _Splice:
        """The splice that adds an entry before another."""
        start = node.value[index].start_mark.index
        if node.flow_style:
            return _Splice(start, start, f"{in_brackets(entry)}, ")
        at = self._above(start, node.start_mark.column)
        return _Splice(at, at, self.block([entry], node.start_mark.column))

    def removing(self, parent: yaml.CollectionNode, path: YamlPath) -> _Splice:
        """The splice that removes a key or an entry."""
        starts = [(part[0] if isinstance(part, tuple) else part).start_mark.index for part in parent.value]
        ends = [self._end(part[1] if isinstance(part, tuple) else part) for part in parent.value]
        value = self.at(path)
        at = next(n for n, part in enumerate(parent.value) if (part[1] if isinstance(part, tuple) else part) is value)
        if len(starts) == 1:
            last = self._past_line(ends[at])
            return _Splice(self._line_start(starts[at]), last, ("[]" if isinstance(path[-1], int) else "{}") + self._newline())
        if parent.flow_style:
            return _Splice(starts[at], starts[at + 1], "") if at + 1 < len(starts) else _Splice(ends[at - 1], ends[at], "")
        if isinstance(parent, yaml.MappingNode) and self.text[self._line_start(starts[at]) : starts[at]].strip():
            # The first key of an entry stands behind its dash: the next key takes its place.
            return _Splice(starts[at], starts[at + 1], "")
        return _Splice(self._line_start(starts[at]), self._past_line(ends[at]), "")

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _past_line(self, at: int) -> int:
        end = _line_end(self.text, at)
        return end + len(_LINE_END.match(self.text, end).group())  # type: ignore[union-attr] # the pattern matches everywhere

    def proven(self, splice: _Splice, expected: object, *, taken: tuple[str, ...] = ()) -> str:
        """The text after the change: it says what it is to say, and has every comment that it had but the `taken` ones."""
        changed = f"{self.text[: splice.start]}{splice.text}{self.text[splice.end :]}"
        try:
            says = strict_yaml.load(changed, self.where).value
        except ConfigError:
            says = None
        kept = Counter(comments(self.text)) - Counter(taken) if taken else comments(self.text)
        left = Counter(comments(changed)) if taken else comments(changed)
        if says is None or says != expected or left != kept:
            raise self.refused("the text around this value does not allow the change without touching more than the value")
        return changed

    def block(self, value: YamlValue, column: int) -> str:
        """Lines of their own, indented."""
        return "".join(f"{' ' * column if line else ''}{line}{self._newline()}" for line in on_lines(value))

    def text_end(self) -> int:
        """Where something is added to the file as a whole."""
        return len(self.text)

    def broken_off(self) -> str:
        """What has to come first where the last line has no end."""
        return self._newline() if self.text and not self.text.endswith(("\n", "\r")) else ""

    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def _replacing(self, node: yaml.Node, value: YamlValue, path: YamlPath) -> _Splice:
        """Another value in the place of one that stands on its line, or of a text."""
        if isinstance(node, yaml.CollectionNode):
            if not node.flow_style:
                raise self.refused(f"{_named(path)} is a list or group of several lines, which is not replaced as a whole")
            return _Splice(node.start_mark.index, node.end_mark.index, self._on_one_line(value, path))
        if not isinstance(node, yaml.ScalarNode):
            raise self.refused(f"{_named(path)} is no plain value")
        start, end = node.start_mark.index, self._end(node)
        if start == end:
            return self._filling(node, value, path)
        if node.style in ("|", ">") and isinstance(value, str) and "\n" in value:
            made = self.block({"k": value}, self._column(path))
            return _Splice(start, end, made.removeprefix(f"{' ' * self._column(path)}k: ").rstrip("\r\n"))
        return _Splice(start, end, self._on_one_line(value, path, node.style))

    def _on_one_line(self, value: YamlValue, path: YamlPath, style: str | None = None) -> str:
        around = self.at(path[:-1]) if path else None
        within = isinstance(around, yaml.CollectionNode) and around.flow_style
        return in_brackets(value, style) if within else on_one_line(value, style)

    def _filling(self, node: yaml.Node, value: YamlValue, path: YamlPath) -> _Splice:
        """A value behind a key that has none: on its line, or below it where it takes several."""
        start, end = node.start_mark.index, node.end_mark.index
        if not takes_lines(value):
            gap = " " if start == end and not self.text[start - 1].isspace() else ""
            return _Splice(start, end, f"{gap}{self._on_one_line(value, path)}")
        if start != end:
            raise self.refused(f"{_named(path)} has a value that is no group of keys")
        at = _line_end(self.text, end)
        begin = at + len(_LINE_END.match(self.text, at).group())  # type: ignore[union-attr] # the pattern matches everywhere
        lead = "" if begin > at else self._newline()
        return _Splice(begin, begin, lead + self.block(value, self._column(path) + 2))

    def _into_flow(self, node: yaml.CollectionNode, made: str) -> _Splice:
        if not node.value:
            at = node.start_mark.index + 1
            return _Splice(at, at, made)
        last = node.value[-1]
        at = self._end(last[1] if isinstance(last, tuple) else last)
        return _Splice(at, at, f", {made}")

    def _below(self, node: yaml.Node, path: YamlPath, made: str) -> _Splice:
        """Behind the last line of a list or group, and behind the comments that are indented as it is."""
        at = _line_end(self.text, self._end(node))
        at += len(_LINE_END.match(self.text, at).group())  # type: ignore[union-attr] # the pattern matches everywhere
        column = node.start_mark.column
        nested = bool(path) and column > self._column(path)
        at = self._behind_comments(at, column if nested else column + 1)
        return _Splice(at, at, (self.broken_off() if at == len(self.text) else "") + made)

    def _behind_comments(self, at: int, column: int) -> int:
        while match := re.compile(r"([ ]*)#[^\r\n]*(\r\n|\n|\Z)").match(self.text, at):
            if len(match[1]) < column:
                break
            at = match.end()
        return at

    def _above(self, start: int, column: int) -> int:
        """Above the comment that stands directly over an entry, unless it is the one with which the file begins."""
        line_start = self.text.rfind("\n", 0, start) + 1
        at = line_start
        while at:
            above = self.text.rfind("\n", 0, at - 1) + 1
            line = self.text[above:at]
            if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) != column:
                return at
            at = above
        return line_start

    def _column(self, path: YamlPath) -> int:
        """Where the key, or the entry, at a path stands."""
        node = self.at(path[:-1])
        return node.start_mark.column if node is not None else 0

    def _end(self, node: yaml.Node) -> int:
        """Behind the last character of what a node says."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            keeps = "+" in self.text[start : _line_end(self.text, start)].split("#")[0]
            return end - 1 if keeps else start + len(self.text[start:end].rstrip())
        return end


def _child(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode) and isinstance(part, str):
        return next((value for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if 0 <= part < len(node.value) else None
    return None


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def _line_end(text: str, at: int) -> int:
    return _LINE_END.search(text, at).start()  # type: ignore[union-attr] # the pattern matches everywhere


def _with(value: object, path: YamlPath, new: YamlValue) -> object:
    """What the whole says with another value at a path."""
    if not path:
        return _read_back(new)
    part, rest = path[0], path[1:]
    if isinstance(value, list):
        return [_with(each, rest, new) if index == part else each for index, each in enumerate(value)]
    group = dict(value) if isinstance(value, dict) else {}
    return {**group, part: _with(group.get(part), rest, new)}


def _with_entry(value: object, path: YamlPath, index: int, entry: YamlValue) -> object:
    if path:
        part, rest = path[0], path[1:]
        if isinstance(value, list):
            return [_with_entry(each, rest, index, entry) if at == part else each for at, each in enumerate(value)]
        group = dict(value) if isinstance(value, dict) else {}
        return {**group, part: _with_entry(group.get(part), rest, index, entry)}
    before = value if isinstance(value, list) else []
    return [*before[:index], _read_back(entry), *before[index:]]


def _without(value: object, path: YamlPath) -> object:
    """What the whole says without the key or the entry at a path."""
    part, rest = path[0], path[1:]
    if isinstance(value, list):
        if rest:
            return [_without(each, rest) if index == part else each for index, each in enumerate(value)]
        return [each for index, each in enumerate(value) if index != part]
    group = dict(value) if isinstance(value, dict) else {}
    if rest:
        return {**group, part: _without(group.get(part), rest)}
    return {key: each for key, each in group.items() if key != part}


def _read_back(value: YamlValue) -> object:
    """As the reader has it: days as text."""
    if isinstance(value, Mapping):
        return {key: _read_back(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_read_back(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def _named(path: YamlPath) -> str:
    keys = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
    return f"key {keys}" if keys else "the file"
