"""What a person says for the System Security Plan beyond who the system is: what its tables 3.1 to 12.1 and its appendices ask
for and no evidence can show (FedRAMP SSP template v1.1, 2023-10-13)."""

from datetime import date
from enum import StrEnum

import msgspec

from generator.model.architecture import NO_ARCHITECTURE, ArchitectureStatements


class FipsImpact(StrEnum):
    """FIPS 199 impact of losing confidentiality, integrity or availability."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"

    @property
    def fips(self) -> str:
        """As OSCAL spells it."""
        return f"fips-199-{self.value}"


class PostalAddress(msgspec.Struct, frozen=True, kw_only=True):
    """Where a party works."""

    lines: tuple[str, ...]
    city: str
    state: str
    postal_code: str
    country: str = "US"

    def __str__(self) -> str:
        return ", ".join((*self.lines, self.city, f"{self.state} {self.postal_code}"))


class DataCenter(msgspec.Struct, frozen=True, kw_only=True):
    """A data center (FedRAMP external constraints, `data-center-*`: a primary and an alternate one, in the United States)."""

    name: str
    primary: bool
    address: PostalAddress


class DigitalIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Appendix E: assurance levels of NIST SP 800-63, 1 to 3."""

    identity: int
    authenticator: int
    federation: int


class ImpactChoice(msgspec.Struct, frozen=True, kw_only=True):
    """One of the three objectives of an information type."""

    recommended: FipsImpact
    """NIST SP 800-60 Volume 2."""
    selected: FipsImpact


class InformationTypeRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of Table K.1."""

    name: str
    id: str | None
    """NIST SP 800-60 Volume 2: `C.3.5.8`."""
    description: str
    confidentiality: ImpactChoice
    integrity: ImpactChoice
    availability: ImpactChoice
    justification: str | None
    """Asked for where a selected level differs from the recommended one."""


class UserRole(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of user: what OSCAL calls a user, and a column of Table 11.1."""

    id: str
    title: str
    type: str
    """`internal` or `external`: NIST also has `general-public`, FedRAMP `privileged`, and neither the other's."""
    privilege: str
    """`read`, `read-write`, `write` or `no-access` (`privilege-level`)."""
    sensitivity: str
    """`high-risk`, `severe`, `moderate`, `limited` or `not-applicable` (`user-sensitivity-level`)."""
    authentication: str | None
    functions: tuple[str, ...]
    """What members may do."""
    roles: tuple[str, ...]
    """OSCAL role ids."""


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """A row of Table 11.1, separation of duties."""

    description: str
    users: tuple[str, ...]
    """Ids of the kinds of user that may do it."""


class LeveragedAuthorizationRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of Table 6.1: a service with a FedRAMP authorization of its own, which this system leverages."""

    id: str
    name: str
    """As the FedRAMP Marketplace has it."""
    provider: str
    services: tuple[str, ...]
    authorization_type: str
    """`fedramp-agency`, `fedramp-jab` or `fedramp-li-saas`."""
    package_id: str | None
    impact_level: FipsImpact
    authorized: date | None
    nature_of_agreement: str | None
    """`contract`, `eula`, `license`, `mou`, `other` or `sla`."""
    data_types: tuple[str, ...]
    """Ids of SP 800-60, or words."""
    users: tuple[str, ...]
    """Ids of the kinds of user that may use it."""
    authentication: str | None
    description: str | None
    ssp: str | None
    """Path in the workspace of its plan in OSCAL, which says what is inherited from it."""


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """What Table 7.1 asks of a system or service without a FedRAMP authorization, beside its name."""

    number: int | None = None
    """1, 2 or 3, as the note below the table defines them."""
    details: str | None = None
    direction: str | None = None
    """`in`, `out` or `in/out`."""
    security: str | None = None
    """`ipsec`, `vpn`, `tls`, `dtls`, `certificate`, `secure-file-transfer` or `other` (`interconnection-security`)."""
    nature_of_agreement: str | None = None
    """`contract`, `eula`, `isa`, `license`, `mou`, `other` or `sla`."""
    supported: bool | None = None
    data_types: tuple[str, ...] = ()
    categorization: FipsImpact | None = None
    users: tuple[str, ...] = ()
    authentication: str | None = None
    compliance: tuple[str, ...] = ()
    hosting: str | None = None
    risk: str | None = None


NO_CONNECTION = Connection()


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """A row of Appendix L."""

    number: str
    title: str
    day: date | None


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the document's own history."""

    day: date
    version: str
    description: str
    author: str


class PlanStatements(msgspec.Struct, frozen=True, kw_only=True):
    """`plan:` in system.yaml."""

    package_id: str | None = None
    """FedRAMP's own number of the system."""
    authorization_type: str | None = None
    operational_since: date | None = None
    privacy_sensitive: bool | None = None
    identity: DigitalIdentity | None = None
    information_types: tuple[InformationTypeRow, ...] = ()
    users: tuple[UserRole, ...] = ()
    duties: tuple[Duty, ...] = ()
    leveraged: tuple[LeveragedAuthorizationRow, ...] = ()
    lists_leveraged: bool = False
    """Does system.yaml have `plan.leveraged-authorizations`, if only an empty list?"""
    data_centers: tuple[DataCenter, ...] = ()
    laws: tuple[Law, ...] = ()
    appendices: tuple[tuple[str, str], ...] = ()
    """(letter, path in the workspace or file name) of the appendices that people write: C, D, F, G, H, I, L, N, P."""
    policies: tuple[tuple[str, str], ...] = ()
    """(family of controls, path in the workspace) of the provider's policies."""
    procedures: tuple[tuple[str, str], ...] = ()
    """The same of its procedures."""
    acronyms: tuple[tuple[str, str], ...] = ()
    """(acronym, meaning), in addition to those that are known."""
    revisions: tuple[Revision, ...] = ()
    network: str | None = None
    """The network architecture in words (section 8)."""
    data_flow: str | None = None
    """The data flows in words (section 8)."""
    architecture: ArchitectureStatements = NO_ARCHITECTURE

    @property
    def version(self) -> str:
        """As covers and page headers show it: `Version 1.1`, of the last revision; `Draft` while none is stated."""
        return f"Version {self.revisions[-1].version}" if self.revisions else UNVERSIONED


UNVERSIONED = "Draft"
NO_STATEMENTS = PlanStatements()
