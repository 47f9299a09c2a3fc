"""What the own document and the user's official template have in common: parts, check boxes and the list of evidence."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

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
)
from generator.frameworks.rev5.table import FAMILIES
from generator.model.progress import AnswerProgress, tallies
from generator.model.requirement_text import RequirementLine
from generator.renderers.appendix_a.rows import (
    AppendixA,
    CitedEvidence,
    Contradiction,
    ControlRow,
    ParameterRow,
    SolutionPart,
    part_label,
)
from generator.renderers.narrative_blocks import narrative_blocks
from generator.text import form_date

_SET_IN = "\u2003"
PROMPT = "Write here…"
ORGANIZATION_DEFINED = "organization-defined: provider states it"
STATE_STYLE = "Narrative State"
REPORT = "report/index.html"
_LONGEST_SUBJECT = 40
"""Longer words before a colon are no topic."""

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


def part_blocks(part: SolutionPart, *, style: str, table_style: str, bookmark: str = "") -> tuple[CellBlock, ...]:
    """What stands below `Part a:`: the writer's own place, who stands behind it, what the evidence says and contradicts."""
    return (
        WordRegion(
            tag=part.tag,
            title=f"{part.label} statement",
            blocks=narrative_blocks(part.written, style=style, table_style=table_style),
            prompt=PROMPT,
            closing=Paragraph(content=(TextRun(text=_state_line(part)),), style=STATE_STYLE),
        ),
        *_drafted(part, style, bookmark),
        *contradicted(part.contradictions, "The cross-check contradicts this: ", style),
    )


def requirement_text(lines: Iterable[RequirementLine], style: str) -> tuple[Paragraph, ...]:
    """What a control or part requires, in its publisher's words; items below one another are set in."""
    return tuple(
        Paragraph(content=(TextRun(text=f"{_SET_IN * line.depth}{line.text}", italic=True),), style=style) for line in lines
    )


def contradicted(contradictions: Iterable[Contradiction], lead: str, style: str) -> tuple[Paragraph, ...]:
    """A paragraph that names the checks, or none."""
    named = "; ".join(f"{row.title} – {row.check} ({row.count})" for row in contradictions)
    if not named:
        return ()
    content = (TextRun(text=lead, bold=True, style="Contradiction"), TextRun(text=f"{named}. See {REPORT} in this package."))
    return (Paragraph(content=content, style=style),)


def proposal(control: ControlRow, style: str) -> tuple[Paragraph, ...]:
    """Stands below the check boxes of a status."""
    text = control.stated or control.proposed
    return (
        *((Paragraph(content=(TextRun(text=text, italic=True),), style=style),) if text else ()),
        *contradicted(control.other_contradictions, "The cross-check contradicts this control: ", style),
    )


def proposed_origination(control: ControlRow, style: str) -> tuple[Paragraph, ...]:
    """Stands below the check boxes of the origination."""
    text = control.stated or ("Proposed; a person confirms it." if control.originations else "")
    return (Paragraph(content=(TextRun(text=text, italic=True),), style=style),) if text else ()


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
    header = tuple(
        WordCell(blocks=(_plain(name, heading_style),)) for name in ("No.", "File and SHA-256", "Collected", "Cited by")
    )
    return WordTable(
        rows=(header, *(_evidence_row(evidence, text_style) for evidence in document.evidence)),
        widths=(0.55, 3.1, 1.05, 1.8),
        style=style,
        description="Evidence files with their SHA-256, collection date and the control parts that cite them",
    )


def draft_line(document: AppendixA) -> str:
    """What the cover says of the document's standing."""
    if document.final:
        return "Final: a named person approved every part."
    approved = sum(part.state is AnswerProgress.APPROVED for part in document.parts)
    return f"DRAFT – {approved:,} of {len(document.parts):,} parts are approved by a named person"


def reading(document: AppendixA) -> tuple[str, ...]:
    """How to read the document, in plain English: one string for each paragraph."""
    count = tallies(document.states)[-1].count
    missing, generated = count(AnswerProgress.MISSING), count(AnswerProgress.GENERATED)
    return (
        "Each part of a control holds what the provider wrote, and below it who stands behind that: a text is a draft until "
        "a named person approved it on a day. Nothing else makes it final.",
        "“Drafted from evidence” marks sentences that a tool wrote from collected files. They say what the files show on "
        f"{form_date(document.as_of)}, and no more. The numbers behind them, such as [E1], lead to the list of evidence, "
        "which names each file with its SHA-256 and its collection date.",
        "Implementation statuses and control originations that are not stated are proposals. Evidence can show that something "
        "is in place; only a named person can say that it is enough.",
        "“Not yet written” means that nothing is written about a part. It does not mean that the part is not implemented. Of "
        f"the {len(document.parts):,} parts of {len(document.controls)} controls of the plan, {missing:,} are not yet written, "
        f"and of {generated:,} more there is only what the evidence says; where it is known what would have to be looked at, "
        "the sentences say so.",
        "“The cross-check contradicts this” names checks that found discrepancies between pieces of evidence, with how many "
        f"subjects. {REPORT} in this package shows each of them.",
        *(
            (
                f"What a control requires stands in italics, in the words of your copy of {document.texts_from}, with the "
                "parameters that were stated; what FedRAMP adds to it stands in FedRAMP's own form.",
            )
            if document.texts_from
            else ()
        ),
        "Write into the fields of a part, of roles and of parameters, and tick boxes: “atopack absorb” brings all of it back "
        "into the workspace. What is typed elsewhere stays in this file only.",
    )


