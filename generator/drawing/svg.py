"""The picture as SVG: every byte decided here, so that the same facts give the same file.

https://www.w3.org/TR/SVG11/ ; https://www.w3.org/TR/svg-aam-1.0/ (role, title and desc for whoever cannot see it)
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from generator.drawing.boxes import Figure, Ink, Line, Look
from generator.drawing.layout_plan import Frame, Path, Placement, Point
from generator.drawing.legend import Entry, Sample
from generator.drawing.scene import LABEL_SIZE, TITLE_SIZE, Scene
from generator.drawing.text import width_of

RED = "#c00000"
BLACK = "#1a1a1a"
GREY = "#595959"
"""On white 7:1, so that print and pale screens keep it (WCAG 2.2, 1.4.3 and 1.4.11)."""
MARGIN = 28.0
_INKS = {Ink.PLAIN: BLACK, Ink.QUIET: GREY, Ink.DRIFT: RED}
_FONTS = "Arial, Helvetica, 'Liberation Sans', sans-serif"
_BOXES = {
    Look.WORKLOAD: f'rx="3" fill="#ffffff" stroke="{BLACK}" stroke-width="1.2"',
    Look.UNDRAWN: f'rx="3" fill="#fff5f5" stroke="{RED}" stroke-width="3"',
    Look.NAMESPACE: f'rx="3" fill="#ffffff" stroke="{BLACK}" stroke-width="1.2"',
    Look.ENTRY: f'rx="14" fill="#e8eff7" stroke="{BLACK}" stroke-width="1.2"',
    Look.ACTOR: f'rx="22" fill="#ffffff" stroke="{BLACK}" stroke-width="1.2"',
    Look.EXTERNAL: f'fill="#f1f1ef" stroke="{GREY}" stroke-width="1.2"',
    Look.ABSENT: f'rx="3" fill="#ffffff" stroke="{GREY}" stroke-width="1.5" stroke-dasharray="5 4"',
}
_FRAME = 'rx="6" fill="#f4f6f9" stroke="#8a94a3" stroke-width="1"'
_BOUNDARY = f'rx="10" fill="none" stroke="{RED}" stroke-width="2.2" stroke-dasharray="10 6"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything on the page, with its place."""

    title: str
    subtitles: tuple[str, ...]
    described: str
    scene: Scene
    placement: Placement
    absent: tuple[tuple[Figure, Point], ...]
    absent_note: str
    legend: tuple[Entry, ...]
    """Each with its place."""
    width: float
    height: float
    top: float
    """Where the drawing begins."""
    strip: float
    """Where the strip of what is drawn and does not run begins."""


def write(sheet: Sheet) -> bytes:
    """The file."""
    width, height = _n(sheet.width), _n(sheet.height)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="img" aria-labelledby="title desc" font-family="{_FONTS}">',
        f'<title id="title">{_safe(sheet.title)}</title>',
        f'<desc id="desc">{_safe(sheet.described)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_head(sheet),
        f'<g transform="translate({_n(MARGIN)} {_n(sheet.top)})">',
        *_drawing(sheet.scene, sheet.placement),
        "</g>",
        *_strip(sheet),
        *(line for entry in sheet.legend for line in _legend(entry)),
        "</svg>",
        "",
    ]
    return "\n".join(lines).encode()


def _head(sheet: Sheet) -> Iterator[str]:
    yield _text(_free(sheet.title, MARGIN, 42.0, 20.0, bold=True))
    for index, subtitle in enumerate(sheet.subtitles):
        yield _text(_free(subtitle, MARGIN, 62.0 + 16 * index, 11.5, ink=Ink.QUIET))


def _free(text: str, x: float, y: float, size: float, *, bold: bool = False, ink: Ink = Ink.PLAIN) -> Line:
    return Line(text=text, x=x, y=y, size=size, width=width_of(text, size, bold=bold), bold=bold, ink=ink)


def _drawing(scene: Scene, placement: Placement) -> Iterator[str]:
    """Frames at the bottom, then arrows, then boxes and texts, so that no arrow crosses a text."""
    for index, frame in enumerate(placement.groups):
        yield _rect(frame, _FRAME if index else _BOUNDARY)
    labelled = list(zip(placement.paths, scene.labels, strict=True))
    for path, _ in labelled:
        yield from _arrow(path)
    for index, (frame, title) in enumerate(zip(placement.groups, scene.titles, strict=True)):
        yield from _title(title, frame, outermost=index == 0)
    for figure, frame in zip(scene.figures, placement.boxes, strict=True):
        yield from _figure(figure, (frame.x, frame.y))
    for path, label in labelled:
        if path is not None and path.label is not None and label:
            yield _halo(label, path.label)


def _title(title: str, frame: Frame, *, outermost: bool) -> Iterator[str]:
    """Of a frame, on a ground of its own, since arrows may run below it."""
    x, y = frame.x + 12, frame.y + TITLE_SIZE + 6
    width = width_of(title, TITLE_SIZE, bold=True)
    ground = Frame(x=x - 2, y=y - TITLE_SIZE + 1, width=width + 4, height=TITLE_SIZE + 3)
    yield _rect(ground, f'fill="{"#ffffff" if outermost else "#f4f6f9"}" fill-opacity="0.85"')
    yield _text(_free(title, x, y, TITLE_SIZE, bold=True, ink=Ink.DRIFT if outermost else Ink.PLAIN))


