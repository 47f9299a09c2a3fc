"""FedRAMP CR26 Certification Package Overview (FRC-CSO-PKG), schema of 2026-06-24: what replaces the base of the plan.

Written where everything that the schema demands is said; otherwise a gap lists what is missing.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from generator.model.evidence import Gap, GapKind
from generator.model.overview import DocumentRepository
from generator.model.system import Regime, System, SystemParty
from generator.renderers.base import Renderer, without_template
from generator.text import indented_json

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


class _OverviewBase(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """JSON names as the schema has them."""


class _Identification(_OverviewBase, kw_only=True):
    provider_name: str
    service_name: str
    service_acronym: str
    service_description: str
    certification_type: str
    fed_ramp_package_id: str
    uei_number: str | None = None
    website: str
    logo: str


class _OverviewRepository(_OverviewBase, kw_only=True):
    repository_type: tuple[str, ...]
    url: str
    repository_description: str
    authentication_required: bool
    """Required, so it has no default that would be left out."""
    access_request_instructions: str | None = None


class _OverviewProperties(_OverviewBase, kw_only=True):
    service_type: tuple[str, ...]
    deployment_model: str
    business_category: tuple[str, ...] = ()
    trust_center: _OverviewRepository | None = None
    secure_configuration_guidance: _OverviewRepository | None = None
    additional_repositories: tuple[_OverviewRepository, ...] = ()
    next_ongoing_certification_report_date: str | None = None


class _Contact(_OverviewBase, kw_only=True):
    contact_type: str
    contact_name: str
    contact_email: str | None = None
    contact_phone: str | None = None


class _Assessor(_OverviewBase, kw_only=True):
    name: str
    assessor_id: str = msgspec.field(name="assessorID")


class _OverviewService(_OverviewBase, kw_only=True):
    service_name: str
    service_description: str
    date_available: str


class _Certified(_OverviewBase, kw_only=True):
    id: str = msgspec.field(name="fedRampCertifiedThirdPartyInformationResource")
    use_case: str


class _Other(_OverviewBase, kw_only=True):
    name: str
    provider: str
    use_case: str


class _OverviewServices(_OverviewBase, kw_only=True):
    certified: tuple[_Certified, ...] = ()
    non_certified: tuple[_Other, ...] = ()


class _Overview(_OverviewBase, kw_only=True):
    service_identification: _Identification
    service_properties: _OverviewProperties
    contact_information: tuple[_Contact, ...]
    assessor: _Assessor | None = None
    certified_services: tuple[_OverviewService, ...] = ()
    third_party_information_resources: _OverviewServices | None = None


def _is_required(system: System) -> bool:
    return system.regime is not Regime.LEGACY or system.indicator_class is not None


def certification_type(system: System) -> str:
    """As system.yaml says; else Rev5, and 20x where nothing of Rev 5 is among the frameworks."""
    rev5 = any(name in ("fedramp-rev5", "fedramp-cr26") for name in system.frameworks)
    return system.overview.certification_type or ("Rev5" if rev5 or system.indicator_class is None else "20x")


def missing_keys(system: System) -> tuple[str, ...]:
    """Keys of system.yaml that the schema demands and that are not stated, in the order of the file."""
    overview = system.overview
    kinds = {kind for kind, _ in _contacts(system.parties)}
    missing = {
        "system.description": system.description,
        "system.provider": system.provider_name,
        "system.service-model": _MODELS.get(system.service_model or ""),
        "system.deployment-model": _DEPLOYMENTS.get(system.deployment_model or ""),
        "parties: a party in the role security-contact": "Security" in kinds,
        "parties: a party in the role sales-contact": "Sales" in kinds,
        "cr26.overview.website": overview.website,
        "cr26.overview.logo": overview.logo,
    }
    return tuple(key for key, value in missing.items() if not value)


def gap(system: System) -> Gap | None:
    """Says what is missing; None where the overview is written or does not apply."""
    missing = missing_keys(system)
    if not _is_required(system) or not missing:
        return None
    return Gap(
        path="system.yaml",
        kind=GapKind.UNDECIDED,
        reason=f"the Certification Package Overview is not written: it needs {'; '.join(missing)}",
        next_step="say it in system.yaml",
    )


def view(system: System) -> _Overview:
    """The whole document."""
    overview, plan = system.overview, system.plan
    assessors = [party for party in system.parties if "assessor" in party.roles]
    return _Overview(
        service_identification=_Identification(
            provider_name=system.provider_name,
            service_name=system.name,
            service_acronym=system.short_name,
            service_description=system.description or "",
            certification_type=certification_type(system),
            fed_ramp_package_id=plan.package_id or f"{system.provider_name} {system.short_name}",
            uei_number=overview.uei,
            website=overview.website or "",
            logo=overview.logo or "",
        ),
        service_properties=_OverviewProperties(
            service_type=(_MODELS[system.service_model or ""],),
            deployment_model=_DEPLOYMENTS[system.deployment_model or ""],
            business_category=overview.business_categories,
            trust_center=_place(overview.trust_center) if overview.trust_center else None,
            secure_configuration_guidance=_place(overview.secure_configuration) if overview.secure_configuration else None,
            additional_repositories=tuple(map(_place, overview.repositories)),
            next_ongoing_certification_report_date=overview.next_report.isoformat() if overview.next_report else None,
        ),
        contact_information=tuple(contact for _, contact in _contacts(system.parties)),
        assessor=_Assessor(name=assessors[0].name, assessor_id=overview.assessor_id)
        if assessors and overview.assessor_id
        else None,
        certified_services=tuple(
            _OverviewService(
                service_name=service.name, service_description=service.description, date_available=service.available.isoformat()
            )
            for service in overview.services
        ),
        third_party_information_resources=_resources(system),
    )


def _resources(system: System) -> _OverviewServices | None:
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
    ) + tuple(
        _Other(
            name=external_service.name,
            provider=external_service.name,
            use_case=external_service.purpose or external_service.name,
        )
        for external_service in system.external_services
    )
    return _OverviewServices(certified=certified, non_certified=others) if certified or others else None


def _contacts(parties: Sequence[SystemParty]) -> Iterator[tuple[str, _Contact]]:
    """Each party once for each kind of contact; FedRAMP's own pattern of numbers, else none."""
    for party in parties:
        for kind in dict.fromkeys(_CONTACTS[role] for role in party.roles if role in _CONTACTS):
            digits = _DIGITS.sub("", party.phone or "").removeprefix("1")
            phone = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if len(digits) == 10 else None
            yield kind, _Contact(contact_type=kind, contact_name=party.name, contact_email=party.email, contact_phone=phone)


def _place(repository: DocumentRepository) -> _OverviewRepository:
    return _OverviewRepository(
        repository_type=repository.types,
        url=repository.url,
        repository_description=repository.description,
        authentication_required=repository.access is not None,
        access_request_instructions=repository.access,
    )


PACKAGE_OVERVIEW_JSON = Renderer(
    name="cr26-package-overview-json",
    path=PATH,
    title="FedRAMP CR26 Certification Package Overview (FRC-CSO-PKG)",
    applies=lambda package: _is_required(package.system) and not missing_keys(package.system),
    render=without_template(lambda package: indented_json(view(package.system))),
)
