"""Cells that the inventory workbook must have and that cannot be filled yet: left blank, listed, and the package is a draft.

FedRAMP Integrated Inventory Workbook v3.1, row "Mandatory or Optional?". Addresses are required where the guidance allows no
blank: digests of containers, addresses of hosts. FedRAMP's OSCAL inventory mapping (2025-01-21) notes that hardware is no
matter of containers; here it is required of what is not virtual. End-of-life is required only of what has one, which only
people know.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.model.system import ImpactLevel
from generator.oscal.package import AuthorizationPackage
from generator.renderers.inventory_rows import InventoryRow, RowKind, view
from generator.renderers.inventory_xlsx import INVENTORY_XLSX

WHERE = "decisions/assets.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingCell:
    """One cell."""

    asset_id: str
    column: str
    say: str
    """Where and how it can be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mandatory:
    column: str
    value: Callable[[InventoryRow], object]
    owed: Callable[[InventoryRow], bool]
    say: str


def missing_cells(package: AuthorizationPackage) -> tuple[MissingCell, ...]:
    """By column, in the order of the workbook, then by row; nothing where no workbook applies to the package."""
    if not INVENTORY_XLSX.applies(package):
        return ()
    rows = view(package)
    columns = _HIGH if package.system.impact_level is ImpactLevel.HIGH else _ALWAYS
    return tuple(cell for one in columns for cell in _of(one, rows))


def _of(one: _Mandatory, rows: tuple[InventoryRow, ...]) -> Iterator[MissingCell]:
    for row in rows:
        if one.owed(row) and not one.value(row):
            yield MissingCell(asset_id=row.asset_id, column=one.column, say=one.say)


def _every(_row: InventoryRow) -> bool:
    return True


def _runs_containers_or_is_a_host(row: InventoryRow) -> bool:
    return row.kind is RowKind.CONTAINER or row.asset_type == "Operating System"


def _is_probed(row: InventoryRow) -> bool:
    return row.kind in (RowKind.CONTAINER, RowKind.INFRASTRUCTURE)


def _is_product(row: InventoryRow) -> bool:
    return row.kind in (RowKind.SOFTWARE, RowKind.DATABASE)


def _is_hardware(row: InventoryRow) -> bool:
    return row.kind is RowKind.INFRASTRUCTURE and row.virtual == "No"


def _said(key: str, beside: str = "") -> str:
    return f"`{key}` in {WHERE}{beside}"


_ALWAYS = (
    _Mandatory(
        column="IPv4 or IPv6 Address",
        value=lambda row: row.addresses,
        owed=_runs_containers_or_is_a_host,
        say="collect it: pods with their image ids, nodes and machines with their addresses",
    ),
    _Mandatory(column="Virtual", value=lambda row: row.virtual, owed=_every, say=_said("virtual")),
    _Mandatory(column="Public", value=lambda row: row.public, owed=_every, say=_said("public")),
    _Mandatory(
        column="Authenticated Scan",
        value=lambda row: row.authenticated_scan,
        owed=_is_probed,
        say=_said("authenticated-scan", ", or a scan that says it"),
    ),
    _Mandatory(column="Baseline Configuration Name", value=lambda row: row.baseline, owed=_every, say=_said("baseline")),
    _Mandatory(
        column="OS Name and Version",
        value=lambda row: row.os,
        owed=_runs_containers_or_is_a_host,
        say=_said("os", ", or a scan that says it"),
    ),
    _Mandatory(column="Hardware Make/Model", value=lambda row: row.hardware, owed=_is_hardware, say=_said("hardware")),
    _Mandatory(column="Software/ Database Vendor", value=lambda row: row.vendor, owed=_is_product, say=_said("vendor")),
    _Mandatory(
        column="Software/ Database Name & Version", value=lambda row: row.software, owed=_is_product, say=_said("software")
    ),
    _Mandatory(
        column="Diagram Label",
        value=lambda row: row.diagram_label,
        owed=_every,
        say=_said("diagram-label", ", or draw the workloads that run it"),
    ),
    _Mandatory(column="Function", value=lambda row: row.function, owed=_every, say=_said("function")),
)
_HIGH = (
    *_ALWAYS,
    _Mandatory(
        column="System Administrator/ Owner",
        value=lambda row: row.administrator,
        owed=_every,
        say=_said("owner", ", or a party with the role asset-administrator in system.yaml"),
    ),
)
