"""The line of a file that a place of evidence means, for tools that show files by line.

Places are written by the readers: `line 12`, `document 3` of a YAML file, `/items/1` of a JSON file (RFC 6901), `services.web`
of a YAML file, `page 1, shape web` of a drawing.
"""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from generator.limits import DOCUMENT_BYTES

_LINE = re.compile(r"(?:^|[ ,])lines? (\d{1,9})")
_DOCUMENT = re.compile(r"^document (\d{1,6})$")
_POINTER = re.compile(r"^(?:/[^/]{1,200}){1,20}$")
_KEYS = re.compile(r"^[\w.-]{1,200}$")
_SHAPE = re.compile(r"shape (?P<name>.+)$")
_SPACE = re.compile(r"\s*")
_MANIFESTS = (".yaml", ".yml")


def line_of(file: Path, place: str) -> int | None:
    """The line, counted from 1; None where it names none, or the file is not there, a link or too large."""
    stated = _LINE.search(place)
    if stated:
        return int(stated[1])
    if not place or file.is_symlink() or not file.is_file() or file.stat().st_size > DOCUMENT_BYTES:
        return None
    text = file.read_text("utf-8", errors="replace")
    at: int | None = None
    if file.name.endswith(_MANIFESTS):
        at = _of_yaml(text, place)
    elif _POINTER.match(place):
        at = _of_pointer(text, place.split("/")[1:])
    elif shape := _SHAPE.search(place):
        at = text.find(shape["name"])
    return None if at is None or at < 0 else text.count("\n", 0, at) + 1


def _of_yaml(text: str, place: str) -> int | None:
    """Where a document, or the key of a path of keys, begins."""
    number = _DOCUMENT.match(place)
    try:
        if number:
            starts = [node.start_mark.index for node in _documents(text)]
            return starts[int(number[1]) - 1] if 0 < int(number[1]) <= len(starts) else None
        if _KEYS.match(place):
            return next((at for node in _documents(text) if (at := _of_keys(node, place)) is not None), None)
    except (yaml.YAMLError, RecursionError):
        return None
    return None


def _documents(text: str) -> Iterator[yaml.Node]:
    """Those that hold anything. Nodes know their places; no value is made of them."""
    for node in yaml.compose_all(text, Loader=yaml.SafeLoader):
        if not (isinstance(node, yaml.ScalarNode) and node.value in {"", "null", "~"}):
            yield node


def _of_keys(node: yaml.Node, path: str) -> int | None:
    """Keys may hold dots themselves, so that each is tried as it stands."""
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        name = str(key.value)
        if path == name:
            return int(key.start_mark.index)
        if path.startswith(f"{name}.") and (at := _of_keys(value, path[len(name) + 1 :])) is not None:
            return at
    return None


def _of_pointer(text: str, steps: Sequence[str]) -> int | None:
    """Where the value begins that a JSON pointer names: siblings before it are decoded and dropped."""
    decoder = json.JSONDecoder()
    at = _skipped(text, 0)
    try:
        for step in steps:
            key = step.replace("~1", "/").replace("~0", "~")
            found = _member(text, at, key, decoder) if text[at : at + 1] == "{" else _item(text, at, key, decoder)
            if found is None:
                return None
            at = found
    except (ValueError, RecursionError, IndexError):
        return None
    return at


def _member(text: str, at: int, key: str, decoder: json.JSONDecoder) -> int | None:
    at = _skipped(text, at + 1)
    while text[at] == '"':
        name, at = decoder.raw_decode(text, at)
        at = _skipped(text, _skipped(text, at) + 1)
        if name == key:
            return at
        _, at = decoder.raw_decode(text, at)
        at = _next(text, at)
    return None


def _item(text: str, at: int, key: str, decoder: json.JSONDecoder) -> int | None:
    if text[at] != "[" or not key.isdecimal():
        return None
    at = _skipped(text, at + 1)
    for _ in range(int(key)):
        _, at = decoder.raw_decode(text, at)
        at = _next(text, at)
    return None if text[at] == "]" else at


def _next(text: str, at: int) -> int:
    """Behind the comma, or at the closing bracket."""
    at = _skipped(text, at)
    return _skipped(text, at + 1) if text[at] == "," else at


def _skipped(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
