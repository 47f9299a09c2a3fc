"""What the own document and the user's official template have in common: parts, check boxes, parameters and evidence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.documents.word_blocks import (
    BookmarkReference,
    CellBlock,
    Field,
    Inline,
    Paragraph,
    TextRun,
    WordCell,
    WordRegion,
    WordTable,
    plain,
    text_cell,
    text_cells,
)
from generator.documents.word_styles import NARRATIVE_END, NARRATIVE_STATE
from generator.frameworks.rev5.table import FAMILIES
from generator.model.progress import AnswerProgress, tallies
from generator.model.requirement_text import RequirementLine
from generator.renderers.answer_progress import FILLS
from generator.renderers.appendix_a.rows import (
    AppendixA,
    CitedEvidence,
    CitedSentence,
    ControlRow,
    EvidenceCitation,
    ParameterRow,
    SolutionPart,
    part_label,
)
from generator.renderers.narrative_blocks import narrative_blocks
from generator.text import form_date, left_out

STATES_TITLE = "State of the control statements"
STATES = tuple(reversed(AnswerProgress))
"""From not started to approved."""
_SET_IN = "\u2003"
PROMPT = "Click or tap here to enter text."
"""In a field that is not filled: what Word itself shows in an empty content control."""
ORGANIZATION_DEFINED = "To be defined by the service provider"
_MOST_EVIDENCE = 4
"""Kinds of evidence that one line names."""
_LEADS = ("Drafted from evidence:", "As the leveraged system's plan states it:")
_CITED = 6
"""Files that one sentence names; the list of evidence has the others."""

STATUS_LABEL = "Implementation Status (check all that apply):"
STATUSES: Mapping[str, str] = {
    "implemented": "Implemented",
    "partial": "Partially Implemented",
    "planned": "Planned",
    "alternative": "Alternative implementation",
    "not-applicable": "Not Applicable",
}
"""FedRAMP's values of `implementation-status` and the boxes of SSP Appendix A, in its order."""

ORIGINATION_LABEL = "Control Origination (check all that apply):"
ORIGINATIONS: Mapping[str, str] = {
    "sp-corporate": "Service Provider Corporate",
    "sp-system": "Service Provider System Specific",
    "hybrid": "Service Provider Hybrid (Corporate and System Specific)",
    "customer-configured": "Configured by Customer (Customer System Specific)",
    "customer-provided": "Provided by Customer (Customer System Specific)",
    "shared": "Shared (Service Provider and Customer Responsibility)",
    "inherited": "Inherited from pre-existing FedRAMP Authorization",
}
"""FedRAMP's values of `control-origination` and the boxes of SSP Appendix A; `hybrid` and `shared` have no OSCAL value."""


def part_blocks(
    part: SolutionPart, *, style: str, table_style: str, width: float, line: str, bookmark: str = ""
) -> tuple[CellBlock, ...]:
    """What stands below `Part a:`: the writer's own place, the line that closes it, what the evidence says.

    `width` is that of the writer's tables in inches, `line` what `state_line` says, or nothing where that stands elsewhere.
    """
    drafted_only = part.state is AnswerProgress.GENERATED
    marked_here = drafted_only or (bool(part.written) and not part.drafted)
    return (
        WordRegion(
            tag=part.tag,
            title=f"{part.label} statement",
            blocks=narrative_blocks(part.written, style=style, table_style=table_style, width=width),
            prompt=PROMPT,
            prompt_style=style,
            closing=Paragraph(
                content=(TextRun(text=line),) if line else (),
                style=NARRATIVE_STATE if line else NARRATIVE_END,
                bookmark=bookmark if marked_here else "",
                keep_with_next=drafted_only,
            ),
        ),
        *_drafted(part, style, "" if marked_here else bookmark),
    )


def state_line(part: SolutionPart) -> str:
    """The state in the words of every document and command, and who stands behind it or which evidence would speak to it."""
    if part.remark:
        return f"{part.state.label} {part.remark}"
    if part.inherited_from:
        return f"{part.state.label}: inherited from {part.inherited_from}."
    if not part.evidence_sought:
        return f"{part.state.label}."
    named = part.evidence_sought[:_MOST_EVIDENCE]
    more = len(part.evidence_sought) - len(named)
    return f"{part.state.label}. Evidence that would support it: {'; '.join(named)}{f'; and {more} more' if more else ''}."


