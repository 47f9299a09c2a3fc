"""Values in the tables of the plan as content controls: what a person changes in Word is reported with its key."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from generator.renderers.ssp.rows import PlanDocument, PlanStatement, PlanTable

_KEYS: Mapping[str, str] = MappingProxyType({"information": "system", "contacts": "parties", "external": "external-services"})
"""What says the values that name no key of their own; elsewhere it is what says the rows as a whole."""


def tagged(document: PlanDocument) -> PlanDocument:
    """The document with the name of a content control on everything in its tables that a person states."""
    return replace(
        document,
        prepared_by=_tagged("prepared_by", document.prepared_by),
        prepared_for=_tagged("prepared_for", document.prepared_for),
        revisions=_tagged("revisions", document.revisions),
        information=_tagged("information", document.information),
        owner=_tagged("owner", document.owner),
        officer=_tagged("officer", document.officer),
        contacts=_tagged("contacts", document.contacts),
        leveraged=_tagged("leveraged", document.leveraged),
        external=_tagged("external", document.external),
        architecture=tuple(_tagged(f"architecture_{table.number}", table) for table in document.architecture),
        ports=_tagged("ports", document.ports),
        duties=_tagged("duties", document.duties),
        appendices=_tagged("appendices", document.appendices),
        information_types=_tagged("information_types", document.information_types),
        laws=_tagged("laws", document.laws),
    )


def _tagged(name: str, table: PlanTable) -> PlanTable:
    otherwise = _KEYS.get(name, table.none.key)
    rows = tuple(
        tuple(
            _cell(statement, f"said:{name.replace('_', '-')}:{row}:{column}", place, otherwise)
            for column, (statement, place) in enumerate(cells)
        )
        for row, cells in enumerate(_named(table))
    )
    return replace(table, rows=rows)


def _named(table: PlanTable) -> Iterator[list[tuple[PlanStatement, str]]]:
    """Each cell with what it is called; a label has no name."""
    number = f"Table {table.number}" if table.number else table.title
    for row, cells in enumerate(table.rows, start=1):
        if table.labeled:
            label, *values = cells
            yield [(label, ""), *((statement, f"{number}, {label.text.rstrip(':')}") for statement in values)]
        else:
            yield [(cell, f"{number}, row {row}, {head}") for cell, head in zip(cells, table.header, strict=True)]


def _cell(statement: PlanStatement, tag: str, place: str, otherwise: str) -> PlanStatement:
    key = statement.key or otherwise
    if (
        statement.prose is not None
        or not place
        or not key
        or not (statement.text or statement.is_outstanding)
        or statement.text == "–"
    ):
        return statement
    return replace(statement, tag=tag, place=place)


def keys(document: PlanDocument) -> Iterator[tuple[PlanStatement, str]]:
    """Everything with a content control of this kind, and the key that says it."""
    for name, table in document.named_tables:
        otherwise = _KEYS.get(name, table.none.key)
        for statement in (statement for row in table.rows for statement in row):
            if statement.tag:
                yield statement, statement.key or otherwise
    for _, statement in document.meanings:
        yield statement, statement.key
