"""Leveraged authorizations and external services of a system security plan: Tables 6.1 and 7.1, as OSCAL has them.

FedRAMP, "SSP Template to OSCAL Mapping", sections 4.5 and 4.6, and its constraints for OSCAL 1.1.2: a leveraged system is a
component of type `system`, an external service one of type `service` outside the boundary; each names its provider, a kind
of user, and how users prove who they are.
"""

from collections.abc import Iterable, Iterator

from generator.ids import UuidFactory
from generator.model.plan import LeveragedAuthorizationRow
from generator.model.system import ExternalService, System
from generator.oscal import types as o
from generator.oscal.common import NS, known_prop, line, prop, text, yes_no
from generator.oscal.information_types import INFORMATION_TYPES
from generator.oscal.parties import other_provider
from generator.oscal.users import user_uuid

PROVIDER = "provider"
"""The role of whoever provides a leveraged or external service."""
_UNSAID = "Not stated yet in system.yaml."
_OPERATIONAL = o.Status(state="operational")


def authorization_uuid(row: LeveragedAuthorizationRow, ids: UuidFactory) -> str:
    """A leveraged authorization."""
    return ids.object("leveraged-authorization", row.id)


def leveraged_uuid(row: LeveragedAuthorizationRow, ids: UuidFactory) -> str:
    """The component that stands for a leveraged system."""
    return ids.object("component", "leveraged", row.id)


def leveraged_authorizations(system: System, ids: UuidFactory) -> tuple[o.LeveragedAuthorization, ...]:
    """Table 6.1. One without its day stands as a component only: OSCAL demands the day."""
    space = system.fedramp_namespace
    return tuple(
        o.LeveragedAuthorization(
            uuid=authorization_uuid(row, ids),
            title=line(row.name),
            props=(
                *known_prop("leveraged-system-identifier", row.package_id, space),
                prop("authorization-type", row.authorization_type, space),
                prop("impact-level", row.impact_level.fips, space),
            ),
            party_uuid=other_provider(row.provider, ids),
            date_authorized=row.authorized.isoformat(),
        )
        for row in system.plan.leveraged
        if row.authorized
    )


def leveraged_components(system: System, ids: UuidFactory) -> tuple[o.Component, ...]:
    """The leveraged systems."""
    return tuple(_leveraged(row, system, ids) for row in system.plan.leveraged)


def external_component(service: ExternalService, uuid: str, system: System, ids: UuidFactory) -> o.Component:
    """A service outside the boundary."""
    connection, space = service.connection, system.fedramp_namespace
    return o.Component(
        uuid=uuid,
        type="service",
        title=line(service.name),
        description=text(service.purpose or f"External service {service.name}."),
        props=(
            prop("implementation-point", "external"),
            prop("authorization", service.authorization or "none stated", NS),
            prop("diagram-label", service.name, space),
            _authentication(connection.authentication, space),
            prop("connection-security", connection.security or "other", space, None if connection.security else _UNSAID),
            *known_prop("nature-of-agreement", connection.nature_of_agreement, space),
            *((prop("interconnection-type", str(connection.number), space),) if connection.number else ()),
            *known_prop("still-supported", yes_no(connection.supported), space),
            *(prop("direction", way) for way in _ways(connection.direction)),
            *_data(connection.data_types, connection.direction, space),
            *known_prop(
                "interconnection-data-categorization", connection.categorization and connection.categorization.value, space
            ),
            *(prop("interconnection-compliance", framework, space) for framework in connection.compliance),
            *known_prop("interconnection-hosting-environment", connection.hosting, space),
            *known_prop("interconnection-risk", connection.risk, space),
        ),
        status=_OPERATIONAL,
        responsible_roles=_roles(service.name, connection.users, system, ids),
        remarks=text(connection.details) if connection.details else None,
    )


def _leveraged(row: LeveragedAuthorizationRow, system: System, ids: UuidFactory) -> o.Component:
    space = system.fedramp_namespace
    services = f" Services used: {', '.join(row.services)}." if row.services else ""
    return o.Component(
        uuid=leveraged_uuid(row, ids),
        type="system",
        title=line(row.name),
        description=text(f"{row.description or f'{row.name} of {row.provider}.'}{services}"),
        props=(
            *((prop("leveraged-authorization-uuid", authorization_uuid(row, ids)),) if row.authorized else ()),
            prop("implementation-point", "external"),
            *known_prop("nature-of-agreement", row.nature_of_agreement, space),
            _authentication(row.authentication, space),
            *_data(row.data_types, "in/out", space),
        ),
        status=_OPERATIONAL,
        responsible_roles=_roles(row.provider, row.users, system, ids),
    )


def _authentication(authentication: str | None, space: str) -> o.Property:
    value = "yes" if authentication else "not-applicable"
    return prop("authentication-method", value, space, remarks=text(authentication or _UNSAID))


def _ways(direction: str | None) -> tuple[str, ...]:
    return {"in": ("incoming",), "out": ("outgoing",), "in/out": ("incoming", "outgoing")}.get(direction or "", ())


def _data(types: Iterable[str], direction: str | None, space: str) -> Iterator[o.Property]:
    """Ids of NIST SP 800-60 in FedRAMP's property, other words in ours: FedRAMP allows the ids only."""
    for data_type in types:
        if data_type in INFORMATION_TYPES:
            for way in _ways(direction):
                yield o.Property(name="information-type", value=data_type, ns=space, class_=way)
        else:
            yield prop("data-type", data_type, NS)


def _roles(provider: str, users: Iterable[str], system: System, ids: UuidFactory) -> tuple[o.ResponsibleRole, ...]:
    named = tuple(user_uuid(role, ids) for role in users) or tuple(user_uuid(role.id, ids) for role in system.plan.users[:1])
    privileges = tuple(prop("privilege-uuid", role, system.fedramp_namespace) for role in named)
    return (
        o.ResponsibleRole(role_id=PROVIDER, party_uuids=(other_provider(provider, ids),)),
        o.ResponsibleRole(role_id="asset-owner", props=privileges),
    )
