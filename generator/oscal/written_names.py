"""Whether JSON has as many names of members as its parsed copy: more, where an object has one twice.

They are counted by what is written: a name ends in a quotation mark and a colon. A quotation mark inside of a text has a
backslash before it, and is not counted; one before a text that begins with a colon is. Where any name has space behind it, or
ends in a backslash, nothing is counted, so that the number is never too small.
"""

import re

from generator.documents.large_content import Content, counts, pieces_of

_END = b'":'
_ESCAPED, _BACKSLASH = b'\\":', b'\\\\":'
_SPACED = (b'" :', b"\n:", b"\n :")
_TABBED = (b"\t:", b"\t :", b"\r:", b"\r :")
"""Space that ends behind a name: no text of JSON has the end of a line or a tab in it."""
_WIDE = b"  :"
"""The same, or text."""
_WIDELY_SPACED = re.compile(rb'["\n\t\r] +:')
_OPEN = re.compile(rb'["\n\t\r] *\Z')
"""What may be the begin of that, at the end of a piece."""
_MOST_SPACE = 1 << 12
_SPACES = (b"\n", b"\t", b"\r")


def has_names(content: Content, names: int | None) -> bool:
    """Has it so many? Not for certain, where it is False."""
    if isinstance(content, bytes):
        return _has_names(content, names)
    found, wide, tabs, returns, *spaced = counts(content, _END, _WIDE, *_SPACES[1:], *_SPACED)
    if tabs or returns:  # NOTE: in most documents these stand nowhere, which is seen at ten times the speed
        spaced += counts(content, *_TABBED)
    if found != names:
        escaped, backslash = counts(content, _ESCAPED, _BACKSLASH)
        found = -1 if backslash else found - escaped
    return found == names and not any(spaced) and not (wide and _is_widely_spaced(content))


def _has_names(written: bytes, names: int | None) -> bool:
    if _SPACED[0] in written or (_WIDE in written and _is_widely_spaced(written)):
        return False
    if any(space in written for space in _SPACES) and any(end in written for end in (*_SPACED, *_TABBED)):
        return False
    found = written.count(_END)
    if found != names and _BACKSLASH not in written:
        found -= written.count(_ESCAPED)
    return found == names


def _is_widely_spaced(content: Content) -> bool:
    """May a name have several spaces behind it?"""
    begun = b""
    for piece in pieces_of(content):
        joined = begun + piece
        if _WIDELY_SPACED.search(joined) or len(begun) > _MOST_SPACE:
            return True
        opened = _OPEN.search(joined)
        begun = opened.group() if opened else b""
    return False


def may_be_spaced(written: bytes) -> bool:
    """May there be a space before a colon, in text or behind a name, or a backslash?"""
    return b" :" in written or _BACKSLASH in written or any(space in written and space + b":" in written for space in _SPACES)


def names_in_part(written: bytes) -> int:
    """The number, of one of several parts that have the right number together, and of which none may be spaced."""
    return written.count(_END) - written.count(_ESCAPED)
