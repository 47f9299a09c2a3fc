"""CSV from outside: delimiter told from the header, text before the header skipped, columns found by name or position.

Scanner exports carry preambles (Qualys), columns of the same name (Prisma), `;` as delimiter, cells of several lines, and
hundreds of rows of nothing but commas (Nessus). All of them are counted by whoever reads: `Table.blank` says how many rows
were empty.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.errors import ParseError
from generator.parsers.document import Document

_HEADER_WITHIN = 30
"""Lines in which a header is looked for."""
_DELIMITERS = (",", ";", "\t", "|")
_LARGEST_CELL = 16 << 20
_NEXT = "export the file again"


@dataclass(frozen=True, slots=True)
class Row:
    """One row under its header."""

    line: int
    """Line of the file on which the row ends."""
    cells: Sequence[str]
    columns: Mapping[str, int]

    def get(self, *names: str) -> str:
        """The first of the named columns that is there and not empty, without white space around; else empty."""
        for name in names:
            index = self.columns.get(name)
            if index is not None and index < len(self.cells) and self.cells[index].strip():
                return self.cells[index].strip()
        return ""

    def at(self, index: int) -> str:
        """A cell by position, for headers that name two columns alike."""
        return self.cells[index].strip() if index < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """The part of a CSV file below its header."""

    header: tuple[str, ...]
    preamble: tuple[tuple[str, ...], ...]
    """Rows above the header that hold something."""
    delimiter: str
    text: str
    first_line: int
    """Number of the header's line."""

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Position by name; of two columns of the same name the first."""
        found: dict[str, int] = {}
        for index, name in enumerate(self.header):
            found.setdefault(name, index)
        return found

    def rows(self) -> Iterator[Row]:
        """Every row below the header that holds something.

        Raises:
            ParseError: a cell larger than any tool writes, or a NUL byte.
        """
        for line, cells in _records(self.text, self.delimiter):
            if line > self.first_line and any(cell.strip() for cell in cells):
                yield Row(line, cells, self.columns)

    def blank(self) -> int:
        """How many rows below the header hold nothing."""
        return sum(
            line > self.first_line and not any(cell.strip() for cell in cells)
            for line, cells in _records(self.text, self.delimiter)
        )


def table(document: Document, *required: str) -> Table | None:
    """The table whose header names all `required` columns (exactly, white space around aside); None where there is none.

    Never raises for a file that is no CSV: it is asked of every text file.
    """
    try:
        text = document.text
    except ParseError:
        return None
    if not all(name in text[: _HEADER_WITHIN * 4096] for name in required):
        return None
    head = "".join(text.splitlines(keepends=True)[:_HEADER_WITHIN])
    for delimiter in _DELIMITERS:
        found = _find(head, delimiter, required)
        if found:
            preamble, line, header = found
            return Table(header, preamble, delimiter, text, line)
    return None


def _find(
    head: str, delimiter: str, required: Sequence[str]
) -> tuple[tuple[tuple[str, ...], ...], int, tuple[str, ...]] | None:
    above: list[tuple[str, ...]] = []
    try:
        for line, cells in _records(head, delimiter):
            names = tuple(cell.strip() for cell in cells)
            if all(name in names for name in required):
                return tuple(above), line, names
            if any(names):
                above.append(names)
    except ParseError:
        return None
    return None


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    previous = csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise ParseError(f"not readable as CSV: {error}", where=f"line {reader.line_num}", next_step=_NEXT) from error
    finally:
        csv.field_size_limit(previous)
