"""What a System Security Plan says before its appendices, as plain rows: every decision about the document is made here."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from generator.model.crypto import CryptoArea
from generator.model.diagram_labels import DiagramLabels
from generator.model.system import System
from generator.narrative.plan_places import BOUNDARY, DATA_FLOW, NETWORK, PURPOSE
from generator.oscal.package import AuthorizationPackage
from generator.renderers.appendix_a.view import view as controls_of
from generator.renderers.appendix_q.references import numbered, references
from generator.renderers.ssp.acronyms import acronyms, control_texts, plan_texts
from generator.renderers.ssp.architecture import components, drafted, figures
from generator.renderers.ssp.connections import external, leveraged
from generator.renderers.ssp.people import People
from generator.renderers.ssp.prose import prose
from generator.renderers.ssp.rows import PlanDocument, PlanStatement
from generator.renderers.ssp.tables import (
    appendices,
    duties,
    information,
    information_types,
    laws,
    ports,
    revisions,
)
from generator.renderers.ssp.tags import tagged
from generator.renderers.ssp.text import purpose
from generator.text import counted

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
    """The rows of the document."""
    system, controls = package.system, controls_of(package)
    titles = {role.id: role.title for role in package.bundle.ssp.metadata.roles}
    uses, open_ports = numbered(package.crypto), package.flows.ports
    document = replace(
        stated(system, package.as_of, titles=titles),
        marking=controls.marking,
        figures=figures(package.pictures),
        drafted=drafted(package),
        components=components(package.running, DiagramLabels.of(package.comparison)),
        ports=ports(open_ports, references(open_ports, uses), system.name),
        cryptography=_cryptography(package),
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
        version=plan.revisions[-1].version if plan.revisions else as_of.isoformat(),
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
        purpose=prose(system, PURPOSE, purpose(system.name, system.baseline.label)),
        boundary=prose(system, BOUNDARY, system.boundary),
        network=prose(system, NETWORK, plan.network),
        flows=prose(system, DATA_FLOW, plan.data_flow),
        drafted=(),
        components=(),
        ports=ports((), {}, system.name),
        cryptography=(),
        duties=duties(system),
        appendices=appendices(system, APPENDIX_FILES),
        identity=PlanStatement(text=str(plan.identity.authenticator) if plan.identity else "", key="plan.digital-identity"),
        information_types=information_types(system),
        categorization=system.impact_level.value.capitalize() if system.is_categorized else "",
        laws=laws(system),
    )


def _cryptography(package: AuthorizationPackage) -> tuple[str, ...]:
    """How far it is known which modules protect the data; nothing is claimed that is not stated."""
    uses = package.crypto
    if not uses:
        return ("Nothing that was collected shows where cryptography protects data.",)
    transit = sum(use.area is CryptoArea.TRANSIT for use in uses)
    rest = sum(use.area is CryptoArea.REST for use in uses)
    named = sum(use.module is not None for use in uses)
    active = [use for use in uses if use.has_active_certificate]
    stated = sum(use.mode_is_stated for use in active)
    shown = sum(use.mode_shown is True for use in active)
    off = sum(use.mode_shown is False for use in uses)
    held = sum(bool(use.held) for use in uses)
    others = " For the others no module with an active certificate is named." if len(active) < len(uses) else ""
    switched_off = f" At {counted(off, 'use')} a setting switches the approved mode off." if off else ""
    return (
        f"The evidence shows {counted(len(uses), 'use')} of cryptography: {transit} for data in transit, {rest} for data "
        f"at rest, {len(uses) - transit - rest} other. For {named} of them a person names the module, for {len(active)} one "
        f"whose FIPS 140 certificate is active; of these {len(active)}, a person states for {stated} that it runs in its "
        f"approved mode, and a setting that was collected switches that mode on for {shown}.{switched_off}{others}",
        f"For {held} of the uses a list of packages shows which libraries with cryptography the images there hold. A package "
        "in the version of a certificate is not thereby a validated module.",
        "Appendix Q lists each use with its module; its reference numbers are those of Table 9.1.",
    )
