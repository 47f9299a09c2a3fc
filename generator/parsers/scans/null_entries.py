"""Lists of a report in which `null` stands where an entry was expected: what the entry said is lost, and nobody can tell what.

A list of texts or numbers may hold null (an empty cell, a reference that is not given); a list of records may not.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document, FileContainer
from generator.parsers.scans.tally import EMPTY_ENTRY
from generator.text import counted

_NULL, _BLANK, _BEFORE = b"null", b" \t\r\n", b"[,"
_AFTER = re.compile(rb"\s*[,\]]")
_JSON = {FileContainer.JSON, FileContainer.JSON_LINES, FileContainer.JSON_STREAM}


def with_null_entries(document: Document, snapshot: ScanSnapshot) -> ScanSnapshot:
    """The snapshot, which then states that the report was not read whole and why."""
    number, first = _null_entries(document, snapshot)
    if not number:
        return snapshot
    place = f", the first at {first}" if first else ""
    reason = f"{counted(number, 'entry', 'entries')} of the report {'is' if number == 1 else 'are'} empty{place}"
    because = snapshot.not_assessed_because
    return replace(snapshot, not_assessed_because=f"{because}; {reason}" if because else reason)


def _null_entries(document: Document, snapshot: ScanSnapshot) -> tuple[int, str]:
    """How many, and the JSON pointer of the first; empty rows of a format that is not JSON have none."""
    dropped = dict(snapshot.tally.dropped).get(EMPTY_ENTRY, 0)
    if document.container not in _JSON or not _holds_null(document.data):
        return dropped, ""
    places = list(_of_file(document))
    return max(len(places), dropped), next(iter(places), "")


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
    for number, line in enumerate(document.data.splitlines(), 1):
        if _holds_null(line):
            try:
                value = json.loads(line)
            except ValueError:
                continue
            yield from (f"line {number} {pointer}" for pointer in _within(value))


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
