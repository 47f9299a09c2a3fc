"""Inventory items: one per image class in scope, one per host, web address, database and whatever else the system runs on.

FedRAMP, "Expressing FedRAMP System Inventory in OSCAL" (2025-01-21), names the properties; the items point at the components
that carry the checksum.
"""

import ipaddress
from collections.abc import Collection, Sequence
from datetime import date

from msgspec.structs import replace

from generator.facts.coverage import doubt_of_latest_scan, image_in_latest_scan, in_latest_scan, looked_at
from generator.facts.image_makers import known_image
from generator.ids import UuidFactory
from generator.model.asset import AssetKind, AssetNotes, AssetScan, NoteKey, SystemAsset
from generator.model.comparison import Comparison
from generator.model.diagram_labels import DiagramLabels
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.platform import named_asset, named_place, place_name
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.asset_notes import either, note_props, responsible, yes_or_no
from generator.oscal.common import NS, known_prop, line, moment, prop
from generator.oscal.components import Naming, image_label
from generator.text import sentence


def inventory_items(
    facts: SystemFacts, comparison: Comparison, system: System, ids: UuidFactory
) -> tuple[o.InventoryItem, ...]:
    """One item per image class in scope, then one per other asset."""
    naming, labels = Naming(ids), DiagramLabels.of(comparison)
    images = tuple(_item(image, labels, system, naming, facts.as_of) for image in facts.inventory)
    clusters = frozenset(view.name for view in facts.clusters)
    others = (
        replace(
            _asset(asset, labels, system, naming, facts.as_of),
            implemented_components=(o.ImplementedComponent(component_uuid=_component(asset, clusters, naming)),),
        )
        for asset in facts.assets
    )
    return (*images, *others)


def _public(shown: bool | None, notes: AssetNotes) -> tuple[o.Property, ...]:  # noqa: FBT001 - the one thing that it is about
    """A way in that the evidence shows is there; that it shows none does not outweigh a person who knows of one."""
    note = notes.find(NoteKey.PUBLIC)
    return yes_or_no("public", note, shown=None if note and not shown else shown)


def _last(scans: Sequence[AssetScan]) -> tuple[o.Property, ...]:
    last = max((scan.taken for scan in scans if scan.taken and scan.scanned), default=None)
    return (prop("last-scan", moment(last), NS),) if last else ()


def _image_scanned(image: ImageAsset, as_of: date) -> o.Property:
    """Yes where scans of the month looked at every digest that runs; the remarks say why a scan of the tag is not one."""
    doubt = doubt_of_latest_scan(image, as_of)
    return prop("is-scanned", "yes" if image_in_latest_scan(image, as_of) else "no", remarks=doubt or None)


def _scanned(asset: SystemAsset, as_of: date) -> o.Property:
    return prop("is-scanned", "yes" if in_latest_scan(asset.scans, as_of, asset.digests) else "no")


def _item(image: ImageAsset, labels: DiagramLabels, system: System, naming: Naming, as_of: date) -> o.InventoryItem:
    fedramp, notes = system.fedramp_namespace, image.notes
    label = image_label(image, labels)
    decided = notes.find(NoteKey.DIAGRAM_LABEL)
    vendor = notes.find(NoteKey.VENDOR)
    return o.InventoryItem(
        uuid=naming.item(image.asset_id),
        description=f"Image class {line(image.asset_id)}.",
        props=(
            prop("asset-id", image.digests[0] if system.digest_as_identifier and image.digests else image.asset_id),
            prop("asset-type", "image"),
            prop("virtual", "yes"),
            *_public(image.public, notes),
            *yes_or_no(
                "allows-authenticated-scan",
                notes.find(NoteKey.AUTHENTICATED_SCAN),
                shown=any(looked_at(image, scan) for scan in image.scans) or None,
            ),
            _image_scanned(image, as_of),
            prop("scan-type", "infrastructure", fedramp),
            *either("vendor-name", None if vendor else image.vendor, vendor, fedramp),
            *either("diagram-label", None if decided else label, decided, fedramp),
            *either("os-name", image.os_name, notes.find(NoteKey.OS)),
            *(prop("image-digest", digest, NS) for digest in image.digests),
            prop("function", "Container image", remarks=notes.text(NoteKey.FUNCTION) or _function(image) or None),
            *note_props(notes, system),
            *_last(image.scans),
            *(prop("workload", key, NS) for key in image.workloads),
            *(prop("cluster", name, NS) for name in image.locations if len(image.locations) > 1),
            *((prop("pinned", "yes" if image.pinned else "no", NS),) if image.running else ()),
        ),
        responsible_parties=responsible(notes, system, naming.ids),
        implemented_components=(o.ImplementedComponent(component_uuid=naming.image(image.asset_id)),),
        remarks=notes.text(NoteKey.COMMENTS) or None,
    )


