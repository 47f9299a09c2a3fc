"""JMESPath expressions that people write, bounded: what one may say, how long it is, and what it can cost.

https://jmespath.org/specification.html, by the library `jmespath`. Only what selects is allowed: names, indexes, slices, lists,
filters, comparisons and a few functions of one value. What makes new lists and objects (`[a, b]`, `{a: b}`), references to
expressions (`&a`) and other functions are refused: three lines of them can ask for more values than a memory holds. What is
left visits each value of a document once for each part of the expression.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from generator.errors import ConfigError

LONGEST = 400
"""Characters of one expression."""
_MOST = 80
"""Parts of one expression."""
_SELECTS = frozenset(
    """
    field subexpression index_expression index slice projection flatten filter_projection value_projection comparator literal
    identity current pipe or_expression and_expression not_expression function_expression
    """.split()
)
FUNCTIONS = ("contains", "ends_with", "join", "keys", "length", "not_null", "starts_with", "to_number", "to_string", "type")
_NEXT = "select with names, `[]`, `[*]`, filters and comparisons: https://jmespath.org/specification.html"
Select = Callable[[Any], Any]
"""From a decoded JSON value to what the expression selects of it; None where there is nothing; raises `UnfitError`."""
UnfitError = JMESPathError
"""A function gets another type than it takes: `length` of a number, `contains` of what is not there."""


@lru_cache(256)
def compiled(expression: str) -> Select:
    """What the expression selects.

    Raises:
        ConfigError: not JMESPath, or beyond what is allowed here.
    """
    if not expression.strip():
        raise ConfigError("the expression is empty", next_step=_NEXT)
    if len(expression) > LONGEST:
        raise ConfigError(f"an expression of {len(expression)} characters: at most {LONGEST} are read", next_step=_NEXT)
    try:
        parsed = jmespath.compile(expression)
    except (JMESPathError, RecursionError, ValueError) as error:
        what = str(error).splitlines()[0] if str(error) else "nested too deeply"
        raise ConfigError(f"`{expression[:80]}` is not JMESPath: {what}", next_step=_NEXT) from error
    _refuse(expression, parsed.parsed)
    names = _plain(parsed.parsed)
    if names is not None:
        return lambda value: _walk(value, names)
    return parsed.search  # type: ignore[no-any-return]


def _refuse(expression: str, tree: dict[str, Any]) -> None:
    for count, node in enumerate(_nodes(tree), 1):
        kind = str(node.get("type"))
        if kind not in _SELECTS:
            what = f"`{expression[:80]}` makes new values ({kind.replace('_', ' ')}): only what selects is read"
            raise ConfigError(what, next_step=_NEXT)
        if kind == "function_expression" and node.get("value") not in FUNCTIONS:
            what = f"`{expression[:80]}` uses the function `{node.get('value')}`: {', '.join(FUNCTIONS)} are known"
            raise ConfigError(what, next_step=_NEXT)
        if count > _MOST:
            raise ConfigError(f"`{expression[:80]}` has more than {_MOST} parts", next_step=_NEXT)


def _nodes(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        stack += [child for child in node.get("children", ()) if isinstance(child, dict)]


def _plain(tree: dict[str, Any]) -> tuple[str, ...] | None:
    """The names of a path of names alone, which most expressions are; None for any other."""
    if tree["type"] == "field":
        return (str(tree["value"]),)
    if tree["type"] != "subexpression":
        return None
    names: list[str] = []
    for child in tree["children"]:
        inner = _plain(child)
        if inner is None:
            return None
        names += inner
    return tuple(names)


def _walk(value: Any, names: tuple[str, ...]) -> Any:
    for name in names:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value
