"""Places: what holds of every layout, on invented plans and on those of real systems."""

import pytest
from drawing.geometry import faults
from hypothesis import given, settings
from hypothesis import strategies as st
from replacing import replace

from generator.drawing.layout import place
from generator.drawing.layout_plan import LayoutArrow, LayoutBox, LayoutColumn, LayoutFrame, LayoutGroup, LayoutPlan, Path
from generator.drawing.scene import bundled

_SIDES = (LayoutColumn.BEFORE, LayoutColumn.NEAR_BEFORE, LayoutColumn.NEAR_LAST, LayoutColumn.LAST)


_ONE_FRAME = (LayoutGroup(width=180, height=14),)


def plan(boxes, arrows, groups=_ONE_FRAME, *, columns=3, label=14.0, kept=None):
    """A plan of boxes and of arrows as (source, target) or (source, target, kind)."""
    made = tuple(LayoutArrow(source=arrow[0], target=arrow[1], kind=(*arrow, "")[2]) for arrow in arrows)
    bundles = bundled(made)
    return LayoutPlan(
        boxes=tuple(boxes),
        groups=tuple(groups),
        arrows=made,
        bundles=bundles,
        labels=(label,) * len(bundles),
        columns=columns,
        kept=kept or {},
    )


def box(key, group=0, column=LayoutColumn.INNER, height=60.0):
    outside = column in (LayoutColumn.BEFORE, LayoutColumn.LAST)
    width = 144.0 if column is LayoutColumn.INNER else 104.0
    return LayoutBox(key=str(key), width=width, height=height, group=None if outside else group, column=column)


@st.composite
def plans(draw):
    frames = draw(st.integers(0, 3))
    nested = draw(st.booleans())
    groups = [LayoutGroup(width=200, height=14)]
    groups += [
        LayoutGroup(width=120, height=draw(st.sampled_from((14.0, 28.0))), parent=1 if nested and number else 0)
        for number in range(frames)
    ]
    inner = [
        box(f"i{number}", draw(st.integers(0, frames)), height=draw(st.sampled_from((24.0, 48.0, 75.0))))
        for number in range(draw(st.integers(1, 12)))
    ]
    used = {member.group for member in inner}
    inner += [box(f"f{group}", group) for group in range(1, len(groups)) if group not in used]
    sides = [
        box(f"s{number}", 0, draw(st.sampled_from(_SIDES)), height=draw(st.sampled_from((30.0, 66.0))))
        for number in range(draw(st.integers(0, 6)))
    ]
    boxes = inner + sides
    ends = st.integers(0, len(boxes) - 1)
    pairs = draw(st.sets(st.tuples(ends, ends), max_size=24))
    arrows = [(*pair, draw(st.sampled_from(("a", "b")))) for pair in sorted(pairs) if _drawn(boxes, *pair)]
    kept = draw(st.dictionaries(st.sampled_from([one.key for one in inner]), st.tuples(st.integers(0, 9), st.integers(0, 3))))
    return plan(boxes, arrows, groups, columns=draw(st.integers(1, 4)), label=draw(st.sampled_from((8.0, 60.0))), kept=kept)


def _drawn(boxes, source, target):
    """No arrow leads from a box to itself, and none stays outside."""
    return source != target and any(boxes[end].column is LayoutColumn.INNER for end in (source, target))


@settings(max_examples=150, deadline=None)
@given(plans())
def test_what_a_reader_asks_of_a_picture_holds_of_every_plan(made):
    placement = place(made)
    assert faults(made, placement) == []


@settings(max_examples=40, deadline=None)
@given(plans())
def test_the_same_plan_is_placed_the_same_way_and_its_cells_bring_it_back(made):
    placement = place(made)
    assert place(made) == placement
    again = place(replace(made, kept=placement.cells, columns=placement.columns))
    assert again.cells == placement.cells
    assert again.boxes == placement.boxes


def test_faults_are_seen():
    """The questions of the other tests can be answered with no."""
    made = plan([box("a"), box("b"), box("c")], [(0, 1), (2, 1)])
    placement = place(made)
    assert faults(made, placement) == []
    through = Path(points=((placement.boxes[0].x, 30.0), (placement.boxes[0].x + 500, 30.0)))
    title = placement.titles[0]
    over = Path(points=((title.x - 5, title.y + 3), (title.x + 90, title.y + 3)))
    leaving = Path(points=((20.0, 20.0), (20.0, 2000.0)))
    for path, words in (
        (through, "crosses box"),
        (over, "crosses a title"),
        (leaving, "leaves it"),
        (leaving, "touch its ends"),
    ):
        assert any(words in fault for fault in faults(made, replace(placement, paths=(path, placement.paths[1])))), words
    same = replace(placement, boxes=(placement.boxes[0],) * 3)
    assert any("overlap" in fault for fault in faults(made, same))
    apart = replace(made, bundles=bundled(made.arrows[:1]), labels=made.labels[:1])
    assert any("not every arrow" in fault for fault in faults(apart, replace(placement, labels=placement.labels[:1])))


def test_arrows_to_one_box_share_a_line_with_a_dot_where_they_meet():
    made = plan([box(name) for name in "abcd"], [(0, 3), (1, 3), (2, 3)], columns=2)
    assert [(one.center, one.outward, one.arrows) for one in made.bundles] == [(3, False, (0, 1, 2))]
    placement = place(made)
    assert len(placement.joints[0]) >= 1
    assert {path.tip for path in placement.paths} == {placement.paths[0].tip}


def test_arrows_of_two_kinds_never_share_a_line():
    made = plan([box(name) for name in "abc"], [(0, 2, "declared"), (1, 2, "observed")])
    assert len(made.bundles) == 2


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_who_calls_stands_left_of_who_is_called(columns):
    made = plan([box(name) for name in "abc"], [(2, 1), (1, 0)], columns=columns)
    cells = place(made).cells
    assert cells["c"][1] <= cells["b"][1] <= cells["a"][1]


def test_a_new_box_takes_a_free_cell_and_moves_no_other():
    first = place(plan([box(name) for name in "abcd"], [(0, 1), (1, 2)], columns=2))
    more = [box(name) for name in "abcde"]
    second = place(plan(more, [(0, 1), (1, 2), (4, 0)], columns=2, kept=first.cells))
    assert {name: second.cells[name] for name in "abcd"} == first.cells
    assert second.boxes[:4] == tuple(
        LayoutFrame(x=frame.x + second.boxes[0].x - first.boxes[0].x, y=frame.y, width=frame.width, height=frame.height)
        if cell[1] == 0
        else second.boxes[index]
        for index, (frame, cell) in enumerate(zip(first.boxes, first.cells.values(), strict=True))
    )


def test_kept_cells_that_make_no_sense_are_left_aside():
    kept = {"a": (900, 0), "b": (0, 90), "c": (0, 0), "d": (0, 0)}
    made = plan([box(name) for name in "abcd"], [(0, 1)], kept=kept)
    placement = place(made)
    assert faults(made, placement) == []
    assert placement.cells["c"] == (0, 0)
