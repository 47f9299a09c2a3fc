"""What shows that a weakness is gone: nothing runs the image any more where it ran, or a look as good as the one before."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from msgspec import structs
from replacing import replace

from generator.ledger.asset_states import AssetDisposition, ClosureReason, ScanCoverage
from generator.ledger.coverage import _differs
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Ledger
from generator.ledger.retirement import Retirement
from generator.model.identifiers import AssetId
from generator.model.inventory import ClusterSnapshot, NamespaceObject, NodeObject
from tests.facts.scans_made import pods, scan
from tests.ledger.months import carried, facts, ledger, moment, month

CART, WEB, LOG = "reg.example/shop/cart:1.4", "reg.example/shop/web:2.0", "reg.example/ops/log:1.0"
Where = Mapping[tuple[str, str], Sequence[str]]


def dumps(number: int, where: Where) -> list[ClusterSnapshot]:
    """A dump of pods for each cluster, with images by namespace."""
    found = []
    for cluster in dict.fromkeys(cluster for cluster, _ in where):
        inside = {namespace: images for (name, namespace), images in where.items() if name == cluster}
        names = {f"w{index}": image for index, image in enumerate(image for images in inside.values() for image in images)}
        made = pods(f"evidence/cluster/{cluster}-{number}.json", moment(month(number)), names)
        at = {image: namespace for namespace, images in inside.items() for image in images}
        groups = tuple(replace(group, namespace=at[group.containers[0].image]) for group in made.objects)  # type: ignore[type-var,attr-defined]
        found.append(replace(made, cluster=cluster, objects=groups))
    return found


def scans(number: int, *images: str) -> list[object]:
    taken = moment(month(number) - timedelta(days=2))
    seen = {image: ["CVE-9"] if image == LOG else ["CVE-1"] for image in images}
    return [scan(f"evidence/scans/{number}/{image}.json", image, found, taken) for image, found in seen.items()]


def before(where: Where) -> tuple[Ledger, object]:
    found = ledger(facts(0, [*dumps(0, where), *scans(0, CART, WEB, LOG)]))  # type: ignore[list-item]
    return found, carried(found, month(0))


def log_item(where: Where, now: Sequence[object]) -> LedgerItem:
    """The item on the log image a month later, when it runs nowhere any more."""
    _, state = before(where)
    found = ledger(facts(1, now), state)  # type: ignore[arg-type]
    return next(item for item in found.items if item.identifier == "CVE-9")


ONE = {("prod", "shop"): [CART, WEB], ("prod", "ops"): [LOG]}


def test_a_dump_without_the_namespace_where_it_ran_retires_nothing() -> None:
    item = log_item(ONE, [*dumps(1, {("prod", "shop"): [CART, WEB]}), *scans(1, CART, WEB)])
    assert item.closed is None
    assert "does not hold namespace ops, where it ran" in item.open_because[0]


def test_a_dump_that_lists_the_namespaces_shows_that_one_is_gone() -> None:
    (made,) = dumps(1, {("prod", "shop"): [CART, WEB]})
    source = made.objects[0].source
    listed = replace(
        made, kinds=(*made.kinds, ("Namespace", 1)), objects=(*made.objects, NamespaceObject(name="shop", source=source))
    )
    item = log_item(ONE, [listed, *scans(1, CART, WEB)])
    assert item.closed is not None
    assert item.closed.reason is ClosureReason.RETIRED


def test_a_namespace_where_something_else_runs_shows_it_too() -> None:
    item = log_item(ONE, [*dumps(1, {("prod", "shop"): [CART], ("prod", "ops"): [WEB]}), *scans(1, CART, WEB)])
    assert item.closed is not None
    assert item.closed.path == "evidence/cluster/prod-1.json"


TWO = {("prod", "shop"): [CART, WEB], ("edge", "ops"): [LOG]}


def test_a_dump_of_another_cluster_retires_nothing() -> None:
    item = log_item(TWO, [*dumps(1, {("prod", "shop"): [CART, WEB]}), *scans(1, CART, WEB)])
    assert item.closed is None
    assert "no dated dump of the running pods of cluster edge, where it ran, is here" in item.open_because[0]


def test_each_cluster_where_it_ran_has_to_show_it() -> None:
    where = {("prod", "shop"): [CART, LOG], ("edge", "ops"): [LOG, WEB]}
    gone = dumps(1, {("prod", "shop"): [CART], ("edge", "ops"): [WEB]})
    assert log_item(where, [*gone, *scans(1, CART, WEB)]).closed is not None
    assert log_item(where, [gone[0], *scans(1, CART, WEB)]).closed is None


def test_a_dump_of_nodes_says_nothing_of_what_runs() -> None:
    (made,) = dumps(1, {("prod", "ops"): [LOG]})
    node = NodeObject(name="n1", os_image="x", kubelet="1", source=made.objects[0].source)
    item = log_item(ONE, [replace(made, kinds=(("Node", 1),), objects=(node,))])
    assert item.closed is None


LOOK = ScanCoverage(
    scanner="Trivy",
    asset_id=CART,
    day=date(2026, 1, 20),
    format="a",
    authenticated=True,
    privileged=True,
    database=date(2026, 1, 19),
)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, ""),
        ({"day": date(2026, 1, 20)}, f"Trivy has not scanned {CART} since 2026-01-20"),
        ({"privileged": False}, "logged in without the rights to see everything, the one that saw it had them"),
        ({"privileged": None}, ""),
        ({"database": date(2026, 1, 18)}, "used an older database (2026-01-18) than the one that saw it (2026-01-19)"),
        ({"database": None}, ""),
    ],
)
def test_a_look_has_to_be_as_good(more: dict[str, object], why: str) -> None:
    now = structs.replace(LOOK, **{"day": date(2026, 2, 20), "database": date(2026, 2, 19), **more})
    assert _differs("Trivy", CART, LOOK, now).removeprefix(f"the newest Trivy scan of {CART} ") == why


@pytest.mark.parametrize(("days", "retired"), [(-1, False), (0, True), (1, True)])
def test_a_dump_retires_an_image_from_the_day_of_the_scan_that_saw_it_on(days: int, retired: bool) -> None:
    _, state = before(ONE)
    seen = month(0) - timedelta(days=2)
    taken = moment(seen + timedelta(days=days))
    (made,) = dumps(0, {("prod", "shop"): [CART], ("prod", "ops"): [WEB]})
    dump = replace(made, taken=taken, evidence=replace(made.evidence, collected=taken))
    item = next(one for one in ledger(facts(1, [dump, *scans(1, CART, WEB)]), state).items if one.identifier == "CVE-9")  # type: ignore[list-item]
    assert (item.closed is not None) is retired
    if not retired:
        assert "the newest cluster dump (2026-01-17) is older than the scan that saw it (2026-01-18)" in item.open_because[0]


@pytest.mark.parametrize(("newer", "older"), [("dev", "prod"), ("prod", "dev")])
def test_a_look_without_a_place_is_judged_by_the_newest_dump(newer: str, older: str) -> None:
    what = facts(2, [*dumps(1, {(older, "shop"): [CART]}), *dumps(2, {(newer, "shop"): [WEB]})])
    look = ScanCoverage(scanner="Trivy", asset_id=AssetId(LOG), day=month(0), format="application/json")
    judged = Retirement(what).judge(AssetId(LOG), [look])
    assert isinstance(judged, AssetDisposition)
    assert (judged.day, judged.path) == (month(2), f"evidence/cluster/{newer}-2.json")
