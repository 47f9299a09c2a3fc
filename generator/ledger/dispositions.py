"""What becomes of an item of last time: which of its assets are still open, which are not, and whether that closes it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from generator.ledger.coverage import CurrentCoverage, repository
from generator.ledger.item import AssetDisposition, ClosureReason, LedgerItem, ScanCoverage, Unseen
from generator.model.identifiers import AssetId

_MOST_LISTED = 3


def by_asset(looks: Iterable[ScanCoverage]) -> Mapping[tuple[str, str], Sequence[ScanCoverage]]:
    """The looks of the prior ledger by scanner and asset."""
    coverages: dict[tuple[str, str], list[ScanCoverage]] = defaultdict(list)
    for look in looks:
        coverages[look.scanner.casefold(), look.asset_id].append(look)
    return coverages


def settle(
    prior: LedgerItem,
    now: LedgerItem | None,
    coverage: CurrentCoverage,
    looks: Mapping[tuple[str, str], Sequence[ScanCoverage]],
    elsewhere: Mapping[str, str],
) -> LedgerItem:
    """The item with a verdict on each asset on which it is not reported any more. `now` is the item as scanners report it;
    `elsewhere` has every asset on which the weakness is reported today, with the id of the item that tracks it there."""
    if not prior.by_scan or not prior.identifier:
        return prior
    seen = {asset.asset_id for asset in now.assets} if now else set()
    missing = [asset for asset in prior.assets if asset.asset_id not in seen]
    if not missing:
        return now or prior
    images = {repository(entry) for entry in seen} - {None}
    left = {entry.asset_id: entry.looks for entry in prior.unseen}
    dispositions: list[AssetDisposition] = []
    unseen: list[Unseen] = []
    for asset in missing:
        if repository(asset.asset_id) in images and not coverage.is_listed(asset.asset_id):
            continue  # a newer version of the image has the weakness: the item goes with it
        before = left.get(asset.asset_id) or looks.get((prior.scanner.casefold(), asset.asset_id), ())
        newer = _lives_on(asset.asset_id, elsewhere, coverage)
        if newer:
            because = f"{asset.asset_id} is gone, and {newer}, which runs instead, has the weakness ({elsewhere[newer]})"
            unseen.append(Unseen(asset_id=asset.asset_id, because=because, looks=tuple(before)))
            continue
        verdict = coverage.judge(prior.scanner, asset.asset_id, prior.kind, before)
        if isinstance(verdict, AssetDisposition):
            dispositions.append(verdict)
        else:
            unseen.append(verdict)
    return _result(prior, now, dispositions, unseen)


def _lives_on(asset_id: AssetId, elsewhere: Mapping[str, str], coverage: CurrentCoverage) -> str:
    """Another version of an image that no longer runs, on which another item has the same weakness; empty for none."""
    if not elsewhere or coverage.is_listed(asset_id) or (name := repository(asset_id)) is None:
        return ""
    return next((image for image in sorted(elsewhere) if repository(image) == name), "")


def _result(
    prior: LedgerItem, now: LedgerItem | None, dispositions: list[AssetDisposition], unseen: list[Unseen]
) -> LedgerItem:
    item = now or structs.replace(prior, notices=(), open_because=())
    history = tuple(
        sorted((*prior.dispositions, *dispositions), key=lambda disposition: (disposition.day, disposition.asset_id or ""))
    )
    if now is None and not unseen:
        return structs.replace(prior.closing(_closing(dispositions, prior)), dispositions=history)
    waiting = {entry.asset_id for entry in unseen}
    kept = [asset for asset in prior.assets if asset.asset_id in waiting]
    assets = sorted((*(now.assets if now else ()), *kept), key=lambda asset: asset.asset_id)
    return structs.replace(
        item,
        assets=tuple(assets),
        dispositions=history,
        unseen=tuple(unseen),
        open_because=(*item.open_because, *_why_open(unseen)),
    )


def _closing(dispositions: Sequence[AssetDisposition], prior: LedgerItem) -> AssetDisposition:
    """An item is remediated on the day its last asset was; retired where none of its assets exists."""
    rows = dispositions or [disposition for disposition in prior.dispositions if disposition.day >= prior.detected]
    last = max(rows, key=lambda row: (row.day, row.asset_id or ""))
    retired = all(row.reason is ClosureReason.RETIRED for row in rows)
    return structs.replace(last, asset_id=None, reason=ClosureReason.RETIRED if retired else ClosureReason.REMEDIATED)


def _why_open(unseen: Sequence[Unseen]) -> list[str]:
    reasons = list(dict.fromkeys(entry.because for entry in unseen))
    more = [f"{len(reasons) - _MOST_LISTED} more assets were not looked at as before."] if len(reasons) > _MOST_LISTED else []
    return [f"Still open: {entry}." for entry in reasons[:_MOST_LISTED]] + more
