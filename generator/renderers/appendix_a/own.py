"""SSP Appendix A in our own layout: cover, how to read it, contents, summary, each control's two tables, evidence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from generator.documents.word_blocks import (
    Block,
    BookmarkReference,
    Checkbox,
    Contents,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    TextRun,
    WordCell,
    WordTable,
    plain,
)
from generator.model.progress import AnswerProgress
from generator.renderers.appendix_a.blocks import (
    ORIGINATION_LABEL,
    ORIGINATIONS,
    STATUS_LABEL,
    STATUSES,
    box_tag,
    boxes,
    draft_line,
    evidence_table,
    inherited_field,
    parameter_field,
    part_blocks,
    part_bookmark,
    progress_table,
    proposal,
    proposed_origination,
    reading,
    requirement_text,
    role_field,
)
from generator.renderers.appendix_a.rows import AppendixA, ControlRow, SolutionPart
from generator.renderers.appendix_a.tailoring import tailoring
from generator.text import form_date

_TABLE_TEXT, _TABLE_HEADING = "Table Text", "Table Heading"
_WIDTH = 6.5  # inches between the margins of US Letter
_UNWRITTEN = "FFF6DF"  # a background, explained in `_COLORS`
_COLORS = "A yellow background marks what is not yet written."


PLACEHOLDERS: Mapping[str, str] = {
    "system.name": "the system's name",
    "provider": "the cloud service provider",
    "baseline": "the baseline: FedRAMP Moderate",
    "date": "the as-of date of the package",
    "marking": "what the package is marked with",
}
"""What a template of this document can name."""


def cover(document: AppendixA) -> Mapping[str, object]:
    """The values that the template's cover, header and footer ask for."""
    return {
        "system": {"name": document.system},
        "provider": document.provider,
        "baseline": document.baseline,
        "date": f"As of {form_date(document.as_of)}",
        "marking": document.marking,
    }


def blocks(document: AppendixA) -> Iterator[Block]:
    """Everything behind the cover's title."""
    yield Paragraph(content=(TextRun(text=draft_line(document), bold=True),), style="Cover Text")
    yield PageBreak()
    yield plain("Contents", style="Contents Title")
    yield Contents(deepest=3)
    yield Heading(level=1, text="About this document")
    yield Heading(level=2, text="How to read this document")
    yield from (plain(paragraph) for paragraph in (*reading(document), _COLORS))
    yield Heading(level=2, text="How far the answers have come")
    yield progress_table(document, style="Package Table", text_style=_TABLE_TEXT, heading_style=_TABLE_HEADING)
    yield Heading(level=2, text="Summary of controls")
    yield from _summary(document)
    for family, controls in groupby(document.controls, key=lambda control: control.family):
        yield Heading(level=1, text=family)
        for control in controls:
            yield from _control(control)
    yield from tailoring(document.tailoring)
    yield Heading(level=1, text="Evidence cited")
    yield plain(_counted_evidence(document))
    if document.evidence:
        yield evidence_table(document, style="Package Table", text_style=_TABLE_TEXT, heading_style=_TABLE_HEADING)


def _summary(document: AppendixA) -> Iterator[Block]:
    parts = document.parts
    drafted = sum(part.drafted for part in parts)
    written = sum(bool(part.written) for part in parts)
    missing = sum(part.state is AnswerProgress.MISSING for part in parts)
    yield plain(
        f"{len(document.controls)} controls with {len(parts)} parts: {written} parts written, {drafted} parts drafted from "
        f"evidence, {missing} not yet written."
    )
    names = ("Control", "Status", "Written", "From evidence only", "Not yet written")
    yield WordTable(
        rows=(
            tuple(WordCell(blocks=(plain(name, style=_TABLE_HEADING),)) for name in names),
            *(_summary_row(control) for control in document.controls),
        ),
        widths=(2.45, 1.25, 0.9, 0.95, 0.95),
        description="Each control with its status and its written, drafted and unwritten parts",
    )


def _summary_row(control: ControlRow) -> tuple[WordCell, ...]:
    named: tuple[Inline, ...] = (
        BookmarkReference(text=control.id, bookmark=_bookmark(control)),
        TextRun(text=f" {control.title}"),
    )
    written = control.parts_in(AnswerProgress.APPROVED, AnswerProgress.REVIEWED, AnswerProgress.WRITTEN)
    missing = control.parts_in(AnswerProgress.MISSING)
    return (
        WordCell(blocks=(Paragraph(content=named, style=_TABLE_TEXT),)),
        _cell(", ".join(boxes(control.statuses, STATUSES)) or "–"),
        _cell(_letters(written)),
        _cell(_letters(control.parts_in(AnswerProgress.GENERATED))),
        _cell(_letters(missing), shade=_UNWRITTEN if missing else ""),
    )


