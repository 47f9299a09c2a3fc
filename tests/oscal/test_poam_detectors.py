"""Who sees a weakness, what an approval covers, and on which digests it was open, come back from OSCAL."""

import json
from collections.abc import Mapping
from datetime import date

from msgspec import structs
from replacing import replace

from generator.ledger.asset_states import AssetDisposition, ClosureReason, Detector
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus
from generator.oscal.poam_reading import read_poam
from tests.ledger.months import CART, WEB, carried, month
from tests.ledger.test_several_scanners import BOTH, facts, ledger, seen
from tests.oscal.test_poam_reading import written


def plan_of(files: Mapping[str, bytes]) -> bytes:
    return next(data for path, data in files.items() if path.endswith("plan-of-action-and-milestones.json"))


def test_what_several_scanners_see_comes_back_as_it_was() -> None:
    what = facts(
        0, seen(0, {"Trivy": {CART: ["CVE-1"], WEB: ["CVE-1"]}, "Grype": {CART: ["GHSA-1"]}}, digest="sha256:" + "a" * 64)
    )
    found = ledger(what)
    (item,) = found.items
    scope = (Detector(scanner="Grype", identifier="GHSA-1", assets=(CART,)),)
    approval = Deviation(
        kind=DeviationKind.RISK_ADJUSTMENT,
        standing=DeviationStatus.APPROVED,
        decided=date(2026, 1, 1),
        scope=scope,
        contested="Trivy",
    )
    gone = AssetDisposition(
        asset_id=WEB, reason=ClosureReason.DUPLICATE, day=date(2026, 1, 2), because="x", digests=("sha256:" + "b" * 64,)
    )
    changed = structs.replace(item, deviations=(approval,), dispositions=(gone,))
    files = written(what, structs.replace(found, items=(changed,)))
    before = read_poam(plan_of(files), where="x")
    (back,) = before.items
    assert back.found_by == item.found_by
    assert (back.scanner, back.identifier, back.cves) == (item.scanner, item.identifier, ("CVE-1",))
    assert back.deviations[0].scope == scope
    assert back.deviations[0].contested == "", "found anew each time"
    assert back.dispositions == (gone,)
    assert {look.digests for look in before.looks} == {("sha256:" + "a" * 64,)}


def test_the_next_month_goes_on_from_the_oscal_as_from_the_ledger() -> None:
    what = facts(0, seen(0, BOTH))
    found = ledger(what)
    data = plan_of(written(what, found))
    later = facts(1, seen(1, {"Trivy": {CART: []}}))
    one, two = ledger(later, read_poam(data, where="x")), ledger(later, carried(found, month(0)))
    assert [(row.poam_id, row.closed, row.found_by) for row in one.items] == [
        (row.poam_id, row.closed, row.found_by) for row in two.items
    ]
    assert one.items[0].closed is None


def test_each_report_is_named_by_the_scanner_that_made_it() -> None:
    tools = tuple((f"evidence/scans/{CART}/0-2/{scanner}.json", scanner) for scanner in ("Grype", "Trivy"))
    what = replace(facts(0, seen(0, BOTH)), report_tools=tools)
    plan = json.loads(plan_of(written(what, ledger(what))))["plan-of-action-and-milestones"]
    named = {row["description"] for observed in plan["observations"] for row in observed["relevant-evidence"]}
    assert {text for text in named if text.startswith("Report of ")} == {f"Report of {tool}: {path}" for path, tool in tools}
