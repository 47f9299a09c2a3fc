"""Values as the XML of spreadsheet rows (ECMA-376 part 1, 18.3.1.4 "c (Cell)" and 18.3.1.73 "row (Row)")."""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping

from generator.documents.cells import safe_text
from generator.documents.grid import letters
from generator.documents.sheet_fill import CellValue, Formula, normalise_header
from generator.documents.workbook_parts import SharedStrings, Style, StyleTable, escape
from generator.errors import ConfigError

_DAY_ZERO = dt.date(1899, 12, 30)
_FIRST_SOUND_DAY = dt.date(1900, 3, 1)  # before it Excel's calendar has a 29 February that never was
_LINE_POINTS = 12.75
_MOST_LINES = 14  # Excel scrolls by whole rows: a row taller than the screen cannot be read
_PER_UNIT = 1.2  # letters are narrower than the digit in which a column width is counted (18.3.1.13)
_REMEMBERED = 255  # longer texts are rarely repeated and may need a note each time they are cut
_ROW = "\0"  # no formula can hold it
_HEADER_NAME = re.compile(r"\{([^{}]+)\}")


class RowWriter:
    """Writes rows that look like one row of the template, whose cell formats are `pattern`."""

    def __init__(
        self,
        *,
        strings: SharedStrings,
        styles: StyleTable,
        pattern: Mapping[int, int],
        headers: Mapping[str, int],
        widths: Mapping[int, float],
        see: str,
        note: Callable[[str, str], None],
    ) -> None:
        self._strings, self._styles, self._pattern, self._headers = strings, styles, pattern, headers
        room = {column: max(int(width * _PER_UNIT), 1) for column, width in widths.items()}
        self._see, self._note = see, note
        self._columns = [
            (column, f'<c r="{letters(column)}', self._pattern.get(column, 0), room.get(column, 1))
            for column in range(1, max(headers.values(), default=0) + 1)
        ]
        self._texts: dict[str, tuple[int, Style]] = {}
        self._formulas: dict[str, str] = {}

    def row(self, number: int, values: Mapping[int, CellValue]) -> str:
        """A finished `<row>`; columns without a value keep the template's format, borders included."""
        lines, cells = 1, []
        texts, variant = self._texts, self._styles.variant  # this loop runs for every cell
        for column, opening, base, width in self._columns:
            value = values.get(column)
            if value is None or value == "":
                cells.append(f'{opening}{number}" s="{base}"/>')
                continue
            if not isinstance(value, str):
                cells.append(self._cell(opening, number, base, value))
                continue
            if len(value) > width or "\n" in value:
                lines = max(lines, _lines(value, width))
            index, look = texts.get(value) or self._stored(value, f"{opening[6:]}{number}")
            cells.append(f'{opening}{number}" s="{variant(base, look)}" t="s"><v>{index}</v></c>')
        height = min(lines, _MOST_LINES) * _LINE_POINTS
        return f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'

    def cell(self, row: int, column: int, value: CellValue) -> str:
        """A finished `<c>` on its own."""
        opening, base = f'<c r="{letters(column)}', self._pattern.get(column, 0)
        if value is None or value == "":
            return f'{opening}{row}" s="{base}"/>'
        return self._cell(opening, row, base, value)

    def _cell(self, opening: str, row: int, base: int, value: CellValue) -> str:
        if isinstance(value, str):
            index, look = self._texts.get(value) or self._stored(value, f"{opening[6:]}{row}")
            return f'{opening}{row}" s="{self._styles.variant(base, look)}" t="s"><v>{index}</v></c>'
        formula = ""
        if isinstance(value, Formula):
            formula = f"<f>{self._resolve(value.text, row)}</f>"
            value = value.value
        kind, look, result = _encode(value)
        return f'{opening}{row}" s="{self._styles.variant(base, look)}"{kind}>{formula}{result}</c>'

    def _stored(self, value: str, reference: str) -> tuple[int, Style]:
        safe = safe_text(value, see=self._see)
        if safe.cut:
            self._note(reference, f"{safe.cut:,} characters did not fit into the cell and were cut")
        found = self._strings.index(safe.text), Style.QUOTED if safe.quoted else Style.TEXT
        if len(value) <= _REMEMBERED:
            self._texts[value] = found
        return found

    def _resolve(self, text: str, row: int) -> str:
        """The formula of a row, escaped: once resolved, only the number of the row is put in."""
        resolved = self._formulas.get(text)
        if resolved is None:
            parts = enumerate(_HEADER_NAME.split(text))
            named = (f"{self._letters_of(part)}{_ROW}" if position % 2 else escape(part) for position, part in parts)
            resolved = self._formulas[text] = "".join(named)
        return resolved.replace(_ROW, str(row))

    def _letters_of(self, header: str) -> str:
        column = self._headers.get(normalise_header(header))
        if column is None:
            raise ConfigError(f"a formula names a column {header!r} that the template does not have")
        return letters(column)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many characters."""
    shown = text[: width * _MOST_LINES]
    if "\n" not in shown:
        return math.ceil(len(shown) / width)
    return sum(max(math.ceil(len(line) / width), 1) for line in shown.split("\n"))


def _encode(value: float | str | dt.date | None) -> tuple[str, Style, str]:
    """The type attribute, the look and the value element of anything but plain text."""
    if value is None:
        return "", Style.PLAIN, ""
    if isinstance(value, bool):
        return ' t="b"', Style.PLAIN, f"<v>{int(value)}</v>"
    if isinstance(value, dt.date):
        if value < _FIRST_SOUND_DAY:
            raise ConfigError(f"{value.isoformat()} is before 1 March 1900, which spreadsheets cannot hold as a date")
        return "", Style.DATE, f"<v>{(value - _DAY_ZERO).days}</v>"
    if isinstance(value, str):
        return ' t="str"', Style.TEXT, f"<v>{escape(safe_text(value).text)}</v>"
    return "", Style.PLAIN, f"<v>{value!r}</v>"