def progress_table(document: AppendixA, *, style: str, text_style: str, heading_style: str) -> WordTable:
    """How far each family has come."""
    names = ("Family", "Controls", "Parts", "Approved", "Reviewed", "Draft", "Evidence only", "Not yet written")
    rows = [tuple(WordCell(blocks=(_plain(name, heading_style),)) for name in names)]
    for tally in tallies(document.states):
        family = f"{tally.family} {FAMILIES.get(tally.family, '')}" if tally.family else "All"
        numbers = (tally.controls, tally.parts, *(number for _, number in tally.states))
        cells = (family, *(f"{number:,}" if number else "–" for number in numbers))
        rows.append(tuple(WordCell(blocks=(_plain(cell, text_style),)) for cell in cells))
    return WordTable(
        rows=tuple(rows),
        widths=(1.2, 0.8, 0.55, 0.9, 0.9, 0.55, 0.85, 0.75),
        style=style,
        description="For each family how many parts are approved, reviewed, written, drafted from evidence, not yet written",
    )


def _state_line(part: SolutionPart) -> str:
    if part.written:
        return part.remark
    if part.drafted:
        return "Not yet written by a person: what stands below is drafted from evidence."
    return "Not yet written." if len(_paragraphs(part)) == 1 else "Not yet written, and no evidence was collected:"


def _drafted(part: SolutionPart, style: str, bookmark: str) -> tuple[Paragraph, ...]:
    """What the evidence says; where it says nothing, what would have to be looked at."""
    paragraphs = _paragraphs(part)
    if not part.drafted:
        return tuple(_topic(paragraph, style) for paragraph in (paragraphs if part.written else paragraphs[1:]) if paragraph)
    lead = Paragraph(content=(TextRun(text="Drafted from evidence:", bold=True),), style=style, bookmark=bookmark)
    return (lead, *(_topic(paragraph, style) for paragraph in paragraphs), _citations(part, style))


def _topic(paragraph: str, style: str) -> Paragraph:
    """A paragraph begins with what it is about: `Network policies: …`."""
    subject, colon, rest = paragraph.partition(": ")
    if not colon or len(subject) > _LONGEST_SUBJECT:
        return _plain(paragraph, style)
    return Paragraph(content=(TextRun(text=f"{subject}: ", italic=True), TextRun(text=rest)), style=style)


def _paragraphs(part: SolutionPart) -> list[str]:
    return [paragraph for paragraph in part.text.split("\n\n") if paragraph.strip()] or [""]


def _citations(part: SolutionPart, style: str) -> Paragraph:
    if not part.citations:
        return _plain("No evidence file is cited for this.", style)
    content: list[Inline] = [TextRun(text="Evidence: ", bold=True)]
    for number, places in groupby(part.citations, key=lambda citation: citation.number):
        known = ", ".join(place.place for place in places if place.place)
        content += [
            BookmarkReference(text=f"[E{number}]", bookmark=_evidence_bookmark(number)),
            TextRun(text=f" {known}; " if known else " "),
        ]
    return Paragraph(content=tuple(_trimmed(content)), style=style)


def _trimmed(content: list[Inline]) -> Iterator[Inline]:
    *most, last = content
    yield from most
    ending = last.text.rstrip("; ") if isinstance(last, TextRun) else ""
    if ending:
        yield TextRun(text=ending)


def _evidence_row(evidence: CitedEvidence, style: str) -> tuple[WordCell, ...]:
    number = Paragraph(
        content=(TextRun(text=f"E{evidence.number}", bold=True),), style=style, bookmark=_evidence_bookmark(evidence.number)
    )
    file = (_plain(evidence.path, style), Paragraph(content=(TextRun(text=evidence.sha256, code=True),), style=style))
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
        WordCell(blocks=(_plain(day, style),)),
        WordCell(blocks=(Paragraph(content=tuple(cited[:-1]), style=style),)),
    )


def _evidence_bookmark(number: int) -> str:
    return f"evidence E{number}"


def _plain(text: str, style: str) -> Paragraph:
    return Paragraph(content=(TextRun(text=text),), style=style)
