"""SSP Appendix A filled into the form that FedRAMP publishes: generated text goes into the control tables that are there.

The form stays as it is: rows that we have nothing for are not touched, and what generated text needs beside it (how to
read it, the list of evidence) is added behind the form's last page.
"""

from collections.abc import Iterator

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
    reading,
    roles,
)
from generator.renderers.appendix_a_rows import AppendixA, ControlRow, Part

_STYLE = "Body Text"


def form(document: AppendixA) -> FormFill:
    """What goes into the tables of the controls that evidence speaks about."""
    return FormFill(
        rows=tuple(row for control in document.controls if control.drafted for row in _rows(control)), replacements={}
    )


def summary_title(control: ControlRow) -> str:
    """The first row of a control's summary table."""
    return f"{control.id} Control Summary Information"


def solution_title(control: ControlRow) -> str:
    """The first row of a control's solution table."""
    return f"{control.id} What is the solution and how is it implemented?"


def annex(document: AppendixA) -> Iterator[Block]:
    """What is added at the end of the form."""
    filled = ", ".join(control.id for control in document.controls if control.drafted)
    left = ", ".join(control.id for control in document.controls if not control.drafted)
    yield PageBreak()
    yield Heading(level=1, text="Generated text in this document")
    yield plain(DRAFT)
    yield plain(f"Filled from evidence of {document.system} as of {document.as_of.isoformat()}: {filled or 'no control'}.")
    if left:
        yield plain(f"Left as they were, because no collected evidence speaks about them: {left}.")
    yield from (plain(paragraph) for paragraph in reading(document))
    if document.evidence:
        yield Heading(level=1, text="Evidence cited")
        yield evidence_table(document, style="Table Grid", text_style=_STYLE, heading_style=_STYLE)


def _rows(control: ControlRow) -> Iterator[RowFill]:
    summary = summary_title(control)
    yield RowFill(title=summary, label="Responsible Role:", value=(Text(text=f" {roles(control)}"),))
    yield RowFill(
        title=summary, label=STATUS_LABEL, checked=boxes(control.statuses, STATUSES), blocks=proposal(control, _STYLE)
    )
    yield RowFill(title=summary, label=ORIGINATION_LABEL, checked=boxes(control.originations, ORIGINATIONS))
    for part in control.parts:
        yield _part(control, part)


def _part(control: ControlRow, part: Part) -> RowFill:
    return RowFill(
        title=solution_title(control),
        label=f"Part {part.letter}:" if part.letter else "",
        blocks=part_blocks(part, style=_STYLE, bookmark=part_bookmark(part.control, part.letter)),
    )
