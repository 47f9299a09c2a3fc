"""What the workbooks have in common: the template in use, the layout it has, and what the adapter had to say."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import TypeVar

import msgspec

from generator.documents.workbook import CellValue, FilledWorkbook, LabelFill, SheetColumn, SheetFill, fill
from generator.errors import ConfigError, ParseError
from generator.model.evidence import Gap, GapKind
from generator.resources import data

FULL_TEXT = "the OSCAL documents of this package"
"""Where a reader finds the rest of a text that a cell cannot hold."""


Row = TypeVar("Row")
FilledColumn = tuple[SheetColumn, Callable[[Row], CellValue]]
"""A column, and what of a record stands in it."""


class WorkbookForm(msgspec.Struct, frozen=True, kw_only=True):
    """One form of a template, recognized by its headers."""

    name: str
    """For people: `POA&M v3.0`."""
    sheets: tuple[SheetFill, ...]
    drop: tuple[str, ...] = ()
    """Sheets of the form that do not apply."""


def column(header: str, value: Callable[[Row], CellValue], *others: str) -> FilledColumn[Row]:
    """The column of that header, or of one of the others, that other templates have."""
    return SheetColumn(headers=(header, *others)), value


def filled_sheet(
    name: str, columns: Sequence[FilledColumn[Row]], rows: Iterable[Row], first_row: int, labels: tuple[LabelFill, ...] = ()
) -> SheetFill:
    """A sheet with one row for each record."""
    return SheetFill(
        sheet=name,
        columns=tuple(head for head, _ in columns),
        rows=[[value(row) for _, value in columns] for row in rows],
        first_row=first_row,
        labels=labels,
        see=FULL_TEXT,
    )


def standing(rows: Iterable[tuple[str, CellValue]]) -> SheetFill:
    """How things stand, in questions and answers: the first sheet of workbooks that are our own."""
    return filled_sheet("Standing", (column("Question", itemgetter(0)), column("Answer", itemgetter(1))), rows, 4)


def own_template(name: str) -> bytes:
    """This project's own template of that file name."""
    return (data("templates") / "xlsx" / name).read_bytes()


def fill_first(
    template: bytes | None, own: str, layouts: Iterable[WorkbookForm], *, day: date, where: str = "our own template"
) -> FilledWorkbook:
    """The user's template, else our `own`, filled after the first layout whose sheets, labels and headers it has; the next is
    made when that fails.

    Raises:
        ConfigError: it has none of the layouts; says what each of them misses.
    """
    misses, opened = [], own_template(own) if template is None else template
    for layout in layouts:
        try:
            return fill(opened, layout.sheets, date=day, where=where, drop=layout.drop)
        except (ConfigError, ParseError) as error:
            misses.append((layout.name, error))
    raise ConfigError(
        "this template cannot be filled: " + "; ".join(f"as {name}: {error}" for name, error in misses),
        where=where,
        next_step=misses[-1][1].next_step or "use an unaltered copy of the template",
    ) from misses[-1][1]


def gaps_of(filled: FilledWorkbook, path: str) -> tuple[Gap, ...]:
    """What was cut or left out, with the document as path and the cell as place."""
    return tuple(Gap(path=path, place=note.where, kind=GapKind.SHORTENED, reason=note.what) for note in filled.notes)
