"""What the inventory workbook says, row by row: the inventory items of the system security plan, in their order.

Column rules: FedRAMP Integrated Inventory Workbook v3.1 (2024-12-06), rows "GUIDANCE" and "Mandatory or Optional?". A
container is listed as its class, the image in the registry. What the evidence does not say stays blank, never "N/A".
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from generator.oscal import types as o
from generator.oscal.package import AuthorizationPackage
from generator.renderers.oscal_reading import day, holders, names, value_of, values_of
from generator.text import listed


class RowKind(StrEnum):
    """The groups of the workbook: what of an asset stands in which column."""

    CONTAINER = "container"
    INFRASTRUCTURE = "operating system or infrastructure"
    SOFTWARE = "software"
    DATABASE = "database"


_KINDS = {
    "image": RowKind.CONTAINER,
    "container": RowKind.CONTAINER,
    "web-server": RowKind.SOFTWARE,
    "software": RowKind.SOFTWARE,
    "database": RowKind.DATABASE,
}
"""By `asset-type`; everything else is infrastructure."""
_ASSET_TYPES = {
    "image": "Container",
    "container": "Container",
    "operating-system": "Operating System",
    "appliance": "Load Balancer",
    "storage-array": "Storage Array",
}
"""The column takes no vendor or product names. `Container` is what FedRAMP's example row says of an image."""
_MOST_WORKLOADS = 12
"""Named in Comments; the rest are counted, since the SSP lists them all."""


class InventoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One asset. Empty text is a blank cell."""

    kind: RowKind
    asset_id: str
    addresses: tuple[str, ...]
    """Digests of an image, IP addresses of a host."""
    virtual: str
    public: str
    dns: str
    authenticated_scan: str
    baseline: str
    os: str
    location: str
    asset_type: str
    hardware: str
    in_latest_scan: str
    vendor: str
    software: str
    """Name and version together, as the column has them."""
    software_name: str
    software_version: str
    patch_level: str
    diagram_label: str
    comments: str
    asset_tag: str
    network: str
    administrator: str
    application_owner: str
    function: str
    end_of_life: date | None


def view(package: AuthorizationPackage) -> tuple[InventoryRow, ...]:
    """One row per inventory item."""
    plan = package.bundle.ssp
    components = {component.uuid: component for component in plan.system_implementation.components}
    owner = names(holders(plan.metadata, "asset-administrator", "asset-owner"))
    parties = {party.uuid: party.name or "" for party in plan.metadata.parties}
    return tuple(
        _row(item, components, _responsible(item, parties), owner) for item in plan.system_implementation.inventory_items
    )


def _responsible(item: o.InventoryItem, parties: Mapping[str, str]) -> Mapping[str, str]:
    """By role, the names of who is responsible for the asset."""
    return {
        row.role_id: "\n".join(parties[uuid] for uuid in row.party_uuids if uuid in parties) for row in item.responsible_parties
    }


def _row(
    item: o.InventoryItem, components: Mapping[str, o.Component], responsible: Mapping[str, str], owner: str
) -> InventoryRow:
    stated = {prop.name: prop.value for prop in item.props}
    kind = _KINDS.get(stated.get("asset-type", ""), RowKind.INFRASTRUCTURE)
    image, infrastructure = kind is RowKind.CONTAINER, kind is RowKind.INFRASTRUCTURE
    probed = image or infrastructure
    administrator = responsible.get("asset-administrator") or responsible.get("asset-owner") or owner
    product_name, product_version = _product(item, stated, components, image=image)
    return InventoryRow(
        kind=kind,
        asset_id=stated.get("asset-id", ""),
        addresses=_addresses(item.props),
        virtual=_yes_or_no(stated.get("virtual")),
        public=_yes_or_no(stated.get("public")),
        dns=stated.get("fqdn", ""),
        authenticated_scan=_yes_or_no(stated.get("allows-authenticated-scan")) if probed else "",
        baseline=stated.get("baseline-configuration-name", ""),
        os=stated.get("os-name", "") if probed else "",
        location=stated.get("physical-location", "") if infrastructure else "",
        asset_type=_ASSET_TYPES.get(stated.get("asset-type", ""), stated.get("asset-type", "")) if probed else "",
        hardware=stated.get("hardware-model", "") if infrastructure else "",
        in_latest_scan=_yes_or_no(stated.get("is-scanned")) if probed else "",
        vendor=stated.get("vendor-name", ""),
        software=" ".join(part for part in (product_name, product_version) if part),
        software_name=product_name,
        software_version=product_version,
        patch_level=stated.get("software-patch-level", ""),
        diagram_label=stated.get("diagram-label", ""),
        comments=_comments(item),
        asset_tag=stated.get("asset-tag", "") if infrastructure else "",
        network=(stated.get("vlan-id") or stated.get("network-id") or "") if infrastructure else "",
        administrator=administrator,
        application_owner=_application_owner(responsible) if infrastructure else "",
        function=_function(item.props),
        end_of_life=day(stated["end-of-life-date"]) if "end-of-life-date" in stated else None,
    )


def _application_owner(responsible: Mapping[str, str]) -> str:
    """Where both are named, the administrator stands in the column before."""
    return responsible.get("asset-owner", "") if "asset-administrator" in responsible else ""


def _product(
    item: o.InventoryItem, stated: Mapping[str, str], components: Mapping[str, o.Component], *, image: bool
) -> tuple[str, str]:
    """Name and version; of an image those of the component that the item implements."""
    if image:
        props = components[item.implemented_components[0].component_uuid].props
        return value_of(props, "software-name") or "", value_of(props, "software-version") or ""
    return stated.get("software-name", ""), stated.get("software-version", "")


def _addresses(props: Sequence[o.Property]) -> tuple[str, ...]:
    names_ = ("image-digest", "ipv4-address", "ipv6-address")
    return tuple(prop.value for prop in props if prop.name in names_)


def _yes_or_no(value: str | None) -> str:
    return {"yes": "Yes", "no": "No"}.get(value or "", "")


def _function(props: Sequence[o.Property]) -> str:
    """FedRAMP's OSCAL guidance keeps the description in the remarks, the value being a kind of function: no answer alone."""
    return next((prop.remarks or "" for prop in props if prop.name == "function"), "")


