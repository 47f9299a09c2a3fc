"""A System Security Plan in our own layout: FedRAMP's sections and tables, 1 to 12, and the appendices inside the plan."""

from collections.abc import Iterator, Mapping

from generator.documents.word_blocks import (
    Block,
    Contents,
    PageBreak,
    Paragraph,
    SectionEnd,
    TextRun,
    plain,
)
from generator.renderers.ssp.appendices import appendices
from generator.renderers.ssp.blocks import (
    HEADING,
    TABLE,
    TEXT,
    captioned,
    numbered,
    outstanding_table,
    referring,
    signature_table,
    table,
)
from generator.renderers.ssp.prose import region
from generator.renderers.ssp.rows import PlanDocument
from generator.renderers.ssp.section_8 import OWN, illustrations, narrative
from generator.renderers.ssp.text import INTRODUCTION, READING, SIGNING
from generator.text import form_date

PLACEHOLDERS: Mapping[str, str] = {
    "system.name": "the system's name",
    "provider": "the cloud service provider",
    "baseline": "the baseline: Moderate",
    "version": "the plan's version: Version 1.0",
    "date": "the as-of date of the package",
    "marking": "what the package is marked with",
}
"""What a template of this document can name."""


def cover(document: PlanDocument) -> Mapping[str, object]:
    """The values that the template's cover, header and footer ask for."""
    return {
        "system": {"name": document.system},
        "provider": document.provider or "Provider not stated yet",
        "baseline": document.baseline,
        "version": f"Version {document.version}",
        "date": form_date(document.as_of),
        "marking": document.marking,
    }


def blocks(document: PlanDocument) -> Iterator[Block]:
    """Everything behind the cover's title."""
    yield Paragraph(content=(TextRun(text=draft_line(document), bold=True),), style="Cover Text")
    yield PageBreak()
    yield from _front(document)
    for section in (_system, _people, _connections, _architecture, _services, _separation, appendices):
        yield from section(document)


def draft_line(document: PlanDocument) -> str:
    """What the cover says of the document's standing."""
    if not document.outstanding:
        return "Every place of the front matter is filled; who signs it stands behind it."
    return f"DRAFT – {document.outstanding:,} of {document.counted:,} places of the front matter are not stated yet"


def _front(document: PlanDocument) -> Iterator[Block]:
    yield plain("Prepared by", style="Front Heading")
    yield table(document.prepared_by)
    yield plain("Prepared for", style="Front Heading")
    yield table(document.prepared_for)
    yield plain("Document revision history", style="Front Heading")
    yield table(document.revisions)
    yield PageBreak()
    yield plain("Contents", style="Contents Title")
    yield Contents(deepest=2)
    yield PageBreak()
    yield plain("Approvals", style="Contents Title")
    yield plain(SIGNING)
    for signature in document.signatures:
        yield signature_table(signature, style=TABLE, text_style=TEXT)
    yield PageBreak()
    yield plain("How far this plan has come", style="Contents Title")
    yield plain(f"{draft_line(document)}.")
    yield from (plain(line) for line in READING)
    if document.owing:
        yield outstanding_table(document.owing, style=TABLE, text_style=TEXT, heading_style=HEADING)
    yield PageBreak()


def _system(document: PlanDocument) -> Iterator[Block]:
    yield numbered("1", "Introduction")
    yield from (plain(line) for line in INTRODUCTION)
    yield numbered("2", "Purpose")
    if document.purpose.prose is not None:
        yield region(document.purpose, document.purpose.prose, style="Body Text", table_style=TABLE, width=6.4)
    yield numbered("3", "System Information")
    yield referring("", "Table 3.1", " summarizes what the cloud service offering is.")
    yield from captioned(document.information)


def _people(document: PlanDocument) -> Iterator[Block]:
    yield numbered("4", "System Owner")
    yield referring("", "Table 4.1", f" names the person who answers for {document.system} as a whole.")
    yield from captioned(document.owner)
    yield numbered("5", "Assignment of Security Responsibility")
    yield referring(
        "", "Table 5.1", f" names the Information System Security Officer of {document.system}, or whoever has that duty."
    )
    yield from captioned(document.officer)
    yield referring("See ", "Table 5.2", " for additional contacts.")
    yield from captioned(document.contacts)
    yield SectionEnd(landscape=False)


def _connections(document: PlanDocument) -> Iterator[Block]:
    yield numbered("6", "Leveraged FedRAMP-Authorized Services")
    yield referring(f"{document.system} stands on and uses the FedRAMP Authorized services in ", "Table 6.1", ".")
    yield from captioned(document.leveraged)
    yield numbered("7", "External Systems and Services Not Having FedRAMP Authorization")
    yield referring(
        "What is connected to without a FedRAMP authorization at the impact level of "
        f"{document.system} or above it is described in ",
        "Table 7.1",
        ".",
    )
    yield from captioned(document.external)
    yield plain(
        "Numbers of the first column: 1, cloud services without a FedRAMP authorization; 2, shared services of the provider's "
        "own company; 3, update services for software inside the boundary."
    )
    yield SectionEnd(landscape=True)


def _architecture(document: PlanDocument) -> Iterator[Block]:
    yield numbered("8", "Illustrated Architecture and Narratives")
    yield plain(f"Section 8.1 shows the boundary, network and data flows of {document.system}, section 8.2 describes them.")
    yield numbered("8.1", "Illustrated Architecture")
    yield from illustrations(document, OWN)
    yield numbered("8.2", "Narrative")
    yield from narrative(document, OWN)
    yield SectionEnd(landscape=False)


def _services(document: PlanDocument) -> Iterator[Block]:
    yield numbered("9", "Services, Ports, and Protocols")
    yield referring("", "Table 9.1", f" lists what is open in {document.system}, its protocol, and who calls it.")
    yield from captioned(document.ports)
    yield numbered("10", "Cryptographic Modules Implemented for Data At Rest (DAR) and Data In Transit (DIT)")
    yield from (plain(line) for line in document.cryptography)


def _separation(document: PlanDocument) -> Iterator[Block]:
    yield numbered("11", "Separation of Duties")
    yield referring("", "Table 11.1", " says which kind of user may do what (AC-5).")
    yield from captioned(document.duties)
    yield SectionEnd(landscape=True)
