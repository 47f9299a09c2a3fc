"""Metadata of a document: title, time, roles and who holds them."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from generator.ids import UuidFactory
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.common import line, moment, prop
from generator.oscal.parties import data_centers, other_providers, parties, provider_uuid

_ROLES = {
    "prepared-by": "Prepared by",
    "prepared-for": "Prepared for",
    "cloud-service-provider": "Cloud Service Provider",
    "provider": "Provider of a leveraged or external service",
    "system-owner": "System Owner",
    "authorizing-official": "Authorizing Official",
    "authorizing-official-poc": "Authorizing Official Point of Contact",
    "system-poc-management": "Management Point of Contact",
    "system-poc-technical": "Technical Point of Contact",
    "system-poc-other": "Other Point of Contact",
    "information-system-security-officer": "Information System Security Officer",
    "asset-owner": "Asset Owner",
    "asset-administrator": "Asset Administrator",
}
"""Role ids as FedRAMP's SSP template uses them (Guide to OSCAL-based FedRAMP Content, section 4)."""


def metadata(
    system: System,
    ids: UuidFactory,
    title: str,
    as_of: date,
    *,
    roles: Iterable[str] = (),
    titles: Mapping[str, str] = MappingProxyType({}),
) -> o.Metadata:
    """Metadata of a document. `last_modified` is the as-of date: no clock decides what the bytes are. `roles` are defined even
    where no person holds them yet; with `provider` among them the providers of other services
    and the data centers are named. `titles` are roles that
    people called so."""
    role_ids = set(roles) | set(titles)
    held = {role for party in system.parties for role in party.roles} | role_ids | {"cloud-service-provider", "prepared-by"}
    provider = provider_uuid(system, ids)
    responsible: dict[str, tuple[str, ...]] = {"cloud-service-provider": (provider,), "prepared-by": (provider,)}
    if "provider" in role_ids and (others := other_providers(system, ids)):
        responsible["provider"] = tuple(party.uuid for party in others)
    for role in sorted(held):
        holders = tuple(ids.object("party", party.id) for party in system.parties if role in party.roles)
        if holders:
            responsible[role] = holders
    return o.Metadata(
        title=line(title),
        published=moment(as_of),
        last_modified=moment(as_of),
        version=as_of.isoformat(),
        oscal_version=system.oscal_version,
        props=(
            prop("marking", "cui"),
            prop("fedramp-version", "fedramp-3.0.0rc1-oscal-1.1.2", system.fedramp_namespace),
        ),
        roles=tuple(o.Role(id=role, title=role_title(role, titles)) for role in sorted(held)),
        locations=data_centers(system, ids) if "provider" in role_ids else (),
        parties=(*parties(system, ids), *(other_providers(system, ids) if "provider" in role_ids else ())),
        responsible_parties=tuple(
            o.ResponsibleParty(role_id=role, party_uuids=uuids) for role, uuids in sorted(responsible.items())
        ),
        remarks="Drafted by atopack from collected evidence. A provider's own statement until a named person approves it.",
    )


def role_title(role: str, titles: Mapping[str, str]) -> str:
    """What a role is called."""
    return _ROLES.get(role) or titles.get(role) or role.replace("-", " ").capitalize()
