"""What the own document and the user's official template have in common: parts, check boxes and the list of evidence."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from generator.documents.word_blocks import Cell, Inline, Paragraph, Reference, Region, Table, Text
from generator.renderers.appendix_a_rows import AppendixA, Contradiction, ControlRow, Evidence, Part, part_label

DRAFT = "DRAFT – generated from evidence; a named person must approve each statement"
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


def part_blocks(part: Part, *, style: str, bookmark: str = "") -> tuple[Paragraph | Region, ...]:
    """What stands below `Part a:`: the draft, what it rests on, what contradicts it, and the writer's own place."""
    body = _drafted(part, style, bookmark) if part.drafted else _not_written(part, style, bookmark)
    return (
        *body,
        *contradicted(part.contradictions, "The cross-check contradicts this: ", style),
        Paragraph(content=(Text(text="Provider's statement:", bold=True),), style=style),
        Region(tag=part.tag, title=f"{part.label} statement", blocks=(), prompt="Write here…"),
    )


def contradicted(found: Iterable[Contradiction], lead: str, style: str) -> tuple[Paragraph, ...]:
    """A paragraph that names the checks, or none."""
    named = "; ".join(f"{one.title} – {one.check} ({one.count})" for one in found)
    if not named:
        return ()
    content = (Text(text=lead, bold=True, style="Contradiction"), Text(text=f"{named}. See {REPORT} in this package."))
    return (Paragraph(content=content, style=style),)


def proposal(control: ControlRow, style: str) -> tuple[Paragraph, ...]:
    """Stands below the check boxes of a status."""
    return (
        Paragraph(content=(Text(text=control.proposed, italic=True),), style=style),
        *contradicted(control.other_contradictions, "The cross-check contradicts this control: ", style),
    )


def proposed_origination(style: str) -> Paragraph:
    """Stands below the check boxes of the origination."""
    return Paragraph(content=(Text(text="Proposed; a person confirms it.", italic=True),), style=style)


def roles(control: ControlRow) -> str:
    """Who is responsible, with the role where nobody holds it yet."""
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


def evidence_table(document: AppendixA, *, style: str, text_style: str, heading_style: str) -> Table:
    """All files that generated text rests on."""
    header = tuple(Cell(blocks=(_plain(name, heading_style),)) for name in ("No.", "File and SHA-256", "Collected", "Cited by"))
    return Table(
        rows=(header, *(_evidence_row(one, text_style) for one in document.evidence)),
        widths=(0.55, 3.1, 1.05, 1.8),
        style=style,
        description="Evidence files with their SHA-256, collection date and the control parts that cite them",
    )


def reading(document: AppendixA) -> tuple[str, ...]:
    """How to read generated text, in plain English: one string for each paragraph."""
    drafted = sum(part.drafted for part in document.parts)
    unwritten = len(document.parts) - drafted
    return (
        "“Drafted from evidence” marks sentences that a tool wrote from collected files. They say what the files show on "
        f"{document.as_of.isoformat()}, and no more. The numbers behind them, such as [E1], lead to the list of evidence, "
        "which names each file with its SHA-256 and its collection date.",
        "Implementation statuses and control originations are proposals. Evidence can show that something is in place; only "
        "a named person can say that it is enough, and must approve each statement.",
        "“Not yet written” means that no collected evidence speaks about a part and nobody has written about it; where it is "
        "known what would have to be looked at, the sentences below say so. It does "
        f"not mean that the part is not implemented. Of the {len(document.parts)} parts of {len(document.controls)} controls "
        f"of the plan, {drafted} are drafted from evidence and {unwritten} are not yet written.",
        "“The cross-check contradicts this” names checks that found discrepancies between pieces of evidence, with how many. "
        f"{REPORT} in this package shows each of them.",
        "Write your own text under “Provider's statement”. The field keeps its name, so that what you write is found again.",
    )


def _drafted(part: Part, style: str, bookmark: str) -> tuple[Paragraph, ...]:
    lead = Paragraph(content=(Text(text="Drafted from evidence:", bold=True),), style=style, bookmark=bookmark)
    return (lead, *(_topic(one, style) for one in _paragraphs(part)), _citations(part, style))


def _topic(paragraph: str, style: str) -> Paragraph:
    """A paragraph begins with what it is about: `Network policies: …`."""
    subject, colon, rest = paragraph.partition(": ")
    if not colon or len(subject) > _LONGEST_SUBJECT:
        return _plain(paragraph, style)
    return Paragraph(content=(Text(text=f"{subject}: ", italic=True), Text(text=rest)), style=style)


def _not_written(part: Part, style: str, bookmark: str) -> tuple[Paragraph, ...]:
    first, *others = _paragraphs(part)
    content = (Text(text=first, italic=True, style="Not Written"),)
    return (Paragraph(content=content, style=style, bookmark=bookmark), *(_topic(one, style) for one in others))


def _paragraphs(part: Part) -> list[str]:
    return [one for one in part.text.split("\n\n") if one.strip()] or [""]


def _citations(part: Part, style: str) -> Paragraph:
    if not part.citations:
        return _plain("No evidence file is cited for this.", style)
    content: list[Inline] = [Text(text="Evidence: ", bold=True)]
    for number, places in groupby(part.citations, key=lambda one: one.number):
        known = ", ".join(one.place for one in places if one.place)
        content += [
            Reference(text=f"[E{number}]", bookmark=_evidence_bookmark(number)),
            Text(text=f" {known}; " if known else " "),
        ]
    return Paragraph(content=tuple(_trimmed(content)), style=style)


def _trimmed(content: list[Inline]) -> Iterator[Inline]:
    *most, last = content
    yield from most
    ending = last.text.rstrip("; ") if isinstance(last, Text) else ""
    if ending:
        yield Text(text=ending)


def _evidence_row(one: Evidence, style: str) -> tuple[Cell, ...]:
    number = Paragraph(content=(Text(text=f"E{one.number}", bold=True),), style=style, bookmark=_evidence_bookmark(one.number))
    file = (_plain(one.path, style), Paragraph(content=(Text(text=one.sha256, code=True),), style=style))
    cited: list[Inline] = []
    for control, letter in one.cited_by:
        cited += [
            Reference(text=part_label(control, letter), bookmark=part_bookmark(control, letter)),
            Text(text=", "),
        ]
    day = one.collected.isoformat() if one.collected else "undated"
    return (
        Cell(blocks=(number,)),
        Cell(blocks=file),
        Cell(blocks=(_plain(day, style),)),
        Cell(blocks=(Paragraph(content=tuple(cited[:-1]), style=style),)),
    )


def _evidence_bookmark(number: int) -> str:
    return f"evidence E{number}"


def _plain(text: str, style: str) -> Paragraph:
    return Paragraph(content=(Text(text=text),), style=style)
