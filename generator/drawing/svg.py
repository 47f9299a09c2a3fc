"""A picture as SVG: every byte decided here, so that the same facts give the same file.

Boxes and arrows say in attributes what they stand for (`data-key`, `data-from`, `data-to`), so that a page can lead from
them to what it knows. https://www.w3.org/TR/SVG11/ ; https://www.w3.org/TR/svg-aam-1.0/ (role, title, desc)
"""

from collections.abc import Iterable, Iterator
from html import escape

from generator.drawing.figure import BoxStyle, Figure, Ink, TextLine
from generator.drawing.label_places import label_frames
from generator.drawing.layout_plan import LayoutFrame, Path, Point
from generator.drawing.legend import SAMPLE_WIDTH, TEXT_SIZE, LegendEntry
from generator.drawing.links import SIGNS, BoxLink
from generator.drawing.scene import LABEL_SIZE, TITLE_SIZE, FrameLook
from generator.drawing.sheet import MARGIN, DrawingSheet
from generator.drawing.styles import BLACK, BOXES, FONTS, FRAMES, GRAY, INKS, LINES, RED, WHITE, AreaStyle, Stroke
from generator.drawing.table import NUMBER_WIDTH, DrawnTableRow
from generator.drawing.table import TEXT_SIZE as TABLE_SIZE
from generator.drawing.text import width_of
from generator.model.picture import Mark
from generator.text import printable


def write(sheet: DrawingSheet) -> bytes:
    """The file."""
    width, height, name = _n(sheet.width), _n(sheet.height), _safe(sheet.name)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="img" aria-labelledby="{name}-title {name}-desc" font-family="{FONTS}">',
        f'<title id="{name}-title">{_safe(sheet.title)}</title>',
        f'<desc id="{name}-desc">{_safe(sheet.described)}</desc>',
        f'<rect width="{width}" height="{height}" fill="{WHITE}"/>',
        *_head(sheet),
        f'<g transform="translate({_n(MARGIN)} {_n(sheet.top)})">',
        *_drawing(sheet),
        "</g>",
        *(line for entry in sheet.legend for line in _entry(entry)),
        *(line for row in sheet.table for line in _row(row)),
        "</svg>",
        "",
    ]
    return "\n".join(lines).encode()


def _head(sheet: DrawingSheet) -> Iterator[str]:
    yield _text(_free(sheet.title, MARGIN, 42.0, 20.0, bold=True))
    for index, heading in enumerate(sheet.headings):
        yield _text(_free(heading, MARGIN, 62.0 + 16 * index, 11.5, ink=Ink.QUIET))


def _free(text: str, x: float, y: float, size: float, *, bold: bool = False, ink: Ink = Ink.PLAIN) -> TextLine:
    return TextLine(text=text, x=x, y=y, size=size, width=width_of(text, size, bold=bold), bold=bold, ink=ink)


def _drawing(sheet: DrawingSheet) -> Iterator[str]:
    """Frames at the bottom, then arrows, then boxes and texts, so that no arrow crosses a text."""
    scene, placement = sheet.scene, sheet.placement
    for frame, place in zip(scene.frames, placement.groups, strict=True):
        yield _rect(place, FRAMES[frame.look])
    for path, link in zip(placement.paths, scene.links, strict=True):
        yield from _arrow(path, link, scene.figures)
    for frame, place in zip(scene.frames, placement.groups, strict=True):
        yield from _title(frame.title, frame.look, place)
    for figure, place in zip(scene.figures, placement.boxes, strict=True):
        yield from _figure(figure, (place.x, place.y))
    for written, link, label in zip(label_frames(scene, placement), scene.links, scene.labels, strict=True):
        if written is not None:
            yield _label(label, written, link.mark)


