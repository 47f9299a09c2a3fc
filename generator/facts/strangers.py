"""What scans looked at that is no asset of the system: the inventory misses it, or the scan went beyond the boundary."""

from collections.abc import Iterable

from generator.facts.asset_index import AssetIndex
from generator.model.coverage import Stranger
from generator.model.scan import ScanSnapshot, TargetKind
from generator.model.snapshot import day_of


def strangers(scans: Iterable[ScanSnapshot], index: AssetIndex) -> tuple[Stranger, ...]:
    """Hosts and images that a scan could look at and that are none of ours, each with its newest dated scan."""
    found: dict[tuple[TargetKind, str], Stranger] = {}
    for snapshot in scans:
        day = day_of(snapshot)
        if not snapshot.assessed or day is None:
            continue
        for target in snapshot.targets:
            if target.kind in (TargetKind.HOST, TargetKind.IMAGE) and target.named and not index.find(target):
                one = Stranger(
                    name=target.name,
                    kind=target.kind,
                    scanner=snapshot.scanner.name,
                    day=day,
                    source=snapshot.evidence.source,
                )
                known = found.get((target.kind, target.name))
                found[target.kind, target.name] = one if known is None or known.day < one.day else known
    return tuple(one for _, one in sorted(found.items()))
