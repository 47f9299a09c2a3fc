"""From sightings to weaknesses: which scans count, what is open on what runs, and since when.

Per asset and scanner one scan counts: the newest that looked at a digest that runs, else the newest of that name.
Older ones give the first-seen dates. Every raw entry ends in exactly one line of the `Accounting`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from generator.facts.accounting import Tally
from generator.facts.asset_index import AssetIndex, unmatched_targets
from generator.facts.asset_scans import all_looks, object_scans_of, scans_of
from generator.facts.code_dependencies import NO_SOURCES, BuiltImages, dependency_looks
from generator.facts.condensed_scans import WholeScan, as_read
from generator.facts.digests import Digests
from generator.facts.images import NO_DIGESTS
from generator.facts.scan_precedence import chosen_kinds
from generator.facts.target_scans import TargetScan, by_target, looks_of, secret_looks
from generator.model.asset import AssetScan, MatchedBy, SystemAsset
from generator.model.coverage import UnmatchedTarget
from generator.model.facts import Accounting, AffectedAsset, ImageAsset, Weakness
from generator.model.identifiers import AssetId, every_cwe
from generator.model.quality import SOURCE_CODE
from generator.model.scan import AffectedPackage, Cvss, Disposition, ResultKind, ScanSnapshot, TargetResult

T = TypeVar("T", bound=str)

_VULNERABILITY = ResultKind.VULNERABILITY


class AssessedScans(msgspec.Struct, frozen=True):
    """What `assess` finds."""

    images: tuple[ImageAsset, ...]
    assets: tuple[SystemAsset, ...]
    weaknesses: tuple[Weakness, ...]
    accounting: Accounting
    unmatched_targets: tuple[UnmatchedTarget, ...]
    object_scans: tuple[tuple[AssetId, str, AssetScan], ...]


def assess(  # noqa: PLR0913 - what it is asked about
    scans: Sequence[ScanSnapshot],
    images: Sequence[ImageAsset],
    assets: Sequence[SystemAsset] = (),
    *,
    namespaces: Iterable[str] = (),
    digests: Digests = NO_DIGESTS,
    sources: Mapping[AssetId, str] = NO_SOURCES,
    only_running: bool,
    as_of: date,
    whole: WholeScan = as_read,
) -> AssessedScans:
    """Attach scans to assets and gather what is open. `only_running`: the inventory is what a cluster runs. `sources` are the
    repositories that images are built from. `whole` is asked for the texts of scans that count."""
    index = AssetIndex.of(images, assets, namespaces, digests)
    in_scope = {image.asset_id for image in images if image.running or not only_running}
    in_scope |= {asset.asset_id for asset in assets}
    several = {image.asset_id: image.digests for image in images if len(image.digests) > 1}
    known = {image.asset_id for image in images if image.running and image.digests}
    looks = [look for snapshot in scans for look in looks_of(snapshot, index, several, digests)]
    looks += [look for snapshot in scans for look in secret_looks(snapshot, index)]
    reached = BuiltImages.of(sources, looks)
    looks += [look for snapshot in scans for look in dependency_looks(snapshot, index, reached)]
    placed = by_target(looks)
    chosen = chosen_kinds(looks)
    counted = [look for look in looks if id(look) in chosen]
    texts = {id(look.snapshot): whole(look.snapshot) for look in counted}
    tally = Tally()
    groups: dict[tuple[str, str], list[tuple[TargetResult, TargetScan]]] = defaultdict(list)
    first_seen = _FirstSeen()
    for snapshot in scans:
        tally.add(snapshot.tally)
        code = {target.name for target in snapshot.targets if target.kind in SOURCE_CODE}
        for result in texts.get(id(snapshot), snapshot).results:
            at = placed.get((id(snapshot), result.target), ())
            about = [look for look in at if look.is_of(result)]
            for look in about:
                first_seen.note(result, look, as_of)
            within = [look for look in about if look.asset_id in in_scope or (look.of_code and result.kind in look.kinds)]
            now = [look for look in within if result.kind in chosen.get(id(look), ())]
            if tally.count(result, within=bool(within), chosen=bool(now), code=result.target in code):
                groups[result.scanner, result.identifier] += [(result, look) for look in now]
    return AssessedScans(
        images=tuple(
            replace(image, scans=scans_, looks=looked)
            for (image, scans_), looked in zip(
                scans_of(images, counted, digests), all_looks(images, looks, digests), strict=True
            )
        ),
        assets=tuple(replace(asset, scans=scans_) for asset, scans_ in scans_of(assets, counted, digests)),
        weaknesses=tuple(_weakness(key, rows, first_seen, known) for key, rows in sorted(groups.items())),
        accounting=tally.accounting(),
        unmatched_targets=unmatched_targets(scans, index),
        object_scans=object_scans_of(counted, digests),
    )


class _FirstSeen:
    """The earliest day on which a scanner saw an identifier on an asset, and whether only the collection of a file gives it."""

    def __init__(self) -> None:
        self._days: dict[tuple[str, str, str], tuple[date, bool]] = {}

    def note(self, result: TargetResult, look: TargetScan, as_of: date) -> None:
        if result.disposition is not Disposition.OPEN:
            return
        key = (result.scanner, result.identifier, look.asset_id)
        for day, by_collection in ((look.day, look.by_collection), (result.first_seen, False)):
            if day is not None and day <= as_of:
                seen, known = (day, by_collection), self._days.get(key)
                if known is None or seen < known:
                    self._days[key] = seen

    def of(self, scanner: str, identifier: str, asset_id: AssetId) -> tuple[date | None, bool]:
        return self._days.get((scanner, identifier, asset_id), (None, False))


def _weakness(
    key: tuple[str, str], rows: list[tuple[TargetResult, TargetScan]], first_seen: _FirstSeen, known: Collection[AssetId]
) -> Weakness:
    """`known` are the images that run of which a digest is known."""
    rows.sort(key=lambda row: (row[1].asset_id, row[0].source))
    assets = defaultdict(list)  # sorted, as the rows are
    for result, look in rows:
        assets[look.asset_id].append((result, look))
    results = [result for result, _ in rows]
    worst = max(results, key=lambda row: row.severity.rank)
    fixes = {package.fixed_version for result in results for package in result.packages if package.fixed_version}
    return Weakness(
        scanner=key[0],
        identifier=key[1],
        kind=worst.kind,
        title=worst.title or key[1],
        description=worst.description,
        solution=worst.solution,
        severity=worst.severity,
        native_severities=_words({row.native_severity for row in results}),
        cves=_every([row.cves for row in results]),
        aliases=_every([row.aliases for row in results]),
        controls=_every([row.controls for row in results]),
        cwes=every_cwe([row.cwes for row in results]),
        cvss=_scores(worst, results),
        known_exploited=min([row.known_exploited for row in results if row.known_exploited], default=None),
        fixed_versions=tuple(sorted(fixes)),
        assets=tuple(
            [
                _affected(asset_id, group, first_seen.of(key[0], key[1], asset_id), digest_known=asset_id in known)
                for asset_id, group in assets.items()
            ]
        ),
    )


def _every(rows: Sequence[tuple[T, ...]]) -> tuple[T, ...]:
    """What stands in any of them, sorted. Reports of one weakness mostly say the same, and of one name."""
    first = rows[0]
    if len(first) <= 1 and rows.count(first) == len(rows):
        return first
    return tuple(sorted({each for row in rows for each in row}))


def _scores(worst: TargetResult, results: Sequence[TargetResult]) -> tuple[Cvss, ...]:
    """Each once, those of the worst first."""
    others = [row.cvss for row in results if row.cvss != worst.cvss]
    if not others and len(set(worst.cvss)) == len(worst.cvss):
        return worst.cvss
    return tuple(dict.fromkeys(chain(worst.cvss, *others)))


def _affected(
    asset_id: AssetId,
    group: Sequence[tuple[TargetResult, TargetScan]],
    first: tuple[date | None, bool],
    *,
    digest_known: bool,
) -> AffectedAsset:
    looks = [look for _, look in group]
    # NOTE: a scan that names a digest and was joined by the tag all the same looked at other bytes than those that run
    by_name = [look.matched_by for look in looks].count(MatchedBy.REFERENCE) == len(looks)
    others = digest_known and by_name and all(look.target.digests for look in looks)
    day, stated = max([(look.day, not look.by_collection) for look in looks if look.day], default=(None, True))
    return AffectedAsset(
        asset_id=asset_id,
        first_seen=first[0],
        last_seen=day,
        first_by_collection=first[1],
        last_by_collection=not stated,
        packages=_packages([result.packages for result, _ in group]),
        entries=sum([result.entries for result, _ in group]),
        sources=tuple(sorted({result.source for result, _ in group})) if len(group) > 1 else (group[0][0].source,),
        other_digests=tuple(sorted({digest for look in looks for digest in look.target.digests})) if others else (),
        by_name=by_name and not others,
        statuses=_words({result.native_status for result, _ in group if result.kind is _VULNERABILITY}),
    )


def _packages(rows: Sequence[tuple[AffectedPackage, ...]]) -> tuple[AffectedPackage, ...]:
    if len(rows) == 1 and len(rows[0]) <= 1:
        return rows[0]
    packages = {package for row in rows for package in row}
    return tuple(sorted(packages, key=lambda each: (each.name, each.version or "", each.path or "", each.purl or "")))


def _words(given: set[str]) -> tuple[str, ...]:
    """Those that are not empty, sorted."""
    return _word(*given) if len(given) == 1 else _one_of_equal(tuple(sorted(given - {""})))


@lru_cache(1 << 10)
def _word(given: str) -> tuple[str, ...]:
    return (given,) if given else ()


@lru_cache(1 << 10)
def _one_of_equal(given: tuple[str, ...]) -> tuple[str, ...]:
    """Scanners have a few words for these, and thousands of weaknesses each: equal ones are one object."""
    return given
