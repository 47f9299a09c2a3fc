"""Placement: by Graphviz in a process of its own, and by our own rows where that gives nothing."""

import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from growth import HANG

from generator.drawing import layout
from generator.drawing.layout import LayoutTimeoutError, dot_of, place
from generator.drawing.layout_grid import place_in_rows
from generator.drawing.layout_plan import LayoutArrow, LayoutBox, LayoutColumn, LayoutGroup, LayoutPlan
from generator.drawing.layout_reading import read

ROOT = Path(__file__).resolve().parents[2]


def plan():
    """Two frames in an outer one, an entry, who comes in, one reached and one unreached service outside."""
    size = {"width": 120.0, "height": 60.0}
    return LayoutPlan(
        boxes=(
            *(LayoutBox(group=1, **size) for _ in range(5)),
            *(LayoutBox(group=2, **size) for _ in range(7)),
            LayoutBox(group=0, **size),
            LayoutBox(column=LayoutColumn.BEFORE, **size),
            LayoutBox(column=LayoutColumn.LAST, **size),
            LayoutBox(column=LayoutColumn.LAST, **size),
        ),
        groups=(
            LayoutGroup(width=200, height=18),
            LayoutGroup(width=90, height=18, parent=0),
            LayoutGroup(width=90, height=18, parent=0),
        ),
        arrows=(
            LayoutArrow(source=13, target=12),
            LayoutArrow(source=12, target=0, width=40, height=14),
            LayoutArrow(source=0, target=1, width=40, height=14),
            LayoutArrow(source=1, target=5),
            LayoutArrow(source=5, target=14),
            LayoutArrow(source=5, target=0),
        ),
    )


def overlap(one, other):
    return (
        one.x < other.x + other.width - 0.01
        and other.x < one.x + one.width - 0.01
        and one.y < other.y + other.height - 0.01
        and other.y < one.y + one.height - 0.01
    )


def holds(outer, inner):
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.width <= outer.x + outer.width + 0.01
        and inner.y + inner.height <= outer.y + outer.height + 0.01
    )


@pytest.mark.parametrize("placed", [lambda one: place(one, seconds=HANG), place_in_rows], ids=["dot", "rows"])
def test_boxes_lie_apart_and_inside_their_frames(placed):
    found = placed(plan())
    assert not any(overlap(one, other) for one, other in combinations(found.boxes, 2))
    assert not overlap(found.groups[1], found.groups[2])
    for box, frame in zip(plan().boxes, found.boxes, strict=True):
        assert box.group is None or holds(found.groups[box.group], frame)
        assert frame.x >= 0
        assert frame.x + frame.width <= found.width + 0.01
        assert frame.y + frame.height <= found.height + 0.01
    assert found.boxes[13].x + 120 <= found.groups[0].x
    assert found.boxes[14].x >= found.groups[0].x + found.groups[0].width
    assert found.boxes[15].x >= found.groups[0].x + found.groups[0].width
    assert len(found.paths) == 6


def test_arrows_end_at_the_borders_and_labels_have_a_place():
    found = place(plan(), seconds=HANG)
    assert all(path is not None for path in found.paths)
    assert [path.label is not None for path in found.paths] == [False, True, True, False, False, False]
    tip, target = found.paths[2].tip, found.boxes[1]
    assert target.x - 1 <= tip[0] <= target.x + target.width + 1
    assert target.y - 1 <= tip[1] <= target.y + target.height + 1


def test_the_same_plan_is_placed_the_same_way():
    assert place(plan(), seconds=HANG) == place(plan(), seconds=HANG)


def test_no_text_reaches_graphviz_and_never_right_angles():
    dot = dot_of(plan())
    assert "ortho" not in dot
    assert set(dot) <= set('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _-><=;:{}[]."/\n')


@pytest.mark.parametrize("status", [1, -6])
def test_graphviz_that_dies_gives_no_placement(monkeypatch, status):
    done = subprocess.CompletedProcess(args=(), returncode=status, stdout=b"", stderr=b"")
    monkeypatch.setattr(layout.subprocess, "run", lambda *_, **__: done)
    assert place(plan(), seconds=1) is None


def test_graphviz_that_takes_too_long_is_told_from_one_that_fails():
    with pytest.raises(LayoutTimeoutError):
        place(plan(), seconds=0.001)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b'{"bb": "0,0"}', b'{"bb": "0,0,9,9", "objects": [{"name": "n0", "pos": "x,y"}]}']
)
def test_an_answer_that_cannot_be_read_gives_no_positions(data):
    assert read(data) is None


def test_an_answer_with_something_missing_gives_no_placement(monkeypatch):
    done = subprocess.CompletedProcess(args=(), returncode=0, stdout=b'{"bb": "0,0,9,9"}', stderr=b"")
    monkeypatch.setattr(layout.subprocess, "run", lambda *_, **__: done)
    assert place(plan(), seconds=1) is None


_READ_AT_ONCE = """
import importlib, sys
from concurrent.futures import ThreadPoolExecutor
from generator.drawing import layout_reading
sys.setswitchinterval(1e-6)
answer = b'{"bb": "0,0,9,9", "objects": [{"name": "n0", "pos": "1,2", "width": "1", "height": "1"}],'
answer += b' "edges": [{"id": "a0", "pos": "e,1,2 3,4 5,6 7,8 9,9"}]}'
with ThreadPoolExecutor(8) as pool:
    for _ in range(200):
        importlib.reload(layout_reading)
        assert all(one.boxes and one.paths for one in pool.map(lambda _: layout_reading.read(answer), range(8)))
"""


@pytest.mark.parametrize("_again", range(3))
def test_the_first_answers_are_read_in_several_threads_at_once(_again):
    """The first use of a type by msgspec in two threads at once crashed the interpreter in one of six processes.

    Each reload is such a first use again, so that 200 of them find it in every process.
    """
    done = subprocess.run([sys.executable, "-c", _READ_AT_ONCE], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
