"""Boxes in boxes."""

import pytest
from diagram_reading import drawing, page, shape
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ParseError
from generator.model.diagram import NodeKind
from generator.parsers.diagrams.boxes import Point, ShapeOutline
from generator.parsers.diagrams.nesting import NestedShape, ancestors, innermost
from generator.parsers.diagrams.strips import Strips

_SIZES = st.integers(1, 300)
_BOXES = st.builds(ShapeOutline, st.integers(-50, 300), st.integers(-50, 300), _SIZES, _SIZES)
_PAGES = st.lists(st.tuples(_BOXES, st.booleans()), min_size=1, max_size=25).flatmap(
    lambda made: st.tuples(st.just(made), st.permutations(range(len(made))), st.integers(0, 10**6))
)


def _placed(made: list[tuple[ShapeOutline, bool]], seed: int) -> list[NestedShape]:
    """Some shapes also belong to an earlier one in the file's structure."""
    return [
        NestedShape(id=str(n), box=box, is_container=holds, parents=(str(seed % n),) if n > 1 and seed % 3 == n % 3 else ())
        for n, (box, holds) in enumerate(made)
    ]


@given(_PAGES)
def test_the_order_of_cells_does_not_matter(drawn: tuple[list[tuple[ShapeOutline, bool]], list[int], int]) -> None:
    made, order, seed = drawn
    placed = _placed(made, seed)
    assert innermost([placed[index] for index in order]) == innermost(placed)


@given(_PAGES)
def test_chains_of_boxes_end(drawn: tuple[list[tuple[ShapeOutline, bool]], list[int], int]) -> None:
    placed = _placed(drawn[0], drawn[2])
    inside, areas = innermost(placed), {one.id: one.box.area for one in placed}
    assert all(areas[inner] < areas[outer] for inner, outer in inside.items())


@given(st.lists(_BOXES, max_size=20), st.integers(-100, 700))
def test_strips_forget_no_box(boxes: list[ShapeOutline], x: int) -> None:
    near = Strips((box, box) for box in boxes).at(x)
    assert all(box in near for box in boxes if box.x <= x <= box.x + box.width)


def test_the_innermost_of_two_boxes_by_geometry() -> None:
    found = page(
        drawing(
            shape("outer", "Zone", (0, 0, 500, 500)),
            shape("inner", "Tier", (10, 10, 300, 300)),
            shape("app", "App", (50, 50, 80, 40)),
            shape("edge", "On the border", (290, 50, 80, 40)),
        )
    )
    parents = {node.id: node.parent for node in found.nodes}
    assert parents == {"outer": None, "inner": "outer", "app": "inner", "edge": "outer"}
    assert {node.id for node in found.nodes if node.kind is NodeKind.BOUNDARY} == {"outer", "inner"}


def test_a_few_pixels_over_the_border_are_inside() -> None:
    assert ShapeOutline(0, 0, 100, 100).encloses(ShapeOutline(80, 40, 24, 24))
    assert not ShapeOutline(0, 0, 100, 100).encloses(ShapeOutline(85, 40, 28, 24))


def test_children_count_from_their_parent_and_groups_are_seen_through() -> None:
    found = page(
        drawing(
            shape("lane", "Lane", (100, 100, 400, 400), "swimlane"),
            shape("group", "", (50, 50, 200, 200), "group", parent="lane"),
            shape("app", "App", (10, 10, 80, 40), parent="group"),
            shape("far", "Stray", (900, 900, 40, 40), parent="lane"),
            '<mxCell id="port" value="Port" style="html=1" vertex="1" parent="app"><mxGeometry x="1" y="0.5" width="6" '
            'height="6" relative="1" as="geometry"><mxPoint x="-3" y="-3" as="offset"/></mxGeometry></mxCell>',
        )
    )
    parents = {node.id: node.parent for node in found.nodes}
    assert parents == {"lane": None, "app": "lane", "far": "lane", "port": "app"}


def test_a_collapsed_container_keeps_its_members() -> None:
    folded = (
        '<mxCell id="c" value="Folded" style="swimlane" vertex="1" collapsed="1" parent="1"><mxGeometry width="90" height="20" '
        'as="geometry"><mxRectangle width="400" height="300" as="alternateBounds"/></mxGeometry></mxCell>'
    )
    found = page(drawing(folded, shape("app", "App", (20, 40, 100, 60), parent="c")))
    assert {node.id: node.parent for node in found.nodes} == {"c": None, "app": "c"}


def test_distances() -> None:
    box = ShapeOutline(10, 10, 20, 20)
    assert box.distance(Point(20, 20)) == 0
    assert box.distance(Point(33, 34)) == 5
    assert box.distance_to_border(Point(20, 12)) == 2
    assert box.distance_to_border(Point(20, 0)) == 10


def test_ancestors_name_the_shape_that_contains_itself() -> None:
    assert ancestors({"a": "b", "b": "c", "c": None, "d": "gone"}) == {"a": ("b", "c"), "b": ("c",), "c": (), "d": ()}
    with pytest.raises(ParseError, match="shape b: a shape contains itself"):
        ancestors({"a": "b", "b": "c", "c": "b"})
