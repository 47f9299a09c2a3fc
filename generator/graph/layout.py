"""Where boxes and arrows go. Sizes are ours, positions are Graphviz's, and no text ever reaches Graphviz.

Graphviz may end its process or run for minutes, so it runs in one of its own with a time limit (`layout_worker`); where
it fails, the answer is None and the caller asks for something simpler. Boxes that no arrow touches are lined up in rows
by invisible arrows, since dot would pile them into one column.
"""

import math
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from generator.graph.layout_beside import complete
from generator.graph.layout_plan import Column, Placement, Plan
from generator.graph.layout_reading import read

_WORKER = "generator.graph.layout_worker"
_FOLDER = Path(__file__).resolve().parents[2]
"""Where `generator` can be imported from, installed or not."""
_MOST_BYTES = 32 << 20


def place(plan: Plan, *, seconds: float) -> Placement | None:
    """Positions by dot; None where Graphviz gave up, crashed or took too long."""
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter and a module of our own; the input holds numbers only
            [sys.executable, "-m", _WORKER],
            input=dot_of(plan).encode(),
            capture_output=True,
            timeout=seconds,
            cwd=_FOLDER,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0 or len(done.stdout) > _MOST_BYTES:
        return None
    positions = read(done.stdout)
    return None if positions is None else complete(plan, positions)


def dot_of(plan: Plan) -> str:
    """The plan in Graphviz's language: `n0`, `cluster_0` and sizes."""
    straight = "splines=line; nslimit=2; nslimit1=2; mclimit=0.5;" if plan.quick else "splines=true;"
    lines = [
        f"digraph g {{ rankdir=LR; newrank=true; nodesep=0.3; ranksep=0.6; {straight}",
        'node [shape=box fixedsize=true label=""]; edge [arrowsize=0.7];',
        *(line for index, group in enumerate(plan.groups) if group.parent is None for line in _group(plan, index)),
        *(_box(plan, index) for index in plan.laid_out if plan.boxes[index].group is None),
        *_arrows(plan),
        *_columns(plan),
        "}",
    ]
    return "\n".join(lines)


def _group(plan: Plan, index: int) -> Iterator[str]:
    group = plan.groups[index]
    yield f"subgraph cluster_{index} {{ margin=14; labeljust=l; label={_room(group.width, group.height)};"
    for child, one in enumerate(plan.groups):
        if one.parent == index:
            yield from _group(plan, child)
    for member, box in enumerate(plan.boxes):
        if box.group == index:
            yield _box(plan, member)
    yield "}"


def _box(plan: Plan, index: int) -> str:
    box = plan.boxes[index]
    return f"n{index} [width={box.width / 72:.4f} height={box.height / 72:.4f}];"


def _arrows(plan: Plan) -> Iterator[str]:
    inner = set(plan.laid_out)
    for number, arrow in enumerate(plan.arrows):
        if arrow.source not in inner:
            continue
        label = f" label={_room(arrow.width, arrow.height)}" if arrow.width else ""
        yield f"n{arrow.source} -> n{arrow.target} [id=a{number}{label}];"


def _room(width: float, height: float) -> str:
    """A label without text and of known size: Graphviz need not know our fonts."""
    table = 'TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"'
    return f'<<{table}><TR><TD FIXEDSIZE="TRUE" WIDTH="{math.ceil(width)}" HEIGHT="{math.ceil(height)}"></TD></TR></TABLE>>'


def _columns(plan: Plan) -> Iterator[str]:
    """Rows of untouched boxes, and what stands first or last."""
    for row in _rows(plan):
        for before, after in pairwise(row):
            yield f"n{before} -> n{after} [style=invis weight=2];"
    first = [index for index in plan.laid_out if plan.boxes[index].column is Column.FIRST]
    inner = [index for index in plan.laid_out if plan.boxes[index].column is Column.INNER]
    last = [index for index in plan.laid_out if plan.boxes[index].column is Column.LAST]
    targets = {arrow.target for arrow in plan.arrows}
    sources = {arrow.source for arrow in plan.arrows}
    if first:
        yield f"{{ rank=source; {' '.join(f'n{index};' for index in first)} }}"
    if last:
        yield f"{{ rank=same; {' '.join(f'n{index};' for index in last)} }}"
        yield from (f"n{index} -> n{last[0]} [style=invis weight=0];" for index in inner if index not in sources)


def _rows(plan: Plan) -> Iterator[Sequence[int]]:
    touched = plan.touched
    for group in range(len(plan.groups)):
        alone = [index for index, box in enumerate(plan.boxes) if box.group == group and index not in touched]
        across = columns(len(alone))
        yield from (alone[first : first + across] for first in range(0, len(alone), across))


def columns(count: int) -> int:
    """How many boxes a row holds, for a block that is about as wide as a page: boxes are some three times wider than high."""
    return max(1, math.ceil(math.sqrt(count / 2)))
