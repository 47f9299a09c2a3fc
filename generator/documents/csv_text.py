"""CSV as spreadsheets open it: UTF-8 with its mark, and no cell that they would take for a formula."""

import csv
import io
from collections.abc import Iterable


def csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """A whole file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
