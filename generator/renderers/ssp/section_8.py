"""Section 8 of a System Security Plan as blocks: diagrams with captions, narratives, components."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.documents.word_blocks import (
    Block,
    BookmarkReference,
    CaptionNumber,
    Paragraph,
    SectionEnd,
    TextRun,
    WordPicture,
    WordTable,
    plain,
)
from generator.drawing.emf import from_svg
from generator.renderers.ssp.blocks import HEADING, TABLE, TEXT, cell
from generator.renderers.ssp.prose import region
from generator.renderers.ssp.rows import PlanDocument, PlanFigure, PlanStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """The styles of a document."""

    table: str
    text: str
    heading: str
    wide: tuple[float, float]
    """Room for a picture on a landscape page, below its page header and above its caption: inches across and down."""
    tall: tuple[float, float]
    """The same of an upright page."""
    illustrations: str = ""
    """Label of the pages of section 8.1, in a document that counts pages by section."""


NARRATIVE_PAGES = "8.2"
OWN = Looks(table=TABLE, text=TEXT, heading=HEADING, wide=(9.0, 5.3), tall=(6.5, 7.6), illustrations="8.1")
_POINTS = 72
_ACROSS = 6.4
"""Inches between the margins of an upright page."""


def illustrations(document: PlanDocument, looks: Looks) -> Iterator[Block]:
    """A line for each diagram, and behind an upright page the diagrams, each on a page that is turned as it is."""
    if not document.figures:
        yield SectionEnd(landscape=False, label=looks.illustrations)
        return
    yield Paragraph(
        content=(
            TextRun(
                text="The figures name components as the inventory does (Appendix M). The first one shows the authorization "
                "boundary with the systems and services outside of it; the others show the parts of the system with their "
                "data flows."
            ),
        ),
        keep_with_next=True,
    )
    for figure in document.figures:
        name = f"Figure {figure.number}"
        yield Paragraph(content=(BookmarkReference(text=name, bookmark=name), TextRun(text=f": {figure.title}")))
    yield SectionEnd(landscape=False, label=looks.illustrations)
    for figure in document.figures:
        yield from _figure(figure, looks)


def narrative(document: PlanDocument, looks: Looks) -> Iterator[Block]:
    """What people say of boundary, network and flows, and what the evidence says."""
    named = (("Authorization boundary", document.boundary), ("Network", document.network), ("Data flow", document.flows))
    for title, statement in named:
        yield Paragraph(content=(TextRun(text=title, bold=True),), keep_with_next=True)
        if statement.prose is not None:
            yield region(statement, statement.prose, style="Body Text", table_style=looks.table, width=_ACROSS)
    if document.drafted:
        yield Paragraph(content=(TextRun(text="Components", bold=True),), keep_with_next=True)
        yield from (plain(line) for line in document.drafted)
    for place, rows in document.components:
        yield Paragraph(content=(TextRun(text=f"Components of {place}"),), style="Caption", keep_with_next=True)
        header = tuple(cell(PlanStatement(text=name), looks.heading) for name in ("Component", "Diagram label", "Images"))
        body = (
            tuple(cell(PlanStatement(text=text), looks.text) for text in (row.name, row.label, "\n".join(row.images) or "–"))
            for row in rows
        )
        described = f"Components of {place} with their images"
        yield WordTable(rows=(header, *body), widths=(2.0, 1.5, 3.0), style=looks.table, description=described)


def _figure(figure: PlanFigure, looks: Looks) -> Iterator[Block]:
    landscape = _width(figure, looks.wide) > _width(figure, looks.tall)
    shown = _width(figure, looks.wide if landscape else looks.tall)
    yield WordPicture(image=from_svg(figure.svg), width=shown, description=figure.alt)
    number = CaptionNumber(name="Figure", number=figure.number)
    yield Paragraph(
        content=(
            TextRun(text="Figure "),
            number,
            TextRun(text=f"  {figure.title}{f'. {figure.caption}' if figure.caption else ''}"),
        ),
        style="Caption",
        bookmark=f"Figure {figure.number}",
    )
    if figure.flows:
        yield _flows(figure, looks, looks.wide[0] if landscape else looks.tall[0])
    yield SectionEnd(landscape=landscape, label=looks.illustrations)


def _flows(figure: PlanFigure, looks: Looks, width: float) -> WordTable:
    """What the numbers in a figure stand for. Section 8.1 of FedRAMP's template asks for ports, protocols and encryption."""
    header = tuple(cell(PlanStatement(text=name), looks.heading) for name in ("No.", "From", "To", "Flow", "Known"))
    body = (
        tuple(
            cell(PlanStatement(text=text), looks.text)
            for text in (str(flow.number or ""), flow.source, flow.target, flow.what or "port not known", flow.known_by or "–")
        )
        for flow in figure.flows
    )
    widths = tuple(round(share * width, 2) for share in (0.07, 0.24, 0.24, 0.31, 0.14))
    return WordTable(
        rows=(header, *body), widths=widths, style=looks.table, description=f"Flows of Figure {figure.number} by their numbers"
    )


def _width(figure: PlanFigure, room: tuple[float, float]) -> float:
    """As large as the room lets it be, and never larger than it is."""
    return round(min(room[0], room[1] / figure.ratio, figure.width / _POINTS), 3)
