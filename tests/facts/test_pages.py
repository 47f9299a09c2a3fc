"""Pages of one list in several files count together; copies and other lists do not."""

from datetime import UTC, datetime

import pytest

from generator.facts.pages import join_pages
from generator.facts.rollup import roll_up
from generator.facts.select import select_clusters
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.inventory import (
    ClusterEvidenceKind,
    ClusterSnapshot,
    Container,
    ListPage,
    PodGroup,
    ServiceObject,
)

_DAY = datetime(2026, 11, 18, 6, tzinfo=UTC)
_CART = (Container(name="cart", image="registry.shop.example/cart:1"),)


def _file(name: str, page: ListPage, *objects: PodGroup | ServiceObject, minute: int = 0) -> ClusterSnapshot:
    return ClusterSnapshot(
        evidence=EvidenceFile(path=f"evidence/cluster/prod/{name}", sha256=name, size=1, media_type="application/json"),
        cluster="prod",
        taken=_DAY.replace(minute=minute),
        nature=ClusterEvidenceKind.RUNNING,
        kinds=((page.kind, page.items),),
        objects=objects,
        not_collected=(page.kind,) if page.continues else (),
        pages=(page,),
    )


def _pods(file: str, count: int, owner: str = "cart") -> PodGroup:
    return PodGroup(
        namespace="shop",
        owner=("StatefulSet", owner),
        containers=_CART,
        instances=count,
        phases=(("Running", count),),
        source=EvidenceSource(file, file, ""),
    )


def _page(items: int, remaining: int | None, version: str = "77", kind: str = "Pod") -> ListPage:
    return ListPage(kind=kind, resource_version=version, items=items, continues=remaining is not None, remaining=remaining)


def _instances(*snapshots: ClusterSnapshot) -> int | None:
    return roll_up(select_clusters(join_pages(snapshots), _DAY.date()), labels={})[0].instances


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_pods_on_two_pages_are_added(order: tuple[int, int]) -> None:
    files = (_file("1", _page(500, 20), _pods("1", 500)), _file("2", _page(20, None), _pods("2", 20), minute=1))
    assert _instances(*(files[index] for index in order)) == 520


def test_the_list_is_collected_once_its_last_page_is_there() -> None:
    first, last = _file("1", _page(500, 20), _pods("1", 500)), _file("2", _page(20, None), _pods("2", 20))
    assert [one.not_collected for one in join_pages((first, last))] == [(), ()]


def test_a_missing_page_stays_missing() -> None:
    first, last = _file("1", _page(500, 520), _pods("1", 500)), _file("3", _page(20, None), _pods("3", 20))
    joined = join_pages((first, last))
    assert joined[0].not_collected == ("Pod",)
    assert _instances(first, last) == 520


def test_a_page_that_is_missing_between_two_others_stays_missing() -> None:
    pages = [_page(500, 540), _page(500, 20), _page(20, None)]
    files = [_file(f"{number}", page, _pods(f"{number}", page.items)) for number, page in enumerate(pages)]
    assert [one.not_collected for one in join_pages(files)] == [("Pod",), ("Pod",), ()]


def test_a_copy_of_a_page_adds_nothing() -> None:
    first, again = _file("1", _page(500, 20), _pods("1", 500)), _file("copy", _page(500, 20), _pods("copy", 500))
    assert _instances(first, again) == 500


def test_two_lists_are_two_looks_at_the_same() -> None:
    first = _file("1", _page(500, 20, version="77"), _pods("1", 500))
    second = _file("2", _page(20, None, version="99"), _pods("2", 20))
    assert _instances(first, second) == 500


def test_named_objects_of_an_earlier_page_are_not_replaced_by_a_later_one() -> None:
    services = [ServiceObject(namespace="shop", name=name, source=EvidenceSource(name, name, "")) for name in ("cart", "pay")]
    first = _file("1", _page(1, 1, kind="Service"), services[0])
    second = _file("2", _page(1, None, kind="Service"), services[1], minute=5)
    kept = select_clusters(join_pages((first, second)), _DAY.date())
    assert {one.name for snapshot in kept for one in snapshot.objects if isinstance(one, ServiceObject)} == {"cart", "pay"}
