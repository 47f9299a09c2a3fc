"""Plans of work packages that people confirm, and which items they cover."""

from datetime import date, timedelta

import pytest
from replacing import replace

from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.ledger.detection_basis import DetectionBasis
from generator.ledger.item import LedgerItem
from generator.ledger.planned_work import ConfirmedMilestone, ConfirmedPlan
from generator.ledger.poam_ledger import Notice
from generator.ledger.work_package_decisions import read_confirmed_plans
from generator.ledger.work_packages import has_milestone, with_work, without_milestone
from generator.model.identifiers import AssetId
from tests.evaluation.items_made import item as made
from tests.ledger.months import CART, WEB, identities, month
from tests.ledger.test_affected_packages import asset
from tests.ledger.test_work_packages import IDS, system

DAY = month(0)
"""The as-of day of `system()`."""
SOON, LATER = DAY + timedelta(days=10), DAY + timedelta(days=40)


def item(number: int, *assets: str, **more: object) -> LedgerItem:
    rows = tuple(asset(AssetId(asset_id), ("libssl", "3.0.1", "3.0.2")) for asset_id in assets or (CART,))
    values = {"poam_id": f"V-{number}", "assets": rows, "detected": DAY - timedelta(days=9), "due": LATER, **more}
    return replace(made(), **values)


def package(asset_id: str = CART) -> str:
    ((row,), _) = with_work([item(0, asset_id)], system(), IDS, identities(system()))
    return row.work[0].package


def plan(name: str = "", **more: object) -> ConfirmedPlan:
    values = {
        "package": name or package(),
        "owner": "Shop Team",
        "milestones": (ConfirmedMilestone(day=SOON, step="Deployed"),),
        "by": "A. Lovelace",
        "confirmed": DAY,
        "line": 1,
    }
    return ConfirmedPlan(**{**values, **more})  # type: ignore[arg-type]


def planned(*items: LedgerItem, plans: tuple[ConfirmedPlan, ...]) -> tuple[list[LedgerItem], list[str]]:
    rows, notices = with_work(items, system(), IDS, identities(system()), plans)
    return rows, [notice.what for notice in notices]


def test_one_plan_is_that_of_all_items_of_its_work_package() -> None:
    rows, notices = planned(item(1), item(2), plans=(plan(),))
    assert [row.plans for row in rows] == [(plan(),), (plan(),)]
    assert "(owner: Shop Team; shared by 2 items)" in rows[0].work[0].sentence
    assert notices == []
    assert has_milestone(rows[0], SOON)
    assert not has_milestone(rows[0], SOON + timedelta(days=1))


def test_an_item_of_two_images_needs_the_plans_of_both() -> None:
    rows, _ = planned(item(1, CART, WEB), plans=(plan(),))
    assert rows[0].plans == ()
    both = (plan(), plan(package(WEB)))
    assert planned(item(1, CART, WEB), plans=both)[0][0].plans == both


def test_a_plan_does_not_cover_what_was_detected_since() -> None:
    newer = item(7, detected=DAY)
    rows, notices = planned(item(1), newer, plans=(plan(confirmed=DAY - timedelta(days=1)),))
    assert [bool(row.plans) for row in rows] == [True, False]
    (what,) = notices
    assert what.endswith("does not cover 1 item (V-7) detected since")
    assert planned(replace(newer, detected_by=DetectionBasis.AS_OF), plans=(plan(confirmed=DAY - timedelta(days=1)),))[0][
        0
    ].plans


def test_a_plan_that_names_software_covers_no_other() -> None:
    rows, notices = planned(item(1), plans=(plan(versions=(("zlib", "1.3"),)),))
    assert rows[0].plans == ()
    assert notices == [f"the plan of {package()} does not name all software that is updated for 1 item (V-1)"]
    rows, notices = planned(item(1), plans=(plan(versions=(("libssl", "3.0.15"),), base="debian:13"),))
    assert rows[0].work[0].text == f"rebuild {CART} on debian:13 with libssl 3.0.1 updated to 3.0.15 (fixed in 3.0.2)"
    assert (bool(rows[0].plans), notices) == (True, [])


def test_the_row_in_the_workbook_wins_and_the_conflict_is_shown() -> None:
    for header in (c.PLAN, c.MILESTONES, c.CHANGES):
        rows, notices = planned(item(1, written=((header, "1) 2026-02-01: replaced"),)), item(2), plans=(plan(),))
        assert [bool(row.plans) for row in rows] == [False, True]
        assert notices == [
            f"a plan that was written for the item itself counts instead of that of {package()} for 1 item (V-1)"
        ]
    rows, notices = planned(item(1, written=((c.RESOURCES, "two days"),)), plans=(plan(),))
    assert (bool(rows[0].plans), notices) == (True, [])


