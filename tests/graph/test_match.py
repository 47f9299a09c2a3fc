"""Which drawn shape stands for which workload: the rules, one by one."""

from collections.abc import Sequence

import pytest

from generator.graph.mapping import DiagramMapping, MappedShape
from generator.graph.match import compare, matched_shapes
from generator.graph.normalize import bare, plain, possible_names
from generator.model.comparison import Comparison, MatchTier
from generator.model.diagram import DiagramNode, DiagramPage, DiagramSnapshot, NodeKind
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.inventory import Container, Workload

_FILE = EvidenceFile(path="diagrams/d.mmd", sha256="d" * 64, size=1, media_type="text/plain")


def _node(
    id: str,  # noqa: A002 - the model's name
    label: str | None = None,
    kind: NodeKind = NodeKind.COMPONENT,
    *,
    parent: str | None = None,
    diagram_label: str | None = None,
    workload: str | None = None,
) -> DiagramNode:
    return DiagramNode(
        id=id,
        label=id if label is None else label,
        kind=kind,
        parent=parent,
        diagram_label=diagram_label,
        workload=workload,
        source=EvidenceSource(_FILE.sha256, _FILE.path, id),
    )


def _workload(
    name: str,
    *containers: str,
    namespace: str = "shop",
    kind: str = "Deployment",
    label: str | None = None,
    services: Sequence[str] = (),
) -> Workload:
    return Workload(
        cluster="cluster",
        namespace=namespace,
        kind=kind,
        name=name,
        containers=tuple(Container(name=one, image=one, init=one.startswith("init-")) for one in containers or (name,)),
        instances=1,
        diagram_label=label,
        services=tuple(services),
    )


def _diagram(*pages: Sequence[DiagramNode]) -> DiagramSnapshot:
    made = tuple(DiagramPage(name=f"page {n}", nodes=tuple(nodes), edges=()) for n, nodes in enumerate(pages, 1))
    return DiagramSnapshot(evidence=_FILE, format="test", taken=None, pages=made)


def _compare(nodes: Sequence[DiagramNode], workloads: Sequence[Workload], mapping: DiagramMapping | None = None) -> Comparison:
    return compare([_diagram(nodes)], workloads, mapping=mapping or DiagramMapping())


def _pairs(found: Comparison) -> dict[str, tuple[str, ...]]:
    return {match.id: match.workloads for match in found.in_both}


def test_nothing_to_compare_is_said() -> None:
    assert not _compare([], []).compared
    assert not compare([], [_workload("a")]).compared
    assert not compare([_diagram([_node("a")])], []).compared


@pytest.mark.parametrize(
    ("id_", "label", "name"),
    [
        ("cart", "cart", "cart"),
        ("n1", "Fraud Detection", "fraud-detection"),
        ("n1", "Frontend Proxy (Envoy)", "frontend-proxy"),
        ("n1", "Cart Service", "cart"),
        ("n1", "Cart", "cartservice"),
        ("n1", "CartService", "cart-svc"),
        ("n1", "Cart pods", "cart"),
        ("cart", "", "cart"),
        ("zoekt_web", "Zoekt", "zoekt-web"),
    ],
)
def test_names_that_leave_no_choice(id_: str, label: str, name: str) -> None:
    found = _compare([_node(id_, label)], [_workload(name), _workload("other")])
    assert _pairs(found) == {id_: (f"shop/Deployment/{name}",)}
    assert found.in_both[0].tier is MatchTier.EXACT
    assert found.cluster_only == ("shop/Deployment/other",)
    assert found.diagram_only == ()


@pytest.mark.parametrize(
    "workloads",
    [
        [_workload("cart-db", "postgres:16")],
        [_workload("cart", namespace="a"), _workload("cart", namespace="b")],
        [_workload("cart"), _workload("cart", kind="StatefulSet")],
        [_workload("x", services=["cart"]), _workload("y", services=["cart"])],
        [_workload("cart"), _workload("y", services=["cart"])],
        [_workload("cartservice"), _workload("cart-svc")],
        [_workload("x", "cart", "proxy"), _workload("y", "cart", "proxy")],
        [_workload("x", "x", "init-cart")],
    ],
)
def test_names_that_could_mean_something_else_are_no_match(workloads: list[Workload]) -> None:
    found = _compare([_node("n1", "Cart")], workloads)
    assert found.in_both == ()
    assert [one.label for one in found.diagram_only] == ["Cart"]
    assert found.cluster_only == tuple(sorted(one.key for one in workloads))