def requirement_text(lines: Iterable[RequirementLine], style: str) -> tuple[Paragraph, ...]:
    """What a control or part requires, in its publisher's words; items below one another are set in."""
    return tuple(plain(f"{_SET_IN * line.depth}{line.text}", italic=True, style=style) for line in lines)


def proposal(control: ControlRow, style: str) -> tuple[Paragraph, ...]:
    """Stands below the check boxes of a status: who stated it, else what evidence proposes."""
    stated = control.stated * bool(control.statuses)
    return _note_on_boxes(stated, boxes(control.proposed_statuses, STATUSES), style)


def proposed_origination(control: ControlRow, style: str) -> tuple[Paragraph, ...]:
    """Stands below the check boxes of the origination."""
    stated = control.stated * bool(control.originations)
    return _note_on_boxes(stated, boxes(control.proposed_originations, ORIGINATIONS), style)


def _note_on_boxes(stated: str, proposed: Sequence[str], style: str) -> tuple[Paragraph, ...]:
    """Boxes are ticked by a named person only: what evidence proposes stands beside them."""
    text = stated or (f"Proposed: {', '.join(proposed)}" if proposed else "")
    return (plain(text, italic=True, style=style),) if text else ()


def role_field(control: ControlRow) -> Field:
    """The responsible role: what a person stated, else a proposal that shows until one does."""
    return Field(
        tag=f"role:{control.id}",
        title=f"{control.id} responsible role",
        text=control.role,
        prompt=f"Proposed: {roles(control)}" if control.roles else "Name the role.",
    )


def parameter_field(row: ParameterRow) -> Field:
    """The value of a parameter: the provider's, else FedRAMP's, which the provider may make stricter by typing over it."""
    return Field(tag=row.tag, title=f"{row.label} value", text=row.shown, prompt=ORGANIZATION_DEFINED)


def parameter_value(row: ParameterRow) -> tuple[Inline, ...]:
    """The field, and whose value it is."""
    mark = (TextRun(text=f" ({row.mark})", style="Placeholder Text"),) if row.mark else ()
    return (parameter_field(row), *mark)


def inherited_field(control: ControlRow) -> Field:
    """The authorization that a control is inherited from."""
    return Field(
        tag=f"inherited:{control.id}",
        title=f"{control.id} inherited from",
        text=control.inherited_from,
        prompt="(name of the authorization, where inherited)",
    )


def box_tag(kind: str, control: str, value: str) -> str:
    """`status:CM-8:implemented`."""
    return f"{kind}:{control}:{value}"


def roles(control: ControlRow) -> str:
    """Who is responsible by the plan, with the role where no person holds it yet."""
    return "; ".join(
        f"{title} ({', '.join(holders)})" if holders else f"{title} (no person named yet)" for title, holders in control.roles
    )


