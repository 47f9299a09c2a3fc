"""The first members of a JSON object, and the first objects of a list, read from its beginning alone.

A report of 60 MB that says in its first lines what it is need not be walked through to be recognized.
"""

import json
from collections.abc import Iterator

from generator.parsers.late_patterns import late_re

FIRST = 5
"""Entries of a list that are looked at to tell a format: the first may be empty, or lack what the tool leaves out."""
_WINDOW = 4096
_KEY = late_re(r'\s*"([^"\\]*)"\s*:\s*')
_NEXT = late_re(r"\s*,")


def opening(start: bytes) -> dict[str, object]:
    """Members whose values end within the first 4,096 bytes, as plain values; empty for what is no object."""
    text = start[:_WINDOW].decode(errors="ignore").lstrip()
    members: dict[str, object] = {}
    if not text.startswith("{"):
        return members
    place, decoder = 1, json.JSONDecoder()
    while key := _KEY.match(text, place):
        try:
            value, place = decoder.raw_decode(text, key.end())
        except (ValueError, RecursionError):
            break
        comma = _NEXT.match(text, place)
        if comma is None:
            break
        members[key[1]] = value
        place = comma.end()
    return members


def first_objects(start: bytes) -> Iterator[bytes]:
    """The first entries of a list where they are objects that end within `start`: the rest need not be gone through."""
    text, decoder = start.decode(errors="ignore"), json.JSONDecoder()
    begin = text.index("[")
    for _ in range(FIRST):
        begin += 1
        begin += len(text[begin:]) - len(text[begin:].lstrip())
        try:
            _, end = decoder.raw_decode(text, begin) if text[begin : begin + 1] == "{" else (None, begin)
        except (ValueError, RecursionError):
            return
        if end == begin:
            return
        yield text[begin:end].encode()
        begin = end + len(text[end:]) - len(text[end:].lstrip())
        if text[begin : begin + 1] != ",":
            return