def test_id_and_text_that_name_two_workloads_are_no_match() -> None:
    assert _compare([_node("cart", "Checkout")], [_workload("cart"), _workload("checkout")]).in_both == ()


def test_the_same_workload_in_two_clusters_is_one() -> None:
    twin = _workload("cart")
    assert _pairs(_compare([_node("cart")], [twin, twin])) == {"cart": (twin.key,)}


def test_service_and_container_names() -> None:
    workloads = [_workload("web-7", services=["storefront"]), _workload("flags", "flagd", "flagd-ui"), _workload("pgsql", "pg")]
    found = _compare([_node("storefront"), _node("flagd-ui"), _node("pg")], workloads)
    assert _pairs(found) == {
        "storefront": ("shop/Deployment/web-7",),
        "flagd-ui": ("shop/Deployment/flags/flagd-ui",),
        "pg": ("shop/Deployment/pgsql",),
    }
    assert found.cluster_only == ()


def test_a_name_together_with_its_box_comes_before_the_name_alone() -> None:
    """An exact name can be the wrong one: the drawn `worker` lies in the box of another worker."""
    workloads = [_workload("worker"), _workload("precise-code-intel-worker")]
    nodes = [
        _node("cluster_precise_code_intel", "Precise code intel", NodeKind.BOUNDARY),
        _node("worker", parent="cluster_precise_code_intel"),
    ]
    found = _compare(nodes, workloads)
    assert _pairs(found) == {"worker": ("shop/Deployment/precise-code-intel-worker",)}
    assert found.cluster_only == ("shop/Deployment/worker",)
    assert _pairs(_compare([_node("worker")], workloads)) == {"worker": ("shop/Deployment/worker",)}


@pytest.mark.parametrize("label", ["Namespace blue", "blue", "blue namespace"])
def test_a_box_named_like_a_namespace_decides_between_equal_names(label: str) -> None:
    nodes = [_node("box", label, NodeKind.BOUNDARY), _node("n", "Cart", parent="box"), _node("m", "Mail", parent="box")]
    workloads = [
        _workload("cart", namespace="blue"),
        _workload("cart", namespace="green"),
        _workload("mail", namespace="green"),
    ]
    found = _compare(nodes, workloads)
    assert _pairs(found) == {"n": ("blue/Deployment/cart",)}
    assert [one.id for one in found.diagram_only] == ["m"]


def test_a_box_that_a_person_tied_to_a_namespace() -> None:
    workloads = [_workload("cart", namespace="blue"), _workload("cart", namespace="green")]
    inside = _node("n", "Cart", parent="box")
    drawn = _node("box", "Zone 1", NodeKind.BOUNDARY, workload="green")
    assert _pairs(_compare([drawn, inside], workloads)) == {"n": ("green/Deployment/cart",)}
    decided = DiagramMapping(matches=(MappedShape(drawn="Zone 1", workloads=("blue/*",)),))
    plain_box = _node("box", "Zone 1", NodeKind.BOUNDARY)
    assert _pairs(_compare([plain_box, inside], workloads, decided)) == {"n": ("blue/Deployment/cart",)}


@pytest.mark.parametrize("kind", [NodeKind.ACTOR, NodeKind.EXTERNAL, NodeKind.NOTE])
def test_only_components_need_a_workload(kind: NodeKind) -> None:
    found = _compare([_node("cart", kind=kind), _node("x", "Lost", kind=kind)], [_workload("cart")])
    assert (found.in_both, found.diagram_only) == ((), ())
    assert found.cluster_only == ("shop/Deployment/cart",)


