"""From sightings to weaknesses: which scans count, what is open on what runs, and since when.

Per asset and scanner one scan counts: the newest that looked at a digest that runs, else the newest of that name.
Older ones give the first-seen dates. Every raw entry ends in exactly one line of the `Accounting`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from generator.facts.accounting import Tally
from generator.facts.asset_index import AssetIndex, unmatched_targets
from generator.facts.digests import Digests
from generator.facts.images import NO_DIGESTS
from generator.facts.scan_precedence import chosen_kinds, kinds_of
from generator.model.asset import AssetScan, MatchedBy, SystemAsset
from generator.model.coverage import UnmatchedTarget
from generator.model.facts import Accounting, AffectedAsset, ImageAsset, Weakness
from generator.model.identifiers import AssetId
from generator.model.quality import SOURCE_CODE
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, ScanTarget, TargetResult
from generator.model.snapshot import age_of, day_of, moment_of, own_moment

_VULNERABILITY = ResultKind.VULNERABILITY
_A = TypeVar("_A", ImageAsset, SystemAsset)


@dataclass(frozen=True, slots=True)
class _TargetScan:
    """One scan's look at one asset."""

    snapshot: ScanSnapshot
    kinds: frozenset[ResultKind]
    asset_id: AssetId
    target: ScanTarget
    matched_by: MatchedBy
    day: date | None
    rank: tuple[bool, int, str, str]
    """Best last: a scan that could look beats one that could not, what looked at a running digest beats what only has the
    name, and then the newest. The path decides a tie."""
    digests: tuple[str, ...]
    """Where several digests run under one name, those that it looked at; else an empty text alone."""
    left_out: str = ""
    """What the report leaves out by its own account (`AssetScan.left_out`)."""
    by_collection: bool = False
    """Its day is that on which the file was collected."""
    of_code: bool = False
    """It looked for secrets in source code, which is no asset of the inventory."""

    @classmethod
    def of(
        cls,
        snapshot: ScanSnapshot,
        asset_id: AssetId,
        target: ScanTarget,
        matched_by: MatchedBy,
        *,
        kinds: frozenset[ResultKind],
        digests: tuple[str, ...] = ("",),
        left_out: str = "",
        listed: bool = True,
    ) -> "_TargetScan":
        rank = (snapshot.assessed and (target.assessed or listed), matched_by.certainty, *age_of(snapshot))
        by_collection = own_moment(snapshot) is None
        return cls(snapshot, kinds, asset_id, target, matched_by, day_of(snapshot), rank, digests, left_out, by_collection)

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """Looks that share a key may replace each other: one scanner at one digest of one asset, or at one object of the
        cluster."""
        at = self.target.name if self.matched_by.is_of_one_object else ""
        return tuple((self.asset_id, self.snapshot.scanner.name, at, digest) for digest in self.digests)


@dataclass(frozen=True, slots=True)
class AssessedScans:
    """What `assess` finds."""

    images: tuple[ImageAsset, ...]
    assets: tuple[SystemAsset, ...]
    weaknesses: tuple[Weakness, ...]
    accounting: Accounting
    unmatched_targets: tuple[UnmatchedTarget, ...]
    object_scans: tuple[tuple[AssetId, str, AssetScan], ...]


def assess(
    scans: Sequence[ScanSnapshot],
    images: Sequence[ImageAsset],
    assets: Sequence[SystemAsset] = (),
    *,
    namespaces: Iterable[str] = (),
    digests: Digests = NO_DIGESTS,
    only_running: bool,
    as_of: date,
) -> AssessedScans:
    """Attach scans to assets and gather what is open. `only_running`: the inventory is what a cluster runs."""
    index = AssetIndex.of(images, assets, namespaces, digests)
    in_scope = {image.asset_id for image in images if image.running or not only_running}
    in_scope |= {asset.asset_id for asset in assets}
    several = {image.asset_id: image.digests for image in images if len(image.digests) > 1}
    known = {image.asset_id for image in images if image.running and image.digests}
    looks = [look for snapshot in scans for look in _looks(snapshot, index, several, digests)]
    looks += [look for snapshot in scans for look in _secret_looks(snapshot, index)]
    placed = _by_target(looks)
    chosen = chosen_kinds(looks)
    counted = [look for look in looks if id(look) in chosen]
    tally = Tally()
    groups: dict[tuple[str, str], list[tuple[TargetResult, _TargetScan]]] = defaultdict(list)
    first_seen = _FirstSeen()
    for snapshot in scans:
        tally.add(snapshot.tally)
        code = {target.name for target in snapshot.targets if target.kind in SOURCE_CODE}
        for result in snapshot.results:
            at = placed.get((id(snapshot), result.target), ())
            for look in at:
                first_seen.note(result, look, as_of)
            within = [look for look in at if look.asset_id in in_scope or (look.of_code and result.kind in look.kinds)]
            now = [look for look in within if result.kind in chosen.get(id(look), ())]
            if tally.count(result, within=bool(within), chosen=bool(now), code=result.target in code):
                groups[result.scanner, result.identifier].extend((result, look) for look in now)
    return AssessedScans(
        images=tuple(
            replace(image, scans=scans_, looks=looked)
            for (image, scans_), looked in zip(
                _scans_of(images, counted, digests), _all_looks(images, looks, digests), strict=True
            )
        ),
        assets=tuple(replace(asset, scans=scans_) for asset, scans_ in _scans_of(assets, counted, digests)),
        weaknesses=tuple(_weakness(key, rows, first_seen, known) for key, rows in sorted(groups.items())),
        accounting=tally.accounting(),
        unmatched_targets=unmatched_targets(scans, index),
        object_scans=_object_scans(counted, digests),
    )