def _figure(figure: Figure, corner: Point) -> Iterator[str]:
    yield f'<g transform="translate({_n(corner[0])} {_n(corner[1])})"><title>{_safe(figure.full)}</title>'
    yield _rect(Frame(x=0, y=0, width=figure.width, height=figure.height), _BOXES[figure.look])
    yield from (_text(line) for line in figure.lines)
    if figure.look in (Look.UNDRAWN, Look.ABSENT):
        yield _badge((figure.width, 0.0), plus=figure.look is Look.UNDRAWN)
    yield "</g>"


def _badge(at: Point, *, plus: bool) -> str:
    """A disc with + or –, drawn rather than written: the sign of drift for whoever sees no colour."""
    x, y, colour = at[0], at[1], RED if plus else GREY
    upright = f" M{_n(x)} {_n(y - 4)}V{_n(y + 4)}" if plus else ""
    return (
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="7.5" fill="{colour}" stroke="#ffffff" stroke-width="1.5"/>'
        f'<path d="M{_n(x - 4)} {_n(y)}H{_n(x + 4)}{upright}" stroke="#ffffff" stroke-width="2" fill="none"/>'
    )


def _arrow(path: Path | None) -> Iterator[str]:
    if path is None:
        return
    first, *rest = path.points
    curve = " ".join(_p(point) for point in rest)
    yield f'<path d="M{_p(first)}C{curve}" fill="none" stroke="{BLACK}" stroke-width="1.1"/>'
    yield _head_of(path)


def _head_of(path: Path) -> str:
    """The tip, seven points long, in the direction of the last control points."""
    tip = path.tip
    behind = next((point for point in reversed(path.points) if _far(point, tip)), path.points[0])
    dx, dy = tip[0] - behind[0], tip[1] - behind[1]
    length = max((dx * dx + dy * dy) ** 0.5, 0.001)
    ux, uy = dx / length, dy / length
    base = tip[0] - 7.5 * ux, tip[1] - 7.5 * uy
    left, right = (base[0] - 3.2 * uy, base[1] + 3.2 * ux), (base[0] + 3.2 * uy, base[1] - 3.2 * ux)
    return f'<path d="M{_p(tip)}L{_p(left)} {_p(right)}z" fill="{BLACK}"/>'


def _far(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) > 0.5


def _halo(label: str, middle: Point) -> str:
    width = width_of(label, LABEL_SIZE)
    return (
        f'<rect x="{_n(middle[0] - width / 2 - 2)}" y="{_n(middle[1] - 6)}" width="{_n(width + 4)}" height="12" fill="#ffffff"'
        f' fill-opacity="0.85"/>{_text(_free(label, middle[0] - width / 2, middle[1] + 3.4, LABEL_SIZE))}'
    )


def _strip(sheet: Sheet) -> Iterator[str]:
    if not sheet.absent:
        return
    yield _text(_free(sheet.absent_note, MARGIN, sheet.strip + 12, TITLE_SIZE, bold=True, ink=Ink.QUIET))
    for figure, corner in sheet.absent:
        yield from _figure(figure, corner)


def _legend(entry: Entry) -> Iterator[str]:
    x, y = entry.x, entry.y
    frame = Frame(x=x, y=y - 12, width=30, height=16)
    match entry.sample:
        case Sample.BOUNDARY:
            yield _rect(frame, _BOUNDARY.replace('rx="10"', 'rx="3"').replace("10 6", "6 4"))
        case Sample.NAMESPACE:
            yield _rect(frame, _FRAME.replace('rx="6"', 'rx="3"'))
        case Sample.FLOW:
            yield from _arrow(Path(points=((x, y - 4), (x, y - 4), (x + 23, y - 4), (x + 23, y - 4)), tip=(x + 30, y - 4)))
        case Sample.NOTE:
            pass
        case _:
            look = Look(entry.sample.value)
            yield _rect(frame, _BOXES[look])
            if look in (Look.UNDRAWN, Look.ABSENT):
                yield _badge((x + 30, y - 12), plus=look is Look.UNDRAWN)
    yield _text(_free(entry.text, x if entry.sample is Sample.NOTE else x + 42, y, 10.5))


def _rect(frame: Frame, style: str) -> str:
    return f'<rect x="{_n(frame.x)}" y="{_n(frame.y)}" width="{_n(frame.width)}" height="{_n(frame.height)}" {style}/>'


def _text(line: Line) -> str:
    bold = ' font-weight="bold"' if line.bold else ""
    return (
        f'<text x="{_n(line.x)}" y="{_n(line.y)}" font-size="{_n(line.size)}"{bold} fill="{_INKS[line.ink]}"'
        f' textLength="{_n(line.width)}" lengthAdjust="spacingAndGlyphs">{_safe(line.text)}</text>'
    )


def _p(point: Iterable[float]) -> str:
    return ",".join(_n(number) for number in point)


def _n(number: float) -> str:
    """At most one digit behind the point; never `-0`."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _safe(text: str) -> str:
    return escape(text, quote=True)