def test_boxes_take_what_no_component_takes() -> None:
    nodes = [_node("b1", "Cart", NodeKind.BOUNDARY), _node("n", "Cart", parent="b1"), _node("b2", "Mail", NodeKind.BOUNDARY)]
    found = _compare([*nodes, _node("part", "Queue", parent="b2")], [_workload("cart"), _workload("mail")])
    assert _pairs(found) == {"n": ("shop/Deployment/cart",), "b2": ("shop/Deployment/mail",)}
    assert [one.id for one in found.diagram_only] == ["part"]


def test_a_pattern_of_a_person_takes_no_note() -> None:
    decided = DiagramMapping(matches=(MappedShape(drawn="cart*", workloads=("cart",)),))
    nodes = [_node("n", "Cart (approved)", NodeKind.NOTE), _node("m", "Cart [blue]")]
    assert _pairs(_compare(nodes, [_workload("cart")], decided)) == {"m": ("shop/Deployment/cart",)}


def test_a_drawn_component_without_a_workload_says_why_where_a_person_decided_about_it() -> None:
    decided = DiagramMapping(matches=(MappedShape(drawn="Mail", workloads=("mail",), place="line 2"),))
    found = _compare([_node("n", "Cart"), _node("m", "Mail"), _node("q", "Queue")], [_workload("cart")], decided)
    assert {one.id: bool(one.because) for one in found.diagram_only} == {"m": True, "q": False}
    assert [one.because for one in found.diagram_only if one.id == "q"] == [""]


def test_shapes_without_a_name_claim_nothing() -> None:
    assert _compare([_node("a", "")], [_workload("cart")]).diagram_only == ()


def test_labels_that_people_wrote_come_first() -> None:
    workloads = [_workload("cart", label="C-04"), _workload("basket"), _workload("mail", label="Mail relay")]
    found = _compare([_node("n", "Basket", diagram_label="c-04"), _node("m", "Mail Relay")], workloads)
    assert _pairs(found) == {"n": ("shop/Deployment/cart",), "m": ("shop/Deployment/mail",)}
    assert {match.tier for match in found.in_both} == {MatchTier.EXPLICIT}
    assert {match.id: match.diagram_label for match in found.in_both} == {"n": "c-04", "m": "Mail relay"}


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("cart", ("shop/Deployment/cart",)),
        ("Shop/Deployment/Cart", ("shop/Deployment/cart",)),
        ("shop/cart", ("shop/Deployment/cart",)),
        ("cart/proxy", ("shop/Deployment/cart/proxy",)),
        ("shop/Deployment/cart/proxy", ("shop/Deployment/cart/proxy",)),
        ("shop/*", ("shop/Deployment/cart", "shop/Deployment/mail")),
    ],
)
def test_references_of_people(reference: str, found: tuple[str, ...]) -> None:
    workloads = [_workload("cart", "cart", "proxy"), _workload("mail")]
    by_property = _compare([_node("n", "X", workload=None if reference == "shop/*" else reference)], workloads)
    by_mapping = _compare(
        [_node("n", "X")], workloads, DiagramMapping(matches=(MappedShape(drawn="n", workloads=(reference,)),))
    )
    assert _pairs(by_mapping) == {"n": found}
    assert by_mapping.in_both[0].tier is MatchTier.MAPPING
    if reference != "shop/*":
        assert _pairs(by_property) == {"n": found}
        assert by_property.in_both[0].tier is MatchTier.EXPLICIT


def test_a_reference_to_nothing_that_runs_is_not_replaced_by_a_guess() -> None:
    found = _compare([_node("cart", workload="gone")], [_workload("cart")])
    assert (found.in_both, [one.id for one in found.diagram_only]) == ((), ["cart"])
    mapped = DiagramMapping(matches=(MappedShape(drawn="cart", workloads=("gone",)),))
    assert _compare([_node("cart")], [_workload("cart")], mapped).in_both == ()