def _looks(
    snapshot: ScanSnapshot, index: AssetIndex, several: Mapping[AssetId, Sequence[str]], digests: Digests
) -> Iterable[_TargetScan]:
    kinds, left_out = kinds_of(snapshot), snapshot.left_out or _suppressed(snapshot)
    found = {result.target for result in snapshot.results} if any(not target.assessed for target in snapshot.targets) else set()
    for target in snapshot.targets:
        for asset_id, matched_by in index.find(target):
            at, listed = _digests_of(target, several.get(asset_id, ()), digests), target.name in found
            yield _TargetScan.of(
                snapshot, asset_id, target, matched_by, kinds=kinds, digests=at, left_out=left_out, listed=listed
            )


def _secret_looks(snapshot: ScanSnapshot, index: AssetIndex) -> Iterable[_TargetScan]:
    """Source code with secrets in it. It is in no inventory, and whoever has the code has the secret: the item is open under
    the name of the code (SP 800-53 rev 5, IA-5(7))."""
    code = [target for target in snapshot.targets if target.kind in SOURCE_CODE and target.named]
    if not code:
        return
    found = {result.target for result in snapshot.results if _is_open_secret(result)}
    for target in code:
        if target.name in found and not any(index.find(target)):
            asset_id, kinds = AssetId(f"source code {target.name}"), frozenset({ResultKind.SECRET})
            yield replace(_TargetScan.of(snapshot, asset_id, target, MatchedBy.NAME, kinds=kinds), of_code=True)


def _is_open_secret(result: TargetResult) -> bool:
    return result.kind is ResultKind.SECRET and result.disposition is Disposition.OPEN


def _digests_of(target: ScanTarget, running: Sequence[str], digests: Digests) -> tuple[str, ...]:
    """A tag that was moved leaves two images running under one name: a scan of the one does not replace that of the other.
    What a scan does not tell apart, it may replace in all."""
    if not running:
        return ("",)
    scanned = {*target.digests, *digests.same_as(target.digests)}
    return tuple(digest for digest in running if digest in scanned) or tuple(running)


def _by_target(looks: Iterable[_TargetScan]) -> Mapping[tuple[int, str], Sequence[_TargetScan]]:
    scans: dict[tuple[int, str], list[_TargetScan]] = defaultdict(list)
    for look in looks:
        known = scans[id(look.snapshot), look.target.name]
        if all(look.asset_id != other.asset_id for other in known):
            known.append(look)
    return scans


class _FirstSeen:
    """The earliest day on which a scanner saw an identifier on an asset, and whether only the collection of a file gives it."""

    def __init__(self) -> None:
        self._days: dict[tuple[str, str, str], tuple[date, bool]] = {}

    def note(self, result: TargetResult, look: _TargetScan, as_of: date) -> None:
        if result.disposition is not Disposition.OPEN:
            return
        key = (result.scanner, result.identifier, look.asset_id)
        for day, by_collection in ((look.day, look.by_collection), (result.first_seen, False)):
            if day is not None and day <= as_of:
                self._days[key] = min((day, by_collection), self._days.get(key, (day, by_collection)))

    def of(self, scanner: str, identifier: str, asset_id: AssetId) -> tuple[date | None, bool]:
        return self._days.get((scanner, identifier, asset_id), (None, False))


def _weakness(
    key: tuple[str, str], rows: list[tuple[TargetResult, _TargetScan]], first_seen: _FirstSeen, known: Collection[AssetId]
) -> Weakness:
    """`known` are the images that run of which a digest is known."""
    rows.sort(key=lambda row: (row[1].asset_id, row[0].source))
    worst = max((result for result, _ in rows), key=lambda row: row.severity.rank)
    assets = defaultdict(list)
    for result, look in rows:
        assets[look.asset_id].append((result, look))
    results = [result for result, _ in rows]
    packages = {package for result in results for package in result.packages}
    return Weakness(
        scanner=key[0],
        identifier=key[1],
        kind=worst.kind,
        title=worst.title or key[1],
        description=worst.description,
        solution=worst.solution,
        severity=worst.severity,
        native_severities=tuple(sorted({row.native_severity for row in results if row.native_severity})),
        cves=tuple(sorted({cve for row in results for cve in row.cves})),
        aliases=tuple(sorted({name for row in results for name in row.aliases})),
        controls=tuple(sorted({control for row in results for control in row.controls})),
        cvss=tuple(dict.fromkeys(score for row in (worst, *results) for score in row.cvss)),
        references=worst.references,
        published=min((row.published for row in results if row.published), default=None),
        known_exploited=min((row.known_exploited for row in results if row.known_exploited), default=None),
        fixed_versions=tuple(sorted({package.fixed_version for package in packages if package.fixed_version})),
        assets=tuple(
            _affected(asset_id, group, first_seen.of(key[0], key[1], asset_id), digest_known=asset_id in known)
            for asset_id, group in sorted(assets.items())
        ),
    )


