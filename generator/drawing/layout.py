"""Where boxes and arrows go. Sizes are ours, positions are Graphviz's, and no text ever reaches Graphviz.

Graphviz may end its process or run for minutes, so it runs in one of its own with a time limit (`layout_worker`); where
it fails, the answer is None and the caller asks for something simpler. Boxes that no arrow touches are lined up in rows
by invisible arrows, since dot would pile them into one column.
"""

import math
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from generator.drawing.layout_gates import ends_of, gate_arrows, gate_nodes
from generator.drawing.layout_plan import LayoutColumn, LayoutPlan, Placement
from generator.drawing.layout_reading import read
from generator.drawing.layout_unconnected import complete

_WORKER = "generator.drawing.layout_worker"
_FOLDER = Path(__file__).resolve().parents[2]
"""Where `generator` can be imported from, installed or not."""
_MOST_BYTES = 32 << 20


class LayoutTimeoutError(Exception):
    """Graphviz had not ended when its time was over: another machine might have given an answer."""


def place(plan: LayoutPlan, *, seconds: float) -> Placement | None:
    """Positions by dot; None where Graphviz gave up or crashed, which it does for the same plan everywhere.

    Raises:
        LayoutTimeoutError: it took too long.
    """
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter and a module of our own; the input holds numbers only
            [sys.executable, "-m", _WORKER],
            input=dot_of(plan).encode(),
            capture_output=True,
            timeout=seconds,
            cwd=_FOLDER,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LayoutTimeoutError from error
    if done.returncode != 0 or len(done.stdout) > _MOST_BYTES:
        return None
    positions = read(done.stdout)
    return None if positions is None else complete(plan, positions)


def dot_of(plan: LayoutPlan) -> str:
    """The plan in Graphviz's language: `n0`, `cluster_0` and sizes."""
    straight = "splines=line; nslimit=2; nslimit1=2; mclimit=0.5;" if plan.quick else "splines=true;"
    lines = [
        f"digraph g {{ rankdir=LR; newrank=true; nodesep=0.3; ranksep=0.6; {straight}",
        'node [shape=box fixedsize=true label=""]; edge [arrowsize=0.7];',
        *(line for index, group in enumerate(plan.groups) if group.parent is None for line in _group(plan, index)),
        *(_box(plan, index) for index in plan.laid_out if plan.boxes[index].group is None),
        *gate_arrows(plan),
        *_arrows(plan),
        *_columns(plan),
        "}",
    ]
    return "\n".join(lines)


def _group(plan: LayoutPlan, index: int) -> Iterator[str]:
    group = plan.groups[index]
    yield f"subgraph cluster_{index} {{ margin=14; labeljust=l; label={_room(group.width, group.height)};"
    for child, layout_group in enumerate(plan.groups):
        if layout_group.parent == index:
            yield from _group(plan, child)
    for member, box in enumerate(plan.boxes):
        if box.group == index:
            yield _box(plan, member)
    if index == 0:
        yield from gate_nodes(plan)
    yield "}"


def _box(plan: LayoutPlan, index: int) -> str:
    box = plan.boxes[index]
    return f"n{index} [width={box.width / 72:.4f} height={box.height / 72:.4f}];"


def _arrows(plan: LayoutPlan) -> Iterator[str]:
    """The parts inside the outermost frame; those that lead out of it begin or end at its gates."""
    for number, arrow in enumerate(plan.arrows):
        label = f" label={_room(arrow.width, arrow.height)}" if arrow.width else ""
        source, target, direction = ends_of(plan, arrow)
        weight = 1 if LayoutColumn.LAST in (plan.boxes[arrow.source].column, plan.boxes[arrow.target].column) else 2
        yield f"{source} -> {target} [id=a{number} weight={weight} dir={direction}{label}];"


def _room(width: float, height: float) -> str:
    """A label without text and of known size: Graphviz need not know our fonts."""
    table = 'TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"'
    return f'<<{table}><TR><TD FIXEDSIZE="TRUE" WIDTH="{math.ceil(width)}" HEIGHT="{math.ceil(height)}"></TD></TR></TABLE>>'


def _columns(plan: LayoutPlan) -> Iterator[str]:
    """Invisible arrows: the start of each chain level with the others of its group, and what stands first or last."""
    inner = [index for index, box in enumerate(plan.boxes) if box.column is LayoutColumn.INNER]
    pairs = [(arrow.source, arrow.target) for arrow in plan.arrows]
    depth = _steps(inner, pairs)
    height = _steps(inner, [(target, source) for source, target in pairs])
    entered = {target for source, target in pairs if plan.boxes[source].column is LayoutColumn.INNER}
    for group in range(len(plan.groups)):
        members = [index for index in inner if plan.boxes[index].group == group]
        yield from _level(members, plan.touched, entered, height)
    for index in plan.laid_out:
        if plan.boxes[index].column is LayoutColumn.BEFORE:
            yield from (f"g{index} -> n{start} [style=invis weight=0];" for start in inner if start not in entered)
    last = [index for index in plan.laid_out if plan.boxes[index].column is LayoutColumn.LAST]
    if last:
        most = max(depth.values(), default=0)
        yield f"{{ rank=same; {' '.join(f'n{index};' for index in last)} }}"
        yield from (f"n{index} -> g{last[0]} [style=invis weight=0];" for index in inner if depth[index] == most)


def _level(members: Sequence[int], touched: set[int], entered: set[int], height: Mapping[int, int]) -> Iterator[str]:
    """Rows of boxes without arrows, and the beginnings of all chains, level with the beginning of the longest one."""
    rows = _rows([index for index in members if index not in touched])
    for row in rows:
        yield from (f"n{before} -> n{after} [style=invis weight=2];" for before, after in pairwise(row))
    starts = [index for index in members if index in touched and index not in entered] + [row[0] for row in rows]
    linked = [index for index in members if index in touched]
    if linked:
        anchor = max(linked, key=lambda index: (height[index], -index))
        yield from (f"n{anchor} -> n{index} [style=invis minlen=0 weight=6];" for index in starts if index != anchor)


def _rows(alone: Sequence[int]) -> list[Sequence[int]]:
    across = columns(len(alone))
    return [alone[first : first + across] for first in range(0, len(alone), across)]


def columns(count: int) -> int:
    """How many boxes a row holds, for a block that is about as wide as a page: boxes are some three times wider than high."""
    return max(1, math.ceil(math.sqrt(count / 2)))


def _steps(boxes: Sequence[int], pairs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """How many arrows lead to each box at most. Boxes on or behind a circle of arrows keep what was found before it."""
    after: dict[int, list[int]] = defaultdict(list)
    steps, waiting = dict.fromkeys(boxes, 0), dict.fromkeys(boxes, 0)
    for source, target in pairs:
        if source in steps and target in steps:
            after[source].append(target)
            waiting[target] += 1
    ready = [index for index in boxes if not waiting[index]]
    for index in ready:  # grows while it is walked
        for target in after[index]:
            steps[target] = max(steps[target], steps[index] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return steps
