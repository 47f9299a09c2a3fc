"""What every OSCAL document has: metadata with roles and parties, and the back matter."""

import msgspec


class Assembly(msgspec.Struct, rename="kebab", omit_defaults=True, kw_only=True, frozen=True, gc=False):
    """The base of all: kebab case, defaults left out. There are no cycles to collect."""


class Property(Assembly, frozen=True, kw_only=True):
    """A name and value in a namespace; without `ns` the name is NIST's."""

    name: str
    value: str
    ns: str | None = None
    class_: str | None = msgspec.field(default=None, name="class")
    remarks: str | None = None


class Link(Assembly, frozen=True, kw_only=True):
    """A reference to a resource of the same document (`#uuid`) or a file beside it."""

    href: str
    rel: str | None = None
    text: str | None = None


class Role(Assembly, frozen=True, kw_only=True):
    """A role that parties hold."""

    id: str
    title: str


class TelephoneNumber(Assembly, frozen=True, kw_only=True):
    """A telephone number."""

    number: str


class Address(Assembly, frozen=True, kw_only=True):
    """Where a party works."""

    type: str
    addr_lines: tuple[str, ...]
    city: str
    state: str
    postal_code: str
    country: str


class Party(Assembly, frozen=True, kw_only=True):
    """A person or organization."""

    uuid: str
    type: str
    name: str | None = None
    props: tuple[Property, ...] = ()
    email_addresses: tuple[str, ...] = ()
    telephone_numbers: tuple[TelephoneNumber, ...] = ()
    addresses: tuple[Address, ...] = ()
    member_of_organizations: tuple[str, ...] = ()
    remarks: str | None = None


class ResponsibleParty(Assembly, frozen=True, kw_only=True):
    """Who holds a role, for a document or inventory item."""

    role_id: str
    party_uuids: tuple[str, ...]
    remarks: str | None = None


class ResponsibleRole(Assembly, frozen=True, kw_only=True):
    """A role named where the party is not decided there."""

    role_id: str
    props: tuple[Property, ...] = ()
    party_uuids: tuple[str, ...] = ()


class Location(Assembly, frozen=True, kw_only=True):
    """A place."""

    uuid: str
    title: str
    address: Address
    props: tuple[Property, ...] = ()


class Metadata(Assembly, frozen=True, kw_only=True):
    """Title, time, version, roles and parties of a document."""

    title: str
    last_modified: str
    version: str
    oscal_version: str
    published: str | None = None
    props: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()
    roles: tuple[Role, ...] = ()
    locations: tuple[Location, ...] = ()
    parties: tuple[Party, ...] = ()
    responsible_parties: tuple[ResponsibleParty, ...] = ()
    remarks: str | None = None


class Import(Assembly, frozen=True, kw_only=True):
    """The document that this one builds on."""

    href: str
    remarks: str | None = None


class Hash(Assembly, frozen=True, kw_only=True):
    """A digest of a linked file."""

    algorithm: str
    value: str


class Rlink(Assembly, frozen=True, kw_only=True):
    """Where a resource's file is: relative to the document, with its hash."""

    href: str
    media_type: str | None = None
    hashes: tuple[Hash, ...] = ()


class Base64(Assembly, frozen=True, kw_only=True):
    """The content of a resource."""

    filename: str
    media_type: str | None = None
    value: str


class Resource(Assembly, frozen=True, kw_only=True):
    """Something cited: an evidence file, a law, a picture."""

    uuid: str
    title: str | None = None
    description: str | None = None
    props: tuple[Property, ...] = ()
    rlinks: tuple[Rlink, ...] = ()
    base64: Base64 | None = None
    remarks: str | None = None


class BackMatter(Assembly, frozen=True, kw_only=True):
    """All resources of a document."""

    resources: tuple[Resource, ...] = ()
