"""POA&M items: one per scanner, identifier and day; configuration findings apart, with one CM-6 item."""

from datetime import date

from msgspec import structs
from replacing import replace

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ids import UuidFactory
from generator.ledger.detection_basis import DetectionBasis
from generator.ledger.items import LedgerItem, items_of
from generator.model.scan import ResultKind, Scanner, Severity
from generator.workspace.system_yaml import read
from tests.facts.scans_made import day, pods, scan

CLUSTER = pods("c/pods.json", day(19), {"a": "a:1", "b": "b:1"})


def items(*snapshots: object) -> tuple[LedgerItem, ...]:
    facts = facts_of(History.of((CLUSTER, *snapshots)), read("", folder="x"), date(2026, 11, 20))  # type: ignore[arg-type]
    return items_of(facts, FEDRAMP_REV5, UuidFactory("x"))


def test_the_same_weakness_seen_later_on_another_asset_is_an_item_of_its_own() -> None:
    found = items(scan("s/a.json", "a:1", ["CVE-1"], day(1, 10)), scan("s/b.json", "b:1", ["CVE-1"], day(18)))
    assert [(one.detected, [asset.asset_id for asset in one.assets]) for one in found] == [
        (date(2026, 10, 1), ["a:1"]),
        (date(2026, 11, 18), ["b:1"]),
    ]
    assert len({one.poam_id for one in found}) == 2


def test_the_same_day_is_one_item() -> None:
    found = items(scan("s/a.json", "a:1", ["CVE-1"], day(18)), scan("s/b.json", "b:1", ["CVE-1"], day(18)))
    assert [len(one.assets) for one in found] == [2]


def test_an_item_keeps_its_id_when_it_is_scanned_again() -> None:
    first = items(scan("s/a.json", "a:1", ["CVE-1"], day(1)))
    again = items(scan("s/a.json", "a:1", ["CVE-1"], day(1)), scan("s/a2.json", "a:1", ["CVE-1"], day(18)))
    assert [one.poam_id for one in first] == [one.poam_id for one in again]


def test_configuration_findings_have_one_cm6_item() -> None:
    found = items(
        scan("s/a.json", "a:1", ["KSV-1", "KSV-2"], day(18), kind=ResultKind.MISCONFIGURATION, severity=Severity.LOW),
        scan("s/b.json", "b:1", ["CVE-1"], day(18)),
    )
    assert [(one.identifier, one.configuration, one.controls) for one in found] == [
        ("CVE-1", False, ("RA-5", "SI-2")),
        ("", False, ("CM-6",)),
        ("KSV-1", True, ("CM-6",)),
        ("KSV-2", True, ("CM-6",)),
    ]
    assert found[1].members == 2


def test_no_finding_no_item() -> None:
    assert items() == ()


def test_an_undated_scan_gives_an_item_that_owes_its_date_and_keeps_its_id() -> None:
    undated = scan("s/a.json", "a:1", ["CVE-1"], None)
    found = {}
    for as_of in (date(2026, 11, 20), date(2026, 12, 20)):
        facts = facts_of(History.of((CLUSTER, undated)), read("", folder="x"), as_of)
        (item,) = items_of(facts, FEDRAMP_REV5, UuidFactory("x"))
        assert item.detected_by is DetectionBasis.AS_OF
        found[as_of] = item.poam_id
    assert len(set(found.values())) == 1


def test_the_cm6_item_holds_the_evidence_of_all_its_findings() -> None:
    first = scan("s/a.json", "a:1", ["KSV-1"], day(18), kind=ResultKind.MISCONFIGURATION)
    second = replace(
        scan("s/b.json", "a:1", ["KSV-2"], day(18), kind=ResultKind.MISCONFIGURATION), scanner=Scanner(name="Other")
    )
    second = replace(second, results=tuple(structs.replace(one, scanner="Other") for one in second.results))
    collector = next(item for item in items(first, second) if item.members)
    assert {source.path for asset in collector.assets for source in asset.sources} == {"s/a.json", "s/b.json"}
