"""What stands in a picture and how it is joined, before anything has a place."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from generator.drawing.figure import Figure
from generator.drawing.layout_plan import LayoutArrow, LayoutBox, LayoutColumn, LayoutGroup, LayoutPlan
from generator.drawing.lines import FlowLine
from generator.drawing.links import BoxLink, Labels, label
from generator.drawing.text import fit, width_of
from generator.text import one_line

LABEL_SIZE = 9.5
TITLE_SIZE = 12.0


class FrameLook(StrEnum):
    """How a frame around boxes is drawn."""

    BOUNDARY = "boundary"
    """The authorization boundary."""
    CLUSTER = "cluster"
    NAMESPACE = "namespace"
    NEIGHBOR = "beside"
    """A namespace that the picture is not about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TitledFrame:
    """A frame with its title."""

    key: str
    """`namespace prod shop`."""
    look: FrameLook
    title: str
    parent: int | None
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Figures stand in the order of the plan's boxes, frames of its groups, links and labels of its arrows."""

    plan: LayoutPlan
    figures: tuple[Figure, ...]
    frames: tuple[TitledFrame, ...]
    links: tuple[BoxLink, ...]
    labels: tuple[str, ...]
    kind_of_labels: Labels


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
        shown = fit(one_line(title), TITLE_SIZE, 420.0, bold=True)
        self.frames.append(TitledFrame(key=key, look=look, title=shown, parent=parent, properties=tuple(properties)))
        return len(self.frames) - 1

    def box(self, figure: Figure, frame: int | None, *, column: LayoutColumn = LayoutColumn.INNER) -> int:
        """Add a box, in a frame or outside of all."""
        self.boxes.append((figure, frame, column))
        return len(self.boxes) - 1

    def join(self, source: int, target: int, line: FlowLine) -> None:
        """Draw a flow; those between the same two boxes become one arrow, and those inside one box none."""
        if source != target:
            self.joined[source, target].append(line)

    def scene(self, labels: Labels) -> Scene:
        """The whole. Arrows are numbered by the names of the boxes they lead from and to."""
        names = [figure.name for figure, _, _ in self.boxes]
        ordered = sorted(self.joined, key=lambda pair: (names[pair[0]], names[pair[1]], pair))
        links = tuple(
            BoxLink(source=pair[0], target=pair[1], lines=tuple(sorted(self.joined[pair])), number=number)
            for number, pair in enumerate(ordered, start=1)
        )
        texts = tuple(label(link, labels) for link in links)
        return Scene(
            plan=LayoutPlan(
                boxes=tuple(
                    LayoutBox(width=figure.width, height=figure.height, group=frame, column=column)
                    for figure, frame, column in self.boxes
                ),
                groups=tuple(
                    LayoutGroup(width=width_of(frame.title, TITLE_SIZE, bold=True), height=TITLE_SIZE + 6, parent=frame.parent)
                    for frame in self.frames
                ),
                arrows=tuple(_arrow(link, text) for link, text in zip(links, texts, strict=True)),
            ),
            figures=tuple(figure for figure, _, _ in self.boxes),
            frames=tuple(self.frames),
            links=links,
            labels=texts,
            kind_of_labels=labels,
        )


def _arrow(link: BoxLink, text: str) -> LayoutArrow:
    """A sign alone stands on the line itself and needs no room beside it."""
    if len(text) <= 1:
        return LayoutArrow(source=link.source, target=link.target)
    return LayoutArrow(source=link.source, target=link.target, width=width_of(text, LABEL_SIZE) + 8, height=LABEL_SIZE + 5)


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
