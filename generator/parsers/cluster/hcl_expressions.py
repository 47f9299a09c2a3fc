"""Expressions of Terraform's language, evaluated as far as the files at hand give their values.

What is not known stays as text: a variable stands in double round brackets, as Cloud Foundry writes it (`((env))`), anything
else as it is written (`${aws_db_instance.orders.address}`). Nothing is guessed, and nothing is looked up but what the caller
gives. Work, depth and the length of results are bounded, since a short text can ask for a very long one.

https://developer.hashicorp.com/terraform/language/expressions
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol

from generator.parsers.cluster import hcl_functions
from generator.parsers.cluster.hcl_functions import LONGEST, Unresolved, as_text, is_open

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w-]*)|(?P<quote>")"""
    r"""|(?P<sign>=>|==|!=|<=|>=|&&|\|\||\.\.\.|[-+*/%<>!?:=,.(){}\[\]]))"""
)
_DEEPEST = 40
_MOST_STEPS = 50_000
_MOST_ENTRIES = 1_000
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_LITERALS: Mapping[str, object] = {"true": True, "false": False, "null": None}


class Names(Protocol):
    """What references stand for."""

    def __call__(self, reference: tuple[str, ...]) -> object:
        """The value of `var.name`, `local.name`, `module.name.output`; `Unresolved` where it is not known."""

    def file(self, path: str) -> str | None:
        """The text of an evidence file beside the module; None where there is none."""


@dataclass(slots=True)
class Budget:
    """How much may still be computed for one file."""

    steps: int = _MOST_STEPS

    def spend(self, steps: int = 1) -> bool:
        """False once all is spent."""
        self.steps -= steps
        return self.steps > 0


@dataclass(frozen=True, slots=True)
class HclScope:
    """Where an expression stands."""

    names: Names
    budget: Budget
    bound: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """`each`, `count`, and what a `for` binds."""


_Thunk = Callable[[HclScope], object]


def evaluate(value: object, scope: HclScope, depth: int = 0) -> object:
    """A value as the reader of the language gives it: texts are templates, everything else is looked through."""
    if depth > _DEEPEST or not scope.budget.spend():
        return Unresolved("…")
    if isinstance(value, str):
        return template(value, scope)
    if isinstance(value, dict):
        made = {str(key).strip('"'): each for key, each in list(value.items())[:_MOST_ENTRIES]}
        blocks = list(_dynamic(made.pop("dynamic", None), scope, depth))
        whole = {key: evaluate(each, scope, depth + 1) for key, each in made.items()}
        for name, block in blocks:
            known = whole.get(name)
            whole[name] = [*(known if isinstance(known, list) else []), block]
        return whole
    return [evaluate(each, scope, depth + 1) for each in value[:_MOST_ENTRIES]] if isinstance(value, list) else value


def _dynamic(blocks: object, scope: HclScope, depth: int) -> Iterator[tuple[str, object]]:
    """Blocks that are repeated: `dynamic "env" { for_each = …, content { … } }`; one where the entries are not known.

    https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks
    """
    for block in blocks if isinstance(blocks, list) else []:
        for written, values in block.items() if isinstance(block, dict) else ():
            if not isinstance(values, dict):
                continue
            name = str(written).strip('"')
            iterator = str(values.get("iterator") or name).strip("${}")
            for key, each in _entries_of(evaluate(values.get("for_each"), scope, depth + 1)):
                inner = replace(scope, bound=MappingProxyType({**scope.bound, iterator: {"key": key, "value": each}}))
                content = values.get("content")
                yield name, evaluate(content[0] if isinstance(content, list) and content else content, inner, depth + 1)


def _entries_of(value: object) -> list[tuple[object, object]]:
    if isinstance(value, dict):
        return list(value.items())[:_MOST_ENTRIES]
    if isinstance(value, list):
        return list(enumerate(value[:_MOST_ENTRIES]))
    return [(Unresolved("((key))"), Unresolved("((value))"))]


def plain(value: object, scope: HclScope) -> object:
    """The value as it leaves: texts are plain ones, and shared parts stand where they are used, as far as the budget goes."""
    if not scope.budget.spend():
        return None
    if isinstance(value, dict):
        return {str(key): plain(each, scope) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each, scope) for each in value]
    return str(value) if isinstance(value, str) else value


