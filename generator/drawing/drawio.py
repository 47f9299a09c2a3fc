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
from generator.drawing.links import SIGNS, BoxLink, Labels
from generator.drawing.scene import FrameLook
from generator.drawing.sheet import MARGIN, DrawingSheet
from generator.drawing.styles import GRAY, INKS, RED
from generator.drawing.table import NUMBER_WIDTH, DrawnTableRow
from generator.model.picture import Mark
from generator.text import one_line, printable

_LAYER = "1"
_TITLES = {FrameLook.NEIGHBOR: "(only what is joined to this page)"}


def write(sheets: Sequence[tuple[str, DrawingSheet]]) -> bytes:
    """The file; each page with its name."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<mxfile host="atopack" type="device">']
    for name, sheet in sheets:
        lines += [
            f'  <diagram id="{_safe(sheet.name)}" name="{_safe(name)}">',
            f'    <mxGraphModel grid="0" page="0" pageWidth="{_n(sheet.width)}" pageHeight="{_n(sheet.height)}" math="0">',
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
    yield _text("title", sheet.title, Place(x=MARGIN, y=22, width=sheet.width - 2 * MARGIN, height=26), HEADING)
    for index, heading in enumerate(sheet.headings):
        place = Place(x=MARGIN, y=50.0 + 16 * index, width=sheet.width - 2 * MARGIN, height=16)
        yield _text(f"heading {index}", heading, place, FREE)
    frames = _frames(sheet)
    yield from (cell for _, cell in frames.values())
    yield from _boxes(sheet, {index: place for index, (place, _) in frames.items()})
    for link, label, path in zip(sheet.scene.links, sheet.scene.labels, sheet.placement.paths, strict=True):
        yield _edge(sheet, link, label, path)
    yield from _legend(sheet)
    yield from _table(sheet.table)


def _frames(sheet: DrawingSheet) -> Mapping[int, tuple[Place, str]]:
    """Each frame's place on the page, and its cell inside its parent's."""
    frames: dict[int, tuple[Place, str]] = {}
    for index, (frame, placed) in enumerate(zip(sheet.scene.frames, sheet.placement.groups, strict=True)):
        place = _on_page(sheet, placed)
        corner = (frames[frame.parent][0].x, frames[frame.parent][0].y) if frame.parent is not None else (0.0, 0.0)
        parent = sheet.scene.frames[frame.parent].key if frame.parent is not None else _LAYER
        label = " ".join(part for part in (frame.title, _TITLES.get(frame.look, "")) if part)
        cell = _object(
            frame.key, label, frame_style(frame.look), _inside(place, corner), properties=frame.properties, parent=parent
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


def _edge(sheet: DrawingSheet, link: BoxLink, label: str, path: Path | None) -> str:
    source, target = sheet.scene.figures[link.source], sheet.scene.figures[link.target]
    known = sorted({line.known_by for line in link.lines if line.known_by})
    properties = [("difference", link.mark.value), ("known-by", ", ".join(known)), ("ports", ", ".join(link.ports))]
    return _object(
        f"flow {link.number}",
        _on_line(link, label, sheet.scene.kind_of_labels),
        line_style(link.mark),
        _way(sheet, path),
        properties=[(name, one_line(value)) for name, value in properties if value],
        ends=f' edge="1" source="{_safe(source.key)}" target="{_safe(target.key)}"',
    )


def _on_line(link: BoxLink, label: str, labels: Labels) -> str:
    """Numbers with the port beside them: an editor has room to move texts about, and a reader of the file wants the port."""
    if labels is not Labels.NUMBERS:
        return label
    return f"{label}. {one_line(in_short(link.ports))}".strip()


def _way(sheet: DrawingSheet, path: Path | None) -> str:
    """The points an arrow goes through, without its ends, which follow their boxes."""
    points = path.points[3:-1:3] if path is not None else ()
    moved = "".join(f'<mxPoint x="{_n(x + MARGIN)}" y="{_n(y + sheet.top)}"/>' for x, y in points)
    array = f'<Array as="points">{moved}</Array>' if moved else ""
    return f'<mxGeometry relative="1" as="geometry">{array}</mxGeometry>'


def _legend(sheet: DrawingSheet) -> Iterator[str]:
    """In a box called Legend, so that nothing of it is taken for a part of the system."""
    top, bottom = sheet.legend[0].y - 34, sheet.legend[-1].y + 10
    whole = Place(x=MARGIN - 8, y=top, width=sheet.width - 2 * MARGIN + 16, height=bottom - top)
    yield _object("legend", "Legend", frame_style(FrameLook.NEIGHBOR), _geometry(whole))
    for number, entry in enumerate(sheet.legend):
        yield from _entry(entry, f"legend {number}", (whole.x, whole.y))


def _entry(entry: LegendEntry, key: str, corner: tuple[float, float]) -> Iterator[str]:
    x, y = entry.x - corner[0], entry.y - corner[1]
    if entry.sample is not None:
        height = 8.0 if isinstance(entry.sample, Mark) else 16.0
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
        text = "\n".join(f"{SIGNS.get(row.mark, '')}{row.number}. {row.text}" for row in lines)
        place = Place(x=x, y=lines[0].y - 10, width=400.0 - NUMBER_WIDTH, height=14.0 * len(lines))
        yield _text(f"flows {number}", text, place, FREE)


def _on_page(sheet: DrawingSheet, place: Place) -> Place:
    return Place(x=place.x + MARGIN, y=place.y + sheet.top, width=place.width, height=place.height)


def _inside(place: Place, corner: tuple[float, float]) -> str:
    return _geometry(Place(x=place.x - corner[0], y=place.y - corner[1], width=place.width, height=place.height))


def _geometry(place: Place) -> str:
    return (
        f'<mxGeometry x="{_n(place.x)}" y="{_n(place.y)}" width="{_n(place.width)}" height="{_n(place.height)}" as="geometry"/>'
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


def _n(number: float) -> str:
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _safe(text: str) -> str:
    """As an attribute holds it: line ends as numbers, nothing that XML cannot hold."""
    shown = printable(text, keep="\n")
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("\n", "&#10;")
