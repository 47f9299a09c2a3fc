"""Whether JSON has as many names of members as its parsed copy: more, where an object has one twice.

They are counted by what is written: a name ends in a quotation mark and a colon. A quotation mark inside of a text has a
backslash before it, and is not counted; one before a text that begins with a colon is. Where any name has a space behind it, or
ends in a backslash, nothing is counted, so that the number is never too small.
"""

from generator.documents.large_content import Content, counts

_END = b'":'
_ESCAPED, _BACKSLASH = b'\\":', b'\\\\":'
_SPACED = (b'" :', b'"\n:', b'"\t:', b'"\r:')
_SPACES = (b"\n", b"\t", b"\r")


def has_names(content: Content, names: int | None) -> bool:
    """Has it so many? Not for certain, where it is False."""
    if isinstance(content, bytes):
        return _has_names(content, names)
    found, spaced, lines, tabs, returns = counts(content, _END, *_SPACED[:2], *_SPACES[1:])
    if tabs or returns:  # NOTE: in most documents these stand nowhere, which is seen at ten times the speed
        tabs, returns = counts(content, *_SPACED[2:])
    if found != names:
        escaped, backslash = counts(content, _ESCAPED, _BACKSLASH)
        found = -1 if backslash else found - escaped
    return found == names and not (spaced or lines or tabs or returns)


def _has_names(written: bytes, names: int | None) -> bool:
    if _SPACED[0] in written or (any(space in written for space in _SPACES) and any(end in written for end in _SPACED)):
        return False
    found = written.count(_END)
    if found != names and _BACKSLASH not in written:
        found -= written.count(_ESCAPED)
    return found == names


def may_be_spaced(written: bytes) -> bool:
    """May there be a space before a colon, in text or behind a name, or a backslash?"""
    return b" :" in written or _BACKSLASH in written or any(space in written and space + b":" in written for space in _SPACES)


def names_in_part(written: bytes) -> int:
    """The number, of one of several parts that have the right number together, and of which none may be spaced."""
    return written.count(_END) - written.count(_ESCAPED)