def template(text: str, scope: HclScope) -> object:
    """`"${x}"` alone is the value of x, of any type; in a longer text it stands as text."""
    if "${" not in text:
        return text
    parts: list[object] = []
    for written, is_expression in _parts(text):
        parts.append(_value(written, scope) if is_expression else written)
    if len(parts) == 1:
        return parts[0]
    texts = [as_text(each) for each in parts]
    whole = "".join(texts) if sum(map(len, texts)) <= LONGEST else text[:LONGEST]
    return Unresolved(whole) if any(map(is_open, parts)) else whole


def _value(written: str, scope: HclScope) -> object:
    try:
        return _Expression(written.strip("~ ")).parsed()(scope)
    except (_NotUnderstood, RecursionError):
        return Unresolved(_as_written(written))


def _as_written(text: str) -> Unresolved:
    return Unresolved("${" + text.strip().replace('"', "'")[:200] + "}")


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Text and interpolations in turn; `$${` is a literal one."""
    place = 0
    while (start := text.find("${", place)) >= 0:
        if start > 0 and text[start - 1] == "$":
            yield text[place : start - 1] + "${", False
            place = start + 2
            continue
        end = _closing(text, start + 2)
        if end < 0:
            break
        if start > place:
            yield text[place:start], False
        yield text[start + 2 : end], True
        place = end + 1
    if place < len(text):
        yield text[place:], False


def _closing(text: str, place: int) -> int:
    """Where the bracket closes that opened before a place; texts inside may have interpolations of their own."""
    opened = ["{"]
    while place < len(text):
        place += _step(text, place, opened)
        if not opened:
            return place - 1
    return -1


def _step(text: str, place: int, opened: list[str]) -> int:
    """Characters that are passed; `opened` are the brackets and quotes that are to be closed."""
    sign = text[place]
    if opened[-1] == "{":
        if sign == "}":
            opened.pop()
        elif sign in '{"':
            opened.append(sign)
        return 1
    if sign == '"':
        opened.pop()
    elif text.startswith("${", place):
        opened.append("{")
        return 2
    return 2 if sign == "\\" else 1


class _NotUnderstood(Exception):  # noqa: N818 - never leaves this file
    """An expression of a form that is not read."""


class _Expression:
    """One expression, parsed once; what comes of it is computed in a scope."""

    def __init__(self, text: str) -> None:
        self._text, self._place, self._depth = text, 0, 0
        self._kind, self._word = "", ""
        self._start = 0
        self._next()

    def parsed(self) -> _Thunk:
        """The whole text as one expression."""
        thunk = self._conditional()
        if self._kind != "end":
            raise _NotUnderstood
        return thunk

    def _next(self) -> None:
        match = _TOKEN.match(self._text, self._place)
        if match is None:
            if self._text[self._place :].strip():
                raise _NotUnderstood
            self._kind, self._word, self._start = "end", "", len(self._text)
            return
        self._kind, self._word = match.lastgroup or "", match[match.lastgroup or 0]
        self._start, self._place = match.start(match.lastgroup or 0), match.end()

    def _take(self, *signs: str) -> bool:
        if self._kind in ("sign", "name") and self._word in signs:
            self._next()
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise _NotUnderstood

    def _conditional(self) -> _Thunk:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _NotUnderstood
        start = self._start
        condition = self._binary(0)
        if self._take("?"):
            yes = self._conditional()
            self._need(":")
            no = self._conditional()
            condition = _choice(condition, yes, no, self._text[start : self._start])
        self._depth -= 1
        return condition

    def _binary(self, level: int) -> _Thunk:
        if level == len(_OPERATORS):
            return self._unary()
        left = self._binary(level + 1)
        while self._kind == "sign" and self._word in _OPERATORS[level]:
            sign = self._word
            self._next()
            left = _operation(sign, left, self._binary(level + 1))
        return left

    def _unary(self) -> _Thunk:
        if self._take("!"):
            inner = self._unary()
            return lambda scope: _opposite(inner(scope))
        if self._take("-"):
            number = self._unary()
            return lambda scope: _negative(number(scope))
        return self._postfix()

    def _postfix(self) -> _Thunk:
        if self._kind == "name" and self._word not in _LITERALS:
            return self._named()
        return self._followed(self._primary())

    def _primary(self) -> _Thunk:
        kind, token = self._kind, self._word
        if kind == "number":
            self._next()
            number = float(token) if "." in token else int(token[:18])
            return lambda _: number
        if kind == "name":
            self._next()
            literal = _LITERALS[token]
            return lambda _: literal
        if kind == "quote":
            return self._quoted()
        if self._take("("):
            inner = self._conditional()
            self._need(")")
            return inner
        if self._take("["):
            return self._list()
        if self._take("{"):
            return self._object()
        raise _NotUnderstood

    def _quoted(self) -> _Thunk:
        place = self._place
        end = _end_of_text(self._text, place)
        text = _unescaped(self._text[place:end])
        self._place = end + 1
        self._next()
        return lambda scope: template(text, scope)

    def _named(self) -> _Thunk:
        name = self._word
        self._next()
        if self._take("("):
            arguments = []
            while not self._take(")"):
                arguments.append(self._conditional())
                self._take("...")
                if not self._take(","):
                    self._need(")")
                    break
            return self._followed(_call(name, arguments))
        path = [name]
        while self._kind == "sign" and self._word == ".":
            self._next()
            if self._kind not in ("name", "number") and self._word != "*":
                raise _NotUnderstood
            path.append(self._word)
            self._next()
            if self._kind == "sign" and self._word == "[" and path[0] in ("module", "data"):
                break
        return self._followed(_reference(tuple(path)))

    def _followed(self, thunk: _Thunk) -> _Thunk:
        while self._kind == "sign" and self._word in (".", "["):
            if self._take("["):
                if self._take("*"):
                    self._need("]")
                    thunk = _all_of(thunk)
                    continue
                key = self._conditional()
                self._need("]")
                thunk = _indexed(thunk, key)
            else:
                self._next()
                if self._kind not in ("name", "number") and self._word != "*":
                    raise _NotUnderstood
                part = self._word
                self._next()
                thunk = _all_of(thunk) if part == "*" else _indexed(thunk, lambda _, part=part: part)  # type: ignore[misc]
        return thunk

    def _list(self) -> _Thunk:
        if self._kind == "name" and self._word == "for":
            return self._loop("]")
        entries = []
        while not self._take("]"):
            entries.append(self._conditional())
            if not self._take(","):
                self._need("]")
                break
        return lambda scope: [each(scope) for each in entries[:_MOST_ENTRIES]] if scope.budget.spend(len(entries)) else []

    def _object(self) -> _Thunk:
        if self._kind == "name" and self._word == "for":
            return self._loop("}")
        pairs: list[tuple[_Thunk, _Thunk]] = []
        while not self._take("}"):
            pairs.append((self._key(), self._assigned()))
            self._take(",")
        return lambda scope: (
            {as_text(key(scope)): value(scope) for key, value in pairs[:_MOST_ENTRIES]}
            if scope.budget.spend(len(pairs))
            else {}
        )

    def _key(self) -> _Thunk:
        if self._kind == "name":
            name = self._word
            self._next()
            return lambda _: name
        return self._primary()

    def _assigned(self) -> _Thunk:
        if not self._take("=", ":"):
            raise _NotUnderstood
        return self._conditional()

    def _loop(self, end: str) -> _Thunk:
        """`[for k, v in x : value if condition]`, `{for k, v in x : key => value if condition}`."""
        self._next()
        names = [self._word]
        self._next()
        if self._take(","):
            names.append(self._word)
            self._next()
        self._need("in")
        over = self._conditional()
        self._need(":")
        first = self._conditional()
        second = self._conditional() if self._take("=>") else None
        self._take("...")
        condition = self._conditional() if self._take("if") else None
        self._need(end)
        return _repeated(names, over, (first, second), condition)


_OPERATORS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))


def _end_of_text(text: str, place: int) -> int:
    while place < len(text):
        if text[place] == "\\":
            place += 1
        elif text[place] == '"':
            return place
        elif text.startswith("${", place):
            place = _closing(text, place + 2)
            if place < 0:
                break
        place += 1
    raise _NotUnderstood


def _unescaped(text: str) -> str:
    """NOTE: escapes inside an interpolation are those of its own texts."""
    parts = []
    for written, is_expression in _parts(text):
        if is_expression:
            parts.append("${" + written + "}")
        else:
            parts.append(re.sub(r'\\([ntr"\\])', lambda match: _ESCAPES[match[1]], written.replace("${", "$${")))
    return "".join(parts)


def _reference(path: tuple[str, ...]) -> _Thunk:
    def value(scope: HclScope) -> object:
        if path[0] in scope.bound:
            found: object = scope.bound[path[0]]
            for part in path[1:]:
                found = _at(found, part)
            return found
        return scope.names(path)

    return value


def _indexed(thunk: _Thunk, key: _Thunk) -> _Thunk:
    return lambda scope: _at(thunk(scope), key(scope))


def _at(value: object, key: object) -> object:
    if isinstance(value, dict) and as_text(key) in value:
        return value[as_text(key)]
    if isinstance(value, list) and not isinstance(key, bool):
        number = key if isinstance(key, int) else int(key) if isinstance(key, str) and key.isdigit() and len(key) < 6 else None
        if number is not None and 0 <= number < len(value):
            return value[number]
    if isinstance(value, Unresolved) and value.startswith("${"):
        part = as_text(key)
        return Unresolved(f"{value[:-1]}.{part}}}" if len(value) < LONGEST else value)
    return value if isinstance(value, Unresolved) else Unresolved("…")


def _all_of(thunk: _Thunk) -> _Thunk:
    """`x[*].y`: of a list that is not known one stands for all."""
    return thunk


def _call(name: str, arguments: list[_Thunk]) -> _Thunk:
    def value(scope: HclScope) -> object:
        if not scope.budget.spend():
            return Unresolved("…")
        values = [each(scope) for each in arguments]
        if name in ("file", "templatefile") and values:
            return _of_file(values, scope)
        return hcl_functions.call(name, values)

    return value


def _of_file(values: list[object], scope: HclScope) -> object:
    text = scope.names.file(as_text(values[0])) if not is_open(values[0]) else None
    if text is None:
        return Unresolved("${file(" + as_text(values[0])[:200].replace('"', "'") + ")}")
    if len(values) == 1:
        return text
    given = values[1] if isinstance(values[1], dict) else {}
    return template(text, replace(scope, bound=MappingProxyType({**given})))


def _choice(condition: _Thunk, yes: _Thunk, no: _Thunk, written: str) -> _Thunk:
    def value(scope: HclScope) -> object:
        decided = condition(scope)
        if isinstance(decided, bool) or decided in ("true", "false"):
            return yes(scope) if decided in (True, "true") else no(scope)
        return _as_written(written)

    return value


def _operation(sign: str, left: _Thunk, right: _Thunk) -> _Thunk:
    return lambda scope: hcl_functions.operation(sign, left(scope), right(scope))


def _opposite(value: object) -> object:
    return not value if isinstance(value, bool) else Unresolved("…")


def _negative(value: object) -> object:
    return -value if isinstance(value, int | float) and not isinstance(value, bool) else Unresolved("…")


def _repeated(names: list[str], over: _Thunk, results: tuple[_Thunk, _Thunk | None], condition: _Thunk | None) -> _Thunk:
    def value(scope: HclScope) -> object:
        given = over(scope)
        if not isinstance(given, dict | list):
            return Unresolved("…")
        pairs: list[tuple[object, object]] = list(given.items()) if isinstance(given, dict) else list(enumerate(given))
        found: list[tuple[object, object]] = []
        for key, each in pairs[:_MOST_ENTRIES]:
            if not scope.budget.spend():
                return Unresolved("…")
            bound = {names[0]: key, names[1]: each} if len(names) > 1 else {names[0]: each}
            inner = replace(scope, bound=MappingProxyType({**scope.bound, **bound}))
            if condition is None or condition(inner) is not False:
                found.append((results[0](inner), results[1](inner) if results[1] else None))
        return {as_text(key): each for key, each in found} if results[1] else [key for key, _ in found]

    return value
