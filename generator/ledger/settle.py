"""What becomes of an item of last time: which of its assets are still open, which are not, and whether that closes it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from generator.ledger.coverage import Coverage, repository
from generator.ledger.item import LedgerItem, Look, Reason, Settled, Unseen
from generator.model.identifiers import AssetId

_MOST_TOLD = 3


def by_asset(looks: Iterable[Look]) -> Mapping[tuple[str, str], Sequence[Look]]:
    """The looks of the prior ledger by scanner and asset."""
    found: dict[tuple[str, str], list[Look]] = defaultdict(list)
    for look in looks:
        found[look.scanner.casefold(), look.asset_id].append(look)
    return found


def settle(
    prior: LedgerItem,
    now: LedgerItem | None,
    coverage: Coverage,
    looks: Mapping[tuple[str, str], Sequence[Look]],
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
    images = {repository(one) for one in seen} - {None}
    left = {one.asset_id: one.looks for one in prior.unseen}
    settled: list[Settled] = []
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
        if isinstance(verdict, Settled):
            settled.append(verdict)
        else:
            unseen.append(verdict)
    return _result(prior, now, settled, unseen)


def _lives_on(asset_id: AssetId, elsewhere: Mapping[str, str], coverage: Coverage) -> str:
    """Another version of an image that no longer runs, on which another item has the same weakness; empty for none."""
    if not elsewhere or coverage.is_listed(asset_id) or (name := repository(asset_id)) is None:
        return ""
    return next((one for one in sorted(elsewhere) if repository(one) == name), "")


def _result(prior: LedgerItem, now: LedgerItem | None, settled: list[Settled], unseen: list[Unseen]) -> LedgerItem:
    item = now or structs.replace(prior, told=(), open_because=())
    history = tuple(sorted((*prior.settled, *settled), key=lambda one: (one.day, one.asset_id or "")))
    if now is None and not unseen:
        return structs.replace(prior.closing(_closing(settled, prior)), settled=history)
    waiting = {one.asset_id for one in unseen}
    kept = [asset for asset in prior.assets if asset.asset_id in waiting]
    assets = sorted((*(now.assets if now else ()), *kept), key=lambda asset: asset.asset_id)
    return structs.replace(
        item,
        assets=tuple(assets),
        settled=history,
        unseen=tuple(unseen),
        open_because=(*item.open_because, *_why_open(unseen)),
    )


def _closing(settled: Sequence[Settled], prior: LedgerItem) -> Settled:
    """An item is remediated on the day its last asset was; retired where none of its assets exists."""
    rows = settled or [one for one in prior.settled if one.day >= prior.detected]
    last = max(rows, key=lambda one: (one.day, one.asset_id or ""))
    retired = all(one.reason is Reason.RETIRED for one in rows)
    return structs.replace(last, asset_id=None, reason=Reason.RETIRED if retired else Reason.REMEDIATED)


def _why_open(unseen: Sequence[Unseen]) -> list[str]:
    reasons = list(dict.fromkeys(one.because for one in unseen))
    more = [f"{len(reasons) - _MOST_TOLD} more assets were not looked at as before."] if len(reasons) > _MOST_TOLD else []
    return [f"Still open: {one}." for one in reasons[:_MOST_TOLD]] + more
