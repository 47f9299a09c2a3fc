"""The appendices of a System Security Plan: which there are, and those that stand inside it (B, E, K, L)."""

from collections.abc import Iterator

from generator.documents.word_blocks import (
    Block,
    Checkbox,
    Paragraph,
    SectionEnd,
    TextRun,
    WordCell,
    WordTable,
    plain,
)
from generator.renderers.ssp.blocks import (
    HEADING,
    TABLE,
    TEXT,
    appendix,
    captioned,
    cell,
    numbered,
    paragraphs,
    referring,
    table_bookmark,
)
from generator.renderers.ssp.rows import PlanDocument, PlanStatement
from generator.renderers.ssp.text import ATTACHED, IDENTITY, categorization


def appendices(document: PlanDocument) -> Iterator[Block]:
    """Section 12 and all that follows it."""
    yield from _appendices_list(document)
    yield from _inside(document)


def _appendices_list(document: PlanDocument) -> Iterator[Block]:
    yield numbered("12", "SSP Appendices List")
    yield referring("", "Table 12.1", " lists the appendices of this plan and their files.")
    yield from captioned(document.appendices)


def _inside(document: PlanDocument) -> Iterator[Block]:
    """The appendices one by one: four stand here, the others are files of their own."""
    unnamed = {text.key.rpartition(".")[2] for row in document.appendices.rows for text in row if text.is_outstanding}
    for letter, (title, text) in ATTACHED.items():
        if letter == "B":
            yield from _acronyms(document)
        elif letter == "E":
            yield from _identity(document)
        elif letter == "K":
            yield from _categorized(document)
        elif letter == "L":
            yield appendix("L", f"{document.system}-Specific Laws and Regulations")
            yield from captioned(document.laws)
        else:
            yield appendix(letter, f"{document.system} {title}")
            named = " will name its file: it is not stated yet." if letter in unnamed else " names its file."
            yield referring(f"{text} ", "Table 12.1", named)


def acronyms(document: PlanDocument, *, style: str, text_style: str, heading_style: str) -> WordTable:
    """Those that are used, with what they stand for."""
    rows = [tuple(cell(PlanStatement(text=text), text_style) for text in row) for row in document.acronyms]
    statement = PlanStatement(key="plan.acronyms")
    rows += [(cell(PlanStatement(text=acronym), text_style), cell(statement, text_style)) for acronym in document.unexplained]
    header = tuple(cell(PlanStatement(text=name), heading_style) for name in ("Acronym", "Meaning"))
    return WordTable(rows=(header, *rows), widths=(1.4, 5.1), style=style, description="Acronyms and what they stand for")


def _acronyms(document: PlanDocument) -> Iterator[Block]:
    yield appendix("B", f"{document.system} Related Acronyms")
    yield plain("Acronyms that this plan and its appendices A and Q use.")
    yield acronyms(document, style=TABLE, text_style=TEXT, heading_style=HEADING)


def _identity(document: PlanDocument) -> Iterator[Block]:
    yield appendix("E", f"{document.system} Digital Identity Worksheet")
    yield from (plain(line) for line in IDENTITY)
    if document.identity.is_outstanding:
        yield from paragraphs(document.identity)
    rows = [
        tuple(
            cell(PlanStatement(text=name), HEADING)
            for name in ("Digital Identity Level", "Maximum Impact Profile", "Selection")
        )
    ]
    for level, profile in ((1, "Low/LI-SaaS"), (2, "Moderate"), (3, "High")):
        box = Paragraph(content=(Checkbox(label="", checked=document.identity.text == str(level)),), style=TEXT)
        name = f"Level {level}: AAL{level}, IAL{level}, FAL{level}"
        rows.append((cell(PlanStatement(text=name), TEXT), cell(PlanStatement(text=profile), TEXT), WordCell(blocks=(box,))))
    yield Paragraph(
        content=(TextRun(text="Table E.2 Digital Identity Level"),),
        style="Caption",
        bookmark=table_bookmark("E.2"),
        keep_with_next=True,
    )
    yield WordTable(rows=tuple(rows), widths=(3.0, 2.2, 1.3), style=TABLE, description="Table E.2: the digital identity level")


def _categorized(document: PlanDocument) -> Iterator[Block]:
    yield SectionEnd(landscape=False)
    yield appendix("K", f"{document.system} Federal Information Processing Standard (FIPS) 199 Categorization")
    named = bool(document.information_types.rows)
    yield from map(
        plain,
        categorization(document.system, level=document.categorization, baseline=document.baseline, types=named),
    )
    yield from captioned(document.information_types)
    yield SectionEnd(landscape=True)