def test_work_that_leaves_something_open_is_no_plan_of_the_item() -> None:
    half = asset(AssetId(CART), ("libssl", "3.0.1", "3.0.2"), ("zlib", "1.2", None))
    gone = asset(AssetId("gone.example/x:1"), ("libssl", "3.0.1", "3.0.2"))
    for assets in ((half,), (asset(AssetId(CART), ("libssl", "3.0.1", "3.0.2")), gone)):
        rows, notices = planned(replace(item(1), assets=assets), plans=(plan(),))
        assert (len(rows[0].work), rows[0].plans) == (1, ())
        (what,) = notices
        assert what.startswith(f"the plan of {package()} closes a part of 1 item (V-1): ")


def test_milestones_that_are_over_or_come_too_late_are_told() -> None:
    over = plan(milestones=(ConfirmedMilestone(day=DAY - timedelta(days=1), step="Deployed"),))
    rows, notices = planned(item(1), plans=(over,))
    assert rows[0].plans == (over,)
    assert notices == [f"the last milestone of {package()} ({over.last}) is over, and 1 item (V-1) still open"]
    assert planned(item(1, due=SOON), plans=(plan(),))[1] == []
    _, notices = planned(item(1, due=SOON - timedelta(days=1)), plans=(plan(),))
    assert notices == [
        f"the last milestone of {package()} ({SOON}) is after the Scheduled Completion Date of 1 item (V-1), which stays"
    ]


def test_a_confirmed_milestone_to_come_is_the_new_one_of_what_is_past_due() -> None:
    late = item(1, late=True, due=DAY - timedelta(days=1))
    rows, notices = planned(late, plans=(plan(),))
    assert notices == []
    assert without_milestone([late], DAY)
    assert not without_milestone(rows, DAY)


def test_a_plan_of_nothing_and_one_of_tomorrow_count_for_nothing() -> None:
    rows, notices = planned(item(1), plans=(plan("W-000000"), plan(confirmed=DAY + timedelta(days=1), line=9)))
    assert rows[0].plans == ()
    assert notices == [
        "no open item refers to W-000000, so this plan counts for nothing",
        f"A. Lovelace confirmed the plan of {package()} on {DAY + timedelta(days=1)}, after the as-of date, "
        "which does not count",
    ]


STEPS = "    - {day: 2026-12-10, step: Deployed}\n    - {day: 2026-12-01, step: Rebuilt}\n"
ENTRY = f"""- work-package: W-1A2B3C
  owner: Shop Team
  base: debian:12.8
  packages: {{libssl3: 3.0.15}}
  milestones:
{STEPS}  by: A. Lovelace
  confirmed: 2026-11-25
"""


def test_an_entry_is_read() -> None:
    (row,) = read_confirmed_plans(ENTRY)
    assert (row.package, row.owner, row.by, row.confirmed) == ("W-1A2B3C", "Shop Team", "A. Lovelace", date(2026, 11, 25))
    assert (row.base, row.versions, row.line) == ("debian:12.8", (("libssl3", "3.0.15"),), 1)
    assert [(step.day.day, step.step) for step in row.milestones] == [(1, "Rebuilt"), (10, "Deployed")]


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("owner: Shop Team", "owner: ' '", 2, "empty"),
        ("owner: Shop Team", "owner:", 2, ""),
        ("step: Rebuilt", "step: ''", 7, "empty"),
        ("by: A. Lovelace", "by: ''", 8, "empty"),
        ("3.0.15", "''", 4, "empty"),
        ("2026-11-25", "0026-11-25", 9, "no day that anybody can mean"),
        ("2026-12-01", "9926-12-01", 7, "no day that anybody can mean"),
        ("owner: Shop Team", "owners: Shop Team", 2, "owners"),
        (STEPS, "    []\n", 5, "without a milestone"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(old: str, new: str, line: int, what: str) -> None:
    assert old in ENTRY
    with pytest.raises(ConfigError) as raised:
        read_confirmed_plans(ENTRY.replace(old, new))
    assert f"work-packages.yaml, line {line}" in str(raised.value.where)
    assert what in raised.value.what


def test_a_second_plan_of_a_work_package_is_refused() -> None:
    with pytest.raises(ConfigError, match="a second plan of W-1A2B3C") as raised:
        read_confirmed_plans(ENTRY + ENTRY)
    assert "line 10" in str(raised.value.where)


def test_a_notice_names_file_and_line() -> None:
    _, notices = with_work([item(1)], system(), IDS, identities(system()), (plan("W-000000", line=4),))
    assert notices == [
        Notice(
            path="decisions/work-packages.yaml",
            place="line 4",
            what="no open item refers to W-000000, so this plan counts for nothing",
            next_step="correct it, or remove it",
        )
    ]
