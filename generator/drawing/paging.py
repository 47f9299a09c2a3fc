"""What fits one page stays one; what does not is split in two where the fewest lines are cut, as often as it takes."""

import dataclasses
from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from generator.drawing.inside import absent_spot, spot_of
from generator.drawing.kept import KeptPicture
from generator.drawing.layout_plan import LayoutColumn, LayoutPlan
from generator.drawing.lines import Spot
from generator.drawing.links import Labels
from generator.drawing.page_scene import Detail, DrawingPart, PageMatter, draft_of
from generator.drawing.readable import LEAST_TEXT, MOST_LINES, SMALLEST_TEXT, readable, scale
from generator.drawing.scene import Scene
from generator.drawing.sheet import Around, laid_out
from generator.model.comparison import DrawnOnly
from generator.model.grouping import grouped
from generator.model.inventory import Workload

_MOST_BOXES = 40
"""More do not fit a page, whatever their arrangement."""
_COLUMNS = (3, 2, 4, 1)
_GAP, _CHANNEL = 16.0, 24.0
"""What the layout leaves between rows and columns at least."""
_MOST_SPLIT = 200
"""Items among which the best cut is searched for; more are cut in the order of their names."""
_Item = Workload | DrawingPart | DrawnOnly


class FittedPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page that can be read, or that could not be split further."""

    matter: PageMatter
    scene: Scene


def fitted(matter: PageMatter, around: Around, kept: KeptPicture | None) -> FittedPage | None:
    """The page in the most detail in which it can be read; None where it cannot."""
    if kept is not None:
        for scene in _scenes(matter, (kept.columns,), kept):
            if _fits(around, scene):
                return FittedPage(matter=matter, scene=scene)
    for scene in _scenes(matter, _COLUMNS, None):
        if _fits(around, scene):
            return FittedPage(matter=matter, scene=scene)
    return None


def split(matter: PageMatter, around: Around, kept: KeptPicture | None = None) -> Iterator[FittedPage]:
    """As many pages as it takes."""
    page = fitted(matter, around, kept)
    if page is not None:
        yield page
        return
    items = items_of(matter)
    if len(items) < 2:
        scene = draft_of(matter, Detail.TOGETHER).scene(Labels.NUMBERS)
        yield FittedPage(matter=matter, scene=scene)
        return
    for number, half in enumerate(_halves(matter, items)):
        yield from split(half, around, kept if number == 0 else None)


def items_of(matter: PageMatter) -> Sequence[_Item]:
    """What a page is about, one by one."""
    return (*matter.workloads, *matter.parts, *matter.absent)


def _scenes(matter: PageMatter, columns: Sequence[int], kept: KeptPicture | None) -> Iterator[Scene]:
    """From the most detailed to the least; what says the same as one before is left out."""
    plans: list[LayoutPlan] = []
    for detail in Detail:
        draft = draft_of(matter, detail)
        for labels in Labels:
            scene = draft.scene(labels, kept=kept.cells if kept is not None else {})
            for count in columns:
                plan = replace(scene.plan, columns=count)
                if plan not in plans:
                    plans.append(plan)
                    yield replace(scene, plan=plan)


def _fits(around: Around, scene: Scene) -> bool:
    """Can it be read? What is hopeless is not laid out."""
    plan = scene.plan
    if len(plan.bundles) > MOST_LINES or not 0 < len(plan.boxes) <= _MOST_BOXES:
        return False
    if scale(*_least(plan)) * SMALLEST_TEXT < LEAST_TEXT:
        return False
    return readable(laid_out(around, scene, listed=False))


def _least(plan: LayoutPlan) -> tuple[float, float]:
    """A width and a height that the picture has at least, whatever its lines need."""
    columns = grouped((box.column, box) for box in plan.boxes)
    inner = columns.pop(LayoutColumn.INNER, [])
    count = max(1, min(plan.columns, len(inner)))
    width = count * max((box.width for box in inner), default=0.0)
    width += sum(max(box.width for box in own) for own in columns.values())
    piles = [
        sum(box.height + _GAP for box in inner) / count,
        *(sum(box.height + _GAP for box in own) for own in columns.values()),
    ]
    return width + _CHANNEL * (count + len(columns)), max(piles) + sum(group.height for group in plan.groups)


def _halves(matter: PageMatter, items: Sequence[_Item]) -> Sequence[PageMatter]:
    """Two pages about equally many of its items. What nothing leads to outside stays on the first."""
    first = set(_cut(matter, items))
    return tuple(
        dataclasses.replace(
            matter,
            workloads=tuple(item for item in chosen if isinstance(item, Workload)),
            parts=tuple(item for item in chosen if isinstance(item, DrawingPart)),
            absent=tuple(item for item in chosen if isinstance(item, DrawnOnly)),
            everything_outside=matter.everything_outside and number == 0,
        )
        for number, chosen in enumerate(
            [item for index, item in enumerate(items) if (index in first) is wanted] for wanted in (True, False)
        )
    )


def _cut(matter: PageMatter, items: Sequence[_Item]) -> Sequence[int]:
    """One half by index; the half of the first item."""
    middle = range(len(items) // 2)
    if len(items) > _MOST_SPLIT:
        return middle
    # NOTE: imported where a page has to be split: that takes a tenth of a second, and most pages need not be
    import networkx as nx

    spots = {spot: index for index, item in enumerate(items) for spot in _spots(item)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(items)))
    for line in matter.lines:
        source, target = spots.get(line.source), spots.get(line.target)
        if source is not None and target is not None and source != target:
            known = graph.get_edge_data(source, target, {"weight": 0})
            graph.add_edge(source, target, weight=known["weight"] + 1)
    halves = nx.community.kernighan_lin_bisection(graph, partition=(set(middle), set(range(len(items))) - set(middle)), seed=0)
    return sorted(next(half for half in halves if 0 in half))


def _spots(item: _Item) -> Iterator[Spot]:
    if isinstance(item, DrawnOnly):
        yield absent_spot(item)
    elif isinstance(item, Workload):
        yield spot_of(item)
    else:
        yield from map(spot_of, item.members)
