"""SSP Appendix A in our own layout: cover, contents by family, each family with a table of its controls, evidence.

Families begin a section of their own whose pages are counted by themselves ("3-1", "3-2"), so that the contents name right
pages wherever the document is opened.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from msgspec.structs import replace

from generator.documents.word_blocks import (
    FRONT_PAGES,
    Block,
    BookmarkReference,
    Checkbox,
    Contents,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    SectionEnd,
    TextRun,
    WordCell,
    WordTable,
    plain,
    text_cell,
    text_cells,
)
from generator.model.progress import AnswerProgress
from generator.renderers.answer_progress import FILLS
from generator.renderers.appendix_a.blocks import (
    ORIGINATION_LABEL,
    ORIGINATIONS,
    STATES,
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
    requirement_text,
    role_field,
    state_line,
    states_table,
)
from generator.renderers.appendix_a.rows import AppendixA, ControlRow, SolutionPart
from generator.renderers.appendix_a.tailoring import tailoring
from generator.text import counted, form_date

_TABLE_TEXT, _TABLE_HEADING = "Table Text", "Table Heading"
_STYLE = "Package Table"
_LABELS, _VALUES = 2.35, 4.15  # inches: columns of a control's summary, 6.5 between the margins of US Letter
_STATE, _TEXT, _CELL_MARGINS = 1.1, 5.4, 0.2
_EVIDENCE_PAGES, _TAILORING_PAGES = "E", "T"


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
        "provider": document.provider or "Cloud Service Provider",
        "baseline": document.baseline,
        "date": f"As of {form_date(document.as_of)}",
        "marking": document.marking,
    }


def blocks(document: AppendixA) -> Iterator[Block]:
    """Everything behind the cover's title."""
    yield plain(draft_line(document), bold=True, style="Cover Text")
    yield PageBreak()
    yield plain("Contents", style="Contents Title")
    yield Contents(deepest=1)
    yield PageBreak()
    yield plain(STATES_TITLE, style="Contents Title", keep_with_next=True)
    yield plain(_counted(document.controls))
    yield states_table(document, style=_STYLE, text_style=_TABLE_TEXT, heading_style=_TABLE_HEADING)
    yield from how_to_read(document)
    if document.texts_from:
        yield plain(f"Requirements in italics are quoted from {document.texts_from}.")
    yield SectionEnd(landscape=False, label=FRONT_PAGES)
    families = groupby(document.controls, key=lambda control: (control.id[:2], control.family))
    for number, ((family, name), controls) in enumerate(families, start=1):
        yield from _family(f"{name} ({family})", tuple(controls))
        yield SectionEnd(landscape=False, label=str(number))
    if document.tailoring:
        yield from tailoring(document.tailoring)
        yield SectionEnd(landscape=False, label=_TAILORING_PAGES)
    yield Heading(level=1, text="Evidence cited")
    yield plain(_counted_evidence(document))
    if document.evidence:
        yield evidence_table(document, style=_STYLE, text_style=_TABLE_TEXT, heading_style=_TABLE_HEADING)
    yield SectionEnd(landscape=False, label=_EVIDENCE_PAGES)


def _family(title: str, controls: tuple[ControlRow, ...]) -> Iterator[Block]:
    yield Heading(level=1, text=title)
    yield plain(_counted(controls))
    names = ("Control", "Implementation status", "State of its statements")
    yield WordTable(
        rows=(
            text_cells(names, _TABLE_HEADING),
            *(_overview(control) for control in controls),
        ),
        widths=(3.3, 1.4, 1.8),
        description=f"{title}: each control with its implementation status and the state of its statements",
    )
    for control in controls:
        yield from _control(control)


def _counted(controls: Iterable[ControlRow]) -> str:
    listed = tuple(controls)
    parts = [part for control in listed for part in control.parts]
    counts = {state: sum(part.state is state for part in parts) for state in STATES}
    states = ", ".join(f"{number:,} {state.words}" for state, number in counts.items() if number)
    return f"{counted(len(listed), 'control')} with {counted(len(parts), 'statement')}: {states}."


