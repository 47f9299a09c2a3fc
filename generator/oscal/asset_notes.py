"""What people say about an asset, as properties of its inventory item.

FedRAMP, "Expressing FedRAMP System Inventory in OSCAL" (2025-01-21), names the properties. Who says it stands in the remarks.
CMMC's category has no property there and stands in our own namespace; owners and administrators are responsible parties.
"""

from collections.abc import Iterable, Iterator, Mapping

from generator.ids import UuidFactory
from generator.model.asset import AssetNote, AssetNotes, NoteKey
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.common import NS, line, prop

_PLAIN = {
    NoteKey.BASELINE: "baseline-configuration-name",
    NoteKey.LOCATION: "physical-location",
    NoteKey.ASSET_TAG: "asset-tag",
    NoteKey.HARDWARE: "hardware-model",
    NoteKey.PATCH_LEVEL: "software-patch-level",
}
_OURS = {NoteKey.CATEGORY: "asset-category"}
_ROLES = {NoteKey.OWNER: "asset-owner", NoteKey.ADMINISTRATOR: "asset-administrator"}


def note_props(notes: AssetNotes, system: System) -> tuple[o.Property, ...]:
    """Properties of what only people say. What evidence can say too is written where the evidence is read."""
    return tuple(_props(notes, system))


def _props(notes: AssetNotes, system: System) -> Iterator[o.Property]:
    for note in notes.notes:
        if note.key in _PLAIN:
            yield prop(_PLAIN[note.key], note.value, remarks=note.by)
        elif note.key in _OURS:
            yield prop(_OURS[note.key], note.value, NS, remarks=note.by)
        elif note.key is NoteKey.END_OF_LIFE:
            yield prop("end-of-life-date", note.value, system.fedramp_namespace, remarks=note.by)
        elif note.key is NoteKey.NETWORK:
            yield prop("vlan-id" if note.value.isdigit() else "network-id", note.value, remarks=note.by)


def yes_or_no(name: str, note: AssetNote | None, *, shown: bool | None) -> tuple[o.Property, ...]:
    """A property with yes or no: as evidence shows, else as a person states; none where it is not known."""
    if shown is not None:
        return (prop(name, "yes" if shown else "no"),)
    return (prop(name, note.value, remarks=note.by),) if note else ()


def either(name: str, shown: str | None, note: AssetNote | None, ns: str | None = None) -> tuple[o.Property, ...]:
    """A text: as evidence shows, else as a person states; none where it is not known."""
    if shown:
        return (prop(name, shown, ns),)
    return (prop(name, note.value, ns, remarks=note.by),) if note else ()


def responsible(notes: AssetNotes, system: System, ids: UuidFactory) -> tuple[o.ResponsibleParty, ...]:
    """Owner and administrator: parties of system.yaml by id or name, others as parties of their own (`named_parties`)."""
    known = _known_parties(system, ids)
    stated = ((role, notes.find(key)) for key, role in _ROLES.items())
    return tuple(
        o.ResponsibleParty(role_id=role, party_uuids=(known.get(note.value) or _named(note.value, ids),), remarks=line(note.by))
        for role, note in sorted(stated, key=lambda pair: pair[0])
        if note
    )


def named_parties(notes: Iterable[AssetNotes], system: System, ids: UuidFactory) -> tuple[o.Party, ...]:
    """Owners and administrators of assets that are no party of system.yaml, each once, sorted by name. What a bare name stands
    for is not stated; OSCAL has organizations and persons only, and teams are organizations."""
    known = _known_parties(system, ids)
    names = sorted({note.value for each in notes for key in _ROLES if (note := each.find(key)) and note.value not in known})
    return tuple(o.Party(uuid=_named(name, ids), type="organization", name=line(name)) for name in names)


def roles_of(notes: Iterable[AssetNotes]) -> frozenset[str]:
    """The roles that people hold for assets."""
    return frozenset(role for each in notes for key, role in _ROLES.items() if each.find(key))


def _known_parties(system: System, ids: UuidFactory) -> Mapping[str, str]:
    return {word: ids.object("party", party.id) for party in system.parties for word in (party.id, party.name)}


def _named(name: str, ids: UuidFactory) -> str:
    return ids.object("asset-party", name)
