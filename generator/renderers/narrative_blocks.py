"""What people wrote, as blocks of a Word document."""

from collections.abc import Iterable, Iterator, Sequence

from generator.documents.word_blocks import Inline, ListItemStyle, Paragraph, TextRun, WordCell, WordLink, WordTable
from generator.documents.word_styles import NARRATIVE_CODE
from generator.model.narrative import BlockKind, Content, Grid, Span, TextBlock
from generator.narrative.file_citations import url_in_document
from generator.narrative.lists import numbers

_WIDTH = 5.9  # inches inside a cell of a control's table


def narrative_blocks(
    content: Sequence[Content], *, style: str, table_style: str, width: float = _WIDTH
) -> tuple[Paragraph | WordTable, ...]:
    """Paragraphs, items of lists and tables of that width, in order."""
    return tuple(
        _table(text_block, style, table_style, width) if isinstance(text_block, Grid) else _paragraph(text_block, style, begins)
        for text_block, (_, begins) in zip(content, numbers(content), strict=True)
    )


def inlines(spans: Iterable[Span]) -> tuple[Inline, ...]:
    """The inside of a paragraph."""
    return tuple(_inline(span) for span in spans)


def _inline(span: Span) -> Inline:
    if span.url:
        return WordLink(text=span.text, url=url_in_document(span.url), bold=span.bold, italic=span.italic)
    return TextRun(text=span.text, bold=span.bold, italic=span.italic, code=span.code)


def _paragraph(block: TextBlock, style: str, begins: bool) -> Paragraph:  # noqa: FBT001 - beside its block
    if block.kind is BlockKind.CODE:
        return Paragraph(content=tuple(TextRun(text=span.text) for span in block.spans), style=NARRATIVE_CODE)
    listed = block.kind in (BlockKind.BULLET, BlockKind.NUMBER)
    item = (
        ListItemStyle(numbered=block.kind is BlockKind.NUMBER, level=block.level, start=block.number if begins else 0)
        if listed
        else None
    )
    return Paragraph(content=inlines(block.spans), style=style, item=item)


def _table(grid: Grid, style: str, table_style: str, width: float) -> WordTable:
    columns = max(len(row) for row in grid.rows)
    return WordTable(
        rows=tuple(tuple(_cells(row, columns, style)) for row in grid.rows),
        widths=(round(width / columns, 2),) * columns,
        style=table_style,
        description="A table that the provider wrote",
    )


def _cells(row: Sequence[tuple[Span, ...]], width: int, style: str) -> Iterator[WordCell]:
    for spans in (*row, *((),) * (width - len(row))):
        yield WordCell(blocks=(Paragraph(content=inlines(spans), style=style),))
