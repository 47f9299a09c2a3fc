"""A picture as SVG: every byte decided here, so that the same facts give the same file.

Boxes and arrows say in attributes what they stand for (`data-key`, `data-from`, `data-to`), so that a page can lead from
them to what it knows. https://www.w3.org/TR/SVG11/ ; https://www.w3.org/TR/svg-aam-1.0/ (role, title, desc)
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from generator.drawing.figure import BoxStyle, Figure, Ink, TextLine
from generator.drawing.layout_plan import LayoutFrame, Path, Placement, Point
from generator.drawing.layout_shared import uncovered
from generator.drawing.legend import SAMPLE_WIDTH, TEXT_SIZE, LegendEntry
from generator.drawing.links import SIGNS, BoxLink
from generator.drawing.scene import LABEL_SIZE, TITLE_SIZE, TITLE_STEP, FrameLook, Scene, TitledFrame
from generator.drawing.sheet import FIRST_HEADING, HEADING, HEADING_STEP, MARGIN, TITLE, DrawingSheet
from generator.drawing.styles import BLACK, BOXES, FONTS, FRAMES, GRAY, INKS, LINES, RED, WHITE, AreaStyle, Stroke
from generator.drawing.table import NUMBER_WIDTH, DrawnTableRow
from generator.drawing.table import TEXT_SIZE as TABLE_SIZE
from generator.drawing.text import pt, width_of
from generator.model.flow import Strength
from generator.model.picture import Mark
from generator.text import printable


def write(sheet: DrawingSheet, *, whole: bool = True) -> bytes:
    """The file: with title and table, or without, for a document that has both as text."""
    width, height, name = pt(sheet.width), pt(sheet.height if whole else sheet.printed), _safe(sheet.name)
    cut = "" if whole else f' transform="translate(0 {pt(MARGIN - sheet.top)})"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="img" aria-labelledby="{name}-title {name}-desc" font-family="{FONTS}">',
        f'<title id="{name}-title">{_safe(sheet.title)}</title>',
        f'<desc id="{name}-desc">{_safe(sheet.described)}</desc>',
        f'<rect width="{width}" height="{height}" fill="{WHITE}"/>',
        f"<g{cut}>",
        *(_head(sheet) if whole else ()),
        f'<g transform="translate({pt(MARGIN)} {pt(sheet.top)})">',
        *_drawing(sheet),
        "</g>",
        *(line for entry in sheet.legend for line in _entry(entry)),
        *(line for row in sheet.table if whole for line in _row(row)),
        "</g>",
        "</svg>",
        "",
    ]
    return "\n".join(lines).encode()


def _head(sheet: DrawingSheet) -> Iterator[str]:
    yield _text(_free(sheet.title, MARGIN, 18.0, TITLE, bold=True))
    for index, heading in enumerate(sheet.headings):
        yield _text(_free(heading, MARGIN, FIRST_HEADING + HEADING_STEP * index, HEADING, ink=Ink.QUIET))


def _free(text: str, x: float, y: float, size: float, *, bold: bool = False, ink: Ink = Ink.PLAIN) -> TextLine:
    return TextLine(text=text, x=x, y=y, size=size, width=width_of(text, size, bold=bold), bold=bold, ink=ink)


def _drawing(sheet: DrawingSheet) -> Iterator[str]:
    """Frames at the bottom, then arrows, bundle by bundle, then boxes and texts."""
    scene, placement = sheet.scene, sheet.placement
    for frame, place in zip(scene.frames, placement.groups, strict=True):
        yield _rect(place, FRAMES[frame.look])
    for number in range(len(scene.plan.bundles)):
        yield from _bundle(scene, placement, number)
    for frame, place in zip(scene.frames, placement.titles, strict=True):
        yield from _title(frame, place)
    for figure, place in zip(scene.figures, placement.boxes, strict=True):
        yield from _figure(figure, place)
    for label, bundle, place_of in zip(scene.labels, scene.plan.bundles, placement.labels, strict=True):
        if place_of is not None:
            yield _label(label, place_of, scene.links[bundle.arrows[0]].look)


def _title(frame: TitledFrame, place: LayoutFrame) -> Iterator[str]:
    ink = Ink.DRIFT if frame.look is FrameLook.BOUNDARY else Ink.PLAIN
    for number, row in enumerate(frame.rows):
        yield _text(_free(row, place.x, place.y + TITLE_SIZE - 1 + TITLE_STEP * number, TITLE_SIZE, bold=True, ink=ink))


def _bundle(scene: Scene, placement: Placement, number: int) -> Iterator[str]:
    """First a pale ground below all its lines, so that what they cross shows as a crossing; a dot where they meet."""
    bundle = scene.plan.bundles[number]
    stroke = LINES[scene.links[bundle.arrows[0]].look]
    ground = Stroke(WHITE, stroke.width + 3.2)
    drawn: set[tuple[Point, Point]] = set()
    for arrow in bundle.arrows:
        yield f'<path d="{_way(placement.paths[arrow].points)}" fill="none" stroke-opacity="0.8"{_stroke(ground)}/>'
    for arrow in bundle.arrows:
        yield from _arrow(placement.paths[arrow], scene.links[arrow], scene.figures, drawn)
    for x, y in placement.joints[number]:
        yield f'<circle cx="{pt(x)}" cy="{pt(y)}" r="{pt(1.6 + stroke.width / 2)}" fill="{stroke.color}"/>'


def _arrow(path: Path, link: BoxLink, figures: tuple[Figure, ...], drawn: set[tuple[Point, Point]]) -> Iterator[str]:
    """Its head, and what of its way is not drawn yet: dashes that lie on one another would look like a whole line."""
    source, target = figures[link.source], figures[link.target]
    yield f'<g class="flow" data-from="{_safe(source.key)}" data-to="{_safe(target.key)}">'
    what = ", ".join(link.ports) or "port not known"
    yield f"<title>{_safe(f'{source.name} → {target.name}: {what}; {link.look.value}')}</title>"
    yield from _line(path, LINES[link.look], drawn)
    yield "</g>"


def _line(path: Path, stroke: Stroke, drawn: set[tuple[Point, Point]]) -> Iterator[str]:
    """To the middle of its head, so that it does not show beside the tip."""
    *rest, before, tip = path.points
    length, long = abs(tip[0] - before[0]) + abs(tip[1] - before[1]), 6.4 + stroke.width
    share = max(0.0, 1 - long / 2 / max(length, 0.001))
    end = before[0] + (tip[0] - before[0]) * share, before[1] + (tip[1] - before[1]) * share
    for chain in uncovered((*rest, before, end), drawn):
        yield f'<path d="{_way(chain)}" fill="none" stroke-linejoin="round"{_stroke(stroke)}/>'
    ux, uy = ((tip[0] - before[0]) / max(length, 0.001), (tip[1] - before[1]) / max(length, 0.001))
    half, base = long * 0.43, (tip[0] - long * ux, tip[1] - long * uy)
    left, right = (base[0] - half * uy, base[1] + half * ux), (base[0] + half * uy, base[1] - half * ux)
    yield f'<path d="M{_p(tip)}L{_p(left)} {_p(right)}z" fill="{stroke.color}"/>'


def _figure(figure: Figure, place: LayoutFrame) -> Iterator[str]:
    yield (
        f'<g class="shape" data-key="{_safe(figure.key)}" transform="translate({pt(place.x)} {pt(place.y)})">'
        f"<title>{_safe(figure.full)}</title>"
    )
    yield _rect(LayoutFrame(x=0, y=0, width=place.width, height=place.height), BOXES[figure.look])
    yield from (_text(line) for line in figure.lines)
    if figure.look in (BoxStyle.UNDRAWN, BoxStyle.ABSENT):
        yield _badge((place.width, 0.0), plus=figure.look is BoxStyle.UNDRAWN)
    yield "</g>"


def _badge(at: Point, *, plus: bool) -> str:
    """A disc with + or –, drawn rather than written: the sign of drift for whoever sees no color."""
    x, y, color = at[0], at[1], RED if plus else GRAY
    upright = f" M{pt(x)} {pt(y - 4)}V{pt(y + 4)}" if plus else ""
    return (
        f'<circle cx="{pt(x)}" cy="{pt(y)}" r="7.5" fill="{color}" stroke="{WHITE}" stroke-width="1.5"/>'
        f'<path d="M{pt(x - 4)} {pt(y)}H{pt(x + 4)}{upright}" stroke="{WHITE}" stroke-width="2" fill="none"/>'
    )


def _way(points: Sequence[Point]) -> str:
    return f"M{_p(points[0])}L{' '.join(map(_p, points[1:]))}"


def _label(label: str, place: LayoutFrame, look: Mark | Strength) -> str:
    """On a ground of its own; with a border in the color of its line where that shows a difference."""
    differs = look in SIGNS
    width, stroke, (middle, y) = width_of(label, LABEL_SIZE, bold=differs), LINES[look], place.center
    border = f' stroke="{stroke.color}" stroke-width="1"' if differs else ""
    line = TextLine(text=label, x=middle - width / 2, y=y + 3.6, size=LABEL_SIZE, width=width, bold=differs)
    return (
        f'<rect x="{pt(place.x)}" y="{pt(place.y)}" width="{pt(place.width)}" height="{pt(place.height)}" rx="2.5"'
        f' fill="{WHITE}"{border}/>{_text(line, color=stroke.color if differs else BLACK)}'
    )


def _entry(entry: LegendEntry) -> Iterator[str]:
    x, y, sample = entry.x, entry.y, entry.sample
    frame = LayoutFrame(x=x, y=y - 11, width=28, height=14)
    if isinstance(sample, Mark | Strength):
        middle = y - 4
        yield from _line(Path(points=((x, middle), (x + 30, middle))), LINES[sample], set())
        if isinstance(sample, Mark) and sample in SIGNS:
            yield _label(SIGNS[sample], LayoutFrame(x=x + 5, y=middle - 6, width=12, height=12), sample)
    elif isinstance(sample, FrameLook):
        area = FRAMES[sample]
        dashes = tuple(min(dash, 6.0) for dash in area.border.dashes)
        yield _rect(frame, AreaStyle(Stroke(area.border.color, area.border.width, dashes), area.fill, 3))
    elif isinstance(sample, BoxStyle):
        area = BOXES[sample]
        yield _rect(frame, AreaStyle(area.border, area.fill, min(area.radius, 8)))
        if sample in (BoxStyle.UNDRAWN, BoxStyle.ABSENT):
            yield _badge((x + 28, y - 10), plus=sample is BoxStyle.UNDRAWN)
    yield _text(_free(entry.text, x if sample is None else x + SAMPLE_WIDTH, y, TEXT_SIZE))


def _row(row: DrawnTableRow) -> Iterator[str]:
    sign = SIGNS.get(row.mark, "")
    color = LINES[row.mark].color if sign else BLACK
    number = f"{sign}{row.number}" if row.number else ""
    width = width_of(number, TABLE_SIZE, bold=True)
    at = TextLine(text=number, x=row.x + NUMBER_WIDTH - 8 - width, y=row.y, size=TABLE_SIZE, width=width, bold=True)
    if number:
        yield _text(at, color=color)
    yield _text(_free(row.text, row.x + NUMBER_WIDTH, row.y, TABLE_SIZE), color=color)


def _rect(frame: LayoutFrame, area: AreaStyle) -> str:
    radius = f' rx="{pt(area.radius)}"' if area.radius else ""
    border = _stroke(area.border) if area.border.color != "none" else ""
    return (
        f'<rect x="{pt(frame.x)}" y="{pt(frame.y)}" width="{pt(frame.width)}" height="{pt(frame.height)}"{radius}'
        f' fill="{area.fill}"{border}/>'
    )


def _stroke(stroke: Stroke) -> str:
    dashes = f' stroke-dasharray="{" ".join(map(pt, stroke.dashes))}"' if stroke.dashes else ""
    return f' stroke="{stroke.color}" stroke-width="{pt(stroke.width)}"{dashes}'


def _text(line: TextLine, *, color: str = "") -> str:
    bold = ' font-weight="bold"' if line.bold else ""
    return (
        f'<text x="{pt(line.x)}" y="{pt(line.y)}" font-size="{pt(line.size)}"{bold} fill="{color or INKS[line.ink]}"'
        f' textLength="{pt(line.width)}" lengthAdjust="spacingAndGlyphs">{_safe(line.text)}</text>'
    )


def _p(point: Iterable[float]) -> str:
    return ",".join(pt(number) for number in point)


def _safe(text: str) -> str:
    """Escaped; without what XML cannot hold or what turns the direction of text."""
    return escape(printable(text), quote=True)
