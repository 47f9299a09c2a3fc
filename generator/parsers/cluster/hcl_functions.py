"""Functions and operators of Terraform's language that a definition of what runs is written with. Pure; an argument that is not
known makes the result unknown.

https://developer.hashicorp.com/terraform/language/functions
"""

import json
from collections.abc import Callable, Mapping, Sequence

import msgspec

LONGEST = 64 << 10
"""Characters of a text."""
_MOST_ENTRIES = 1_000
_MOST_PARTS = 20_000
"""Values below one that is written as JSON."""


class Unresolved(str):
    """A text with a part in it that is not known."""

    __slots__ = ()


def is_open(value: object) -> bool:
    """Is a part of the text not known?"""
    return isinstance(value, Unresolved)


def as_text(value: object) -> str:
    """As it stands in a longer text; what is a list or an object as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float) else _json(value)


def _json(value: object) -> str:
    """NOTE: values may share parts, so that few of them can make a very long text."""
    left, count = [value], 0
    while left:
        each = left.pop()
        count += 1
        if count > _MOST_PARTS:
            return "…"
        left.extend(each.values() if isinstance(each, dict) else each if isinstance(each, list) else ())
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else "…"


def call(name: str, values: Sequence[object]) -> object:
    """The result of a function; `Unresolved` where it is not known here, or an argument is not."""
    function = _FUNCTIONS.get(name)
    if function is None or not values:
        return Unresolved("${" + name + "()}")
    if name not in _TAKES_OPEN and any(map(is_open, values)):
        return next(value for value in values if is_open(value))
    try:
        result = function(*values)
    except (TypeError, ValueError, IndexError, KeyError, AttributeError):
        return Unresolved("${" + name + "()}")
    if isinstance(result, str) and any(map(is_open, values)):
        return Unresolved(result[:LONGEST])
    return result[:LONGEST] if isinstance(result, str) and not isinstance(result, Unresolved) else result


def operation(sign: str, left: object, right: object) -> object:
    """`left sign right`."""
    if is_open(left) or is_open(right):
        return Unresolved("…")
    if sign in ("&&", "||"):
        return (bool(left) and bool(right)) if sign == "&&" else (bool(left) or bool(right))
    if sign in ("==", "!="):
        return (left == right) is (sign == "==")
    if isinstance(left, int | float) and isinstance(right, int | float) and (sign not in "/%" or right):
        return _ARITHMETIC[sign](left, right)
    return Unresolved("…")


_ARITHMETIC: Mapping[str, Callable[[float, float], object]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b if abs(a) < 1e12 and abs(b) < 1e12 else 0,
    "/": lambda a, b: a / b,
    "%": lambda a, b: a % b,
}


def _concat(*lists: object) -> object:
    whole: list[object] = []
    for each in lists:
        whole += each if isinstance(each, list) else [] if is_open(each) else [each]
    return whole[:_MOST_ENTRIES]


def _merge(*objects: object) -> object:
    whole: dict[str, object] = {}
    for each in objects:
        whole.update(each if isinstance(each, dict) else {})
    return whole


def _format(form: object, *values: object) -> object:
    parts = as_text(form).replace("%%", "\0").split("%")
    texts = [as_text(each) for each in values]
    return "".join([parts[0], *(texts[at] + part[1:] for at, part in enumerate(parts[1:]))]).replace("\0", "%")


def _flatten(value: object) -> object:
    whole: list[object] = []
    left = [value]
    while left and len(whole) < _MOST_ENTRIES:
        each = left.pop(0)
        if isinstance(each, list):
            left = [*each[:_MOST_ENTRIES], *left][: 10 * _MOST_ENTRIES]
        else:
            whole.append(each)
    return whole


def _lookup(value: object, key: object, default: object = "") -> object:
    if not isinstance(value, dict):
        return value if is_open(value) else default
    return value.get(as_text(key), default)


def _first_known(*values: object) -> object:
    """`coalesce`, `try`: the first that is there."""
    return next((each for each in values if each not in (None, "") and not is_open(each)), values[-1])


def _decoded(value: object) -> object:
    return msgspec.json.decode(as_text(value))


def _joined(separator: object, *lists: object) -> object:
    return as_text(separator).join(as_text(each) for each in _entries(_concat(*lists)))


def _entries(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    return sorted(value) if isinstance(value, dict) else [value]


def _length(value: object) -> object:
    return len(value) if isinstance(value, list | dict | str) else Unresolved("…")


def _values(value: object) -> object:
    return [each for _, each in sorted(value.items())] if isinstance(value, dict) else [value]


def _number(value: object) -> object:
    return value if isinstance(value, int | float) else int(as_text(value))


def _replaced(text: object, old: object, new: object) -> object:
    """NOTE: between slashes stands a regular expression, which is not tried on hostile text."""
    whole, wanted, put = as_text(text), as_text(old), as_text(new)
    is_pattern = wanted.startswith("/") and wanted.endswith("/") and len(wanted) > 1
    if is_pattern or not wanted or len(whole) * max(len(put), 1) > LONGEST * 16:
        return Unresolved(whole)
    return whole.replace(wanted, put)


_FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "jsonencode": lambda value: value,
    "yamlencode": lambda value: value,
    "jsondecode": _decoded,
    "toset": lambda value: list(dict.fromkeys(_entries(value))),
    "tolist": _entries,
    "tomap": lambda value: value,
    "tostring": as_text,
    "tonumber": _number,
    "tobool": lambda value: value in (True, "true"),
    "concat": _concat,
    "compact": lambda value: [each for each in _entries(value) if each not in (None, "")],
    "distinct": lambda value: list(dict.fromkeys(_entries(value))),
    "flatten": _flatten,
    "merge": _merge,
    "keys": lambda value: sorted(value),
    "values": _values,
    "length": _length,
    "format": _format,
    "join": _joined,
    "split": lambda separator, text: as_text(text).split(as_text(separator)),
    "lower": lambda text: as_text(text).lower(),
    "upper": lambda text: as_text(text).upper(),
    "title": lambda text: as_text(text).title(),
    "trimspace": lambda text: as_text(text).strip(),
    "chomp": lambda text: as_text(text).rstrip("\r\n"),
    "trimprefix": lambda text, start: as_text(text).removeprefix(as_text(start)),
    "trimsuffix": lambda text, end: as_text(text).removesuffix(as_text(end)),
    "replace": _replaced,
    "substr": lambda text, at, size: as_text(text)[at : at + size] if size >= 0 else as_text(text)[at:],
    "lookup": _lookup,
    "element": lambda value, at: _entries(value)[at % len(_entries(value))],
    "coalesce": _first_known,
    "try": _first_known,
    "one": lambda value: _entries(value)[0],
    "nonsensitive": lambda value: value,
    "contains": lambda value, each: each in _entries(value),
    "max": lambda *numbers: max(numbers),
    "min": lambda *numbers: min(numbers),
}
_TAKES_OPEN = frozenset(
    "jsonencode yamlencode concat merge flatten compact coalesce try join format lower upper lookup tolist toset"
    " tostring replace nonsensitive one element values trimspace".split()
)
"""Those whose result shows what of it is known."""
