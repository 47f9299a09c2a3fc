"""Stacked columns as a drawing that needs no color: patterns, their numbers, and words for who cannot see them.

The table beside a chart holds the same (WCAG 2.2, 1.1.1 and 1.4.1).
"""

from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from generator.renderers.chart_scale import ChartSegment, ColumnScale, px, scale
from generator.renderers.html_page import filled

WIDTH, HEIGHT = 720, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 10, 22, 30
_WIDEST = 64.0
_KINDS = ("high", "moderate", "low")
"""Patterns of the parts, from below."""


class ColumnCounts(msgspec.Struct, frozen=True, kw_only=True):
    """One column: a label, and how many of each part."""

    label: str
    parts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.parts)


class DrawnColumn(msgspec.Struct, frozen=True, kw_only=True):
    """One column, drawn."""

    label: str
    x: str
    width: str
    middle: str
    top: str
    total: str
    numbers: tuple[str, ...]
    boxes: tuple[ChartSegment, ...]


def column_chart(name: str, title: str, head: str, parts: tuple[str, ...], columns: Sequence[ColumnCounts]) -> Markup:
    """The drawing with its table. `name` begins its ids; `head` stands above the labels; `parts` are named from below."""
    step, top = scale(max((column.total for column in columns), default=0))
    heights = ColumnScale(HEIGHT - _BOTTOM, (HEIGHT - _TOP - _BOTTOM) / top)
    room = (WIDTH - _LEFT - _RIGHT) / max(len(columns), 1)
    return filled(
        "report/columns.html",
        name=name,
        title=title,
        head=head,
        words=_words(parts, columns),
        width=WIDTH,
        height=HEIGHT,
        kinds=list(zip(_KINDS, parts, strict=True)),
        columns=[_drawn(column, _LEFT + index * room, room, heights) for index, column in enumerate(columns)],
        scale=heights.lines(step, top),
    )


def _drawn(column_counts: ColumnCounts, left: float, room: float, heights: ColumnScale) -> DrawnColumn:
    width = min(room * 0.62, _WIDEST)
    middle = left + room / 2
    return DrawnColumn(
        label=column_counts.label,
        x=px(middle - width / 2),
        width=px(width),
        middle=px(middle),
        top=px(heights.y(column_counts.total) - 5),
        total=f"{column_counts.total:,}",
        numbers=tuple(f"{number:,}" for number in column_counts.parts),
        boxes=heights.stacked(zip(_KINDS, column_counts.parts, strict=True)),
    )


def _words(parts: Sequence[str], columns: Sequence[ColumnCounts]) -> str:
    sentences = []
    for column in columns:
        named = ", ".join(f"{number:,} {part}" for part, number in zip(parts, column.parts, strict=True) if number)
        sentences.append(f"{column.label}: {named or 'none'}")
    return "; ".join(sentences) + "."
