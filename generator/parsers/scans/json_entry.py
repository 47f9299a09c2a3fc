"""Entries of JSON reports as they are: a value of another type than expected is as if it were not there.

For tools whose reports differ from version to version in keys and types. What an entry cannot do without is its identifier: one
without it is counted as such. A text where a list of the report belongs is no report (`ShapeError`); inside an entry it is
taken out (`misshapen_entries`).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.json import ShapeError

_NAMES = {str: "str", bool: "bool", int: "int", float: "float", list: "array", dict: "object"}
"""As msgspec writes them."""
_LONGEST_NUMBER = 1 << 200


class JsonEntry(msgspec.Struct, frozen=True, gc=False):
    """One object of a report."""

    members: Mapping[str, Any]

    def get(self, *names: str) -> str:
        """See `EntryFields.get`. A name is a path of keys, `info.severity`, of which `*` is every key; lists on the way are
        read through, their texts joined by a comma."""
        members = self.members
        for name in names:
            value = members.get(name)
            if value is None and "." in name:
                value = self._at(name)
            if value is not None:
                text = value.strip() if type(value) is str else _text(value)
                if text:
                    return text
        return ""

    def texts(self, meanings: Sequence[Sequence[str]]) -> list[str]:
        """`get` of each of several meanings."""
        member, texts = self.members.get, []
        for names in meanings:
            text = ""
            for name in names:
                value = member(name)
                if value is None and "." in name:
                    value = self._at(name)
                if value is not None:
                    text = value.strip() if type(value) is str else _text(value)
                    if text:
                        break
            texts.append(text)
        return texts

    def within(self, name: str) -> "JsonEntry":
        """The object of that path; an empty one where there is none."""
        return _entry(self._at(name))

    def sections(self, name: str) -> "JsonEntry":
        """The same of an object that holds entries: of anything else nothing tells what it would have held.

        Raises:
            ShapeError: a text, a number or a list that is not empty stands there.
        """
        value = self.members.get(name)
        if value is None or value == [] or type(value) is dict:
            return _entry(value)
        raise _no("object", value, f"/{name}")

    def has(self, *names: str) -> bool:
        """Are all these keys there, whatever they hold?"""
        return all(name in self.members for name in names)

    def number(self, name: str) -> int | None:
        """A whole number; None for anything else."""
        value = self._at(name)
        try:
            return int(value) if isinstance(value, int | str) else None
        except ValueError:
            return None

    def listed(self, name: str, pointer: str = "") -> Iterator[tuple[str, "JsonEntry | None"]]:
        """Entries of the list of that key with their JSON pointers; None where `null` stands for one. None of them where the
        key is missing or null.

        Raises:
            ShapeError: a text or a number stands there.
        """
        value = self.members.get(name)
        return iter(()) if value is None else listed(value, f"{pointer}/{name}")

    def _at(self, name: str) -> Any:
        if name in self.members:
            return self.members[name]
        value: Any = self.members
        for key in _keys(name):
            value = value.get(key) if type(value) is dict and key != "*" else _member(value, key)
            if value is None:
                return None
        return value


def report(document: Document) -> JsonEntry:
    """The object that the file holds.

    Raises:
        ParseError: broken JSON, or no object.
    """
    return JsonEntry(document.decode(document.data, dict[str, Any]))


def records(document: Document) -> Iterator[tuple[str, JsonEntry | None]]:
    """Every record with its place, of JSON lines, of a list, or of a file that is a single one.

    Raises:
        ParseError: broken JSON; names the line.
    """
    if document.container is FileContainer.JSON_LINES:
        for number, line in enumerate(document.data.splitlines(), 1):
            if line.strip():
                yield f"line {number}", _or_none(document.decode(line, Any, place=f"line {number}"))
        return
    content: Any = document.decode(document.data, Any)
    if isinstance(content, list):
        yield from listed(content, "")
    else:
        yield "", _or_none(content)


def listed(value: Any, pointer: str) -> Iterator[tuple[str, JsonEntry | None]]:
    """See `JsonEntry.listed`. An object stands for a list of itself, as in reports that were turned from XML into JSON."""
    if value is None:
        return
    if isinstance(value, dict):
        yield pointer, JsonEntry(value)
        return
    if not isinstance(value, list):
        raise _no("array", value, pointer)
    for index, entry in enumerate(value):
        yield f"{pointer}/{index}", JsonEntry(entry) if type(entry) is dict else _or_none(entry)


def _no(expected: str, value: Any, pointer: str) -> ShapeError:
    return ShapeError(msgspec.ValidationError(f"Expected `{expected} | null`, got `{_NAMES[type(value)]}`"), pointer)


def _or_none(value: Any) -> JsonEntry | None:
    return None if value is None else _entry(value)


def _entry(value: Any) -> JsonEntry:
    return JsonEntry(value if isinstance(value, dict) else {})


@lru_cache(1 << 10)
def _keys(name: str) -> tuple[str, ...]:
    return tuple(name.split("."))


def _member(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return list(value.values()) if key == "*" else value.get(key)
    if isinstance(value, list):
        return [_member(inner, key) for inner in value]
    return None


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) < _LONGEST_NUMBER else ""
    if isinstance(value, float):
        return (
            f"{value:g}" if math.isfinite(value) and not value.is_integer() else str(int(value)) if math.isfinite(value) else ""
        )
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    return ""