def _overview(control: ControlRow) -> tuple[WordCell, ...]:
    named: tuple[Inline, ...] = (
        BookmarkReference(text=control.id, bookmark=_bookmark(control)),
        TextRun(text=f" {control.title}"),
    )
    states = [state for state in STATES if control.parts_in(state)]
    if len(states) == 1:
        words = states[0].label
    else:
        words = "; ".join(f"{', '.join(part.letter for part in control.parts_in(state))}: {state.label}" for state in states)
    furthest = states[-1] if states else AnswerProgress.MISSING
    return (
        WordCell(blocks=(Paragraph(content=named, style=_TABLE_TEXT),)),
        _cell(", ".join(boxes(control.statuses, STATUSES)) or "–"),
        _cell(words, shade=FILLS[furthest]),
    )


def _control(control: ControlRow) -> Iterator[Block]:
    yield Heading(level=3 if control.enhancement else 2, text=f"{control.id} {control.title}", bookmark=_bookmark(control))
    yield from (replace(line, keep_with_next=True) for line in requirement_text(control.requirement, "Body Text"))
    if control.why:
        yield plain(control.why, keep_with_next=True)
    yield _summary(control)
    yield _solution(control)


def _summary(control: ControlRow) -> WordTable:
    """Kept on one page: Word keeps a row with the next one where its paragraphs say so."""
    statuses = _boxes(control, "status", STATUS_LABEL, control.statuses, STATUSES)
    *others, inherited = _boxes(control, "origination", ORIGINATION_LABEL, control.originations, ORIGINATIONS)
    named = (*inherited.content, TextRun(text=" for "), inherited_field(control))
    originations = (*others, replace(inherited, content=named), *proposed_origination(control, _TABLE_TEXT))
    title = f"{control.id} Control Summary Information"
    return WordTable(
        rows=(
            (WordCell(blocks=(_heading(title),), span=2),),
            _labeled("Responsible Role:", (role_field(control),)),
            *(_labeled(f"Parameter {row.label}:", parameter_value(row)) for row in control.parameters),
            (WordCell(blocks=(*statuses, *proposal(control, _TABLE_TEXT))), WordCell(blocks=originations)),
        ),
        widths=(_LABELS, _VALUES),
        description=title,
    )


def _labeled(label: str, value: tuple[Inline, ...]) -> tuple[WordCell, ...]:
    contents: tuple[tuple[Inline, ...], ...] = ((TextRun(text=label, bold=True),), value)
    return tuple(WordCell(blocks=(Paragraph(content=content, style=_TABLE_TEXT, keep_with_next=True),)) for content in contents)


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


def _solution(control: ControlRow) -> WordTable:
    title = f"{control.id} What is the solution and how is it implemented?"
    return WordTable(
        rows=((WordCell(blocks=(_heading(title),), span=2),), *(_part(part) for part in control.parts)),
        widths=(_STATE, _TEXT),
        description=title,
    )


def _part(part: SolutionPart) -> tuple[WordCell, ...]:
    """Its letter and state at the left, what it asks and says at the right."""
    label = (plain(f"Part {part.letter}:", bold=True, style=_TABLE_TEXT),) if part.letter else ()
    state = plain(part.state.label, style=_TABLE_TEXT)
    bookmark = part_bookmark(part.control, part.letter)
    more = part.remark or part.inherited_from or part.evidence_sought
    line = state_line(part) if more else ""  # else the state stands at the left
    body = part_blocks(part, style=_TABLE_TEXT, table_style=_STYLE, width=_TEXT - _CELL_MARGINS, line=line, bookmark=bookmark)
    return (
        WordCell(blocks=(*label, state), shade=FILLS[part.state]),
        WordCell(blocks=(*requirement_text(part.requirement, _TABLE_TEXT), *body)),
    )


def _heading(title: str) -> Paragraph:
    return plain(title, style=_TABLE_HEADING, keep_with_next=True)


def _cell(text: str, *, shade: str = "") -> WordCell:
    return text_cell(text, _TABLE_TEXT, shade=shade)


def _bookmark(control: ControlRow) -> str:
    return f"control {control.id}"


def _counted_evidence(document: AppendixA) -> str:
    if not document.evidence:
        return "No collected file is cited by the text of this document."
    return (
        f"{len(document.evidence)} files, numbered in the order in which this document first cites them. Paths are relative to "
        "the package. The hashes are those of the files as they were collected."
    )
