"""`plan:` and the richer rows of `parties:` and `external-services:` in system.yaml.

What the tables of the System Security Plan ask for (FedRAMP SSP template v1.1, 2023-10-13). Values are those that FedRAMP's
external constraints for OSCAL 1.1.2 allow.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Literal

import msgspec

from generator.model.plan import (
    Connection,
    DataCenter,
    DigitalIdentity,
    Duty,
    FipsImpact,
    ImpactChoice,
    InformationTypeRow,
    Law,
    LeveragedAuthorizationRow,
    PlanStatements,
    PostalAddress,
    Revision,
    UserRole,
)
from generator.strict_yaml import Strict, record_of
from generator.workspace.system_architecture import ArchitectureKeys, architecture_of, architecture_users
from generator.workspace.system_attachments import Named, Path, Refuse, attachment_paths, check_attachments

Level = Annotated[int, msgspec.Meta(ge=1, le=3)]
Agreement = Literal["contract", "eula", "isa", "license", "mou", "other", "sla"]
AuthorizationType = Literal["fedramp-agency", "fedramp-jab", "fedramp-li-saas"]

_SP_800_60 = re.compile(r"[CD]\.\d{1,2}(\.\d{1,2}){1,3}", re.ASCII)


class AddressKeys(Strict, kw_only=True):
    """`address:` of a party."""

    lines: tuple[str, ...]
    city: str
    state: str
    postal_code: str
    country: str = "US"


class _AssuranceLevels(Strict, kw_only=True):
    identity: Level
    authenticator: Level
    federation: Level


class _Choice(Strict, kw_only=True):
    recommended: FipsImpact
    selected: FipsImpact | None = None


class _InformationType(Strict, kw_only=True):
    name: str
    id: str | None = None
    description: str | None = None
    confidentiality: FipsImpact | _Choice
    integrity: FipsImpact | _Choice
    availability: FipsImpact | _Choice
    justification: str | None = None


class _User(Strict, kw_only=True):
    id: str
    title: str
    type: Literal["internal", "external"] = "internal"
    privilege: Literal["read", "read-write", "write", "no-access"]
    sensitivity: Literal["high-risk", "severe", "moderate", "limited", "not-applicable"]
    authentication: str | None = None
    functions: tuple[str, ...]
    roles: tuple[str, ...] = ()


class _Duty(Strict, kw_only=True):
    duty: str
    users: tuple[str, ...] = ()


class _Leveraged(Strict, kw_only=True):
    id: str
    name: str
    provider: str
    services: tuple[str, ...] = ()
    authorization_type: AuthorizationType = "fedramp-agency"
    package_id: str | None = None
    impact_level: FipsImpact
    authorized: date | None = None
    nature_of_agreement: Agreement | None = None
    data_types: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    authentication: str | None = None
    description: str | None = None
    ssp: str | None = None


class _DataCenter(Strict, kw_only=True):
    name: str
    primary: bool = False
    address: AddressKeys


class _Law(Strict, kw_only=True):
    number: str
    title: str
    day: date | None = msgspec.field(default=None, name="date")


class _Revision(Strict, kw_only=True):
    day: date = msgspec.field(name="date")
    version: str
    description: str
    author: str


class ConnectionKeys(Strict, kw_only=True):
    """`connection:` of an external service."""

    number: Annotated[int, msgspec.Meta(ge=1, le=3)] | None = None
    details: str | None = None
    direction: Literal["in", "out", "in/out"] | None = None
    security: Literal["ipsec", "vpn", "tls", "dtls", "certificate", "secure-file-transfer", "other"] | None = None
    nature_of_agreement: Agreement | None = None
    supported: bool | None = None
    data_types: tuple[str, ...] = ()
    categorization: FipsImpact | None = None
    users: tuple[str, ...] = ()
    authentication: str | None = None
    compliance: tuple[str, ...] = ()
    hosting: str | None = None
    risk: str | None = None


class PlanKeys(Strict, kw_only=True):
    """`plan:`."""

    package_id: str | None = None
    authorization_type: AuthorizationType | None = None
    operational_since: date | None = None
    privacy_sensitive: bool | None = None
    digital_identity: _AssuranceLevels | None = None
    information_types: tuple[_InformationType, ...] = ()
    users: tuple[_User, ...] = ()
    separation_of_duties: tuple[_Duty, ...] = ()
    leveraged_authorizations: tuple[_Leveraged, ...] | None = None
    data_centers: tuple[_DataCenter, ...] = ()
    laws: tuple[_Law, ...] = ()
    appendices: dict[str, str] = msgspec.field(default_factory=dict)
    policies: dict[str, str] = msgspec.field(default_factory=dict)
    procedures: dict[str, str] = msgspec.field(default_factory=dict)
    acronyms: dict[str, str] = msgspec.field(default_factory=dict)
    revisions: tuple[_Revision, ...] = ()
    network: str | None = None
    data_flow: str | None = None
    architecture: ArchitectureKeys | None = None


def paths_of(keys: PlanKeys) -> Iterator[tuple[Path, str]]:
    """Files of the workspace that are named."""
    for index, row in enumerate(keys.leveraged_authorizations or ()):
        if row.ssp is not None:
            yield ("plan", "leveraged-authorizations", index, "ssp"), row.ssp
    yield from attachment_paths(_attachments(keys))


def check_plan(keys: PlanKeys, connections: Iterable[tuple[Path, ConnectionKeys]], refuse: Refuse) -> None:
    """What the types alone do not tell.

    Raises:
        ConfigError: as `refuse` makes it.
    """
    _check_ids("users", [row.id for row in keys.users], refuse)
    _check_ids("leveraged-authorizations", [row.id for row in keys.leveraged_authorizations or ()], refuse)
    users = {row.id for row in keys.users}
    known = ", ".join(sorted(users)) or "none is there yet"
    for path, name in _users_named(keys, connections):
        if name not in users:
            raise refuse(path, f"`{name}` is no kind of user", f"use an id of plan.users ({known})")
    check_attachments(_attachments(keys), refuse)
    for index, kind in enumerate(keys.information_types):
        _check_information(kind, ("plan", "information-types", index), refuse)


def _attachments(keys: PlanKeys) -> Named:
    return {"appendices": keys.appendices, "policies": keys.policies, "procedures": keys.procedures}


def _check_ids(name: str, ids: Sequence[str], refuse: Refuse) -> None:
    for index, identifier in enumerate(ids):
        if identifier in ids[:index]:
            raise refuse(("plan", name, index, "id"), f"two rows have the id `{identifier}`", "give each its own id")


def _users_named(keys: PlanKeys, connections: Iterable[tuple[Path, ConnectionKeys]]) -> Iterator[tuple[Path, str]]:
    for path, connection in connections:
        for number, user in enumerate(connection.users):
            yield (*path, "users", number), user
    for index, duty in enumerate(keys.separation_of_duties):
        for number, user in enumerate(duty.users):
            yield ("plan", "separation-of-duties", index, "users", number), user
    for index, row in enumerate(keys.leveraged_authorizations or ()):
        for number, user in enumerate(row.users):
            yield ("plan", "leveraged-authorizations", index, "users", number), user
    yield from architecture_users(keys.architecture)


def _check_information(kind: _InformationType, path: Path, refuse: Refuse) -> None:
    if kind.id is not None and not _SP_800_60.fullmatch(kind.id):
        raise refuse((*path, "id"), f"`{kind.id}` is no id of NIST SP 800-60", "write it like C.3.5.8, or leave it out")
    adjusted = any(objective.recommended is not objective.selected for objective in map(_choice, _objectives(kind)))
    if adjusted and not kind.justification:
        what = f"`{kind.name}` has a level that differs from the recommended one and no reason"
        raise refuse(path, what, "add `justification:`, which Table K.1 asks for")


def _objectives(kind: _InformationType) -> tuple[FipsImpact | _Choice, ...]:
    return kind.confidentiality, kind.integrity, kind.availability


def plan_of(keys: PlanKeys) -> PlanStatements:
    """The record."""
    leveraged = keys.leveraged_authorizations
    return record_of(
        PlanStatements,
        keys,
        identity=record_of(DigitalIdentity, keys.digital_identity) if keys.digital_identity else None,
        information_types=tuple(map(_information, keys.information_types)),
        users=tuple(record_of(UserRole, row) for row in keys.users),
        duties=tuple(Duty(description=row.duty, users=row.users) for row in keys.separation_of_duties),
        leveraged=tuple(record_of(LeveragedAuthorizationRow, row) for row in leveraged or ()),
        lists_leveraged=leveraged is not None,
        data_centers=tuple(record_of(DataCenter, row, address=address_of(row.address)) for row in keys.data_centers),
        laws=tuple(record_of(Law, row) for row in keys.laws),
        appendices=tuple(sorted(keys.appendices.items())),
        policies=tuple(sorted(keys.policies.items())),
        procedures=tuple(sorted(keys.procedures.items())),
        acronyms=tuple(sorted(keys.acronyms.items())),
        revisions=tuple(record_of(Revision, row) for row in keys.revisions),
        architecture=architecture_of(keys.architecture),
    )


def connection_of(keys: ConnectionKeys) -> Connection:
    """The record."""
    return record_of(Connection, keys)


def address_of(keys: AddressKeys) -> PostalAddress:
    """The record."""
    return record_of(PostalAddress, keys)


def _choice(impact: FipsImpact | _Choice) -> ImpactChoice:
    if isinstance(impact, _Choice):
        return ImpactChoice(recommended=impact.recommended, selected=impact.selected or impact.recommended)
    return ImpactChoice(recommended=impact, selected=impact)


def _information(row: _InformationType) -> InformationTypeRow:
    return record_of(
        InformationTypeRow,
        row,
        description=row.description or row.name,
        confidentiality=_choice(row.confidentiality),
        integrity=_choice(row.integrity),
        availability=_choice(row.availability),
    )
