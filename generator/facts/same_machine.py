"""Which machine of a cloud is the node of a cluster, where both tell of it.

A name, an instance's id or an address that the internet routes to says so. A private address alone does not: networks repeat
them, and a stranger would pass for a node that then has no row and no scan of its own. It is heard only where all nodes of a
cluster that nothing else tells of find a machine by their addresses, each one of its own, and there are several: that two
networks repeat one address is common, that they repeat all of them is not.
"""

import ipaddress
from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.model.asset import AssetKind, SystemAsset

_FEWEST = 2
"""Nodes that must agree before private addresses are believed."""

_Found = set[int]


def partners_of(
    ours: Sequence[SystemAsset], others: Sequence[SystemAsset], same_as: Mapping[AssetKind, AssetKind]
) -> list[set[int]]:
    """Of each of ours, in order, the positions of what may be the same among the others."""
    by_name: dict[tuple[AssetKind, str], _Found] = defaultdict(set)
    for index, other in enumerate(others):
        for name in other.names:
            by_name[other.kind, name].add(index)
    found: list[_Found] = []
    by_address: dict[str, dict[int, _Found]] = defaultdict(dict)
    for position, one in enumerate(ours):
        kind = same_as[one.kind]
        sure = [name for name in one.names if not is_private(name)]
        found.append(set().union(*(by_name.get((kind, name), ()) for name in sure)))
        if not found[-1] and one.kind is AssetKind.NODE and not one.machine:
            private = [name for name in one.names if is_private(name)]
            by_address[one.where][position] = set().union(*(by_name.get((kind, name), ()) for name in private))
    for candidates in by_address.values():
        if _agree(candidates):
            for position, one_machine in candidates.items():
                found[position] = one_machine
    return found


def is_address(name: str) -> bool:
    """Is it an IP address, and no name?"""
    return _address(name) is not None


def is_private(name: str) -> bool:
    """Is it an address that more than one network may use? A name is none."""
    found = _address(name)
    return found is not None and not found.is_global


def is_routed(name: str) -> bool:
    """Is it an address that the internet routes to?"""
    found = _address(name)
    return found is not None and found.is_global


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _agree(candidates: Mapping[int, _Found]) -> bool:
    machines = [index for found in candidates.values() for index in found]
    alone = all(len(found) == 1 for found in candidates.values())
    return alone and len(candidates) >= _FEWEST and len(set(machines)) == len(machines)
