"""Containers that a runtime sensor scans itself get rows of their own; what it finds in them stays with their image."""

from datetime import date, datetime

from replacing import replace

from generator.facts.asset_decisions import read_asset_decisions
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.facts.notes import noted
from generator.model.asset import AssetKind, NoteKey, SystemAsset
from generator.model.facts import SystemFacts
from generator.model.scan import Scanner, ScanSnapshot, ScanTarget, TargetKind
from generator.workspace.system_yaml import read as read_system
from tests.facts.scans_made import day, pods, scan

CART = "registry.example/cart:1"
AS_OF = date(2026, 11, 20)
RUNS = "sha256:" + "a" * 64
KEY = "prod/shop/deployment/cart/main"


def watched(path: str, *names: str, taken: datetime, image: str = CART) -> ScanSnapshot:
    """A sensor's report of containers `cluster/namespace/kind/workload/container`."""
    targets = tuple(
        ScanTarget(
            name=image, kind=TargetKind.IMAGE, workload="/".join(name.split("/")[1:4]), instance=name, os_name="alpine 3.20"
        )
        for name in names
    )
    return replace(scan(path, image, ["CVE-1"], taken), targets=targets, scanner=Scanner(name="Sensor"))


def facts(*snapshots: object, system: str = "") -> SystemFacts:
    return facts_of(History.of(snapshots), read_system(system, folder="x"), AS_OF)  # type: ignore[arg-type]


def containers(found: SystemFacts) -> dict[str, SystemAsset]:
    return {one.asset_id: one for one in found.assets if one.kind is AssetKind.CONTAINER}


PODS = pods("c/pods.json", day(19), {"cart": CART}, digest=RUNS)


def test_a_container_that_a_sensor_scans_has_a_row_with_its_images_digest() -> None:
    found = facts(PODS, watched("s/runtime.csv", KEY, taken=day(18)))
    (row,) = containers(found).values()
    assert (row.asset_id, row.where, row.image, row.digests) == (KEY, "prod", CART, (RUNS,))
    assert (row.os_name, row.virtual, row.public) == ("alpine 3.20", True, found.inventory[0].public)
    assert row.details == f"image {CART}; scanned by Sensor"
    assert [one.scanner.name for one in row.scans] == ["Sensor"]
    assert [asset.asset_id for one in found.weaknesses for asset in one.assets] == [CART], "it is mended in the image"


def test_without_a_sensor_the_image_stands_for_its_containers() -> None:
    assert containers(facts(PODS, scan("s/trivy.json", CART, ["CVE-1"], day(18)))) == {}


def test_of_a_sensors_reports_the_newest_day_counts() -> None:
    old = watched("s/old.csv", KEY, "prod/shop/deployment/gone/main", taken=day(10))
    new = [watched(f"s/new-{number}.csv", f"prod/shop/deployment/cart/{number}", taken=day(18)) for number in range(2)]
    later = watched("s/later.csv", "prod/shop/deployment/later/main", taken=day(25))
    assert set(containers(facts(PODS, old, *new, later))) == {
        "prod/shop/deployment/cart/0",
        "prod/shop/deployment/cart/1",
    }


def test_containers_of_images_that_do_not_run_and_of_other_namespaces_are_none_of_ours() -> None:
    report = watched("s/runtime.csv", KEY, "prod/other/deployment/cart/main", taken=day(18))
    strange = watched("s/strange.csv", "prod/shop/deployment/x/main", taken=day(18), image="registry.example/strange:1")
    names = set(containers(facts(PODS, report, strange)))
    assert names == {KEY, "prod/other/deployment/cart/main"}
    inside = next(iter(facts(PODS).workloads)).namespace
    mine = watched("s/mine.csv", f"prod/{inside}/deployment/cart/main", taken=day(18))
    found = facts(PODS, report, mine, system=f"boundary: {{namespaces: [{inside}]}}")
    assert set(containers(found)) == {f"prod/{inside}/deployment/cart/main"}


def test_what_is_said_of_the_image_holds_for_its_containers() -> None:
    decisions = read_asset_decisions(f"""
- assets: ["{CART}"]
  owner: Shop
  baseline: CIS
- assets: ["prod/shop/*"]
  owner: Run
""")
    found, gaps = noted(facts(PODS, watched("s/runtime.csv", KEY, taken=day(18))), decisions)
    (row,) = containers(found).values()
    assert (row.notes.text(NoteKey.OWNER), row.notes.text(NoteKey.BASELINE)) == ("Run", "CIS")
    assert gaps == ()
