"""SSP Appendix A filled into the form that FedRAMP publishes: text goes into the control tables that are there.

What FedRAMP tells the writer to delete is deleted (the template's revision history, tables of instructions), and so are the
page numbers of its table of contents, which are wrong once anything is filled in. The rest of the form stays as it is; the
state of the statements and the list of evidence are added behind the form's last page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from generator.documents.sheet_fill import FillNote
from generator.documents.word_blocks import Block, CellBlock, Heading, PageBreak, TextRun, plain
from generator.documents.word_fill import FormFill, RowFill
from generator.documents.word_styles import FORM_TEXT
from generator.renderers.appendix_a.blocks import (
    ORIGINATION_LABEL,
    ORIGINATIONS,
    STATES_TITLE,
    STATUS_LABEL,
    STATUSES,
    box_tag,
    boxes,
    draft_line,
    evidence_table,
    how_to_read,
    inherited_field,
    parameter_value,
    part_blocks,
    part_bookmark,
    proposal,
    proposed_origination,
    role_field,
    state_line,
    states_table,
)
from generator.renderers.appendix_a.rows import AppendixA, ControlRow, SolutionPart
from generator.text import form_date

_STYLE, _TABLE = "Body Text", "Table Grid"
_WIDTH = 5.9  # inches inside a cell of a control's table
_CLICK, _CSP = "[Click here to enter text]", "<CSP Name here>"
"""Where the form, and the one for LI-SaaS, want the name of the authorization that a control is inherited from."""
_PLACEHOLDERS = re.compile(
    r"<\s*Insert[^>]*>|\[\s*Click here[^\]]*\]|<CS[PO][^>]*>|\[System Name\]|\[Number\]|<name of file>"
    r"|<Instruction:|<m/d/yyyy[^>]*>|<date>|<assessor>|<did / did not>|<describe[^>]*>"  # of LI-SaaS, for the assessor
)
_ORIGINATIONS = {**ORIGINATIONS, "inherited": "Inherited from pre-existing"}
"""The forms word the last box differently."""


def form(document: AppendixA) -> FormFill:
    """What goes into the form."""
    rows = tuple(row for control in document.controls for row in _rows(control, tailored=document.tailored))
    return FormFill(
        rows=rows,
        replacements=_placeholders(document),
        drop_tables=("Instructions:",),
        drop_styles=("deletion instruction",),
        drop_pages=(("Template Revision History", "deletion instruction"),),
        drop_page_numbers=True,
        drop_dead_references=True,
        repeat_titles=True,
        placeholders=_PLACEHOLDERS,
        annex=lambda notes, _left: annex(document, missing(document, notes)),
    )


def _placeholders(document: AppendixA) -> dict[str, str]:
    """FedRAMP's own placeholders on the cover and in the page headers, for what system.yaml says."""
    known = {
        "<Insert CSP Name>": document.provider,
        "<Insert CSO Name>": document.system,
        "<CSO Name>": document.system,
        "<CSO>": document.system,
        "[System Name]": document.system,
        "<Insert Version X.X>": document.version,
        "<Insert Version X.X": document.version,  # as the page header has it
        "<Insert MM/DD/YYYY>": form_date(document.as_of),
    }
    return {placeholder: value for placeholder, value in known.items() if value}


def summary_title(control: ControlRow) -> str:
    """The first row of a control's summary table."""
    return f"{control.id} Control Summary Information"


def solution_title(control: ControlRow) -> str:
    """The first row of a control's solution table."""
    return f"{control.id} What is the solution and how is it implemented?"


def missing(document: AppendixA, notes: Iterable[FillNote]) -> frozenset[str]:
    """Controls whose solution table is not in the form: each of their parts was noted as left out."""
    left_out = Counter(note.where for note in notes)
    rows = 1 if document.tailored else 0
    return frozenset(
        control.id for control in document.controls if left_out[solution_title(control)] >= (rows or len(control.parts))
    )


def annex(document: AppendixA, absent: frozenset[str]) -> Iterator[Block]:
    """What is added at the end of the form; `absent` controls are not in it."""
    yield PageBreak()
    yield Heading(level=1, text=STATES_TITLE)
    yield plain(draft_line(document))
    if absent:
        names = ", ".join(control.id for control in document.controls if control.id in absent)
        yield plain(f"Controls of the plan for which this form has no table; their statements are in the OSCAL plan: {names}.")
    yield states_table(document, style=_TABLE, text_style=FORM_TEXT, heading_style=FORM_TEXT)
    yield from how_to_read(document)
    cited = _cited_in_form(document, absent)
    if cited.evidence:
        yield Heading(level=1, text="Evidence cited")
        yield evidence_table(cited, style=_TABLE, text_style=FORM_TEXT, heading_style=FORM_TEXT)


def _cited_in_form(document: AppendixA, absent: frozenset[str]) -> AppendixA:
    """The document with only those citations that lead to text in the form."""
    kept = (
        replace(evidence, cited_by=tuple(place for place in evidence.cited_by if place[0] not in absent))
        for evidence in document.evidence
    )
    return replace(document, evidence=tuple(evidence for evidence in kept if evidence.cited_by))


def _rows(control: ControlRow, *, tailored: bool) -> Iterator[RowFill]:
    summary = summary_title(control)
    yield RowFill(title=summary, label="Responsible Role:", value=(TextRun(text=" "), role_field(control)))
    for row in () if tailored else control.parameters:
        yield RowFill(title=summary, label=f"Parameter {row.label}:", value=(TextRun(text=" "), *parameter_value(row)))
    yield RowFill(
        title=summary,
        label=STATUS_LABEL,
        checked=boxes(control.statuses, STATUSES),
        tags=tuple((label, box_tag("status", control.id, value)) for value, label in STATUSES.items()),
        blocks=proposal(control, _STYLE),
    )
    yield RowFill(
        title=summary,
        label=ORIGINATION_LABEL,
        or_labels=(f"☐ {next(iter(ORIGINATIONS.values()))}",),
        checked=boxes(control.originations, _ORIGINATIONS),
        tags=tuple((label, box_tag("origination", control.id, value)) for value, label in _ORIGINATIONS.items()),
        fields=((_CSP if tailored else _CLICK, inherited_field(control)),),
        blocks=proposed_origination(control, _STYLE),
    )
    if tailored:
        yield _solution(control)
    else:
        yield from (_part(control, part) for part in control.parts)


def _part(control: ControlRow, part: SolutionPart) -> RowFill:
    return RowFill(
        title=solution_title(control), label=f"Part {part.letter}:" if part.letter else "", blocks=_part_blocks(part)
    )


def _solution(control: ControlRow) -> RowFill:
    """LI-SaaS has one row for all parts."""
    blocks: list[CellBlock] = []
    for part in control.parts:
        if part.letter:
            blocks.append(plain(f"Part {part.letter}:", bold=True, style=_STYLE, keep_with_next=True))
        blocks += _part_blocks(part)
    label = f"Description of how {control.id} is implemented,"
    return RowFill(title=solution_title(control), label=label, blocks=tuple(blocks))


def _part_blocks(part: SolutionPart) -> tuple[CellBlock, ...]:
    return part_blocks(
        part,
        style=_STYLE,
        table_style=_TABLE,
        width=_WIDTH,
        line=state_line(part),
        bookmark=part_bookmark(part.control, part.letter),
    )
