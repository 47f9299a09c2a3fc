"""One scan's look at one asset: which target of a report is which asset, and what of it a look may replace."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from generator.facts.asset_index import AssetIndex
from generator.facts.digests import Digests
from generator.facts.scan_precedence import kinds_of
from generator.model.asset import MatchedBy
from generator.model.identifiers import AssetId
from generator.model.quality import SOURCE_CODE
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, ScanTarget, TargetResult
from generator.model.snapshot import age_of, day_of, own_moment


class TargetScan(msgspec.Struct, frozen=True):
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
    reached: frozenset[str] | None = None
    """Of a scan of source code, the identifiers of the dependencies that are in this image; None where all that is in the file
    is about the asset."""

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
    ) -> "TargetScan":
        rank = (snapshot.assessed and (target.assessed or listed), matched_by.certainty, *age_of(snapshot))
        by_collection = own_moment(snapshot) is None
        return cls(snapshot, kinds, asset_id, target, matched_by, day_of(snapshot), rank, digests, left_out, by_collection)

    def is_of(self, result: TargetResult) -> bool:
        """Is that result of the scan about the asset?"""
        return self.reached is None or (result.kind in self.kinds and result.identifier in self.reached)

    @property
    def in_parts(self) -> bool:
        """See `ScanOfAsset.in_parts`."""
        return self.matched_by is MatchedBy.REPOSITORY

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """Looks that share a key may replace each other: one scanner at one digest of one asset, or at one object of the
        cluster."""
        at = self.target.name if self.matched_by.is_of_one_object else ""
        return tuple((self.asset_id, self.snapshot.scanner.name, at, digest) for digest in self.digests)


def looks_of(
    snapshot: ScanSnapshot, index: AssetIndex, several: Mapping[AssetId, Sequence[str]], digests: Digests
) -> Iterable[TargetScan]:
    kinds, left_out = kinds_of(snapshot), snapshot.left_out or _suppressed(snapshot)
    reported = (
        {result.target for result in snapshot.results} if any(not target.assessed for target in snapshot.targets) else set()
    )
    for target in snapshot.targets:
        for asset_id, matched_by in index.find(target):
            at, listed = _digests_of(target, several.get(asset_id, ()), digests), target.name in reported
            yield TargetScan.of(
                snapshot, asset_id, target, matched_by, kinds=kinds, digests=at, left_out=left_out, listed=listed
            )


def secret_looks(snapshot: ScanSnapshot, index: AssetIndex) -> Iterable[TargetScan]:
    """Source code with secrets in it. It is in no inventory, and whoever has the code has the secret: the item is open under
    the name of the code (SP 800-53 rev 5, IA-5(7))."""
    code = [target for target in snapshot.targets if target.kind in SOURCE_CODE and target.named]
    if not code:
        return
    with_secrets = {result.target for result in snapshot.results if _is_open_secret(result)}
    for target in code:
        if target.name in with_secrets and not any(index.find(target)):
            asset_id, kinds = AssetId(f"source code {target.name}"), frozenset({ResultKind.SECRET})
            yield replace(TargetScan.of(snapshot, asset_id, target, MatchedBy.NAME, kinds=kinds), of_code=True)


def _is_open_secret(result: TargetResult) -> bool:
    return result.kind is ResultKind.SECRET and result.disposition is Disposition.OPEN


def _digests_of(target: ScanTarget, running: Sequence[str], digests: Digests) -> tuple[str, ...]:
    """A tag that was moved leaves two images running under one name: a scan of the one does not replace that of the other.
    What a scan does not tell apart, it may replace in all."""
    if not running:
        return ("",)
    scanned = {*target.digests, *digests.same_as(target.digests)}
    return tuple(digest for digest in running if digest in scanned) or tuple(running)


def by_target(looks: Iterable[TargetScan]) -> Mapping[tuple[int, str], Sequence[TargetScan]]:
    scans: dict[tuple[int, str], list[TargetScan]] = defaultdict(list)
    for look in looks:
        known = scans[id(look.snapshot), look.target.name]
        if all(look.asset_id != other.asset_id for other in known):
            known.append(look)
    return scans


def _suppressed(snapshot: ScanSnapshot) -> str:
    """A rule of the scanner's own, or a statement of a supplier, may set vulnerabilities aside."""
    set_aside = any(
        result.disposition is Disposition.SUPPRESSED for result in snapshot.results if result.kind is ResultKind.VULNERABILITY
    )
    return "suppressed findings" if set_aside else ""
