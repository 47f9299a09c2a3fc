"""Functions of Helm's templates that names, images, ports and switches are written with. Pure.

https://helm.sh/docs/chart_template_guide/function_list/. Nothing here reads a file, a cluster, the clock or chance; regular
expressions of a chart are not tried, since they are another's.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence

from generator.errors import ParseError
from generator.parsers import yaml
from generator.parsers.late_patterns import late_re

LONGEST = 512 << 10
"""Characters of what a template makes."""
RELEASE = "((release))"
"""Stands where the release's name would: a chart does not say it."""
_MOST_INDENT = 200
_MOST_PARTS = 20_000
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_OF_LIBRARY = late_re(r"common(?:\.names)?")


class Unknown(str):
    """What a function that is not known would make."""

    __slots__ = ()


def is_true(value: object) -> bool:
    """As templates decide: nothing, zero, false and what is empty are not."""
    return bool(value)


def shown(value: object) -> str:
    """A value in a text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else _json(value)


def unquoted(text: str) -> str:
    """A text between double quotes."""
    return re.sub(r'\\([nt"\\])', lambda match: _ESCAPES[match[1]], text)


def call(name: str, values: Sequence[object]) -> object:
    """What a function makes."""
    function = _FUNCTIONS.get(name)
    if function is None:
        return Unknown(f"(({name}))")
    try:
        return function(*values)
    except (TypeError, ValueError, IndexError, KeyError, AttributeError, ZeroDivisionError, ParseError, RecursionError):
        return Unknown(f"(({name}))")


def helper_by_name(name: str, dot: object, root: object) -> object:
    """A helper that was not collected, by what such helpers are called everywhere."""
    of, _, what = name.rpartition(".")
    subject = _subject(of, root)
    if what == "image" and isinstance(dot, dict):
        return _image(dot.get("imageRoot"), dot.get("global")) or Unknown(f"(({name}))")
    if what.lower().endswith(("selectorlabels", "matchlabels", "labels", "standard")):
        return f"app.kubernetes.io/name: {subject}"
    if what.lower().endswith(("name", "service", "host")):
        return subject
    return Unknown(f"(({name}))")


def _subject(of: str, root: object) -> str:
    """`catalog.mysql` -> `catalog-mysql`; of a library of helpers the chart itself."""
    chart = root.get("Chart") if isinstance(root, dict) else None
    if not of or _OF_LIBRARY.fullmatch(of) or of.startswith("common."):
        return shown(chart.get("Name")) if isinstance(chart, dict) else of
    return of.replace(".", "-").replace("_", "-")


def _image(value: object, everywhere: object) -> str:
    if not isinstance(value, dict) or not value.get("repository"):
        return ""
    registry = (everywhere.get("imageRegistry") if isinstance(everywhere, dict) else "") or value.get("registry") or ""
    tag = shown(value.get("tag"))
    return f"{registry}{'/' if registry else ''}{value['repository']}{':' if tag else ''}{tag}"


def _measured(value: object) -> bool:
    """NOTE: values may share parts, so that few of them can make a very long text."""
    left, count = [value], 0
    while left:
        each = left.pop()
        count += 1
        if count > _MOST_PARTS:
            return False
        left.extend(each.values() if isinstance(each, dict) else each if isinstance(each, list) else ())
    return True


def _json(value: object) -> str:
    """JSON is YAML, too."""
    return json.dumps(value, ensure_ascii=False, default=str) if _measured(value) else "((…))"


def _yaml(value: object) -> str:
    """NOTE: what is not known makes nothing, since a mark in the place of lines breaks the file."""
    if isinstance(value, Unknown):
        return ""
    if isinstance(value, dict) and value:
        return "\n".join(f"{_json(str(key))}: {_json(each)}" for key, each in value.items())
    if isinstance(value, list) and value:
        return "\n".join(f"- {_json(each)}" for each in value)
    return "" if value is None else _json(value)


def _indented(width: object, text: object) -> str:
    if isinstance(text, Unknown):
        return ""
    spaces = " " * min(int(shown(width)), _MOST_INDENT)
    return "\n".join(spaces + line for line in shown(text).split("\n"))


def _default(standard: object, value: object = None) -> object:
    return value if is_true(value) else standard


def _printed(form: object, *values: object) -> str:
    left = list(values)

    def put(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        value = left.pop(0) if left else ""
        return _json(shown(value)) if match[0][-1] == "q" else shown(value)

    return re.sub(r"%[-+ 0#]?\d{0,3}(?:\.\d{1,3})?[a-zA-Z%]", put, shown(form))


def _ternary(yes: object, no: object, condition: object) -> object:
    return yes if is_true(condition) else no


def _pairs(*values: object) -> object:
    return {shown(values[at]): values[at + 1] for at in range(0, len(values) - 1, 2)}


def _merged(*values: object) -> object:
    """The first has precedence."""
    whole: dict[str, object] = {}
    for each in reversed(values):
        whole.update(each if isinstance(each, dict) else {})
    return whole


def _within(value: object, *keys: object) -> object:
    for key in keys:
        if isinstance(value, dict):
            value = value.get(shown(key))
        elif isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value):
            value = value[key]
        else:
            return None
    return value


def _dug(*values: object) -> object:
    *keys, standard, value = values
    found = _within(value, *keys)
    return standard if found is None else found


def _set(value: object, key: object, new: object) -> object:
    if isinstance(value, dict):
        value[shown(key)] = new
    return value


def _entries(value: object) -> list[object]:
    return value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else [value]


def _version_fits(constraint: object, _version: object = None) -> bool:
    """A cluster of today is newer than every version that a chart still asks for."""
    return shown(constraint).lstrip().startswith((">", "^", "~")) and "<" not in shown(constraint)


def _kind(value: object) -> str:
    names = {dict: "map", list: "slice", str: "string", bool: "bool", int: "int", float: "float64", type(None): "invalid"}
    return names.get(type(value), "string")


def _number(value: object) -> int:
    return int(float(shown(value) or "0"))


def _first_true(*values: object) -> object:
    return next((each for each in values if is_true(each)), None)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _parsed(text: object) -> object:
    found = yaml.load_all(shown(text))
    return found[0] if found else {}


_FUNCTIONS: Mapping[str, Callable[..., object]] = {
    "default": _default,
    "required": lambda _, value=None: value,
    "coalesce": _first_true,
    "ternary": _ternary,
    "empty": lambda value=None: not is_true(value),
    "not": lambda value=None: not is_true(value),
    "eq": lambda first, *others: any(first == each for each in others),
    "ne": lambda first, second: first != second,
    "lt": lambda first, second: first < second,
    "gt": lambda first, second: first > second,
    "le": lambda first, second: first <= second,
    "ge": lambda first, second: first >= second,
    "quote": lambda *values: " ".join(_json(shown(each)) for each in values),
    "squote": lambda value=None: "'" + shown(value).replace("'", "''") + "'",
    "toYaml": lambda value=None: _yaml(value),
    "toJson": lambda value=None: _json(value),
    "toString": lambda value=None: shown(value),
    "fromYaml": _parsed,
    "fromJson": _parsed,
    "indent": _indented,
    "nindent": lambda width, text="": "\n" + _indented(width, text),
    "trim": lambda text: shown(text).strip(),
    "trimSuffix": lambda end, text: shown(text).removesuffix(shown(end)),
    "trimPrefix": lambda start, text: shown(text).removeprefix(shown(start)),
    "trimAll": lambda signs, text: shown(text).strip(shown(signs)),
    "trunc": lambda size, text: shown(text)[:size] if size >= 0 else shown(text)[size:],
    "lower": lambda text: shown(text).lower(),
    "upper": lambda text: shown(text).upper(),
    "title": lambda text: shown(text).title(),
    "kebabcase": lambda text: re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", "-", shown(text)).lower(),
    "replace": lambda old, new, text: shown(text).replace(shown(old), shown(new)) if len(shown(text)) < _MOST_PARTS else text,
    "contains": lambda part, text: shown(part) in shown(text),
    "hasPrefix": lambda start, text: shown(text).startswith(shown(start)),
    "hasSuffix": lambda end, text: shown(text).endswith(shown(end)),
    "print": lambda *values: "".join(map(shown, values)),
    "printf": _printed,
    "join": lambda sign, values: shown(sign).join(map(shown, _entries(values))),
    "splitList": lambda sign, text: shown(text).split(shown(sign)),
    "dict": _pairs,
    "list": lambda *values: list(values),
    "tuple": lambda *values: list(values),
    "merge": _merged,
    "mergeOverwrite": lambda *values: _merged(*reversed(values)),
    "deepCopy": lambda value: value,
    "get": lambda value, key: _within(value, key) or "",
    "set": _set,
    "index": _within,
    "dig": _dug,
    "hasKey": lambda value, key: isinstance(value, dict) and shown(key) in value,
    "has": lambda value, values: value in _entries(values),
    "keys": lambda value: list(value),
    "values": _entries,
    "pick": lambda value, *keys: {key: value[key] for key in map(shown, keys) if key in value},
    "omit": lambda value, *keys: {key: each for key, each in value.items() if key not in keys},
    "first": lambda values: _listed(values)[0],
    "last": lambda values: _listed(values)[-1],
    "rest": lambda values: _listed(values)[1:],
    "append": lambda values, value: [*_listed(values), value],
    "prepend": lambda values, value: [value, *_listed(values)],
    "concat": lambda *values: [each for part in values for each in _listed(part)][:_MOST_PARTS],
    "uniq": lambda values: [each for at, each in enumerate(values) if each not in values[:at]],
    "compact": lambda values: [each for each in _listed(values) if is_true(each)],
    "sortAlpha": lambda values: sorted(map(shown, _entries(values))),
    "until": lambda number: list(range(min(_number(number), 100))),
    "len": lambda value: len(value),
    "int": _number,
    "int64": _number,
    "float64": lambda value: float(shown(value)),
    "atoi": _number,
    "add": lambda *values: sum(map(_number, values)),
    "add1": lambda value: _number(value) + 1,
    "sub": lambda first, second: _number(first) - _number(second),
    "mul": lambda first, second: min(_number(first), 10**9) * min(_number(second), 10**9),
    "div": lambda first, second: _number(first) // _number(second),
    "max": lambda *values: max(map(_number, values)),
    "min": lambda *values: min(map(_number, values)),
    "kindIs": lambda kind, value=None: _kind(value) == kind,
    "kindOf": lambda value=None: _kind(value),
    "typeIs": lambda kind, value=None: _kind(value) == kind,
    "semverCompare": _version_fits,
    "lookup": lambda *_: {},
    "fail": lambda *_: "",
    "b64enc": lambda *_: "",
    "b64dec": lambda *_: "",
    "sha256sum": lambda *_: "((sum))",
    "randAlphaNum": lambda *_: "((random))",
    "randAlpha": lambda *_: "((random))",
    "regexReplaceAll": lambda _pattern, text, *_: text,
    "regexMatch": lambda *_: False,
}
