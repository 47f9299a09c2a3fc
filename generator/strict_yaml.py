"""YAML that people write: duplicate keys are refused, unknown keys named with a suggestion, and every error has a line."""

import difflib
import enum
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec
import yaml

from generator.errors import ConfigError

T = TypeVar("T")

_UNKNOWN = re.compile(r"contains unknown field `(?P<key>[^`]+)`")
_PATH = re.compile(r" - at `(?:key in )?(?P<path>\$[^`]*)`$")
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+)\]")


class Strict(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    """A group of keys that refuses what it does not know: a misspelt key must not pass in silence."""


@dataclass(frozen=True, slots=True)
class Handwritten:
    """A file's values and the line each of them stands on."""

    file: str
    value: object
    lines: Mapping[tuple[str | int, ...], int]

    def line(self, path: tuple[str | int, ...]) -> int:
        """The line of a path, or of the nearest thing above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def place(self, path: tuple[str | int, ...]) -> str:
        """`decisions/verdicts.yaml, line 3`."""
        return f"{self.file}, line {self.line(path)}"

    def error(self, what: str, path: tuple[str | int, ...], next_step: str) -> ConfigError:
        """What is wrong at a path, to be raised; names file, line and key."""
        return ConfigError(what, where=f"{self.place(path)}, key {'.'.join(map(str, path))}", next_step=next_step)

    @contextmanager
    def at(self, path: tuple[str | int, ...], next_step: str = "") -> Iterator[None]:
        """What is refused inside is wrong at that path; without a next step, the one that was given there.

        Raises:
            ConfigError: names file, line and key.
        """
        try:
            yield
        except ConfigError as error:
            raise self.error(error.what, path, next_step or error.next_step) from error


def load(text: str, file: str) -> Handwritten:
    """Read one YAML document that a person wrote.

    Raises:
        ConfigError: broken YAML, a key given twice, an alias, more than one document.
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
    lines: dict[tuple[str | int, ...], int] = {}
    try:
        value = _value(node, (), lines, file) if node is not None else None
    except RecursionError as error:
        raise ConfigError("nested too deeply", where=file, next_step="start again from `atopack init`") from error
    return Handwritten(file, value, lines)


def convert(written: Handwritten, type_: type[T]) -> T:
    """Turn the values into a typed record.

    Raises:
        ConfigError: names file, key and line, what was found and what is allowed.
    """
    value = {} if written.value is None else written.value
    try:
        return msgspec.convert(value, type=type_, strict=True)
    except msgspec.ValidationError as error:
        raise _explained(str(error), written, type_) from error


def load_list(text: str, file: str, type_: type[T]) -> tuple[Handwritten, list[T]]:
    """Read a document that is a list of entries; an empty file is an empty list.

    Raises:
        ConfigError: see `load` and `convert`.
    """
    written = load(text, file)
    # NOTE: msgspec knows the type that is made here at run time, and mypy does not.
    rows = convert(Handwritten(file, [] if written.value is None else written.value, written.lines), list[type_])  # type: ignore[valid-type]
    return written, rows


def _refuse_aliases(text: str, file: str) -> None:
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise ConfigError(
                f"the alias `*{event.anchor}` is used", where=f"{file}, line {line}", next_step="write the value out"
            )


def _value(node: yaml.Node, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], file: str) -> object:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, index), lines, file) for index, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, file)
    return _scalar(node, file)


def _mapping(
    node: yaml.MappingNode, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], file: str
) -> dict[str, object]:
    found: dict[str, object] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise ConfigError("a key is a list or group", where=f"{file}, line {line}", next_step="write a plain name")
        key = str(key_node.value)
        if key in found:
            first = lines[(*path, key)]
            raise ConfigError(
                f"`{key}` is given twice (first on line {first})", where=f"{file}, line {line}", next_step="keep one of the two"
            )
        found[key] = _value(value_node, (*path, key), lines, file)
        lines[(*path, key)] = line
    return found


_SCALARS = yaml.constructor.SafeConstructor()


def _scalar(node: yaml.Node, file: str) -> object:
    """Plain values; dates stay text and are decoded by the typed record, so that an error can name them."""
    if node.tag == "tag:yaml.org,2002:timestamp":
        return str(node.value)
    try:
        return _SCALARS.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        raise ConfigError(
            f"`{node.value}` is not a plain value",
            where=f"{file}, line {node.start_mark.line + 1}",
            next_step="put it in quotes",
        ) from error


def _explained(message: str, written: Handwritten, type_: type[Any]) -> ConfigError:
    path = _path_of(message)
    plain = _PATH.sub("", message)
    unknown = _UNKNOWN.search(plain)
    kind = _type_at(type_, path)
    if unknown:
        key = unknown["key"]
        allowed = sorted(_fields_of(kind))
        near = difflib.get_close_matches(key, allowed, 1)
        where = f"{written.file}, line {written.line((*path, key))}, {_dotted((*path, key))}"
        step = f"did you mean `{near[0]}`?" if near else f"keys allowed here: {', '.join(allowed)}"
        return ConfigError(f"`{key}` is not a key that is known here", where=where, next_step=step)
    values = _enum_values(kind)
    step = f"allowed: {', '.join(values)}" if values else "see the comments that `atopack init` writes"
    return ConfigError(
        f"{_plainly(plain)}, found {_shown(_at(written.value, path))}",
        where=f"{written.file}, line {written.line(path)}, {_dotted(path)}",
        next_step=step,
    )


_WORDS = {"object": "a group of keys", "array": "a list", "str": "text", "int": "a whole number", "bool": "true or false"}


def _plainly(message: str) -> str:
    """msgspec's sentence without its type names: `Expected `array | null`, got `str`` -> `expected a list`."""
    expected = re.fullmatch(r"Expected `([^`]+)`, got `[^`]+`", message)
    if not expected:
        return f"{message[:1].lower()}{message[1:]}"
    words = [_WORDS.get(name, name) for name in expected[1].split(" | ") if name != "null"]
    return f"expected {' or '.join(words)}"


def _path_of(message: str) -> tuple[str | int, ...]:
    found = _PATH.search(message)
    if not found:
        return ()
    return tuple(int(index) if index else key for key, index in _STEP.findall(found["path"]))


def _dotted(path: tuple[str | int, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return f"key {text.lstrip('.')}" if text else "the whole file"


def _at(value: object, path: tuple[str | int, ...]) -> object:
    for part in path:
        if isinstance(value, dict) and isinstance(part, str):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
    return value


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else f"`{str(value)[:80]}`"


def _type_at(type_: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        type_ = _inner(type_)
        if isinstance(part, int):
            type_ = next(iter(get_args(type_)), object)
        elif isinstance(type_, type) and issubclass(type_, msgspec.Struct):
            names = {field.encode_name: field.name for field in msgspec.structs.fields(type_)}
            type_ = get_type_hints(type_).get(names.get(part, ""), object)
    return _inner(type_)


def _inner(type_: Any) -> Any:
    """The part of `X | None` that is not None."""
    parts = [part for part in get_args(type_) if part is not type(None)]
    return parts[0] if type(None) in get_args(type_) and parts else type_


def _fields_of(type_: Any) -> list[str]:
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        return [field.encode_name for field in msgspec.structs.fields(type_)]
    return []


def _enum_values(type_: Any) -> list[str]:
    if isinstance(type_, type) and issubclass(type_, enum.Enum):
        return [str(member.value) for member in type_]
    return [value for value in get_args(type_) if isinstance(value, str)]
