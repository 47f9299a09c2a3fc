"""FedRAMP CR26 Certification Package Overview (FRC-CSO-PKG), schema of 2026-06-24: what replaces the base of the plan.

Written where everything that the schema demands is said; otherwise a gap lists what is missing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from generator.model.evidence import Gap, GapKind
from generator.model.overview import Repository
from generator.model.system import Party, Regime, System
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Rendered
from generator.renderers.cr26_records import encoded

PATH = "cr26/certification-package-overview.json"
_MODELS = {"saas": "SaaS", "paas": "PaaS", "iaas": "IaaS"}
_DEPLOYMENTS = {
    "public-cloud": "Public Cloud",
    "government-only-cloud": "Government-Only Cloud",
    "hybrid-cloud": "Hybrid Cloud",
    "community-cloud": "Community Cloud",
}
_CONTACTS = {
    "security-contact": "Security",
    "information-system-security-officer": "Security",
    "sales-contact": "Sales",
    "system-poc-management": "Primary",
}
"""OSCAL roles, and the contact that FedRAMP asks for. A contact for security and one for sales must be there."""
_DIGITS = re.compile(r"\D")


class _Camel(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """JSON names as the schema has them."""


class _Identification(_Camel, kw_only=True):
    provider_name: str
    service_name: str
    service_acronym: str
    service_description: str
    certification_type: str
    fed_ramp_package_id: str
    uei_number: str | None = None
    website: str
    logo: str


class _Place(_Camel, kw_only=True):
    repository_type: tuple[str, ...]
    url: str
    repository_description: str
    authentication_required: bool
    """Required, so it has no default that would be left out."""
    access_request_instructions: str | None = None


class _Properties(_Camel, kw_only=True):
    service_type: tuple[str, ...]
    deployment_model: str
    business_category: tuple[str, ...] = ()
    trust_center: _Place | None = None
    secure_configuration_guidance: _Place | None = None
    additional_repositories: tuple[_Place, ...] = ()
    next_ongoing_certification_report_date: str | None = None


class _Contact(_Camel, kw_only=True):
    contact_type: str
    contact_name: str
    contact_email: str | None = None
    contact_phone: str | None = None


class _Assessor(_Camel, kw_only=True):
    name: str
    assessor_id: str = msgspec.field(name="assessorID")


class _Service(_Camel, kw_only=True):
    service_name: str
    service_description: str
    date_available: str


class _Certified(_Camel, kw_only=True):
    id: str = msgspec.field(name="fedRampCertifiedThirdPartyInformationResource")
    use_case: str


class _Other(_Camel, kw_only=True):
    name: str
    provider: str
    use_case: str


class _Resources(_Camel, kw_only=True):
    certified: tuple[_Certified, ...] = ()
    non_certified: tuple[_Other, ...] = ()


class _Overview(_Camel, kw_only=True):
    service_identification: _Identification
    service_properties: _Properties
    contact_information: tuple[_Contact, ...]
    assessor: _Assessor | None = None
    certified_services: tuple[_Service, ...] = ()
    third_party_information_resources: _Resources | None = None


@dataclass(frozen=True, slots=True)
class Cr26PackageOverviewJson:
    """See `Renderer`."""

    name: str = "cr26-package-overview-json"
    path: str = PATH
    title: str = "FedRAMP CR26 Certification Package Overview (FRC-CSO-PKG)"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return package.system.regime is not Regime.LEGACY and not owed(package.system)

    def render(self, package: AuthorizationPackage, template: bytes | None) -> Rendered:  # noqa: ARG002 - the contract
        """See `Renderer.render`."""
        return Rendered(data=encoded(view(package.system)))


def owed(system: System) -> tuple[str, ...]:
    """Keys of system.yaml that the schema demands and that are not stated, in the order of the file."""
    said = system.overview
    kinds = {kind for kind, _ in _contacts(system.parties)}
    missing = {
        "system.description": system.description,
        "system.provider": _provider(system),
        "system.service-model": _MODELS.get(system.service_model or ""),
        "system.deployment-model": _DEPLOYMENTS.get(system.deployment_model or ""),
        "parties: a party in the role security-contact": "Security" in kinds,
        "parties: a party in the role sales-contact": "Sales" in kinds,
        "cr26.overview.website": said.website,
        "cr26.overview.logo": said.logo,
    }
    return tuple(key for key, value in missing.items() if not value)


def gap(system: System) -> Gap | None:
    """Says what is missing; None where the overview is written or does not apply."""
    missing = owed(system)
    if system.regime is Regime.LEGACY or not missing:
        return None
    return Gap(
        path="system.yaml",
        place="",
        kind=GapKind.UNDECIDED,
        reason=f"the Certification Package Overview is not written: it needs {'; '.join(missing)}",
        next_step="say it in system.yaml",
    )


def view(system: System) -> _Overview:
    """The whole document."""
    said, plan = system.overview, system.plan
    assessors = [party for party in system.parties if "assessor" in party.roles]
    return _Overview(
        service_identification=_Identification(
            provider_name=_provider(system),
            service_name=system.name,
            service_acronym=system.short_name,
            service_description=system.description or "",
            certification_type=said.certification_type,
            fed_ramp_package_id=plan.package_id or f"{_provider(system)} {system.short_name}",
            uei_number=said.uei,
            website=said.website or "",
            logo=said.logo or "",
        ),
        service_properties=_Properties(
            service_type=(_MODELS[system.service_model or ""],),
            deployment_model=_DEPLOYMENTS[system.deployment_model or ""],
            business_category=said.business_categories,
            trust_center=_place(said.trust_center) if said.trust_center else None,
            secure_configuration_guidance=_place(said.secure_configuration) if said.secure_configuration else None,
            additional_repositories=tuple(map(_place, said.repositories)),
            next_ongoing_certification_report_date=said.next_report.isoformat() if said.next_report else None,
        ),
        contact_information=tuple(contact for _, contact in _contacts(system.parties)),
        assessor=_Assessor(name=assessors[0].name, assessor_id=said.assessor_id) if assessors and said.assessor_id else None,
        certified_services=tuple(
            _Service(service_name=one.name, service_description=one.description, date_available=one.available.isoformat())
            for one in said.services
        ),
        third_party_information_resources=_resources(system),
    )


def _resources(system: System) -> _Resources | None:
    """MAS-CSO-TPR: what the system uses of others, by FedRAMP's id where it is certified."""
    certified = tuple(
        _Certified(id=row.package_id, use_case=row.description or ", ".join(row.services) or row.name)
        for row in system.plan.leveraged
        if row.package_id
    )
    others = tuple(
        _Other(name=row.name, provider=row.provider, use_case=row.description or row.name)
        for row in system.plan.leveraged
        if not row.package_id
    ) + tuple(_Other(name=one.name, provider=one.name, use_case=one.purpose or one.name) for one in system.external_services)
    return _Resources(certified=certified, non_certified=others) if certified or others else None


def _provider(system: System) -> str:
    named = [party.name for party in system.parties if "cloud-service-provider" in party.roles]
    return named[0] if named else system.provider or ""


def _contacts(parties: Sequence[Party]) -> Iterator[tuple[str, _Contact]]:
    """Each party once for each kind of contact; FedRAMP's own pattern of numbers, else none."""
    for party in parties:
        for kind in dict.fromkeys(_CONTACTS[role] for role in party.roles if role in _CONTACTS):
            digits = _DIGITS.sub("", party.phone or "").removeprefix("1")
            phone = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if len(digits) == 10 else None
            yield kind, _Contact(contact_type=kind, contact_name=party.name, contact_email=party.email, contact_phone=phone)


def _place(one: Repository) -> _Place:
    return _Place(
        repository_type=one.types,
        url=one.url,
        repository_description=one.description,
        authentication_required=one.access is not None,
        access_request_instructions=one.access,
    )
