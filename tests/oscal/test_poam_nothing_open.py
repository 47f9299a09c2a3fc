"""A plan without open items says what the evidence looked at, and never that nothing is open where it did not look."""

from datetime import date

from replacing import replace

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.ids import UuidFactory
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.operation import CheckRun
from generator.oscal.poam import nothing_open
from generator.workspace.system_yaml import read
from tests.facts.scans_made import day, pods, scan

RUN = CheckRun(
    tool="kube-bench",
    benchmarks=(),
    taken=None,
    targets=("node",),
    passed=30,
    failed=12,
    manual=0,
    other=0,
    source=EvidenceSource("b" * 64, "evidence/scans/kube-bench.json"),
)


def facts(*snapshots: object) -> SystemFacts:
    return facts_of(History.of(snapshots), read("", folder="x"), date(2026, 11, 20))  # type: ignore[arg-type]


def said(made: SystemFacts, discrepancies: int = 0) -> str:
    return nothing_open(made, discrepancies, UuidFactory("x")).description


def test_without_a_scan_nothing_can_be_concluded() -> None:
    assert said(facts()) == (
        "As of 2026-11-20 the evidence collected gave rise to no open item. No scan was collected, so nothing can be concluded "
        "from that. The inventory is empty."
    )


def test_where_everything_was_scanned_the_number_says_so() -> None:
    whole = facts(pods("c/pods.json", day(19), {"a": "a:1"}), scan("s/a.json", "a:1", [], day(18)))
    assert said(whole) == (
        "As of 2026-11-20 the evidence collected gave rise to no open item. A vulnerability scan that counts was collected for "
        "1 of 1 image class."
    )


def test_what_was_not_scanned_or_set_aside_forbids_the_conclusion() -> None:
    part = facts(
        pods("c/pods.json", day(19), {"a": "a:1", "b": "b:1"}),
        scan("s/a.json", "a:1", [], day(18)),
        scan("s/z.json", "z:9", ["CVE-1", "CVE-2"], day(18)),
    )
    text = said(part)
    assert (
        "It cannot be concluded that nothing is open. A vulnerability scan that counts was collected for 1 of 2 image" in text
    )
    assert "2 of 2 scan results were set aside: 2 about what is not in the inventory." in text


def test_failed_checks_and_discrepancies_forbid_it_too() -> None:
    whole = facts(pods("c/pods.json", day(19), {"a": "a:1"}), scan("s/a.json", "a:1", [], day(18)))
    for text in (said(replace(whole, check_runs=(RUN,))), said(whole, 3)):
        assert "It cannot be concluded that nothing is open." in text
    assert "failed 12 of 42 checks, of which no open item was made." in said(replace(whole, check_runs=(RUN,)))
    assert "found 3 discrepancies; discrepancies are no items of this plan." in said(whole, 3)
