"""What becomes of an item of last time: which of its assets are still open, which are not, and whether that closes it.

An asset leaves an item when every detector that saw the weakness there has looked again and no longer reports it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec import structs

from generator.ledger.affected_packages import with_kept
from generator.ledger.asset_states import AssetDisposition, ClosureReason, Detector, ScanCoverage, Unseen, one_each
from generator.ledger.coverage import CurrentCoverage
from generator.ledger.detections import DetectorKey, detectors
from generator.ledger.duplicates import duplicate_of
from generator.ledger.item import LedgerItem
from generator.model.facts import AffectedAsset
from generator.model.grouping import grouped
from generator.model.identifiers import AssetId

_MOST_LISTED = 3
Looks = Mapping[tuple[str, str], Sequence[ScanCoverage]]
Reported = Mapping[DetectorKey, Mapping[AssetId, str]]
"""By detector: each asset on which it reports the weakness today, with the id of the item that has it there."""


def by_asset(looks: Iterable[ScanCoverage]) -> Looks:
    """The looks of the prior ledger by scanner and asset."""
    return grouped(((look.scanner.casefold(), look.asset_id), look) for look in looks)


def settle(
    prior: LedgerItem, now: LedgerItem | None, coverage: CurrentCoverage, looks: Looks, reported: Reported
) -> LedgerItem:
    """The item with a verdict on each asset and detector of which it is no longer reported. `now` is the item as scanners
    report it; `reported` is what all of them report today."""
    if not prior.by_scan or not prior.identifier:
        return prior
    if not prior.assets:
        return now or prior
    settlement = _Settlement(prior, now, coverage, looks, reported)
    for asset in prior.assets:
        settlement.judge(asset)
    return settlement.result()


@dataclass(slots=True)
class _Settlement:
    """One item, asset by asset."""

    prior: LedgerItem
    now: LedgerItem | None
    coverage: CurrentCoverage
    looks: Looks
    reported: Reported
    dispositions: list[AssetDisposition] = field(default_factory=list)
    unseen: list[Unseen] = field(default_factory=list)
    waiting: dict[AssetId, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    """Detectors that have not looked again, by the asset on which the weakness counts as open for that."""
    kept: list[AffectedAsset] = field(default_factory=list)

    def judge(self, asset: AffectedAsset) -> None:
        """A verdict on each detector that saw it there and does not report it."""
        seen = {row.asset_id for row in self.now.assets} if self.now else set()
        at = asset.asset_id
        if at not in seen:
            at = self._newer_version(at, seen) or at
        rows = [row for row in self.prior.found_by if row.sees(asset.asset_id)]
        missing = [row for row in rows if at not in seen or not self._reports(row, at)]
        elsewhere = {name for row in missing if (name := self._elsewhere(row, asset.asset_id))}
        if elsewhere and at not in seen:
            self.dispositions.append(duplicate_of(elsewhere, self.coverage.as_of, asset.asset_id))
            return
        verdicts = [(row, self._verdict(row, asset.asset_id)) for row in missing if not self._elsewhere(row, asset.asset_id)]
        left = [(row, verdict) for row, verdict in verdicts if isinstance(verdict, Unseen)]
        if left:
            self._keep(asset, at, left, reported=at in seen)
        elif at not in seen:
            self.dispositions.append(_joined([verdict for _, verdict in verdicts if isinstance(verdict, AssetDisposition)]))

    def _newer_version(self, asset_id: AssetId, seen: Iterable[AssetId]) -> AssetId | None:
        """Of an image that no longer runs, another version on which the item is reported: it goes with it."""
        if self.coverage.is_listed(asset_id):
            return None
        return next((image for image in sorted(seen) if self.coverage.images.same(image, asset_id)), None)

    def _reports(self, detector: Detector, asset_id: AssetId) -> bool:
        return self.now is not None and any(row.key == detector.key and row.sees(asset_id) for row in self.now.found_by)

    def _elsewhere(self, detector: Detector, asset_id: AssetId) -> str:
        """Another item that has what the detector reports on the asset today."""
        name = self.reported.get(detector.key, {}).get(asset_id, "")
        return "" if name == self.prior.poam_id else name

    def _verdict(self, detector: Detector, asset_id: AssetId) -> AssetDisposition | Unseen:
        key = detector.scanner.casefold()
        left = next((row.looks for row in self.prior.unseen if row.asset_id == asset_id), ())
        before = tuple(look for look in left if look.scanner.casefold() == key) or tuple(self.looks.get((key, asset_id), ()))
        at = self.reported.get(detector.key, {})
        newer = _lives_on(asset_id, at, self.coverage)
        if newer and at[newer] != self.prior.poam_id:
            because = f"{asset_id} is gone, and {newer}, which runs instead, has the weakness ({at[newer]})"
            return Unseen(asset_id=asset_id, because=because, looks=before)
        return self.coverage.judge(detector.scanner, asset_id, self.prior.kind, before)

    def _keep(
        self, asset: AffectedAsset, at: AssetId, left: Sequence[tuple[Detector, AssetDisposition | Unseen]], *, reported: bool
    ) -> None:
        rows = [verdict for _, verdict in left if isinstance(verdict, Unseen)]
        because = "; ".join(dict.fromkeys(row.because for row in rows))
        looks = tuple(dict.fromkeys(look for row in rows for look in row.looks))
        self.unseen.append(Unseen(asset_id=at, because=because, looks=looks))
        self.waiting[at].update((row.scanner, row.identifier) for row, _ in left)
        if not reported:
            self.kept.append(asset)

    def result(self) -> LedgerItem:
        """The item as it stands now."""
        prior, now = self.prior, self.now
        history = tuple(sorted((*prior.dispositions, *self.dispositions), key=lambda row: (row.day, row.asset_id or "")))
        if now is None and not self.unseen:
            return structs.replace(prior.closing(_closing(self.dispositions)), dispositions=history)
        item = now or structs.replace(prior, notices=(), open_because=())
        if not self.dispositions and not self.unseen:
            return item
        assets = sorted((*(now.assets if now else ()), *self.kept), key=lambda asset: asset.asset_id)
        kept = {asset.asset_id for asset in self.kept}
        return structs.replace(
            item.seen_by(self._detectors(assets)),
            description=with_kept(item.description, prior.description, sorted(kept)) if now else item.description,
            assets=tuple(assets),
            dispositions=history,
            unseen=one_each(self.unseen),
            open_because=(*item.open_because, *_why_open([row for row in self.unseen if row.asset_id in kept])),
        )

    def _detectors(self, assets: Sequence[AffectedAsset]) -> tuple[Detector, ...]:
        now = self.now.found_by if self.now else ()
        today = {asset.asset_id for asset in self.now.assets} if self.now else set()
        seen = {
            asset.asset_id: {
                *((row.scanner, row.identifier) for row in now if asset.asset_id in today and row.sees(asset.asset_id)),
                *self.waiting.get(asset.asset_id, ()),
            }
            for asset in assets
        }
        first = self.now or self.prior
        return detectors(seen, (first.scanner, first.identifier))


def _lives_on(asset_id: AssetId, elsewhere: Mapping[AssetId, str], coverage: CurrentCoverage) -> AssetId:
    """Another version of an image that no longer runs, on which an item has the same weakness; empty for none."""
    if not elsewhere or coverage.is_listed(asset_id):
        return AssetId("")
    others = (image for image in sorted(elsewhere) if image != asset_id and coverage.images.same(image, asset_id))
    return next(others, AssetId(""))


def _joined(rows: Sequence[AssetDisposition]) -> AssetDisposition:
    """All detectors looked again: the asset is settled by the last of them."""
    last = max(rows, key=lambda row: row.day)
    because = " ".join(dict.fromkeys(row.because for row in rows))
    digests = tuple(sorted({digest for row in rows for digest in row.digests}))
    return structs.replace(last, because=because, digests=digests)


def _closing(rows: Sequence[AssetDisposition]) -> AssetDisposition:
    """An item is remediated on the day its last asset was; retired where none of its assets exists, a duplicate where
    all of them stand in others."""
    last = max(rows, key=lambda row: (row.reason is not ClosureReason.DUPLICATE, row.day, row.asset_id or ""))
    if last.reason is ClosureReason.DUPLICATE:
        return structs.replace(last, asset_id=None)
    retired = all(row.reason is ClosureReason.RETIRED for row in rows)
    digests = tuple(sorted({digest for row in rows for digest in row.digests}))
    reason = ClosureReason.RETIRED if retired else ClosureReason.REMEDIATED
    return structs.replace(last, asset_id=None, reason=reason, digests=digests)


def _why_open(unseen: Sequence[Unseen]) -> list[str]:
    reasons = list(dict.fromkeys(entry.because for entry in unseen))
    more = [f"{len(reasons) - _MOST_LISTED} more assets were not looked at as before."] if len(reasons) > _MOST_LISTED else []
    return [f"Still open: {entry}." for entry in reasons[:_MOST_LISTED]] + more
