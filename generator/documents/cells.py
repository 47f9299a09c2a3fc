"""Text from evidence, made safe for a spreadsheet cell or a Word paragraph.

Evidence is hostile: a package can be called `=HYPERLINK(...)`. Text that a spreadsheet would run is stored as text and
marked as quoted (OWASP "CSV Injection"). Characters that XML 1.0 section 2.2 forbids are shown as their control
picture or as U+FFFD, never dropped silently. Excel holds 32,767 characters in a cell ("Excel specifications and
limits", total number of characters that a cell can contain), counted in UTF-16 units.
"""

import re
from typing import NamedTuple

CELL_LIMIT = 32_767
_NOTE_ROOM = 200
_LINE_ENDS = re.compile("\r\n?")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FORMULA_STARTS = frozenset("=+-@＝＋－＠")  # the wide forms are formulas to some East Asian editions


class SafeText(NamedTuple):
    """What may be written into a cell. A tuple: one is made for every text of a workbook."""

    text: str
    quoted: bool  # begins like a formula: the cell has to be marked as quoted text
    cut: int  # characters that did not fit; 0 when all did


def safe_text(value: str, *, see: str = "") -> SafeText:
    """The text for a cell; `see` names where a reader finds what was cut."""
    text = xml_text(value)
    cut = 0
    if len(text) * 2 > CELL_LIMIT and _units(text) > CELL_LIMIT:
        text, cut = _shorten(text, see[: _NOTE_ROOM // 2])
    return SafeText(text=text, quoted=text.lstrip()[:1] in _FORMULA_STARTS and bool(text.strip()), cut=cut)


def xml_text(value: str) -> str:
    """The text with line ends as \\n and with every character that XML cannot carry replaced by a visible one."""
    if value.isascii() and value.isprintable():
        return value
    if "\r" in value:
        value = _LINE_ENDS.sub("\n", value)
    return _ILLEGAL.sub(_visible, value)


def _shorten(text: str, see: str) -> tuple[str, int]:
    keep = CELL_LIMIT - _NOTE_ROOM
    kept = text.encode("utf-16-le")[: keep * 2].decode("utf-16-le", "ignore")
    cut = len(text) - len(kept)
    return f"{kept}… (cut: {cut:,} characters{f'; see {see}' if see else ''})", cut


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code == 0x7F:
        return "\u2421"
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"
