"""What became of items since the accepted package, list by list, and which packages were accepted."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import fields

from generator.difference.item_changes import ItemChanges, ItemLine
from generator.difference.part_changes import ChangeKind, SystemChange
from generator.model.rating import Rating
from generator.review.since_accepted import _names, accepted_days, item_lists

TITLES = {
    "opened": "Opened",
    "closed": "Closed",
    "became_late": "Became late",
    "no_longer_late": "No longer late",
    "changed": "Changed",
    "lost": "Missing in this package",
}


@dataclass(frozen=True)
class Compared:
    """What of a difference the lists are made of."""

    items: ItemChanges


def lines(count: int) -> tuple[ItemLine, ...]:
    day = date(2026, 11, 1)
    return tuple(
        ItemLine(poam_id=f"V-{number}", title="x", rating=Rating.LOW, assets=1, detected=day, due=None)
        for number in range(count)
    )


@pytest.mark.parametrize("kind", [field.name for field in fields(ItemChanges)])
def test_items_stand_under_what_became_of_them(kind: str) -> None:
    (made,) = item_lists(Compared(ItemChanges(**{kind: lines(2)})))  # type: ignore[arg-type]
    assert (made.title, made.rows, made.more) == (f"{TITLES[kind]}: 2", lines(2), "")


def test_lists_have_one_order_and_name_how_many_items_they_leave_out() -> None:
    made = list(item_lists(Compared(ItemChanges(**{kind: lines(1_052) for kind in TITLES}))))  # type: ignore[arg-type]
    assert [each.title for each in made] == [f"{title}: 1,052" for title in TITLES.values()]
    assert {(each.rows, each.more) for each in made} == {(lines(50), "and 1,002 more items")}


def test_packages_of_days_up_to_the_day_were_accepted(tmp_path: Path) -> None:
    previous = tmp_path / "previous"
    assert accepted_days(tmp_path, date(2026, 11, 20)) == ()
    for name in ("2026-11-20", "2026-09-30", "2026-11-21", "notes"):
        (previous / name).mkdir(parents=True)
    (previous / "2026-10-31").symlink_to(previous / "2026-09-30")
    (previous / "2026-08-31").write_text("no folder")
    assert accepted_days(tmp_path, date(2026, 11, 20)) == (date(2026, 9, 30), date(2026, 11, 20))


@pytest.mark.parametrize("kind", ChangeKind)
def test_a_change_concerns_what_its_subject_names(kind: ChangeKind) -> None:
    """Both ends of a flow, and of a port what it is open on."""
    flow, port = "shop/cart -> shop/pay", "shop/cart 8080 TCP"
    named = [tuple(_names(SystemChange(kind=kind, subject=subject))) for subject in (flow, port)]
    if "flow" in kind:
        assert named == [("shop/cart", "shop/pay"), (port,)]
    elif kind in (ChangeKind.PORT_CAME, ChangeKind.PORT_WENT):
        assert named[1] == ("shop/cart",)
    else:
        assert named == [(flow,), (port,)]
