"""How boxes, frames and lines look: one table for every kind of file that pictures are written to.

On white at least 4.5:1, so that print and pale screens keep it (WCAG 2.2, 1.4.3 and 1.4.11). Differences are distinguished by
thickness, dashes and sign as well as color: red, gray and blue stay apart for every common kind of color blindness.
"""

from collections.abc import Mapping

import msgspec

from generator.drawing.figure import BoxStyle, Ink
from generator.drawing.scene import FrameLook
from generator.model.flow import Strength
from generator.model.picture import Mark

RED = "#c00000"
BLUE = "#0b4f8a"
BLACK = "#1a1a1a"
GRAY = "#595959"
WHITE = "#ffffff"
FONTS = "Arial, Helvetica, 'Liberation Sans', sans-serif"
INKS: Mapping[Ink, str] = {Ink.PLAIN: BLACK, Ink.QUIET: GRAY, Ink.DRIFT: RED}


class Stroke(msgspec.Struct, frozen=True):
    """A line: color, width, and the lengths of its dashes and gaps."""

    color: str
    width: float
    dashes: tuple[float, ...] = ()


class AreaStyle(msgspec.Struct, frozen=True):
    """A box or frame: its border, what it is filled with, and how round its corners are."""

    border: Stroke
    fill: str = WHITE
    radius: float = 0.0


BOXES: Mapping[BoxStyle, AreaStyle] = {
    BoxStyle.WORKLOAD: AreaStyle(Stroke(BLACK, 1.2), radius=3),
    BoxStyle.UNDRAWN: AreaStyle(Stroke(RED, 3), "#fff5f5", 3),
    BoxStyle.NEIGHBOR: AreaStyle(Stroke(GRAY, 1), "#fbfbfb", 3),
    BoxStyle.NAMESPACE: AreaStyle(Stroke(BLACK, 1.2), radius=3),
    BoxStyle.ACTOR: AreaStyle(Stroke(BLACK, 1.2), radius=14),
    BoxStyle.EXTERNAL: AreaStyle(Stroke(GRAY, 1.2), "#f1f1ef"),
    BoxStyle.ABSENT: AreaStyle(Stroke(GRAY, 1.5, (5, 4)), radius=3),
}
FRAMES: Mapping[FrameLook, AreaStyle] = {
    FrameLook.BOUNDARY: AreaStyle(Stroke(RED, 2.2, (10, 6)), "none", 10),
    FrameLook.CLUSTER: AreaStyle(Stroke("#8a94a3", 1), "#fafbfc", 6),
    FrameLook.NAMESPACE: AreaStyle(Stroke("#8a94a3", 1), "#f4f6f9", 6),
}
LINES: Mapping[Mark | Strength, Stroke] = {
    Strength.OBSERVED: Stroke(BLACK, 2.0),
    Strength.DECLARED: Stroke(BLACK, 1.0),
    Strength.PERMITTED: Stroke(BLACK, 1.0, (2, 3)),
    Strength.POSSIBLE: Stroke(BLACK, 1.0, (1, 4)),
    Mark.PLAIN: Stroke(BLACK, 1.0),
    Mark.CONVERGENCE: Stroke(BLACK, 1.0),
    Mark.DIVERGENCE: Stroke(RED, 2.4),
    Mark.ABSENCE: Stroke(GRAY, 1.6, (7, 4)),
    Mark.REVERSED: Stroke(BLUE, 1.9, (10, 3, 2, 3)),
    Mark.NOT_JUDGED: Stroke(GRAY, 1.1, (1.5, 3)),
}
