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
from generator.model.grouping import grouped_sets

_FEWEST = 2
"""Nodes that must agree before private addresses are believed."""

_AssetIndexes = set[int]
"""Positions among the others."""


def partners_of(
    ours: Sequence[SystemAsset], others: Sequence[SystemAsset], same_as: Mapping[AssetKind, AssetKind]
) -> list[set[int]]:
    """Of each of ours, in order, the positions of what may be the same among the others."""
    by_name = grouped_sets(((other.kind, name), index) for index, other in enumerate(others) for name in other.names)
    partners: list[_AssetIndexes] = []
    by_address: dict[str, dict[int, _AssetIndexes]] = defaultdict(dict)
    for position, asset in enumerate(ours):
        kind = same_as[asset.kind]
        sure = [name for name in asset.names if not is_private(name)]
        partners.append(set().union(*(by_name.get((kind, name), ()) for name in sure)))
        if not partners[-1] and asset.kind is AssetKind.NODE and not asset.machine:
            private = [name for name in asset.names if is_private(name)]
            by_address[asset.where][position] = set().union(*(by_name.get((kind, name), ()) for name in private))
    for candidates in by_address.values():
        if _agree(candidates):
            for position, one_machine in candidates.items():
                partners[position] = one_machine
    return partners


def is_address(name: str) -> bool:
    """Is it an IP address, and no name?"""
    return _address(name) is not None


def is_private(name: str) -> bool:
    """Is it an address that more than one network may use? A name is none."""
    address = _address(name)
    return address is not None and not address.is_global


def is_routed(name: str) -> bool:
    """Is it an address that the internet routes to?"""
    address = _address(name)
    return address is not None and address.is_global


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _agree(candidates: Mapping[int, _AssetIndexes]) -> bool:
    machines = [index for candidate in candidates.values() for index in candidate]
    alone = all(len(candidate) == 1 for candidate in candidates.values())
    return alone and len(candidates) >= _FEWEST and len(set(machines)) == len(machines)
