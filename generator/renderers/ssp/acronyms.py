"""Appendix B of a System Security Plan: the acronyms that our own documents use, and what they stand for."""

import re
from collections.abc import Iterable, Iterator, Mapping

from generator.frameworks.acronyms import ACRONYMS, PLAIN
from generator.model.narrative import Grid, Span, TextBlock
from generator.renderers.appendix_a.rows import AppendixA
from generator.renderers.ssp.crossings import SITES
from generator.renderers.ssp.rows import PlanDocument
from generator.renderers.ssp.text import OWN_WORDS

_WORD = re.compile(r"(?<![\w./@:#&-])[A-Z0-9][A-Z0-9&]*[A-Z][A-Z0-9&]*s?(?![\w/@:#&(-]|\.\w)")
_MIXED = re.compile(r"(?<![\w./@:#&-])[A-Z][a-z]*[A-Z][A-Za-z]*(?![\w/@:#&(-]|\.\w)")
"""`SaaS`, `FedRAMP`: of these only those that are known count, since names of products are written so as well."""
_SHORTEST, _LONGEST = 2, 8
_NUMBERED = re.compile(r"[A-Z]{1,2}\d+|\d.*|.*\d{3,}.*|[IVX]+")
"""`E1`, `II`, `N5`, `10GB`, `FR1112000000`: labels and measures. Known acronyms with digits are in the tables."""


def acronyms(texts: Iterable[str], stated: Mapping[str, str]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """(acronym, what it stands for) of those that the texts use or people name, and those that are not explained."""
    used = {word for text in texts for word in _words(text)}
    own = {word.upper(): (word, meaning) for word, meaning in stated.items()}
    known = {word: own[word.upper()] for word in used if word.upper() in own}
    known |= {word: (word, ACRONYMS[word.upper()]) for word in used if word.upper() in ACRONYMS and word not in known}
    listed = {*known.values(), *own.values()}
    left = {word for word in used if word not in known and not _NUMBERED.fullmatch(word)}
    return tuple(sorted(listed, key=lambda row: (row[0].upper(), row))), tuple(sorted(left))


def _words(text: str) -> Iterator[str]:
    for candidate in _WORD.findall(text):
        word = candidate.removesuffix("s")
        if _SHORTEST <= len(word) <= _LONGEST and word not in PLAIN:
            yield word
    yield from (word for word in _MIXED.findall(text) if not word.isupper() and word.upper() in ACRONYMS)


def plan_texts(document: PlanDocument) -> Iterator[str]:
    """What the front matter prints."""
    yield from (document.system, document.provider, document.marking, *document.drafted, *document.cryptography, *OWN_WORDS)
    for statement in (document.boundary, document.network, document.flows):
        yield statement.text
    people = {document.prepared_by, document.prepared_for, document.owner, document.officer, document.contacts}
    sites = {table for table in document.architecture if table.title == SITES}
    for table in (table for table in document.tables if table not in people | sites):  # names and addresses are no words
        yield from table.header
        yield from (cell.text for row in table.rows for cell in row)
    yield from (figure.caption for figure in document.figures)


def control_texts(document: AppendixA) -> Iterator[str]:
    """What Appendix A prints, but for what people wrote as code."""
    for control in document.controls:
        yield from (control.title, control.role, control.inherited_from)
        yield from (row.value for row in control.parameters)
    for part in document.parts:
        if part.drafted:
            yield part.text
        for text_block in part.written:
            yield from _spans(text_block)


def _spans(text_block: TextBlock | Grid) -> Iterator[str]:
    rows: tuple[tuple[tuple[Span, ...], ...], ...] = text_block.rows if isinstance(text_block, Grid) else ((text_block.spans,),)
    for row in rows:
        for spans in row:
            yield "".join(" " if span.code else span.text for span in spans)
