"""Inventory items: one per image class in scope, one per cluster node.

FedRAMP, "Expressing FedRAMP System Inventory in OSCAL" (2025-01-21), names the properties; the items point at the components
that carry the checksum.
"""

import ipaddress
from collections import Counter
from datetime import date

from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.ids import Identifiers
from generator.model.comparison import Comparison
from generator.model.facts import AssetScan, ImageAsset, SystemFacts
from generator.model.inventory import NodeObject
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.common import NS, line, moment, prop
from generator.oscal.components import Naming, drawn_labels, image_label


def inventory_items(
    facts: SystemFacts, comparison: Comparison, system: System, ids: Identifiers
) -> tuple[o.InventoryItem, ...]:
    """One item per image class in scope, then one per cluster node."""
    naming, labels = Naming(ids), drawn_labels(comparison)
    images = tuple(_item(image, labels, system, naming, facts.as_of) for image in facts.inventory)
    names = Counter(node.name for view in facts.clusters for node in view.nodes)
    nodes = tuple(_node(view.name, node, naming, system, names) for view in facts.clusters for node in view.nodes)
    return (*images, *nodes)


def _looked_at(scan: AssetScan, image: ImageAsset, as_of: date) -> bool:
    """In the latest scan: a scan that could look, within FedRAMP's window, at a digest that runs where both are known."""
    if not scan.assessed or scan.taken is None or (as_of - scan.taken.date()).days > SCAN_WINDOW_DAYS:
        return False
    return not scan.digests or not image.digests or bool(set(scan.digests) & set(image.digests))


def _item(image: ImageAsset, labels: dict[str, str], system: System, naming: Naming, as_of: date) -> o.InventoryItem:
    fedramp = system.fedramp_namespace
    scanned = any(_looked_at(scan, image, as_of) for scan in image.scans)
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


def _node(cluster: str, node: NodeObject, naming: Naming, system: System, names: Counter[str]) -> o.InventoryItem:
    """Where two clusters have a node of the same name, the cluster is part of the identifier."""
    versions = ", ".join(part for part in (node.kernel, node.kubelet and f"kubelet {node.kubelet}", node.runtime) if part)
    return o.InventoryItem(
        uuid=naming.node(cluster, node.name),
        description=f"Node {line(node.name)} of cluster {line(cluster)}{f' ({line(versions)})' if versions else ''}.",
        props=(
            prop("asset-id", node.name if names[node.name] == 1 else f"{cluster}/{node.name}"),
            prop("asset-type", "operating-system"),
            prop("public", "no"),
            *(prop("ipv6-address" if ":" in one else "ipv4-address", one) for one in node.addresses if _is_address(one)),
            prop("is-scanned", "no"),
            prop("scan-type", "infrastructure", system.fedramp_namespace),
            *((prop("os-name", node.os_image),) if node.os_image else ()),
            prop("function", "Cluster node", remarks=line(f"Runs containers of cluster {cluster}")),
        ),
        implemented_components=(o.ImplementedComponent(component_uuid=naming.this_system),),
    )


def _is_address(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True
