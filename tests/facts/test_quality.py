"""Which scans count for their quality, and what is taken from them."""

from datetime import date

from replacing import replace

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.model.evidence import DatedBy, ScanStatement
from generator.model.scan import Scanner, ScanSnapshot, ScanTarget, TargetKind
from generator.workspace.system_yaml import read
from tests.facts.scans_made import day, pods, scan

AS_OF = date(2026, 11, 20)
CART = "registry.example/cart:1"


def qualities(*snapshots: object):
    return facts_of(History.of(snapshots), read("", folder="x"), AS_OF).scan_quality  # type: ignore[arg-type]


def host(path: str, number: int, *names: str, kind: TargetKind = TargetKind.HOST, **changes: object) -> ScanSnapshot:
    targets = tuple(ScanTarget(name=name, kind=kind, authenticated=True) for name in names)
    made = replace(scan(path, names[0], ["CVE-1"], day(number)), targets=targets, scanner=Scanner(name="Nessus"))
    return replace(made, **changes)  # type: ignore[arg-type]


def test_the_newest_scan_of_a_scanner_and_host_counts_and_what_it_left_out_stays_with_the_older_one() -> None:
    found = qualities(host("old", 10, "h1", "h2"), host("new", 18, "h1"))
    assert [(one.evidence.path, one.hosts) for one in found] == [("new", 1), ("old", 1)]
    assert [one.evidence.path for one in qualities(host("old", 10, "h1"), host("new", 18, "h1"))] == ["new"]


def test_of_images_the_scan_counts_that_the_inventory_has() -> None:
    running = pods("c/pods.json", day(19), {"cart": CART})
    scans = (
        scan("old", CART, [], day(10)),
        scan("new", CART, [], day(18)),
        scan("else", "registry.example/web:1", [], day(18)),
    )
    assert [one.evidence.path for one in qualities(running, *scans)] == ["new"]


def test_a_scan_that_could_not_look_or_is_of_a_later_day_does_not_count() -> None:
    assert qualities(host("failed", 18, "h1", assessed=False), host("later", 21, "h2")) == ()
    found = qualities(host("old", 10, "h1"), host("failed", 18, "h1", assessed=False))
    assert [one.evidence.path for one in found] == ["old"]


def test_what_is_read_whole_has_no_hosts_and_everything_else_has() -> None:
    kinds = {kind: qualities(host("s", 18, "h", kind=kind))[0].hosts for kind in TargetKind if kind is not TargetKind.IMAGE}
    assert {kind for kind, number in kinds.items() if number == 0} == {TargetKind.REPOSITORY, TargetKind.FILESYSTEM}


def test_logins_are_counted_and_the_unknown_ones_too() -> None:
    targets = (
        ScanTarget(name="a", kind=TargetKind.HOST, authenticated=True, privileged=False),
        ScanTarget(name="b", kind=TargetKind.HOST, authenticated=False, privileged=False),
        ScanTarget(name="c", kind=TargetKind.HOST),
        ScanTarget(name="d", kind=TargetKind.REPOSITORY, authenticated=True),
    )
    (one,) = qualities(host("s", 18, "a", targets=targets))
    assert (one.hosts, one.authenticated, one.unauthenticated, one.unprivileged, one.unknown_hosts) == (3, 1, 1, 1, 1)


def test_what_a_person_said_is_named_with_its_source() -> None:
    made = host("s", 18, "h")
    said = ScanStatement(by=DatedBy.SIDECAR, version="10", authenticated=True)
    also = ScanStatement(by=DatedBy.SYSTEM_YAML, configuration="a" * 64)
    (one,) = qualities(replace(made, evidence=replace(made.evidence, statements=(said, also))))
    assert one.stated == ("configuration (system.yaml)", "login (sidecar)", "scanner version (sidecar)")
