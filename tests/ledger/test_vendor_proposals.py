"""What is proposed for a weakness without a fix, and what a person decides."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from replacing import replace

from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ledger.deviation_decisions import read_deviations
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.ledger.deviations import applied
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.item import LedgerItem
from generator.ledger.vendor_proposals import VendorProposal, proposing, to_decide
from generator.model.identifiers import AssetId, Sha256
from generator.model.rating import Rating
from generator.model.scan import ResultKind
from tests.evaluation.items_made import item as made
from tests.ledger.test_affected_packages import asset

CART, WEB = AssetId("reg.example/cart:1"), AssetId("reg.example/web:1")
DAY = date(2026, 3, 1)


def item(*statuses: str, fixed: str | None = None, rating: Rating = Rating.MODERATE, **more: object) -> LedgerItem:
    cart = replace(asset(CART, ("libssl", "3.0.1", fixed)), statuses=statuses)
    return replace(made(), assets=(cart,), rating=rating, adjusted=None, deviations=(), closed=None, **more)


@pytest.mark.parametrize(
    ("status", "rating", "proposal"),
    [
        ("affected", Rating.HIGH, VendorProposal.WAIT),
        ("fix_deferred", Rating.LOW, VendorProposal.WAIT),
        ("not-fixed", Rating.LOW, VendorProposal.WAIT),
        ("will_not_fix", Rating.MODERATE, VendorProposal.ACCEPT_OR_REPLACE),
        ("wont-fix", Rating.LOW, VendorProposal.ACCEPT_OR_REPLACE),
        ("end_of_life", Rating.HIGH, VendorProposal.REDUCE_OR_REPLACE),
        ("under_investigation", Rating.HIGH, None),
        ("fixed", Rating.HIGH, None),
    ],
)
def test_what_the_vendor_does_decides_what_is_proposed(status: str, rating: Rating, proposal: VendorProposal | None) -> None:
    row, what = proposing(item(status, rating=rating))
    assert what is proposal
    assert row.deviations == (), "nothing is decided by that"
    if proposal:
        assert f"Proposed: {proposal}" in row.open_because[-1]
        assert status in row.open_because[-1]


def test_of_a_high_no_operational_requirement_is_proposed() -> None:
    row, _ = proposing(item("will_not_fix", rating=Rating.HIGH))
    assert "operational requirement" not in row.open_because[-1]
    reduced = replace(item("will_not_fix", rating=Rating.HIGH), adjusted=Rating.LOW)
    assert proposing(reduced)[1] is VendorProposal.ACCEPT_OR_REPLACE, "after the risk was reduced it may be"


def test_nothing_is_proposed_with_a_fix_or_after_a_decision() -> None:
    assert proposing(item("affected", fixed="3.0.2"))[1] is None
    for kind in (DeviationKind.VENDOR_DEPENDENCY, DeviationKind.OPERATIONAL_REQUIREMENT, DeviationKind.RISK_ADJUSTMENT):
        decided = replace(item("affected"), deviations=(Deviation(kind=kind, standing=DeviationStatus.WITHDRAWN),))
        assert proposing(decided)[1] is None
    assert proposing(item("affected", kind=ResultKind.SECRET))[1] is None
    assert proposing(item("affected", by_scan=False))[1] is None


def test_it_says_on_which_assets_there_is_no_fix() -> None:
    both = item("affected")
    both = replace(both, assets=(*both.assets, asset(WEB, ("libssl", "3.0.1", "3.0.2"))))
    assert f" on {CART}; a person decides." in proposing(both)[0].open_because[-1]
    assert CART not in proposing(item("affected"))[0].open_because[-1]


def test_a_person_is_asked_once_for_each_proposal() -> None:
    rows = [(item("affected", poam_id=f"V-{number}"), VendorProposal.WAIT) for number in (2, 1)]
    (notice,) = to_decide(rows)
    assert (notice.place, notice.what) == ("V-1 and V-2", "2 items without a fix are proposed as vendor dependency")
    (alone,) = to_decide(rows[:1])
    assert alone.what == "1 item without a fix is proposed as vendor dependency"
    assert to_decide([]) == []


def entry(*more: str) -> Deviation:
    text = "- poam-id: V-1\n  type: vendor-dependency\n  status: pending\n" + "".join(f"  {line}\n" for line in more)
    return read_deviations(text, as_of=DAY, checksum=lambda _: Sha256("0" * 64))[0].deviation


def test_a_contact_with_the_vendor_counts_with_its_evidence() -> None:
    assert entry("checked-in: 2026-02-20").checked_in is None
    assert entry("checked-in: 2026-02-20", "evidence: decisions/ticket.pdf").checked_in == date(2026, 2, 20)


def notices(fixed: str | None, *more: str) -> Sequence[str]:
    row = replace(item("affected", fixed=fixed, detected=DAY - timedelta(days=5)), deviations=(entry(*more),))
    return [notice.what for notice in applied(row, FEDRAMP_REV5, DAY, ImageIdentities())[1]]


def test_a_fix_in_the_scan_ends_the_wait_and_asks_for_the_day_of_the_release() -> None:
    assert notices("3.0.2") == ["the scan names a fix of the vendor (libssl 3.0.2)"]
    assert not notices("3.0.2", "released: 2026-02-27")
    assert not notices(None)


def test_the_clock_runs_from_the_release() -> None:
    row = replace(
        item("affected", fixed="3.0.2", detected=DAY - timedelta(days=200)), deviations=(entry("released: 2026-02-20"),)
    )
    done, _ = applied(row, FEDRAMP_REV5, DAY, ImageIdentities())
    assert done.due == date(2026, 2, 20) + timedelta(days=90)
    assert not done.late
