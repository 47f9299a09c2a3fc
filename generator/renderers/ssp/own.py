"""A System Security Plan in our own layout: FedRAMP's sections and tables, 1 to 12, and the appendices inside the plan."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from generator.documents.word_blocks import FRONT_PAGES, Block, Contents, PageBreak, SectionEnd, plain
from generator.model.plan import UNVERSIONED
from generator.renderers.ssp.appendices import appendices
from generator.renderers.ssp.blocks import TABLE, TEXT, captioned, numbered, referring, signature_table, table
from generator.renderers.ssp.prose import region
from generator.renderers.ssp.rows import PlanDocument
from generator.renderers.ssp.section_8 import NARRATIVE_PAGES, OWN, illustrations, narrative
from generator.renderers.ssp.text import ARCHITECTURE, CRYPTOGRAPHY, SIGNING, introduction
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
        "provider": document.provider or "Cloud Service Provider",
        "baseline": document.baseline,
        "version": document.version,
        "date": form_date(document.as_of),
        "marking": document.marking,
    }


def blocks(document: PlanDocument) -> Iterator[Block]:
    """Everything behind the cover's title. Each section begins a page and counts its own: 8-1, 8-2, A-1."""
    yield plain(draft_line(document), bold=True, style="Cover Text")
    yield PageBreak()
    yield from _front(document)
    for section in (_system, _people, _connections, _architecture, _services, appendices):
        yield from section(document)


def draft_line(document: PlanDocument) -> str:
    """What the cover says of the document's standing."""
    return "Draft" if document.outstanding and document.version != UNVERSIONED else ""


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
    yield SectionEnd(landscape=False, label=FRONT_PAGES)


def _system(document: PlanDocument) -> Iterator[Block]:
    yield numbered("1", "Introduction")
    yield from (replace(plain(line), keep_with_next=True) for line in introduction(document))
    yield numbered("2", "Purpose")
    if document.purpose.prose is not None:
        yield region(document.purpose, document.purpose.prose, style="Body Text", table_style=TABLE, width=6.4)
    yield SectionEnd(landscape=False, label="1")
    yield numbered("3", "System Information")
    yield referring("", "Table 3.1", f" describes the cloud service offering {document.system}.")
    yield from captioned(document.information)
    yield SectionEnd(landscape=False, label="3")


def _people(document: PlanDocument) -> Iterator[Block]:
    yield numbered("4", "System Owner")
    yield referring("", "Table 4.1", f" names the person who is responsible for {document.system}.")
    yield from captioned(document.owner)
    yield SectionEnd(landscape=False, label="4")
    yield numbered("5", "Assignment of Security Responsibility")
    yield referring(
        "", "Table 5.1", f" names the Information System Security Officer (ISSO) of {document.system} or equivalent."
    )
    yield from captioned(document.officer)
    yield referring("", "Table 5.2", " lists the other points of contact.")
    yield from captioned(document.contacts)
    yield SectionEnd(landscape=False, label="5")


def _connections(document: PlanDocument) -> Iterator[Block]:
    yield numbered("6", "Leveraged FedRAMP-Authorized Services")
    yield referring("", "Table 6.1", f" lists the FedRAMP-authorized services that {document.system} leverages and uses.")
    yield from captioned(document.leveraged)
    yield SectionEnd(landscape=True, label="6")
    yield numbered("7", "External Systems and Services Not Having FedRAMP Authorization")
    yield referring(
        "",
        "Table 7.1",
        " describes the external systems and services, interconnections, application programming interfaces (APIs) and command "
        "line interfaces (CLIs) that have no FedRAMP authorization at the impact level of "
        f"{document.system} or above.",
    )
    yield from captioned(document.external)
    yield plain(
        "First column: 1, cloud services without a FedRAMP authorization; 2, shared services of the provider's corporate "
        "network; 3, update services for software inside the boundary."
    )
    yield SectionEnd(landscape=True, label="7")


def _architecture(document: PlanDocument) -> Iterator[Block]:
    yield numbered("8", "Illustrated Architecture and Narratives")
    yield plain(ARCHITECTURE, keep_with_next=True)
    yield numbered("8.1", "Illustrated Architecture")
    yield from illustrations(document, OWN)
    yield numbered("8.2", "Narrative")
    yield from narrative(document, OWN)
    yield SectionEnd(landscape=False, label=NARRATIVE_PAGES)


def _services(document: PlanDocument) -> Iterator[Block]:
    yield numbered("9", "Services, Ports, and Protocols")
    yield referring("", "Table 9.1", f" lists the services of {document.system} with their ports, protocols and purposes.")
    yield from captioned(document.ports)
    yield SectionEnd(landscape=True, label="9")
    yield numbered("10", CRYPTOGRAPHY)
    yield from (replace(plain(line), keep_with_next=True) for line in document.cryptography)
    yield numbered("11", "Separation of Duties")
    yield referring("", "Table 11.1", " assigns duties to kinds of users, so that no user can misuse a process alone (AC-5).")
    yield from captioned(document.duties)
    yield SectionEnd(landscape=True, label="10")
