"""What people wrote, as blocks of a Word document."""

from collections.abc import Iterable, Iterator, Sequence

from generator.documents.word_blocks import Cell, Inline, Item, Link, Paragraph, Table, Text
from generator.documents.word_styles import NARRATIVE_CODE
from generator.model.narrative import Block, Content, Grid, Kind, Span
from generator.narrative.lists import numbers

_WIDTH = 5.9  # inches inside a cell of a control's table


def narrative_blocks(
    content: Sequence[Content], *, style: str, table_style: str, width: float = _WIDTH
) -> tuple[Paragraph | Table, ...]:
    """Paragraphs, items of lists and tables of that width, in order."""
    return tuple(
        _table(one, style, table_style, width) if isinstance(one, Grid) else _paragraph(one, style, begins)
        for one, (_, begins) in zip(content, numbers(content), strict=True)
    )


def inlines(spans: Iterable[Span]) -> tuple[Inline, ...]:
    """The inside of a paragraph."""
    return tuple(_inline(span) for span in spans)


def _inline(span: Span) -> Inline:
    if span.url:
        return Link(text=span.text, url=span.url, bold=span.bold, italic=span.italic)
    return Text(text=span.text, bold=span.bold, italic=span.italic, code=span.code)


def _paragraph(one: Block, style: str, begins: bool) -> Paragraph:  # noqa: FBT001 - beside its block
    if one.kind is Kind.CODE:
        return Paragraph(content=tuple(Text(text=span.text) for span in one.spans), style=NARRATIVE_CODE)
    listed = one.kind in (Kind.BULLET, Kind.NUMBER)
    item = Item(numbered=one.kind is Kind.NUMBER, level=one.level, start=one.number if begins else 0) if listed else None
    return Paragraph(content=inlines(one.spans), style=style, item=item)


def _table(grid: Grid, style: str, table_style: str, width: float) -> Table:
    columns = max(len(row) for row in grid.rows)
    return Table(
        rows=tuple(tuple(_cells(row, columns, style)) for row in grid.rows),
        widths=(round(width / columns, 2),) * columns,
        style=table_style,
        description="A table that the provider wrote",
    )


def _cells(row: Sequence[tuple[Span, ...]], width: int, style: str) -> Iterator[Cell]:
    for spans in (*row, *((),) * (width - len(row))):
        yield Cell(blocks=(Paragraph(content=inlines(spans), style=style),))