def _letters(parts: tuple[SolutionPart, ...]) -> str:
    return ", ".join(part.letter or "all" for part in parts) or "–"


def _control(control: ControlRow) -> Iterator[Block]:
    yield Heading(level=3 if control.enhancement else 2, text=f"{control.id} {control.title}", bookmark=_bookmark(control))
    yield from (replace(line, keep_with_next=True) for line in requirement_text(control.requirement, "Body Text"))
    if control.why:
        yield Paragraph(content=(TextRun(text=control.why),), keep_with_next=True)
    yield _table(f"{control.id} Control Summary Information", _summary_cells(control))
    yield _table(f"{control.id} What is the solution and how is it implemented?", [_part_cell(part) for part in control.parts])


def _summary_cells(control: ControlRow) -> Iterator[WordCell]:
    """Kept on one page: Word keeps a row with the next one where its paragraphs say so."""
    yield _kept((TextRun(text="Responsible Role: ", bold=True), role_field(control)))
    for row in control.parameters:
        yield _kept((TextRun(text=f"Parameter {row.label}: ", bold=True), parameter_field(row)))
    statuses = _boxes(control, "status", STATUS_LABEL, control.statuses, STATUSES)
    yield WordCell(blocks=tuple(replace(line, keep_with_next=True) for line in (*statuses, *proposal(control, _TABLE_TEXT))))
    *others, inherited = _boxes(control, "origination", ORIGINATION_LABEL, control.originations, ORIGINATIONS)
    named = (*inherited.content, TextRun(text=" for "), inherited_field(control))
    yield WordCell(blocks=(*others, replace(inherited, content=named), *proposed_origination(control, _TABLE_TEXT)))


def _boxes(
    control: ControlRow, kind: str, title: str, values: Iterable[str], labels: Mapping[str, str]
) -> tuple[Paragraph, ...]:
    checked = set(values)
    lines: Iterable[tuple[Inline, ...]] = (
        (TextRun(text=title, bold=True),),
        *(
            (Checkbox(label=label, checked=value in checked, tag=box_tag(kind, control.id, value)),)
            for value, label in labels.items()
        ),
    )
    return tuple(Paragraph(content=line, style=_TABLE_TEXT) for line in lines)


def _part_cell(part: SolutionPart) -> WordCell:
    label: tuple[Paragraph, ...] = ()
    if part.letter:
        label = (Paragraph(content=(TextRun(text=f"Part {part.letter}:", bold=True),), style=_TABLE_TEXT),)
    label += requirement_text(part.requirement, _TABLE_TEXT)
    bookmark = part_bookmark(part.control, part.letter)
    body = part_blocks(part, style=_TABLE_TEXT, table_style="Package Table", bookmark=bookmark)
    return WordCell(blocks=label + body, shade=_shade(part))


def _shade(part: SolutionPart) -> str:
    return _UNWRITTEN if part.state is AnswerProgress.MISSING else ""


def _table(title: str, cells: Iterable[WordCell]) -> WordTable:
    heading = Paragraph(content=(TextRun(text=title),), style=_TABLE_HEADING, keep_with_next=True)
    return WordTable(rows=((WordCell(blocks=(heading,)),), *((cell,) for cell in cells)), widths=(_WIDTH,), description=title)


def _kept(content: tuple[Inline, ...]) -> WordCell:
    return WordCell(blocks=(Paragraph(content=content, style=_TABLE_TEXT, keep_with_next=True),))


def _cell(text: str, *, shade: str = "") -> WordCell:
    return WordCell(blocks=(plain(text, style=_TABLE_TEXT),), shade=shade)


def _bookmark(control: ControlRow) -> str:
    return f"control {control.id}"


def _counted_evidence(document: AppendixA) -> str:
    if not document.evidence:
        return "No collected file is cited by the text of this document."
    return (
        f"{len(document.evidence)} files, numbered in the order in which this document first cites them. Paths are relative to "
        "the package. The hashes are those of the files as they were collected."
    )
