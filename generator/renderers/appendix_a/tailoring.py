"""What LI-SaaS asks of the controls that its Appendix A does not describe: attested by the provider, not of SaaS, federal.

FedRAMP SSP Appendix A LI-SaaS v1.1, Tailoring Criteria and Table A-1: an attestation needs no documentation and no assessment,
and no response is required for the other two.
"""

from collections.abc import Iterable, Iterator

import msgspec

from generator.documents.word_blocks import Block, Heading, WordCell, WordTable, plain, text_cell, text_cells
from generator.frameworks.rev5.li_saas import ATTESTED, FEDERAL, NOT_OF_SAAS
from generator.model.identifiers import ControlId
from generator.model.narrative import Narrative, NarrativeStatus
from generator.oscal.package import AuthorizationPackage

_TEXT, _HEADING = "Table Text", "Table Heading"
_OUTSTANDING_FILL = "FFF6DF"
_NSO = "Not of SaaS (NSO)"
_FED = "Federal Government (FED)"


class Tailored(msgspec.Struct, frozen=True, kw_only=True):
    """One control."""

    id: str
    title: str
    criterion: str
    text: str
    outstanding: bool = False


def tailored(package: AuthorizationPackage) -> tuple[Tailored, ...]:
    """Attestations first; nothing where the baseline is another one."""
    if not package.system.tailored:
        return ()
    narratives = {narrative.control: narrative for narrative in package.narratives}
    described = {row.id for row in ATTESTED}
    return (
        *(_attested(row.id, row.title, narratives.get(row.id)) for row in ATTESTED),
        *(
            Tailored(id=row.id, title=row.title, criterion=criterion, text="No response is required.")
            for criterion, rows in ((_NSO, NOT_OF_SAAS), (_FED, FEDERAL))
            for row in rows
            if row.id not in described and "li-saas" not in row.baselines
        ),
    )


def tailoring(rows: tuple[Tailored, ...]) -> Iterator[Block]:
    """The section of the document."""
    outstanding = sum(row.outstanding for row in rows)
    yield Heading(level=1, text="Controls that LI-SaaS does not have described")
    yield plain(
        f"{len(ATTESTED)} controls are attested: {len(ATTESTED) - outstanding} by a named person, {outstanding} not yet. "
        "An attestation names who approved it, on which day."
    )
    names = ("Control", "Tailoring", "What is stated")
    yield WordTable(
        rows=(
            text_cells(names, _HEADING),
            *(tuple(_cells(row)) for row in rows),
        ),
        widths=(2.9, 1.6, 2.0),
        description="Each control that LI-SaaS tailors, with who attests to it",
    )


def _cells(row: Tailored) -> Iterable[WordCell]:
    yield text_cell(f"{row.id} {row.title}", _TEXT)
    yield text_cell(row.criterion, _TEXT)
    yield text_cell(row.text, _TEXT, shade=_OUTSTANDING_FILL if row.outstanding else "")


def _attested(control: ControlId, title: str, narrative: Narrative | None) -> Tailored:
    if narrative is not None and narrative.standing is NarrativeStatus.FINAL and narrative.date is not None:
        stated = f"Attested by {narrative.approver} on {narrative.date.isoformat()}."
        return Tailored(id=control, title=title, criterion="Attest", text=stated)
    stated = "Written, not approved by a named person." if narrative is not None else "Not attested yet."
    return Tailored(id=control, title=title, criterion="Attest", text=stated, outstanding=True)
