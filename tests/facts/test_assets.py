"""What the system runs on beside images: one asset each, from cluster and cloud together."""

from replacing import replace

from generator.facts.assets import system_assets
from generator.facts.rollup import views
from generator.facts.select import select_clouds
from generator.model.asset import AssetKind, SystemAsset
from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.inventory import ClusterSnapshot
from tests.facts.assets_made import cloud, cluster, ingress, node, resource
from tests.facts.scans_made import day


def assets(*snapshots: ClusterSnapshot | CloudSnapshot, namespaces: tuple[str, ...] = ()) -> dict[str, SystemAsset]:
    clusters = [one for one in snapshots if isinstance(one, ClusterSnapshot)]
    clouds = [one for one in snapshots if isinstance(one, CloudSnapshot)]
    found = system_assets(views(clusters), clusters, clouds, namespaces)
    assert len({asset.asset_id for asset in found}) == len(found), "identifiers are unique"
    assert list(found) == sorted(found, key=lambda asset: (asset.kind, asset.asset_id))
    return {asset.asset_id: asset for asset in found}


def kinds(found: dict[str, SystemAsset]) -> dict[str, str]:
    return {asset_id: str(asset.kind) for asset_id, asset in found.items()}


def test_a_cluster_its_nodes_and_the_addresses_that_lead_into_it() -> None:
    found = assets(cluster("prod", node("a", "10.0.0.1", kubelet="v1.31.4"), node("b"), ingress("shop.example")))
    assert kinds(found) == {"prod": "cluster", "a": "node", "b": "node", "shop.example": "web address"}
    assert (found["prod"].product, found["prod"].version, found["prod"].details) == ("Kubernetes", "v1.31.4", "2 nodes")
    assert found["a"].names == ("10.0.0.1", "a")
    assert (found["a"].public, found["shop.example"].public) == (False, True)
    assert (found["a"].virtual, found["shop.example"].virtual) == (None, True)


def test_the_newest_kubelet_is_the_clusters_version_in_order_of_numbers() -> None:
    found = assets(cluster("prod", node("a", kubelet="v1.9.3"), node("b", kubelet="v1.10.0")))
    assert found["prod"].version == "v1.10.0"


def test_web_addresses_outside_the_boundary_are_not_ours() -> None:
    one = cluster("prod", ingress("in.example"), ingress("out.example", namespace="other"))
    assert set(assets(one, namespaces=("web",))) == {"prod", "in.example"}


def test_a_web_address_that_leads_into_two_clusters_is_one() -> None:
    found = assets(cluster("one", ingress("shop.example")), cluster("two", ingress("shop.example", tls=False)))
    assert found["shop.example"].where == "one, two"
    assert found["shop.example"].details == "Ingress web/front; Ingress web/front, without TLS"
    assert len(found["shop.example"].sources) == 2


def test_nodes_of_one_name_in_two_clusters_get_their_cluster_before_it() -> None:
    found = assets(cluster("one", node("a")), cluster("two", node("a"), node("b")))
    assert set(found) == {"one", "two", "one/a", "two/a", "b"}
    assert found["one/a"].names == ("a",), "scanners know it by its own name"


def test_things_of_one_name_and_place_get_their_kind_as_well() -> None:
    found = assets(cloud(resource(ResourceKind.DATABASE, "orders"), resource(ResourceKind.STORAGE, "orders")))
    assert set(found) == {
        "AWS 111122223333 us-gov-west-1/database/orders",
        "AWS 111122223333 us-gov-west-1/storage/orders",
    }


def test_a_node_is_the_machine_of_the_account_that_its_provider_id_names() -> None:
    machine = resource(ResourceKind.VIRTUAL_MACHINE, "worker", "i-0a1", os_name="Linux/UNIX", tags=(("owner", "Ops"),))
    found = assets(cluster("prod", node("ip-10-0-0-1", provider_id="aws:///us-gov-west-1a/i-0a1", zone="1a")), cloud(machine))
    assert set(found) == {"prod", "ip-10-0-0-1"}
    joined = found["ip-10-0-0-1"]
    assert (joined.kind, joined.virtual, joined.location) == (AssetKind.NODE, True, "1a")
    assert joined.names == ("i-0a1", "ip-10-0-0-1", "worker")
    assert joined.tags == (("owner", "Ops"),)
    assert len(joined.sources) == 2


def test_an_address_that_two_machines_have_joins_neither() -> None:
    machines = [resource(ResourceKind.VIRTUAL_MACHINE, name, addresses=("10.0.0.1",)) for name in ("m1", "m2")]
    assert set(assets(cluster("prod", node("a", "10.0.0.1")), cloud(*machines))) == {"prod", "a", "m1", "m2"}


def test_an_address_that_two_nodes_have_joins_neither() -> None:
    machine = resource(ResourceKind.VIRTUAL_MACHINE, "m1", addresses=("10.0.0.1",))
    found = assets(cluster("one", node("a", "10.0.0.1")), cluster("two", node("b", "10.0.0.1")), cloud(machine))
    assert set(found) == {"one", "two", "a", "b", "m1"}


