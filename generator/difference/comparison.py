"""The difference of two packages as a whole."""

from collections.abc import Iterator

import msgspec

from generator.difference.item_changes import ItemChanges, item_changes
from generator.difference.part_changes import ORDER, SystemChange, flow_changes, part_changes
from generator.difference.sides import PackageSide
from generator.errors import ConfigError


class PackageDifference(msgspec.Struct, frozen=True, kw_only=True):
    """What changed from the older to the newer."""

    old: PackageSide
    new: PackageSide
    items: ItemChanges
    changes: tuple[SystemChange, ...]
    """Of the system, in the order in which they are shown."""
    not_compared: tuple[str, ...]
    """What one of the two does not have, or what of it cannot be read."""


def difference(old: PackageSide, new: PackageSide) -> PackageDifference:
    """Compare two packages of one system.

    Raises:
        ConfigError: the second is the older one, or they are of two systems.
    """
    if new.as_of < old.as_of:
        step = "name the older one first: atopack diff OLD NEW"
        raise ConfigError(f"{new.path} is of {new.as_of}, before {old.path} of {old.as_of}", next_step=step)
    names = [side.parts.system for side in (old, new) if side.parts and side.parts.system]
    if len(set(names)) > 1:
        raise ConfigError(f"these are packages of two systems: {names[0]} and {names[1]}", next_step="name two of one system")
    parts = part_changes(old.parts, new.parts) if old.parts and new.parts else ()
    flows = flow_changes(old.flows, new.flows) if old.flows and new.flows else ()
    return PackageDifference(
        old=old,
        new=new,
        items=item_changes(old.items, new.items, new.as_of, old.looks, new.images),
        changes=tuple(sorted((*parts, *flows), key=lambda flow: ORDER.index(flow.kind))),
        not_compared=(*_not_compared(old), *_not_compared(new)),
    )


def _not_compared(side: PackageSide) -> Iterator[str]:
    if side.parts is None:
        yield f"{side.path} has no security plan, so what runs and controls are not compared"
    if side.flows is None:
        yield f"{side.path} has no file of flows, so flows are not compared"
    yield from (f"an entry of the security plan of {side.path} cannot be read: {place}" for place in side.left_out)
