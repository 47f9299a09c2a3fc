"""Plans of single items: what an entry says stands in the item's row, and what counts for nothing is said."""

from datetime import timedelta

import pytest
from replacing import replace

from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.ledger.item_plans import ItemPlans, read_item_plans
from generator.ledger.work_packages import has_milestone
from tests.ledger.test_confirmed_plans import DAY, SOON, item

ENTRY = f"""\
- poam-id: V-1
  plan: The vendor is asked.
  milestones:
    - {{day: {SOON}, step: Deployed}}
    - {{day: {DAY}, step: Port closed}}
  contact: Shop Team
  by: A. Lovelace
  planned: {DAY}
"""


def test_an_entry_takes_the_place_of_the_cells_that_it_says() -> None:
    plans = ItemPlans(read_item_plans(ENTRY), DAY)
    before = replace(item(1), written=((c.PLAN, "Old."), (c.COMMENTS, "Kept.")))
    after = plans.on(before)
    assert dict(after.written) == {
        c.COMMENTS: "Kept.",
        c.PLAN: "The vendor is asked.",
        c.MILESTONES: f"(1) {DAY}: Port closed\n(2) {SOON}: Deployed",
        c.CONTACT: "Shop Team",
    }
    assert after.notices[-1] == f"Planned by A. Lovelace on {DAY}."
    assert has_milestone(after, SOON)
    assert list(plans.notices()) == []


def test_an_item_is_known_by_its_ids_of_before() -> None:
    assert ItemPlans(read_item_plans(ENTRY), DAY).on(replace(item(9), former_id="V-1")).written
    assert ItemPlans(read_item_plans(ENTRY), DAY).on(item(9), {"V-1"}).written
    assert not ItemPlans(read_item_plans(ENTRY), DAY).on(item(9)).written
    assert not ItemPlans(read_item_plans(ENTRY), DAY).on(replace(item(1), closed=DAY)).written


def test_what_counts_for_nothing_is_said() -> None:
    unused = ItemPlans(read_item_plans(ENTRY), DAY)
    assert [notice.what for notice in unused.notices()] == ["no open item is called V-1, so this plan counts for nothing"]
    closed = ItemPlans(read_item_plans(ENTRY), DAY)
    closed.on(replace(item(1), closed=DAY))
    assert [(notice.what, notice.next_step) for notice in closed.notices()] == [
        ("V-1 is closed, so this plan counts for nothing", "correct it, or remove it")
    ]
    early = ItemPlans(read_item_plans(ENTRY), DAY - timedelta(days=1))
    assert not early.on(item(1)).written
    assert [notice.what.partition(",")[2] for notice in early.notices()] == [" after the as-of date, which does not count"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (ENTRY.replace("The vendor is asked.", "' '"), "the text is empty"),
        (ENTRY.replace("step: Deployed", "step: ''"), "the text is empty"),
        (ENTRY.replace(str(SOON), "0206-12-01"), "no day that anybody can mean"),
        (ENTRY.replace(f"planned: {DAY}", "planned: 0206-12-01"), "no day that anybody can mean"),
        (ENTRY + ENTRY, "a second plan of V-1"),
        (ENTRY.partition("  milestones")[0] + f"  milestones: []\n  by: A\n  planned: {DAY}\n", "without a milestone"),
    ],
)
def test_a_file_that_is_wrong_is_refused(text: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what):
        read_item_plans(text)
