"""`atopack absorb FILE.xlsx`: what people typed into a workbook of a package goes to the decisions that say it.

A three-way merge by cells: what was written (the record in the file), what stands there now, what would be written today. What
no one else changed goes to its key; where both changed it, both are shown and a person decides; the rest is reported.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from generator.documents.word_record import attached
from generator.documents.workbook_cells import Book
from generator.errors import ConfigError, ParseError
from generator.facts import asset_decisions
from generator.ledger import deviation_decisions
from generator.renderers.sheet_record import SheetRecord, decode_sheet_record
from generator.text import counted
from generator.workspace import deviation_edits, inventory_edits
from generator.workspace.cell_plan import CellPlan
from generator.workspace.deviation_edits import plan_deviations
from generator.workspace.edit_remarks import Remark
from generator.workspace.folder import Workspace
from generator.workspace.inventory_edits import plan_inventory
from generator.workspace.returned_table import (
    ReturnedTable,
    TableShape,
    recorded_table,
    reported,
    same,
    table_of,
    typed_cells,
)
from generator.workspace.yaml_writer import read_yaml

Present = Callable[[str], bytes | None]
"""A document of the package by its path, as it would be built now; None where it would not be there."""

_POAM = "put it into the folder under previous/ that `atopack accept` made"
_OTHERS: Mapping[str, tuple[str, str]] = {
    "Open POA&M Items": ("this is the POA&M workbook, which the next build reads by itself", _POAM),
    "CIS Worksheet": ("this is the CIS and CRM workbook, which is made from narratives/", "change narratives/, or Appendix A"),
    "Risk Exposure Table": ("this is the Risk Exposure Table, which belongs to the assessor", "send it to the assessor"),
    "Control Summary": (
        "this is the Security Requirements Traceability Matrix, whose results are the assessor's",
        "send it to the assessor; seed and share of the draw go to decisions/sampling.yaml",
    ),
    "Standing": ("this workbook is made from requirements and verdicts", "write verdicts into decisions/verdicts.yaml"),
}
"""Workbooks that are not absorbed, by words in the name of a sheet of theirs."""
_WRONG = f"name the inventory workbook or the deviation request form; of a POA&M: {_POAM}"


class WorkbookMerge(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a workbook; nothing is written yet."""

    record: SheetRecord
    shape: TableShape
    plan: CellPlan
    remarks: tuple[Remark, ...]


def merge_workbook(data: bytes, file: Path, workspace: Workspace, present: Present, base: Path | None) -> WorkbookMerge:
    """Merge a workbook that came back.

    Raises:
        ConfigError: another workbook (says which command takes it), not this system's, without its record, or not readable.
    """
    book = opened(data, str(file))
    shape = _shape(book)
    record = _record(data if base is None else base.read_bytes(), base or file)
    require_same_system(record.system, workspace, file)
    written, back = recorded_table(record, shape, str(base or file)), table_of(book, shape)
    now = _today(present, shape)
    cells = tuple(typed_cells(shape, written, back, now))
    if shape is inventory_edits.SHAPE:
        plan = plan_inventory(cells, read_yaml(workspace.root, asset_decisions.FILE))
    else:
        rows = now.rows if now is not None else {}
        plan = plan_deviations(cells, read_yaml(workspace.root, deviation_decisions.FILE), workspace, rows)
    notes = (*reported(shape, written, back), *_commented(book))
    return WorkbookMerge(record=record, shape=shape, plan=plan, remarks=(*plan.remarks, *notes))


def unshown(merge: WorkbookMerge, present: Present) -> tuple[Remark, ...]:
    """What was written to its key and will not be shown as typed, since evidence or another decision counts before it."""
    if not merge.plan.taken:
        return ()
    now = _today(present, merge.shape)
    remarks = []
    for taken in merge.plan.taken:
        row = now.rows.get(taken.cell.id) if now is not None else None
        shown = row.cells.get(taken.cell.header, "") if row is not None else ""
        if not same(shown.casefold(), taken.cell.typed.casefold()):
            what = f"{taken.cell.header} of {taken.cell.id} now stands under `{taken.key}` in {taken.file}"
            why = f"the next build still shows {shown!r}, since evidence or another decision counts before it"
            remarks.append(Remark(place=taken.cell.place, text=f"{what}; {why}"))
    return tuple(remarks)


def opened(data: bytes, where: str) -> Book:
    """The workbook.

    Raises:
        ConfigError: none that can be read.
    """
    try:
        return Book(data, where=where)
    except ParseError as error:
        raise ConfigError(error.what, where=where, next_step=error.next_step) from error


def _shape(book: Book) -> TableShape:
    for shape in (inventory_edits.SHAPE, deviation_edits.SHAPE):
        if book.find(shape.sheet) is not None:
            return shape
    for sheet, (what, step) in _OTHERS.items():
        if any(sheet in name for name in book.names):
            raise ConfigError(what, where=book.where, next_step=step)
    has = ", ".join(map(repr, book.names[:5]))
    raise ConfigError(f"this workbook is not absorbed; its sheets are {has}", where=book.where, next_step=_WRONG)


def require_same_system(system: str, workspace: Workspace, file: Path) -> None:
    """A file goes back into the workspace that it was generated from.

    Raises:
        ConfigError: it is of another system.
    """
    if system != workspace.system.id:
        what = f"it was generated for the system `{system}`, and this workspace is `{workspace.system.id}`"
        raise ConfigError(what, where=str(file), next_step="name the workspace with --workspace")


def _record(data: bytes, file: Path) -> SheetRecord:
    text = attached(data, where=str(file))
    if text is None:
        what = "it does not carry the record of what was generated, so typed cells cannot be recognized"
        raise ConfigError(what, where=str(file), next_step="name the file as `atopack build` wrote it with --base")
    return decode_sheet_record(text, str(file))


def _today(present: Present, shape: TableShape) -> ReturnedTable | None:
    data = present(shape.document)
    return None if data is None else table_of(Book(data, where=shape.document), shape)


def _commented(book: Book) -> tuple[Remark, ...]:
    """Comments that hang on cells: a build writes none."""
    count = book.comments()
    hang = counted(count, "comment hangs on a cell", "comments hang on cells")
    text = f"{hang}, not taken over; write what is to stay into a cell"
    return (Remark(place="", text=text),) if count else ()
