"""Which item of the prior ledger a weakness of today belongs to, asset by asset.

An item keeps its id and its original detection date for life (POA&M Template v3.0, guidance of "Original Detection Date";
POA&M Template Completion Guide v2.2). In this order, for each asset on which the weakness is open today:

1. an open item that has the asset;
2. a closed item that is an approved false positive and holds: nothing is written;
3. an asset of which the item says that the weakness was gone: a new item that points at the old one, never the old one again;
4. an open item that has another version of the same image: a release never restarts the clock;
5. otherwise the asset is new: an item of its own day, or by the policy the oldest open item.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from generator.ids import UuidFactory
from generator.ledger.coverage import repository
from generator.ledger.item import ClosureReason, DeviationKind, LedgerItem
from generator.model.facts import AffectedAsset, Weakness
from generator.model.identifiers import AssetId
from generator.model.system import NewAssets


@dataclass(slots=True)
class AssetGroup:
    """Assets of one weakness that are one item."""

    poam_id: str
    detected: date
    dated: bool = True
    prior: LedgerItem | None = None
    replaces: str = ""
    assets: list[AffectedAsset] = field(default_factory=list)


@dataclass(slots=True)
class _PriorItems:
    """The items of one weakness in the prior ledger."""

    open: list[LedgerItem] = field(default_factory=list)
    closed: list[LedgerItem] = field(default_factory=list)


class CarriedItems:
    """Places weaknesses. `items` are those of the prior ledger, with what people decided since."""

    def __init__(self, items: Iterable[LedgerItem], ids: UuidFactory, as_of: date, new_assets: NewAssets) -> None:
        self.as_of = as_of
        self._ids, self._new_assets = ids, new_assets
        self._known: dict[tuple[str, str], _PriorItems] = defaultdict(_PriorItems)
        self._taken: set[str] = set()
        for item in sorted(items, key=lambda item: (item.detected, item.poam_id)):
            self._taken.add(item.poam_id)
            if item.by_scan and item.identifier:
                known = self._known[item.scanner.casefold(), item.identifier]
                (known.closed if item.closed else known.open).append(item)

    def groups(self, weakness: Weakness) -> list[AssetGroup]:
        """The items that the weakness makes today, oldest first; an asset of a false positive that holds is in none."""
        known = self._known.get((weakness.scanner.casefold(), weakness.identifier))
        placed: dict[str, AssetGroup] = {}
        fresh = [asset for asset in weakness.assets if known is None or not self._place(asset, weakness, known, placed)]
        for asset in fresh:
            self._place_fresh(asset, weakness, known, placed)
        if fresh and known is not None:
            for group in placed.values():
                group.assets.sort(key=lambda asset: asset.asset_id)
        return sorted(placed.values(), key=lambda group: (group.detected, group.poam_id))

    def _place(self, asset: AffectedAsset, weakness: Weakness, known: _PriorItems, placed: dict[str, AssetGroup]) -> bool:
        """True where an item of the prior ledger decides."""
        holder = _having(known.open, asset.asset_id)
        if holder is not None:
            _join(placed, holder, asset)
            return True
        if self._is_false_positive(asset.asset_id, known.closed):
            return True
        old = _gone(known, asset.asset_id) or (
            None if _of_image(known.open, asset.asset_id) else _of_image(_newest_first(known.closed), asset.asset_id)
        )
        if old is not None:
            if not _seen_before(asset, old):
                self._again(asset, weakness, old, placed)
            return True
        holder = _of_image(known.open, asset.asset_id)
        if holder is not None:
            _join(placed, holder, asset)
        return holder is not None

    def _is_false_positive(self, asset_id: AssetId, closed: Sequence[LedgerItem]) -> bool:
        """An approval goes with the image into its next version, as the item would."""
        holding = [item for item in closed if _holds(item, self.as_of)]
        return (_having(holding, asset_id) or _of_image(holding, asset_id)) is not None

    def _again(self, asset: AffectedAsset, weakness: Weakness, old: LedgerItem, placed: dict[str, AssetGroup]) -> None:
        """Seen again after it was remediated. The day is that of the scan that saw it again, as far as evidence shows."""
        gone = (
            old.closed.day
            if old.closed
            else max(disposition.day for disposition in old.dispositions if disposition.asset_id == asset.asset_id)
        )
        days = [day for day in (asset.first_seen, asset.last_seen) if day is not None and day > gone]
        detected = min(days, default=self.as_of)
        poam_id = poam_id_of(self._ids, weakness.scanner, weakness.identifier, "again", old.poam_id)
        group = placed.setdefault(poam_id, AssetGroup(poam_id=poam_id, detected=detected, replaces=old.poam_id))
        group.detected = min(group.detected, detected)
        group.assets.append(asset)

    def _place_fresh(
        self, asset: AffectedAsset, weakness: Weakness, known: _PriorItems | None, placed: dict[str, AssetGroup]
    ) -> None:
        day = asset.first_seen
        for holder in known.open if known else ():
            if self._new_assets is NewAssets.SAME_ITEM or (day is not None and holder.dated and holder.detected == day):
                _join(placed, holder, asset)
                return
        part = day.isoformat() if day else "undated"
        poam_id = poam_id_of(self._ids, weakness.scanner, weakness.identifier, part)
        if poam_id not in placed:
            placed[poam_id] = AssetGroup(poam_id=poam_id, detected=day or self.as_of, dated=day is not None)
        placed[poam_id].assets.append(asset)

    def new_id(self, *key: str) -> str:
        """The id of a natural key, as `distinct` gives it."""
        return self.distinct(poam_id_of(self._ids, *key))

    def distinct(self, poam_id: str) -> str:
        """The id, or where any item ever had it, the id with a number."""
        candidate, number = poam_id, 1
        while candidate in self._taken:
            number += 1
            candidate = f"{poam_id}-{number}"
        self._taken.add(candidate)
        return candidate


def poam_id_of(ids: UuidFactory, *key: str) -> str:
    """Forty bits: two of 30,000 items share an id once in two thousand systems, and `distinct` then marks the later."""
    return f"V-{ids.object('poam-id', *key).replace('-', '')[:10].upper()}"


def _join(placed: dict[str, AssetGroup], holder: LedgerItem, asset: AffectedAsset) -> None:
    group = placed.get(holder.poam_id)
    if group is None:
        group = placed[holder.poam_id] = AssetGroup(
            poam_id=holder.poam_id, detected=holder.detected, dated=holder.dated, prior=holder, replaces=holder.replaces
        )
    if not group.dated and asset.first_seen is not None:  # the stand-in gives way to the first evidence of a day
        group.detected, group.dated = min(asset.first_seen, holder.detected), True
    group.assets.append(asset)


def _seen_before(asset: AffectedAsset, old: LedgerItem) -> bool:
    """A person closed the item, and no scan looked since: that is not seen again."""
    if old.closed is None or old.closed.reason is not ClosureReason.BY_A_PERSON:
        return False
    return asset.last_seen is not None and asset.last_seen <= old.closed.day


def _having(items: Iterable[LedgerItem], asset_id: AssetId) -> LedgerItem | None:
    return next((item for item in items if any(asset.asset_id == asset_id for asset in item.assets)), None)


def _of_image(items: Iterable[LedgerItem], asset_id: AssetId) -> LedgerItem | None:
    """The first item that has the same image in any version."""
    name = repository(asset_id)
    if name is None:
        return None
    return next((item for item in items if any(repository(asset.asset_id) == name for asset in item.assets)), None)


def _gone(known: _PriorItems, asset_id: AssetId) -> LedgerItem | None:
    """The item of which the asset was settled last, or that was closed with it."""
    rows = [
        (disposition.day, item.poam_id, item)
        for item in (*known.open, *known.closed)
        for disposition in item.dispositions
        if disposition.asset_id == asset_id
    ]
    rows += [(item.closed.day, item.poam_id, item) for item in known.closed if item.closed and _having((item,), asset_id)]
    return max(rows, key=lambda row: row[:2])[2] if rows else None


def _newest_first(closed: Sequence[LedgerItem]) -> list[LedgerItem]:
    return sorted(closed, key=lambda item: (item.closed.day if item.closed else date.min, item.poam_id), reverse=True)


def _holds(item: LedgerItem, day: date) -> bool:
    if item.closed is None or item.closed.reason is not ClosureReason.FALSE_POSITIVE:
        return False
    deviation = item.deviation(DeviationKind.FALSE_POSITIVE)
    return deviation is not None and deviation.holds(day)
