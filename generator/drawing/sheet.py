"""A picture with everything on it in its place: heading, drawing, legend and table."""

from dataclasses import dataclass

from generator.drawing.layout_plan import Placement
from generator.drawing.legend import ROW as LEGEND_ROW
from generator.drawing.legend import LegendEntry, legend
from generator.drawing.links import Labels, rows
from generator.drawing.scene import Scene, names_of
from generator.drawing.table import ROW, DrawnTableRow, table
from generator.drawing.text import wrap
from generator.model.picture import PictureFlow
from generator.text import one_line

MARGIN = 28.0
_NARROWEST = 860.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a picture says beside what it draws."""

    name: str
    """Tells it from the others of its package."""
    tab: str
    """Of its page in a file that has several."""
    title: str
    headings: tuple[str, ...]
    described: str
    compared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingSheet:
    """Everything on the page, with its place."""

    name: str
    title: str
    headings: tuple[str, ...]
    described: str
    scene: Scene
    placement: Placement
    legend: tuple[LegendEntry, ...]
    flows: tuple[PictureFlow, ...]
    table: tuple[DrawnTableRow, ...]
    width: float
    height: float
    top: float
    """Where the drawing begins."""


def laid_out(around: Around, scene: Scene, placement: Placement) -> DrawingSheet:
    """Everything below one another."""
    width = max(placement.width, _NARROWEST)
    headings = tuple(line for row in around.headings for line in wrap(one_line(row), 11.5, width, lines=3))
    top = 62.0 + 16 * len(headings)
    key = legend(scene, compared=around.compared, left=MARGIN, top=top + placement.height + 48, width=width)
    bottom = key[-1].y + LEGEND_ROW
    flows = rows(scene.links, names_of(scene), scene.kind_of_labels)
    listed = table(flows, left=MARGIN, top=bottom + 10, width=width) if scene.kind_of_labels is Labels.NUMBERS else ()
    return DrawingSheet(
        name=around.name,
        title=one_line(around.title),
        headings=headings,
        described=around.described,
        scene=scene,
        placement=placement,
        legend=key,
        flows=flows,
        table=listed,
        width=width + 2 * MARGIN,
        height=max([key[-1].y, *(row.y + ROW / 2 for row in listed)]) + MARGIN,
        top=top,
    )
