"""YAML that people write: duplicate keys are refused, unknown keys named with a suggestion, and every error has a line."""

import difflib
import enum
import types
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import repeat
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
import yaml

from generator.errors import ConfigError, MissingFileError
from generator.limits import QUOTED
from generator.text import counted, shortened

T = TypeVar("T")
S = TypeVar("S", bound=msgspec.Struct)

YamlPath = tuple[str | int, ...]
"""Keys and positions from the top of a file to a value."""


class Strict(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    """A group of keys that refuses what it does not know: a misspelled key must not pass in silence."""


def record_of(record: type[S], keys: msgspec.Struct, **others: object) -> S:
    """A record with what the keys of a group say: its fields are named as they are, but for `others`."""
    stated = {name: getattr(keys, name) for name in keys.__struct_fields__ if name in record.__struct_fields__}
    return record(**(stated | others))


class StrictYamlFile(msgspec.Struct, frozen=True):
    """A file's values and the line each of them stands on."""

    file: str
    value: object
    lines: Mapping[YamlPath, int]

    def line(self, path: YamlPath) -> int:
        """The line of a path, or of the nearest thing above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def place(self, path: YamlPath) -> str:
        """`decisions/verdicts.yaml, line 3`."""
        return f"{self.file}, line {self.line(path)}"

    def error(self, path: YamlPath, what: str, next_step: str) -> ConfigError:
        """What is wrong with the value at a path: `decisions/assets.yaml, line 3, key type of the second entry`."""
        return ConfigError(what, where=f"{self.place(path)}, {_named(path)}", next_step=next_step)

    def require_texts(
        self,
        path: YamlPath,
        texts: Mapping[str, str | None] | Mapping[int, str],
        next_step: str,
        *,
        what: str = "the text is empty",
    ) -> None:
        """What stands at these keys below the path has to be more than spaces; None is a key that is left out.

        Raises:
            ConfigError: names file, line and key of the first that is not.
        """
        for key, text in texts.items():
            if text is not None and not text.strip():
                raise self.error((*path, key), what, next_step)

    @contextmanager
    def at(self, path: YamlPath, next_step: str = "") -> Iterator[None]:
        """What is refused inside is wrong at that path; without a next step, the one that was given there.

        Raises:
            ConfigError: names file, line and key.
        """
        try:
            yield
        except MissingFileError as error:
            placed = self.error(path, error.what, error.next_step or next_step)
            raise MissingFileError(placed.what, where=placed.where, next_step=placed.next_step) from error
        except ConfigError as error:
            raise self.error(path, error.what, next_step or error.next_step) from error


def load(text: str, file: str) -> StrictYamlFile:
    """Read one YAML document that a person wrote.

    Raises:
        ConfigError: broken YAML, a duplicate key, an alias, more than one document.
    """
    try:
        _refuse_aliases(text, file)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark is not None else 1
        raise ConfigError(
            f"not valid YAML: {error.problem}", where=f"{file}, line {line}", next_step="correct this line"
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise ConfigError(f"not valid YAML: {error}", where=file, next_step="save the file as UTF-8 text") from error
    document = _Document(file)
    try:
        value = document.value(node, ()) if node is not None else None
    except RecursionError as error:
        raise ConfigError("nested too deeply", where=file, next_step="start again from `atopack init`") from error
    return StrictYamlFile(file, value, document.lines)


def convert(written: StrictYamlFile, type_: type[T]) -> T:
    """Turn the values into a typed record.

    Raises:
        ConfigError: names file, key and line, what was found and what is allowed.
    """
    value = {} if written.value is None else written.value
    try:
        return msgspec.convert(value, type=type_, strict=True)
    except msgspec.ValidationError as error:
        path, what, next_step = _misfit(value, type_, (), strict=True)
        raise written.error(path, what, next_step) from error


class Misfit(msgspec.Struct, frozen=True, kw_only=True):
    """The first value of a record that does not fit its type."""

    key: str
    """`key kind of the first entry of nodes`."""
    what: str
    """`` `kind` must be one of component, actor; found `cloud` ``."""
    next_step: str


def misfit_of(value: object, type_: Any, *, strict: bool = True) -> Misfit:
    """What is wrong with values that `msgspec.convert` refused: for records that people write in other forms than YAML with
    lines, such as sidecars."""
    path, what, next_step = _misfit(value, type_, (), strict=strict)
    return Misfit(key=_named(path), what=what, next_step=next_step)


def load_list(text: str, file: str, type_: type[T]) -> tuple[StrictYamlFile, list[T]]:
    """Read a document that is a list of entries; an empty file is an empty list.

    Raises:
        ConfigError: see `load` and `convert`.
    """
    written = load(text, file)
    # NOTE: msgspec knows the type that is made here at run time, and mypy does not.
    rows = convert(StrictYamlFile(file, [] if written.value is None else written.value, written.lines), list[type_])  # type: ignore[valid-type]
    return written, rows


def _refuse_aliases(text: str, file: str) -> None:
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise ConfigError(
                f"the alias `*{event.anchor}` is used", where=f"{file}, line {line}", next_step="write the value out"
            )


class _Document:
    """The values of one document, while they are read.

    NOTE: the constructor belongs to the document, because PyYAML's keeps every node that it was given for as long as it lives.
    """

    def __init__(self, file: str) -> None:
        self.lines: dict[YamlPath, int] = {}
        self._file = file
        self._scalars = yaml.constructor.SafeConstructor()

    def value(self, node: yaml.Node, path: YamlPath) -> object:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: YamlPath) -> dict[str, object]:
        mapping: dict[str, object] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise self._error("a key is a list or group", line, "write a plain name")
            key = str(key_node.value)
            if key in mapping:
                first = self.lines[(*path, key)]
                raise self._error(f"duplicate key `{key}` (first on line {first})", line, "keep one of the two")
            mapping[key] = self.value(value_node, (*path, key))
            self.lines[(*path, key)] = line
        return mapping

    def _scalar(self, node: yaml.Node) -> object:
        """Plain values; dates stay text and are decoded by the typed record, so that an error can name them."""
        if node.tag == "tag:yaml.org,2002:timestamp":
            return str(node.value)
        try:
            return self._scalars.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            what = f"`{node.value}` is not a plain value"
            raise self._error(what, node.start_mark.line + 1, "put it in quotes") from error

    def _error(self, what: str, line: int, next_step: str) -> ConfigError:
        return ConfigError(what, where=f"{self._file}, line {line}", next_step=next_step)


_Found = tuple[YamlPath, str, str]
"""Where a value is that does not fit, what is wrong with it, and what to do next."""


def _misfit(value: object, type_: Any, path: YamlPath, *, strict: bool) -> _Found:
    """The first value that does not fit, looked for from the outside in."""
    kind = _kind_for(value, type_)
    fields = _fields_of(kind)
    if fields and isinstance(value, dict):
        if kind.__struct_config__.forbid_unknown_fields and (unknown := _unknown_key(path, value, fields)):
            return unknown
        value = {key: child for key, child in value.items() if key in fields}
    for part, child, child_type in _children(value, kind, fields):
        try:
            msgspec.convert(child, type=child_type, strict=strict)
        except msgspec.ValidationError:
            return _misfit(child, child_type, (*path, part), strict=strict)
    if fields and isinstance(value, dict):
        missing = [name for name, field in fields.items() if field.required and name not in value]
        if missing:
            allowed = _enum_values(_kind_for("", fields[missing[0]].type))
            step = f"add `{missing[0]}:` with one of {', '.join(allowed)}" if allowed else f"add `{missing[0]}:`"
            return path, f"the key `{missing[0]}` is missing", step
    return path, *_refused(path, value, type_)


def _unknown_key(path: YamlPath, value: Mapping[str, object], fields: Mapping[str, msgspec.structs.FieldInfo]) -> _Found | None:
    for key in value:
        if key not in fields:
            near = difflib.get_close_matches(key, fields, 1)
            step = f"did you mean `{near[0]}`?" if near else f"keys allowed here: {', '.join(sorted(fields))}"
            return (*path, key), f"`{key}` is not a known key", step
    return None


def _refused(path: YamlPath, value: object, type_: Any) -> tuple[str, str]:
    """What the value must be, by the name of its key, and what was found there; and what to write."""
    allowed, name = _enum_values(_kind_for(value, type_)), _value_name(path)
    if allowed:
        by_small_letters = {word.casefold(): word for word in allowed}
        near = difflib.get_close_matches(value.casefold(), by_small_letters, 1) if isinstance(value, str) else ()
        step = f"did you mean `{by_small_letters[near[0]]}`?" if near else "write one of them"
        return f"{name} must be one of {', '.join(allowed)}; found {_shown(value)}", step
    expected, fields = _expected(msgspec.inspect.type_info(type_)), _fields_of(_kind_for(value, type_))
    step = f"keys allowed here: {', '.join(sorted(fields))}" if fields else f"write {expected} here"
    if expected == _TEXT and isinstance(value, (bool, int, float)):
        step = "put it in quotes"
    return f"{name} must be {expected}; found {_shown(value)}", step


def _expected(kind: msgspec.inspect.Type) -> str:
    """What a type takes, in words: `a whole number from 1 to 3`, `text or a list`."""
    match kind:
        case msgspec.inspect.UnionType(types=members):
            return " or ".join(_expected(member) for member in members if not isinstance(member, msgspec.inspect.NoneType))
        case msgspec.inspect.IntType(ge=least, le=most) | msgspec.inspect.FloatType(ge=least, le=most):
            whole = "whole " if isinstance(kind, msgspec.inspect.IntType) else ""
            return f"a {whole}number{_range(least, most)}"
        case msgspec.inspect.StrType(pattern=str(pattern)):
            return f"text that matches `{pattern}`"
        case msgspec.inspect.ListType() | msgspec.inspect.VarTupleType():
            return f"a list{_range(kind.min_length, kind.max_length, ' entries')}"
        case msgspec.inspect.TupleType(item_types=members):
            return f"a list of {len(members)} entries"
    return _WORDS.get(type(kind), "a group of keys")


_TEXT = "text"
_WORDS: Mapping[type, str] = {
    msgspec.inspect.StrType: _TEXT,
    msgspec.inspect.EnumType: _TEXT,
    msgspec.inspect.LiteralType: _TEXT,
    msgspec.inspect.BoolType: "true or false",
    msgspec.inspect.DateType: "a day like 2026-11-20",
    msgspec.inspect.DateTimeType: "a day and time like 2026-11-20T06:30:00Z",
}


def _range(least: float | None, most: float | None, of: str = "") -> str:
    if least is not None and most is not None:
        return f" of {least} to {most}{of}" if of else f" from {least} to {most}"
    if least is not None:
        return f" of {least}{of} or more"
    return "" if most is None else f" of at most {most}{of}"


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def _named(path: YamlPath) -> str:
    """`key system.name`, `key type of the second entry`, `the first entry of parties`."""
    at = next((index for index in range(len(path) - 1, -1, -1) if isinstance(path[index], int)), None)
    keys = ".".join(str(part) for part in path[0 if at is None else at + 1 :])
    if at is None:
        return f"key {keys}" if keys else "the whole file"
    number = int(path[at])
    entry = f"the {_ORDINALS[number]} entry" if number < len(_ORDINALS) else f"entry {number + 1}"
    within = _named(path[:at]).removeprefix("key ") if at else ""
    return " of ".join(part for part in (f"key {keys}" if keys else "", entry, within) if part)


def _value_name(path: YamlPath) -> str:
    """What a message calls a value: `` `type` ``, `` an entry of `assets` ``, `the file`."""
    keys = [part for part in path if isinstance(part, str)]
    if path and isinstance(path[-1], str):
        return f"`{path[-1]}`"
    return f"an entry of `{keys[-1]}`" if keys else "an entry" if path else "the file"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list):
        return f"a list of {counted(len(value), 'entry', 'entries')}" if value else "an empty list"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return "nothing" if value is None else f"`{shortened(str(value), QUOTED)}`"


def _kind_for(value: object, type_: Any) -> Any:
    """The type without its constraints and, of a choice of types, the one that fits the shape of the value."""
    if hasattr(type_, "__metadata__"):
        return _kind_for(value, type_.__origin__)
    if get_origin(type_) not in (Union, types.UnionType):
        return type_
    members = [_kind_for(value, member) for member in get_args(type_) if member is not type(None)]
    wanted = [member for member in members if _shape(member) is type(value)]
    return (wanted or members)[0]


def _shape(kind: Any) -> type:
    if _fields_of(kind) or get_origin(kind) is dict:
        return dict
    return list if get_origin(kind) in (list, tuple) else kind if isinstance(kind, type) else str


def _children(
    value: object, kind: Any, fields: Mapping[str, msgspec.structs.FieldInfo]
) -> Iterable[tuple[str | int, object, Any]]:
    if isinstance(value, dict) and fields:
        return [(key, child, fields[key].type) for key, child in value.items()]
    if isinstance(value, dict) and get_origin(kind) is dict:
        return [(key, child, get_args(kind)[1]) for key, child in value.items()]
    if isinstance(value, list) and get_origin(kind) in (list, tuple):
        types_ = get_args(kind)
        of = types_ if get_origin(kind) is tuple and Ellipsis not in types_ else repeat(types_[0])
        return [(index, child, child_type) for index, (child, child_type) in enumerate(zip(value, of, strict=False))]
    return ()


def _fields_of(kind: Any) -> dict[str, msgspec.structs.FieldInfo]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return {field.encode_name: field for field in msgspec.structs.fields(kind)}
    return {}


def _enum_values(kind: Any) -> list[str]:
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return [str(member.value) for member in kind]
    return [value for value in get_args(kind) if isinstance(value, str)] if get_origin(kind) is Literal else []