def _title(title: str, look: FrameLook, frame: LayoutFrame) -> Iterator[str]:
    """Of a frame, on a ground of its own, since arrows may run below it."""
    x, y = frame.x + 12, frame.y + TITLE_SIZE + 6
    width = width_of(title, TITLE_SIZE, bold=True)
    context = LayoutFrame(x=x - 2, y=y - TITLE_SIZE + 1, width=width + 4, height=TITLE_SIZE + 3)
    fill = FRAMES[look].fill
    yield _rect(context, AreaStyle(Stroke("none", 0), WHITE if fill == "none" else fill), extra=' fill-opacity="0.85"')
    yield _text(_free(title, x, y, TITLE_SIZE, bold=True, ink=Ink.DRIFT if look is FrameLook.BOUNDARY else Ink.PLAIN))


def _figure(figure: Figure, corner: Point) -> Iterator[str]:
    yield (
        f'<g class="shape" data-key="{_safe(figure.key)}" transform="translate({_n(corner[0])} {_n(corner[1])})">'
        f"<title>{_safe(figure.full)}</title>"
    )
    yield _rect(LayoutFrame(x=0, y=0, width=figure.width, height=figure.height), BOXES[figure.look])
    yield from (_text(line) for line in figure.lines)
    if figure.look in (BoxStyle.UNDRAWN, BoxStyle.ABSENT):
        yield _badge((figure.width, 0.0), plus=figure.look is BoxStyle.UNDRAWN)
    yield "</g>"


def _badge(at: Point, *, plus: bool) -> str:
    """A disc with + or –, drawn rather than written: the sign of drift for whoever sees no color."""
    x, y, color = at[0], at[1], RED if plus else GRAY
    upright = f" M{_n(x)} {_n(y - 4)}V{_n(y + 4)}" if plus else ""
    return (
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="7.5" fill="{color}" stroke="{WHITE}" stroke-width="1.5"/>'
        f'<path d="M{_n(x - 4)} {_n(y)}H{_n(x + 4)}{upright}" stroke="{WHITE}" stroke-width="2" fill="none"/>'
    )


def _arrow(path: Path | None, link: BoxLink, figures: tuple[Figure, ...]) -> Iterator[str]:
    if path is None:
        return
    source, target = figures[link.source], figures[link.target]
    yield f'<g class="flow" data-from="{_safe(source.key)}" data-to="{_safe(target.key)}">'
    what = ", ".join(link.ports) or "port not known"
    yield f"<title>{_safe(f'{source.name} → {target.name}: {what}; {link.mark.value}')}</title>"
    yield from _curve(path, LINES[link.mark])
    yield "</g>"


def _curve(path: Path, stroke: Stroke) -> Iterator[str]:
    first, *rest = path.points
    yield f'<path d="M{_p(first)}C{" ".join(_p(point) for point in rest)}" fill="none"{_stroke(stroke)}/>'
    yield _head_of(path, stroke)


def _head_of(path: Path, stroke: Stroke) -> str:
    """The tip, in the direction of the last control points; longer on a heavy line."""
    tip, long = path.tip, 6.4 + stroke.width
    behind = next((point for point in reversed(path.points) if _far(point, tip)), path.points[0])
    dx, dy = tip[0] - behind[0], tip[1] - behind[1]
    length = max((dx * dx + dy * dy) ** 0.5, 0.001)
    ux, uy, half = dx / length, dy / length, long * 0.43
    base = tip[0] - long * ux, tip[1] - long * uy
    left, right = (base[0] - half * uy, base[1] + half * ux), (base[0] + half * uy, base[1] - half * ux)
    return f'<path d="M{_p(tip)}L{_p(left)} {_p(right)}z" fill="{stroke.color}"/>'


def _far(point: Point, other: Point) -> bool:
    return abs(point[0] - other[0]) + abs(point[1] - other[1]) > 0.5


