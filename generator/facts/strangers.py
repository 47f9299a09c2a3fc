"""What scans looked at that is no asset of the system: the inventory misses it, or the scan went beyond the boundary."""

from collections.abc import Iterable
from datetime import date

from generator.facts.asset_index import AssetIndex
from generator.model.coverage import Stranger
from generator.model.evidence import Source
from generator.model.scan import ScanSnapshot, TargetKind


def strangers(scans: Iterable[ScanSnapshot], index: AssetIndex, as_of: date) -> tuple[Stranger, ...]:
    """Hosts and images that a scan could look at and that are none of ours, each with its newest dated scan."""
    found: dict[tuple[TargetKind, str], Stranger] = {}
    for snapshot in scans:
        taken = snapshot.taken or snapshot.evidence.collected
        if not snapshot.assessed or taken is None or taken.date() > as_of:
            continue
        for target in snapshot.targets:
            if target.kind in (TargetKind.HOST, TargetKind.IMAGE) and target.named and not index.find(target):
                one = Stranger(
                    name=target.name,
                    kind=target.kind,
                    scanner=snapshot.scanner.name,
                    day=taken.date(),
                    source=Source(snapshot.evidence.sha256, snapshot.evidence.path),
                )
                known = found.get((target.kind, target.name))
                found[target.kind, target.name] = one if known is None or known.day < one.day else known
    return tuple(one for _, one in sorted(found.items()))
