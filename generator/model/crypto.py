"""Cryptography that protects the system's data: where it is used, by what, and which validated module a person names for it.

FedRAMP SSP Appendix Q, Cryptographic Modules Table v1.0 (2023-06-30): data in transit, data at rest, other uses. No setting
of a cluster proves that a module is validated: NIST's Cryptographic Module Validation Program does, by the certificate of the
exact module and version, run in its approved mode.
"""

from datetime import date
from enum import StrEnum

import msgspec

from generator.model.crypto_packages import CryptoPackage
from generator.model.evidence import EvidenceSource
from generator.model.posture import ObjectCitation


class CryptoArea(StrEnum):
    """The three tables of Appendix Q."""

    TRANSIT = "data in transit"
    REST = "data at rest"
    OTHER = "other"


class ModuleOrigin(StrEnum):
    """The boxes beside the certificate in Appendix Q."""

    EMBEDDED = "embedded"
    THIRD_PARTY = "third-party"
    OPERATING_SYSTEM = "os"


class ModuleStatus(StrEnum):
    """Of a certificate at CMVP: https://csrc.nist.gov/projects/cryptographic-module-validation-program/validated-modules."""

    ACTIVE = "active"
    HISTORICAL = "historical"
    REVOKED = "revoked"


class ModuleCertificate(msgspec.Struct, frozen=True, kw_only=True):
    """A certificate as the list of CMVP has it that the user added (`atopack content add cmvp`)."""

    certificate: int
    status: ModuleStatus
    sunset: date | None
    """From this day on it is on the historical list; None where the list does not say it."""
    module: str
    version: str
    """Each empty where the list leaves it out."""
    dated: date
    """The day of the list."""

    def status_on(self, day: date) -> ModuleStatus:
        """Its status on a day after that of the list: an active certificate becomes historical when it sunsets."""
        ended = self.status is ModuleStatus.ACTIVE and self.sunset is not None and self.sunset < day
        return ModuleStatus.HISTORICAL if ended else self.status


class CryptoModule(msgspec.Struct, frozen=True, kw_only=True):
    """What `decisions/crypto-modules.yaml` says about one module."""

    module: str
    vendor: str
    certificate: int | None
    """Number at CMVP; None where the module is in process or not validated, which then is a gap that the table shows."""
    origin: ModuleOrigin | None
    fips_mode: bool | None
    uses: tuple[str, ...]
    """Patterns of the ids of uses."""
    usage: str
    """`TLS 1.2, TLS 1.3`, `AES-256`."""
    encryption_type: str
    """Of data at rest: `full disk`, `file`, `record`."""
    notes: str
    version: str = ""
    """Of the module that runs, as the certificate has it."""
    status: ModuleStatus | None = None
    """Of the certificate, as CMVP lists it; None where it was not looked up."""
    checked: date | None = None
    """The day on which it was looked up."""
    stated_by: str = ""
    """Who says all this."""
    listed: ModuleCertificate | None = None
    """Its certificate in the list of CMVP that the user added, which counts before what is stated; None where there is none."""
    place: str
    """`line 3`."""


class ImageCryptography(msgspec.Struct, frozen=True, kw_only=True):
    """What the inventories of the digests of an image that run list of cryptography."""

    packages: tuple[tuple[CryptoPackage, tuple[EvidenceSource, ...]], ...] = ()
    """Each with the files that list it, sorted."""
    lists: tuple[EvidenceSource, ...] = ()
    """Files that list the packages of a digest that runs; empty where none was collected."""


class HeldModule(msgspec.Struct, frozen=True, kw_only=True):
    """A package with cryptography in an image that works at a use, as an inventory of the digest that runs lists it."""

    image: str
    """Asset id."""
    package: CryptoPackage
    certificates: tuple[ModuleCertificate, ...]
    """In the list that the user added, those of this family that name this very version, sorted by number. That they name it
    shows no validated build and no approved mode."""
    sources: tuple[EvidenceSource, ...]

    @property
    def shown(self) -> str:
        """`libssl3 3.0.15 (OpenSSL)`."""
        return f"{self.package.name} {self.package.version or 'of an unknown version'} ({self.package.family})"


class ShownMode(msgspec.Struct, frozen=True, kw_only=True):
    """A setting of what works at a use that switches the approved mode of its module on or off."""

    text: str
    on: bool
    source: EvidenceSource


class CryptoUse(msgspec.Struct, frozen=True, kw_only=True):
    """One place where cryptography protects data, as the evidence shows it."""

    id: str
    """`mesh/prod`, `ingress/prod/shop/Ingress/front`, `volumes/prod/gp3`: what a decision names."""
    area: CryptoArea
    where: str
    """In words, for the reader of the table."""
    mechanism: str
    """`Istio mutual TLS`, `AWS storage encryption`."""
    indications: tuple[str, ...] = ()
    """What claims a FIPS module there: an image's tag, a node's label. A claim, never a proof."""
    module: CryptoModule | None = None
    """The one that a person names in decisions/crypto-modules.yaml; None where there is none."""
    citations: tuple[ObjectCitation, ...] = ()
    services: tuple[str, ...] = ()
    """Of calls that a flow shows: the services and workloads that are called, by name, or the external service."""
    callers: tuple[str, ...] = ()
    """Of calls that a flow shows: names of the workloads that call; empty where they come from outside."""
    published: bool = False
    """Traffic to ports that are published on a host: from which side of the boundary is not stated."""
    called: str = ""
    """Of calls that a flow shows: what is called, in words."""
    target_inside: bool = False
    """What is called is a workload of what was collected."""
    unapproved: str = ""
    """Why its algorithms cannot be those of a validated module; empty where nothing says so."""
    images: tuple[str, ...] = ()
    """Asset ids of the images that encrypt and decrypt there, sorted; empty where that is not an image or not known."""
    held: tuple[HeldModule, ...] = ()
    """What these images hold, sorted by image and package."""
    listed: tuple[str, ...] = ()
    """Those of the images of which a list of the packages of each running digest was collected, sorted."""
    modes: tuple[ShownMode, ...] = ()
    """Sorted by text."""
    certificates_dated: date | None = None
    """The day of the list of CMVP that `held` was looked up in; None where the user added none."""

    @property
    def leads_out(self) -> bool:
        """Is it a call of something outside the boundary, whose module is not the system's?"""
        return self.id.startswith("calls/") and bool(self.callers) and not self.target_inside

    @property
    def unlisted(self) -> tuple[str, ...]:
        """Images of which no such list was collected, sorted."""
        return tuple(image for image in self.images if image not in self.listed)

    @property
    def has_active_certificate(self) -> bool:
        """Does a person name a certificate that is active on the as-of day, as far as its status is known?"""
        named = self.module is not None and self.module.certificate is not None
        return named and self.module is not None and self.module.status is ModuleStatus.ACTIVE

    @property
    def mode_is_stated(self) -> bool:
        """Does a person state that the named module runs in its approved mode?"""
        return self.module is not None and self.module.fips_mode is True

    @property
    def mode_shown(self) -> bool | None:
        """Does a setting that was collected switch the approved mode on? No where one switches it off; None where none says."""
        return None if not self.modes else all(mode.on for mode in self.modes)
