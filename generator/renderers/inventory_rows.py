"""What the inventory workbook says, row by row: the inventory items of the system security plan, in their order.

Column rules: FedRAMP Integrated Inventory Workbook v3.1 (2024-12-06), rows "GUIDANCE" and "Mandatory or Optional?". A
container is listed as its class, the image in the registry. What the evidence does not say stays blank, never "N/A".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.oscal import types as o
from generator.oscal.package import AuthorizationPackage
from generator.renderers.oscal_reading import day, holders, names, value_of, values_of

_ASSET_TYPES = {"image": "Container", "operating-system": "Operating System"}
"""The column takes no vendor or product names. `Container` is what FedRAMP's example row says of an image."""
_MOST_WORKLOADS = 12
"""Named in Comments; the rest are counted, since the SSP lists them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryRow:
    """One asset. Empty text is a blank cell."""

    asset_id: str
    addresses: tuple[str, ...]
    """Digests of an image, IP addresses of a host."""
    virtual: str
    public: str
    authenticated_scan: str
    os: str
    asset_type: str
    in_latest_scan: str
    vendor: str
    software: str
    diagram_label: str
    comments: str
    administrator: str
    function: str


def view(package: AuthorizationPackage) -> tuple[InventoryRow, ...]:
    """One row per inventory item."""
    plan = package.bundle.ssp
    components = {one.uuid: one for one in plan.system_implementation.components}
    owner = names(holders(plan.metadata, "asset-administrator", "asset-owner"))
    return tuple(_row(item, components, owner) for item in plan.system_implementation.inventory_items)


def _row(item: o.InventoryItem, components: Mapping[str, o.Component], owner: str) -> InventoryRow:
    said = {prop.name: prop.value for prop in item.props}
    image = said.get("asset-type") == "image"
    return InventoryRow(
        asset_id=said.get("asset-id", ""),
        addresses=_addresses(item.props),
        virtual=_yes_or_no(said.get("virtual")),
        public=_yes_or_no(said.get("public")),
        authenticated_scan=_yes_or_no(said.get("allows-authenticated-scan")),
        os=said.get("os-name", ""),
        asset_type=_ASSET_TYPES.get(said.get("asset-type", ""), said.get("asset-type", "")),
        in_latest_scan=_yes_or_no(said.get("is-scanned")),
        vendor=said.get("vendor-name", "") if image else "",
        software=_software(item, components) if image else "",
        diagram_label=said.get("diagram-label", ""),
        comments=_image_comments(item.props) if image else item.description,
        administrator=owner,
        function=_function(item.props),
    )


def _addresses(props: Sequence[o.Property]) -> tuple[str, ...]:
    names_ = ("image-digest", "ipv4-address", "ipv6-address")
    return tuple(prop.value for prop in props if prop.name in names_)


def _yes_or_no(value: str | None) -> str:
    return {"yes": "Yes", "no": "No"}.get(value or "", "")


def _software(item: o.InventoryItem, components: Mapping[str, o.Component]) -> str:
    """Name and version of the component that the item implements."""
    props = components[item.implemented_components[0].component_uuid].props
    parts = (value_of(props, "software-name"), value_of(props, "software-version"))
    return " ".join(part for part in parts if part)


def _function(props: Sequence[o.Property]) -> str:
    """FedRAMP's OSCAL guidance keeps the description in the remarks, the value being a kind of function."""
    return next((prop.remarks or prop.value for prop in props if prop.name == "function"), "")


def _image_comments(props: Sequence[o.Property]) -> str:
    workloads = values_of(props, "workload")
    shown = "; ".join(workloads[:_MOST_WORKLOADS])
    more = f"; and {len(workloads) - _MOST_WORKLOADS} more" if len(workloads) > _MOST_WORKLOADS else ""
    last = value_of(props, "last-scan")
    return "\n".join(
        (
            f"Used by {shown}{more}." if workloads else "No workload uses it.",
            f"Last scan {day(last).isoformat()}." if last else _unscanned(props),
            *(["Deployed by tag, not by digest."] if value_of(props, "pinned") == "no" else []),
        )
    )


def _unscanned(props: Sequence[o.Property]) -> str:
    scanned = value_of(props, "is-scanned") == "yes"
    return "Scanned, but nothing says when." if scanned else "No scan that assessed it was collected."
