"""JSON as scripts collect it: between lines of a log, as a list of pages, or page behind page (`gh api --paginate`).

What stands around a report says nothing of it; pages are one list.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import msgspec

from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re

_BEGINS = late_re(rb"^(?:[\[{](?![\w.:/-]+\])|<\?xml\s)", re.MULTILINE)
"""A line on which a report may begin; `[INFO]` and `[12:30:01]` begin one of a log."""
_LINES = 30
"""Lines of a log before a report."""


class Wrapping(msgspec.Struct, frozen=True):
    """One way in which a file differs from what its tool writes."""

    document: Document
    """As the tool writes it."""
    place: Callable[[str], str] = str
    """Where a place of that document is in the file."""


def without_words(document: Document) -> Iterator[Wrapping]:
    """The report alone, where other text stands around it. What follows must not look like more of a report, and only the first
    line on which one may begin counts: a later one may lie inside of a report that is broken."""
    if document.container not in {FileContainer.TEXT, FileContainer.JSON}:
        return
    begin = _BEGINS.search(document.start)
    if begin is None or document.start.count(b"\n", 0, begin.start()) > _LINES:
        return
    data = document.data[begin.start() :]
    if data.startswith(b"<"):
        yield Wrapping(Document(document.name, data, document.files))
    elif (end := _end(data)) and (begin.start() or data[end:].strip()):
        yield Wrapping(Document(document.name, data[:end], document.files))


def pages(document: Document) -> Iterator[Wrapping]:
    """All pages as one list, where the file holds nothing but lists of objects."""
    if document.container is not FileContainer.JSON or document.data.lstrip()[:1] != b"[":
        return
    values = _values(document.data)
    inner = values[0] if len(values) == 1 else values
    lists = [page for page in inner if isinstance(page, list)] if isinstance(inner, list) else []
    entries = [entry for page in lists for entry in page]
    if lists and len(lists) == len(inner) and entries and all(isinstance(entry, dict) for entry in entries):
        whole = Document(document.name, json.dumps(entries).encode(), document.files)
        yield Wrapping(whole, partial(_of_page, tuple(map(len, lists))))


def _of_page(sizes: Sequence[int], place: str) -> str:
    """Where an entry of the whole list stands among pages of these sizes."""
    _, index, *rest = place.split("/") if place.startswith("/") else ("", "")
    if not index.isdecimal():
        return place
    number = int(index)
    for page, size in enumerate(sizes):
        if number < size:
            return "/".join(("", str(page), str(number), *rest))
        number -= size
    return place


def _end(data: bytes) -> int:
    """Where the value with which the data begins ends; 0 where it is none, or where what follows may be more of the report."""
    text = data.decode(errors="surrogateescape")
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return 0
    rest = text[end:]
    return 0 if "{" in rest or "[" in rest else len(text[:end].encode(errors="surrogateescape"))


def _values(data: bytes) -> list[Any]:
    """The values that stand one behind the other; none where something else stands between."""
    text, place, decoder, values = data.decode(errors="surrogateescape").strip(), 0, json.JSONDecoder(), list[Any]()
    while place < len(text):
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            return []
        values.append(value)
        while text[place : place + 1].isspace():
            place += 1
    return values
