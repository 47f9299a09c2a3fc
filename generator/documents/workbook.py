"""Filling a workbook template: the official one that a user names, or ours.

Everything that is not asked for stays as the template has it, byte for byte where a part is not touched: pictures, other
sheets, instructions, validations, widths. Rows keep the template's borders, fills and zebra stripes.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from generator.documents.bounded_zip import unpack
from generator.documents.damage import damage_named
from generator.documents.grid import CellRange, letters, parse_cell
from generator.documents.sheet_fill import (
    CellValue,
    ColumnValidation,
    FilledWorkbook,
    FillNote,
    Formula,
    LabelFill,
    SheetColumn,
    SheetFill,
    normalize_header,
)
from generator.documents.sheet_rows import RowWriter
from generator.documents.sheet_xml import SheetXml
from generator.documents.stable_zip import dated_core, pack
from generator.documents.workbook_parts import STRINGS, SharedStrings, StyleTable, WorkbookPart
from generator.errors import ConfigError
from generator.limits import QUOTED
from generator.text import shortened

__all__ = [
    "CellValue",
    "ColumnValidation",
    "FillNote",
    "FilledWorkbook",
    "Formula",
    "LabelFill",
    "SheetColumn",
    "SheetFill",
    "fill",
]  # fmt: skip

_STYLES = "xl/styles.xml"
_CORE = "docProps/core.xml"


def fill(
    template: bytes, sheets: Sequence[SheetFill], *, date: dt.date, where: str = "template", drop: Sequence[str] = ()
) -> FilledWorkbook:
    """The template with those sheets filled and the sheets `drop` taken out, where it has them; `date` is what the file says it
    was created and modified on."""
    with damage_named(where):
        return _filled(template, sheets, date, where, drop)


def _filled(template: bytes, sheets: Sequence[SheetFill], date: dt.date, where: str, drop: Sequence[str]) -> FilledWorkbook:
    members = dict(unpack(template, where=where))
    book = WorkbookPart(members)
    if _STYLES not in members:
        raise ConfigError("the workbook has no styles", next_step="save it once in Excel")
    book.drop([name for name in book.sheets if normalize_header(name) in {normalize_header(dropped) for dropped in drop}])
    book.add_missing_strings()
    parts = _Shared(strings=SharedStrings(members[STRINGS]), styles=StyleTable(members[_STYLES]), notes=[])
    for request in sheets:
        name = _sheet_named(request.sheet, book, where)
        part = book.part_of(name)
        sheet = SheetXml(members[part], parts.strings, where=f"{where}, sheet {name!r}")
        filler = _SheetFiller(sheet, request, parts, name)
        header_row = filler.run()
        members[part] = sheet.encode()
        if filler.filtered:
            book.name_filter(name, filler.filtered)
        if request.repeat_header:
            book.repeat_row(name, header_row)
    book.encode()
    members[STRINGS], members[_STYLES] = parts.strings.encode(), parts.styles.encode()
    if _CORE in members:
        members[_CORE] = dated_core(members[_CORE], date)
    return FilledWorkbook(data=pack(members), notes=tuple(parts.notes))


class _Shared(msgspec.Struct, frozen=True, kw_only=True):
    strings: SharedStrings
    styles: StyleTable
    notes: list[FillNote]


class _SheetFiller:
    """Fills one sheet; a new one for every sheet."""

    def __init__(self, sheet: SheetXml, request: SheetFill, parts: _Shared, name: str) -> None:
        self._sheet, self._request, self._parts, self._name = sheet, request, parts, name
        self._added: Mapping[int, int] = {}
        self.filtered: CellRange | None = None
        """Cells that got buttons to filter by."""

    def run(self) -> int:
        """Does what was asked, and returns the header row."""
        request, sheet = self._request, self._sheet
        if request.delete_rows or request.delete_first_column:
            sheet.delete(rows=request.delete_rows, first_column=request.delete_first_column)
            if sheet.has_drawing():
                self._note("A1", "pictures stay where they were although rows or columns were deleted")
        if request.examples:
            sheet.empty(*request.examples)
        header_row, headers = sheet.find_header([column.headers for column in request.columns if column.required])
        headers = dict(headers)
        self._add_columns(header_row, headers)
        places = [self._place(column, headers) for column in request.columns]
        single = self._single_cells()  # NOTE: before the rows, because labels are looked up in the template's own text
        titles = {parse_cell(reference) for reference in request.cells}
        if request.rows:
            self._fill_rows(places, headers)
        for (row, column), value in single.items():
            writer = self._writer({}, self._sheet.row_styles(row))
            titled = (row, column) in titles
            self._sheet.put_cell(f"{letters(column)}{row}", writer.cell(row, column, value, as_it_is=titled))
        if request.freeze:
            sheet.freeze(request.freeze)
        if request.filter and request.rows:
            last = request.first_row + len(request.rows) - 1
            area = CellRange(request.first_row - 1, min(headers.values()), last, max(headers.values()))
            self.filtered = area if sheet.filter(area) else None
        return header_row

    def _add_columns(self, header_row: int, headers: dict[str, int]) -> None:
        """New headers look like the last one of the template."""
        last = max(headers.values())
        style = self._sheet.row_styles(header_row).get(last, 0)
        for column in self._request.columns:
            if column.add and not any(normalize_header(name) in headers for name in column.headers):
                place = headers[normalize_header(column.headers[0])] = max(headers.values()) + 1
                writer = self._writer({}, {place: style})
                reference = f"{letters(place)}{header_row}"
                self._sheet.put_cell(reference, writer.cell(header_row, place, column.headers[0]))
        self._added = dict.fromkeys(range(last + 1, max(headers.values()) + 1), last)

    def _place(self, column: SheetColumn, headers: Mapping[str, int]) -> int:
        for name in column.headers:
            if (place := headers.get(normalize_header(name))) is not None:
                return place
        self._note("A1", f"the template has no column {column.headers[0]!r}; its values were left out")
        return 0

    def _fill_rows(self, places: Sequence[int], headers: Mapping[str, int]) -> None:
        first, last = self._request.first_row, self._request.first_row + len(self._request.rows) - 1
        for row, text in self._sheet.texts_from(first):
            if row <= last and text == self._request.rows[row - first][0]:
                continue  # a form that lists its rows, such as one for each control
            what = "was replaced" if row <= last else "was kept; delete it if it is an old entry"
            self._note(f"A{row}", f"the template held {shortened(text, QUOTED)!r} in this row; it {what}")
        pattern = self._sheet.row_styles(first)
        pattern = {**pattern, **{place: pattern.get(like, 0) for place, like in self._added.items()}}
        writer = self._writer(headers, pattern, places)
        rows = (writer.row(number, self._checked(values)) for number, values in enumerate(self._request.rows, start=first))
        self._sheet.put_rows(first, rows)
        self._sheet.grow(first, last)
        for column, place in zip(self._request.columns, places, strict=True):
            if place and (column.choices or column.validation is ColumnValidation.REMOVE):
                self._sheet.drop_validations(place, first)
            if place and column.choices:
                self._sheet.add_choices(CellRange(first, place, last, place), column.choices)

    def _checked(self, values: Sequence[CellValue]) -> Sequence[CellValue]:
        if len(values) != len(self._request.columns):
            raise ConfigError(f"a row has {len(values)} values for {len(self._request.columns)} columns", where=self._name)
        return values

    def _single_cells(self) -> Mapping[tuple[int, int], CellValue]:
        cells = {parse_cell(reference): value for reference, value in self._request.cells.items()}
        for label in self._request.labels:
            row, column = self._sheet.find_label(label.label)
            cells[row + label.down, column] = label.value
        return cells

    def _writer(self, headers: Mapping[str, int], pattern: Mapping[int, int], places: Sequence[int] = ()) -> RowWriter:
        widths = {column: self._sheet.width(column) for column in headers.values()}
        return RowWriter(
            strings=self._parts.strings,
            styles=self._parts.styles,
            pattern=pattern,
            headers=headers,
            widths=widths,
            see=self._request.see,
            note=self._note,
            places=places,
        )

    def _note(self, cell: str, what: str) -> None:
        self._parts.notes.append(FillNote(where=f"{self._name}!{cell}", what=what))


def _sheet_named(wanted: str, book: WorkbookPart, where: str) -> str:
    for name in book.sheets:
        if normalize_header(name) == normalize_header(wanted):
            return name
    raise ConfigError(
        f"the workbook has no sheet {wanted!r}; it has {', '.join(map(repr, book.sheets))}",
        where=where,
        next_step="use an unaltered copy of the template",
    )
