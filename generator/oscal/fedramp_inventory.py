"""What FedRAMP expects of the inventory and components of a system security plan. See `fedramp_constraints` for the source.

A property of an inventory item may stand on the component it implements instead, where FedRAMP says so.
"""

import re
from collections import Counter
from collections.abc import Iterable

from generator.model.identifiers import AssetId
from generator.oscal.faults import FaultLog, Place
from generator.oscal.fedramp_values import OLDER_NAMESPACE
from generator.oscal.shapes import Node, PropsByName, children, props_by_name, text

_MAC = re.compile(r"([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}|([0-9a-fA-F]{4}\.){2}[0-9a-fA-F]{4}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?")

_ON_ITEM_OR_COMPONENT = (
    ("asset-type", False, "inventory-item-has-asset-type"),
    ("is-scanned", False, "inventory-item-has-is-scanned"),
    ("virtual", False, "inventory-item-or-component-has-virtual"),
    ("diagram-label", True, "inventory-item-has-diagram-label"),
    ("scan-type", True, "inventory-item-has-scan-type"),
)
"""Each property, whether it is FedRAMP's own, and the constraint."""


def check_inventory(implementation: Node, place: Place, namespaces: frozenset[str], level: str, faults: FaultLog) -> None:
    """Two items at least, each distinguished by its asset id and described."""
    components = {text(component, "uuid"): component for component, _ in children(implementation, "components", place)}
    for component, at in children(implementation, "components", place):
        _check_component(component, at, namespaces, faults)
    items = list(children(implementation, "inventory-items", place))
    if len(items) < 2:
        faults.warning(
            "fedramp:has-inventory-items", place, f"a plan should list at least two inventory items; found {len(items)}"
        )
    asset_ids: Counter[AssetId] = Counter()
    for item, at in items:
        linked = [
            components[uuid]
            for implemented_component, _ in children(item, "implemented-components", at)
            if (uuid := text(implemented_component, "component-uuid")) in components
        ]
        own = props_by_name(item, at)
        asset_ids.update(AssetId(text(prop, "value")) for prop in own.get("asset-id", ()))
        _check_item(own, [props_by_name(component, at) for component in linked], at, namespaces, faults)
        _check_vendor(own, linked, at, namespaces, faults)
        _check_details(own, at, level, faults)
    for asset_id, count in asset_ids.items():
        message = f"{count} inventory items have the asset id {asset_id!r}; each should have its own"
        faults.expect(count <= 1, "unique-inventory-item-asset-id", place, message)


def _check_component(component: Node, place: Place, namespaces: frozenset[str], faults: FaultLog) -> None:
    own = props_by_name(component, place)
    _check_end_of_life(own, place, namespaces, faults)
    if text(component, "type") != "software" or not any(text(prop, "value") == "image" for prop in own.get("asset-type", ())):
        return
    checksums = sum(text(prop, "ns") in namespaces for prop in own.get("checksum", ()))
    message = f"an image should have exactly one FedRAMP property checksum; found {checksums}"
    faults.expect(checksums == 1, "image-has-checksum", place, message)
    # NOTE: the rules of 2023 let an asset id stand once in a plan (`has-unique-asset-id`), in the inventory.
    if len(own.get("asset-id", ())) != 1 and OLDER_NAMESPACE not in namespaces:
        message = "an image should have exactly one property asset-id"
        faults.warning("fedramp:inventory-item-or-component-has-asset-id", place, message)


def _check_item(
    own: PropsByName, linked: Iterable[PropsByName], place: Place, namespaces: frozenset[str], faults: FaultLog
) -> None:
    for name, rule in (
        ("asset-id", "inventory-item-or-component-has-asset-id"),
        ("public", "inventory-item-and-component-has-public"),
    ):
        faults.expect(len(own.get(name, ())) == 1, rule, place, f"an inventory item should have exactly one property {name}")
    holders = [own, *linked]
    for name, extension, rule in _ON_ITEM_OR_COMPONENT:
        props = [prop for holder in holders for prop in holder.get(name, ())]
        message = f"an inventory item, or the component it implements, should have the property {name}"
        faults.expect(any(not extension or text(prop, "ns") in namespaces for prop in props), rule, place, message)
    if not any(text(prop, "remarks") for holder in holders for prop in holder.get("function", ())):
        message = "an inventory item, or its component, should describe its function in the remarks of a property function"
        faults.warning("fedramp:inventory-item-has-function", place, message)
    _check_end_of_life(own, place, namespaces, faults)


def _check_vendor(own: PropsByName, linked: Iterable[Node], place: Place, namespaces: frozenset[str], faults: FaultLog) -> None:
    made = [component for component in linked if text(component, "type") in ("hardware", "software")]
    named = [own, *(props_by_name(component, place) for component in made)]
    if made and not any(text(prop, "ns") in namespaces for holder in named for prop in holder.get("vendor-name", ())):
        message = "an inventory item of hardware or software, or its component, should name its vendor (vendor-name)"
        faults.warning("fedramp:inventory-item-has-vendor-name", place, message)


def _check_details(own: PropsByName, place: Place, level: str, faults: FaultLog) -> None:
    for prop in own.get("mac-address", ()):
        message = f"{text(prop, 'value')!r} is no MAC address"
        faults.expect(_MAC.fullmatch(text(prop, "value")), "inventory-item-has-valid-mac-address", place, message)
    for prop in own.get("allows-authenticated-scan", ()):
        if level in ("fips-199-moderate", "fips-199-high") and text(prop, "value") == "no" and not text(prop, "remarks"):
            message = "an item that allows no authenticated scan should say why in remarks"
            faults.warning("fedramp:authenticated-scan-no-has-remarks", place, message)
    for prop in own.get("scan-type", ()):
        if text(prop, "value") in ("other", "not-applicable") and not text(prop, "remarks"):
            message = f"the scan type {text(prop, 'value')} should be explained in remarks"
            faults.warning("fedramp:scan-type-has-remarks", place, message)


def _check_end_of_life(own: PropsByName, place: Place, namespaces: frozenset[str], faults: FaultLog) -> None:
    for prop in own.get("end-of-life-date", ()):
        if text(prop, "ns") in namespaces and not _DATE.fullmatch(text(prop, "value")):
            message = f"{text(prop, 'value')!r} is no date of the form 2027-12-31"
            faults.warning("fedramp:end-of-life-date-type", place, message)
