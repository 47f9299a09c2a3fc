"""What the plan of action and milestones says of one item."""

import json
import re

import pytest
from msgspec import structs

from generator.ledger.detection_basis import DetectionBasis
from generator.ledger.poam_ledger import Ledger
from generator.model.identifiers import cwe_ids
from generator.model.scan import Cvss
from generator.oscal.common import NS
from generator.oscal.poam_reading import read_poam
from tests.ledger.months import CART, facts, ledger, snapshots
from tests.oscal.test_poam_reading import back, written


def test_the_score_and_vector_of_the_plan_are_those_of_the_nvd() -> None:
    what = facts(0, snapshots(0, {CART: ["CVE-1"]}))
    found = ledger(what)
    (item,) = found.items
    scores = (
        Cvss(source="redhat", version="3.1", score=7.5, vector="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"),
        Cvss(source="nvd", version="3.1", score=9.8, vector="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
        Cvss(source="ghsa", version="4.0", score=8.7),
    )
    plan = written(what, structs.replace(found, items=(structs.replace(item, cvss=scores),)))[
        "plan-of-action-and-milestones.json"
    ]
    (risk,) = json.loads(plan)["plan-of-action-and-milestones"]["risks"]
    (described,) = risk["characterizations"]
    cvss = {facet["name"]: facet["value"] for facet in described["facets"] if facet["name"].startswith("cvss")}
    assert cvss == {"cvss-3.1-base-score": "9.8", "cvss-3.1-vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}


def test_an_item_says_that_the_scan_looked_at_other_bytes_under_the_tag() -> None:
    what = facts(0, snapshots(0, {CART: ["CVE-1"]}))
    found = ledger(what)
    (item,) = found.items
    assets = tuple(structs.replace(asset, other_digests=("sha256:" + "b" * 64,)) for asset in item.assets)

    def remarks(changed: object) -> list[str]:
        plan = written(what, structs.replace(found, items=(changed,)))["plan-of-action-and-milestones.json"]
        observations = json.loads(plan)["plan-of-action-and-milestones"]["observations"]
        props = [prop for seen in observations for prop in seen.get("props", ())]
        return [prop["remarks"] for prop in props if prop["name"] == "scanned-digest-differs"]

    assert remarks(item) == []
    assert remarks(structs.replace(item, assets=assets)) == [
        "The scan looked at sha256:bbbbbbbbbbbb… and not at the digest that runs: whether "
        f"{item.assets[0].asset_id} has the weakness is not shown."
    ]


@pytest.mark.parametrize("basis", DetectionBasis)
def test_a_date_that_no_report_states_says_so_and_comes_back(basis: DetectionBasis) -> None:
    what = facts(0, snapshots(0, {CART: ["CVE-1"]}))
    found = ledger(what)
    (item,) = found.items
    assert item.detected_by is DetectionBasis.REPORT
    changed = structs.replace(found, items=(structs.replace(item, detected_by=basis),))
    plan = json.loads(written(what, changed)["plan-of-action-and-milestones.json"])["plan-of-action-and-milestones"]
    (row,) = [each for each in plan["poam-items"] if each.get("related-risks")]
    shown = [(each["value"], each["remarks"]) for each in row["props"] if each["name"] == "original-detection-date-by"]
    assert shown == ([] if basis is DetectionBasis.REPORT else [(basis.value, basis.sentence)])
    assert basis.sentence in row["remarks"]
    (again,) = back(what, changed).items
    assert (again.detected_by, again.notes) == (basis, item.notes)


def test_kinds_of_weakness_are_properties_of_the_risk_and_change_no_identifier() -> None:
    what = facts(0, snapshots(0, {CART: ["CVE-1"]}))
    found = ledger(what)
    (item,) = found.items
    named = structs.replace(found, items=(structs.replace(item, cwes=cwe_ids([352, 79])),))

    def plan(of: Ledger) -> bytes:
        return written(what, of)["plan-of-action-and-milestones.json"]

    def stated(content: bytes) -> list[tuple[str, str]]:
        (risk,) = json.loads(content)["plan-of-action-and-milestones"]["risks"]
        return [(each["ns"], each["value"]) for each in risk["props"] if each["name"] == "cwe"]

    assert stated(plan(found)) == []
    assert stated(plan(named)) == [(NS, "CWE-79"), (NS, "CWE-352")]
    uuids = re.compile(rb'"(?:uuid|[a-z-]+-uuid)": ?"[^"]+"')
    (document, *own), (changed, *others) = uuids.findall(plan(found)), uuids.findall(plan(named))
    assert own == others != []
    assert document != changed, "that of the document is of its content"
    assert back(what, named).items[0].cwes == ("CWE-79", "CWE-352")
    damaged = plan(named).replace(b"CWE-352", b"CWE-x352").replace(b"CWE-79", b"CWE-0079")
    assert read_poam(damaged, where="plan").items[0].cwes == ("CWE-79",)
