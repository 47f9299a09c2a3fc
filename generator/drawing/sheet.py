"""A picture with everything on it in its place: heading, drawing, legend and table."""

import msgspec

from generator.drawing.layout import place
from generator.drawing.layout_plan import Placement
from generator.drawing.legend import ROW as LEGEND_ROW
from generator.drawing.legend import LegendEntry, legend
from generator.drawing.links import rows
from generator.drawing.namespace_boxes import TOGETHER
from generator.drawing.scene import Scene, names_of
from generator.drawing.table import ROW, DrawnTableRow, table
from generator.drawing.text import wrap
from generator.model.picture import PictureFlow
from generator.model.platform import PlatformWords
from generator.text import one_line

MARGIN = 10.0
TITLE, HEADING = 14.0, 10.0
HEADING_STEP = 12.5
FIRST_HEADING = 33.0
_NARROWEST = 520.0


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What a picture says beside what it draws."""

    name: str
    """Tells it from the others of its package."""
    tab: str
    """Of its page in a file that has several."""
    title: str
    headings: tuple[str, ...]
    described: str
    compared: bool
    """Is it an overlay that marks differences?"""
    words: PlatformWords
    note: str = ""
    """A last line of the legend."""


class DrawingSheet(msgspec.Struct, frozen=True, kw_only=True):
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
    printed: float
    """Height without title and table, which a document has as text."""
    top: float
    """Where the drawing begins."""


def laid_out(around: Around, scene: Scene, *, listed: bool = True) -> DrawingSheet:
    """Everything below one another; `listed` says whether the table of flows is wanted."""
    placement = place(scene.plan)
    width = max(placement.width, _NARROWEST)
    headings = tuple(line for row in around.headings for line in wrap(one_line(row), HEADING, width, lines=3))
    top = FIRST_HEADING + HEADING_STEP * len(headings)
    key = legend(
        scene, around.words, around.note, compared=around.compared, left=MARGIN, top=top + placement.height + 16, width=width
    )
    bottom = key[-1].y
    shared = frozenset(index for index, figure in enumerate(scene.figures) if figure.key.startswith(TOGETHER))
    flows = rows(scene.links, names_of(scene), shared)
    table_rows = table(flows, left=MARGIN, top=bottom + LEGEND_ROW, width=width) if listed else ()
    return DrawingSheet(
        name=around.name,
        title=one_line(around.title),
        headings=headings,
        described=around.described,
        scene=scene,
        placement=placement,
        legend=key,
        flows=flows,
        table=table_rows,
        width=width + 2 * MARGIN,
        height=max([bottom, *(row.y for row in table_rows)]) + ROW / 2 + MARGIN,
        printed=bottom + ROW / 2 + 2 * MARGIN - top,
        top=top,
    )