def test_decisions_of_the_mapping_file() -> None:
    mapping = DiagramMapping(
        matches=(
            MappedShape(drawn="Web + worker", workloads=("web", "worker"), reviewed_by="A. Reviewer", place="map.yaml, line 2"),
            MappedShape(drawn="ext", workloads=("mail",)),
        ),
        not_workloads=("n3",),
    )
    nodes = [_node("n1", "web + Worker"), _node("ext", "Mail", NodeKind.EXTERNAL), _node("n3", "cart")]
    found = _compare(nodes, [_workload("web"), _workload("worker"), _workload("mail"), _workload("cart")], mapping)
    assert _pairs(found) == {"n1": ("shop/Deployment/web", "shop/Deployment/worker"), "ext": ("shop/Deployment/mail",)}
    assert "map.yaml, line 2, reviewed by A. Reviewer" in {match.because for match in found.in_both}
    assert (found.diagram_only, found.cluster_only) == ((), ("shop/Deployment/cart",))


def test_one_shape_on_several_pages_counts_once() -> None:
    pages = [[_node("a", "Cart"), _node("b", "Lost")], [_node("z", "cart"), _node("y", "LOST")]]
    workloads = [_workload("cart")]
    found = compare([_diagram(*pages)], workloads)
    assert _pairs(found) == {"a": ("shop/Deployment/cart",)}
    assert [(one.id, one.page) for one in found.diagram_only] == [("b", "page 1")]
    everywhere = matched_shapes([_diagram(*pages)], workloads)
    assert set(everywhere) == {(_FILE.sha256, 0, "a"), (_FILE.sha256, 1, "z")}


def test_what_stands_on_one_page_is_not_missing_from_another() -> None:
    pages = [[_node("a", "Cart", workload="cart")], [_node("z", "Cart", workload="gone")]]
    assert compare([_diagram(*pages)], [_workload("cart")]).diagram_only == ()


def test_answers_are_sorted() -> None:
    found = _compare(
        [_node("b", "beta"), _node("a", "Alpha"), _node("z", "Zed"), _node("y", "Yak")], [_workload("beta"), _workload("alpha")]
    )
    assert [match.id for match in found.in_both] == ["a", "b"]
    assert [one.id for one in found.diagram_only] == ["y", "z"]


def test_boxes_nested_very_deep_stay_fast() -> None:
    depth = 1_500  # Python itself calls a thousand deep
    boxes = [_node(f"b{n}", f"Box {n}", NodeKind.BOUNDARY, parent=f"b{n - 1}" if n else None) for n in range(depth)]
    found = _compare([*boxes, _node("cart", parent=f"b{depth - 1}")], [_workload("cart")])
    assert _pairs(found) == {"cart": ("shop/Deployment/cart",)}


def test_names_made_comparable() -> None:
    assert plain("Fraud-Detection_ 2") == "frauddetection2"
    assert [bare(text) for text in ("cart-svc", "CartService", "cartservice", "Service", "the pods")] == [
        "cart",
        "cart",
        "cart",
        "service",
        "the",
    ]
    assert possible_names("Proxy (Envoy)", "n1", " ") == ("Proxy (Envoy)", "Proxy", "n1")


@pytest.mark.parametrize(
    "text", ["cart ClusterIP 10.43.0.7", "cart IP: 10.0.0.7:80", "cart Port 4001", "cart api.local:8888", "cart 10.0.0.0/16"]
)
def test_where_a_thing_is_reached_is_no_part_of_its_name(text: str) -> None:
    assert possible_names(text)[-1] == "cart"
    assert possible_names("Report 4001", "Support 24")[-1] == "Support 24"


def _mapped(drawn: str, *workloads: str, page: str | None = None) -> DiagramMapping:
    return DiagramMapping(matches=(MappedShape(drawn=drawn, workloads=workloads, page=page),))


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("cart-*", ("shop/Deployment/cart-api", "shop/Deployment/cart-db")),
        ("shop/*", ("shop/Deployment/cart-api", "shop/Deployment/cart-db")),
        ("*/Deployment/cart-?pi", ("shop/Deployment/cart-api",)),
        ("cart-db/back*", ("shop/Deployment/cart-db/backup",)),
        ("[c]art-*", ()),
        ("CART-DB", ("shop/Deployment/cart-db",)),
    ],
)
def test_patterns_of_workloads(reference: str, found: tuple[str, ...]) -> None:
    workloads = [_workload("cart-api"), _workload("cart-db", "db", "backup"), _workload("web", namespace="edge")]
    assert _pairs(_compare([_node("x", "Stores")], workloads, _mapped("Stores", reference))).get("x", ()) == found


