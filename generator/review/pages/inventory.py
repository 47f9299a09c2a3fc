"""Inventory: the grid of the workbook's columns that people state, one asset a row; blank mandatory cells are marked.

A cell that is typed here goes where the same cell of an edited workbook would go (`workspace.inventory_edits`).
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.facts.asset_decisions import FILE
from generator.model.asset import SystemAsset
from generator.model.facts import ImageAsset
from generator.renderers.inventory.rows import InventoryRow, view
from generator.review.assessment import WorkspaceAssessment
from generator.review.bench import (
    ActionDone,
    ActionRequest,
    PageRequest,
    PageValues,
    ReviewAction,
    ReviewPage,
    Workbench,
    there,
)
from generator.review.cell_origins import CellOrigin, CellOrigins
from generator.review.pages.long_tables import piece_of
from generator.review.writes import change_yaml, refused, shown_hash
from generator.text import counted
from generator.workspace.cell_plan import CellPlan
from generator.workspace.inventory_edits import plan_inventory
from generator.workspace.returned_table import TypedCell
from generator.workspace.yaml_writer import ChangingYaml, read_yaml

_COLUMNS: Mapping[str, str] = {
    "Function": "function",
    "Software/ Database Vendor": "vendor",
    "Software/ Database Name & Version": "software",
    "Patch Level": "patch_level",
    "OS Name and Version": "os",
    "Baseline Configuration Name": "baseline",
    "Virtual": "virtual",
    "Public": "public",
    "Authenticated Scan": "authenticated_scan",
    "Diagram Label": "diagram_label",
    "System Administrator/ Owner": "administrator",
    "Location": "location",
    "Hardware Make/Model": "hardware",
    "End-of-Life": "end_of_life",
    "Comments": "comments",
    "VLAN/ Network ID": "network",
    "Serial #/Asset Tag#": "asset_tag",
}
"""Header of the workbook that people can state, and the field of its row."""
_MOST_PASTED = 20_000
"""Cells of one paste."""


class GridCell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of the grid."""

    name: str
    """Of its form field: the header, `::` and the asset."""
    header: str
    value: str
    missing: bool


