"""From sightings to weaknesses: which scans count, what is open on what runs, and since when.

Per asset and scanner one scan counts: the newest that looked at a digest that runs, else the newest of that name.
Older ones give the first-seen dates. Every raw entry ends in exactly one line of the `Accounting`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from generator.facts.images import TargetIndex
from generator.model.facts import Accounting, AffectedAsset, AssetScan, ImageAsset, Weakness
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Sighting

_SURE = {"digest": 2, "image id": 2, "reference": 1}


@dataclass(frozen=True, slots=True)
class _Look:
    """One scan's look at one asset."""

    snapshot: ScanSnapshot
    asset_id: str
    target: str
    matched_by: str
    day: date | None
    rank: tuple[bool, int, str, str]
    """Best last: a scan that could look beats one that could not, what looked at a running digest beats what only has the
    name, and then the newest. The path decides a tie."""

    @classmethod
    def of(cls, snapshot: ScanSnapshot, asset_id: str, target: str, matched_by: str) -> "_Look":
        taken = snapshot.taken or snapshot.evidence.collected
        rank = (snapshot.assessed, _SURE[matched_by], taken.isoformat() if taken else "", snapshot.evidence.path)
        return cls(snapshot, asset_id, target, matched_by, taken.date() if taken else None, rank)


@dataclass(slots=True)
class _Tally:
    results: int = 0
    dropped: int = 0
    superseded: int = 0
    not_running: int = 0
    open: int = 0
    licenses: int = 0
    dispositions: Counter[Disposition] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Assessed:
    """What `assess` finds."""

    images: tuple[ImageAsset, ...]
    weaknesses: tuple[Weakness, ...]
    accounting: Accounting


def assess(scans: Sequence[ScanSnapshot], assets: Sequence[ImageAsset], *, only_running: bool, as_of: date) -> Assessed:
    """Attach scans to assets and gather what is open. `only_running`: the inventory is what a cluster runs."""
    index = TargetIndex.of(assets)
    in_scope = {asset.asset_id for asset in assets if asset.running or not only_running}
    looks = [look for snapshot in scans for look in _looks(snapshot, index)]
    counted = _counted(looks, as_of)
    chosen = {(id(look.snapshot), look.target): look for look in counted}
    placed = {(id(look.snapshot), look.target): look for look in looks}
    tally, groups = _Tally(), defaultdict(list)
    first_seen = _FirstSeen()
    for snapshot in scans:
        tally.results += snapshot.tally.results
        tally.dropped += sum(count for _, count in snapshot.tally.dropped)
        for sighting in snapshot.sightings:
            key = (id(snapshot), sighting.target)
            look = placed.get(key)
            first_seen.note(sighting, look, as_of)
            if _count(tally, sighting, look, chosen.get(key), in_scope) and look:
                groups[sighting.scanner, sighting.identifier].append((sighting, look))
    weaknesses = tuple(_weakness(key, rows, first_seen) for key, rows in sorted(groups.items()))
    return Assessed(_with_scans(assets, counted), weaknesses, _accounting(tally))


def _looks(snapshot: ScanSnapshot, index: TargetIndex) -> Iterable[_Look]:
    for target in snapshot.targets:
        found = index.find(target)
        if found:
            yield _Look.of(snapshot, found[0], target.name, found[1])


def _counted(looks: Sequence[_Look], as_of: date) -> list[_Look]:
    best: dict[tuple[str, str], _Look] = {}
    for look in looks:
        if look.day is not None and look.day > as_of:
            continue
        key = (look.asset_id, look.snapshot.scanner.name)
        if key not in best or best[key].rank < look.rank:
            best[key] = look
    kept = {(asset_id, scanner): id(look.snapshot) for (asset_id, scanner), look in best.items()}
    return [look for look in looks if kept.get((look.asset_id, look.snapshot.scanner.name)) == id(look.snapshot)]


class _FirstSeen:
    """The earliest day on which a scanner saw an identifier on an asset."""

    def __init__(self) -> None:
        self._days: dict[tuple[str, str, str], date] = {}

    def note(self, sighting: Sighting, look: _Look | None, as_of: date) -> None:
        if look is None or sighting.disposition is not Disposition.OPEN:
            return
        key = (sighting.scanner, sighting.identifier, look.asset_id)
        for day in (look.day, sighting.first_seen):
            if day is not None and day <= as_of and (key not in self._days or day < self._days[key]):
                self._days[key] = day

    def of(self, scanner: str, identifier: str, asset_id: str) -> date | None:
        return self._days.get((scanner, identifier, asset_id))