def _affected(
    asset_id: AssetId,
    group: Sequence[tuple[TargetResult, _TargetScan]],
    first: tuple[date | None, bool],
    *,
    digest_known: bool,
) -> AffectedAsset:
    looks = [look for _, look in group]
    # NOTE: a scan that names a digest and was joined by the tag all the same looked at other bytes than those that run
    by_name = all(look.matched_by is MatchedBy.REFERENCE for look in looks)
    others = digest_known and by_name and all(look.target.digests for look in looks)
    day, stated = max(((look.day, not look.by_collection) for look in looks if look.day), default=(None, True))
    packages = {package for result, _ in group for package in result.packages}
    return AffectedAsset(
        asset_id=asset_id,
        first_seen=first[0],
        last_seen=day,
        first_by_collection=first[1],
        last_by_collection=not stated,
        packages=tuple(
            sorted(packages, key=lambda package: (package.name, package.version or "", package.path or "", package.purl or ""))
        ),
        entries=sum(result.entries for result, _ in group),
        sources=tuple(sorted({result.source for result, _ in group})),
        other_digests=tuple(sorted({digest for look in looks for digest in look.target.digests})) if others else (),
        by_name=by_name and not others,
        statuses=tuple(
            sorted({result.native_status for result, _ in group if result.native_status and result.kind is _VULNERABILITY})
        ),
    )


def _scans_of(
    assets: Iterable[_A], counted: Sequence[_TargetScan], digests: Digests
) -> Iterable[tuple[_A, tuple[AssetScan, ...]]]:
    """What a scanner looked at as a whole; a look at a workload's settings is no scan of its image."""
    scans: dict[str, dict[tuple[str, str], AssetScan]] = defaultdict(dict)
    for look in counted:
        if not look.matched_by.is_of_one_object:
            key = look.snapshot.scanner.name, look.snapshot.evidence.path
            scans[look.asset_id][key] = _scan_of(look, digests)
    for asset in assets:
        yield asset, tuple(scan for _, scan in sorted(scans.get(asset.asset_id, {}).items(), key=lambda row: row[0]))


def _all_looks(images: Iterable[ImageAsset], looks: Sequence[_TargetScan], digests: Digests) -> Iterable[tuple[AssetScan, ...]]:
    """Every look at each image as a whole, in the order of scanner and path."""
    by_image: dict[str, list[AssetScan]] = defaultdict(list)
    for look in looks:
        if not look.matched_by.is_of_one_object:
            by_image[look.asset_id].append(_scan_of(look, digests))
    for image in images:
        found = dict.fromkeys(by_image.get(image.asset_id, ()))
        yield tuple(sorted(found, key=lambda scan: (scan.scanner.name, scan.evidence.path, scan.digests, scan.image_id or "")))


def _object_scans(counted: Sequence[_TargetScan], digests: Digests) -> tuple[tuple[AssetId, str, AssetScan], ...]:
    """(asset, object, scan) of what scanners looked at object by object, sorted."""
    rows = [(look.asset_id, look.target.name, _scan_of(look, digests)) for look in counted if look.matched_by.is_of_one_object]
    return tuple(sorted(rows, key=lambda row: (row[0], row[1], row[2].scanner.name, row[2].evidence.path)))


def _scan_of(look: _TargetScan, digests: Digests) -> AssetScan:
    snapshot = look.snapshot
    return AssetScan(
        scanner=snapshot.scanner,
        taken=moment_of(snapshot),
        evidence=snapshot.evidence,
        digests=look.target.digests,
        matched_by=look.matched_by,
        assessed=snapshot.assesses(look.target),
        for_vulnerabilities=ResultKind.VULNERABILITY in look.kinds,
        whole=snapshot.not_assessed_because is None,
        authenticated=look.target.authenticated,
        image_id=look.target.image_id,
        dated=own_moment(snapshot) is not None,
        monitor=snapshot.monitor,
        left_out=look.left_out,
        packages=snapshot.packages,
        end_of_life=look.target.end_of_life,
        same_as=digests.same_as(look.target.digests),
    )


def _suppressed(snapshot: ScanSnapshot) -> str:
    """A rule of the scanner's own, or a statement of a supplier, may set vulnerabilities aside."""
    set_aside = any(
        result.disposition is Disposition.SUPPRESSED for result in snapshot.results if result.kind is _VULNERABILITY
    )
    return "suppressed findings" if set_aside else ""
