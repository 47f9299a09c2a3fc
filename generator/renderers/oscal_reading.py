"""Small questions that documents ask of the OSCAL bundle: a property by name, who holds a role, which day a moment is."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from generator.oscal.types import Metadata, Observation, Party, Property


def value_of(props: Iterable[Property], name: str) -> str | None:
    """The value of the first property of that name."""
    for prop in props:  # NOTE: asked some ten times of every item, and most have few properties
        if prop.name == name:
            return prop.value
    return None


def values_of(props: Iterable[Property], name: str) -> tuple[str, ...]:
    """The values of all properties of that name, in their order."""
    return tuple([prop.value for prop in props if prop.name == name])


def discrepancy_subjects(observation: Observation) -> Iterator[tuple[str, str]]:
    """(check, subject) of everything that the observation of a discrepancy concerns; nothing where it is of another kind."""
    check = value_of(observation.props, "check")
    if check is not None:
        yield from ((check, subject) for subject in values_of(observation.props, "subject"))
        for follows in values_of(observation.props, "follows"):
            other, _, subject = follows.partition(" ")
            yield other, subject


def holders(metadata: Metadata, *roles: str) -> tuple[Party, ...]:
    """The parties of the first of these roles that anyone holds."""
    parties = {party.uuid: party for party in metadata.parties}
    held = {responsible_party.role_id: responsible_party.party_uuids for responsible_party in metadata.responsible_parties}
    role_holders = next((held[role] for role in roles if held.get(role)), ())
    return tuple(parties[uuid] for uuid in role_holders)


def names(parties: Iterable[Party]) -> str:
    """Names of parties, one a line."""
    return "\n".join(party.name or "" for party in parties)


def contacts(parties: Iterable[Party]) -> str:
    """Names of parties with their first mail address, one a line."""
    return "\n".join(_contact(party) for party in parties)


def _contact(party: Party) -> str:
    mail = f" ({party.email_addresses[0]})" if party.email_addresses else ""
    return f"{party.name or ''}{mail}".strip()


@lru_cache(1 << 10)  # items have a few days in common
def day(moment: str) -> date:
    """The day of an OSCAL date or time; this project writes all of them in UTC."""
    return date.fromisoformat(moment[:10])
