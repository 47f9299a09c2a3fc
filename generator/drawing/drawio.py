"""The same pictures as an editable draw.io file: a page each, plain XML, what each shape stands for in its properties.

A team that starts from it keeps ids in its drawing, so that the next comparison needs no names. Everything that is no
component (details, signs, legend, table) is free text, which no reader takes for one.

https://www.drawio.com/doc/faq/diagram-source-edit
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from generator.drawing.boxes import in_short
from generator.drawing.drawio_styles import (
    DETAIL,
    FREE,
    HEADING,
    badge,
    box_style,
    frame_style,
    line_style,
    sample_style,
    text_style,
)
from generator.drawing.figure import BoxStyle, Figure
from generator.drawing.layout_plan import LayoutFrame as Place
from generator.drawing.layout_plan import Path
from generator.drawing.legend import SAMPLE_WIDTH, LegendEntry
from generator.drawing.links import SIGNS, BoxLink
from generator.drawing.scene import FrameLook
from generator.drawing.sheet import FIRST_HEADING, HEADING_STEP, MARGIN, DrawingSheet
from generator.drawing.styles import GRAY, INKS, RED
from generator.drawing.table import NUMBER_WIDTH, ROW, DrawnTableRow
from generator.drawing.text import pt
from generator.model.flow import Strength
from generator.model.picture import Mark
from generator.text import one_line, printable

_LAYER = "1"


def write(sheets: Sequence[tuple[str, DrawingSheet]]) -> bytes:
    """The file; each page with its name."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<mxfile host="atopack" type="device">']
    for name, sheet in sheets:
        lines += [
            f'  <diagram id="{_safe(sheet.name)}" name="{_safe(name)}">',
            f'    <mxGraphModel grid="0" page="0" pageWidth="{pt(sheet.width)}" pageHeight="{pt(sheet.height)}" math="0">',
            "      <root>",
            '        <mxCell id="0"/>',
            f'        <mxCell id="{_LAYER}" parent="0"/>',
            *(f"        {cell}" for cell in _cells(sheet)),
            "      </root>",
            "    </mxGraphModel>",
            "  </diagram>",
        ]
    return "\n".join([*lines, "</mxfile>", ""]).encode()


def _cells(sheet: DrawingSheet) -> Iterator[str]:
    yield _text("title", sheet.title, Place(x=MARGIN, y=2, width=sheet.width - 2 * MARGIN, height=22), HEADING)
    for index, heading in enumerate(sheet.headings):
        place = Place(
            x=MARGIN, y=FIRST_HEADING - 11 + HEADING_STEP * index, width=sheet.width - 2 * MARGIN, height=HEADING_STEP
        )
        yield _text(f"heading {index}", heading, place, FREE)
    frames = _frames(sheet)
    yield from (cell for _, cell in frames.values())
    yield from _boxes(sheet, {index: place for index, (place, _) in frames.items()})
    for number, (link, path) in enumerate(zip(sheet.scene.links, sheet.placement.paths, strict=True), start=1):
        yield _edge(sheet, number, link, path)
    yield from _legend(sheet)
    yield from _table(sheet.table)


def _frames(sheet: DrawingSheet) -> Mapping[int, tuple[Place, str]]:
    """Each frame's place on the page, and its cell inside its parent's."""
    frames: dict[int, tuple[Place, str]] = {}
    for index, (frame, placed) in enumerate(zip(sheet.scene.frames, sheet.placement.groups, strict=True)):
        place = _on_page(sheet, placed)
        corner = (frames[frame.parent][0].x, frames[frame.parent][0].y) if frame.parent is not None else (0.0, 0.0)
        parent = sheet.scene.frames[frame.parent].key if frame.parent is not None else _LAYER
        cell = _object(
            frame.key, frame.title, frame_style(frame.look), _inside(place, corner), properties=frame.properties, parent=parent
        )
        frames[index] = (place, cell)
    return frames


def _boxes(sheet: DrawingSheet, frames: Mapping[int, Place]) -> Iterator[str]:
    for figure, placed, box in zip(sheet.scene.figures, sheet.placement.boxes, sheet.scene.plan.boxes, strict=True):
        parent, corner = _LAYER, (0.0, 0.0)
        if box.group is not None:
            parent, corner = sheet.scene.frames[box.group].key, (frames[box.group].x, frames[box.group].y)
        yield from _box(figure, _on_page(sheet, placed), parent, corner)


def _box(figure: Figure, place: Place, parent: str, corner: tuple[float, float]) -> Iterator[str]:
    """The shape with its name, its details as texts inside it, and the sign of a difference on its corner."""
    name = figure.lines[: _leading(figure)]
    label = "\n".join(line.text for line in name)
    label = label if " ".join(label.split()) == figure.name else figure.name
    yield _object(
        figure.key,
        label,
        box_style(figure.look),
        _inside(place, corner),
        properties=figure.properties,
        parent=parent,
    )
    rest = figure.lines[len(name) :]
    for number, (ink, run) in enumerate(groupby(rest, key=lambda line: (line.ink, line.x, line.bold))):
        lines = list(run)
        inside = Place(x=lines[0].x, y=lines[0].y - 11, width=figure.width - lines[0].x - 4, height=13.5 * len(lines))
        style = text_style(INKS[ink[0]], bold=ink[2], base=DETAIL)
        yield _text(f"{figure.key} detail {number}", "\n".join(line.text for line in lines), inside, style, parent=figure.key)
    if figure.look in (BoxStyle.UNDRAWN, BoxStyle.ABSENT):
        sign, color = ("+", RED) if figure.look is BoxStyle.UNDRAWN else ("–", GRAY)
        corner_place = Place(x=figure.width - 8, y=-8, width=16, height=16)
        yield _text(f"{figure.key} sign", sign, corner_place, badge(color), parent=figure.key)


