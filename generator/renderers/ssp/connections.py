"""Tables 6.1 and 7.1 of a System Security Plan: what it leverages, and what it is connected to without an authorization.

Columns and the note on their numbers: FedRAMP SSP template v1.1 (2023-10-13), sections 6 and 7.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from generator.model.plan import LeveragedAuthorizationRow
from generator.model.system import ExternalService, ImpactLevel, System
from generator.renderers.ssp.rows import PlanStatement, PlanTable

_TYPES: Mapping[str, str] = MappingProxyType({"fedramp-agency": "Agency", "fedramp-jab": "JAB", "fedramp-li-saas": "LI-SaaS"})
AGREEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "contract": "Contract",
        "eula": "EULA",
        "isa": "ISA",
        "license": "License agreement",
        "mou": "MOU",
        "sla": "SLA",
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
    used = [_authorized(service, users) for service in system.external_services if is_authorized(service, system.impact_level)]
    rows = tuple((PlanStatement(text=str(number)), *row) for number, row in enumerate((*stated, *used), start=1))
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
        none=PlanStatement(text="None.") if system.plan.lists_leveraged else PlanStatement(key=_LEVERAGED),
        named_by=1,
    )


def _leveraged(row: LeveragedAuthorizationRow, users: Mapping[str, str]) -> tuple[PlanStatement, ...]:
    package = f"{_TYPES.get(row.authorization_type, row.authorization_type)}\n{row.package_id}" if row.package_id else ""
    return (
        PlanStatement(text=f"{row.provider}: {row.name}"),
        PlanStatement(text=", ".join(row.services), key=f"{_LEVERAGED}, services"),
        PlanStatement(text=package, key=f"{_LEVERAGED}, package-id"),
        PlanStatement(text=AGREEMENTS.get(row.nature_of_agreement or "", ""), key=f"{_LEVERAGED}, nature-of-agreement"),
        PlanStatement(text=row.impact_level.value.capitalize()),
        PlanStatement(text=", ".join(row.data_types), key=f"{_LEVERAGED}, data-types"),
        _access(row.users, row.authentication, users, _LEVERAGED),
    )


def _authorized(service: ExternalService, users: Mapping[str, str]) -> tuple[PlanStatement, ...]:
    connection, key = service.connection, f"{_EXTERNAL}, connection"
    return (
        PlanStatement(text=service.name),
        PlanStatement(text=service.purpose, key=f"{_EXTERNAL}, purpose"),
        PlanStatement(text=service.authorization or ""),
        PlanStatement(text=AGREEMENTS.get(connection.nature_of_agreement or "", ""), key=f"{key}.nature-of-agreement"),
        PlanStatement(text=level.value.capitalize() if (level := _level(service)) else "", key=f"{_EXTERNAL}, authorization"),
        PlanStatement(text=", ".join(connection.data_types), key=f"{key}.data-types"),
        _access(connection.users, connection.authentication, users, key),
    )


def is_authorized(service: ExternalService, needed: ImpactLevel) -> bool:
    """Does a service outside hold an authorization at the system's level or above it?"""
    level = _level(service)
    return bool(service.authorization) and (level is None or _LEVELS.index(level) >= _LEVELS.index(needed))


def _level(service: ExternalService) -> ImpactLevel | None:
    authorization = (service.authorization or "").lower()
    return next((level for level in reversed(_LEVELS) if level.value in authorization), None)


def external(system: System) -> PlanTable:
    """Table 7.1."""
    users = _users(system)
    listed = [
        external_service
        for external_service in system.external_services
        if not is_authorized(external_service, system.impact_level)
    ]
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
        rows=tuple(_external(service, users) for service in listed),
        widths=(0.35, 0.65, 0.88, 0.75, 0.76, 0.68, 0.92, 0.93, 0.75, 0.72, 0.8, 0.81),
        landscape=True,
        none=PlanStatement(text="None.")
        if system.lists_externals or system.external_services
        else PlanStatement(key=_EXTERNAL),
        named_by=1,
    )


def _external(service: ExternalService, users: Mapping[str, str]) -> tuple[PlanStatement, ...]:
    connection, key = service.connection, f"{_EXTERNAL}, connection"
    supported = "" if connection.supported is None else ("Y" if connection.supported else "N")
    how = [
        connection.details or "",
        _WAYS.get(connection.direction or "", ""),
        (connection.security or "").upper(),
        *service.hosts,
    ]
    stated = bool(connection.details or connection.direction or connection.security)
    return (
        PlanStatement(text=str(connection.number or ""), key=f"{key}.number"),
        PlanStatement(text=service.name),
        PlanStatement(text=". ".join(part for part in how if part) if stated else "", key=f"{key}.details"),
        PlanStatement(text=AGREEMENTS.get(connection.nature_of_agreement or "", ""), key=f"{key}.nature-of-agreement"),
        PlanStatement(text=supported, key=f"{key}.supported"),
        PlanStatement(text=", ".join(connection.data_types), key=f"{key}.data-types"),
        PlanStatement(
            text=connection.categorization.value.capitalize() if connection.categorization else "", key=f"{key}.categorization"
        ),
        _access(connection.users, connection.authentication, users, key),
        PlanStatement(text=", ".join(connection.compliance), key=f"{key}.compliance"),
        PlanStatement(text=service.purpose, key=f"{_EXTERNAL}, purpose"),
        PlanStatement(text=connection.hosting or "", key=f"{key}.hosting"),
        PlanStatement(text=connection.risk or "", key=f"{key}.risk"),
    )


def _users(system: System) -> Mapping[str, str]:
    return {user.id: user.title for user in system.plan.users}


def _access(ids: Iterable[str], authentication: str | None, users: Mapping[str, str], key: str) -> PlanStatement:
    named = ", ".join(users.get(user_id, user_id) for user_id in ids)
    return PlanStatement(text="\n".join(part for part in (named, authentication) if part), key=f"{key}: users, authentication")
