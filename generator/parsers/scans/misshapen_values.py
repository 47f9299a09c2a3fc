"""Values of another type than a format's reader expects: a number stands as text, `null` says nothing, anything else counts as
absent.

A tool that writes a list in a next version where it wrote a text does so in every entry, so what is taken out is the value at
that path in all of them. What holds entries itself, a list or an object of objects, stays: they would be lost unseen.
"""

import json
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.json import ShapeError
from generator.parsers.late_patterns import late_re
from generator.text import counted

T = TypeVar("T")
MISSHAPEN = "another shape than expected"
"""How such values and entries are called."""
MOST_PATHS = 20
"""Paths that are given up before the report is called unreadable: it is then not what its format promises."""
ANY = None
"""A step of a path that stands for every key or index."""
Path = tuple[str | int | None, ...]
EntryPlace = tuple[str | int, ...]
"""A path without unknown steps."""

_STEP = late_re(r"\.([^.\[\]]+)|\[(\d+)\]|(\[\.\.\.\])")
_GOT = late_re(r"Expected `([^`]+)`, got `([a-z]+)`")
_TYPES = {"str": (str,), "int": (int,), "float": (float,), "bool": (bool,), "array": (list,), "object": (dict,)}
_HOLDERS = (list, dict)
_LARGEST_INT = 1 << 63


def path_of(error: ShapeError) -> Path:
    """From the root of the document to what the error is about."""
    steps: list[str | int | None] = [int(part) if part.isdecimal() else part for part in (error.where or "").split("/")[1:]]
    return (*steps, *path_below(error))


def path_below(error: ShapeError) -> Path:
    """From what was decoded to what the error is about."""
    return tuple(ANY if unknown else int(index) if index else name for name, index, unknown in _STEP.findall(error.path))


def take_out(content: Any, path: Path, error: ShapeError, *, inside: bool = False) -> tuple[int, int]:
    """Take the values at this path out of every entry, or write them as texts where those are expected; returns how many were
    changed, and how many of them are lost.

    Only what is of the type that the error names and holds no entries itself; a list or an object only where it lies inside
    an entry of a list (or `inside`: the content is an entry), and no key of the report itself.
    """
    match = _GOT.search(str(error))
    if match is not None and match[2] == "null":
        return _without_nulls(content, path), 0
    types = _TYPES.get(match[2]) if match else None
    if match is None or types is None or not path:
        return 0, 0
    if not isinstance(path[-1], str):
        many = _without_elements(content, path, types) if inside or _is_member(path[:-1]) else 0
        return many, many
    if not inside and types[0] in _HOLDERS and all(isinstance(step, str) for step in path):
        return 0, 0
    as_text = types[0] not in _HOLDERS and "str" in match[1].split(" | ")
    if not inside and not as_text and len(path) == 1:
        return 0, 0
    many = _without_members(content, path, types, as_text=as_text)
    return many, 0 if as_text else many


def _without_members(content: Any, path: Path, types: tuple[type, ...], *, as_text: bool) -> int:
    key, many = path[-1], 0
    for holder in _holders(content, path[:-1]):
        if not isinstance(holder, dict) or not _is_one(holder.get(key), types) or _holds_entries(holder[key]):
            continue
        many += 1
        if as_text:
            holder[key] = json.dumps(holder[key])
        else:
            del holder[key]
    return many


def _is_member(path: Path) -> bool:
    """Is this a member of an entry of a list?"""
    return bool(path) and isinstance(path[-1], str) and any(isinstance(step, int) for step in path)


def _is_one(value: Any, types: tuple[type, ...]) -> bool:
    """NOTE: msgspec calls a whole number that fits no 64 bits a float."""
    return type(value) in types or (float in types and type(value) is int and abs(value) >= _LARGEST_INT)


def _without_elements(content: Any, path: Path, types: tuple[type, ...]) -> int:
    """Takes texts and numbers out of lists inside of entries that should hold something else: `["CWE-79"]` for objects."""
    many = 0
    for holder in _holders(content, path[:-1]):
        if isinstance(holder, list) and not _holds_entries(holder):
            kept = [each for each in holder if not _is_one(each, types)]
            many += len(holder) - len(kept)
            holder[:] = kept
    return many


def _without_nulls(content: Any, path: Path) -> int:
    """Takes `null` out of every entry, and out of lists that hold no entries: it is one way to leave a value out."""
    if not path:
        return 0
    key, many = path[-1], 0
    for holder in _holders(content, path[:-1]):
        if isinstance(key, str) and isinstance(holder, dict) and key in holder and holder[key] is None:
            del holder[key]
            many += 1
        elif not isinstance(key, str) and isinstance(holder, list) and not _holds_entries(holder):
            many += holder.count(None)
            holder[:] = [each for each in holder if each is not None]
    return many


def decode_without(document: Document, raw: msgspec.Raw | bytes, type_: type[T], place: str) -> tuple[T, int]:
    """One entry, and how many values of it are taken for absent.

    Raises:
        ParseError: broken JSON, or another shape even so.
    """
    content: Any = None
    many = 0
    for _ in range(MOST_PATHS):
        try:
            return document.decode(raw, type_, place=place), many
        except ShapeError as error:
            try:
                content = json.loads(bytes(raw)) if content is None else content
            except (ValueError, RecursionError):  # a number of thousands of digits, which msgspec passes over
                raise error from None
            changed, lost = take_out(content, path_below(error), error, inside=True)
            if not changed:
                raise
            many += lost
            raw = json.dumps(content).encode()
    raise ParseError(f"{MISSHAPEN}: more than {MOST_PATHS} values", where=place)


def values_text(many: int, first: str = "") -> str:
    """What a scan says of the values that were taken out."""
    verb, stand = ("has", "counts") if many == 1 else ("have", "count")
    where = f", the first at {first}," if first else ""
    return f"{counted(many, 'value', 'values')} of the report {verb} {MISSHAPEN}{where} and {stand} as absent"


def place_of(content: Any, path: Path, error: ShapeError) -> EntryPlace | None:
    """The place of a path; of one with unknown keys the first at which a value of the type stands that the error names, None
    where there is none."""
    known = tuple(step for step in path if step is not ANY)
    if len(known) == len(path):
        return known
    match = _GOT.search(str(error))
    types = _TYPES.get(match[2]) if match else None
    places = ((place, type(value)) for place, value in _places(content, path, ()))
    return next((place for place, type_ in places if types and type_ in types), None)


def _places(content: Any, path: Path, before: EntryPlace) -> Iterator[tuple[EntryPlace, Any]]:
    """Every place of the path, with what stands there."""
    if not path:
        yield before, content
        return
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        keys: list[str | int] = [step] if isinstance(content, list) and step < len(content) else []
    elif isinstance(content, dict):
        keys = list(content) if step is ANY else [step] if step in content else []
    else:
        keys = []
    for key in keys:
        yield from _places(content[key], rest, (*before, key))


def _holders(content: Any, path: Path) -> Iterator[Any]:
    """What stands at the path, with any index for an index and any key for an unknown one."""
    if not path:
        yield content
        return
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        inner = [content[step]] if isinstance(content, dict) and step in content else []
    elif isinstance(content, list):
        inner = content
    else:
        inner = list(content.values()) if isinstance(content, dict) and step is ANY else []
    for each in inner:
        yield from _holders(each, rest)


def _holds_entries(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(isinstance(each, dict | list) for each in inner)
