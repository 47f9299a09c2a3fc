"""What all five documents share: metadata, parties, cited evidence, and how text and times are written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from urllib.parse import quote

from msgspec.structs import replace

from generator.ids import Identifiers
from generator.model.evidence import EvidenceFile, Source
from generator.model.places import Places
from generator.model.system import Party, System
from generator.oscal import types as o

NS = "urn:atopack:ns:oscal"
"""Our own namespace, for facts that neither NIST nor FedRAMP has a property for."""

_ROLES = {
    "prepared-by": "Prepared by",
    "prepared-for": "Prepared for",
    "cloud-service-provider": "Cloud Service Provider",
    "system-owner": "System Owner",
    "authorizing-official": "Authorizing Official",
    "authorizing-official-poc": "Authorizing Official Point of Contact",
    "system-poc-management": "Management Point of Contact",
    "system-poc-technical": "Technical Point of Contact",
    "information-system-security-officer": "Information System Security Officer",
    "asset-owner": "Asset Owner",
    "asset-administrator": "Asset Administrator",
}
"""Role ids as FedRAMP's SSP template uses them (Guide to OSCAL-based FedRAMP Content, section 4)."""

OWED = "Not stated yet. Say it in system.yaml."
"""Stands where OSCAL demands text that the writer still owes."""


_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]")
"""Control characters, lone surrogates, and what turns the direction of text around or hides in it."""


@lru_cache(maxsize=4096)
def moment(value: datetime | date) -> str:
    """A timestamp with zone, as OSCAL's dateTime-with-timezone demands; a day is its first moment in UTC."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(), UTC)
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def text(value: str) -> str:
    """OSCAL strings: no control characters, no white space around; what is empty is said to be."""
    if value.isascii() and value.isprintable():
        return value.strip() or "(no text given)"
    return _UNFIT.sub(" ", value).strip() or "(no text given)"


def line(value: str) -> str:
    """One line: titles and property values must not hold line breaks (OSCAL datatype `string`)."""
    if value and value.isascii() and value.isprintable() and "  " not in value and value[0] != " " != value[-1]:
        return value
    return " ".join(text(value).split())


def token(value: str) -> str:
    """OSCAL datatype `token`: letters, digits, `.`, `-` and `_`, not beginning with a digit, `.` or `-`."""
    kept = "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "-" for char in value)
    return kept if kept[:1].isalpha() or kept[:1] == "_" else f"_{kept}"


def prop(name: str, value: str, ns: str | None = None, remarks: str | None = None) -> o.Property:
    """A property with a clean one-line value."""
    return o.Property(name=name, value=line(value), ns=ns, remarks=remarks)


@dataclass(slots=True)
class Citations:
    """The evidence that one document cites, gathered while it is written: each file once."""

    ids: Identifiers
    files: dict[str, EvidenceFile]
    """By sha256."""
    places: Places = field(default_factory=Places)
    _used: dict[str, str] = field(default_factory=dict)

    def href(self, source: Source) -> str:
        """`#uuid` of the back-matter resource of the source's file."""
        return self._href(source.sha256)

    def href_of(self, file: EvidenceFile) -> str:
        """The same, of a whole file."""
        return self._href(file.sha256)

    def _href(self, sha256: str) -> str:
        if sha256 not in self._used:
            self._used[sha256] = self.ids.object("resource", sha256)
        return f"#{self._used[sha256]}"

    def links(self, sources: Iterable[Source], *, most: int = 20) -> tuple[o.Link, ...]:
        """Links to some sources, each place once; what comes after `most` is counted in the text of the last."""
        ordered = sorted(set(sources))
        rows = [o.Link(href=self.href(source), rel="evidence", text=line(_place(source))) for source in ordered[:most]]
        if len(ordered) > most:
            rows[-1] = replace(rows[-1], text=f"{rows[-1].text}; and {len(ordered) - most} more places")
        return tuple(rows)

    def include(self, other: "Citations") -> None:
        """Also list what another document cites: used where one document takes over the other's observations."""
        self._used.update(other._used)  # noqa: SLF001 - the same class

    def resources(self) -> tuple[o.Resource, ...]:
        """All cited files, sorted by path."""
        cited = sorted(self._used, key=lambda sha256: self.files[sha256].path)
        return tuple(self._resource(self.files[sha256], self._used[sha256]) for sha256 in cited)

    def _resource(self, file: EvidenceFile, uuid: str) -> o.Resource:
        dated = f"collected {moment(file.collected)} (dated by {file.dated_by})" if file.collected else "undated"
        return o.Resource(
            uuid=uuid,
            title=line(file.path),
            description=f"Evidence as collected, {file.size} bytes, {dated}.",
            props=(prop("type", "evidence"),),
            rlinks=(
                o.Rlink(
                    href=f"../{quote_path(self.places.of(file.path))}",
                    media_type=file.media_type,
                    hashes=(o.Hash(algorithm="SHA-256", value=file.sha256),),
                ),
            ),
        )


def quote_path(path: str) -> str:
    """A path as a URI reference; the separators stay."""
    return quote(path, safe="/._-~@+,=()!$'*")


def _place(source: Source) -> str:
    return f"{source.path} {source.place}".strip()


def metadata(system: System, ids: Identifiers, title: str, as_of: date, *, roles: Iterable[str] = ()) -> o.Metadata:
    """Metadata of a document. `last_modified` is the as-of date: no clock decides what the bytes are."""
    parties = _parties(system, ids)
    held = {role for party in system.parties for role in party.roles} | set(roles) | {"cloud-service-provider", "prepared-by"}
    provider = provider_uuid(system, ids)
    responsible: dict[str, tuple[str, ...]] = {"cloud-service-provider": (provider,), "prepared-by": (provider,)}
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
        roles=tuple(o.Role(id=role, title=_ROLES.get(role, role.replace("-", " ").capitalize())) for role in sorted(held)),
        parties=parties,
        responsible_parties=tuple(
            o.ResponsibleParty(role_id=role, party_uuids=uuids) for role, uuids in sorted(responsible.items())
        ),
        remarks="Drafted by atopack from collected evidence. A provider's own statement until a named person approves it.",
    )


def provider_uuid(system: System, ids: Identifiers) -> str:
    """The party that provides the system: the first organisation with that role, else one named by system.provider."""
    for party in system.parties:
        if "cloud-service-provider" in party.roles:
            return ids.object("party", party.id)
    return ids.object("provider")


def _parties(system: System, ids: Identifiers) -> tuple[o.Party, ...]:
    rows = [_party(party, ids) for party in system.parties]
    if not any("cloud-service-provider" in party.roles for party in system.parties):
        name = system.provider or "Provider not named yet"
        rows.insert(0, o.Party(uuid=ids.object("provider"), type="organization", name=line(name)))
    return tuple(rows)


def _party(party: Party, ids: Identifiers) -> o.Party:
    return o.Party(
        uuid=ids.object("party", party.id),
        type=party.type,
        name=line(party.name),
        email_addresses=(party.email,) if party.email else (),
        telephone_numbers=(o.TelephoneNumber(number=line(party.phone)),) if party.phone else (),
    )
