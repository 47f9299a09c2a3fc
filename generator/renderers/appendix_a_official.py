"""SSP Appendix A filled into the form that FedRAMP publishes: generated text goes into the control tables that are there.

The form stays as it is: rows that we have nothing for are not touched, and what generated text needs beside it (how to
read it, the list of evidence) is added behind the form's last page.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.documents.sheet_fill import FillNote
from generator.documents.word_blocks import Block, Heading, PageBreak, Text, plain
from generator.documents.word_fill import FormFill, RowFill
from generator.renderers.appendix_a_blocks import (
    DRAFT,
    ORIGINATION_LABEL,
    ORIGINATIONS,
    STATUS_LABEL,
    STATUSES,
    boxes,
    evidence_table,
    part_blocks,
    part_bookmark,
    proposal,
    proposed_origination,
    reading,
    roles,
)
from generator.renderers.appendix_a_rows import AppendixA, ControlRow, Part

_STYLE = "Body Text"


def form(document: AppendixA) -> FormFill:
    """What goes into the tables of the controls that evidence speaks about."""
    rows = tuple(row for control in document.controls if control.drafted for row in _rows(control))
    return FormFill(rows=rows, replacements=_placeholders(document))


def _placeholders(document: AppendixA) -> dict[str, str]:
    """FedRAMP's own placeholders on the cover and in the page headers, for what system.yaml says."""
    known = {
        "<Insert CSP Name>": document.provider,
        "<Insert CSO Name>": document.system,
        "<Insert MM/DD/YYYY>": f"{document.as_of:%m/%d/%Y}",
    }
    return {placeholder: value for placeholder, value in known.items() if value}


def summary_title(control: ControlRow) -> str:
    """The first row of a control's summary table."""
    return f"{control.id} Control Summary Information"


def solution_title(control: ControlRow) -> str:
    """The first row of a control's solution table."""
    return f"{control.id} What is the solution and how is it implemented?"


def missing(document: AppendixA, notes: Iterable[FillNote]) -> frozenset[str]:
    """Controls with drafted text whose solution table is not in the form: each of their parts was noted as left out."""
    left_out = Counter(note.where for note in notes)
    return frozenset(
        control.id
        for control in document.controls
        if control.drafted and left_out[solution_title(control)] >= len(control.parts)
    )


def annex(document: AppendixA, absent: frozenset[str]) -> Iterator[Block]:
    """What is added at the end of the form; `absent` controls are not in it."""
    yield PageBreak()
    yield Heading(level=1, text="Generated text in this document")
    yield plain(DRAFT)
    yield from (plain(line) for line in _accounting(document, absent))
    yield from (plain(paragraph) for paragraph in reading(document))
    cited = _cited_in_form(document, absent)
    if cited.evidence:
        yield Heading(level=1, text="Evidence cited")
        yield evidence_table(cited, style="Table Grid", text_style=_STYLE, heading_style=_STYLE)


def _accounting(document: AppendixA, absent: frozenset[str]) -> Iterator[str]:
    filled = ", ".join(control.id for control in document.controls if control.drafted and control.id not in absent)
    yield f"Filled from evidence of {document.system} as of {document.as_of.isoformat()}: {filled or 'no control'}."
    left = ", ".join(control.id for control in document.controls if not control.drafted)
    if left:
        yield f"Left as they were, because no collected evidence speaks about them: {left}."
    if absent:
        names = ", ".join(control.id for control in document.controls if control.id in absent)
        yield f"Drafted, but not in this form: {names}."


def _cited_in_form(document: AppendixA, absent: frozenset[str]) -> AppendixA:
    """The document with only those citations that lead to text in the form."""
    kept = (
        replace(one, cited_by=tuple(place for place in one.cited_by if place[0] not in absent)) for one in document.evidence
    )
    return replace(document, evidence=tuple(one for one in kept if one.cited_by))


def _rows(control: ControlRow) -> Iterator[RowFill]:
    summary = summary_title(control)
    yield RowFill(title=summary, label="Responsible Role:", value=(Text(text=f" {roles(control)}"),))
    yield RowFill(
        title=summary, label=STATUS_LABEL, checked=boxes(control.statuses, STATUSES), blocks=proposal(control, _STYLE)
    )
    yield RowFill(
        title=summary,
        label=ORIGINATION_LABEL,
        checked=boxes(control.originations, ORIGINATIONS),
        blocks=(proposed_origination(_STYLE),),
    )
    for part in control.parts:
        yield _part(control, part)


def _part(control: ControlRow, part: Part) -> RowFill:
    return RowFill(
        title=solution_title(control),
        label=f"Part {part.letter}:" if part.letter else "",
        blocks=part_blocks(part, style=_STYLE, bookmark=part_bookmark(part.control, part.letter)),
    )
