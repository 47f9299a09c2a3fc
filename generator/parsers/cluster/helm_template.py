"""Templates of Helm charts, filled in without Helm: as far as the chart's own values and helpers say what stands where.

This is a reading of what a chart declares, and no rendering: functions that are not known leave a mark in double round
brackets, helpers that were not collected are known by their names alone (`catalog.fullname` is `catalog`), and no file,
cluster or address is ever asked. Work, depth and the length of results are bounded.

https://pkg.go.dev/text/template, https://helm.sh/docs/chart_template_guide/
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from generator.parsers.cluster import helm_functions
from generator.parsers.cluster.helm_functions import LONGEST, is_true, shown

_ACTION = re.compile(
    r"\{\{(?P<left>-(?=\s))?\s*"
    r"(?P<inside>/\*.{0,4000}?\*/|(?:\"(?:[^\"\\]|\\.){0,1000}\"|`[^`]{0,1000}`|[^\"`{}]|\}(?!\})|\{(?!\{)){0,2000}?)"
    r"\s*(?P<right>-)?\}\}",
    re.DOTALL,
)
"""NOTE: no part of it is longer than people write, so that a text of brackets takes no more than its length."""
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|`[^`]*`)|(?P<number>-?\d+(?:\.\d+)?)|(?P<path>\$[\w]*(?:\.[\w]+)*|(?:\.[\w]+)+|\.(?![\w]))"""
    r"""|(?P<name>[A-Za-z_]\w*)|(?P<sign>:=|[=|(),]))"""
)
_MOST_STEPS = 60_000
_DEEPEST = 30
_MOST_ITEMS = 100
_LITERALS: Mapping[str, object] = {"true": True, "false": False, "nil": None}


class NotUnderstood(Exception):  # noqa: N818 - a template of a form that is not read; the caller falls back
    """A template that cannot be read."""


@dataclass(slots=True)
class Work:
    """What may still be done for one chart."""

    steps: int = _MOST_STEPS

    def spend(self) -> None:
        """One step.

        Raises:
            NotUnderstood: all are spent.
        """
        self.steps -= 1
        if self.steps < 0:
            raise NotUnderstood


_Node = Callable[["Frame"], str]
Nodes = Sequence[_Node]
"""A template, or a block of one."""


class Frame(msgspec.Struct, frozen=True):
    """Where a part of a template stands."""

    dot: object
    root: object
    helpers: Mapping[str, "Sequence[_Node]"]
    work: Work
    variables: dict[str, object] = msgspec.field(default_factory=dict)
    depth: int = 0
    every_branch: bool = False
    """Take what a switch leaves out, too: for what a chart could run."""


def fill_in(nodes: "Sequence[_Node]", frame: Frame) -> str:
    """The text that a template makes.

    Raises:
        NotUnderstood: it is too long, or asks for too much.
    """
    parts: list[str] = []
    size = 0
    for node in nodes:
        frame.work.spend()
        text = node(frame)
        size += len(text)
        if size > LONGEST:
            raise NotUnderstood
        parts.append(text)
    return "".join(parts)


def parsed(text: str) -> "tuple[Sequence[_Node], Mapping[str, Sequence[_Node]]]":
    """A file: what stands in it, and the helpers that it defines.

    Raises:
        NotUnderstood: blocks that do not end, or expressions of another language.
    """
    reader = _TemplateBlocks(list(_pieces(text)))
    try:
        nodes, end = reader.read(0)
    except RecursionError as error:
        raise NotUnderstood from error
    if end:
        raise NotUnderstood
    return nodes, reader.helpers


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """(is an action, text), with white space trimmed as the actions ask for."""
    place, trim = 0, False
    for match in _ACTION.finditer(text):
        between = text[place : match.start()]
        between = between.lstrip() if trim else between
        yield False, between.rstrip() if match["left"] else between
        yield True, match["inside"].strip()
        place, trim = match.end(), bool(match["right"])
    yield False, text[place:].lstrip() if trim else text[place:]


