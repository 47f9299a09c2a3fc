"""A section of the report as a CSV file: all rows, for whoever works in a spreadsheet or without scripts."""

from collections.abc import Sequence

from generator.documents.csv_text import csv_of_cells, harmless_row
from generator.renderers.report.table_rows import SecondLine, Shown, TableCell, TablePage, text_of


def csv_of(page: TablePage) -> bytes:
    """All rows under the titles of the columns."""
    numbers = [place for place, column in enumerate(page.columns) if column.kind == "number"]
    rows = (_row(row.cells, numbers) for row in page.rows)
    return csv_of_cells(([column.title for column in page.columns], *rows))


def _row(cells: Sequence[Shown], numbers: Sequence[int]) -> Sequence[str]:
    """Numbers stay numbers, which are harmless with their sign."""
    plain = {place: number for place in numbers if (number := _number(cells[place]))}
    words = [cell if isinstance(cell, str) else _words(cell) for cell in cells]
    for place in plain:
        words[place] = ""
    row = list(harmless_row(words))
    for place, number in plain.items():
        row[place] = number
    return row


def _number(cell: Shown) -> str:
    """Its digits, with a sign where it has one; empty where it is none."""
    number = text_of(cell).replace(",", "")
    return number if number.removeprefix("-").isdigit() else ""


def _words(cell: TableCell) -> str:
    return "; ".join(part for part in (cell.text, *map(_line, cell.lines)) if part) if cell.lines else cell.text


def _line(line: SecondLine) -> str:
    return f"{line.text}: {line.more}" if line.more else line.text
