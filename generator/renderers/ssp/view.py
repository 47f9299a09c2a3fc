"""What a System Security Plan says before its appendices, as plain rows: every decision about the document is made here."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from msgspec.structs import replace

from generator.model.crypto import CryptoUse
from generator.model.diagram_labels import DiagramLabels
from generator.model.flow import NO_FLOWS
from generator.model.system import System
from generator.narrative.plan_places import BOUNDARY, DATA_FLOW, NETWORK, PURPOSE
from generator.oscal.package import AuthorizationPackage
from generator.renderers.appendix_a.view import view as controls_of
from generator.renderers.appendix_q.references import numbered, references
from generator.renderers.ssp.acronyms import acronyms, control_texts, plan_texts
from generator.renderers.ssp.architecture import components, drafted, figures
from generator.renderers.ssp.connections import external, leveraged
from generator.renderers.ssp.crossings import architecture_tables
from generator.renderers.ssp.people import People
from generator.renderers.ssp.ports import port_table
from generator.renderers.ssp.prose import prose
from generator.renderers.ssp.rows import PlanDocument, PlanStatement
from generator.renderers.ssp.tables import appendices, duties, information, information_types, laws, revisions
from generator.renderers.ssp.tags import tagged
from generator.renderers.ssp.text import purpose

APPENDIX_FILES = frozenset(
    {
        "Appendix-A-Security-Controls.docx",
        "Appendix-J-CIS-CRM.xlsx",
        "Appendix-M-Integrated-Inventory-Workbook.xlsx",
        "Appendix-O-POAM.xlsx",
        "Appendix-Q-Cryptographic-Modules.docx",
    }
)
"""Documents beside the plan that every package of FedRAMP's Revision 5 has."""


def view(package: AuthorizationPackage) -> PlanDocument:
    """The rows of the document, made once for the plan and for all that counts what it leaves open."""
    return package.views.once(_made, package)


def _made(package: AuthorizationPackage) -> PlanDocument:
    system, controls = package.system, controls_of(package)
    titles = {role.id: role.title for role in package.bundle.ssp.metadata.roles}
    uses, open_ports = numbered(package.crypto), package.flows.ports
    document = replace(
        stated(system, package.as_of, titles=titles),
        marking=controls.marking,
        figures=figures(package.pictures, system.name),
        drafted=drafted(package),
        components=components(package.running, DiagramLabels.of(package.comparison)),
        architecture=architecture_tables(system, package.flows),
        ports=port_table(package.flows, references(open_ports, uses), system.name),
        relying=(relying := _relying(package)),
        cryptography=(*((relying,) if relying else ()), _LISTED),
        validated=bool(package.crypto) and all(map(_is_validated, package.crypto)),
    )
    named = {system.short_name: system.name} if system.short_name != system.name else {}
    own = {**named, **dict(system.plan.acronyms)}
    explained, left = acronyms((*plan_texts(document), *control_texts(controls)), own)
    return tagged(replace(document, acronyms=explained, unexplained=left))


def stated(system: System, as_of: date, *, titles: Mapping[str, str] = MappingProxyType({})) -> PlanDocument:
    """What system.yaml alone says, without any evidence; `titles` are what roles are called, by id."""
    plan, people = system.plan, People(system, titles)
    name = people.provider
    return PlanDocument(
        system_id=system.id,
        system=system.name,
        short=system.short_name,
        provider=name,
        baseline=system.baseline.label,
        version=plan.version,
        as_of=as_of,
        marking="",
        prepared_by=people.organization("Identification of Organization that Prepared this Document", ("prepared-by",)),
        prepared_for=people.organization("Identification of Cloud Service Provider", ("cloud-service-provider",)),
        revisions=revisions(plan),
        signatures=people.signatures(),
        information=information(system, name),
        owner=people.owner(system.name),
        officer=people.officer(name),
        contacts=people.contacts(),
        leveraged=leveraged(system),
        external=external(system),
        figures=(),
        purpose=prose(system, PURPOSE, purpose(system.name, system.baseline.label, categorized=system.is_categorized)),
        boundary=prose(system, BOUNDARY, system.boundary),
        network=prose(system, NETWORK, plan.network),
        flows=prose(system, DATA_FLOW, plan.data_flow),
        drafted=(),
        components=(),
        architecture=architecture_tables(system, NO_FLOWS),
        ports=port_table(NO_FLOWS, {}, system.name),
        relying="",
        cryptography=(),
        validated=False,
        duties=duties(system),
        appendices=appendices(system, APPENDIX_FILES),
        identity=PlanStatement(text=str(plan.identity.authenticator) if plan.identity else "", key="plan.digital-identity"),
        information_types=information_types(system),
        categorization=system.impact_level.value.capitalize() if system.is_categorized else "",
        laws=laws(system),
    )


def _relying(package: AuthorizationPackage) -> str:
    uses = package.crypto
    validated = sum(map(_is_validated, uses))
    if not validated:
        return ""
    scope = f"All {len(uses)}" if validated == len(uses) else f"{validated} of the {len(uses)}"
    return f"{scope} uses of cryptography in {package.system.name} rely on FIPS 140-validated modules in their approved mode."


_LISTED = (
    "Appendix Q lists each use of cryptography for data in transit and data at rest with its module, the certificate of the "
    "Cryptographic Module Validation Program (CMVP) and the mode of operation. The reference numbers of Table 9.1 are those of "
    "Appendix Q."
)


def _is_validated(use: CryptoUse) -> bool:
    in_mode = use.mode_shown if use.mode_shown is not None else use.mode_is_stated
    return use.has_active_certificate and in_mode