def _count(tally: _Tally, sighting: Sighting, look: _Look | None, chosen: _Look | None, in_scope: set[str]) -> bool:
    """Put the sighting's entries on one line of the account; True where it is an open weakness in scope."""
    if look is None or look.asset_id not in in_scope:
        tally.not_running += sighting.entries
    elif chosen is None:
        tally.superseded += sighting.entries
    elif sighting.disposition is not Disposition.OPEN:
        tally.dispositions[sighting.disposition] += sighting.entries
    elif sighting.kind in (ResultKind.LICENSE, ResultKind.EVENT):
        tally.licenses += sighting.entries
    else:
        tally.open += sighting.entries
        return True
    return False


def _accounting(tally: _Tally) -> Accounting:
    return Accounting(
        results=tally.results,
        dropped=tally.dropped,
        superseded=tally.superseded,
        not_running=tally.not_running,
        open=tally.open,
        by_disposition=tuple(sorted(tally.dispositions.items())),
        licenses=tally.licenses,
    )


def _weakness(key: tuple[str, str], rows: list[tuple[Sighting, _Look]], first_seen: _FirstSeen) -> Weakness:
    rows.sort(key=lambda row: (row[1].asset_id, row[0].source))
    worst = max((sighting for sighting, _ in rows), key=lambda one: one.severity.rank)
    assets = defaultdict(list)
    for sighting, look in rows:
        assets[look.asset_id].append((sighting, look))
    sightings = [sighting for sighting, _ in rows]
    packages = {package for sighting in sightings for package in sighting.packages}
    return Weakness(
        scanner=key[0],
        identifier=key[1],
        kind=worst.kind,
        title=worst.title or key[1],
        description=worst.description,
        solution=worst.solution,
        severity=worst.severity,
        native_severities=tuple(sorted({one.native_severity for one in sightings if one.native_severity})),
        cves=tuple(sorted({cve for one in sightings for cve in one.cves})),
        cvss=worst.cvss,
        references=worst.references,
        published=min((one.published for one in sightings if one.published), default=None),
        known_exploited=min((one.known_exploited for one in sightings if one.known_exploited), default=None),
        fixed_versions=tuple(sorted({package.fixed_version for package in packages if package.fixed_version})),
        assets=tuple(
            _affected(asset_id, group, first_seen.of(key[0], key[1], asset_id)) for asset_id, group in sorted(assets.items())
        ),
    )


def _affected(asset_id: str, group: Sequence[tuple[Sighting, _Look]], first: date | None) -> AffectedAsset:
    days = [look.day for _, look in group if look.day]
    packages = {package for sighting, _ in group for package in sighting.packages}
    return AffectedAsset(
        asset_id=asset_id,
        first_seen=first,
        last_seen=max(days, default=None),
        packages=tuple(sorted(packages, key=lambda one: (one.name, one.version or "", one.path or "", one.purl or ""))),
        entries=sum(sighting.entries for sighting, _ in group),
        sources=tuple(sorted({sighting.source for sighting, _ in group})),
    )


def _with_scans(assets: Sequence[ImageAsset], counted: Sequence[_Look]) -> tuple[ImageAsset, ...]:
    scans: Mapping[str, dict[tuple[str, str], AssetScan]] = defaultdict(dict)
    for look in counted:
        digests = {digest for target in look.snapshot.targets if target.name == look.target for digest in target.digests}
        scans[look.asset_id][look.snapshot.scanner.name, look.snapshot.evidence.path] = AssetScan(
            scanner=look.snapshot.scanner,
            taken=look.snapshot.taken or look.snapshot.evidence.collected,
            evidence=look.snapshot.evidence,
            digests=tuple(sorted(digests)),
            matched_by=look.matched_by,
            assessed=look.snapshot.assessed,
        )
    return tuple(
        replace(asset, scans=tuple(scan for _, scan in sorted(scans.get(asset.asset_id, {}).items()))) for asset in assets
    )
