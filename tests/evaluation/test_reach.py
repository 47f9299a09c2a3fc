"""What the evidence shows to be reachable from the internet."""

from replacing import replace

from generator.evaluation.judge import reached
from generator.model.asset import AssetKind, SystemAsset
from tests.ledger.months import CART, WEB, facts, snapshots


def test_a_way_in_to_a_workload_says_yes_of_its_image_and_its_absence_says_nothing() -> None:
    what = facts(0, snapshots(0, {CART: [], WEB: []}))
    assert reached(what) == {}
    key = next(image.workloads[0] for image in what.inventory if image.asset_id == CART)
    opened = replace(what, workloads=tuple(replace(one, public=one.key == key) for one in what.workloads))
    assert reached(opened) == {CART: f"an Ingress, load balancer or node port leads to {key}"}


def test_an_asset_with_a_public_address_is_reachable() -> None:
    hosts = tuple(
        SystemAsset(asset_id=name, kind=AssetKind.HOST, where="east", names=(name,), public=public)
        for name, public in (("open", True), ("shut", False), ("silent", None))
    )
    assert list(reached(replace(facts(0, snapshots(0, {CART: []})), assets=hosts))) == ["open"]
