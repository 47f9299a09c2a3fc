"""What the front matter of a System Security Plan says, as plain rows: FedRAMP SSP template v1.1 (2023-10-13), sections 1 to 12
and the appendices that stand inside the plan (B, E, K, L).

Whatever is not stated is there as a place of its own, so that it is shown, counted and linked to where to state it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from generator.model.narrative import Content
from generator.model.picture import PictureFlow
from generator.model.system import NOT_STATED

_PAIR = 2
"""Columns of a table whose first one names what the second says."""


class Prose(msgspec.Struct, frozen=True, kw_only=True):
    """Running text that a person writes: a content control of its own, whose text comes back into `narratives/plan/`."""

    tag: str
    title: str
    file: str
    """Path in the workspace of where the text lives once it came back."""
    content: tuple[Content, ...]
    remark: str
    """Who stated it; empty where no person has to."""


class PlanStatement(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the plan says."""

    text: str = ""
    """Empty where it is not stated."""
    key: str = ""
    """Where to say it: `plan.package-id` in system.yaml; empty where the place may stay blank."""
    tag: str = ""
    """Of its content control, by which a change in the Word document is found; empty where it has none."""
    place: str = ""
    """`Table 3.1, Service Model`: what its content control is called."""
    prose: Prose | None = None

    @property
    def is_outstanding(self) -> bool:
        """Has a person still to say it?"""
        return not self.shown and bool(self.key)

    @property
    def shown(self) -> str:
        """What the document has of it: an example that stands for what is not stated is not shown."""
        return "" if self.text == NOT_STATED else self.text


def texts(*row: str) -> tuple[PlanStatement, ...]:
    """A row of a table of which no person has to state anything more."""
    return tuple(PlanStatement(text=text) for text in row)


class PlanTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table of the plan, with the columns that FedRAMP's has."""

    number: str
    """`3.1`."""
    title: str
    header: tuple[str, ...]
    """One for a table of labels and values."""
    rows: tuple[tuple[PlanStatement, ...], ...]
    widths: tuple[float, ...]
    """In inches."""
    landscape: bool = False
    together: bool = False
    """On one page."""
    none: PlanStatement = PlanStatement()
    """What stands there while there are no rows."""
    requested: tuple[tuple[str, PlanStatement], ...] = ()
    """(what, what is stated of it) that the table lacks beyond its cells."""
    named_by: int | None = None
    """The column that names a row, for a table of which each missing value is a question of its own."""

    @property
    def labeled(self) -> bool:
        """Labels and values, rather than columns?"""
        return len(self.header) == 1

    @property
    def places(self) -> Iterator[tuple[str, PlanStatement]]:
        """Everything it says, with the name of its place: the label of a row, or the column; and the rows as a whole."""
        yield self.title, replace(self.none, text="there are rows") if self.rows and self.none.key else self.none
        yield from self.requested
        for row in self.rows:
            for position, cell in enumerate(row):
                yield (row[0].text.rstrip(":") if len(row) == _PAIR else self._what(row, position)), cell

    def _what(self, row: Sequence[PlanStatement], position: int) -> str:
        head = self.header[position]
        return head if self.named_by is None else f"{head} of {row[self.named_by].text}"


class PlanFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A diagram of section 8.1."""

    number: int
    title: str
    caption: str
    alt: str
    svg: bytes
    """Without its title and the table of its flows."""
    width: float
    """In points, as it was drawn."""
    ratio: float
    """Height by width."""
    flows: tuple[PictureFlow, ...]


class ComponentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list of components behind the narrative."""

    name: str
    label: str
    images: tuple[str, ...]


