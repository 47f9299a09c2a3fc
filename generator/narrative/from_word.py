"""What stands in a region of a Word document, as the blocks of a narrative."""

from collections.abc import Iterable, Iterator, Sequence

from generator.documents.word_blocks import Paragraph, TextRun, WordLink, WordTable
from generator.documents.word_styles import NARRATIVE_CODE
from generator.model.narrative import BlockKind, Content, Span, TextBlock
from generator.narrative.file_citations import url_in_text
from generator.narrative.links import is_safe
from generator.narrative.spans import code_text, joined_code, normal, table


def content_of(blocks: Sequence[Paragraph | WordTable]) -> tuple[Content, ...]:
    """Paragraphs without text are left out; links that lead nowhere safe are their words."""
    return joined_code(text_block for block in blocks for text_block in _content(block))


def _content(block: Paragraph | WordTable) -> Iterator[Content]:
    if isinstance(block, WordTable):
        rows = tuple(tuple(_cell(cell.blocks) for cell in row) for row in block.rows)
        if any(any(row) for row in rows):
            yield table(rows)
        return
    if block.style == NARRATIVE_CODE:
        text = code_text("".join(part.text for part in block.content if isinstance(part, TextRun | WordLink)))
        if text.strip():
            yield TextBlock(kind=BlockKind.CODE, spans=(Span(text=text, code=True),))
        return
    spans = normal(_spans((block,)))
    if spans and block.item is None:
        yield TextBlock(spans=spans)
    elif spans and block.item is not None:
        kind = BlockKind.NUMBER if block.item.numbered else BlockKind.BULLET
        yield TextBlock(kind=kind, spans=spans, level=block.item.level, number=max(block.item.start, 1))


def _cell(blocks: Iterable[object]) -> tuple[Span, ...]:
    return normal(_spans(blocks))


def _spans(blocks: Iterable[object]) -> Iterator[Span]:
    for place, block in enumerate(blocks):
        if place:
            yield Span(text=" ")
        if isinstance(block, Paragraph):
            yield from (_span(part) for part in block.content if isinstance(part, TextRun | WordLink))
        elif isinstance(block, WordTable):
            for row in block.rows:
                for cell in row:
                    yield from (*_spans(cell.blocks), Span(text=" "))


def _span(part: TextRun | WordLink) -> Span:
    if isinstance(part, WordLink):
        url = url_in_text(part.url)
        return Span(text=part.text, bold=part.bold, italic=part.italic, url=url if is_safe(url) else "")
    return Span(text=part.text, bold=part.bold, italic=part.italic, code=part.code)
