"""What a failing command leads to: does an `exit 1` stand behind it, is its status kept and used later?"""

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from generator.parsers.pipelines.shell_syntax import AndOr, Function, If, Loop, Node, Pipeline, Sequence, Simple

_MOST_LOOKED_AT = 500
_ENDING = frozenset(("exit", "return"))
_STATUS = re.compile(r"\$\{?\?")


class Fate(msgspec.Struct, frozen=True):
    """Where a failure goes: `stops` the script with a failure, or is dropped for the reason given."""

    stops: bool
    reason: str = ""


STOPS = Fate(stops=True)


def ends_in_failure(pipelines: Iterable[Pipeline], later: Sequence, functions: Mapping[str, Sequence]) -> Fate:
    """Does what runs after a failure end the script with a failure, at once or by a code that is used later?"""
    commands = [simple for pipeline in pipelines for simple in commands_of(pipeline)]
    for command in commands:
        if is_failing_exit(command) or _calls_failing(command, functions):
            return STOPS
        for name, value in _assigned(command):
            if value not in ("", "0", "false") and _is_used(name, later):
                return STOPS
    text = " ".join(" ".join(word.text for word in command.words) for command in commands[:1])
    return Fate(
        stops=False, reason=f"`|| {text}` drops its result" if text in ("true", ":") else "its failure is handled and dropped"
    )


def status_is_used(later: Sequence) -> bool:
    """Is `$?` looked at by the next statement in a way that ends in a failure?"""
    if not later:
        return False
    commands = list(commands_of(later[0]))
    if not any(_STATUS.search(word.text) for command in commands for word in command.words):
        return False
    if any(is_failing_exit(command) for command in commands):
        return True
    return any(_is_used(name, later[1:]) for command in commands for name, value in _assigned(command) if _STATUS.search(value))


def is_failing_exit(command: Simple) -> bool:
    """`exit 1`, `exit $code`, `return 2`, `false`; not `exit 0`."""
    texts = [word.text for word in command.words]
    if texts == ["false"]:
        return True
    return bool(texts) and texts[0] in _ENDING and texts[1:2] != ["0"] and (len(texts) > 1 or texts[0] == "exit")


def exits(statement: AndOr) -> bool:
    """Does the script end here, whatever happened: a bare `exit`?"""
    if statement.operators or statement.background or len(statement.pipelines[0].nodes) > 1:
        return False
    node = statement.pipelines[0].nodes[0]
    return isinstance(node, Simple) and bool(node.words) and node.words[0].text == "exit"


def definitions(statements: Sequence) -> dict[str, Sequence]:
    """Functions defined in these statements, by name."""
    functions: dict[str, Sequence] = {}
    for statement in statements:
        for pipeline in statement.pipelines:
            for node in pipeline.nodes:
                if isinstance(node, Function):
                    functions[node.name] = node.body
    return functions


def commands_of(item: AndOr | Pipeline | Node) -> Iterator[Simple]:
    """Simple commands below, in order, `_MOST_LOOKED_AT` at most; bodies of functions are not run where they stand."""
    waiting: list[AndOr | Pipeline | Node] = [item]
    seen = 0
    while waiting and seen < _MOST_LOOKED_AT:
        seen += 1
        current = waiting.pop()
        if isinstance(current, Simple):
            yield current
        else:
            waiting.extend(reversed(_children(current)))


def _children(item: AndOr | Pipeline | Node) -> "tuple[AndOr | Pipeline | Node, ...]":
    if isinstance(item, AndOr):
        return item.pipelines
    if isinstance(item, Pipeline):
        return item.nodes
    if isinstance(item, If):
        return (*(each for test, body in item.arms for each in (*test, *body)), *item.otherwise)
    if isinstance(item, Loop):
        return (*item.condition, *item.body)
    if isinstance(item, Simple | Function):
        return ()
    return tuple(each for part in item.parts for each in part)


def _calls_failing(command: Simple, functions: Mapping[str, Sequence]) -> bool:
    """`|| die "…"` where `die` is a function of this script that exits."""
    body = functions.get(command.words[0].text) if command.words else None
    return body is not None and any(is_failing_exit(each) for item in body for each in commands_of(item))


def _assigned(command: Simple) -> Iterator[tuple[str, str]]:
    for word in command.words:
        name, equals, value = word.text.partition("=")
        if not equals or not name.isidentifier():
            return
        yield name, value


def _is_used(name: str, later: Sequence) -> bool:
    """Does a later statement mention the variable and exit with a failure?"""
    for statement in later:
        commands = list(commands_of(statement))
        if any(is_failing_exit(command) for command in commands) and any(
            _mentions(name, word.text) for command in commands for word in command.words
        ):
            return True
    return False


def _mentions(name: str, text: str) -> bool:
    """`$name`, `${name…`, or the bare name inside `(( … ))`. A name is an identifier: it needs no escaping."""
    if name not in text:
        return False
    if re.search(rf"\$\{{?{name}\b", text):
        return True
    arithmetic = text.find("((")
    return arithmetic >= 0 and re.compile(rf"\b{name}\b").search(text, arithmetic + 2) is not None
