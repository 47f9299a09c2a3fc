"""Lucidchart's CSV export: one row a page, shape or line, without places; containment and ends by id.

https://help.lucid.co/hc/en-us/articles/16321165733012 (columns as Lucidchart writes them: Id, Name, Shape Library, Page ID,
Contained By, Group, Line Source, Line Destination, Source Arrow, Destination Arrow, Status, Text Area 1 …, Comments)
"""

import re
from collections.abc import Mapping, Sequence

from generator.errors import ParseError
from generator.model.diagram import DiagramSnapshot, NodeKind
from generator.model.evidence import EvidenceFile
from generator.parsers import csv
from generator.parsers.csv import CsvRow, CsvTable
from generator.parsers.diagrams import outline
from generator.parsers.diagrams.labels import plain
from generator.parsers.diagrams.outline import Drawing, Outline, OutlineArrow, OutlineShape
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re

_REQUIRED = ("Id", "Name", "Shape Library", "Page ID", "Contained By", "Line Source", "Line Destination")
_TEXT = late_re(r"Text Area \d{1,3}")
_ON_ITS_OWN = frozenset({"document", "page", "line", "group"})
_MOST_ROWS = 100_000
_PEOPLE = late_re(r"\b(?:users?|persons?|people|actor|customer|client user)\b", re.I)
_CLOUD = late_re(r"\b(?:internet|cloud)\b", re.I)
_NOTE = late_re(r"\b(?:text|note|sticky|callout|legend|title|hotspot)\b", re.I)
_BOX = late_re(r"\b(?:container|swim ?lane|vpc|subnet|region|zone|boundary|account|frame|group)\b", re.I)


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return document.container is FileContainer.TEXT and csv.table(document, *_REQUIRED) is not None


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`."""
    table = csv.table(document, *_REQUIRED)
    if table is None:
        raise ParseError("the header of a Lucidchart export is missing", next_step="export it again from Lucidchart")
    rows = _rows(table)
    texts = [name for name in table.columns if _TEXT.fullmatch(name)]
    pages = {row.get("Id"): (_label(row, texts) or f"Page {row.get('Id')}") for row in rows if _is(row, "page")}
    drawings = [
        Drawing(name=name, outline=_outline([row for row in rows if row.get("Page ID") == page], texts))
        for page, name in pages.items()
    ]
    stray = [row for row in rows if row.get("Page ID") not in pages and not _is(row, "page", "document")]
    if stray:
        drawings.append(Drawing(name="no page", outline=_outline(stray, texts)))
    return outline.snapshot(drawings, evidence, "lucid-csv")


def _rows(table: CsvTable) -> list[CsvRow]:
    rows = []
    for number, row in enumerate(table.rows()):
        if number >= _MOST_ROWS:
            raise ParseError(f"more than {_MOST_ROWS:,} rows", where=f"line {row.line}", next_step="export fewer pages")
        rows.append(row)
    return rows


def _outline(rows: Sequence[CsvRow], texts: Sequence[str]) -> Outline:
    diagram = Outline()
    chains = {row.get("Id"): _ids(row.get("Contained By")) for row in rows}
    holders = {holder for chain in chains.values() for holder in chain}
    for row in rows:
        if not _is(row, *_ON_ITS_OWN):
            label = _label(row, texts)
            kind = _kind(row, label, holds=row.get("Id") in holders)
            parent = _innermost(chains[row.get("Id")], chains)
            shape = OutlineShape(id=row.get("Id"), place=f"line {row.line}", label=label, kind=kind, parent=parent)
            shape.technology = _technology(row)
            diagram.add(shape)
    for row in rows:
        if _is(row, "line"):
            diagram.join(_arrow(row, texts))
    return diagram


def _arrow(row: CsvRow, texts: Sequence[str]) -> OutlineArrow:
    """Lucidchart names arrowheads; `None` is none."""
    at_start, at_end = (row.get(name).lower() not in {"", "none"} for name in ("Source Arrow", "Destination Arrow"))
    source, target = row.get("Line Source"), row.get("Line Destination")
    if at_start and not at_end:
        source, target = target, source
    place = f"line {row.line}"
    return OutlineArrow(
        source=source,
        target=target,
        place=place,
        label=_label(row, texts),
        both_ways=at_start == at_end,
        headless=not (at_start or at_end),
    )


def _kind(row: CsvRow, label: str, *, holds: bool) -> NodeKind | None:
    """What the name of the shape in its library says; whatever holds others is a box."""
    name = row.get("Name")
    if holds or _BOX.search(name):
        return NodeKind.BOUNDARY
    if not label or _NOTE.search(name):
        return NodeKind.NOTE
    if _PEOPLE.search(name):
        return NodeKind.ACTOR
    return NodeKind.EXTERNAL if _CLOUD.fullmatch(name) else None


def _technology(row: CsvRow) -> str | None:
    """Shapes of a cloud's library are called by the service that they stand for."""
    library = row.get("Shape Library")
    is_cloud = re.match(r"(?:AWS|Azure|GCP|Google Cloud|Kubernetes|Cisco|Oracle)", library, re.I)
    return row.get("Name") if is_cloud else None


def _innermost(chain: Sequence[str], chains: Mapping[str, Sequence[str]]) -> str | None:
    """Of several boxes around a shape the one that lies in most others."""
    return max(chain, key=lambda box: (len(chains.get(box, ())), box), default=None)


def _ids(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[|,;]", text) if part.strip())


def _label(row: CsvRow, texts: Sequence[str]) -> str:
    return plain(" ".join(row.get(name) for name in texts if row.get(name)))


def _is(row: CsvRow, *names: str) -> bool:
    return row.get("Name").lower() in names
