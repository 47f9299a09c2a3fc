"""What the own document and the user's official template have in common: parts, check boxes and the list of evidence."""

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
)
from generator.frameworks.rev5.table import FAMILIES
from generator.model.progress import AnswerProgress, tallies
from generator.model.requirement_text import RequirementLine
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

_SET_IN = "\u2003"
PROMPT = "Write here…"
STATE_STYLE = "Narrative State"
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


def part_blocks(part: SolutionPart, *, style: str, table_style: str, bookmark: str = "") -> tuple[CellBlock, ...]:
    """What stands below `Part a:`: the writer's own place, who stands behind it, and the draft from evidence."""
    return (
        WordRegion(
            tag=part.tag,
            title=f"{part.label} statement",
            blocks=narrative_blocks(part.written, style=style, table_style=table_style),
            prompt=PROMPT,
            closing=Paragraph(content=(TextRun(text=_state_line(part)),), style=STATE_STYLE),
        ),
        *_drafted(part, style, bookmark),
    )


def requirement_text(lines: Iterable[RequirementLine], style: str) -> tuple[Paragraph, ...]:
    """What a control or part requires, in its publisher's words; items below one another are set in."""
    return tuple(
        Paragraph(content=(TextRun(text=f"{_SET_IN * line.depth}{line.text}", italic=True),), style=style) for line in lines
    )


def proposal(control: ControlRow, style: str) -> tuple[Paragraph, ...]:
    """Stands below the check boxes of a status."""
    text = control.stated or control.proposed
    return (Paragraph(content=(TextRun(text=text, italic=True),), style=style),) if text else ()


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
    """The value of a parameter."""
    return Field(tag=row.tag, title=f"{row.label} value", text=row.value, prompt="Not stated yet.")


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
        f"{form_date(document.as_of)}, and no more: what is configured, what was observed, and what a named person states. "
        "The numbers behind them, such as [E1], lead to the list of evidence, which names each file with its SHA-256 and its "
        "collection date.",
        "Implementation statuses and control originations that are not stated are proposals. Evidence can show that something "
        "is in place; only a named person can say that it is enough.",
        "“Not yet written” means that nothing is written about a part. It does not mean that the part is not implemented. Of "
        f"the {len(document.parts):,} parts of {len(document.controls)} controls of the plan, {missing:,} are not yet written, "
        f"and {generated:,} more are drafted from evidence only.",
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
    return "Not yet written by a person: what stands below is drafted from evidence." if part.drafted else "Not yet written."


def _drafted(part: SolutionPart, style: str, bookmark: str) -> tuple[Paragraph, ...]:
    """The draft, with what proves each sentence behind it."""
    if not part.drafted:
        return ()
    lead = Paragraph(content=(TextRun(text="Drafted from evidence:", bold=True),), style=style, bookmark=bookmark)
    return (lead, *(Paragraph(content=tuple(_cited(paragraph)), style=style) for paragraph in part.draft))


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
