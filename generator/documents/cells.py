"""Text from evidence, made safe for a spreadsheet cell or a Word paragraph.

Evidence is hostile: a package can be called `=HYPERLINK(...)`. Text that a spreadsheet would run is stored as text and
marked as quoted (OWASP "CSV Injection"). Control characters and what turns the direction of text are shown as on a terminal
(`generator.text.visible`), other characters that XML 1.0 section 2.2 forbids as U+FFFD: none is dropped silently. Excel
holds 32,767 characters in a cell ("Excel specifications and limits", total number of characters that a cell can contain),
counted in UTF-16 units.
"""

import re
from typing import NamedTuple

from generator.text import is_plain, visible

CELL_LIMIT = 32_767
_NOTE_ROOM = 200
_LINE_ENDS = re.compile("\r\n?")
_ILLEGAL = re.compile("[\ud800-\udfff\ufffe\uffff]")
FORMULA_STARTS = frozenset("=+-@＝＋－＠")
"""What a cell that a spreadsheet takes for a formula begins with; the wide forms are formulas to some East Asian editions."""


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
    return SafeText(text, text.lstrip()[:1] in FORMULA_STARTS, cut)


def is_safe(value: str) -> bool:
    """May it be written into a cell as it is? Most texts may."""
    return is_plain(value) and len(value) * 2 <= CELL_LIMIT and value.lstrip()[:1] not in FORMULA_STARTS


def xml_text(value: str) -> str:
    """The text with line ends as \\n and with every character that XML cannot carry, or that steers a page, as visible ones."""
    if is_plain(value):
        return value
    if "\r" in value:
        value = _LINE_ENDS.sub("\n", value)
    return _ILLEGAL.sub("\ufffd", visible(value))


def _shorten(text: str, see: str) -> tuple[str, int]:
    keep = CELL_LIMIT - _NOTE_ROOM
    kept = text.encode("utf-16-le")[: keep * 2].decode("utf-16-le", "ignore")
    cut = len(text) - len(kept)
    return f"{kept}… (cut: {cut:,} characters{f'; see {see}' if see else ''})", cut


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