class _TemplateBlocks:
    """Pieces, put together into blocks."""

    def __init__(self, pieces: list[tuple[bool, str]]) -> None:
        self._pieces, self._at = pieces, 0
        self.helpers: dict[str, Sequence[_Node]] = {}

    def read(self, depth: int) -> tuple[list[_Node], str]:
        """Nodes up to the `else` or `end` that closes the block, and that word with what follows it."""
        if depth > _DEEPEST:
            raise NotUnderstood
        nodes: list[_Node] = []
        while self._at < len(self._pieces):
            is_action, text = self._pieces[self._at]
            self._at += 1
            if not is_action:
                nodes.append(_text(text))
                continue
            word, *following = text.split(None, 1) or [""]
            rest = following[0] if following else ""
            if word in ("else", "end"):
                return nodes, text
            if word and not text.startswith("/*"):
                nodes.append(self._action(word, rest, text, depth))
        return nodes, ""

    def _action(self, word: str, rest: str, text: str, depth: int) -> _Node:
        if word in ("if", "with", "range"):
            return self._block(word, rest, depth)
        if word in ("define", "block"):
            body, _ = self.read(depth + 1)
            name = rest.split(maxsplit=1)[0].strip('"`') if rest.split() else ""
            self.helpers[name] = body
            return _text("") if word == "define" else _output(_Pipeline(f'include "{name}" .').parsed())
        if word == "template":
            return _output(_Pipeline(f"include {rest}").parsed())
        if word in ("break", "continue"):
            return _text("")
        return _statement(text)

    def _block(self, word: str, rest: str, depth: int) -> _Node:
        body, end = self.read(depth + 1)
        otherwise: Sequence[_Node] = ()
        if end.startswith("else"):
            following = end.removeprefix("else").strip()
            inner, _, condition = following.partition(" ")
            if inner in ("if", "with"):
                otherwise = (self._block(inner, condition, depth + 1),)
            else:
                otherwise, _ = self.read(depth + 1)
        return _range(rest, body, otherwise) if word == "range" else _condition(word, rest, body, otherwise)


def _text(text: str) -> _Node:
    return lambda _: text


def _output(pipeline: "_Value") -> _Node:
    return lambda frame: shown(pipeline(frame))


def _statement(text: str) -> _Node:
    names, pipeline = _assigned(text)
    if not names:
        return _output(pipeline)

    def assign(frame: Frame) -> str:
        frame.variables[names[0]] = pipeline(frame)
        return ""

    return assign


def _condition(word: str, rest: str, body: Sequence[_Node], otherwise: Sequence[_Node]) -> _Node:
    names, pipeline = _assigned(rest)

    def choose(frame: Frame) -> str:
        value = pipeline(frame)
        if names:
            frame.variables[names[0]] = value
        chosen = is_true(value) or (frame.every_branch and not is_true(value))
        inner = replace(frame, dot=value) if word == "with" and chosen else frame
        return fill_in(body if chosen else otherwise, inner)

    return choose


