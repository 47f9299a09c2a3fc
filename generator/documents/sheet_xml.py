"""One worksheet's XML, edited in place: rows, cells, validations and what is left of the template's own content."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from generator.documents.bounded_zip import parse_xml
from generator.documents.grid import CellRange, column_number, format_areas, letters, parse_areas, parse_cell
from generator.documents.sheet_fill import normalize_header
from generator.documents.workbook_parts import MAIN, SharedStrings, spliced
from generator.errors import ConfigError

_NAMESPACE = MAIN[1:-1]
_LETTERS = re.compile("[A-Z]+")
_HEADER_DEPTH = 40  # no template seen has its headers below row 10
_DEFAULT_WIDTH = 9.0
_BEFORE_FILTER = tuple(
    f"{MAIN}{name}" for name in ("sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios")
)
_BEFORE_VALIDATIONS = tuple(
    f"{MAIN}{name}"
    for name in ("sheetData", "sheetProtection", "autoFilter", "mergeCells", "phoneticPr", "conditionalFormatting")
)


class SheetXml:
    """A worksheet part. `where` is the sheet's name, for errors."""

    def __init__(self, data: bytes, strings: SharedStrings, *, where: str) -> None:
        self.where = where
        self._root = parse_xml(data, where=where)
        self._strings = strings
        rows = self._root.find(f"{MAIN}sheetData")
        if rows is None:
            raise ConfigError("the sheet has no rows", where=where, next_step="save the template in Excel")
        self._data = rows
        self._rows = {self._number(row): row for row in rows}
        self._added: list[bytes] = []
        self._first_added = 0

    def texts(self, row: int) -> Mapping[int, str]:
        """The texts of a row by column."""
        element = self._rows.get(row)
        if element is None:
            return {}
        texts = {_column(cell): self._text(cell) for cell in element}
        return {column: text for column, text in texts.items() if text.strip()}

    def texts_from(self, row: int) -> Iterator[tuple[int, str]]:
        """Rows from `row` on that hold text of their own, not only styles and formulas, with their first text."""
        for number, element in sorted(self._rows.items()):
            for cell in element.iterchildren(f"{MAIN}c") if number >= row and len(element) else ():
                if len(cell) and cell.find(f"{MAIN}f") is None and (text := self._text(cell).strip()):
                    yield number, text
                    break

    def find_header(self, required: Sequence[tuple[str, ...]]) -> tuple[int, Mapping[str, int]]:
        """The row that holds one spelling of every required header, and the columns of all its headers, normalized."""
        best: tuple[int, tuple[str, ...]] = (len(required) + 1, ())
        for row in range(1, _HEADER_DEPTH + 1):
            columns: dict[str, int] = {}
            for column, text in (*self.texts(row).items(), *self._merged_into(row)):
                columns.setdefault(normalize_header(text), column)
            missing = tuple(names[0] for names in required if not any(normalize_header(name) in columns for name in names))
            if not missing:
                return row, columns
            best = min(best, (len(missing), missing))
        raise ConfigError(
            f"no row in the first {_HEADER_DEPTH} has all headers; missing from the best one: {', '.join(best[1])}",
            where=self.where,
            next_step="use an unaltered copy of the template",
        )

    def _merged_into(self, row: int) -> Iterator[tuple[int, str]]:
        """Headers whose cell is merged from rows above down into this one."""
        for element in self._root.iter(f"{MAIN}mergeCell"):
            for area in parse_areas(element.get("ref", "")):
                if area.top < row <= area.bottom and area.left == area.right:
                    text = self.texts(area.top).get(area.left)
                    if text:
                        yield area.left, text

    def find_label(self, label: str) -> tuple[int, int]:
        """Where a text stands."""
        wanted = normalize_header(label)
        for row in range(1, _HEADER_DEPTH + 1):
            for column, text in self.texts(row).items():
                if normalize_header(text) == wanted:
                    return row, column
        raise ConfigError(f"no cell says {label!r}", where=self.where, next_step="use an unaltered copy of the template")

    def row_styles(self, row: int) -> Mapping[int, int]:
        """The format of every cell of a row, by column."""
        element = self._rows.get(row)
        return {} if element is None else {_column(cell): int(cell.get("s", 0)) for cell in element}

    def width(self, column: int) -> float:
        """How many characters fit side by side."""
        for entry in self._root.iter(f"{MAIN}col"):
            if int(entry.get("min", 0)) <= column <= int(entry.get("max", 0)) and entry.get("width"):
                return float(entry.get("width", _DEFAULT_WIDTH))
        default = self._root.find(f"{MAIN}sheetFormatPr")
        return _DEFAULT_WIDTH if default is None else float(default.get("defaultColWidth", _DEFAULT_WIDTH))

    def has_formulas(self) -> bool:
        """Does any cell calculate?"""
        return next(self._data.iter(f"{MAIN}f"), None) is not None

    def has_drawing(self) -> bool:
        """Does the sheet hold pictures or shapes?"""
        return self._root.find(f"{MAIN}drawing") is not None

    def put_rows(self, first: int, rows: Iterable[str]) -> None:
        """Replaces the rows from `first` on by finished `<row>` elements, one each."""
        self._added = [row.encode() for row in rows]
        last = first + len(self._added) - 1
        self._rescue_formulas(first, last)
        for number in [number for number in self._rows if first <= number <= last]:
            self._data.remove(self._rows.pop(number))
        self._first_added = first

    def empty(self, first: int, last: int) -> None:
        """Takes the values out of rows; their formats stay."""
        self._rescue_formulas(first, last)
        for number in range(first, last + 1):
            for cell in self._rows.get(number, ()):
                cell.attrib.pop("t", "")
                del cell[:]

    def put_cell(self, reference: str, markup: str) -> None:
        """Replaces one cell by a finished `<c>` element."""
        number, column = parse_cell(reference)
        row = self._rows.get(number)
        if row is None:
            row = etree.Element(f"{MAIN}row", {"r": str(number)})
            self._data.insert(sum(1 for other in self._rows if other < number), row)
            self._rows[number] = row
        added = parse_xml(f'<row xmlns="{_NAMESPACE}">{markup}</row>'.encode(), where=self.where)[0]
        place = sum(1 for cell in row if _column(cell) < column)
        if place < len(row) and _column(row[place]) == column:
            row.remove(row[place])
        row.insert(place, added)

    def delete(self, *, rows: tuple[int, int] | None, first_column: bool) -> None:
        """Deletes rows (first to last) and the column A, and moves everything that points at cells."""
        if self.has_formulas():
            raise ConfigError(
                "rows cannot be deleted from a sheet with formulas",
                where=self.where,
                next_step="delete the guidance rows in Excel and name that copy as the template",
            )
        first, last = rows or (0, -1)
        shift = 1 if first_column else 0
        for number, row in sorted(self._rows.items()):
            if first <= number <= last:
                self._data.remove(row)
                continue
            _move_row(row, number - (last - first + 1) if number > last else number, shift)
        self._rows = {self._number(row): row for row in self._data}
        self._move_areas(rows, shift)
        self._move_columns(shift)

    def freeze(self, reference: str) -> None:
        """Rows above and columns left of that cell stay in view."""
        row, column = parse_cell(reference)
        for view in self._root.iter(f"{MAIN}sheetView"):
            for old in (*view.findall(f"{MAIN}pane"), *view.findall(f"{MAIN}selection")):
                view.remove(old)
            attributes = {"topLeftCell": reference, "state": "frozen", "activePane": _active_pane(row, column)}
            splits = {"xSplit": str(column - 1), "ySplit": str(row - 1)}
            attributes |= {name: value for name, value in splits.items() if value != "0"}
            view.insert(0, etree.Element(f"{MAIN}pane", attributes))
            view.insert(1, etree.Element(f"{MAIN}selection", {"pane": attributes["activePane"], "sqref": reference}))

    def filter(self, area: CellRange) -> bool:
        """Buttons to filter by, unless the template has its own: a table has them too, and two may not overlap."""
        if any(self._root.find(f"{MAIN}{name}") is not None for name in ("autoFilter", "tableParts")):
            return False
        place = [child for child in self._root if child.tag in _BEFORE_FILTER][-1]
        place.addnext(etree.Element(f"{MAIN}autoFilter", {"ref": str(area)}))
        return True

    def grow(self, first: int, last: int) -> None:
        """Stretches validations and conditional formats that cover the row `first` to the row `last`."""
        for element in self._ranged():
            areas = parse_areas(element.get("sqref", ""))
            grown = (area.reaching(last) if area.top <= first <= area.bottom else area for area in areas)
            element.set("sqref", format_areas(grown))

    def drop_validations(self, column: int, from_row: int) -> None:
        """Takes the column, from that row downwards, out of every data validation."""
        for element in list(self._root.iter(f"{MAIN}dataValidation")):
            areas = parse_areas(element.get("sqref", ""))
            left = [part for area in areas for part in area.sparing(column, from_row)]
            element.set("sqref", format_areas(left))
            if not left:
                _remove(element)
        self._count_validations()

    def add_choices(self, area: CellRange, choices: Sequence[str]) -> None:
        """A drop-down list on those cells."""
        holder = self._root.find(f"{MAIN}dataValidations")
        if holder is None:
            holder = etree.Element(f"{MAIN}dataValidations")
            [child for child in self._root if child.tag in _BEFORE_VALIDATIONS][-1].addnext(holder)
        attributes = {"type": "list", "allowBlank": "1", "showErrorMessage": "1", "sqref": str(area)}
        added = etree.SubElement(holder, f"{MAIN}dataValidation", attributes)
        etree.SubElement(added, f"{MAIN}formula1").text = '"' + ",".join(choices) + '"'
        self._count_validations()

    def encode(self) -> bytes:
        """The finished part."""
        size = self._root.find(f"{MAIN}dimension")
        if size is not None:
            self._root.remove(size)  # optional, and wrong from here on
        place = sum(1 for number in self._rows if number < self._first_added)
        return spliced(self._root, self._data, place, self._added)

    def _number(self, row: etree._Element) -> int:
        number = row.get("r", "0")
        if not (number.isascii() and number.isdigit()):
            raise ConfigError(f"a row has the number {number!r}", where=self.where, next_step="save the template in Excel")
        return int(number)

    def _text(self, cell: etree._Element) -> str:
        kind, value = cell.get("t"), cell.find(f"{MAIN}v")
        if kind == "inlineStr":
            return "".join(run.text or "" for run in cell.iter(f"{MAIN}t"))
        text = "" if value is None else value.text or ""
        return self._strings.text(int(text)) if kind == "s" and text else text

    def _rescue_formulas(self, first: int, last: int) -> None:
        """A shared formula is written at its first cell only (18.3.1.40): hand it on when that cell goes."""
        lost = {
            formula.get("si"): formula
            for number in range(first, last + 1)
            for formula in _formulas(self._rows.get(number))
            if formula.get("t") == "shared" and formula.text
        }
        for number in sorted(self._rows) if lost else ():
            for formula in _formulas(self._rows[number]) if number > last else ():
                old = lost.pop(formula.get("si"), None) if formula.get("t") == "shared" else None
                if old is not None and not formula.text:
                    _hand_on(old, formula)

    def _ranged(self) -> Iterator[etree._Element]:
        yield from self._root.iter(f"{MAIN}dataValidation", f"{MAIN}conditionalFormatting")

    def _count_validations(self) -> None:
        holder = self._root.find(f"{MAIN}dataValidations")
        if holder is not None:
            holder.set("count", str(len(holder)))
            if not len(holder):
                _remove(holder)

    def _move_areas(self, rows: tuple[int, int] | None, shift: int) -> None:
        named = [(element, "sqref") for element in self._ranged()]
        named += [(element, "ref") for element in self._root.iter(f"{MAIN}mergeCell", f"{MAIN}hyperlink")]
        for element, attribute in named:
            moved = [
                kept for area in parse_areas(element.get(attribute, "")) if (kept := _moved(area, rows, shift)) is not None
            ]
            element.set(attribute, format_areas(moved))
            if not moved:
                _remove(element)
        for holder in list(self._root.iter(f"{MAIN}mergeCells")):
            if not len(holder):
                _remove(holder)

    def _move_columns(self, shift: int) -> None:
        for entry in list(self._root.iter(f"{MAIN}col")) if shift else ():
            last = int(entry.get("max", 0)) - shift
            entry.set("min", str(max(int(entry.get("min", 0)) - shift, 1)))
            entry.set("max", str(last))
            if last < 1:
                _remove(entry)


