"""Inventory items: one per image class in scope, one per host, web address, database and whatever else the system runs on.

FedRAMP, "Expressing FedRAMP System Inventory in OSCAL" (2025-01-21), names the properties; the items point at the components
that carry the checksum.
"""

import ipaddress
from collections.abc import Sequence
from datetime import date

from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.ids import Identifiers
from generator.model.asset import AssetKind, AssetScan, SystemAsset
from generator.model.comparison import Comparison
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.common import NS, line, moment, prop
from generator.oscal.components import Naming, drawn_labels, image_label


def inventory_items(
    facts: SystemFacts, comparison: Comparison, system: System, ids: Identifiers
) -> tuple[o.InventoryItem, ...]:
    """One item per image class in scope, then one per other asset."""
    naming, labels = Naming(ids), drawn_labels(comparison)
    images = tuple(_item(image, labels, system, naming, facts.as_of) for image in facts.inventory)
    return (*images, *(_asset(asset, system, naming, facts.as_of) for asset in facts.assets))


def _looked_at(scan: AssetScan, digests: Sequence[str], as_of: date) -> bool:
    """In the latest scan: a scan that could look, within FedRAMP's window, at a digest that runs where both are known."""
    if not scan.assessed or scan.taken is None or (as_of - scan.taken.date()).days > SCAN_WINDOW_DAYS:
        return False
    return not scan.digests or not digests or bool(set(scan.digests) & set(digests))


def _item(image: ImageAsset, labels: dict[str, str], system: System, naming: Naming, as_of: date) -> o.InventoryItem:
    fedramp = system.fedramp_namespace
    scanned = any(_looked_at(scan, image.digests, as_of) for scan in image.scans)
    label = image_label(image, labels)
    last = max((scan.taken for scan in image.scans if scan.taken and scan.assessed), default=None)
    return o.InventoryItem(
        uuid=naming.item(image.asset_id),
        description=f"Image class {line(image.asset_id)}.",
        props=(
            prop("asset-id", image.digests[0] if system.digest_as_identifier and image.digests else image.asset_id),
            prop("asset-type", "image"),
            prop("virtual", "yes"),
            prop("public", "yes" if image.public else "no"),
            *((prop("allows-authenticated-scan", "yes"),) if any(scan.assessed for scan in image.scans) else ()),
            prop("is-scanned", "yes" if scanned else "no"),
            prop("scan-type", "infrastructure", fedramp),
            prop("vendor-name", image.registry or "unknown registry", fedramp),
            *((prop("diagram-label", label, fedramp),) if label else ()),
            *((prop("os-name", image.os_name),) if image.os_name else ()),
            *(prop("image-digest", digest, NS) for digest in image.digests),
            prop("function", "Container image", remarks=_function(image)),
            *((prop("last-scan", moment(last), NS),) if last else ()),
            *(prop("workload", key, NS) for key in image.workloads),
            *((prop("pinned", "yes" if image.pinned else "no", NS),) if image.running else ()),
        ),
        implemented_components=(o.ImplementedComponent(component_uuid=naming.image(image.asset_id)),),
    )


def _function(image: ImageAsset) -> str:
    """What runs it, in a few words; a long list is cut, since the workloads stand in their own properties."""
    names = sorted({key.rsplit("/", 1)[-1] for key in image.workloads})
    if not names:
        return "Scanned image; no workload runs it"
    shown = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    return f"Runs {shown}"


_TYPES = {
    AssetKind.NODE: "operating-system",
    AssetKind.HOST: "operating-system",
    AssetKind.WEB: "web-server",
    AssetKind.DATABASE: "database",
    AssetKind.LOAD_BALANCER: "appliance",
    AssetKind.STORAGE: "storage-array",
    AssetKind.CLUSTER: "software",
}
"""Values of `asset-type`; NIST's list is open."""
_SCAN_TYPES = {AssetKind.WEB: "web", AssetKind.DATABASE: "database"}
_FUNCTIONS = {
    AssetKind.NODE: ("Cluster node", "Runs containers of cluster {where}"),
    AssetKind.HOST: ("Virtual machine", "Virtual machine in {where}"),
    AssetKind.WEB: ("Web address", "Web address that leads into {where}"),
    AssetKind.DATABASE: ("Database", "Database in {where}"),
    AssetKind.LOAD_BALANCER: ("Load balancer", "Load balancer in {where}"),
    AssetKind.STORAGE: ("Storage", "Storage in {where}"),
    AssetKind.CLUSTER: ("Cluster", "Control plane of cluster {where}"),
}
_VIRTUAL = frozenset({AssetKind.HOST, AssetKind.CLUSTER, AssetKind.DATABASE, AssetKind.LOAD_BALANCER, AssetKind.STORAGE})


def _asset(asset: SystemAsset, system: System, naming: Naming, as_of: date) -> o.InventoryItem:
    fedramp = system.fedramp_namespace
    kind, function = _FUNCTIONS[asset.kind]
    scanned = any(_looked_at(scan, (), as_of) for scan in asset.scans)
    last = max((scan.taken for scan in asset.scans if scan.taken and scan.assessed), default=None)
    logged_in = [scan.authenticated for scan in asset.scans if scan.assessed and scan.authenticated is not None]
    details = f" ({line(asset.details)})" if asset.details else ""
    product = " ".join(part for part in (asset.product, asset.version) if part)
    return o.InventoryItem(
        uuid=naming.item(asset.asset_id),
        description=f"{kind} {line(asset.asset_id)} of {line(asset.where)}{details}.",
        props=(
            prop("asset-id", asset.asset_id),
            prop("asset-type", _TYPES[asset.kind]),
            *((prop("virtual", "yes"),) if asset.kind in _VIRTUAL else ()),
            *((prop("public", "yes" if asset.public else "no"),) if asset.public is not None else ()),
            *((prop("allows-authenticated-scan", "yes" if any(logged_in) else "no"),) if logged_in else ()),
            *(prop("ipv6-address" if ":" in one else "ipv4-address", one) for one in asset.addresses if _is_address(one)),
            *((prop("fqdn", asset.asset_id),) if asset.kind is AssetKind.WEB else ()),
            prop("is-scanned", "yes" if scanned else "no"),
            prop("scan-type", _SCAN_TYPES.get(asset.kind, "infrastructure"), fedramp),
            *((prop("os-name", asset.os_name),) if asset.os_name else ()),
            *((prop("software-name", line(asset.product)),) if asset.product else ()),
            *((prop("software-version", line(asset.version)),) if product and asset.version else ()),
            *((prop("physical-location", line(asset.location)),) if asset.location else ()),
            prop("function", kind, remarks=line(function.format(where=asset.where))),
            *((prop("last-scan", moment(last), NS),) if last else ()),
        ),
        implemented_components=(o.ImplementedComponent(component_uuid=naming.this_system),),
    )


def _is_address(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True
