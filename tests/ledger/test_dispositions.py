"""How an item ends whose assets ended in different ways."""

from generator.ledger.asset_states import ClosureReason
from generator.ledger.item import LedgerItem
from tests.ledger.months import CART, WEB, carried, facts, ledger, month, snapshots

OTHER = "reg.example/ops/log:1.0"


def after(running: dict[str, list[str]]) -> LedgerItem:
    """The item on cart and web a month later."""
    before = ledger(facts(0, snapshots(0, {CART: ["CVE-1"], WEB: ["CVE-1"], OTHER: []})))
    (item,) = ledger(facts(1, snapshots(1, running)), carried(before, month(0))).items
    return item


def test_an_item_is_retired_only_where_all_of_its_assets_are_gone() -> None:
    gone = after({OTHER: []})
    assert [one.reason for one in gone.dispositions] == [ClosureReason.RETIRED, ClosureReason.RETIRED]
    assert gone.closed is not None
    assert gone.closed.reason is ClosureReason.RETIRED


def test_an_item_of_which_one_asset_was_fixed_and_another_retired_is_remediated() -> None:
    mixed = after({WEB: [], OTHER: []})
    assert {one.asset_id: one.reason for one in mixed.dispositions} == {
        CART: ClosureReason.RETIRED,
        WEB: ClosureReason.REMEDIATED,
    }
    assert mixed.closed is not None
    assert (mixed.closed.reason, mixed.closed.day) == (ClosureReason.REMEDIATED, month(1))
