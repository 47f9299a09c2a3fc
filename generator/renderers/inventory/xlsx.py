"""The inventory as FedRAMP's Integrated Inventory Workbook (SSP Appendix M), template v3.1, in the form it is handed in."""

from collections.abc import Sequence

from msgspec.structs import replace

from generator.documents.workbook import SheetFill
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument, Renderer, outside_cr26
from generator.renderers.inventory.rows import InventoryRow, view
from generator.renderers.sheet_record import with_sheet_record
from generator.renderers.workbook_filling import FilledColumn, WorkbookForm, column, fill_first, filled_sheet, gaps_of

_PATH = "workbooks/Appendix-M-Integrated-Inventory-Workbook.xlsx"
_Rows = Sequence[InventoryRow]

_FIELDS: tuple[FilledColumn[InventoryRow], ...] = (
    column("UNIQUE ASSET IDENTIFIER", lambda row: row.asset_id),
    column("IPv4 or IPv6 Address", lambda row: "\n".join(row.addresses)),
    column("Virtual", lambda row: row.virtual),
    column("Public", lambda row: row.public),
    column("DNS Name or URL", lambda row: row.dns),
    column("Authenticated Scan", lambda row: row.authenticated_scan),
    column("Baseline Configuration Name", lambda row: row.baseline),
    column("OS Name and Version", lambda row: row.os),
    column("Location", lambda row: row.location),
    column("Asset Type", lambda row: row.asset_type),
    column("Hardware Make/Model", lambda row: row.hardware),
    column("In Latest Scan", lambda row: row.in_latest_scan),
    column("Software/ Database Vendor", lambda row: row.vendor),
    column("Software/ Database Name & Version", lambda row: row.software),
    column("Patch Level", lambda row: row.patch_level),
    column("Diagram Label", lambda row: row.diagram_label),
    column("Comments", lambda row: row.comments),
    column("Serial #/Asset Tag#", lambda row: row.asset_tag),
    column("VLAN/ Network ID", lambda row: row.network),
    column("System Administrator/ Owner", lambda row: row.administrator),
    column("Application Administrator/ Owner", lambda row: row.application_owner),
    column("Function", lambda row: row.function),
    column("End-of-Life", lambda row: row.end_of_life),
)
"""NetBIOS names and MAC addresses stay blank: no evidence that is read carries them."""
HEADERS = tuple(head.headers[0] for head, _ in _FIELDS)
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
    return filled_sheet("Inventory", _FIELDS, rows, 3)


def _render(package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:
    rows = view(package)
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
