"""Operating systems that get no more fixes."""

from datetime import datetime

from replacing import replace

from generator.checks.assets import end_of_life_software
from generator.checks.base import CheckContext
from generator.checks.judging import judge
from generator.model.asset import AssetNote, AssetNotes, NoteKey
from generator.model.posture import Posture
from generator.model.scan import ScanSnapshot, TargetKind
from generator.workspace.system_yaml import read
from tests.checks.assets.scanned import state
from tests.checks.cluster_evidence import verdicts
from tests.checks.image_evidence import CART, OTHER, PODS, ask, container, running, scan
from tests.facts.assets_made import cluster, node, scan_of
from tests.facts.images_made import facts as image_facts
from tests.facts.scans_made import day

CHECK = end_of_life_software.CHECK
NODE = cluster("prod", node("node-a", "10.0.0.1"))
SILENT = "unknown: the scan does not say whether the system gets fixes"


def said(made: ScanSnapshot, *, ended: bool | None) -> ScanSnapshot:
    return replace(made, targets=tuple(replace(each, end_of_life=ended) for each in made.targets))


def host(*, ended: bool | None) -> Posture:
    return state(CHECK, NODE, said(scan_of(TargetKind.HOST, "s/1.json", "node-a", [], day(18)), ended=ended))


def image(*scans: ScanSnapshot) -> str:
    return verdicts(ask(CHECK, PODS, *scans))[CART]


def noted(day_of_end: str, *scans: ScanSnapshot) -> Posture:
    note = AssetNote(key=NoteKey.END_OF_LIFE, value=day_of_end, by="decisions/assets.yaml, line 1")
    facts = image_facts(PODS, *scans)
    images = tuple(replace(each, notes=AssetNotes((note,))) for each in facts.images)
    (posture,) = judge(CHECK, CheckContext(system=read("", folder="x"), facts=replace(facts, images=images)))
    return posture


def test_a_host_by_what_its_scan_says() -> None:
    assert verdicts(host(ended=False)) == {"node-a": "passes (reported)"}
    assert verdicts(host(ended=None)) == {"node-a": SILENT}
    assert verdicts(host(ended=True))["node-a"].startswith("fails (reported): stands on an operating system that gets no more")
    assert verdicts(state(CHECK, NODE))["node-a"] == "unknown: no scan that counts was collected"


def test_an_image_by_the_digest_that_runs() -> None:
    assert image(said(scan(), ended=False)) == "passes (reported)"
    assert image(said(scan(), ended=None)) == SILENT
    assert image(said(scan(), ended=True)).startswith("fails (reported)")
    other = said(scan(digests=(OTHER,)), ended=True)
    assert image(other) == "unknown: no scan of this image's digest was collected"
    failed = said(scan(failed=True), ended=False)
    assert image(failed).startswith("unknown")


def test_what_an_old_scan_calls_supported_may_have_ended_since() -> None:
    old = datetime.fromisoformat("2026-09-01T00:00:00+00:00")
    assert image(said(scan(taken=old), ended=False)).startswith("unknown: the scan that says it still got fixes is older")
    assert image(said(scan(taken=old), ended=True)).startswith("fails")


def test_what_was_collected_long_ago_may_no_longer_run() -> None:
    old = running(container(), taken=day(20, 10))
    verdict = verdicts(ask(CHECK, old, said(scan(), ended=True)))[CART]
    assert verdict == "unknown: what runs was collected more than 30 days before the as-of date"


def test_two_scanners_that_differ_contest_each_other() -> None:
    ended = said(scan(path="evidence/scans/a.json"), ended=True)
    supported = said(scan(tool="Grype", path="evidence/scans/b.json"), ended=False)
    (failing,) = ask(CHECK, PODS, ended, supported).failing
    assert [each.path for each in failing.contested_by] == ["evidence/scans/b.json"]


def test_a_stated_day_decides_where_no_scan_does() -> None:
    future = noted("2027-06-30", said(scan(), ended=None))
    assert verdicts(future)[CART] == "passes (stated): supported until 2027-06-30 (decisions/assets.yaml, line 1)"
    assert future.passing[0].stated_by == ""
    assert (
        verdicts(noted("2026-01-31"))[CART]
        == "fails (stated): has been out of support since 2026-01-31 (decisions/assets.yaml, line 1)"
    )
    assert verdicts(noted("2027-06-30", said(scan(), ended=True)))[CART].startswith("fails (reported)")
    assert verdicts(noted("2027-06-30", said(scan(), ended=False)))[CART] == "passes (reported)"


def test_nothing_that_runs_was_collected() -> None:
    assert ask(CHECK).label == "not collected"