def _leading(figure: Figure) -> int:
    """How many of its lines are its name: the bold ones it begins with."""
    return next((index for index, line in enumerate(figure.lines) if not line.bold), len(figure.lines))


def _edge(sheet: DrawingSheet, number: int, link: BoxLink, path: Path) -> str:
    source, target = sheet.scene.figures[link.source], sheet.scene.figures[link.target]
    known = sorted({line.known_by for line in link.lines if line.known_by})
    properties = [("difference", link.mark.value), ("known-by", ", ".join(known)), ("ports", ", ".join(link.ports))]
    return _object(
        f"flow {number}",
        f"{SIGNS.get(link.mark, '')}{link.number}. {one_line(in_short(link.ports))}".strip(),
        line_style(link.look) + _ends(sheet, link, path),
        _way(sheet, path),
        properties=[(name, one_line(value)) for name, value in properties if value],
        ends=f' edge="1" source="{_safe(source.key)}" target="{_safe(target.key)}"',
    )


def _way(sheet: DrawingSheet, path: Path) -> str:
    """The points an arrow goes through; its ends follow their boxes, at the height where they meet them."""
    moved = "".join(f'<mxPoint x="{pt(x + MARGIN)}" y="{pt(y + sheet.top)}"/>' for x, y in path.points[1:-1])
    array = f'<Array as="points">{moved}</Array>' if moved else ""
    return f'<mxGeometry relative="1" as="geometry">{array}</mxGeometry>'


def _ends(sheet: DrawingSheet, link: BoxLink, path: Path) -> str:
    """Where on its boxes an arrow begins and ends, as shares of their sides."""
    shares = []
    for name, box, (x, y) in (("exit", link.source, path.points[0]), ("entry", link.target, path.tip)):
        place = sheet.placement.boxes[box]
        down = (y - place.y) / place.height
        shares.append(f"{name}X={int(x > place.center[0])};{name}Y={down:.3f};{name}Perimeter=0;")
    return "".join(shares)


def _legend(sheet: DrawingSheet) -> Iterator[str]:
    """In a box called Legend, so that nothing of it is taken for a part of the system."""
    top, bottom = sheet.legend[0].y - 14, sheet.legend[-1].y + 6
    whole = Place(x=MARGIN - 8, y=top, width=sheet.width - 2 * MARGIN + 16, height=bottom - top)
    yield _object("legend", "Legend", frame_style(FrameLook.CLUSTER), _geometry(whole))
    for number, entry in enumerate(sheet.legend):
        yield from _entry(entry, f"legend {number}", (whole.x, whole.y))


def _entry(entry: LegendEntry, key: str, corner: tuple[float, float]) -> Iterator[str]:
    x, y = entry.x - corner[0], entry.y - corner[1]
    if entry.sample is not None:
        height = 8.0 if isinstance(entry.sample, Mark | Strength) else 14.0
        place = Place(x=x, y=y - 4 - height / 2, width=30, height=height)
        sign = SIGNS.get(entry.sample, "") if isinstance(entry.sample, Mark) else _SIGNED.get(entry.sample, "")
        yield _text(f"{key} sample", sign, place, sample_style(entry.sample), parent="legend")
        x += SAMPLE_WIDTH
    yield _text(key, entry.text, Place(x=x, y=y - 12, width=6.0 * len(entry.text), height=16), FREE, parent="legend")


_SIGNED: Mapping[object, str] = {BoxStyle.UNDRAWN: "+", BoxStyle.ABSENT: "–"}


def _table(rows: Sequence[DrawnTableRow]) -> Iterator[str]:
    """One text a column."""
    for number, (x, column) in enumerate(groupby(rows, key=lambda row: row.x)):
        lines = list(column)
        text = "\n".join(f"{SIGNS.get(row.mark, '')}{row.number}. {row.text}" if row.number else row.text for row in lines)
        place = Place(x=x, y=lines[0].y - 10, width=320.0 - NUMBER_WIDTH, height=ROW * len(lines))
        yield _text(f"flows {number}", text, place, FREE)


def _on_page(sheet: DrawingSheet, place: Place) -> Place:
    return Place(x=place.x + MARGIN, y=place.y + sheet.top, width=place.width, height=place.height)


def _inside(place: Place, corner: tuple[float, float]) -> str:
    return _geometry(Place(x=place.x - corner[0], y=place.y - corner[1], width=place.width, height=place.height))


def _geometry(place: Place) -> str:
    return (
        f'<mxGeometry x="{pt(place.x)}" y="{pt(place.y)}" width="{pt(place.width)}" height="{pt(place.height)}" as="geometry"/>'
    )


def _object(
    key: str,
    label: str,
    style: str,
    geometry: str,
    *,
    properties: Sequence[tuple[str, str]] = (),
    parent: str = _LAYER,
    ends: str = ' vertex="1"',
) -> str:
    attributes = "".join(f' {name}="{_safe(value)}"' for name, value in properties)
    return (
        f'<object label="{_safe(label)}"{attributes} id="{_safe(key)}">'
        f'<mxCell style="{style}"{ends} parent="{_safe(parent)}">{geometry}</mxCell></object>'
    )


def _text(key: str, text: str, place: Place, style: str, *, parent: str = _LAYER) -> str:
    return (
        f'<mxCell id="{_safe(key)}" value="{_safe(text)}" style="{style}" vertex="1" parent="{_safe(parent)}">'
        f"{_geometry(place)}</mxCell>"
    )


def _safe(text: str) -> str:
    """As an attribute holds it: line ends as numbers, nothing that XML cannot hold."""
    shown = printable(text, keep="\n")
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("\n", "&#10;")
