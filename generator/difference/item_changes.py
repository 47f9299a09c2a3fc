"""What became of POA&M items between two packages: opened, closed, changed, late."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from generator.ledger.asset_states import ClosureReason, ScanCoverage
from generator.ledger.deviation_records import DeviationKind
from generator.ledger.image_identity import ImageIdentities, ImagesOfRepository
from generator.ledger.item import LedgerItem
from generator.model.rating import Rating
from generator.oscal.common import some


class ItemLine(msgspec.Struct, frozen=True, kw_only=True):
    """One item with what is to be said of it."""

    poam_id: str
    title: str
    rating: Rating
    assets: int
    detected: date
    due: date | None
    first_scanned: bool = False
    """Opened on what none of its scanners had looked at by the older package."""
    says: tuple[str, ...] = ()
    """What changed, or why: a sentence each."""


class ItemChanges(msgspec.Struct, frozen=True, kw_only=True):
    """Each part in the order of the newer package. An item may have become late and changed in another way as well."""

    opened: tuple[ItemLine, ...] = ()
    closed: tuple[ItemLine, ...] = ()
    changed: tuple[ItemLine, ...] = ()
    became_late: tuple[ItemLine, ...] = ()
    no_longer_late: tuple[ItemLine, ...] = ()
    lost: tuple[ItemLine, ...] = ()
    """In the older package and not in the newer: that should never be."""


def item_changes(
    old: Sequence[LedgerItem],
    new: Sequence[LedgerItem],
    as_of: date,
    looks: Sequence[ScanCoverage] = (),
    images: Sequence[ImagesOfRepository] = (),
) -> ItemChanges:
    """The difference of two ledgers, the newer of that day; an item that stands for findings is compared as any other. `looks`
    are those of the older package, where it has them; `images` are those that the newer one tells apart."""
    identities = ImageIdentities(remembered=images)
    scanned = {(look.scanner.casefold(), identities.name(look.asset_id)) for look in looks}
    before = {item.natural_id: item for item in old}
    present = {item.natural_id for item in new}
    both = [(before[item.natural_id], item) for item in new if item.natural_id in before]
    went_on = [(was, item) for was, item in both if was.closed is None and item.closed is None]
    fresh = [item for item in new if item.natural_id not in before]
    reopened = [(was, item) for was, item in both if was.closed is not None and item.closed is None]
    return ItemChanges(
        opened=(
            *(_opened(item, scanned, identities) for item in fresh if item.closed is None),
            *(_line(item, "It was closed in the older package.", *item.open_because) for _, item in reopened),
        ),
        closed=(
            *(
                _line(item, *_how(item))
                for was, item in both
                if was.closed is None and item.closed is not None and not _joined(item)
            ),
            *(_line(item, *_how(item), "It was opened and closed in between.") for item in fresh if item.closed is not None),
        ),
        changed=(
            *(_line(item, *says) for was, item in went_on if (says := tuple(_differences(was, item)))),
            *(_line(item, *_how(item)) for was, item in both if was.closed is None and _joined(item)),
        ),
        became_late=tuple(
            _line(item, *_why_late(item, as_of))
            for was, item in (*went_on, *((None, item) for item in fresh if item.closed is None))
            if item.late and not (was and was.late)
        ),
        no_longer_late=tuple(_line(item, *_relieved(was, item)) for was, item in went_on if was.late and not item.late),
        lost=tuple(_line(item, "The newer package does not have it.") for item in old if item.natural_id not in present),
    )


def _joined(item: LedgerItem) -> bool:
    """An older item has its weakness: the row is closed and nothing is remediated."""
    return item.closed is not None and item.closed.reason is ClosureReason.DUPLICATE


def _line(item: LedgerItem, *says: str) -> ItemLine:
    named = item.identifier and item.identifier not in item.name
    return ItemLine(
        poam_id=item.poam_id,
        title=f"{item.identifier}: {item.name}" if named else item.name,
        rating=item.effective,
        assets=len(item.assets),
        detected=item.detected,
        due=item.due,
        says=says,
    )


def _opened(item: LedgerItem, scanned: Collection[tuple[str, str]], images: ImageIdentities) -> ItemLine:
    line = _line(item, *_again(item))
    places = {
        (detector.scanner.casefold(), images.name(asset.asset_id))
        for detector in item.found_by
        for asset in item.assets
        if detector.sees(asset.asset_id)
    }
    if not scanned or not item.by_scan or item.members or item.concluded or not places.isdisjoint(scanned):
        return line
    says = "No scanner that reports it had looked there by the older package: it may be older than its detection."
    return replace(line, first_scanned=True, says=(*line.says, says))


def _again(item: LedgerItem) -> Iterable[str]:
    return (f"Seen again after {item.replaces} was closed.",) if item.replaces else ()


def _why_late(item: LedgerItem, as_of: date) -> Iterable[str]:
    """An item may be late before its day: a vendor that is no longer asked is no reason to wait."""
    if item.due is not None and item.due < as_of:
        return (f"It was due on {item.due}.",)
    return ("Its vendor dependency was not looked after in time.",)


def _how(item: LedgerItem) -> Iterable[str]:
    return (f"On {item.closed.day}: {item.closed.because}",) if item.closed else ()


def _differences(was: LedgerItem, item: LedgerItem) -> Iterator[str]:
    if was.effective != item.effective:
        yield f"Rating {was.effective} → {item.effective}."
    if was.due != item.due:
        yield f"Due {_day(was.due)} → {_day(item.due)}."
    if was.members != item.members:
        yield f"Stands for {was.members} → {item.members} configuration findings."
    yield from _assets({asset.asset_id for asset in was.assets}, {asset.asset_id for asset in item.assets})
    yield from _deviations(was, item)
    if was.known_exploited is None and item.known_exploited is not None:
        yield f"CISA lists it as exploited, due {item.known_exploited}."
    if dict(was.written) != dict(item.written):
        headers = sorted({name for name, _ in set(was.written) ^ set(item.written)})
        yield f"Written by people: {', '.join(headers)}."


def _assets(before: set[str], after: set[str]) -> Iterator[str]:
    came, went = sorted(after - before), sorted(before - after)
    if came:
        yield f"Now also on {some(came, 3)}."
    if went:
        yield f"No longer on {some(went, 3)}."


def _deviations(was: LedgerItem, item: LedgerItem) -> Iterator[str]:
    for kind in DeviationKind:
        deviation, two = was.deviation(kind), item.deviation(kind)
        before, after = (deviation.standing if deviation else "none"), (two.standing if two else "none")
        if before != after:
            yield f"{kind.replace('-', ' ').capitalize()}: {before} → {after}."


def _relieved(was: LedgerItem, item: LedgerItem) -> Iterable[str]:
    if was.due != item.due:
        return (f"Due {_day(was.due)} → {_day(item.due)}.",)
    return tuple(_deviations(was, item)) or ("Nothing in the items says why: see the deviations.",)


def _day(value: date | None) -> str:
    return value.isoformat() if value else "no day"
