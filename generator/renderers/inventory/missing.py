"""Cells that the inventory workbook must have and that cannot be filled yet: left blank, listed, and the package is a draft.

FedRAMP Integrated Inventory Workbook v3.1, row "Mandatory or Optional?". Addresses are required where the guidance allows no
blank: digests of containers, addresses of hosts. FedRAMP's OSCAL inventory mapping (2025-01-21) notes that hardware is no
matter of containers; here it is required of what is not virtual. End-of-life is required only of what has one, which only
people know.
"""

from collections.abc import Callable, Iterator

import msgspec

from generator.model.system import ImpactLevel
from generator.oscal.package import AuthorizationPackage
from generator.renderers.inventory.rows import InventoryRow, RowKind, view
from generator.renderers.inventory.xlsx import INVENTORY_XLSX

WHERE = "decisions/assets.yaml"


class MissingCell(msgspec.Struct, frozen=True, kw_only=True):
    """One cell."""

    asset_id: str
    column: str
    say: str
    """Where and how it can be said."""


class _Mandatory(msgspec.Struct, frozen=True, kw_only=True):
    column: str
    value: Callable[[InventoryRow], object]
    applies_to: Callable[[InventoryRow], bool]
    """Whether the workbook's guidance allows this row no blank."""
    say: str


def missing_cells(package: AuthorizationPackage) -> tuple[MissingCell, ...]:
    """By column, in the order of the workbook, then by row; nothing where no workbook applies to the package."""
    if not INVENTORY_XLSX.applies(package):
        return ()
    rows = view(package)
    columns = _HIGH if package.system.impact_level is ImpactLevel.HIGH else _ALWAYS
    return tuple(cell for column in columns for cell in _of(column, rows))


def _of(mandatory: _Mandatory, rows: tuple[InventoryRow, ...]) -> Iterator[MissingCell]:
    for row in rows:
        if mandatory.applies_to(row) and not mandatory.value(row):
            yield MissingCell(asset_id=row.asset_id, column=mandatory.column, say=mandatory.say)


def _every(_row: InventoryRow) -> bool:
    return True


def _runs_containers_or_is_a_host(row: InventoryRow) -> bool:
    return row.kind is RowKind.CONTAINER or row.asset_type == "Operating System"


def _is_probed(row: InventoryRow) -> bool:
    return row.kind in (RowKind.CONTAINER, RowKind.INFRASTRUCTURE)


def _is_product(row: InventoryRow) -> bool:
    return row.kind in (RowKind.SOFTWARE, RowKind.DATABASE)


def _has_software(row: InventoryRow) -> bool:
    return row.kind is RowKind.CONTAINER or _is_product(row)


def _is_hardware(row: InventoryRow) -> bool:
    return row.kind is RowKind.INFRASTRUCTURE and row.virtual == "No"


def _sentence(key: str, addition: str = "") -> str:
    return f"`{key}` in {WHERE}{addition}"


_ALWAYS = (
    _Mandatory(
        column="IPv4 or IPv6 Address",
        value=lambda row: row.addresses,
        applies_to=_runs_containers_or_is_a_host,
        say="collect it: what runs with its image ids, machines with their addresses",
    ),
    _Mandatory(column="Virtual", value=lambda row: row.virtual, applies_to=_every, say=_sentence("virtual")),
    _Mandatory(column="Public", value=lambda row: row.public, applies_to=_every, say=_sentence("public")),
    _Mandatory(
        column="Authenticated Scan",
        value=lambda row: row.authenticated_scan,
        applies_to=_is_probed,
        say=_sentence("authenticated-scan", ", or a scan that says it"),
    ),
    _Mandatory(
        column="Baseline Configuration Name", value=lambda row: row.baseline, applies_to=_every, say=_sentence("baseline")
    ),
    _Mandatory(
        column="OS Name and Version",
        value=lambda row: row.os,
        applies_to=_runs_containers_or_is_a_host,
        say=_sentence("os", ", or a scan that says it"),
    ),
    _Mandatory(
        column="Hardware Make/Model", value=lambda row: row.hardware, applies_to=_is_hardware, say=_sentence("hardware")
    ),
    _Mandatory(
        column="Software/ Database Vendor",
        value=lambda row: row.vendor,
        applies_to=_has_software,
        say=_sentence("vendor", ": who makes it, or `Open Source`"),
    ),
    _Mandatory(
        column="Software/ Database Name & Version",
        value=lambda row: row.software,
        applies_to=_is_product,
        say=_sentence("software"),
    ),
    _Mandatory(
        column="Diagram Label",
        value=lambda row: row.diagram_label,
        applies_to=_every,
        say=_sentence("diagram-label", ", or draw the workloads that run it"),
    ),
    _Mandatory(
        column="Function",
        value=lambda row: row.function,
        applies_to=_every,
        say=_sentence("function", ": what it does for the system"),
    ),
)
_HIGH = (
    *_ALWAYS,
    _Mandatory(
        column="System Administrator/ Owner",
        value=lambda row: row.administrator,
        applies_to=_every,
        say=_sentence("owner", ", or a party with the role asset-administrator in system.yaml"),
    ),
)