def boxes(values: Iterable[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    """Labels of the boxes to check."""
    chosen = set(values)
    return tuple(label for value, label in labels.items() if value in chosen)


def part_bookmark(control: str, letter: str) -> str:
    """Where citations of the evidence list lead."""
    return f"part {part_label(control, letter)}"


def evidence_table(document: AppendixA, *, style: str, text_style: str, heading_style: str) -> WordTable:
    """All files that generated text rests on."""
    header = text_cells(("No.", "File and SHA-256", "Collected", "Cited by"), heading_style)
    return WordTable(
        rows=(header, *(_evidence_row(evidence, text_style) for evidence in document.evidence)),
        widths=(0.55, 3.1, 1.05, 1.8),
        style=style,
        description="Evidence files with their SHA-256, collection date and the control parts that cite them",
    )


def draft_line(document: AppendixA) -> str:
    """What the cover says of the document's standing."""
    if document.final:
        return "Final: every control statement is approved by a named person."
    approved = sum(part.state is AnswerProgress.APPROVED for part in document.parts)
    return f"DRAFT – {approved:,} of {len(document.parts):,} control statements are approved by a named person"


def how_to_read(document: AppendixA) -> Iterator[Paragraph]:
    """What the words about evidence mean, where a statement is drafted from it."""
    if any(part.draft for part in document.parts):
        yield plain(
            "In statements drafted from evidence, “observed” is what was seen on the running system, “reported” "
            "what a scan or another tool reports, “declared” what configuration, pipelines and diagrams define, and "
            "“stated by” names who states it. Numbers in brackets lead to the list of evidence."
        )


def states_table(document: AppendixA, *, style: str, text_style: str, heading_style: str) -> WordTable:
    """How far the statements of each family have come."""
    names = ("Family", "Controls", "Parts", *(state.label for state in AnswerProgress))
    rows = [text_cells(names, heading_style)]
    for tally in tallies(document.states):
        family = f"{tally.family} {FAMILIES.get(tally.family, '')}" if tally.family else "All"
        plain_cells = (family, f"{tally.controls:,}", f"{tally.parts:,}")
        rows.append(
            (
                *(text_cell(cell, text_style) for cell in plain_cells),
                *(
                    text_cell(f"{number:,}" if number else "–", text_style, shade=_fill(state, number))
                    for state, number in tally.states
                ),
            )
        )
    return WordTable(
        rows=tuple(rows),
        widths=(1.75, 0.68, 0.5, 0.8, 0.78, 0.66, 0.78, 0.62),
        style=style,
        description="For each family how many parts are in each of the five states",
    )


def _fill(state: AnswerProgress, number: int) -> str:
    return FILLS[state] if number else ""


def _drafted(part: SolutionPart, style: str, bookmark: str) -> tuple[Paragraph, ...]:
    """The draft, with what proves each sentence behind it; beside what a person wrote it has a line that says so."""
    if not part.drafted:
        return ()
    lead = plain(_LEADS[bool(part.inherited_from)], bold=True, style=style, bookmark=bookmark, keep_with_next=True)
    return (
        *(() if part.state is AnswerProgress.GENERATED else (lead,)),
        *(Paragraph(content=tuple(_cited(paragraph)), style=style) for paragraph in part.draft),
    )


def _cited(paragraph: Sequence[CitedSentence]) -> Iterator[Inline]:
    """`… is not published [E6, line 53]. …`: citations stand before the period."""
    for number, each in enumerate(paragraph):
        before, period = " " if number else "", "." if each.text.endswith(".") else ""
        yield TextRun(text=f"{before}{each.text.removesuffix('.') if each.citations else each.text}")
        if each.citations:
            yield from _citations(each.citations)
            yield TextRun(text=f"]{period}")


def _citations(citations: Sequence[EvidenceCitation]) -> Iterator[Inline]:
    between = "; " if any(citation.place for citation in citations) else ", "
    for number, citation in enumerate(citations[:_CITED]):
        yield TextRun(text=between if number else " [")
        yield BookmarkReference(text=f"E{citation.number}", bookmark=_evidence_bookmark(citation.number))
        if citation.place:
            yield TextRun(text=f", {citation.place}")
    if left := left_out(len(citations) - _CITED):
        yield TextRun(text=f" {left}")


def _evidence_row(evidence: CitedEvidence, style: str) -> tuple[WordCell, ...]:
    number = plain(f"E{evidence.number}", bold=True, style=style, bookmark=_evidence_bookmark(evidence.number))
    file = (plain(evidence.path, style=style), plain(evidence.sha256, code=True, style=style))
    cited: list[Inline] = []
    for control, letter in evidence.cited_by:
        cited += [
            BookmarkReference(text=part_label(control, letter), bookmark=part_bookmark(control, letter)),
            TextRun(text=", "),
        ]
    day = form_date(evidence.collected) if evidence.collected else "undated"
    return (
        WordCell(blocks=(number,)),
        WordCell(blocks=file),
        text_cell(day, style),
        WordCell(blocks=(Paragraph(content=tuple(cited[:-1]), style=style),)),
    )


def _evidence_bookmark(number: int) -> str:
    return f"evidence E{number}"
