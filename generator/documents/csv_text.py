"""CSV as spreadsheets open it: UTF-8 with its mark, no cell that they take for a formula, none that acts on a terminal."""

import csv
import io
from collections.abc import Iterable

from generator.text import visible

_FORMULA = ("=", "+", "-", "@", "\t")


def csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """A whole file."""
    return csv_of_cells([harmless(cell) for cell in row] for row in rows)


def csv_of_cells(rows: Iterable[Iterable[str]]) -> bytes:
    """A whole file of cells that are harmless already, such as numbers with their sign."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula (OWASP, CSV injection), and that shows what would steer a page."""
    seen = visible(cell)
    return f"'{seen}" if seen.startswith(_FORMULA) else seen
