"""What a scan looked at: an asset by name or address, a workload's images, a part of the cluster, or nothing of ours."""

import pytest
from replacing import replace

from generator.facts.asset_index import AssetIndex, Match
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.model.cloud import ResourceKind
from generator.model.scan import ScanTarget, TargetKind
from generator.model.snapshot import Snapshot
from generator.workspace.system_yaml import read
from tests.facts.assets_made import cloud, cluster, ingress, node, pod, resource, scan_of, sha
from tests.facts.test_facts import AS_OF

CART = "registry.example/cart:1"


def find(target: ScanTarget, *snapshots: Snapshot, namespaces: tuple[str, ...] = ()) -> tuple[Match, ...]:
    found = facts_of(History.of(snapshots), read("", folder="x"), AS_OF)
    return AssetIndex.of(found.images, found.assets, namespaces).find(target)


ONE = cluster("prod", node("node-a", "10.0.0.1"), node("node-b", "10.0.0.2"), ingress("shop.example"), pod("cart", CART))


@pytest.mark.parametrize(
    ("target", "match"),
    [
        (ScanTarget(name="node-a", kind=TargetKind.HOST), ("node-a", "name")),
        (ScanTarget(name="NODE-A", kind=TargetKind.HOST), ("node-a", "name")),
        (ScanTarget(name="10.0.0.2", kind=TargetKind.HOST), ("node-b", "name")),
        (ScanTarget(name="scanner-calls-it-x", kind=TargetKind.HOST, other_names=("10.0.0.2",)), ("node-b", "address")),
        (ScanTarget(name="https://shop.example:8443/login", kind=TargetKind.UNKNOWN), ("shop.example", "name")),
        (ScanTarget(name=CART, kind=TargetKind.IMAGE), (CART, "reference")),
        (ScanTarget(name="web/DaemonSet/cart", kind=TargetKind.WORKLOAD), (CART, "workload")),
        (ScanTarget(name="Role/reader", kind=TargetKind.CLUSTER), ("prod", "cluster object")),
        (ScanTarget(name="prod", kind=TargetKind.CLUSTER), ("prod", "name")),
    ],
)
def test_a_target_is_found(target: ScanTarget, match: Match) -> None:
    assert find(target, ONE) == (match,)


@pytest.mark.parametrize(
    "target",
    [
        ScanTarget(name="node-c", kind=TargetKind.HOST),
        ScanTarget(name="node-a", kind=TargetKind.IMAGE),
        ScanTarget(name="evidence/scans/x.json", kind=TargetKind.HOST, named=False),
        ScanTarget(name="web/DaemonSet/till", kind=TargetKind.WORKLOAD),
    ],
)
def test_what_is_none_of_ours_is_not_found(target: ScanTarget) -> None:
    assert find(target, ONE) == ()


def test_a_name_that_two_assets_have_matches_neither_and_their_addresses_do() -> None:
    two = (cluster("one", node("a", "10.0.0.1")), cluster("two", node("a", "10.9.9.9")))
    assert find(ScanTarget(name="a", kind=TargetKind.HOST), *two) == ()
    named = ScanTarget(name="a", kind=TargetKind.HOST, other_names=("10.9.9.9",))
    assert find(named, *two) == (("two/a", "address"),)


def test_a_host_called_like_an_image_is_no_image() -> None:
    one = cluster("prod", pod("web", "nginx"))
    assert find(ScanTarget(name="nginx", kind=TargetKind.HOST), one) == ()
    assert find(ScanTarget(name="nginx", kind=TargetKind.IMAGE), one) == (("nginx:latest", "reference"),)


def test_a_workload_stands_for_each_of_its_images_also_by_the_name_of_its_replica_set() -> None:
    made = cluster("prod", pod("cart", CART), pod("cart", "registry.example/proxy:2"))
    both = ((CART, "workload"), ("registry.example/proxy:2", "workload"))
    assert find(ScanTarget(name="web/DaemonSet/cart", kind=TargetKind.WORKLOAD), made) == both
    deployed = cluster("prod", replace(pod("cart", CART), owner=("Deployment", "cart")))
    of_set = ScanTarget(name="web/ReplicaSet/cart-5d9c8b7f6d", kind=TargetKind.WORKLOAD)
    assert find(of_set, deployed) == ((CART, "workload"),)
    assert find(of_set, made) == ()


def test_a_workload_of_two_clusters_is_found_only_where_it_is_the_same_in_both() -> None:
    target = ScanTarget(name="web/DaemonSet/cart", kind=TargetKind.WORKLOAD)
    same = (cluster("one", pod("cart", CART)), cluster("two", pod("cart", CART)))
    assert find(target, *same) == ((CART, "workload"),)
    other = (cluster("one", pod("cart", CART)), cluster("two", pod("cart", "registry.example/cart:2")))
    assert find(target, *other) == ()


def test_a_cluster_object_is_of_the_only_cluster_inside_the_boundary() -> None:
    role = ScanTarget(name="kube-system/Role/reader", kind=TargetKind.CLUSTER)
    assert find(role, ONE) == (("prod", "cluster object"),)
    assert find(role, ONE, namespaces=("web",)) == ()
    assert find(role, ONE, cluster("dr", node("z"))) == ()


def test_the_databases_of_the_account_are_found_by_every_name() -> None:
    account = cloud(
        resource(ResourceKind.DATABASE, "orders", "arn:aws:rds:x:1:db:orders", host_names=("orders.abc.rds.example",))
    )
    for name in ("orders", "ARN:aws:rds:x:1:db:orders", "orders.abc.rds.example"):
        assert find(ScanTarget(name=name, kind=TargetKind.CLOUD), account) == (("orders", "name"),)


def test_a_local_image_id_is_that_of_the_node() -> None:
    made = cluster("prod", pod("cart", CART, image_id=sha("d")))
    assert find(ScanTarget(name="saved.tar", kind=TargetKind.IMAGE, image_id=sha("d")), made) == ((CART, "image id"),)


def test_a_resource_of_a_cloud_of_which_something_open_was_found_is_listed() -> None:
    scans = (
        scan_of(TargetKind.CLOUD, "s/1.json", "arn:aws:iam::1:user/u0", ["iam_1"]),
        scan_of(TargetKind.CLOUD, "s/2.json", "arn:aws:iam::1:user/u1", []),
        scan_of(TargetKind.CLOUD, "s/3.json", "orders", ["rds_1"]),
    )
    account = cloud(resource(ResourceKind.DATABASE, "orders"))
    facts = facts_of(History.of((account, *scans)), read("", folder="x"), AS_OF)
    assert [(each.name, each.kind) for each in facts.unmatched_targets] == [("arn:aws:iam::1:user/u0", TargetKind.CLOUD)]
