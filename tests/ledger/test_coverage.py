"""What a scan must have looked at before a weakness that it does not report any more is gone."""

import pytest

from generator.ledger.coverage import CurrentCoverage
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.item import LedgerItem
from tests.ledger.months import CART, WEB, assets, carried, facts, ledger, month, snapshots

NEW, NEWEST = "reg.example/shop/cart:1.5", "reg.example/shop/cart:1.6"


def on_cart(scanned: tuple[str, ...]) -> LedgerItem:
    """The item on the cart a month later, when two newer versions run instead and these were scanned without result."""
    before = ledger(facts(0, snapshots(0, {CART: ["CVE-2"], WEB: []})))
    rows = snapshots(1, {image: [] for image in (*scanned, WEB)}, [NEW, NEWEST, WEB])
    (item,) = ledger(facts(1, rows), carried(before, month(0))).items
    return item


@pytest.mark.parametrize(("scanned", "missing"), [(NEW, NEWEST), (NEWEST, NEW)])
def test_an_item_stays_open_while_one_of_the_versions_that_run_instead_is_not_scanned(scanned: str, missing: str) -> None:
    item = on_cart((scanned,))
    assert (item.closed, assets(item)) == (None, [CART])
    assert item.unseen[0].because == f"Trivy has not scanned {missing} since 2026-01-18"


def test_an_item_closes_when_no_version_that_runs_instead_has_the_weakness() -> None:
    item = on_cart((NEW, NEWEST))
    assert item.closed is not None
    assert "which runs instead of" in item.closed.because


def test_an_image_that_no_dump_shows_has_looks_without_a_place() -> None:
    (_, *scans) = snapshots(0, {CART: ["CVE-1"]})
    (look,) = CurrentCoverage(facts(0, scans), ImageIdentities()).looks()
    assert (look.asset_id, look.places) == (CART, ())
