"""The looks of pictures in draw.io's style language. Labels are plain text everywhere (`html=0`): no name is ever markup.

https://www.drawio.com/doc/faq/shape-styles
"""

from generator.drawing.figure import BoxStyle
from generator.drawing.legend import Sample
from generator.drawing.scene import FrameLook
from generator.drawing.styles import BOXES, FRAMES, GRAY, LINES, WHITE, AreaStyle, Stroke
from generator.drawing.text import pt
from generator.model.flow import Strength
from generator.model.picture import Mark

_TEXT = "text;html=0;align=left;verticalAlign=top;spacing=0;fontFamily=Arial;"
HEADING = f"{_TEXT}fontSize=20;fontStyle=1;"
FREE = f"{_TEXT}fontSize=11;fontColor={GRAY};"
DETAIL = f"{_TEXT}fontSize=10;"


def text_style(color: str, *, bold: bool, base: str) -> str:
    """Free text in a color."""
    return f"{base}fontColor={color};{'fontStyle=1;' if bold else ''}"


def box_style(look: BoxStyle) -> str:
    """A component: its name at the top left, its details below it as texts of their own."""
    return (
        f"{_area(BOXES[look])}html=0;align=left;verticalAlign=top;spacingLeft=7;spacingTop=3;fontFamily=Arial;fontSize=12;"
        "fontStyle=1;container=1;collapsible=0;recursiveResize=0;"
    )


def frame_style(look: FrameLook) -> str:
    """A box around others."""
    return (
        f"{_area(FRAMES[look])}html=0;align=left;verticalAlign=top;spacingLeft=9;spacingTop=4;fontFamily=Arial;fontSize=12;"
        f"fontStyle=1;container=1;collapsible=0;recursiveResize=0;"
    )


def line_style(look: Mark | Strength) -> str:
    """An arrow."""
    stroke = LINES[look]
    return (
        f"html=0;edgeStyle=none;rounded=0;endArrow=block;endFill=1;endSize=5;{_stroke(stroke)}fontFamily=Arial;fontSize=10;"
        f"fontColor={stroke.color};labelBackgroundColor={WHITE};"
    )


def badge(color: str) -> str:
    """A sign on the corner of a box."""
    return (
        "text;html=0;align=center;verticalAlign=middle;spacing=0;rounded=1;arcSize=50;fontFamily=Arial;fontSize=13;fontStyle=1;"
        f"fillColor={color};strokeColor={WHITE};fontColor={WHITE};"
    )


def sample_style(sample: Sample) -> str:
    """A sample of a look in the legend: free text with a border, so that it stands for nothing."""
    base = "text;html=0;align=center;verticalAlign=middle;spacing=0;fontFamily=Arial;fontSize=11;fontStyle=1;"
    if isinstance(sample, Mark | Strength):
        return f"line;{base}{_stroke(LINES[sample])}fontColor={LINES[sample].color};labelBackgroundColor={WHITE};"
    area = (
        FRAMES[sample] if isinstance(sample, FrameLook) else BOXES[sample] if sample is not None else AreaStyle(Stroke(GRAY, 1))
    )
    return f"{base}{_area(area)}fontColor={area.border.color};"


def _area(area: AreaStyle) -> str:
    rounded = f"rounded=1;absoluteArcSize=1;arcSize={pt(2 * area.radius)};" if area.radius else "rounded=0;"
    return f"{rounded}fillColor={area.fill};{_stroke(area.border)}"


def _stroke(stroke: Stroke) -> str:
    dashes = f"dashed=1;dashPattern={' '.join(map(pt, stroke.dashes))};" if stroke.dashes else ""
    return f"strokeColor={stroke.color};strokeWidth={pt(stroke.width)};{dashes}"
