"""Section 8 of a System Security Plan as blocks: diagrams with captions, narratives, components."""

from collections.abc import Iterator, Sequence

import msgspec

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
from generator.model.flow import NOT_ENCRYPTED, Strength
from generator.renderers.ssp.blocks import HEADING, TABLE, TEXT, plan_table, row_of, table_bookmark
from generator.renderers.ssp.ports import spelled
from generator.renderers.ssp.prose import region
from generator.renderers.ssp.rows import ComponentRow, PlanDocument, PlanFigure
from generator.text import sentence


class Looks(msgspec.Struct, frozen=True, kw_only=True):
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
    yield plain(
        "The figures name components as the inventory does (Appendix M). The first one shows the authorization "
        "boundary with the systems and services outside of it; the others show the parts of the system with their "
        f"data flows.{_referred(document)}",
        keep_with_next=True,
    )
    for figure in document.figures:
        name = f"Figure {figure.number}"
        yield Paragraph(content=(BookmarkReference(text=name, bookmark=name), TextRun(text=f": {figure.title}")))
    yield SectionEnd(landscape=False, label=looks.illustrations)
    for figure in document.figures:
        yield from _figure(figure, looks)


def flow_tables(document: PlanDocument) -> tuple[tuple[int, PlanFigure], ...]:
    """Figures with flows, each with the number of its table in section 8: behind those of the architecture."""
    figures = (figure for figure in document.figures if figure.flows)
    return tuple(enumerate(figures, start=len(document.architecture) + 1))


def _referred(document: PlanDocument) -> str:
    """Where the numbers in the figures are explained."""
    numbers = [number for number, _ in flow_tables(document)]
    if not numbers:
        return ""
    tables = f"Tables 8.{numbers[0]} to 8.{numbers[-1]} list" if numbers[1:] else f"Table 8.{numbers[0]} lists"
    return f" {tables} the flows by the numbers in the figures."


def narrative(document: PlanDocument, looks: Looks) -> Iterator[Block]:
    """What people say of boundary, network and flows, each with the tables about it, and the components."""
    connections, sites, name_servers, access, data = document.architecture
    parts = (
        ("Authorization boundary", document.boundary, (connections, sites)),
        ("Network", document.network, (name_servers,)),
        ("Data flow", document.flows, (access, data)),
    )
    for title, statement, tables in parts:
        yield plain(title, bold=True, keep_with_next=True)
        if statement.prose is not None:
            yield region(statement, statement.prose, style="Body Text", table_style=looks.table, width=_ACROSS)
        for table in tables:
            yield from plan_table(table, style=looks.table, text_style=looks.text, heading_style=looks.heading)
    for number, figure in flow_tables(document):
        yield from _flows(figure, number, looks)
    if document.drafted:
        yield plain("Components", bold=True, keep_with_next=True)
        yield from (plain(line) for line in document.drafted)
    first = len(document.architecture) + len(flow_tables(document)) + 1
    for number, (place, rows) in enumerate(document.components, start=first):
        yield from _components(place, number, rows, looks)


def _components(place: str, number: int, rows: Sequence[ComponentRow], looks: Looks) -> Iterator[Block]:
    yield plain(
        f"Table 8.{number} Components of {place}", style="Caption", bookmark=table_bookmark(f"8.{number}"), keep_with_next=True
    )
    header = row_of(("Component", "Diagram label", "Images"), looks.heading)
    body = (row_of((row.name, row.label, "\n".join(row.images) or "–"), looks.text) for row in rows)
    described = f"Components of {place} with their images"
    yield WordTable(rows=(header, *body), widths=(2.0, 1.5, 3.0), style=looks.table, description=described)


def _figure(figure: PlanFigure, looks: Looks) -> Iterator[Block]:
    landscape = _width(figure, looks.wide) > _width(figure, looks.tall)
    shown = _width(figure, looks.wide if landscape else looks.tall)
    yield WordPicture(image=from_svg(figure.svg), width=shown, description=figure.alt)
    number = CaptionNumber(name="Figure", number=figure.number)
    reading = f". {figure.caption}" if figure.caption else ""
    yield Paragraph(
        content=(TextRun(text="Figure "), number, TextRun(text=f"  {figure.title}{reading}")),
        style="Caption",
        bookmark=f"Figure {figure.number}",
    )
    yield SectionEnd(landscape=landscape, label=looks.illustrations)


def _flows(figure: PlanFigure, number: int, looks: Looks) -> Iterator[Block]:
    """What the numbers in a figure stand for. Section 8.1 of FedRAMP's template asks for ports, protocols and encryption."""
    name = f"Figure {figure.number}"
    yield Paragraph(
        content=(TextRun(text=f"Table 8.{number} Data Flows of "), BookmarkReference(text=name, bookmark=name)),
        style="Caption",
        bookmark=table_bookmark(f"8.{number}"),
        keep_with_next=True,
    )
    names = ("No.", "From", "To", "Port and Protocol", "Encryption", "Source")
    body = (
        (
            str(flow.number or ""),
            flow.source,
            flow.target,
            spelled(flow.ports),
            _encryption(flow.encryption),
            _KNOWN_FROM.get(flow.known_by, sentence(flow.known_by)),
        )
        for flow in figure.flows
    )
    rows = (row_of(names, looks.heading), *(row_of(row, looks.text) for row in body))
    described = f"Flows of {name} by their numbers"
    yield WordTable(rows=rows, widths=(0.4, 1.35, 1.35, 1.6, 0.8, 1.0), style=looks.table, description=described)


def _encryption(text: str) -> str:
    """`none (declared)` in words; what is not known is written, since an empty cell would read as not encrypted."""
    word, space, how = text.replace("(declared)", "(as configured)").partition(" ")
    return f"{'Not encrypted' if word == NOT_ENCRYPTED else word or 'Not specified'}{space}{how}"


_KNOWN_FROM = {
    Strength.OBSERVED.value: "Flow logs",
    Strength.DECLARED.value: "Configuration",
    Strength.PERMITTED.value: "Entry point or network policy",
    Strength.POSSIBLE.value: "Shared configuration",
    f"{Strength.DECLARED.value}, {Strength.OBSERVED.value}": "Flow logs, configuration",
    "stated": "Provider",
}
"""What tells of a flow: a log of connections, the configuration of a component, or a rule that lets it through."""


def _width(figure: PlanFigure, room: tuple[float, float]) -> float:
    """As large as the room lets it be, and never larger than it is."""
    return round(min(room[0], room[1] / figure.ratio, figure.width / _POINTS), 3)
