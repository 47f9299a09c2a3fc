"""The checks of assets that are no images, of digests and of tags: passing, failing, nothing collected."""

from dataclasses import replace
from datetime import date

from generator.checks.base import CheckEvidence
from generator.checks.registry import run_all
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.graph.match import compare
from generator.model.cloud import CloudSnapshot, ResourceKind
from generator.model.comparison import Discrepancy
from generator.model.scan import Severity, TargetKind
from generator.workspace.system_yaml import read
from tests.checks.test_checks import found
from tests.facts.assets_made import cloud, cluster, config_of, ingress, node, pod, registry, resource, scan_of, sha
from tests.facts.scans_made import day, pods, scan

AS_OF = date(2026, 11, 20)
CART = "registry.example/cart:1"
TOP, AMD, ARM, OTHER = sha("1"), sha("a"), sha("b"), sha("c")
STORED = registry("1", TOP, linux_amd64=AMD, linux_arm64=ARM)
NODE = cluster("prod", node("node-a", "10.0.0.1"))


def made(check: str, *snapshots: object) -> list[Discrepancy]:
    system = read("", folder="x")
    facts = facts_of(History.of(snapshots), system, AS_OF)  # type: ignore[arg-type]
    _, rows, _ = run_all(CheckEvidence(system=system, facts=facts, comparison=compare((), ())))
    return [one for one in rows if one.check == check]


def test_every_host_web_address_and_database_has_to_be_scanned() -> None:
    account = cloud(resource(ResourceKind.DATABASE, "orders"), resource(ResourceKind.STORAGE, "files"))
    everything = (cluster("prod", node("node-a"), ingress("shop.example")), account)
    assert found(*everything)["asset-never-scanned"] == ["node-a", "orders", "shop.example"]
    scans = [
        scan_of(TargetKind.HOST, "s/1.json", "node-a", []),
        scan_of(TargetKind.CLOUD, "s/2.json", "orders", []),
        scan_of(TargetKind.UNKNOWN, "s/3.json", "https://shop.example/", []),
    ]
    assert found(*everything, *scans)["asset-never-scanned"] == []


def test_a_scan_that_could_not_look_leaves_a_host_unscanned() -> None:
    failed = replace(scan_of(TargetKind.HOST, "s/1.json", "node-a", []), assessed=False)
    (one,) = made("asset-never-scanned", NODE, failed)
    assert one.detail.endswith("Trivy tried, but could not assess it.")
    assert (one.severity, one.asset_ids) == (Severity.HIGH, ("node-a",))


def test_without_hosts_nobody_can_say_that_all_are_scanned() -> None:
    assert "asset-never-scanned" not in found(pods("c/pods.json", day(19), {"cart": CART}))
    assert "asset-scan-too-old" not in found(pods("c/pods.json", day(19), {"cart": CART}), scan("s.json", CART, [], day(18)))


def test_the_scan_of_a_host_is_not_older_than_thirty_days() -> None:
    def subjects(number: int, month: int) -> list[str]:
        return found(NODE, scan_of(TargetKind.HOST, "s/1.json", "node-a", [], day(number, month)))["asset-scan-too-old"]

    assert subjects(21, 10) == []
    assert subjects(20, 10) == ["node-a"]
    assert "asset-scan-too-old" not in found(NODE), "without scans nothing can be too old"


def test_of_several_scans_of_a_host_the_newest_decides() -> None:
    old = scan_of(TargetKind.HOST, "s/1.json", "node-a", [], day(1, 9))
    new = scan_of(TargetKind.HOST, "s/2.json", "node-a", [], day(1, 10))
    (one,) = made("asset-scan-too-old", NODE, old, replace(new, scanner=replace(new.scanner, name="Nessus")))
    assert one.title == "The newest scan of node node-a is 50 days old"
    assert "(Nessus, 2026-10-01)" in one.detail


def test_what_is_scanned_is_in_the_inventory() -> None:
    ours = scan_of(TargetKind.HOST, "s/1.json", "10.0.0.1", [])
    strange = scan_of(TargetKind.HOST, "s/2.json", "laptop", ["CVE-1"])
    again = scan_of(TargetKind.HOST, "s/3.json", "laptop", ["CVE-1"], day(10))
    long_ago = scan_of(TargetKind.HOST, "s/4.json", "retired", [], day(1, 9))
    assert found(NODE, ours)["scanned-not-in-inventory"] == []
    assert found(NODE, ours, strange, again, long_ago)["scanned-not-in-inventory"] == ["laptop"]


