"""Lists in which `null` stands where an entry was expected: what the entry said is lost.

A list of texts or numbers may hold null (an empty cell, a reference that is not given); a list of records may not.
"""

import json
import re
from collections.abc import Iterator

from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re
from generator.text import counted

_NULL, _BLANK, _BEFORE = b"null", b" \t\r\n", b"[,"
_AFTER = late_re(rb"\s*[,\]]")
_JSON = {FileContainer.JSON, FileContainer.JSON_LINES, FileContainer.JSON_STREAM}
_CONTENT = late_re(r"\S")
_YAML_ITEM = late_re(r"^[ \t]*(?:-[ \t]+)*-[ \t]*(?:~|[Nn]ull|NULL)?[ \t]*(?:#.*)?\r?$", re.MULTILINE)
"""An item of a list that says nothing on its line; what it holds may follow on the next."""


def empty_entries(document: Document) -> tuple[str, ...]:
    """Where such entries are, in the order of the file: JSON pointers, with the line or document before them where there are
    several. YAML is looked at where its reader has loaded it."""
    if document.container in _JSON and _holds_null(document.data):
        return tuple(_of_file(document))
    if document.container is FileContainer.YAML and "yaml_documents" in vars(document) and _YAML_ITEM.search(document.text):
        return tuple(
            f"document {number} {pointer}"
            for number, value in enumerate(document.yaml_documents, 1)
            for pointer in _within(value)
        )
    return ()


def empty_entries_text(number: int, first: str, whole: str) -> str:
    """`2 entries of the report are empty, the first at /items/3`."""
    place = f", the first at {first}" if first else ""
    return f"{counted(number, 'entry', 'entries')} of the {whole} {'is' if number == 1 else 'are'} empty{place}"


def _holds_null(data: bytes) -> bool:
    """Whether `null` stands as an entry of a list anywhere.

    Most reports hold no null at all, which a search for four bytes tells faster than a pattern that begins with a comma.
    """
    place = data.find(_NULL)
    while place >= 0:
        before = place
        while before and data[before - 1] in _BLANK:
            before -= 1
        if before and data[before - 1] in _BEFORE and _AFTER.match(data, place + len(_NULL)):
            return True
        place = data.find(_NULL, place + len(_NULL))
    return False


def _of_file(document: Document) -> Iterator[str]:
    if document.container is FileContainer.JSON:
        try:
            yield from _within(json.loads(document.data))
        except (ValueError, RecursionError):
            return  # NOTE: the reader left the damaged part out and said so.
        return
    if document.container is FileContainer.JSON_STREAM:
        yield from _of_stream(document.data.decode(errors="replace"))
        return
    for number, line in enumerate(document.data.splitlines(), 1):
        if _holds_null(line):
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                continue
            yield from (f"line {number} {pointer}" for pointer in _within(value))


def _of_stream(text: str) -> Iterator[str]:
    """Values in a row, as far as they follow each other."""
    decoder, number, place = json.JSONDecoder(), 0, 0
    while start := _CONTENT.search(text, place):
        try:
            value, place = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            return  # NOTE: logs between the values, or a damaged part, which the reader says.
        number += 1
        yield from (f"value {number} {pointer}" for pointer in _within(value))


def _within(value: object) -> Iterator[str]:
    """Pointers of null elements, by a stack of our own: a hostile file may be nested deeply."""
    stack: list[tuple[str, object]] = [("", value)]
    while stack:
        pointer, node = stack.pop()
        if isinstance(node, dict):
            stack += [(f"{pointer}/{key}", inner) for key, inner in reversed(node.items()) if isinstance(inner, dict | list)]
        elif isinstance(node, list):
            records = all(inner is None or isinstance(inner, dict | list) for inner in node)
            yield from (f"{pointer}/{index}" for index, inner in enumerate(node) if inner is None and records)
            stack += [(f"{pointer}/{index}", node[index]) for index in range(len(node) - 1, -1, -1) if node[index] is not None]
