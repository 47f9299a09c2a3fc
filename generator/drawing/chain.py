"""The chain of one image as a picture: twelve boxes in two rows, joined by arrows, each with the sign of its state.

SVG without identifiers, so that many stand in one page; every text is escaped. The sign is drawn and the state is written, for
whoever sees no color.
"""

from collections.abc import Iterator
from html import escape

from generator.drawing.text import fit, pt, width_of, wrap
from generator.model.chain import ChainLink, ImageChain, LinkState
from generator.text import one_line

_COLUMNS = 6
_WIDTH, _HEIGHT = 176.0, 92.0
_GAP, _BETWEEN, _MARGIN = 22.0, 30.0, 12.0
_INK, _GRAY = "#1a1a1a", "#595959"
_COLORS = {
    LinkState.HOLDS: "#116329",
    LinkState.NOT_ESTABLISHED: "#7a4b00",
    LinkState.BROKEN: "#a40e26",
    LinkState.NOT_COLLECTED: _GRAY,
}
"""On white at least 4.5:1 (WCAG 2.2, 1.4.3)."""
_BOXES = {
    LinkState.HOLDS: 'fill="#ffffff" stroke-width="1.4"',
    LinkState.NOT_ESTABLISHED: 'fill="#fffaf0" stroke-width="1.4"',
    LinkState.BROKEN: 'fill="#fff5f5" stroke-width="3"',
    LinkState.NOT_COLLECTED: 'fill="#ffffff" stroke-width="1.4" stroke-dasharray="5 4"',
}
_SIGNS = {
    LinkState.HOLDS: "M-4.5 0.5L-1.5 4L5 -4",
    LinkState.NOT_ESTABLISHED: "M-3 -2.5C-3 -6 3.5 -6 3 -2C2.6 0 0 0.4 0 2.4M0 5V5.6",
    LinkState.BROKEN: "M-4 -4L4 4M4 -4L-4 4",
    LinkState.NOT_COLLECTED: "M-4.5 0H4.5",
}
_FONTS = "Arial, Helvetica, 'Liberation Sans', sans-serif"


def draw_chain(chain: ImageChain) -> str:
    """The picture as an SVG element."""
    rows = -(-len(chain.links) // _COLUMNS)
    width = 2 * _MARGIN + _COLUMNS * _WIDTH + (_COLUMNS - 1) * _GAP
    height = 2 * _MARGIN + rows * _HEIGHT + (rows - 1) * _BETWEEN
    label = escape(one_line(f"Chain of {chain.asset_id}: {_caption(chain)}"), quote=True)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {pt(width)} {pt(height)}" role="img" aria-label="{label}"'
        f' font-family="{_FONTS}">',
        f'<rect width="{pt(width)}" height="{pt(height)}" fill="#ffffff"/>',
        *_arrows(chain.links),
        *(line for index, link in enumerate(chain.links) for line in _box(index, link)),
        "</svg>",
    ]
    return "".join(parts)


def _caption(chain: ImageChain) -> str:
    return "; ".join(f"{link.title} {link.state}" for link in chain.links)


def _corner(index: int) -> tuple[float, float]:
    row, column = divmod(index, _COLUMNS)
    return _MARGIN + column * (_WIDTH + _GAP), _MARGIN + row * (_HEIGHT + _BETWEEN)


def _box(index: int, link: ChainLink) -> Iterator[str]:
    x, y = _corner(index)
    color = _COLORS[link.state]
    yield f'<g transform="translate({pt(x)} {pt(y)})"><title>{escape(one_line(f"{link.question} {link.text}"))}</title>'
    yield f'<rect width="{pt(_WIDTH)}" height="{pt(_HEIGHT)}" rx="5" stroke="{color}" {_BOXES[link.state]}/>'
    yield f'<circle cx="16" cy="17" r="9" fill="{color}"/>'
    yield (
        f'<path transform="translate(16 17)" d="{_SIGNS[link.state]}" stroke="#ffffff" stroke-width="2" fill="none"'
        ' stroke-linecap="round"/>'
    )
    yield _text(link.title, 31, 15, 12, _INK, bold=True)
    yield _text(link.state, 31, 28, 9.5, color)
    for number, line in enumerate(wrap(one_line(link.text), 9.5, _WIDTH - 18, lines=4)):
        yield _text(line, 9, 45 + 12.5 * number, 9.5, _GRAY)
    yield "</g>"


def _arrows(links: tuple[ChainLink, ...]) -> Iterator[str]:
    """From each box to the next; into a broken link it is dashed and red, as the way ends there."""
    for index, link in enumerate(links[1:], 1):
        x, y = _corner(index)
        color = _COLORS[LinkState.BROKEN] if link.state is LinkState.BROKEN else _GRAY
        dashes = ' stroke-dasharray="4 3"' if link.state in (LinkState.BROKEN, LinkState.NOT_COLLECTED) else ""
        if index % _COLUMNS:
            middle = y + _HEIGHT / 2
            path, tip = f"M{pt(x - _GAP)} {pt(middle)}H{pt(x - 6)}", f"M{pt(x - 1)} {pt(middle)}l-7 -4v8z"
        else:
            above, left = y - _BETWEEN, _corner(index - 1)[0] + _WIDTH / 2
            center, half = x + _WIDTH / 2, above + _BETWEEN / 2
            path = f"M{pt(left)} {pt(above)}V{pt(half)}H{pt(center)}V{pt(y - 6)}"
            tip = f"M{pt(center)} {pt(y - 1)}l-4 -7h8z"
        yield f'<path d="{path}" stroke="{color}" stroke-width="1.4" fill="none"{dashes}/><path d="{tip}" fill="{color}"/>'


def _text(text: str, x: float, y: float, size: float, color: str, *, bold: bool = False) -> str:
    """The width is stated, so that a substitute font is squeezed rather than spilling over."""
    shown = fit(one_line(text), size, _WIDTH - x - 8, bold=bold)
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{pt(x)}" y="{pt(y)}" font-size="{pt(size)}"{weight} fill="{color}"'
        f' textLength="{pt(width_of(shown, size, bold=bold))}" lengthAdjust="spacingAndGlyphs">{escape(shown)}</text>'
    )
