"""Alert 2: late or exploited, and neither remediated nor on the POA&M that was handed in."""

from datetime import date
from typing import Any

import pytest

from generator.ledger.asset_states import AssetDisposition, ClosureReason
from generator.ledger.item import LedgerItem
from generator.model.facts import AffectedAsset
from generator.model.monitoring import Alert, AlertKind
from generator.monitoring.untracked import AcceptedItems, untracked
from tests.evaluation.items_made import CART, DAY, item
from tests.ledger.months import facts, snapshots

WHAT = facts(0, snapshots(0, {CART: []}))
ON = AcceptedItems(open=("V-1",), day=date(2026, 10, 31))
OFF = AcceptedItems(open=(), day=date(2026, 10, 31))
EXPLOITED = {"known_exploited": date(2026, 12, 1)}
LATE: dict[str, Any] = {"late": True, "due": date(2026, 11, 10)}


def found(tracked: AcceptedItems, *items: LedgerItem) -> list[Alert]:
    return list(untracked(WHAT, items, tracked))


@pytest.mark.parametrize(
    ("tracked", "members", "kind"),
    [
        (ON, {}, None),
        (OFF, {}, None),
        (ON, EXPLOITED, None),
        (OFF, EXPLOITED, AlertKind.UNTRACKED_EXPLOITED),
        (ON, LATE, AlertKind.LATE),
        (OFF, LATE, AlertKind.UNTRACKED_LATE),
        (OFF, {**LATE, **EXPLOITED}, AlertKind.UNTRACKED_EXPLOITED),
        (ON, {**LATE, **EXPLOITED}, AlertKind.LATE),
    ],
)
def test_what_is_alerted_of(tracked: AcceptedItems, members: dict[str, Any], kind: AlertKind | None) -> None:
    assert [alert.kind for alert in found(tracked, item(**members))] == ([kind] if kind else [])


def test_what_is_remediated_or_stands_for_others_is_not_alerted_of() -> None:
    closed = AssetDisposition(reason=ClosureReason.REMEDIATED, day=DAY, because="gone")
    assert found(OFF, item(**LATE, closed=closed), item(**LATE, members=2)) == []


def test_only_images_that_run_are_alerted_of_one_by_one() -> None:
    seen = [
        AffectedAsset(asset_id=name, first_seen=date(2026, 11, 3), last_seen=None, packages=(), entries=1, sources=())
        for name in (CART, "reg.example/shop/old:1", "node-a")
    ]
    assert [alert.image for alert in found(OFF, item(**LATE, assets=tuple(seen)))] == [CART]


def test_what_is_late_because_of_its_vendor_says_so_and_not_that_its_day_has_passed() -> None:
    told = "The vendor was last asked on 2026-01-01; a check-in is required every 30 days."
    late = {"late": True, "late_since": date(2026, 2, 1), "due": date(2099, 1, 1), "open_because": (told,)}
    (alert,) = found(OFF, item(**late))
    assert alert.since == date(2026, 2, 1)
    assert alert.why == f"It is open and not on the POA&M of 2026-10-31. {told}"


def test_an_alert_names_everything() -> None:
    (alert,) = found(OFF, item(**LATE, open_because=("Still open: Trivy has not scanned it.",), notices=("Something else.",)))
    assert alert.weakness is not None
    assert (alert.weakness.poam_id, alert.weakness.identifier, alert.weakness.rating) == ("V-1", "CVE-1", "High")
    assert alert.since == date(2026, 11, 11)
    assert alert.workloads == ("web/DaemonSet/w0",)
    assert alert.why == (
        "It was to be remediated by 2026-11-10. It is open and not on the POA&M of 2026-10-31. "
        "Still open: Trivy has not scanned it."
    )
    assert "POA&M" in alert.next_step
    (exploited,) = found(AcceptedItems(open=(), day=None), item(**EXPLOITED))
    assert "none was handed in yet" in exploited.why
    assert exploited.since == date(2026, 11, 1)
