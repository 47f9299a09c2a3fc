"""Services that a platform keeps: declared by manifests, or told of by a cloud's API."""

from replacing import replace

from generator.facts.managed import managed_services, runs
from generator.model.asset import AssetKind, SystemAsset
from generator.model.cloud import ResourceKind
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.inventory import (
    KEPT_BY_CLOUD,
    MANAGED_KIND,
    MANAGED_SERVICE,
    PRODUCT,
    ClusterSnapshot,
    ServiceObject,
    Workload,
)
from tests.facts.assets_made import cloud, cluster, pod, resource
from tests.facts.test_facts import facts

CART = pod("cart", "registry.example/cart:1")


def service(name: str, **more: object) -> ServiceObject:
    given: dict[str, object] = {"type": MANAGED_SERVICE, "source": EvidenceSource("0" * 64, "x"), **more}
    return ServiceObject(namespace="shop", name=name, **given)  # type: ignore[arg-type]


def declared(path: str, *services: ServiceObject, at: str = "prod") -> ClusterSnapshot:
    made = cluster(at, *services)
    source = EvidenceSource("1" * 64, path)
    return replace(made, objects=tuple(replace(one, source=source) for one in services))


def test_a_service_that_several_files_name_is_one_with_what_each_says_of_it() -> None:
    bound = declared("evidence/app.yml", service("orders"))
    made = declared(
        "evidence/main.tf", service("orders", product="Example DB", diagram_label="Orders", external_name="orders.example")
    )
    for order in ((bound, made), (made, bound)):
        (one,) = managed_services(order)
        assert (one.key, one.diagram_label, one.labels) == (
            f"shop/{MANAGED_KIND}/orders",
            "Orders",
            ((PRODUCT, "Example DB"),),
        )
        assert one.services == ("orders", "orders.example")
        assert [source.path for source in one.sources] == ["evidence/app.yml", "evidence/main.tf"]


def test_of_two_files_that_say_what_a_service_is_the_first_is_heard() -> None:
    one = declared("a.tf", service("orders", product="DB one", diagram_label="First"))
    two = declared("b.tf", service("orders", product="DB two", diagram_label="Second"))
    (found,) = managed_services((one, two))
    assert (found.labels, found.diagram_label) == (((PRODUCT, "DB one"),), "First")


def test_a_database_and_a_cache_of_one_name_are_two() -> None:
    made = declared(
        "a.tf",
        service("shop", product="RDS postgres"),
        service("shop", product="ElastiCache redis"),
        service("shop"),
    )
    found = managed_services((made,))
    assert [each.name for each in found] == ["shop:elasticache-redis", "shop:rds-postgres"]
    assert {each.services for each in found} == {("shop",)}


def test_services_of_one_name_in_two_clusters_are_two_and_an_ordinary_service_is_none() -> None:
    here, there = (
        declared("a.yml", service("orders"), service("web", type="ClusterIP")),
        declared("b.yml", service("orders"), at="edge"),
    )
    found = managed_services((here, there))
    assert [(one.cluster, one.name, one.containers, one.instances) for one in found] == [
        ("edge", "orders", (), None),
        ("prod", "orders", (), None),
    ]


def beside(*services: ServiceObject) -> SystemFacts:
    orders = resource(ResourceKind.DATABASE, "Orders", product="Example DB")
    return facts(cluster("prod", CART, *services), cloud(orders))


def test_what_the_cloud_tells_of_a_service_beats_what_was_declared_under_its_name() -> None:
    found = runs(beside(service("orders"), service("events")))
    assert [(one.namespace, one.kind, one.name.casefold()) for one in found] == [
        (KEPT_BY_CLOUD, "Database", "orders"),
        ("shop", MANAGED_KIND, "events"),
        ("web", "DaemonSet", "cart"),
    ]


def database_of(facts_: SystemFacts) -> SystemAsset:
    (asset,) = (asset for asset in facts_.assets if asset.kind is AssetKind.DATABASE)
    return asset


def kept(facts_: SystemFacts) -> list[Workload]:
    return [workload for workload in runs(facts_) if workload.namespace == KEPT_BY_CLOUD]


def test_the_name_of_a_kept_service_is_the_id_of_its_asset_without_slashes() -> None:
    found = beside()
    asset = database_of(found)
    assert [workload.name.casefold() for workload in kept(found)] == ["orders"]
    slashed = replace(asset, asset_id="app/front/1")
    assert [workload.name for workload in kept(replace(found, assets=(slashed,)))] == ["app:front:1"]


def test_a_kept_service_has_no_containers_and_nobody_tells_how_often_it_runs() -> None:
    (workload,) = kept(beside())
    assert (workload.containers, workload.instances) == ((), None)


def test_a_load_balancer_that_only_a_cluster_asks_for_and_a_host_are_no_kept_services() -> None:
    found = beside()
    database = database_of(found)
    asked = replace(database, kind=AssetKind.LOAD_BALANCER, of_cluster=True)
    host = replace(database, kind=AssetKind.NODE)
    assert [one.kind for one in runs(replace(found, assets=(asked, host)))] == ["DaemonSet"]


def test_a_kept_service_takes_its_label_from_people_and_else_from_its_tags() -> None:
    found = beside()
    database = database_of(found)

    def label(asset: SystemAsset) -> str | None:
        (one,) = kept(replace(found, assets=(asset,)))
        return one.diagram_label

    assert label(database) is None
    assert label(replace(database, tags=(("diagram-label", "Orders"),))) == "Orders"
