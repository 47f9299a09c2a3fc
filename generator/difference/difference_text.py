"""A difference in words, for a writer: lines of text, and the same as plain values for JSON."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import asdict

from generator.difference.comparison import PackageDifference
from generator.difference.item_changes import ItemLine
from generator.difference.part_changes import SystemChange

_PARTS = (
    ("opened", "Opened", "Items that are new"),
    ("closed", "Closed", "Items that were closed"),
    ("became_late", "Became late", "Items that are past due now"),
    ("no_longer_late", "No longer late", "Items that are no longer past due"),
    ("changed", "Changed", "Items that stayed open and changed"),
    ("lost", "Lost", "Items of the older package that the newer does not have: an item never goes, it is closed"),
)


def lines(difference: PackageDifference, *, most: int = 50) -> Iterator[str]:
    """The whole difference, each part with at most so many lines; what is left out is counted."""
    yield f"From {difference.old.as_of} ({difference.old.path}) to {difference.new.as_of} ({difference.new.path})"
    yield ""
    counts = ((len(getattr(difference.items, key)), word.lower()) for key, word, _ in _PARTS)
    counted = ", ".join(f"{number:,} {word}" for number, word in counts if number)
    yield f"POA&M      {counted or 'no item changed'}."
    yield f"System     {_counted(difference)}."
    for key, word, about in _PARTS:
        yield from _items(word, about, getattr(difference.items, key), most)
    yield from _changes(difference, most)
    for sentence in difference.not_compared:
        yield f"\nNot compared: {sentence}."


def _counted(difference: PackageDifference) -> str:
    kinds = [(kind, len(list(rows))) for kind, rows in groupby(difference.changes, key=lambda change: change.kind)]
    return "; ".join(f"{number:,} × {kind}" for kind, number in kinds) or "nothing came, went or changed"


def _items(word: str, about: str, rows: Sequence[ItemLine], most: int) -> Iterator[str]:
    if not rows:
        return
    yield f"\n{word}: {about} ({len(rows):,})"
    for row in rows[:most]:
        due = f", due {row.due}" if row.due else ""
        assets = f"{row.assets:,} asset{'' if row.assets == 1 else 's'}"
        yield f"  {row.poam_id}  {row.rating}  {row.title}  ({assets}, detected {row.detected}{due})"
        yield from (f"      {sentence}" for sentence in row.says)
    if len(rows) > most:
        yield f"  … and {len(rows) - most:,} more; --json has all"


def _changes(difference: PackageDifference, most: int) -> Iterator[str]:
    for kind, group in groupby(difference.changes, key=lambda change: change.kind):
        rows = list(group)
        yield f"\n{kind.capitalize()} ({len(rows):,})"
        yield from (f"  {row.subject}{f'  ({row.detail})' if row.detail else ''}{_first(row)}" for row in rows[:most])
        if len(rows) > most:
            yield f"  … and {len(rows) - most:,} more; --json has all"


def _first(change: SystemChange) -> str:
    return "  (first collected: the older package does not show whether it was there)" if change.first_collected else ""


def plain(difference: PackageDifference) -> dict[str, object]:
    """Everything as values that JSON has; days as text."""
    return {
        "old": {"path": difference.old.path, "as_of": difference.old.as_of.isoformat()},
        "new": {"path": difference.new.path, "as_of": difference.new.as_of.isoformat()},
        "items": {key: [_row(item) for item in getattr(difference.items, key)] for key, _, _ in _PARTS},
        "changes": [
            {
                "kind": str(change.kind),
                "subject": change.subject,
                "detail": change.detail,
                "key": change.key,
                "first_collected": change.first_collected,
            }
            for change in difference.changes
        ],
        "not_compared": list(difference.not_compared),
    }


def _row(line: ItemLine) -> dict[str, object]:
    return {**asdict(line), "detected": line.detected.isoformat(), "due": line.due.isoformat() if line.due else None}
