"""A box of a picture: lines of text, and how large it is for them."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from generator.drawing.text import fit, width_of
from generator.text import one_line
from generator.text import shortened as cut_at

PAD = 8.0
NAME_SIZE, SMALL = 12.0, 10.0
STEP = 13.0
"""From line to line of small text."""
WIDE, NARROW, OUTER = 144.0, 104.0, 116.0
"""Of boxes that a picture is about, of those beside them, and of services outside. All boxes of a column are equally wide."""


class BoxStyle(StrEnum):
    """How a box is drawn."""

    WORKLOAD = "workload"
    UNDRAWN = "undrawn"
    """Runs, and is in no drawing."""
    NEIGHBOR = "beside"
    """Runs in another part of the system, which has a picture of its own."""
    NAMESPACE = "namespace"
    ACTOR = "actor"
    EXTERNAL = "external"
    ABSENT = "absent"
    """Drawn, and does not run."""


class Ink(StrEnum):
    """Color of a line of text."""

    PLAIN = "plain"
    QUIET = "quiet"
    DRIFT = "drift"


class TextLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of text; (x, y) is the beginning of its base line, from the box's top left corner."""

    text: str
    x: float
    y: float
    size: float
    width: float
    bold: bool = False
    ink: Ink = Ink.PLAIN


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A box, ready to be drawn anywhere."""

    key: str
    """What it stands for: `workload prod shop/Deployment/cart`; equal for one thing on several pictures."""
    look: BoxStyle
    name: str
    """What it is called, whole, on one line."""
    lines: tuple[TextLine, ...]
    width: float
    height: float
    full: str
    """Everything in words, for whoever cannot see it or points at it."""
    properties: tuple[tuple[str, str], ...] = ()
    """Its properties for an editor of drawings: name and value."""


class FigureText(msgspec.Struct, frozen=True):
    """A line before it has a place."""

    text: str
    size: float = SMALL
    bold: bool = False
    ink: Ink = Ink.QUIET


def figure(
    key: str,
    look: BoxStyle,
    texts: Sequence[FigureText],
    *,
    name: str,
    full: str,
    width: float = WIDE,
    properties: Sequence[tuple[str, str]] = (),
) -> Figure:
    """A box with the texts one below the other."""
    lines, y = [], 3.0
    for index, text in enumerate(texts):
        y += 15.0 if text.size > SMALL or index == 0 else STEP
        lines.append(placed(text, PAD, y, width - 2 * PAD))
    return Figure(
        key=key,
        look=look,
        name=one_line(name),
        lines=tuple(lines),
        width=width,
        height=y + 7.0,
        full=shortened(full),
        properties=tuple((property_name, one_line(value)) for property_name, value in properties if one_line(value)),
    )


def placed(text: FigureText, x: float, y: float, room: float) -> TextLine:
    """The text at a place, as much of it as there is room for."""
    shown = fit(one_line(text.text), text.size, room, bold=text.bold)
    width = width_of(shown, text.size, bold=text.bold)
    return TextLine(text=shown, x=x, y=y, size=text.size, width=width, bold=text.bold, ink=text.ink)


def shortened(text: str) -> str:
    """At most 300 characters of it."""
    return cut_at(one_line(text), 300)
