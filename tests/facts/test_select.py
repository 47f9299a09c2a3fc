"""Re-collections never add up to everything that ever ran."""

from collections.abc import Callable
from datetime import date

import pytest
from replacing import replace

from generator.facts.select import narrowed, select_clusters
from generator.model.evidence import EvidenceSource
from generator.model.inventory import (
    ClusterEvidenceKind,
    ClusterObject,
    ClusterSnapshot,
    IngressObject,
    NamespaceObject,
    NodeObject,
    PodGroup,
    ServiceObject,
)
from tests.facts.scans_made import day, pods

AS_OF = date(2026, 11, 20)


def running(*snapshots: object) -> list[str]:
    chosen = select_clusters(snapshots, AS_OF)  # type: ignore[arg-type]
    return sorted(one.owner[1] for snapshot in chosen for one in snapshot.objects if isinstance(one, PodGroup))


def test_the_newest_collection_counts_alone() -> None:
    old = pods("evidence/cluster/prod/2026-11-01/pods.json", day(1), {"old": "old:1", "both": "both:1"})
    new = pods("evidence/cluster/prod/2026-11-10/pods.json", day(10), {"both": "both:2"})
    assert running(old, new) == running(new, old) == ["both"]


def test_what_was_collected_after_the_day_does_not_count() -> None:
    assert running(pods("a/pods.json", day(21), {"later": "x:1"}), pods("b/pods.json", day(19), {"then": "x:1"})) == ["then"]


def test_files_of_one_folder_and_day_are_one_collection() -> None:
    assert running(pods("c/web.json", day(3), {"web": "w:1"}), pods("c/data.json", day(3), {"data": "d:1"})) == ["data", "web"]


def test_undated_evidence_counts_only_where_nothing_dated_is_there() -> None:
    undated = pods("u/pods.json", None, {"undated": "x:1"})
    assert running(undated) == ["undated"]
    assert running(undated, pods("d/pods.json", day(1), {"dated": "x:1"})) == ["dated"]


def test_manifests_count_only_without_running_state() -> None:
    manifest = pods("m/all.yaml", day(19), {"declared": "x:1"}, nature=ClusterEvidenceKind.DECLARED)
    assert running(manifest) == ["declared"]
    assert running(manifest, pods("r/pods.json", day(1), {"runs": "x:1"})) == ["runs"]


def test_folders_of_one_day_are_one_collection_and_the_later_file_counts_for_its_namespace() -> None:
    web, data = (
        pods("web/2026-11-03/pods.json", day(3), {"web": "w:1"}),
        pods("data/2026-11-03/pods.json", day(3), {"data": "d:1"}),
    )
    assert running(web, data) == ["data", "web"]
    later = pods("web/later.json", day(3).replace(hour=9), {"again": "w:2"})
    assert running(web, later) == ["again"]


def test_a_dump_of_fewer_namespaces_is_said() -> None:
    all_of_it = pods("a/pods.json", day(1), {"web": "w:1"})
    shop = replace(all_of_it.objects[0], namespace="shop")
    both = replace(all_of_it, objects=(*all_of_it.objects, shop))
    only_web = pods("b/pods.json", day(2), {"web": "w:1"})
    assert [(row.kind, row.namespaces, row.earlier) for row in narrowed((both, only_web), AS_OF)] == [
        ("Pod", ("shop",), "a/pods.json")
    ]
    assert narrowed((only_web, both), date(2026, 11, 1)) == ()


def test_of_several_files_that_show_fewer_namespaces_the_first_is_named() -> None:
    def dump(path: str, number: int, namespace: str) -> ClusterSnapshot:
        made = pods(path, day(number), {"x": "x:1"})
        return replace(made, objects=tuple(replace(one, namespace=namespace) for one in made.objects))  # type: ignore[type-var]

    before = (dump("1/shop.json", 1, "shop"), dump("1/data.json", 1, "data"), dump("1/web.json", 1, "web"))
    newest = (dump("2/web.json", 2, "web"), dump("2/api.json", 2, "api"))
    (row,) = narrowed((*before, *newest), AS_OF)
    assert (row.path, row.earlier, row.namespaces) == ("2/api.json", "1/data.json", ("data", "shop"))


WHERE = EvidenceSource("0" * 64, "x")


@pytest.mark.parametrize(
    ("kind", "of"),
    [
        ("Ingress", lambda name: IngressObject(namespace="web", name=name, source=WHERE)),
        ("Namespace", lambda name: NamespaceObject(name=name, source=WHERE)),
        ("Node", lambda name: NodeObject(name=name, source=WHERE)),
        ("Service", lambda name: ServiceObject(namespace="web", name=name, source=WHERE)),
    ],
)
def test_objects_of_every_kind_are_those_of_its_newest_dump(kind: str, of: Callable[[str], ClusterObject]) -> None:
    def dump(path: str, number: int, name: str) -> ClusterSnapshot:
        return replace(pods(path, day(number), {}), kinds=((kind, 1),), objects=(of(name),))

    (found,) = select_clusters([dump("1.json", 1, "old"), dump("2.json", 2, "new")], AS_OF)
    assert (found.kinds, [one.name for one in found.objects]) == (((kind, 1),), ["new"])  # type: ignore[union-attr]