class OriginRow(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the page of one asset."""

    header: str
    value: str
    origin: CellOrigin | None
    """None where the cell is blank."""
    say: str
    """Of a blank mandatory cell: how it is stated."""


class GridRow(msgspec.Struct, frozen=True, kw_only=True):
    """One asset."""

    asset_id: str
    asset_type: str
    cells: tuple[GridCell, ...]


def _view(request: PageRequest) -> PageValues:
    assessment = request.assessment
    rows, blanks = assessment.once(inventory_rows), assessment.once(blank_cells)
    texts = assessment.once(_row_texts)
    chosen = request.query.get("columns", "missing")
    headers = _headers(blanks) if chosen != "all" else tuple(_COLUMNS)
    only = request.query.get("assets", "")
    shown = (row for row in rows if only != "blank" or not blanks.get(row.asset_id, frozenset()).isdisjoint(headers))
    piece = piece_of(shown, request.query, text=lambda row: texts[row.asset_id])
    return {
        "headers": headers,
        "piece": piece,
        "rows": tuple(_row(row, headers, blanks) for row in piece.rows),
        "missing": len(assessment.missing),
        "collected": tuple(cell for cell in assessment.missing if cell.column not in _COLUMNS),
        "columns": chosen,
        "assets": only,
        "every_header": tuple(_COLUMNS),
        "shown": shown_hash(read_yaml(request.bench.root, FILE)),
    }


def blank_cells(assessment: WorkspaceAssessment) -> Mapping[str, frozenset[str]]:
    """By asset, the headers of its mandatory cells that are blank."""
    blanks: dict[str, set[str]] = {}
    for cell in assessment.missing:
        blanks.setdefault(cell.asset_id, set()).add(cell.column)
    return {asset: frozenset(headers) for asset, headers in blanks.items()}


def _row_texts(assessment: WorkspaceAssessment) -> Mapping[str, str]:
    """By asset, what the filter searches: all that people can state, and the name and kind of the asset."""
    return {
        row.asset_id: " ".join((row.asset_id, row.asset_type, *(_value(row, header) for header in _COLUMNS))).casefold()
        for row in assessment.once(inventory_rows)
    }


def _headers(blanks: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The columns of the grid at first: those with a blank cell."""
    blank = frozenset[str]().union(*blanks.values())
    return tuple(header for header in _COLUMNS if header in blank) or ("Function",)


def _asset(request: PageRequest) -> PageValues:
    """Of one asset, the first where the address names none: each column with where its value comes from, and how a blank one is
    stated."""
    rows, wanted = request.assessment.once(inventory_rows), request.query.get("id")
    at = there(next((at for at, row in enumerate(rows) if wanted in (None, row.asset_id)), None))
    facts = request.assessment.tracked.assessed.facts
    # NOTE: the rows of the workbook are in the order of the images and then of the other assets (`oscal.inventory`).
    listed: tuple[ImageAsset | SystemAsset, ...] = (*facts.inventory, *facts.assets)
    origins = CellOrigins(listed[at], facts, request.assessment.package.comparison)
    missing = {cell.column: cell.say for cell in request.assessment.missing if cell.asset_id == rows[at].asset_id}
    return {
        "asset_id": rows[at].asset_id,
        "asset_type": rows[at].asset_type,
        "addresses": rows[at].addresses,
        "cells": tuple(
            OriginRow(header=header, value=value, origin=origins.of(header) if value else None, say=missing.get(header, ""))
            for header in _COLUMNS
            for value in (_value(rows[at], header),)
        ),
    }


def inventory_rows(assessment: WorkspaceAssessment) -> tuple[InventoryRow, ...]:
    """Of the workbook, as the evidence and the decisions have them."""
    return view(assessment.package)


def grid_rows(assessment: WorkspaceAssessment) -> tuple[GridRow, ...]:
    """Every asset with the columns that the page shows at first."""
    blanks = assessment.once(blank_cells)
    headers = _headers(blanks)
    return tuple(_row(row, headers, blanks) for row in assessment.once(inventory_rows))


def _row(row: InventoryRow, headers: Sequence[str], blanks: Mapping[str, frozenset[str]]) -> GridRow:
    missing = blanks.get(row.asset_id, frozenset())
    cells = tuple(
        GridCell(name=f"{header}::{row.asset_id}", header=header, value=_value(row, header), missing=header in missing)
        for header in headers
    )
    return GridRow(asset_id=row.asset_id, asset_type=row.asset_type, cells=cells)


def _value(row: InventoryRow, header: str) -> str:
    value = getattr(row, _COLUMNS[header])
    return "" if value is None else str(value)


def _save(request: ActionRequest) -> ActionDone:
    """Every cell of the grid that says something else than the inventory does."""
    parts = ((name.partition("::"), value) for name, value in request.posted.items())
    cells = ((asset, header, value) for (header, mark, asset), value in parts if mark)
    return _written(request, cells)


def _fill(request: ActionRequest) -> ActionDone:
    """One value for several assets."""
    header, value = request.posted.get("header", ""), request.posted.get("value", "").strip()
    assets = request.several.get("asset", ())
    if header not in _COLUMNS or not value or not assets:
        raise refused("a column, a value and at least one asset are needed", "choose all three")
    return _written(request, ((asset, header, value) for asset in assets))


def _paste(request: ActionRequest) -> ActionDone:
    """Rows of a spreadsheet: the first has the headers, the first column the identifiers."""
    text = request.posted.get("table", "").replace("\r\n", "\n").strip("\n")
    rows = list(csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text else ","))
    if len(rows) < 2 or len(rows) * len(rows[0]) > _MOST_PASTED:
        raise refused("no table of headers and rows", f"paste up to {_MOST_PASTED:,} cells with the headers in the first row")
    headers = [cell.strip() for cell in rows[0][1:]]
    if unknown := [header for header in headers if header not in _COLUMNS]:
        raise refused(f"`{unknown[0]}` is no column that people state", f"name one of {', '.join(_COLUMNS)}")
    cells = (
        (row[0].strip(), header, value)
        for row in rows[1:]
        if row
        for header, value in zip(headers, row[1:], strict=False)
        if value.strip()
    )
    return _written(request, cells)


def _written(request: ActionRequest, cells: Iterator[tuple[str, str, str]] | Sequence[tuple[str, str, str]]) -> ActionDone:
    now = _now(request.bench)
    typed = tuple(
        TypedCell(id=asset, header=header, place="workbench", base=was, typed=value.strip(), now=was)
        for asset, header, value in cells
        if (was := now.get((asset, header), "")).split() != value.split()
    )
    if unknown := sorted({cell.id for cell in typed} - {asset for asset, _ in now}):
        raise refused(f"`{unknown[0]}` is no asset of the inventory", "write the identifier as the inventory has it")
    plans: list[CellPlan] = []

    def change(before: ChangingYaml) -> ChangingYaml:
        plans.append(plan_inventory(typed, before))
        return plans[-1].changing

    notice = change_yaml(request, FILE, change)
    remarks = plans[-1].remarks
    if remarks:
        notice = f"{notice} {counted(len(remarks), 'cell')} not taken over: {'; '.join(remark.text for remark in remarks)}"
    return ActionDone(back="/inventory", notice=notice)


def _now(bench: Workbench) -> dict[tuple[str, str], str]:
    rows = bench.assessments.current().once(inventory_rows)
    return {(row.asset_id, header): _value(row, header) for row in rows for header in _COLUMNS}


PAGES = (
    ReviewPage(path="/inventory", title="Inventory", template="inventory.html", view=_view),
    ReviewPage(path="/inventory/asset", title="Asset", template="asset.html", view=_asset, listed=False),
)
ACTIONS = (
    ReviewAction(path="/inventory/save", apply=_save),
    ReviewAction(path="/inventory/fill", apply=_fill),
    ReviewAction(path="/inventory/paste", apply=_paste),
)