class ProviderSignature(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who signs for the provider."""

    name: PlanStatement
    title: PlanStatement
    organization: PlanStatement


class Owing(msgspec.Struct, frozen=True, kw_only=True):
    """Places of one kind that are not filled."""

    table: str
    """`Table 3.1`, `Section 8.2`."""
    what: str
    count: int
    key: str


class PlanDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The document."""

    system_id: str
    system: str
    short: str
    provider: str
    baseline: str
    """`Moderate`, `LI-SaaS`."""
    version: str
    as_of: date
    marking: str
    prepared_by: PlanTable
    prepared_for: PlanTable
    revisions: PlanTable
    signatures: tuple[ProviderSignature, ...]
    information: PlanTable
    owner: PlanTable
    officer: PlanTable
    contacts: PlanTable
    leveraged: PlanTable
    external: PlanTable
    figures: tuple[PlanFigure, ...]
    purpose: PlanStatement
    boundary: PlanStatement
    network: PlanStatement
    flows: PlanStatement
    drafted: tuple[str, ...]
    """What the evidence says of architecture and flows, in sentences."""
    components: tuple[tuple[str, tuple[ComponentRow, ...]], ...]
    """By namespace."""
    architecture: tuple[PlanTable, ...]
    """Tables 8.1 to 8.5."""
    ports: PlanTable
    relying: str
    """How many uses of cryptography rely on validated modules; empty where none is shown or stated to."""
    cryptography: tuple[str, ...]
    """Section 10."""
    validated: bool
    """Does every use of cryptography rely on a module with an active certificate, in its approved mode?"""
    duties: PlanTable
    appendices: PlanTable
    identity: PlanStatement
    """`2`, of Table E.2."""
    information_types: PlanTable
    categorization: str
    """`Moderate`; empty where system.yaml does not state the impact level."""
    laws: PlanTable
    acronyms: tuple[tuple[str, str], ...] = ()
    unexplained: tuple[str, ...] = ()
    """Acronyms of our documents that are not explained."""

    @property
    def meanings(self) -> tuple[tuple[str, PlanStatement], ...]:
        """Acronyms that nothing explains, each with the field for what it stands for."""
        return tuple(
            (acronym, PlanStatement(key="plan.acronyms", tag=f"said:acronym:{number}", place=f"Appendix B, {acronym}"))
            for number, acronym in enumerate(self.unexplained)
        )

    @property
    def named_tables(self) -> tuple[tuple[str, PlanTable], ...]:
        """All tables that hold what people say, in order, each with what it is called in the names of its content controls."""
        return (
            ("prepared_by", self.prepared_by),
            ("prepared_for", self.prepared_for),
            ("revisions", self.revisions),
            ("information", self.information),
            ("owner", self.owner),
            ("officer", self.officer),
            ("contacts", self.contacts),
            ("leveraged", self.leveraged),
            ("external", self.external),
            *((f"architecture_{table.number}", table) for table in self.architecture),
            ("ports", self.ports),
            ("duties", self.duties),
            ("appendices", self.appendices),
            ("information_types", self.information_types),
            ("laws", self.laws),
        )

    @property
    def tables(self) -> tuple[PlanTable, ...]:
        """The same without their names."""
        return tuple(table for _, table in self.named_tables)

    @property
    def prose(self) -> tuple[Prose, ...]:
        """All running text that people write, in order."""
        statements = (
            *(statement for row in self.information.rows for statement in row),
            self.purpose,
            self.boundary,
            self.network,
            self.flows,
        )
        return tuple(statement.prose for statement in statements if statement.prose is not None)

    @property
    def places(self) -> tuple[tuple[str, str, PlanStatement], ...]:
        """(table or section, what, what is said) of every place that a person or the evidence fills."""
        places = [(_called(table), what, statement) for table in self.tables for what, statement in table.places]
        places += [("Section 8.2", "Authorization boundary", self.boundary)]
        places += [("Section 8.2", "Network", self.network), ("Section 8.2", "Data flow", self.flows)]
        places += [("Table E.2", "Digital identity level", self.identity)]
        places += [("Appendix B", f"Meaning of {acronym}", statement) for acronym, statement in self.meanings]
        return tuple(places)

    @property
    def owing(self) -> tuple[Owing, ...]:
        """What is not stated, one line for each kind of place, in order."""
        counted = Counter((table, what, statement.key) for table, what, statement in self.places if statement.is_outstanding)
        return tuple(Owing(table=table, what=what, count=count, key=key) for (table, what, key), count in counted.items())

    @property
    def outstanding(self) -> int:
        """How many places are not filled."""
        return sum(owing.count for owing in self.owing)

    @property
    def counted(self) -> int:
        """How many places a person fills: filled or outstanding, without labels and what follows from something else."""
        return sum(bool(statement.key) for _, _, statement in self.places)


def _called(table: PlanTable) -> str:
    return f"Table {table.number}" if table.number else table.title