def _comments(item: o.InventoryItem) -> str:
    """What people say, behind what the evidence says."""
    category = value_of(item.props, "asset-category")
    is_class = value_of(item.props, "asset-type") == "image"
    own = _image_comments(item.props) if is_class else _asset_comments(item)
    return "\n".join((own, *([f"CMMC category: {category}."] if category else ()), *([item.remarks] if item.remarks else ())))


def _asset_comments(item: o.InventoryItem) -> str:
    """The column In Latest Scan stays blank for software and databases, so the day stands here."""
    last = value_of(item.props, "last-scan")
    return f"{item.description}\nLast scan {day(last).isoformat()}." if last else item.description


def _image_comments(props: Sequence[o.Property]) -> str:
    clusters = values_of(props, "cluster")
    workloads = values_of(props, "workload")
    shown = listed(workloads, _MOST_WORKLOADS, separator="; ")
    last = value_of(props, "last-scan")
    return "\n".join(
        (
            f"Used by {shown}." if workloads else "What runs was not collected: a scan names it.",
            *([f"Runs in clusters {', '.join(clusters)}."] if clusters else []),
            f"Last scan {day(last).isoformat()}." if last else _unscanned(props),
            *(prop.remarks for prop in props if prop.name == "is-scanned" and prop.remarks),
            *(["Deployed by tag, not by digest."] if value_of(props, "pinned") == "no" else []),
        )
    )


def _unscanned(props: Sequence[o.Property]) -> str:
    scanned = value_of(props, "is-scanned") == "yes"
    return "Scanned, but nothing says when." if scanned else "No scan that assessed it was collected."
