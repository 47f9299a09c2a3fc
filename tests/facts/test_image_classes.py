"""Image classes: whose digest one is, and what counts as pinned."""

from datetime import date

from replacing import replace

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.model.facts import SystemFacts
from generator.workspace.system_yaml import read
from tests.facts.assets_made import cluster, pod, sha
from tests.facts.scans_made import day, scan

CART, DIGEST = "registry.example/cart:1", sha("a")


def facts(*snapshots: object) -> SystemFacts:
    return facts_of(History.of(snapshots), read("", folder="x"), date(2026, 11, 20))  # type: ignore[arg-type]


def test_a_digest_is_of_the_image_that_runs_and_not_of_one_that_was_only_scanned() -> None:
    found = facts(
        cluster("prod", pod("cart", CART, DIGEST)),
        scan("s/mirror.json", f"mirror.example/cart@{DIGEST}", [], day(17)),
        scan("s/digest.json", "saved.tar", ["CVE-1"], day(18), digests=(DIGEST,)),
    )
    assert {one.asset_id: one.running for one in found.images} == {CART: True, f"mirror.example/cart@{DIGEST}": False}
    assert [[asset.asset_id for asset in one.assets] for one in found.weaknesses] == [[CART]]


def test_an_image_is_pinned_only_where_every_use_names_its_digest() -> None:
    by_digest, by_tag = pod("cart", f"{CART}@{DIGEST}", DIGEST), pod("till", CART, DIGEST)
    for pods, pinned in (((by_digest,), True), ((by_digest, by_tag), False), ((by_tag,), False)):
        (image,) = facts(cluster("prod", *pods)).images
        assert (image.asset_id, image.pinned) == (CART, pinned)


def test_keys_of_workloads_carry_their_cluster_only_where_there_are_several() -> None:
    (alone,) = facts(cluster("prod", pod("cart", CART), pod("till", CART))).images
    assert alone.workloads == ("web/DaemonSet/cart", "web/DaemonSet/till")
    (both,) = facts(cluster("prod", pod("cart", CART)), cluster("edge", pod("cart", CART))).images
    assert (both.workloads, both.locations) == (("edge/web/DaemonSet/cart", "prod/web/DaemonSet/cart"), ("edge", "prod"))


def test_the_operating_system_is_the_one_that_a_scanner_saw() -> None:
    seen = scan("s/a.json", CART, [], day(18))
    seen = replace(seen, targets=tuple(replace(one, os_name="Debian 12", digests=(DIGEST,)) for one in seen.targets))
    running = cluster("prod", pod("cart", CART, DIGEST))
    assert [one.os_name for one in facts(running, seen).images] == ["Debian 12"]
    by_tag = replace(seen, targets=tuple(replace(one, digests=()) for one in seen.targets))
    assert [one.os_name for one in facts(running, by_tag).images] == [None], "a tag may mean other bytes"
    assert [one.os_name for one in facts(running).images] == [None]
