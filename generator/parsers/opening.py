"""The first members of a JSON object, read from its beginning alone.

A report of 60 MB that says in its first lines what it is need not be walked through to be recognized.
"""

import json

from generator.parsers.late_patterns import late_re

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
