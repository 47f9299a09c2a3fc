"""The inventory as FedRAMP's Integrated Inventory Workbook (SSP Appendix M), template v3.1, in the form it is handed in."""

from collections.abc import Callable

from msgspec.structs import replace

from generator.documents.workbook import CellValue, SheetColumn, SheetFill
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument, Renderer, outside_cr26
from generator.renderers.inventory.rows import InventoryRow, view
from generator.renderers.sheet_record import with_sheet_record
from generator.renderers.workbook_filling import FULL_TEXT, WorkbookForm, fill_first, gaps_of

_PATH = "workbooks/Appendix-M-Integrated-Inventory-Workbook.xlsx"
_Rows = list[list[CellValue]]
_Field = tuple[SheetColumn, Callable[[InventoryRow], CellValue]]


def _field(header: str, value: Callable[[InventoryRow], CellValue]) -> _Field:
    return SheetColumn(headers=(header,)), value


_FIELDS: tuple[_Field, ...] = (
    _field("UNIQUE ASSET IDENTIFIER", lambda row: row.asset_id),
    _field("IPv4 or IPv6 Address", lambda row: "\n".join(row.addresses)),
    _field("Virtual", lambda row: row.virtual),
    _field("Public", lambda row: row.public),
    _field("DNS Name or URL", lambda row: row.dns),
    _field("Authenticated Scan", lambda row: row.authenticated_scan),
    _field("Baseline Configuration Name", lambda row: row.baseline),
    _field("OS Name and Version", lambda row: row.os),
    _field("Location", lambda row: row.location),
    _field("Asset Type", lambda row: row.asset_type),
    _field("Hardware Make/Model", lambda row: row.hardware),
    _field("In Latest Scan", lambda row: row.in_latest_scan),
    _field("Software/ Database Vendor", lambda row: row.vendor),
    _field("Software/ Database Name & Version", lambda row: row.software),
    _field("Patch Level", lambda row: row.patch_level),
    _field("Diagram Label", lambda row: row.diagram_label),
    _field("Comments", lambda row: row.comments),
    _field("Serial #/Asset Tag#", lambda row: row.asset_tag),
    _field("VLAN/ Network ID", lambda row: row.network),
    _field("System Administrator/ Owner", lambda row: row.administrator),
    _field("Application Administrator/ Owner", lambda row: row.application_owner),
    _field("Function", lambda row: row.function),
    _field("End-of-Life", lambda row: row.end_of_life),
)
"""NetBIOS names and MAC addresses stay blank: no evidence that is read carries them."""
HEADERS = tuple(column.headers[0] for column, _ in _FIELDS)
"""Of the columns that are written."""


def _as_downloaded(rows: _Rows) -> WorkbookForm:
    """With guidance and examples: the template's cell A1 demands that column A and rows 3 to 12 are deleted.

    A template that was cleaned before, as ours is, has the identifiers in column A, so this layout does not fit it.
    """
    sheet = replace(_inventory(rows), delete_rows=(3, 12), delete_first_column=True, freeze="B3")
    return WorkbookForm(name="the inventory v3.1 as downloaded", sheets=(sheet,))


def _as_submitted(rows: _Rows) -> WorkbookForm:
    """Groups in row 1, headers in row 2, assets from row 3."""
    return WorkbookForm(name="the inventory v3.1 as handed in", sheets=(_inventory(rows),))


def _inventory(rows: _Rows) -> SheetFill:
    columns = tuple(column for column, _ in _FIELDS)
    return SheetFill(sheet="Inventory", columns=columns, rows=rows, first_row=3, see=FULL_TEXT)


def _render(package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:
    rows = [[value(row) for _, value in _FIELDS] for row in view(package)]
    layouts = [_as_downloaded(rows), _as_submitted(rows)]
    filled = fill_first(template, "inventory.xlsx", layouts, day=package.as_of, where="templates: inventory")
    return RenderedDocument(data=with_sheet_record(filled.data, package, _PATH), notes=gaps_of(filled, _PATH))


INVENTORY_XLSX = Renderer(
    name="inventory-xlsx",
    path=_PATH,
    title="Integrated Inventory Workbook (SSP Appendix M)",
    template="inventory",
    applies=outside_cr26,
    render=_render,
)