def _function(image: ImageAsset) -> str:
    """What the software of a well-known image does; what an image of the system's own does only people know."""
    known = known_image(image.name)
    return known.function if known else ""


_TYPES = {
    AssetKind.NODE: "operating-system",
    AssetKind.HOST: "operating-system",
    AssetKind.WEB: "web-server",
    AssetKind.DATABASE: "database",
    AssetKind.LOAD_BALANCER: "appliance",
    AssetKind.STORAGE: "storage-array",
    AssetKind.CLUSTER: "software",
    AssetKind.CONTAINER: "container",
}
"""Values of `asset-type`; NIST's list is open."""
_SCAN_TYPES = {AssetKind.WEB: "web", AssetKind.DATABASE: "database"}
_FUNCTIONS = {
    AssetKind.NODE: ("Cluster node", "Runs containers of {cluster}"),
    AssetKind.HOST: ("Virtual machine", "Virtual machine in {where}"),
    AssetKind.WEB: ("Web address", "Web address that leads into {where}"),
    AssetKind.DATABASE: ("Database", "Database in {where}"),
    AssetKind.LOAD_BALANCER: ("Load balancer", "Load balancer in {where}"),
    AssetKind.STORAGE: ("Storage", "Storage in {where}"),
    AssetKind.CLUSTER: ("Cluster", "Control plane of {cluster}"),
    AssetKind.CONTAINER: ("Running container", "Running container in {where}, watched by a sensor"),
}


def _component(asset: SystemAsset, clusters: Collection[str], naming: Naming) -> str:
    """A cluster and its nodes are the cluster's component; everything else is the system's."""
    if asset.kind in (AssetKind.CLUSTER, AssetKind.NODE) and asset.where in clusters:
        return naming.cluster(asset.where)
    return naming.this_system


def _asset(asset: SystemAsset, labels: DiagramLabels, system: System, naming: Naming, as_of: date) -> o.InventoryItem:
    fedramp, notes = system.fedramp_namespace, asset.notes
    kind = _FUNCTIONS[asset.kind][0]
    drawn = labels.joined([(asset.workload, None)])
    decided, vendor, software = (notes.find(key) for key in (NoteKey.DIAGRAM_LABEL, NoteKey.VENDOR, NoteKey.SOFTWARE))
    details = f" ({line(asset.details)})" if asset.details else ""
    return o.InventoryItem(
        uuid=naming.item(asset.asset_id),
        description=f"{sentence(named_asset(kind.lower(), line(asset.asset_id)))}{_where(asset)}{details}.",
        props=(
            prop("asset-id", asset.asset_id),
            prop("asset-type", _TYPES[asset.kind]),
            *yes_or_no("virtual", notes.find(NoteKey.VIRTUAL), shown=asset.virtual),
            *_public(asset.public, notes),
            *yes_or_no(
                "allows-authenticated-scan",
                notes.find(NoteKey.AUTHENTICATED_SCAN),
                shown=_logged_in(asset),
            ),
            *(
                prop("ipv6-address" if ":" in address else "ipv4-address", address)
                for address in asset.addresses
                if _is_address(address)
            ),
            *(prop("image-digest", digest, NS) for digest in asset.digests),
            *known_prop("fqdn", asset.host_name),
            _scanned(asset, as_of),
            prop("scan-type", _SCAN_TYPES.get(asset.kind, "infrastructure"), fedramp),
            *either("os-name", asset.os_name, notes.find(NoteKey.OS)),
            *either("software-name", None if software else asset.product, software),
            *((prop("software-version", line(asset.version)),) if asset.product and asset.version and not software else ()),
            *either("vendor-name", None if vendor or software else asset.vendor, vendor, fedramp),
            *either("diagram-label", None if decided else drawn, decided, fedramp),
            *((prop("physical-location", asset.location),) if asset.location and not notes.text(NoteKey.LOCATION) else ()),
            prop("function", kind, remarks=notes.text(NoteKey.FUNCTION) or _function_of(asset)),
            *note_props(notes, system),
            *_last(asset.scans),
        ),
        responsible_parties=responsible(notes, system, naming.ids),
        remarks=notes.text(NoteKey.COMMENTS) or None,
    )


def _logged_in(asset: SystemAsset) -> bool | None:
    """A sensor beside a container sees all of it, as a scan of an image does; of anything else the scanner says it."""
    if asset.kind is AssetKind.CONTAINER:
        return any(scan.assessed for scan in asset.scans) or None
    answers = [scan.authenticated for scan in asset.scans if scan.assessed and scan.authenticated is not None]
    return any(answers) if answers else None


def _function_of(asset: SystemAsset) -> str:
    where = place_name(asset.where)
    return line(_FUNCTIONS[asset.kind][1].format(where=where, cluster=named_place(asset.where)))


def _where(asset: SystemAsset) -> str:
    """A cluster is its own place."""
    return "" if asset.where == asset.asset_id else f" of {line(place_name(asset.where))}"


def _is_address(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True