def _column(cell: etree._Element) -> int:
    match = _LETTERS.match(cell.get("r", ""))
    return column_number(match.group()) if match else 0


def _formulas(row: etree._Element | None) -> Iterator[etree._Element]:
    return iter(()) if row is None else row.iter(f"{MAIN}f")


def _hand_on(old: etree._Element, new: etree._Element) -> None:
    origin, place = _reference(old), _reference(new)
    from openpyxl.formula.translate import Translator

    new.text = Translator(f"={old.text}", origin=origin).translate_formula(place)[1:]
    new.set("ref", f"{place}:{old.get('ref', origin).rpartition(':')[2]}")


def _reference(formula: etree._Element) -> str:
    parent = formula.getparent()
    return "" if parent is None else parent.get("r", "")


def _move_row(row: etree._Element, number: int, shift: int) -> None:
    row.set("r", str(number))
    if row.get("spans") is not None:
        del row.attrib["spans"]
    for cell in list(row):
        column = _column(cell) - shift
        if column < 1:
            row.remove(cell)
        else:
            cell.set("r", f"{letters(column)}{number}")


def _moved(area: CellRange, rows: tuple[int, int] | None, shift: int) -> CellRange | None:
    moved = area.without_rows(*rows) if rows else area
    return moved.without_columns(1, shift) if moved is not None and shift else moved


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _active_pane(row: int, column: int) -> str:
    if row > 1:
        return "bottomRight" if column > 1 else "bottomLeft"
    return "topRight"
