"""A difference in words, whole, and as plain values."""

from datetime import date
from pathlib import Path

import approved_texts
from msgspec import json
from msgspec.structs import replace

from generator.difference.comparison import PackageDifference
from generator.difference.difference_text import lines, plain
from generator.difference.item_changes import ItemChanges, ItemLine
from generator.difference.part_changes import ChangeKind, SystemChange
from generator.difference.sides import PackageSide
from generator.model.rating import Rating


def _side(path: str, as_of: date) -> PackageSide:
    return PackageSide(path=path, as_of=as_of, items=(), parts=None, flows=None)


def _line(number: int, *, assets: int = 1, due: date | None = None, says: tuple[str, ...] = ()) -> ItemLine:
    return ItemLine(
        poam_id=f"V-{number}",
        title=f"Weakness {number}",
        rating=Rating.HIGH,
        assets=assets,
        detected=date(2026, 10, number),
        due=due,
        says=says,
    )


_NOTHING = PackageDifference(
    old=_side("old", date(2026, 10, 31)),
    new=_side("new", date(2026, 11, 30)),
    items=ItemChanges(),
    changes=(),
    not_compared=(),
)
_MUCH = replace(
    _NOTHING,
    items=ItemChanges(
        opened=(_line(1, assets=1_200, due=date(2026, 12, 1)), _line(2), _line(3)),
        closed=(_line(4, says=("Fixed.", "Seen on 2026-11-20.")),),
        changed=(_line(5),),
        became_late=(_line(6),),
        no_longer_late=(_line(7),),
        lost=(_line(8),),
    ),
    changes=(
        SystemChange(kind=ChangeKind.IMAGE_CAME, subject="reg/a", first_collected=True),
        SystemChange(kind=ChangeKind.IMAGE_CAME, subject="reg/b"),
        SystemChange(kind=ChangeKind.IMAGE_CAME, subject="reg/c"),
        SystemChange(kind=ChangeKind.IMAGE_VERSION, subject="reg/d", detail="1 → 2"),
    ),
    not_compared=("the older package has no flows",),
)


def test_the_whole_difference() -> None:
    made = [*lines(_MUCH, most=2), "", "As values:", *json.format(json.encode(plain(_MUCH))).decode().splitlines()]
    approved_texts.compare(Path(__file__), "test_the_whole_difference", made, "results")


def test_nothing_changed() -> None:
    assert list(lines(_NOTHING)) == [
        "From 2026-10-31 (old) to 2026-11-30 (new)",
        "",
        "POA&M      no item changed.",
        "System     nothing came, went or changed.",
    ]
