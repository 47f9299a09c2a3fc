"""The appendices of a System Security Plan: which there are, and those that stand inside it (B, E, K, L)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from msgspec.structs import replace

from generator.documents.word_blocks import Block, Checkbox, Paragraph, SectionEnd, WordCell, WordTable, plain
from generator.renderers.ssp.blocks import (
    HEADING,
    TABLE,
    TEXT,
    appendix,
    captioned,
    cell,
    numbered,
    referring,
    row_of,
    table_bookmark,
)
from generator.renderers.ssp.rows import PlanDocument
from generator.renderers.ssp.text import ATTACHED, IDENTITY, categorization


def appendices(document: PlanDocument) -> Iterator[Block]:
    """Section 12 and all that follows it."""
    yield numbered("12", "SSP Appendices List")
    yield referring("", "Table 12.1", " lists the appendices of this plan and their files.")
    yield from captioned(document.appendices)
    yield SectionEnd(landscape=False, label="12")
    groups = [list(group) for _, group in groupby(ATTACHED, key=lambda letter: letter if letter in _INSIDE else "")]
    for letters in groups:
        if letters[0] in _INSIDE:
            yield from _INSIDE[letters[0]](document)
        else:
            yield from _apart(document, letters)
        yield SectionEnd(landscape=letters == ["K"], label=letters[0])


def _apart(document: PlanDocument, letters: Sequence[str]) -> Iterator[Block]:
    """Appendices that are files of their own, those in a row on one page."""
    unnamed = {text.key.rpartition(".")[2] for row in document.appendices.rows for text in row if text.is_outstanding}
    for letter in letters:
        title, text = ATTACHED[letter]
        yield appendix(letter, f"{document.system} {title}")
        named = plain(text) if letter in unnamed else referring(f"{text} ", "Table 12.1", " names its file.")
        yield replace(named, keep_with_next=letter != letters[-1])


def acronyms(document: PlanDocument, *, style: str, text_style: str, heading_style: str) -> WordTable:
    """Those that are used, with what they stand for."""
    rows = [row_of(("Acronym", "Meaning"), heading_style)]
    rows += [row_of(row, text_style) for row in document.acronyms]
    rows += [(*row_of((acronym,), text_style), cell(meaning, text_style)) for acronym, meaning in document.meanings]
    return WordTable(rows=tuple(rows), widths=(1.4, 5.1), style=style, description="Acronyms and what they stand for")


def _acronyms(document: PlanDocument) -> Iterator[Block]:
    yield appendix("B", f"{document.system} Related Acronyms")
    yield plain("This plan and its Appendices A and Q use the acronyms below.")
    yield acronyms(document, style=TABLE, text_style=TEXT, heading_style=HEADING)


def _identity(document: PlanDocument) -> Iterator[Block]:
    yield appendix("E", f"{document.system} Digital Identity Worksheet")
    yield from (plain(line) for line in IDENTITY)
    rows = [row_of(("Digital Identity Level", "Maximum Impact Profile", "Selection"), HEADING)]
    for level, profile in ((1, "Low/LI-SaaS"), (2, "Moderate"), (3, "High")):
        box = Paragraph(content=(Checkbox(label="", checked=document.identity.text == str(level)),), style=TEXT)
        name = f"Level {level}: AAL{level}, IAL{level}, FAL{level}"
        rows.append((*row_of((name, profile), TEXT), WordCell(blocks=(box,))))
    yield plain("Table E.2 Digital Identity Level", style="Caption", bookmark=table_bookmark("E.2"), keep_with_next=True)
    yield WordTable(rows=tuple(rows), widths=(3.0, 2.2, 1.3), style=TABLE, description="Table E.2: the digital identity level")


def _categorized(document: PlanDocument) -> Iterator[Block]:
    yield appendix("K", f"{document.system} Federal Information Processing Standard (FIPS) 199 Categorization")
    named = bool(document.information_types.rows)
    yield from map(
        plain,
        categorization(document.system, level=document.categorization, baseline=document.baseline, types=named),
    )
    yield from captioned(document.information_types)


def _laws(document: PlanDocument) -> Iterator[Block]:
    yield appendix("L", f"{document.system}-Specific Laws and Regulations")
    yield referring("", "Table L.1", f" lists the laws and regulations that apply to {document.system} itself.")
    yield from captioned(document.laws)


_INSIDE: Mapping[str, Callable[[PlanDocument], Iterator[Block]]] = MappingProxyType(
    {"B": _acronyms, "E": _identity, "K": _categorized, "L": _laws}
)
"""Appendices that stand inside the plan."""