def test_images_that_nothing_runs_are_no_discrepancy() -> None:
    assert found(NODE, scan("s/1.json", "registry.example/idle:1", [], day(18)))["scanned-not-in-inventory"] == []
    (odd,) = made("scanned-not-in-inventory", NODE, scan("s/1.json", "NOT AN/image", [], day(18)))
    assert (odd.subject, odd.severity) == ("NOT AN/image", Severity.LOW)


def test_without_hosts_a_scan_of_one_cannot_be_judged() -> None:
    strange = scan_of(TargetKind.HOST, "s/2.json", "laptop", [])
    assert "scanned-not-in-inventory" not in found(pods("c/pods.json", day(19), {"cart": CART}), strange)


def test_the_digest_of_what_runs_is_known() -> None:
    assert found(cluster("prod", pod("cart", CART, AMD)))["running-digest-unknown"] == []
    (one,) = made("running-digest-unknown", cluster("prod", pod("cart", CART)))
    assert (one.subject, "gives no image id" in one.detail) == (CART, True)


def test_an_id_of_the_node_is_no_digest_unless_the_registry_knows_it() -> None:
    local = cluster("prod", pod("cart", CART, image_id=config_of(AMD)))
    (one,) = made("running-digest-unknown", local)
    assert f"only its id on the node ({config_of(AMD)[:19]}…)" in one.detail
    assert made("running-digest-unknown", local, STORED) == []


def test_a_tag_points_to_what_runs() -> None:
    assert found(cluster("prod", pod("cart", CART, AMD)), STORED)["tag-moved"] == []
    assert found(cluster("prod", pod("cart", CART, TOP)), STORED)["tag-moved"] == []
    both = cluster("prod", pod("cart", CART, AMD), pod("till", CART, ARM))
    assert found(both, STORED)["tag-moved"] == [], "two platforms of one index are one release"
    (moved,) = made("tag-moved", cluster("prod", pod("cart", CART, OTHER)), STORED)
    assert f"{OTHER[:19]}… runs" in moved.detail
    assert f"points to {TOP[:19]}…" in moved.detail


def test_one_tag_that_runs_as_two_digests_is_a_moved_tag() -> None:
    both = cluster("prod", pod("cart", CART, AMD), pod("till", CART, OTHER))
    (one,) = made("tag-moved", both)
    assert "stands for several digests" in one.title
    assert made("tag-moved", cluster("prod", pod("cart", f"{CART}@{AMD}", AMD)), registry("1", OTHER)) == [], "a pin holds"


def test_a_tag_of_a_clouds_registry_points_to_what_runs() -> None:
    """Amazon ECR lists tags and digests; of an index it does not say what it lists."""
    name = "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/shop/cart"

    def listed(digest: str, *more: tuple[str, str]) -> CloudSnapshot:
        said = (*more, ("tags", "1.4, latest"))
        return cloud(resource(ResourceKind.IMAGE, f"{name}@{digest}", settings=said), operation="ecr describe-images")

    running = cluster("prod", pod("cart", f"{name}:1.4", AMD))
    assert made("tag-moved", running, listed(AMD)) == []
    (moved,) = made("tag-moved", running, listed(OTHER))
    assert (moved.subject, moved.sources[-1].path) == (f"{name}:1.4", "evidence/cloud/ecr describe-images.json")
    assert made("tag-moved", running, listed(TOP, ("lists platforms", "yes"))) == [], "it may list what runs"
    untagged = resource(ResourceKind.IMAGE, f"{name}@{OTHER}", settings=(("tags", "none"),))
    assert made("tag-moved", running, cloud(untagged)) == []


def test_tags_are_not_judged_where_no_digest_runs() -> None:
    assert "tag-moved" not in found(cluster("prod", pod("cart", CART)))


def test_a_scan_of_the_index_is_a_scan_of_its_platform() -> None:
    one = cluster("prod", pod("cart", CART, AMD))
    index = scan("s.json", CART, [], day(18), digests=(TOP,))
    assert found(one, index, STORED)["scanned-digest-differs"] == []
    (unknown,) = made("scanned-digest-differs", one, index)
    assert "only the registry can tell" in unknown.detail


def test_a_scan_of_another_platform_is_none_of_what_runs() -> None:
    one = cluster("prod", pod("cart", CART, AMD))
    (sibling,) = made("scanned-digest-differs", one, STORED, scan("s.json", CART, [], day(18), digests=(ARM,)))
    assert "the same release for linux/arm64, while linux/amd64 runs" in sibling.detail
    newer = registry("2", sha("2"), linux_amd64=OTHER)
    (moved,) = made("scanned-digest-differs", one, STORED, newer, scan("s.json", CART, [], day(18), digests=(OTHER,)))
    assert "different indexes, so the tag was moved" in moved.detail
