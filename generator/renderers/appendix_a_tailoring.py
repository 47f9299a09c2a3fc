"""What LI-SaaS asks of the controls that its Appendix A does not describe: attested by the provider, not of SaaS, federal.

FedRAMP SSP Appendix A LI-SaaS v1.1, Tailoring Criteria and Table A-1: an attestation needs no documentation and no assessment,
and no response is required for the other two.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.documents.word_blocks import Block, Cell, Heading, Table, plain
from generator.frameworks.rev5.li_saas import ATTESTED, FEDERAL, NOT_OF_SAAS
from generator.model.identifiers import ControlId
from generator.model.narrative import Narrative, Standing
from generator.oscal.package import AuthorizationPackage

_TEXT, _HEADING = "Table Text", "Table Heading"
_OWED = "FFF6DF"
_NSO = "Not of SaaS (NSO)"
_FED = "Federal Government (FED)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tailored:
    """One control."""

    id: str
    title: str
    criterion: str
    said: str
    owed: bool = False


def tailored(package: AuthorizationPackage) -> tuple[Tailored, ...]:
    """Attestations first; nothing where the baseline is another one."""
    if not package.system.tailored:
        return ()
    said = {one.control: one for one in package.narratives}
    described = {row.id for row in ATTESTED}
    return (
        *(_attested(row.id, row.title, said.get(row.id)) for row in ATTESTED),
        *(
            Tailored(id=row.id, title=row.title, criterion=criterion, said="No response is required.")
            for criterion, rows in ((_NSO, NOT_OF_SAAS), (_FED, FEDERAL))
            for row in rows
            if row.id not in described and "li-saas" not in row.baselines
        ),
    )


def tailoring(rows: tuple[Tailored, ...]) -> Iterator[Block]:
    """The section of the document; nothing where there is nothing to tell."""
    if not rows:
        return
    owed = sum(row.owed for row in rows)
    yield Heading(level=1, text="Controls that LI-SaaS does not have described")
    yield plain(
        f"{len(ATTESTED)} controls are attested: {len(ATTESTED) - owed} by a named person, {owed} not yet. An attestation is a "
        "narrative (narratives/AC-1.md) that names who approved it, on which day."
    )
    names = ("Control", "Tailoring", "What is stated")
    yield Table(
        rows=(
            tuple(Cell(blocks=(plain(name, style=_HEADING),)) for name in names),
            *(tuple(_cells(row)) for row in rows),
        ),
        widths=(2.9, 1.6, 2.0),
        description="Each control that LI-SaaS tailors, with who attests to it",
    )


def _cells(row: Tailored) -> Iterable[Cell]:
    yield Cell(blocks=(plain(f"{row.id} {row.title}", style=_TEXT),))
    yield Cell(blocks=(plain(row.criterion, style=_TEXT),))
    yield Cell(blocks=(plain(row.said, style=_TEXT),), shade=_OWED if row.owed else "")


def _attested(control: ControlId, title: str, said: Narrative | None) -> Tailored:
    if said is not None and said.standing is Standing.FINAL and said.date is not None:
        stated = f"Attested by {said.approver} on {said.date.isoformat()}."
        return Tailored(id=control, title=title, criterion="Attest", said=stated)
    stated = "Written, not approved by a named person." if said is not None else "Not attested yet."
    return Tailored(id=control, title=title, criterion="Attest", said=stated, owed=True)
