"""Which item of the prior ledger a weakness of today belongs to, asset by asset.

An item keeps its id and its original detection date for life (POA&M Template v3.0, guidance of "Original Detection Date";
POA&M Template Completion Guide v2.2). In this order, for each asset on which the weakness is open today:

1. an approved false positive that holds for all who see it there: nothing is written;
2. an open item that has the asset, the oldest of several;
3. an item of which the asset left: the same item again where nothing was remediated (the same digest, a retired image, an
   approval that holds no more); a new item that points at the old one where it was;
4. an open item that has another version of the same image: a release never restarts the clock;
5. otherwise the asset is new: an item of its own day, or by the policy the oldest open item of a scanner that sees it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from generator.ids import UuidFactory
from generator.ledger.asset_states import AssetDisposition, ClosureReason
from generator.ledger.detection_basis import DetectionBasis
from generator.ledger.detections import DetectorKey, MergedWeakness
from generator.ledger.deviation_scope import is_false_positive
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.item import LedgerItem
from generator.model.facts import AffectedAsset
from generator.model.identifiers import AssetId
from generator.model.system import NewAssets

_NO_IDS = frozenset[str]()
_NOT_REMEDIATED = (ClosureReason.RETIRED, ClosureReason.FALSE_POSITIVE)


@dataclass(slots=True)
class AssetGroup:
    """Assets of one weakness that are one item."""

    poam_id: str
    detected: date
    detected_by: DetectionBasis = DetectionBasis.REPORT
    prior: LedgerItem | None = None
    replaces: str = ""
    assets: list[AffectedAsset] = field(default_factory=list)
    other_ids: frozenset[str] = frozenset()
    """Of a new item: the ids that it would have if one of its other detectors had been alone."""


@dataclass(slots=True)
class _PriorItems:
    """The items of one weakness in the prior ledger."""

    open: list[LedgerItem] = field(default_factory=list)
    closed: list[LedgerItem] = field(default_factory=list)


class CarriedItems:
    """Places weaknesses. `items` are those of the prior ledger, with what people decided since; `digests` are those that run
    of each image today; `images` says which are the same one."""

    def __init__(
        self,
        items: Iterable[LedgerItem],
        ids: UuidFactory,
        as_of: date,
        new_assets: NewAssets,
        *,
        images: ImageIdentities,
        digests: Mapping[AssetId, Sequence[str]] | None = None,
    ) -> None:
        self.as_of = as_of
        self._ids, self._new_assets, self._images, self._digests = ids, new_assets, images, digests or {}
        self._by_cve: dict[str, list[LedgerItem]] = defaultdict(list)
        self._by_detector: dict[DetectorKey, list[LedgerItem]] = defaultdict(list)
        self._taken: set[str] = set()
        self._claimed: dict[str, str] = {}
        for item in sorted(items, key=lambda item: (item.detected, item.poam_id)):
            self._taken.update((item.poam_id, item.natural_id))
            if item.by_scan and item.identifier and not item.concluded:
                if item.cve:
                    self._by_cve[item.cve].append(item)
                for detector in item.found_by:
                    self._by_detector[detector.key].append(item)

    def groups(self, weakness: MergedWeakness) -> list[AssetGroup]:
        """The items that the weakness makes today, oldest first; an asset of a false positive that holds is in none."""
        known = self._known(weakness)
        placed: dict[str, AssetGroup] = {}
        fresh = [asset for asset in weakness.assets if known is None or not self._place(asset, weakness, known, placed)]
        for assets in _seen_together(fresh, weakness):
            self._place_fresh(assets, weakness, known, placed)
        if fresh and known is not None:
            for group in placed.values():
                group.assets.sort(key=lambda asset: asset.asset_id)
        self._claimed.update(dict.fromkeys(placed, weakness.name))
        groups = list(placed.values())
        return sorted(groups, key=lambda group: (group.detected, group.poam_id)) if len(groups) > 1 else groups

    def _known(self, weakness: MergedWeakness) -> _PriorItems | None:
        """Items of its CVE, and of each of its detectors; one that another weakness of today has taken is none of them."""
        rows = list(self._by_cve.get(weakness.name, ()))
        for record in weakness.records:
            rows += self._by_detector.get((record.scanner.casefold(), record.identifier), ())
        if not rows:
            return None
        items = {item.poam_id: item for item in rows if self._claimed.get(item.poam_id, weakness.name) == weakness.name}
        if not items:
            return None
        known = _PriorItems()
        for item in sorted(items.values(), key=lambda item: (item.detected, item.poam_id)):
            if item.closed is None:
                known.open.append(item)
            elif item.closed.reason is not ClosureReason.DUPLICATE:
                known.closed.append(item)
        return known

    def _place(self, asset: AffectedAsset, weakness: MergedWeakness, known: _PriorItems, placed: dict[str, AssetGroup]) -> bool:
        """True where an item of the prior ledger decides."""
        keys = weakness.keys_on(asset.asset_id)
        if any(
            is_false_positive(item, asset.asset_id, keys, self.as_of, self._images) for item in (*known.closed, *known.open)
        ):
            return True
        holder = _having(known.open, asset.asset_id)
        if holder is not None:
            _join(placed, holder, asset)
            return True
        holder = self._of_image(known.open, asset.asset_id)
        old = _gone(known, asset.asset_id)
        if old is None and holder is None:
            old = self._of_image(_newest_first(known.closed), asset.asset_id)
        if old is not None:
            if not _seen_before(asset, old):
                self._back(asset, old, placed)
            return True
        if holder is not None:
            _join(placed, holder, asset)
        return holder is not None

    def _of_image(self, items: Iterable[LedgerItem], asset_id: AssetId) -> LedgerItem | None:
        """The first item that has the same image in any version."""
        same = self._images.same
        return next((item for item in items if any(same(asset.asset_id, asset_id) for asset in item.assets)), None)

    def _back(self, asset: AffectedAsset, old: LedgerItem, placed: dict[str, AssetGroup]) -> None:
        """Seen again. Only where it was remediated in between is it another item."""
        left = _leaving(old, asset.asset_id, self._images)
        if left is not None and self._was_not_remediated(asset.asset_id, left):
            _join(placed, old, asset)
        else:
            self._again(asset, old, placed)

    def _was_not_remediated(self, asset_id: AssetId, left: AssetDisposition) -> bool:
        """A retired image runs again, an approval no longer holds, or the digest runs on which it was open."""
        if left.reason in _NOT_REMEDIATED:
            return True
        return not {*left.digests}.isdisjoint(self._digests.get(asset_id, ()))

    def _again(self, asset: AffectedAsset, old: LedgerItem, placed: dict[str, AssetGroup]) -> None:
        """Seen again after it was remediated. The day is that of the scan that saw it again, as far as evidence shows."""
        gone = (
            old.closed.day
            if old.closed
            else max(disposition.day for disposition in old.dispositions if disposition.asset_id == asset.asset_id)
        )
        days = [day for day in (asset.first_seen, asset.last_seen) if day is not None and day > gone]
        detected = min(days, default=self.as_of)
        basis = _basis_of(detected if days else None, [asset])
        poam_id = poam_id_of(self._ids, old.scanner, old.identifier, "again", old.natural_id)
        group = placed.setdefault(
            poam_id, AssetGroup(poam_id=poam_id, detected=detected, detected_by=basis, replaces=old.poam_id)
        )
        if detected < group.detected:
            group.detected, group.detected_by = detected, basis
        group.assets.append(asset)

    def _place_fresh(
        self,
        assets: Sequence[AffectedAsset],
        weakness: MergedWeakness,
        known: _PriorItems | None,
        placed: dict[str, AssetGroup],
    ) -> None:
        """Assets of one day that the same scanners see: an item."""
        day = assets[0].first_seen
        holder = self._holder(assets, weakness, known) if known is not None else None
        if holder is not None:
            for asset in assets:
                _join(placed, holder, asset)
            return
        poam_id, other_ids = self._fresh_ids(assets, weakness, day.isoformat() if day else "undated")
        placed[poam_id] = AssetGroup(
            poam_id=poam_id,
            detected=day or self.as_of,
            detected_by=_basis_of(day, assets),
            assets=list(assets),
            other_ids=other_ids,
        )

    def _holder(self, assets: Sequence[AffectedAsset], weakness: MergedWeakness, known: _PriorItems) -> LedgerItem | None:
        """The open item that new assets of one day go into."""
        day = assets[0].first_seen
        keys = {key for asset in assets for key in weakness.keys_on(asset.asset_id)}
        for holder in known.open:
            same_day = day is not None and holder.detected_by is not DetectionBasis.AS_OF and holder.detected == day
            if (self._new_assets is NewAssets.SAME_ITEM or same_day) and any(row.key in keys for row in holder.found_by):
                return holder
        return None

    def _fresh_ids(self, assets: Sequence[AffectedAsset], weakness: MergedWeakness, part: str) -> tuple[str, frozenset[str]]:
        """Of a new item, and the others by which it may be meant (see `AssetGroup.other_ids`)."""
        if len(weakness.records) == 1:
            return poam_id_of(self._ids, weakness.records[0].scanner, weakness.records[0].identifier, part), _NO_IDS
        records = [record for asset in assets for record in weakness.on(asset.asset_id)]
        poam_id, *others = dict.fromkeys(poam_id_of(self._ids, row.scanner, row.identifier, part) for row in records)
        return poam_id, frozenset((*others, *self._ids_by_scanner(assets, weakness))) - {poam_id}

    def _ids_by_scanner(self, assets: Sequence[AffectedAsset], weakness: MergedWeakness) -> Iterable[str]:
        """What an item of each detector alone would be called, by the day on which that one saw it first."""
        ids = {asset.asset_id for asset in assets}
        for record in weakness.records:
            for asset in record.assets:
                if asset.asset_id in ids:
                    part = asset.first_seen.isoformat() if asset.first_seen else "undated"
                    yield poam_id_of(self._ids, record.scanner, record.identifier, part)

    def new_id(self, *key: str) -> str:
        """The id of a natural key, as `distinct` gives it."""
        return self.distinct(poam_id_of(self._ids, *key))

    def distinct(self, poam_id: str) -> str:
        """The id, or where any item ever had it, the id with a number."""
        candidate = distinct_id(poam_id, self._taken)
        self._taken.add(candidate)
        return candidate


def distinct_id(poam_id: str, taken: Collection[str]) -> str:
    """The id, or where it is taken, the id with the first number that is not."""
    candidate, number = poam_id, 1
    while candidate in taken:
        number += 1
        candidate = f"{poam_id}-{number}"
    return candidate


def poam_id_of(ids: UuidFactory, *key: str) -> str:
    """Forty bits: two of 30,000 items share an id once in two thousand systems, and `distinct` then marks the later."""
    return f"V-{ids.object('poam-id', *key).replace('-', '')[:10].upper()}"


def _seen_together(assets: Sequence[AffectedAsset], weakness: MergedWeakness) -> list[list[AffectedAsset]]:
    """Assets of one day, put together where one detector sees both."""
    if len(weakness.records) == 1:
        return _by_day(assets)
    groups: list[tuple[date | None, set[DetectorKey], list[AffectedAsset]]] = []
    for asset in assets:
        keys, rows = set(weakness.keys_on(asset.asset_id)), [asset]
        apart = []
        for day, known, others in groups:
            if day == asset.first_seen and not known.isdisjoint(keys):
                keys |= known
                rows = [*others, *rows]
            else:
                apart.append((day, known, others))
        groups = [*apart, (asset.first_seen, keys, rows)]
    return [sorted(rows, key=lambda asset: asset.asset_id) for _, _, rows in groups]


def _by_day(assets: Iterable[AffectedAsset]) -> list[list[AffectedAsset]]:
    """The day of the last asset last, as where several detectors see them."""
    days: dict[date | None, list[AffectedAsset]] = {}
    for asset in assets:
        rows = days.pop(asset.first_seen, [])
        rows.append(asset)
        days[asset.first_seen] = rows
    return list(days.values())


def _join(placed: dict[str, AssetGroup], holder: LedgerItem, asset: AffectedAsset) -> AssetGroup:
    group = placed.get(holder.poam_id)
    if group is None:
        group = placed[holder.poam_id] = AssetGroup(
            poam_id=holder.poam_id,
            detected=holder.detected,
            detected_by=holder.detected_by,
            prior=holder,
            replaces=holder.replaces,
        )
    if asset.first_seen is not None and _gives_way(group, asset):
        group.detected, group.detected_by = asset.first_seen, _basis_of(asset.first_seen, [asset])
    group.assets.append(asset)
    return group


def _gives_way(group: AssetGroup, asset: AffectedAsset) -> bool:
    """A stand-in does, to a day that is not later: the day of a package to any evidence, the day of collection to a report."""
    if asset.first_seen is None or asset.first_seen > group.detected:
        return False
    by_collection = group.detected_by is DetectionBasis.COLLECTION
    return group.detected_by is DetectionBasis.AS_OF or (by_collection and not asset.first_by_collection)


def _basis_of(day: date | None, assets: Iterable[AffectedAsset]) -> DetectionBasis:
    """A report of one asset that states the day is enough: the day is that of the item."""
    if day is None:
        return DetectionBasis.AS_OF
    for asset in assets:
        first, last = asset.first_seen == day, asset.last_seen == day
        if (first and not asset.first_by_collection) or (last and not asset.last_by_collection):
            return DetectionBasis.REPORT
    return DetectionBasis.COLLECTION


def _leaving(item: LedgerItem, asset_id: AssetId, images: ImageIdentities) -> AssetDisposition | None:
    """How the asset, or another version of its image, left the item; of a closed item how that was closed."""
    rows = [row for row in item.dispositions if row.asset_id and images.same(row.asset_id, asset_id)]
    last = max(rows, key=lambda row: (row.asset_id == asset_id, row.day), default=None)
    if item.closed is None or item.closed.reason in (ClosureReason.REMEDIATED, ClosureReason.RETIRED):
        return last or item.closed
    return item.closed


def _seen_before(asset: AffectedAsset, old: LedgerItem) -> bool:
    """A person closed the item, and no scan looked since: that is not seen again."""
    if old.closed is None or old.closed.reason is not ClosureReason.BY_A_PERSON:
        return False
    return asset.last_seen is not None and asset.last_seen <= old.closed.day


def _having(items: Iterable[LedgerItem], asset_id: AssetId) -> LedgerItem | None:
    return next((item for item in items if any(asset.asset_id == asset_id for asset in item.assets)), None)


def _gone(known: _PriorItems, asset_id: AssetId) -> LedgerItem | None:
    """The item of which the asset was settled last, or that was closed with it."""
    rows = [
        (disposition.day, item.poam_id, item)
        for item in (*known.open, *known.closed)
        for disposition in item.dispositions
        if disposition.asset_id == asset_id and disposition.reason is not ClosureReason.DUPLICATE
    ]
    rows += [(item.closed.day, item.poam_id, item) for item in known.closed if item.closed and _having((item,), asset_id)]
    return max(rows, key=lambda row: row[:2])[2] if rows else None


def _newest_first(closed: Sequence[LedgerItem]) -> list[LedgerItem]:
    return sorted(closed, key=lambda item: (item.closed.day if item.closed else date.min, item.poam_id), reverse=True)
