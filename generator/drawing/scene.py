"""What stands in a picture and how it is joined, before anything has a place.

Arrows that share a line, so that a picture has fewer lines than flows and each is still followed from end to end.

A shared line has one box at its center, and all its arrows lead to that box or all come from it. Whoever enters it at a leaf
can only arrive at the center: nothing has to be guessed, which lines that are merged by their way alone cannot say
(confluent drawings; Dickerson, Eppstein, Goodrich and Meng, 2005).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from generator.drawing.figure import WIDE, Figure
from generator.drawing.layout_plan import Cell, LayoutArrow, LayoutBox, LayoutBundle, LayoutColumn, LayoutGroup, LayoutPlan
from generator.drawing.lines import FlowLine
from generator.drawing.links import BoxLink, Labels, label
from generator.drawing.text import fit, width_of, wrap_name
from generator.text import one_line

LABEL_SIZE = 10.0
TITLE_SIZE = 12.0
TITLE_STEP = 14.0


class FrameLook(StrEnum):
    """How a frame around boxes is drawn."""

    BOUNDARY = "boundary"
    """The authorization boundary."""
    CLUSTER = "cluster"
    NAMESPACE = "namespace"


class TitledFrame(msgspec.Struct, frozen=True, kw_only=True):
    """A frame with its title."""

    key: str
    """`namespace prod shop`."""
    look: FrameLook
    title: str
    rows: tuple[str, ...]
    """The title as it is written: no wider than a column, beside which lines may run; only the outermost frame's is one row."""
    parent: int | None
    properties: tuple[tuple[str, str], ...] = ()


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """Figures stand in the order of the plan's boxes, frames of its groups, links of its arrows, labels of its bundles."""

    plan: LayoutPlan
    figures: tuple[Figure, ...]
    frames: tuple[TitledFrame, ...]
    links: tuple[BoxLink, ...]
    labels: tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """A scene while it is put together."""

    boxes: list[tuple[Figure, int | None, LayoutColumn]] = field(default_factory=list)
    frames: list[TitledFrame] = field(default_factory=list)
    joined: dict[tuple[int, int], list[FlowLine]] = field(default_factory=lambda: defaultdict(list))

    def frame(
        self,
        look: FrameLook,
        title: str,
        parent: int | None,
        *,
        key: str,
        properties: Sequence[tuple[str, str]] = (),
    ) -> int:
        """Add a frame; a parent is added before its children."""
        title = one_line(title)
        rows: tuple[str, ...] = (fit(title, TITLE_SIZE, 420.0, bold=True),)
        if parent is not None:
            rows = wrap_name(title, TITLE_SIZE, WIDE, lines=3, bold=True)
        self.frames.append(TitledFrame(key=key, look=look, title=title, rows=rows, parent=parent, properties=tuple(properties)))
        return len(self.frames) - 1

    def box(self, figure: Figure, frame: int | None, *, column: LayoutColumn = LayoutColumn.INNER) -> int:
        """Add a box, in a frame or outside of all."""
        self.boxes.append((figure, frame, column))
        return len(self.boxes) - 1

    def join(self, source: int, target: int, line: FlowLine) -> None:
        """Draw a flow; those between the same two boxes become one arrow, and those inside one box none."""
        if source != target:
            self.joined[source, target].append(line)

    def scene(self, labels: Labels, *, kept: Mapping[str, Cell] = MappingProxyType({})) -> Scene:
        """The whole. Bundles are numbered by the names of the boxes that they lead from and to."""
        names = [figure.name for figure, _, _ in self.boxes]
        ordered = sorted(self.joined, key=lambda pair: (names[pair[0]], names[pair[1]], pair))
        plain = [BoxLink(source=pair[0], target=pair[1], lines=tuple(sorted(self.joined[pair])), number=0) for pair in ordered]
        arrows = tuple(LayoutArrow(source=link.source, target=link.target, kind=link.kind) for link in plain)
        bundles = bundled(arrows)
        numbers = {arrow: number for number, bundle in enumerate(bundles, start=1) for arrow in bundle.arrows}
        links = tuple(replace(link, number=numbers[index]) for index, link in enumerate(plain))
        texts = tuple(label([links[arrow] for arrow in bundle.arrows], labels) for bundle in bundles)
        return Scene(
            plan=LayoutPlan(
                boxes=tuple(
                    LayoutBox(key=figure.key, width=figure.width, height=figure.height, group=frame, column=column)
                    for figure, frame, column in self.boxes
                ),
                groups=tuple(
                    LayoutGroup(
                        width=max(width_of(row, TITLE_SIZE, bold=True) for row in frame.rows),
                        height=TITLE_STEP * len(frame.rows),
                        parent=frame.parent,
                    )
                    for frame in self.frames
                ),
                arrows=arrows,
                bundles=bundles,
                labels=tuple(width_of(text, LABEL_SIZE, bold=True) + 4 for text in texts),
                columns=1,
                kept=kept,
            ),
            figures=tuple(figure for figure, _, _ in self.boxes),
            frames=tuple(self.frames),
            links=links,
            labels=texts,
        )


def names_of(scene: Scene) -> Sequence[str]:
    """What the boxes are called in a table: with their frame where two have the same name."""
    names = [figure.name for figure in scene.figures]
    frames = [scene.frames[box.group].title if box.group is not None else "" for box in scene.plan.boxes]
    repeated = _repeated(names)
    return [f"{name} ({frame})" if name in repeated and frame else name for name, frame in zip(names, frames, strict=True)]


def _repeated(names: Sequence[str]) -> Mapping[str, bool]:
    seen: dict[str, bool] = {}
    for name in names:
        seen[name] = name in seen
    return {name: True for name, twice in seen.items() if twice}


def bundled(arrows: Sequence[LayoutArrow]) -> tuple[LayoutBundle, ...]:
    """Every arrow in one bundle: the largest first, then by the order of the boxes; those that lead to a box before others."""
    left = set(range(len(arrows)))
    bundles: list[LayoutBundle] = []
    while left:
        stars: dict[tuple[bool, int, str], list[int]] = defaultdict(list)
        for index in sorted(left):
            arrow = arrows[index]
            stars[False, arrow.target, arrow.kind].append(index)
            stars[True, arrow.source, arrow.kind].append(index)
        outward, center, _ = best = min(stars, key=lambda star: (-len(stars[star]), star))
        bundles.append(LayoutBundle(center=center, outward=outward, arrows=tuple(stars[best])))
        left -= set(stars[best])
    return tuple(sorted(bundles, key=lambda bundle: bundle.arrows))