def machine(name: str, *addresses: str) -> CloudResource:
    return resource(ResourceKind.VIRTUAL_MACHINE, name, addresses=addresses)


def test_a_private_address_alone_makes_no_node_of_a_stranger() -> None:
    """An account and a cluster elsewhere repeat 10.0.0.1: joined, the machine would have no row and no scan of its own."""
    found = assets(cluster("prod", node("a", "10.0.0.1")), cloud(machine("i-stranger", "10.0.0.1")))
    assert kinds(found) == {"prod": "cluster", "a": "node", "i-stranger": "host"}
    assert found["a"].sources != found["i-stranger"].sources


def test_private_addresses_are_believed_where_all_nodes_agree() -> None:
    nodes = [node("a", "10.0.0.1"), node("b", "10.0.0.2")]
    machines = [machine("i-1", "10.0.0.1"), machine("i-2", "10.0.0.2"), machine("i-3", "10.0.0.3")]
    assert set(assets(cluster("prod", *nodes), cloud(*machines))) == {"prod", "a", "b", "i-3"}
    assert set(assets(cluster("prod", *nodes, node("c", "10.0.9.9")), cloud(*machines))) >= {"a", "b", "c", "i-1", "i-2"}


def test_a_node_that_names_its_machine_is_no_other() -> None:
    nodes = [node("a", "10.0.0.1", provider_id="aws:///x/i-other"), node("b", "10.0.0.2", provider_id="aws:///x/i-another")]
    found = assets(cluster("prod", *nodes), cloud(machine("i-1", "10.0.0.1"), machine("i-2", "10.0.0.2")))
    assert set(found) == {"prod", "a", "b", "i-1", "i-2"}


def test_an_address_that_the_internet_routes_to_joins() -> None:
    found = assets(cluster("prod", node("a", "10.0.0.1", "8.8.8.8")), cloud(machine("i-1", "8.8.8.8")))
    assert set(found) == {"prod", "a"}
    assert found["a"].public is True


def test_whether_a_node_is_public_is_told_by_its_addresses() -> None:
    found = assets(cluster("prod", node("a", "10.0.0.1"), node("b", "10.0.0.2", "2600::1"), node("c")))
    assert [found[name].public for name in "abc"] == [False, True, None]


def test_a_cluster_is_the_one_that_the_account_lists() -> None:
    found = assets(cluster("prod", node("a")), cloud(resource(ResourceKind.CLUSTER, "prod", version="1.31", public=True)))
    assert (found["prod"].public, found["prod"].version, found["prod"].location) == (True, "1.31", "us-gov-west-1")


def test_a_machine_that_is_no_node_stays_even_where_it_is_called_like_a_web_address() -> None:
    balancer = resource(ResourceKind.LOAD_BALANCER, "front", host_names=("shop.example",))
    found = assets(cluster("prod", ingress("shop.example")), cloud(balancer))
    assert set(found) == {"prod", "front", "shop.example"}
    assert found["front"].names == ("front",), "a scan of the web address is one of the web address alone"


def test_an_image_repository_is_no_asset() -> None:
    assert assets(cloud(resource(ResourceKind.REPOSITORY, "cart"))) == {}


def test_a_bare_metal_node_is_not_taken_for_a_virtual_one() -> None:
    found = assets(cluster("prod", node("m", provider_id="metal3://host"), node("v", provider_id="vsphere://42")))
    assert (found["m"].virtual, found["v"].virtual) == (None, True)


def test_of_two_replies_to_one_question_the_newer_counts() -> None:
    old = cloud(resource(ResourceKind.DATABASE, "gone"), taken=day(1))
    new = cloud(resource(ResourceKind.DATABASE, "orders"), taken=day(15))
    other = cloud(resource(ResourceKind.STORAGE, "files"), operation="buckets", taken=day(2))
    assert set(assets(*select_clouds([old, new, other]))) == {"orders", "files"}


def test_an_instance_that_one_reply_names_without_its_account_is_one() -> None:
    machine = resource(ResourceKind.VIRTUAL_MACHINE, "i-0a1b2c3d4e", os_name="Linux/UNIX")
    watched = replace(
        cloud(resource(ResourceKind.VIRTUAL_MACHINE, "i-0a1b2c3d4e"), operation="coverage"), account="", region=""
    )
    found = assets(cloud(machine), watched)
    assert [(name, one.os_name) for name, one in found.items()] == [("i-0a1b2c3d4e", "Linux/UNIX")]


def test_of_the_settings_only_a_few_stand_in_the_details() -> None:
    settings = (("encrypted", "yes"), ("listener 443", "TLS"), ("state", "stopped"))
    found = assets(cloud(resource(ResourceKind.DATABASE, "orders", settings=settings)))
    assert found["orders"].details == "encrypted yes, state stopped"
