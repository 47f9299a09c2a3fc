"""The people and organizations of a document (Guide to OSCAL-based FedRAMP Content, section 4)."""

from generator.ids import UuidFactory
from generator.model.plan import PostalAddress
from generator.model.system import PROVIDER_ROLE, System, SystemParty
from generator.oscal import types as o
from generator.oscal.common import line, prop


def provider_uuid(system: System, ids: UuidFactory) -> str:
    """The party that provides the system: the first organization with that role, else one named by system.provider."""
    for party in system.parties:
        if PROVIDER_ROLE in party.roles:
            return ids.object("party", party.id)
    return ids.object("provider")


def other_provider(name: str, ids: UuidFactory) -> str:
    """The party that provides a leveraged or external service."""
    return ids.object("provider", name)


def parties(system: System, ids: UuidFactory) -> tuple[o.Party, ...]:
    """Those of system.yaml, and the provider where none of them is it."""
    rows = [_party(party, ids) for party in system.parties]
    if not any(PROVIDER_ROLE in party.roles for party in system.parties):
        name = system.provider_name or "Provider not stated yet"
        rows.insert(0, o.Party(uuid=ids.object("provider"), type="organization", name=line(name)))
    return tuple(rows)


def other_providers(system: System, ids: UuidFactory) -> tuple[o.Party, ...]:
    """Whoever provides what the system leverages or connects to: each name once. An external service is its own provider,
    since system.yaml names no other."""
    names = sorted(
        {row.provider for row in system.plan.leveraged}
        | {external_service.name for external_service in system.external_services}
    )
    return tuple(o.Party(uuid=other_provider(name, ids), type="organization", name=line(name)) for name in names)


def data_centers(system: System, ids: UuidFactory) -> tuple[o.Location, ...]:
    """Where the system runs."""
    return tuple(
        o.Location(
            uuid=ids.object("location", data_center.name),
            title=line(data_center.name),
            address=_address(data_center.address),
            props=(o.Property(name="type", value="data-center", class_="primary" if data_center.primary else "alternate"),),
        )
        for data_center in system.plan.data_centers
    )


def _party(party: SystemParty, ids: UuidFactory) -> o.Party:
    return o.Party(
        uuid=ids.object("party", party.id),
        type=party.type,
        name=line(party.name),
        props=(prop("job-title", party.title),) if party.title else (),
        email_addresses=(party.email,) if party.email else (),
        telephone_numbers=(o.TelephoneNumber(number=line(party.phone)),) if party.phone else (),
        addresses=(_address(party.address),) if party.address else (),
        member_of_organizations=(ids.object("party", party.organization),) if party.organization else (),
    )


def _address(address: PostalAddress) -> o.Address:
    return o.Address(
        type="work",
        addr_lines=tuple(map(line, address.lines)),
        city=line(address.city),
        state=line(address.state),
        postal_code=line(address.postal_code),
        country=line(address.country),
    )
