"""Looks into a document just far enough to tell one tool's report from another's."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

import msgspec

from generator.parsers.document import FIRST, Document, FileContainer, united

T = TypeVar("T")
_WINDOW = 1 << 14
"""Bytes in which the first entry of most reports ends."""
_DECODER = json.JSONDecoder()
_NONE: Mapping[str, msgspec.Raw] = {}


def keys_of(document: Document, raw: msgspec.Raw | None) -> Mapping[str, msgspec.Raw]:
    """Keys of an object inside the document, values undecoded; none where it is missing or something else."""
    return document.members_of(raw) if raw is not None else _NONE


def has_most(keys: Collection[str], marks: Collection[str], least: int) -> bool:
    """Are at least so many of a format's keys there? Versions of a tool lack this one or that one."""
    return len(set(marks).intersection(keys)) >= least


def first_keys(document: Document, raw: msgspec.Raw | None) -> Mapping[str, msgspec.Raw]:
    """Keys of the first few objects in a list inside the document, see `united`; none where the list is missing, empty or
    something else."""
    if raw is None or bytes(memoryview(raw)[:64]).lstrip()[:1] != b"[":
        return _NONE
    if known := united(map(document.members_of, _first_objects(bytes(memoryview(raw)[:_WINDOW])))):
        return known
    entries = document.decode(raw, list[msgspec.Raw])
    return next((keys for entry in entries if (keys := document.members_of(entry))), _NONE)


def _first_objects(start: bytes) -> Iterator[bytes]:
    """The first entries of a list where they are objects that end within `start`: the rest need not be gone through."""
    text = start.decode(errors="ignore")
    begin = text.index("[")
    for _ in range(FIRST):
        begin += 1
        begin += len(text[begin:]) - len(text[begin:].lstrip())
        try:
            _, end = _DECODER.raw_decode(text, begin) if text[begin : begin + 1] == "{" else (None, begin)
        except (ValueError, RecursionError):
            return
        if end == begin:
            return
        yield text[begin:end].encode()
        begin = end + len(text[end:]) - len(text[end:].lstrip())
        if text[begin : begin + 1] != ",":
            return


def records(document: Document, type_: type[T]) -> Iterator[tuple[str, T | None]]:
    """Every record with its place; None where `null` stands for one.

    Raises:
        ParseError: a record of another shape; names its place.
    """
    if document.container is FileContainer.JSON_LINES:
        pairs = ((f"line {number}", line) for number, line in enumerate(document.data.splitlines(), 1) if line.strip())
    elif document.items:
        pairs = ((f"/{index}", bytes(raw)) for index, raw in enumerate(document.items))
    else:
        pairs = (("", raw) for raw in (document.data,))
    for place, raw in pairs:
        yield place, None if raw.strip() == b"null" else document.decode(raw, type_, place=place)
