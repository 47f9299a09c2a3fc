"""A scan without its texts: which identifiers were seen on which targets, and on which day; what an old scan is asked for.

A scan that counts for no asset gives first-seen dates, the counts of the account, and its own line among the scans. Titles,
descriptions, packages, scores and places in the file are asked of scans that count alone (`weaknesses.assess`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from generator.model.facts import SystemFacts
from generator.model.quality import SOURCE_CODE
from generator.model.scan import ResultKind, ScanSnapshot
from generator.model.snapshot import Snapshot, counts_on, day_of

WholeScan = Callable[[ScanSnapshot], ScanSnapshot]
"""A scan with its texts, of one that may be without."""


NO_TEXTS: Mapping[str, Any] = MappingProxyType(
    {
        "native_severity": "",
        "native_status": "",
        "title": "",
        "description": "",
        "solution": "",
        "cves": (),
        "aliases": (),
        "cwes": (),
        "cvss": (),
        "known_exploited": None,
        "packages": (),
    }
)


def as_read(snapshot: ScanSnapshot) -> ScanSnapshot:
    """The `WholeScan` of scans that are all whole."""
    return snapshot


def may_be_condensed(snapshot: ScanSnapshot) -> bool:
    """Are its texts asked for only where it counts? Packages of source code are compared with what is in images, results of
    settings with benchmarks, whether they count or not."""
    by_kind = all(result.kind is ResultKind.VULNERABILITY for result in snapshot.results)
    return bool(snapshot.results) and by_kind and not any(target.kind in SOURCE_CODE for target in snapshot.targets)


def condensed(snapshot: ScanSnapshot) -> ScanSnapshot:
    """Without its texts."""
    source = snapshot.evidence.source
    results = (replace(result, source=source, **NO_TEXTS) for result in snapshot.results)
    return replace(snapshot, results=tuple(results))


def superseded(snapshots: Iterable[Snapshot], facts: SystemFacts) -> frozenset[str]:
    """Paths of scans that count for no asset on the day of the facts, and are older than another one of their scanner.

    One of the scanner's newest day may count tomorrow, or for another system that shares the file.
    """
    looks = (*(scan for image in facts.images for scan in image.scans), *(scan for each in facts.assets for scan in each.scans))
    counted = {scan.evidence.path for scan in (*looks, *(scan for _, _, scan in facts.object_scans))}
    scans = (snapshot for snapshot in snapshots if isinstance(snapshot, ScanSnapshot))
    dated = [(scan, day) for scan in scans if counts_on(scan, facts.as_of) and (day := day_of(scan)) is not None]
    newest: dict[str, date] = defaultdict(lambda: date.min)
    for scan, day in dated:
        newest[scan.scanner.name] = max(newest[scan.scanner.name], day)
    return frozenset(
        scan.evidence.path
        for scan, day in dated
        if day < newest[scan.scanner.name] and scan.evidence.path not in counted and may_be_condensed(scan)
    )
