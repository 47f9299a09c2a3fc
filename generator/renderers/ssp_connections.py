"""Tables 6.1 and 7.1 of a System Security Plan: what it leverages, and what it is connected to without an authorization.

Columns and the note on their numbers: FedRAMP SSP template v1.1 (2023-10-13), sections 6 and 7.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from generator.model.plan import LeveragedAuthorization
from generator.model.system import ExternalService, ImpactLevel, System
from generator.renderers.ssp_rows import PlanTable, Said

_TYPES: Mapping[str, str] = MappingProxyType({"fedramp-agency": "Agency", "fedramp-jab": "JAB", "fedramp-li-saas": "LI-SaaS"})
_AGREEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "contract": "Contract",
        "eula": "End User License Agreement",
        "isa": "Interconnection Security Agreement",
        "license": "License agreement",
        "mou": "Memorandum of Understanding",
        "sla": "Service Level Agreement",
        "other": "Other",
    }
)
_WAYS: Mapping[str, str] = MappingProxyType({"in": "Incoming", "out": "Outgoing", "in/out": "Incoming and outgoing"})
_LEVELS = tuple(ImpactLevel)
_LEVERAGED, _EXTERNAL = "plan.leveraged-authorizations", "external-services"


def leveraged(system: System) -> PlanTable:
    """Table 6.1: what is leveraged, and services outside that hold an authorization high enough."""
    users = _users(system)
    stated = [_leveraged(row, users) for row in system.plan.leveraged]
    used = [_authorized(one, users) for one in system.external_services if is_authorized(one, system.impact_level)]
    rows = tuple((Said(text=str(number)), *row) for number, row in enumerate((*stated, *used), start=1))
    return PlanTable(
        number="6.1",
        title="Leveraged FedRAMP Authorized Services",
        header=(
            "#",
            "CSP/CSO Name",
            "CSO Service",
            "Authorization Type and FedRAMP Package ID",
            "Nature of Agreement",
            "Impact Level",
            "Data Types",
            "Authorized Users/ Authentication",
        ),
        rows=rows,
        widths=(0.35, 1.5, 1.6, 1.3, 1.1, 0.8, 1.05, 1.3),
        landscape=True,
        none=Said(key=_LEVERAGED),
    )


def _leveraged(row: LeveragedAuthorization, users: Mapping[str, str]) -> tuple[Said, ...]:
    package = f"{_TYPES.get(row.authorization_type, row.authorization_type)}\n{row.package_id}" if row.package_id else ""
    return (
        Said(text=f"{row.provider}: {row.name}"),
        Said(text=", ".join(row.services), key=f"{_LEVERAGED}, services"),
        Said(text=package, key=f"{_LEVERAGED}, package-id"),
        Said(text=_AGREEMENTS.get(row.nature_of_agreement or "", ""), key=f"{_LEVERAGED}, nature-of-agreement"),
        Said(text=row.impact_level.value.capitalize()),
        Said(text=", ".join(row.data_types), key=f"{_LEVERAGED}, data-types"),
        _access(row.users, row.authentication, users, _LEVERAGED),
    )


def _authorized(one: ExternalService, users: Mapping[str, str]) -> tuple[Said, ...]:
    said, key = one.connection, f"{_EXTERNAL}, connection"
    return (
        Said(text=one.name),
        Said(text=one.purpose, key=f"{_EXTERNAL}, purpose"),
        Said(text=one.authorization or ""),
        Said(text=_AGREEMENTS.get(said.nature_of_agreement or "", ""), key=f"{key}.nature-of-agreement"),
        Said(text=level.value.capitalize() if (level := _level(one)) else "", key=f"{_EXTERNAL}, authorization"),
        Said(text=", ".join(said.data_types), key=f"{key}.data-types"),
        _access(said.users, said.authentication, users, key),
    )


def is_authorized(one: ExternalService, needed: ImpactLevel) -> bool:
    """Does a service outside hold an authorization at the system's level or above it?"""
    level = _level(one)
    return bool(one.authorization) and (level is None or _LEVELS.index(level) >= _LEVELS.index(needed))


def _level(one: ExternalService) -> ImpactLevel | None:
    said = (one.authorization or "").lower()
    return next((level for level in reversed(_LEVELS) if level.value in said), None)


def external(system: System) -> PlanTable:
    """Table 7.1."""
    users = _users(system)
    listed = [one for one in system.external_services if not is_authorized(one, system.impact_level)]
    return PlanTable(
        number="7.1",
        title="External Systems/Services, Interconnections, APIs, and CLIs Without FedRAMP Authorizations",
        header=(
            "# (1, 2 or 3)",
            "System/ Service/ API/ CLI Name",
            "Connection Details",
            "Nature of Agreement",
            "Still Supported? Y or N",
            "Data Types",
            "Data Categorization",
            "Authorized Users/ Authentication",
            "Other Compliance Programs",
            "Description",
            "Hosting Environment",
            "Risk/ Impact/ Mitigation",
        ),
        rows=tuple(_external(one, users) for one in listed),
        widths=(0.35, 0.65, 0.88, 0.75, 0.76, 0.68, 0.92, 0.93, 0.75, 0.72, 0.8, 0.81),
        landscape=True,
        none=Said(text="No external service without such an authorization is named in system.yaml.")
        if system.external_services
        else Said(key=_EXTERNAL),
    )


def _external(one: ExternalService, users: Mapping[str, str]) -> tuple[Said, ...]:
    said, key = one.connection, f"{_EXTERNAL}, connection"
    supported = "" if said.supported is None else ("Y" if said.supported else "N")
    how = [said.details or "", _WAYS.get(said.direction or "", ""), (said.security or "").upper(), *one.hosts]
    stated = bool(said.details or said.direction or said.security)
    return (
        Said(text=str(said.number or ""), key=f"{key}.number"),
        Said(text=one.name),
        Said(text=". ".join(part for part in how if part) if stated else "", key=f"{key}.details"),
        Said(text=_AGREEMENTS.get(said.nature_of_agreement or "", ""), key=f"{key}.nature-of-agreement"),
        Said(text=supported, key=f"{key}.supported"),
        Said(text=", ".join(said.data_types), key=f"{key}.data-types"),
        Said(text=said.categorization.value.capitalize() if said.categorization else "", key=f"{key}.categorization"),
        _access(said.users, said.authentication, users, key),
        Said(text=", ".join(said.compliance), key=f"{key}.compliance"),
        Said(text=one.purpose, key=f"{_EXTERNAL}, purpose"),
        Said(text=said.hosting or "", key=f"{key}.hosting"),
        Said(text=said.risk or "", key=f"{key}.risk"),
    )


def _users(system: System) -> Mapping[str, str]:
    return {one.id: one.title for one in system.plan.users}


def _access(ids: Iterable[str], authentication: str | None, users: Mapping[str, str], key: str) -> Said:
    named = ", ".join(users.get(one, one) for one in ids)
    return Said(text="\n".join(part for part in (named, authentication) if part), key=f"{key}: users, authentication")
