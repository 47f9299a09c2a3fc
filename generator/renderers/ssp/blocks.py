"""Tables of a System Security Plan as blocks, with an empty field wherever nothing is stated."""

from collections.abc import Iterable, Iterator
from functools import partial

from msgspec.structs import replace

from generator.documents.word_blocks import (
    Block,
    BookmarkReference,
    CellBlock,
    Field,
    Heading,
    Paragraph,
    TextRun,
    WordCell,
    WordTable,
    plain,
)
from generator.model.system import NOT_STATED
from generator.renderers.ssp.prose import PROMPT, region
from generator.renderers.ssp.rows import PlanStatement, PlanTable, ProviderSignature, texts

TEXT, HEADING, TABLE = "Table Text", "Table Heading", "Package Table"
"""Styles of our own layout."""
_APPENDIX = "Appendix 1"
_MOST_COLUMNS = 10
_IN_A_CELL = 4.2
"""Inches of the second column of Table 3.1."""
SHORT_PROMPT = "Enter text."
"""The same where a cell is narrow."""
_NONE_DOCUMENTED = "None documented."
"""In the row of a table whose rows a person has to state: a blank one reads as if the table were broken."""


def is_prompt(text: str, key: str) -> bool:
    """Does a field say no more than its prompt? Plans of before December 2026 had another one, with the key."""
    return text in (PROMPT, SHORT_PROMPT, NOT_STATED, f"{NOT_STATED} ({key})")


def table_bookmark(number: str) -> str:
    """Where references to a table lead."""
    return f"table {number}"


def plan_table(table: PlanTable, *, style: str, text_style: str, heading_style: str) -> Iterator[Block]:
    """The caption, and the table below it; more than ten columns need small letters."""
    small = len(table.widths) > _MOST_COLUMNS
    yield plain(
        f"Table {table.number} {table.title}", style="Caption", bookmark=table_bookmark(table.number), keep_with_next=True
    )
    yield table_of(
        table,
        style=style,
        text_style=f"Small {text_style}" if small else text_style,
        heading_style=f"Small {heading_style}" if small else heading_style,
    )


def table_of(table: PlanTable, *, style: str, text_style: str, heading_style: str) -> WordTable:
    """The table alone."""
    columns = len(table.widths)
    span = columns if table.labeled else 1
    header = tuple(WordCell(blocks=(_kept(name, heading_style),), span=span) for name in table.header)
    rows: list[tuple[WordCell, ...]] = [
        tuple(
            cell(statement, text_style, short=not table.labeled, kept=table.together and row is not table.rows[-1])
            for statement in row
        )
        for row in table.rows
    ]
    if not rows:
        rows = [empty_row(table, text_style)]
    named = f"Table {table.number}: {table.title}" if table.number else table.title
    return WordTable(rows=(header, *rows), widths=table.widths, style=style, description=named)


def empty_row(table: PlanTable, style: str) -> tuple[WordCell, ...]:
    """The row of a table that has none yet: the words that say why, or that none are documented; empty cells, as FedRAMP's form
    has them, where none have to be stated."""
    if table.none.shown or table.none.key:
        return (cell(PlanStatement(text=table.none.shown or _NONE_DOCUMENTED), style, span=len(table.widths)),)
    return tuple(cell(PlanStatement(), style) for _ in table.widths)


def cell(statement: PlanStatement, style: str, *, span: int = 1, short: bool = False, kept: bool = False) -> WordCell:
    """What is stated, or an empty field to type in (a short one in a narrow cell); `kept` on one page with the row below it."""
    blocks = cell_blocks(statement, style=style, short=short)
    if kept:
        blocks = tuple(replace(block, keep_with_next=True) if isinstance(block, Paragraph) else block for block in blocks)
    return WordCell(blocks=blocks, span=span)


def row_of(row: Iterable[str], style: str) -> tuple[WordCell, ...]:
    """A row of what is known."""
    return tuple(cell(statement, style) for statement in texts(*row))


def cell_blocks(statement: PlanStatement, *, style: str, short: bool = False) -> tuple[CellBlock, ...]:
    """The inside of a cell: the place of a running text, or a value, in a content control where a person states it."""
    if statement.prose is not None:
        return (region(statement, statement.prose, style=style, table_style=TABLE, width=_IN_A_CELL),)
    if statement.tag:
        prompt = SHORT_PROMPT if short else PROMPT
        return (
            Paragraph(
                content=(Field(tag=statement.tag, title=statement.place, text=statement.shown, prompt=prompt),), style=style
            ),
        )
    return tuple(
        plain(" ".join(part.split()) if style == "Body Text" else part.strip(), style=style) for part in _parts(statement)
    )


def _kept(text: str, style: str) -> Paragraph:
    return plain(text, style=style, keep_with_next=True)


def _parts(statement: PlanStatement) -> list[str]:
    return [part for part in statement.shown.split("\n\n") if part.strip()] or [""]


def signature_table(signature: ProviderSignature, *, style: str, text_style: str) -> WordTable:
    """Where somebody signs."""
    blank = PlanStatement()
    rows = (
        (PlanStatement(text="Signature"), blank, PlanStatement(text="Date"), blank),
        (PlanStatement(text="Name"), signature.name, PlanStatement(text="Title"), signature.title),
        (PlanStatement(text="Cloud Service Provider"), signature.organization, blank, blank),
    )
    return WordTable(
        rows=tuple(tuple(cell(statement, text_style) for statement in row) for row in rows),
        widths=(1.6, 2.3, 0.8, 1.8),
        header_rows=0,
        style=style,
        description=f"Place to sign for {signature.name.text or 'the provider'}",
    )


table = partial(table_of, style=TABLE, text_style=TEXT, heading_style=HEADING)
captioned = partial(plan_table, style=TABLE, text_style=TEXT, heading_style=HEADING)


def numbered(number: str, text: str) -> Heading:
    """A heading with the number that its style gives it."""
    return Heading(level=2 if "." in number else 1, text=text, number=number, bookmark=f"section {number}")


def appendix(letter: str, text: str) -> Heading:
    """The heading of an appendix."""
    return Heading(level=1, text=text, number=f"Appendix {letter}", style=_APPENDIX, bookmark=f"appendix {letter}")


def referring(before: str, table: str, after: str) -> Paragraph:
    """A sentence that leads to a table."""
    link = BookmarkReference(text=table, bookmark=table_bookmark(table.removeprefix("Table ")))
    content = (*((TextRun(text=before),) if before else ()), link, TextRun(text=after))
    return Paragraph(content=content, keep_with_next=True)