def _range(rest: str, body: Sequence[_Node], otherwise: Sequence[_Node]) -> _Node:
    names, pipeline = _assigned(rest)

    def repeat(frame: Frame) -> str:
        value = pipeline(frame)
        if isinstance(value, int) and not isinstance(value, bool):
            value = list(range(min(value, _MOST_ITEMS)))
        pairs: list[tuple[object, object]] = (
            sorted(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
        )
        if not pairs:
            return fill_in(otherwise, frame)
        texts = []
        for key, each in pairs[:_MOST_ITEMS]:
            bound = dict(zip(names, (key, each) if len(names) > 1 else (each,), strict=False))
            frame.variables.update(bound)
            texts.append(fill_in(body, replace(frame, dot=each)))
        return "".join(texts)

    return repeat


_Value = Callable[[Frame], object]


def _assigned(text: str) -> tuple[list[str], _Value]:
    """`$key, $value := pipeline`: the variables, and the pipeline."""
    match = re.match(r"\s*(\$\w+)(?:\s*,\s*(\$\w+))?\s*:?=(?!=)\s*", text)
    names = [each for each in match.groups() if each] if match else []
    return names, _Pipeline(text[match.end() :] if match else text).parsed()


class _Pipeline:
    """`command | command`, of which each gives its value to the next as the last argument."""

    def __init__(self, text: str) -> None:
        self._text, self._place, self._depth = text, 0, 0
        self._kind, self._word = "", ""
        self._next()

    def parsed(self) -> _Value:
        """The whole text."""
        value = self._pipeline()
        if self._kind != "end":
            raise NotUnderstood
        return value

    def _next(self) -> None:
        match = _TOKEN.match(self._text, self._place)
        if match is None:
            if self._text[self._place :].strip():
                raise NotUnderstood
            self._kind, self._word = "end", ""
            return
        self._kind = match.lastgroup or ""
        self._word, self._place = match[self._kind], match.end()

    def _pipeline(self) -> _Value:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotUnderstood
        value = self._command(None)
        while self._kind == "sign" and self._word == "|":
            self._next()
            value = self._command(value)
        self._depth -= 1
        return value

    def _command(self, given: _Value | None) -> _Value:
        if self._kind == "name" and self._word not in _LITERALS:
            name = self._word
            self._next()
            arguments = self._operands()
            return _call(name, [*arguments, *([given] if given else [])])
        operand = self._operand()
        arguments = self._operands()
        return _method(operand, arguments) if arguments else operand

    def _operands(self) -> list[_Value]:
        operands = []
        while self._kind != "end" and not (self._kind == "sign" and self._word != "("):
            operands.append(self._operand())
        return operands

    def _operand(self) -> _Value:
        kind, word = self._kind, self._word
        self._next()
        if kind == "text":
            text = word[1:-1] if word[0] == "`" else helm_functions.unquoted(word[1:-1])
            return lambda _: text
        if kind == "number":
            number = float(word) if "." in word else int(word[:18])
            return lambda _: number
        if kind == "name":
            return _call(word, []) if word not in _LITERALS else _constant(_LITERALS[word])
        if kind == "path":
            return _path(word)
        if kind == "sign" and word == "(":
            inner = self._pipeline()
            if self._word != ")":
                raise NotUnderstood
            closed = self._place
            self._next()
            if self._kind == "path" and self._text[closed : closed + 1] == ".":
                path = self._word
                self._next()
                return lambda frame: _below(inner(frame), path.split(".")[1:])
            return inner
        raise NotUnderstood


def _constant(value: object) -> _Value:
    return lambda _: value


def _path(word: str) -> _Value:
    first, *rest = word.split(".")
    parts = [each for each in rest if each]
    if not first:
        return lambda frame: _below(frame.dot, parts)
    if first == "$":
        return lambda frame: _below(frame.root, parts)
    return lambda frame: _below(frame.variables.get(first), parts)


def _below(value: object, parts: Sequence[str]) -> object:
    for part in parts:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _method(operand: _Value, _arguments: list[_Value]) -> _Value:
    """`.Capabilities.APIVersions.Has "x"`: a cluster of today has it; `.Files.Get` finds nothing."""
    return lambda frame: operand(frame)


def _call(name: str, arguments: list[_Value]) -> _Value:
    def value(frame: Frame) -> object:
        frame.work.spend()
        if name in ("and", "or"):
            return _first_that_decides(name, arguments, frame)
        values = [each(frame) for each in arguments]
        if name == "include" and values:
            return _included(shown(values[0]), values[1] if len(values) > 1 else None, frame)
        if name == "tpl" and values:
            return _of_text(shown(values[0]), values[1] if len(values) > 1 else frame.dot, frame)
        return helm_functions.call(name, values)

    return value


def _first_that_decides(name: str, arguments: list[_Value], frame: Frame) -> object:
    value: object = None
    for each in arguments:
        value = each(frame)
        if is_true(value) is (name == "or"):
            break
    return value


def _included(name: str, dot: object, frame: Frame) -> object:
    if frame.depth > _DEEPEST:
        raise NotUnderstood
    nodes = frame.helpers.get(name)
    if nodes is None:
        return helm_functions.helper_by_name(name, dot, frame.root)
    inner = replace(frame, dot=dot, root=dot, variables={}, depth=frame.depth + 1, every_branch=False)
    return fill_in(nodes, inner)


def _of_text(text: str, dot: object, frame: Frame) -> object:
    if "{{" not in text:
        return text
    if frame.depth > _DEEPEST:
        raise NotUnderstood
    nodes, _ = parsed(text)
    return fill_in(nodes, replace(frame, dot=dot, root=dot, variables={}, depth=frame.depth + 1))