def test_patterns_of_shapes_come_after_names_and_in_their_order() -> None:
    matches = [("Worker *", "all"), ("Worker 2", "two"), ("W*", "any")]
    mapping = DiagramMapping(matches=tuple(MappedShape(drawn=drawn, workloads=(name,)) for drawn, name in matches))
    nodes = [_node("a", "Worker 1"), _node("b", "Worker 2"), _node("c", "Waiter"), _node("d", "Other")]
    found = _pairs(_compare(nodes, [_workload("all"), _workload("two"), _workload("any")], mapping))
    assert {key: keys[0].rpartition("/")[2] for key, keys in found.items()} == {"a": "all", "b": "two", "c": "any"}


def test_a_pattern_of_one_page_fits_shapes_of_that_page_only() -> None:
    matches = (
        MappedShape(drawn="Store *", page="Page 2", workloads=("second",)),
        MappedShape(drawn="S*", page="page 1", workloads=("first",)),
    )
    pages = [_diagram([_node("a", "Store one")], [_node("b", "Store two")])]
    found = matched_shapes(pages, [_workload("first"), _workload("second")], mapping=DiagramMapping(matches=matches))
    assert {key[2]: match.workloads for key, match in found.items()} == {
        "a": ("shop/Deployment/first",),
        "b": ("shop/Deployment/second",),
    }


def test_a_decision_for_one_page_beats_one_for_all() -> None:
    both = (*_mapped("db", "orders", page="Page 2").matches, *_mapped("db", "users").matches)
    found = matched_shapes(
        [_diagram([_node("db")], [_node("db")])],
        [_workload("orders"), _workload("users")],
        mapping=DiagramMapping(matches=both),
    )
    assert {key[1]: match.workloads[0] for key, match in found.items()} == {
        0: "shop/Deployment/users",
        1: "shop/Deployment/orders",
    }


def test_pages_that_show_something_else_are_not_compared() -> None:
    mapping = DiagramMapping(not_compared=("PAGE 2",))
    found = compare([_diagram([_node("a")], [_node("gone")])], [_workload("a")], mapping=mapping)
    assert (set(_pairs(found)), found.diagram_only) == ({"a"}, ())


def test_shapes_left_out_by_a_pattern() -> None:
    found = _compare([_node("a"), _node("n1", "Legend 1")], [_workload("a")], DiagramMapping(not_workloads=("Legend *",)))
    assert found.diagram_only == ()


@pytest.mark.parametrize("node", [_node("shop/Deployment/cart", "Basket"), _node("n1", "Shop/deployment/Cart")])
def test_a_shape_whose_id_or_text_is_a_whole_key_says_so_itself(node: DiagramNode) -> None:
    found = _compare([node], [_workload("cart"), _workload("basket")])
    assert found.in_both[0].workloads == ("shop/Deployment/cart",)
    assert found.in_both[0].tier is MatchTier.EXPLICIT


def test_a_decision_that_leads_to_nothing_says_so_where_the_shape_is_told() -> None:
    shape = MappedShape(drawn="Cache", workloads=("valkey", "redis"), reviewed_by="A. Lovelace", place="m.yaml, line 2")
    mapping = DiagramMapping(matches=(shape,))
    (alone,) = _compare([_node("c", "Cache")], [_workload("web")], mapping=mapping).diagram_only
    assert alone.because == (
        "m.yaml, line 2, reviewed by A. Lovelace: it names valkey, redis, and nothing that runs is called that"
    )
    (half,) = _compare([_node("c", "Cache")], [_workload("valkey")], mapping=mapping).in_both
    assert half.because == "m.yaml, line 2, reviewed by A. Lovelace: it names redis, and nothing that runs is called that"
    (own,) = _compare([_node("c", "Cache", workload="n/Deployment/gone")], [_workload("web")]).diagram_only
    assert own.because == (
        "the shape's own property names the workload n/Deployment/gone, and nothing that runs is called that"
    )
