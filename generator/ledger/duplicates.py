"""Items of the prior ledger that are one weakness on one asset: the oldest keeps it, the others close as its duplicates.

Versions of the tool that kept scanners apart, and other producers, hand in one item for each scanner. Ids that were handed in
are never renumbered: the oldest goes on with all detectors, the others are closed, and nothing of that is a remediation.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import structs

from generator.ledger.asset_states import AssetDisposition, ClosureReason, Unseen, one_each
from generator.ledger.detections import detectors
from generator.ledger.deviation_scope import scoped, without
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Notice
from generator.model.grouping import grouped
from generator.model.identifiers import AssetId, every_cwe
from generator.text import listed

_PATH = "previous/"


def joined(items: Iterable[LedgerItem], as_of: date) -> tuple[list[LedgerItem], list[Notice]]:
    """All items in their order, with one open item for a CVE and an asset; and what a person has to decide of that."""
    rows = list(items)
    groups = grouped((item.cve, item) for item in rows if item.closed is None and item.by_scan and item.cve)
    changed: dict[str, LedgerItem] = {}
    notices: list[Notice] = []
    for group in groups.values():
        if len(group) > 1:
            _join(sorted(group, key=lambda item: (item.detected, item.poam_id)), as_of, changed, notices)
    return [changed.get(item.poam_id, item) for item in rows], notices


def duplicate_of(poam_ids: Iterable[str], as_of: date, asset_id: AssetId | None = None) -> AssetDisposition:
    """That an asset, or an item, is followed by older items."""
    because = f"Duplicate of {listed(sorted(set(poam_ids)))}, not remediated: the same weakness on the same assets."
    return AssetDisposition(asset_id=asset_id, reason=ClosureReason.DUPLICATE, day=as_of, because=because)


def _join(group: Sequence[LedgerItem], as_of: date, changed: dict[str, LedgerItem], notices: list[Notice]) -> None:
    owner: dict[AssetId, str] = {}
    for item in group:
        shared: dict[str, list[AssetId]] = defaultdict(list)
        for asset in item.assets:
            holder = owner.setdefault(asset.asset_id, item.poam_id)
            if holder != item.poam_id:
                shared[holder].append(asset.asset_id)
        if not shared:
            continue
        by_id = {row.poam_id: changed.get(row.poam_id, row) for row in group}
        for holder, assets in shared.items():
            keeper = by_id[holder]
            changed[holder] = _with(keeper, item, assets)
            notices += _to_decide(keeper, item)
        changed[item.poam_id] = _left(item, shared, as_of)


def _with(keeper: LedgerItem, other: LedgerItem, assets: Sequence[AssetId]) -> LedgerItem:
    """The older item with the detectors of the other one on the assets, with its approvals for those, and with its words where
    the older one has none."""
    seen = {
        asset.asset_id: [(row.scanner, row.identifier) for row in keeper.found_by if row.sees(asset.asset_id)]
        for asset in keeper.assets
    }
    for asset_id in assets:
        seen[asset_id] += [(row.scanner, row.identifier) for row in other.found_by if row.sees(asset_id)]
    kinds = {deviation.kind for deviation in keeper.deviations}
    headers = dict(keeper.written)
    return structs.replace(
        keeper.seen_by(detectors(seen, (keeper.scanner, keeper.identifier))),
        aliases=tuple(sorted({*keeper.aliases, *other.aliases})),
        cwes=every_cwe((keeper.cwes, other.cwes)),
        known_exploited=min((day for day in (keeper.known_exploited, other.known_exploited) if day), default=None),
        unseen=_unseen(keeper, other, assets),
        deviations=(
            *(scoped(deviation, keeper) for deviation in keeper.deviations),
            *(scoped(deviation, other) for deviation in other.deviations if deviation.kind not in kinds),
        ),
        written=(*keeper.written, *((name, text) for name, text in other.written if name not in headers)),
    )


def _unseen(keeper: LedgerItem, other: LedgerItem, assets: Sequence[AssetId]) -> tuple[Unseen, ...]:
    rows = one_each((*keeper.unseen, *(row for row in other.unseen if row.asset_id in assets)))
    return tuple(sorted(rows, key=lambda row: row.asset_id))


def _left(item: LedgerItem, shared: dict[str, list[AssetId]], as_of: date) -> LedgerItem:
    gone = {asset_id: holder for holder, assets in shared.items() for asset_id in assets}
    history = (*item.dispositions, *(duplicate_of([holder], as_of, asset_id) for asset_id, holder in sorted(gone.items())))
    if len(gone) == len(item.assets):
        return structs.replace(item.closing(duplicate_of(shared, as_of)), dispositions=history)
    return structs.replace(without(item, gone), dispositions=history)


def _to_decide(keeper: LedgerItem, other: LedgerItem) -> Iterable[Notice]:
    """What people said of both, and said differently."""
    known = {deviation.kind: deviation for deviation in keeper.deviations}
    for deviation in other.deviations:
        mine = known.get(deviation.kind)
        if mine is not None and (mine.standing, mine.adjusted) != (deviation.standing, deviation.adjusted):
            kind = deviation.kind.replace("-", " ")
            what = f"the {kind} is {mine.standing} here and {deviation.standing} on {other.poam_id}, its duplicate"
            step = "decide for both, and write it into decisions/deviations.yaml"
            yield Notice(path=_PATH, place=keeper.poam_id, what=what, next_step=step)
    words = dict(keeper.written)
    differ = [name for name, text in other.written if words.get(name, text) != text]
    if differ:
        what = f"{other.poam_id}, its duplicate, has other words under {listed(differ)}; they stay in the closed row"
        yield Notice(path=_PATH, place=keeper.poam_id, what=what, next_step="take over what is still true")
