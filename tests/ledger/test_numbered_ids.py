"""The prior ledger under the numbers that its items got when it was accepted."""

from replacing import replace

from generator.ledger.numbered_ids import renumbered
from generator.ledger.poam_ledger import Before
from tests.evaluation.items_made import item

OLD, NEW = "V-AAAAAAAAAA", "V-BBBBBBBBBB"
NUMBERS = {OLD: "V-1", NEW: "V-2"}


def test_an_item_gets_its_number_and_so_does_what_it_replaces() -> None:
    before = Before(items=(replace(item(), poam_id=OLD), replace(item(), poam_id=NEW, replaces=OLD)))
    assert renumbered(before, NUMBERS).items == (
        replace(item(), poam_id="V-1", former_id=OLD),
        replace(item(), poam_id="V-2", former_id=NEW, replaces="V-1"),
    )


def test_an_item_that_keeps_its_id_names_what_it_replaces_by_its_number() -> None:
    kept, other = replace(item(), poam_id="PT-3", replaces=OLD), replace(item(), poam_id="PT-4", replaces="PT-2")
    assert renumbered(Before(items=(kept, other)), NUMBERS).items == (replace(kept, replaces="V-1"), other)


def test_without_numbers_nothing_changes() -> None:
    before = Before(items=(replace(item(), poam_id=OLD),))
    assert renumbered(before, {}) == before