def _label(label: str, place: LayoutFrame, mark: Mark) -> str:
    """On a ground of its own; with a border in the color of its arrow where the arrow shows a difference."""
    width, stroke, (middle, y) = width_of(label, LABEL_SIZE, bold=mark in SIGNS), LINES[mark], place.center
    border = f' stroke="{stroke.color}" stroke-width="1"' if mark in SIGNS else ' fill-opacity="0.9"'
    line = TextLine(text=label, x=middle - width / 2, y=y + 3.4, size=LABEL_SIZE, width=width, bold=mark in SIGNS)
    return (
        f'<rect x="{_n(place.x)}" y="{_n(place.y)}" width="{_n(place.width)}" height="{_n(place.height)}" rx="3"'
        f' fill="{WHITE}"{border}/>{_text(line, color=stroke.color if mark in SIGNS else BLACK)}'
    )


def _entry(entry: LegendEntry) -> Iterator[str]:
    x, y, sample = entry.x, entry.y, entry.sample
    frame = LayoutFrame(x=x, y=y - 12, width=30, height=16)
    if isinstance(sample, Mark):
        middle = y - 4
        yield from _curve(
            Path(points=((x, middle), (x, middle), (x + 23, middle), (x + 23, middle)), tip=(x + 30, middle)), LINES[sample]
        )
        if sample in SIGNS:
            yield _label(SIGNS[sample], LayoutFrame(x=x + 5, y=middle - 6.5, width=13, height=13), sample)
    elif isinstance(sample, FrameLook):
        area = FRAMES[sample]
        dashes = tuple(min(dash, 6.0) for dash in area.border.dashes)
        yield _rect(frame, AreaStyle(Stroke(area.border.color, area.border.width, dashes), area.fill, 3))
    elif isinstance(sample, BoxStyle):
        area = BOXES[sample]
        yield _rect(frame, AreaStyle(area.border, area.fill, min(area.radius, 8)))
        if sample in (BoxStyle.UNDRAWN, BoxStyle.ABSENT):
            yield _badge((x + 30, y - 12), plus=sample is BoxStyle.UNDRAWN)
    yield _text(_free(entry.text, x if sample is None else x + SAMPLE_WIDTH, y, TEXT_SIZE))


def _row(row: DrawnTableRow) -> Iterator[str]:
    sign = SIGNS.get(row.mark, "")
    color = LINES[row.mark].color if sign else BLACK
    number = f"{sign}{row.number}"
    width = width_of(number, TABLE_SIZE, bold=True)
    at = TextLine(text=number, x=row.x + NUMBER_WIDTH - 8 - width, y=row.y, size=TABLE_SIZE, width=width, bold=True)
    yield _text(at, color=color)
    yield _text(_free(row.text, row.x + NUMBER_WIDTH, row.y, TABLE_SIZE), color=color)


def _rect(frame: LayoutFrame, area: AreaStyle, *, extra: str = "") -> str:
    radius = f' rx="{_n(area.radius)}"' if area.radius else ""
    border = _stroke(area.border) if area.border.color != "none" else ""
    return (
        f'<rect x="{_n(frame.x)}" y="{_n(frame.y)}" width="{_n(frame.width)}" height="{_n(frame.height)}"{radius}'
        f' fill="{area.fill}"{extra}{border}/>'
    )


def _stroke(stroke: Stroke) -> str:
    dashes = f' stroke-dasharray="{" ".join(map(_n, stroke.dashes))}"' if stroke.dashes else ""
    return f' stroke="{stroke.color}" stroke-width="{_n(stroke.width)}"{dashes}'


def _text(line: TextLine, *, color: str = "") -> str:
    bold = ' font-weight="bold"' if line.bold else ""
    return (
        f'<text x="{_n(line.x)}" y="{_n(line.y)}" font-size="{_n(line.size)}"{bold} fill="{color or INKS[line.ink]}"'
        f' textLength="{_n(line.width)}" lengthAdjust="spacingAndGlyphs">{_safe(line.text)}</text>'
    )


def _p(point: Iterable[float]) -> str:
    return ",".join(_n(number) for number in point)


def _n(number: float) -> str:
    """At most one digit behind the point; never `-0`."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _safe(text: str) -> str:
    """Escaped; without what XML cannot hold or what turns the direction of text."""
    return escape(printable(text), quote=True)
