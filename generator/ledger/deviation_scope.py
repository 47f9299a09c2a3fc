"""What an approval covers: the detectors and the assets that it was given for, and no others.

A scanner that joins an item later, and an asset that does, were not before the person who decided. What an approval does not
cover keeps the item open, and a person is asked. An approval goes with an image into its next version, as the item does.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from msgspec import structs

from generator.ledger.asset_states import AssetDisposition, ClosureReason, Detector
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Notice
from generator.model.identifiers import AssetId
from generator.text import listed

_FILE = "decisions/deviations.yaml"
_MOST_NAMED = 3
_Pair = tuple[str, str]


def scope_of(item: LedgerItem) -> tuple[Detector, ...]:
    """All that an item is: every detector with the assets on which it sees the weakness."""
    every = tuple(sorted(asset.asset_id for asset in item.assets))
    return tuple(structs.replace(detector, assets=detector.assets or every) for detector in item.found_by)


def scoped(deviation: Deviation, item: LedgerItem) -> Deviation:
    """An approval for all that the item is."""
    if deviation.scope or deviation.standing is not DeviationStatus.APPROVED or not item.by_scan:
        return deviation
    return structs.replace(deviation, scope=scope_of(item))


def both(first: Deviation | None, second: Deviation) -> Deviation:
    """Two approvals of one kind cover what each of them covers; where they differ, the stricter one stands for its own part."""
    if first is None:
        return second
    if first.standing is second.standing and first.adjusted == second.adjusted:
        return structs.replace(first, scope=tuple(dict.fromkeys((*first.scope, *second.scope))))
    rows = [row for row in (first, second) if row.standing is DeviationStatus.APPROVED]
    if len(rows) == 2 and first.adjusted and second.adjusted and second.adjusted.is_above(first.adjusted):
        return second
    return rows[0] if rows else first


def checked(item: LedgerItem, images: ImageIdentities) -> tuple[LedgerItem, list[Notice]]:
    """The item without the assets that an approved false positive covers for all who see it there, and with what its approvals
    do not cover."""
    false = item.deviation(DeviationKind.FALSE_POSITIVE)
    if false is not None and false.standing is DeviationStatus.APPROVED:
        item = _without_false(item, structs.replace(false, contested=""), images)
    rows: list[Deviation] = []
    notices: list[Notice] = []
    for deviation in item.deviations:
        left = _uncovered(item, deviation, images) if deviation.standing is DeviationStatus.APPROVED else []
        contested = _contested(deviation, left) if left else ""
        rows.append(structs.replace(deviation, contested=contested) if contested != deviation.contested else deviation)
        if contested:
            step = "have it decided for them as well (an entry with their scanner and identifier), or withdraw it"
            notices.append(Notice(path=_FILE, place=item.poam_id, what=contested, next_step=step))
    return structs.replace(item, deviations=tuple(rows)), notices


def is_false_positive(
    item: LedgerItem, asset_id: AssetId, keys: Collection[_Pair], as_of: date, images: ImageIdentities
) -> bool:
    """The asset is not in the item, since an approval that holds says that all who see the weakness there are wrong."""
    false = item.deviation(DeviationKind.FALSE_POSITIVE)
    if false is None or not structs.replace(false, contested="").holds(as_of):
        return False
    if item.closed is None:
        if any(asset.asset_id == asset_id for asset in item.assets) or not _left_as_false(item, asset_id, images):
            return False
    elif item.closed.reason is not ClosureReason.FALSE_POSITIVE:
        return False
    scope = false.scope or scope_of(item)
    return all(_is_covered(scope, key, asset_id, images) for key in keys)


def _left_as_false(item: LedgerItem, asset_id: AssetId, images: ImageIdentities) -> bool:
    """The asset, or another version of its image, left an item that is open elsewhere."""
    left = {row.asset_id for row in item.dispositions if row.reason is ClosureReason.FALSE_POSITIVE and row.asset_id}
    return any(images.same(known, asset_id) for known in left)


def _without_false(item: LedgerItem, false: Deviation, images: ImageIdentities) -> LedgerItem:
    covered = [
        asset
        for asset in item.assets
        if all(_is_covered(false.scope, row.key, asset.asset_id, images) for row in item.found_by if row.sees(asset.asset_id))
    ]
    if not false.scope or not covered or len(covered) == len(item.assets):
        return item
    gone = {asset.asset_id for asset in covered}
    because = f"False positive, approved by {false.approver} on {false.decided}, for those who see it there."
    rows = [
        AssetDisposition(
            asset_id=asset.asset_id,
            reason=ClosureReason.FALSE_POSITIVE,
            day=false.decided or item.detected,
            because=because,
            path=false.evidence,
            sha256=false.sha256,
        )
        for asset in covered
    ]
    return structs.replace(without(item, gone), dispositions=(*item.dispositions, *rows))


def without(item: LedgerItem, gone: Collection[AssetId]) -> LedgerItem:
    """The item without some of its assets, of which others stay."""
    left = tuple(sorted(asset.asset_id for asset in item.assets if asset.asset_id not in gone))
    rows = []
    for detector in item.found_by:
        assets = tuple(asset_id for asset_id in left if detector.sees(asset_id))
        if assets:
            rows.append(structs.replace(detector, assets=() if assets == left else assets))
    return structs.replace(
        item.seen_by(tuple(rows)),
        assets=tuple(asset for asset in item.assets if asset.asset_id not in gone),
        unseen=tuple(row for row in item.unseen if row.asset_id not in gone),
    )


def _uncovered(item: LedgerItem, deviation: Deviation, images: ImageIdentities) -> list[tuple[Detector, AssetId]]:
    if not deviation.scope:
        return []
    return [
        (detector, asset.asset_id)
        for detector in item.found_by
        for asset in item.assets
        if detector.sees(asset.asset_id) and not _is_covered(deviation.scope, detector.key, asset.asset_id, images)
    ]


def _is_covered(scope: Sequence[Detector], key: _Pair, asset_id: AssetId, images: ImageIdentities) -> bool:
    rows = [row for row in scope if row.key == key]
    return any(row.sees(asset_id) or any(images.same(known, asset_id) for known in row.assets) for row in rows)


def _contested(deviation: Deviation, left: Sequence[tuple[Detector, AssetId]]) -> str:
    covered = _named(f"{row.scanner} {row.identifier}" for row in deviation.scope)
    others = _named(f"{detector.scanner} {detector.identifier} on {asset_id}" for detector, asset_id in left)
    kind = deviation.kind.replace("-", " ")
    return f"the approval of the {kind} was given for {covered}; it does not cover {others}, so it does not count"


def _named(rows: Iterable[str]) -> str:
    return listed(dict.fromkeys(rows), _MOST_NAMED)
