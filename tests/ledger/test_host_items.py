"""Months of two hosts: what a scan of one host says closes and keeps nothing on the other."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from generator.ledger.asset_states import ClosureReason
from generator.ledger.coverage import CurrentCoverage
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Before
from generator.model.facts import SystemFacts
from generator.model.scan import TargetKind
from tests.facts.assets_made import cluster, node, scan_of
from tests.ledger.months import assets, by_id, carried, facts, ledger, moment, month

EAST, WEST = "node-east", "node-west"


def hosts(number: int, seen: Mapping[str, Sequence[str]]) -> SystemFacts:
    """Both run; those of `seen` were scanned, with what was seen on them."""
    taken = moment(month(number) - timedelta(days=2))
    scans = [
        scan_of(TargetKind.HOST, f"evidence/scans/{number}/{name}.json", name, list(ids), taken) for name, ids in seen.items()
    ]
    return facts(number, [cluster("prod", node(EAST), node(WEST), taken=moment(month(number))), *scans])


def months(*seen: Mapping[str, Sequence[str]]) -> dict[str, LedgerItem]:
    """The items after so many months, by the identifier of the scanner and how it stands."""
    before: Before | None = None
    for number, what in enumerate(seen):
        made = ledger(hosts(number, what), before)
        before = carried(made, month(number))
    return by_id(made)


BOTH = {EAST: ["CVE-1"], WEST: ["CVE-1"]}


def test_a_look_at_a_host_is_one_look_at_all_of_it() -> None:
    looks = CurrentCoverage(hosts(0, BOTH), ImageIdentities()).looks()
    assert [(look.asset_id, look.object, look.digests) for look in looks] == [(EAST, "", ()), (WEST, "", ())]


def test_a_host_that_was_not_scanned_again_keeps_the_item_open() -> None:
    (item,) = months(BOTH, {EAST: []}).values()
    assert (assets(item), item.closed, item.detected) == ([WEST], None, month(0) - timedelta(days=2))
    assert [(row.asset_id, row.reason) for row in item.dispositions] == [(EAST, ClosureReason.REMEDIATED)]


def test_an_item_closes_when_both_were_scanned_again() -> None:
    (item,) = months(BOTH, {EAST: []}, {WEST: []}).values()
    assert item.closed is not None
    assert item.closed.reason is ClosureReason.REMEDIATED


@pytest.mark.parametrize("back", [EAST, WEST])
def test_what_is_seen_again_after_it_was_remediated_is_a_new_item_that_names_the_old(back: str) -> None:
    closed, again = months(BOTH, {EAST: []}, {WEST: []}, {back: ["CVE-1"]}).values()
    if closed.closed is None:
        closed, again = again, closed
    assert (again.replaces, assets(again)) == (closed.poam_id, [back])
    assert again.detected == month(3) - timedelta(days=2)


def test_both_hosts_stay_in_one_item_with_its_first_day() -> None:
    (item,) = months(BOTH, BOTH, {EAST: ["CVE-1"], WEST: []}).values()
    assert (assets(item), item.detected, item.closed) == ([EAST], month(0) - timedelta(days=2), None)
    assert [(row.asset_id, row.day) for row in item.dispositions] == [(WEST, month(2) - timedelta(days=2))]
