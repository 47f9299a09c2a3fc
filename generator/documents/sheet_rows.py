"""Values as the XML of spreadsheet rows (ECMA-376 part 1, 18.3.1.4 "c (Cell)" and 18.3.1.73 "row (Row)")."""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence

from generator.documents.cells import is_safe, safe_text
from generator.documents.grid import letters
from generator.documents.sheet_fill import CellValue, Formula, normalize_header
from generator.documents.workbook_parts import SharedStrings, Style, StyleTable, escape
from generator.errors import ConfigError

_DAY_ZERO = dt.date(1899, 12, 30)
_FIRST_SOUND_DAY = dt.date(1900, 3, 1)  # before it Excel's calendar has a 29 February that never was
_LINE_POINTS = 12.75
_MOST_LINES = 14  # Excel scrolls by whole rows: a row taller than the screen cannot be read
_PER_UNIT = 1.2  # letters are narrower than the digit in which a column width is counted (18.3.1.13)
_REMEMBERED = 255  # longer texts are rarely repeated and may need a note each time they are cut
_MOST_KNOWN = 4096  # of a column: what repeats comes early, and ids never do
_ROW = "\0"  # stands for the number of a row; no cell can hold it
_HEADER_NAME = re.compile(r"\{([^{}]+)\}")


class _ColumnWriter:
    """One column of the rows that are written: what its cells have in common, and texts that it has written before."""

    __slots__ = ("base", "blank", "days", "known", "opening", "place", "room", "text_style")

    def __init__(self, column: int, base: int, room: int, place: int) -> None:
        self.opening = f'<c r="{letters(column)}{_ROW}'
        self.base, self.room, self.place = base, room, place
        self.blank = f'{self.opening}" s="{base}"/>'
        self.text_style: int | None = None
        """Of plain text, once it is asked for: formats are numbered in that order."""
        self.known: dict[str, tuple[str, int]] = {}
        """The cell, and how many lines it takes."""
        self.days: dict[CellValue, str] = {}
        """Of days, and of formulas whose result is one: not of numbers, some of which are equal to truth values."""


class RowWriter:
    """Writes rows that look like one row of the template, whose cell formats are `pattern`. `places` are the columns of the
    values of a row, in their order; 0 for a value that is left out."""

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
        places: Sequence[int] = (),
    ) -> None:
        self._strings, self._styles, self._pattern, self._headers = strings, styles, pattern, headers
        self._see, self._note = see, note
        index = {place: position for position, place in enumerate(places) if place}
        self._columns = [
            _ColumnWriter(
                column,
                pattern.get(column, 0),
                max(int(widths.get(column, 0) * _PER_UNIT), 1),
                index.get(column, -1),
            )
            for column in range(1, max(headers.values(), default=0) + 1)
        ]
        self._formulas: dict[str, str] = {}

    def row(self, number: int, values: Sequence[CellValue]) -> str:
        """A finished `<row>`; columns without a value keep the template's format, borders included."""
        most = 1
        cells: list[str] = []
        append = cells.append
        for column in self._columns:  # NOTE: this loop runs for every cell of 50,000 rows, so it calls as little as it can
            value = values[column.place] if column.place >= 0 else None
            if value is None or value == "":
                append(column.blank)
            elif isinstance(value, str):
                cell, lines = column.known.get(value) or self._text(column, number, value)
                append(cell)
                if lines > most:  # noqa: PLR1730 - quicker than a call of max
                    most = lines
            else:
                append(column.days.get(value) or self._value(column, value))
        height = min(most, _MOST_LINES) * _LINE_POINTS
        return f'<row r="{_ROW}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'.replace(_ROW, str(number))

    def cell(self, row: int, column: int, value: CellValue, *, as_it_is: bool = False) -> str:
        """A finished `<c>` on its own; `as_it_is` of a title that flows over its neighbors, as the template has it."""
        column_writer = _ColumnWriter(column, self._pattern.get(column, 0), 1, 0)
        return self._cell(column_writer, row, value, as_it_is=as_it_is).replace(_ROW, str(row))

    def _cell(self, column: _ColumnWriter, row: int, value: CellValue, *, as_it_is: bool) -> str:
        if value is None or value == "":
            return column.blank
        if isinstance(value, str):
            safe = safe_text(value, see=self._see)
            if as_it_is and not safe.quoted and not safe.cut:
                return f'{column.opening}" s="{column.base}" t="s"><v>{self._strings.index(safe.text)}</v></c>'
            return self._text(column, row, value)[0]
        return self._value(column, value)

    def _text(self, column: _ColumnWriter, number: int, value: str) -> tuple[str, int]:
        text = value
        if is_safe(value):
            look = column.text_style
            if look is None:
                look = column.text_style = self._styles.variant(column.base, Style.TEXT)
        else:
            text, quoted, cut = safe_text(value, see=self._see)
            if cut:
                reference = column.opening[6:].replace(_ROW, str(number))
                self._note(reference, f"{cut:,} characters did not fit into the cell and were cut")
            look = self._styles.variant(column.base, Style.QUOTED if quoted else Style.TEXT)
        lines = 1 if len(value) <= column.room and "\n" not in value else _lines(value, column.room)
        written = f'{column.opening}" s="{look}" t="s"><v>{self._strings.index(text)}</v></c>', lines
        if len(value) <= _REMEMBERED and len(column.known) < _MOST_KNOWN:
            column.known[value] = written
        return written

    def _value(self, column: _ColumnWriter, value: float | dt.date | Formula) -> str:
        formula, result = "", value.value if isinstance(value, Formula) else value
        if isinstance(value, Formula):
            formula = f"<f>{self._resolve(value.text)}</f>"
        kind, look, shown = _encode(result)
        written = f'{column.opening}" s="{self._styles.variant(column.base, look)}"{kind}>{formula}{shown}</c>'
        if isinstance(result, dt.date):
            column.days[value] = written
        return written

    def _resolve(self, text: str) -> str:
        """The formula, escaped, with the mark where the number of the row is put in."""
        resolved = self._formulas.get(text)
        if resolved is None:
            parts = enumerate(_HEADER_NAME.split(text))
            named = (f"{self._letters_of(part)}{_ROW}" if position % 2 else escape(part) for position, part in parts)
            resolved = self._formulas[text] = "".join(named)
        return resolved

    def _letters_of(self, header: str) -> str:
        column = self._headers.get(normalize_header(header))
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
