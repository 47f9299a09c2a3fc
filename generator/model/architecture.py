"""What section 8 of the System Security Plan has to show and no evidence does: where updates come from, how the system is
administered, where copies and federal data are (FedRAMP SSP template v1.1, section 8.1, "The diagram(s) should").

Of each list, None is not stated, and an empty one states that there is none.
"""

from collections.abc import Iterator

import msgspec

_DATA_WORDS = {"federal-data": "federal data", "metadata": "metadata"}


class StatedConnection(msgspec.Struct, frozen=True, kw_only=True):
    """A connection across the authorization boundary, as a person states it."""

    name: str
    """Of what lies outside; of a crossing that evidence shows, its name in Table 8.1."""
    purpose: str = ""
    port: str = ""
    """`TCP 443`."""
    protocol: str = ""
    """`HTTPS`."""
    encryption: str = ""
    """`TLS 1.3`, or an alternative such as a protected distribution system."""
    authentication: str = ""
    users: tuple[str, ...] = ()
    """Ids of the kinds of user that come this way."""
    component: str = ""
    """`namespace/Kind/name` of the workload at its other end; empty where that is no single one."""

    @property
    def transport(self) -> str:
        """`TCP 443, HTTPS, TLS 1.3`: as far as it is stated."""
        return ", ".join(part for part in (self.port, self.protocol, self.encryption) if part)


class DataLocation(msgspec.Struct, frozen=True, kw_only=True):
    """A place where data of an agency, or metadata about it, is processed, stored or sent."""

    component: str
    """A workload's name, or that of a service outside."""
    data: str
    """`federal-data` or `metadata`."""
    description: str
    encryption: str
    """At rest: `FIPS-validated`, a reference of Appendix Q, `none`; empty where it is not stated."""


class NameServer(msgspec.Struct, frozen=True, kw_only=True):
    """A DNS server."""

    name: str
    kind: str
    """`authoritative` or `recursive`."""
    location: str


class ArchitectureStatements(msgspec.Struct, frozen=True, kw_only=True):
    """`plan.architecture` in system.yaml."""

    update_sources: tuple[StatedConnection, ...] | None = None
    """Where updates are pulled from: images, packages, signatures."""
    administration: tuple[StatedConnection, ...] | None = None
    """Ways by which people administer the system."""
    corporate_services: tuple[StatedConnection, ...] | None = None
    """Services of the provider's corporate network that the system uses."""
    backup_sites: tuple[StatedConnection, ...] | None = None
    crossings: tuple[StatedConnection, ...] = ()
    """What evidence lacks of a connection that it shows."""
    federal_data: tuple[DataLocation, ...] | None = None
    name_servers: tuple[NameServer, ...] | None = None

    def data_at(self, component: str) -> str:
        """`federal data and metadata`: what a workload or a service of this name has; empty where nothing is stated."""
        kinds = {place.data for place in self.federal_data or () if place.component == component}
        return " and ".join(words for kind, words in _DATA_WORDS.items() if kind in kinds)

    @property
    def outside(self) -> Iterator[tuple[str, StatedConnection]]:
        """What lies outside the boundary besides the external services, with what it is for the system."""
        for role, connections in (
            ("update source", self.update_sources),
            ("corporate service", self.corporate_services),
            ("backup site", self.backup_sites),
        ):
            for connection in connections or ():
                yield role, connection


NO_ARCHITECTURE = ArchitectureStatements()
