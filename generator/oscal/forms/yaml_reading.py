"""OSCAL YAML of any producer as the JSON that means the same: YAML 1.2's core schema, of which JSON is a part.

Readers of YAML 1.1 take `yes` and `1:30` for other values than texts, and trestle, a writer of 1.2, writes them without
quotation marks (https://yaml.org/spec/1.2.2/#103-core-schema). What JSON has no value for (dates, bytes, infinity) stays text
or is refused.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from math import isfinite

import yaml

from generator.oscal.forms.faults import FormError

DEEPEST = 200
"""Lists and mappings inside one another: an element of OSCAL is two of them, and its own content has some twenty."""
_MOST = 5_000_000
"""Values. Each costs half a kilobyte while it is read."""
_COUNTED = (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent)
_STRUCTURE = tuple(bytes([sign]) for sign in b":?-,[{")
_MOST_MORE = 1_000_000
"""Values that aliases may stand for."""
_LONGEST = 300
"""Characters of a number."""


def read_yaml(data: bytes) -> object:
    """The one document in it.

    Raises:
        FormError: not YAML, not one document, or none that JSON could hold.
    """
    try:
        _refuse_too_many(data)
        loader = _OscalYamlReader(data)
        try:
            node = loader.get_single_node()
            if node is None:
                return None
            _refuse_bomb(node)
            return loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        raise FormError(f"this is not YAML: {error.problem}", _line(error.problem_mark)) from error
    except yaml.YAMLError as error:
        raise FormError(f"this is not YAML: {_error_text(error)}", "") from error


def _error_text(error: yaml.YAMLError) -> str:
    """What a reader error says, without the bytes it quotes."""
    return str(getattr(error, "reason", "") or type(error).__name__)


def _line(mark: object) -> str:
    line = getattr(mark, "line", None)
    return f"line {line + 1}" if isinstance(line, int) else ""


def _refuse_too_many(data: bytes) -> None:
    """Count values without keeping them, where there may be too many: none stands without a sign of structure."""
    if 2 * sum(map(data.count, _STRUCTURE)) < _MOST:
        return
    count = 0
    for event in yaml.parse(data, Loader=_OscalYamlReader):
        count += isinstance(event, _COUNTED)
        if count > _MOST:
            raise FormError(f"YAML of more than {_MOST:,} values; JSON is read with more", _line(event.start_mark))


def _refuse_bomb(root: yaml.Node) -> None:
    known: dict[int, int] = {}
    total = _written_out(root, known, 0)
    if total > len(known) + _MOST_MORE:
        raise FormError(f"the YAML's aliases stand for more than {_MOST_MORE:,} values", "")


def _written_out(node: yaml.Node, known: dict[int, int], depth: int) -> int:
    """How many values it stands for once every alias is written out."""
    if depth > DEEPEST:
        raise FormError("nested too deep to be OSCAL", _line(node.start_mark))
    key = id(node)
    if key in known:
        if known[key] < 0:
            raise FormError("a YAML alias contains itself", _line(node.start_mark))
        return known[key]
    known[key] = -1
    below = [] if isinstance(node, yaml.ScalarNode) else node.value
    parts = [pair[1] for pair in below] if isinstance(node, yaml.MappingNode) else below
    known[key] = 1 + sum(_written_out(part, known, depth + 1) for part in parts)
    return known[key]


def _mapping(loader: yaml.CSafeLoader, node: yaml.Node) -> dict[Hashable, object]:
    """Names are texts, as in JSON, and each is unique."""
    mapping: dict[Hashable, object] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise FormError("a name is a text; this is a list or a mapping", _line(key.start_mark))
        if key.value in mapping:
            raise FormError(f"duplicate name {key.value[:80]!r}", _line(key.start_mark))
        mapping[key.value] = loader.construct_object(value, deep=True)
    return mapping


def _list(loader: yaml.CSafeLoader, node: yaml.Node) -> list[object]:
    return [loader.construct_object(child, deep=True) for child in node.value]


def _number(read: Callable[[str], float]) -> Callable[[yaml.CSafeLoader, yaml.Node], float]:
    def number(_loader: yaml.CSafeLoader, node: yaml.Node) -> float:
        try:
            value = read(node.value) if len(node.value) <= _LONGEST else None
        except ValueError:
            value = None
        if value is None or not isfinite(value):
            raise FormError("this is a number that JSON cannot hold", _line(node.start_mark))
        return value

    return number


def _boolean(_loader: yaml.CSafeLoader, node: yaml.Node) -> bool:
    word = str(node.value).lower()
    if word not in ("true", "false"):
        raise FormError(f"{word[:40]!r} is neither true nor false", _line(node.start_mark))
    return word == "true"


def _scalar(_loader: yaml.CSafeLoader, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise FormError("a text is expected here", _line(node.start_mark))
    return str(node.value)


_CORE = (
    ("null", r"~|null|Null|NULL|", "~nN\0", lambda _loader, _node: None),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF", _boolean),
    ("int", r"[-+]?[0-9]+", "-+0123456789", _number(int)),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789", _number(float)),
)
"""Tag, pattern, first characters, and what is made of it. Another text is a text."""
_TAG = "tag:yaml.org,2002:"


def _resolvers() -> Mapping[str, list[tuple[str, re.Pattern[str]]]]:
    resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {"": [(f"{_TAG}null", re.compile(r"^$"))]}
    for name, pattern, firsts, _ in _CORE:
        for first in firsts.replace("\0", ""):
            resolvers.setdefault(first, []).append((f"{_TAG}{name}", re.compile(f"^(?:{pattern})$")))
    return resolvers


class _OscalYamlReader(yaml.CSafeLoader):
    """PyYAML's parser with the core schema's values."""

    yaml_implicit_resolvers = dict(_resolvers())  # noqa: RUF012 - a table of PyYAML, read by its base class
    yaml_constructors = {  # noqa: RUF012 - likewise
        **{f"{_TAG}{name}": made for name, _, _, made in _CORE},
        f"{_TAG}str": _scalar,
        f"{_TAG}seq": _list,
        f"{_TAG}map": _mapping,
        None: yaml.CSafeLoader.yaml_constructors[None],
    }
