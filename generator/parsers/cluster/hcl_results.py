"""What each form of an expression of Terraform's language computes, once its parts are parsed."""

from collections.abc import Callable
from types import MappingProxyType

from msgspec.structs import replace

from generator.parsers.cluster import hcl_functions
from generator.parsers.cluster.hcl_functions import LONGEST, Unresolved, as_text, is_open
from generator.parsers.cluster.hcl_interpolations import as_written
from generator.parsers.cluster.hcl_scope import MOST_ENTRIES, HclScope, Thunk

Template = Callable[[str, HclScope], object]
"""The value of a text with interpolations, which are expressions again."""


def reference(path: tuple[str, ...]) -> Thunk:
    """`var.name`, `each.value`: what is bound first, then what the scope's names give."""

    def value(scope: HclScope) -> object:
        if path[0] in scope.bound:
            found: object = scope.bound[path[0]]
            for part in path[1:]:
                found = _at(found, part)
            return found
        return scope.names(path)

    return value


def indexed(thunk: Thunk, key: Thunk) -> Thunk:
    """`x[key]`, `x.key`."""
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


def all_of(thunk: Thunk) -> Thunk:
    """`x[*].y`: of a list that is not known one stands for all."""
    return thunk


def call(name: str, arguments: list[Thunk], template: Template) -> Thunk:
    """A function, of which `file` and `templatefile` may read evidence beside the module."""

    def value(scope: HclScope) -> object:
        if not scope.budget.spend():
            return Unresolved("…")
        values = [each(scope) for each in arguments]
        if name in ("file", "templatefile") and values:
            return _of_file(values, scope, template)
        return hcl_functions.call(name, values)

    return value


def _of_file(values: list[object], scope: HclScope, template: Template) -> object:
    text = scope.names.file(as_text(values[0])) if not is_open(values[0]) else None
    if text is None:
        return Unresolved("${file(" + as_text(values[0])[:200].replace('"', "'") + ")}")
    if len(values) == 1:
        return text
    given = values[1] if isinstance(values[1], dict) else {}
    return template(text, replace(scope, bound=MappingProxyType({**given})))


def choice(condition: Thunk, yes: Thunk, no: Thunk, written: str) -> Thunk:
    """`condition ? yes : no`; as it is written where the condition is not known."""

    def value(scope: HclScope) -> object:
        decided = condition(scope)
        if isinstance(decided, bool) or decided in ("true", "false"):
            return yes(scope) if decided in (True, "true") else no(scope)
        return as_written(written)

    return value


def operation(sign: str, left: Thunk, right: Thunk) -> Thunk:
    """Two values and the sign between them."""
    return lambda scope: hcl_functions.operation(sign, left(scope), right(scope))


def opposite(value: object) -> object:
    """`!x`."""
    return not value if isinstance(value, bool) else Unresolved("…")


def negative(value: object) -> object:
    """`-x`."""
    return -value if isinstance(value, int | float) and not isinstance(value, bool) else Unresolved("…")


def repeated(names: list[str], over: Thunk, results: tuple[Thunk, Thunk | None], condition: Thunk | None) -> Thunk:
    """A `for`: values, or keys and values, of each entry that the condition does not exclude."""

    def value(scope: HclScope) -> object:
        given = over(scope)
        if not isinstance(given, dict | list):
            return Unresolved("…")
        pairs: list[tuple[object, object]] = list(given.items()) if isinstance(given, dict) else list(enumerate(given))
        found: list[tuple[object, object]] = []
        for key, each in pairs[:MOST_ENTRIES]:
            if not scope.budget.spend():
                return Unresolved("…")
            bound = {names[0]: key, names[1]: each} if len(names) > 1 else {names[0]: each}
            inner = replace(scope, bound=MappingProxyType({**scope.bound, **bound}))
            if condition is None or condition(inner) is not False:
                found.append((results[0](inner), results[1](inner) if results[1] else None))
        return {as_text(key): each for key, each in found} if results[1] else [key for key, _ in found]

    return value
