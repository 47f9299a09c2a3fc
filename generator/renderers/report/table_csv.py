"""A section of the report as a CSV file: all rows, for whoever works in a spreadsheet or without scripts."""

from generator.documents.csv_text import csv_of_cells, harmless
from generator.renderers.report.table_rows import SecondLine, Shown, TableColumn, TablePage, text_of


def csv_of(page: TablePage) -> bytes:
    """All rows under the titles of the columns."""
    rows = (list(map(_text, row.cells, page.columns)) for row in page.rows)
    return csv_of_cells(([column.title for column in page.columns], *rows))


def _text(cell: Shown, column: TableColumn) -> str:
    words = text_of(cell)
    if column.kind == "number":
        number = words.replace(",", "")
        if number.removeprefix("-").isdigit():
            return number
    if not isinstance(cell, str) and cell.lines:
        words = "; ".join(part for part in (words, *map(_line, cell.lines)) if part)
    return harmless(words)


def _line(line: SecondLine) -> str:
    return f"{line.text}: {line.more}" if line.more else line.text
