"""How far an image is hardened: its system, the benchmark that fits it, what was measured, and who accepts it.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0, "Hardened Images"; FedRAMP Rev5 baselines, CM-6(a)
Requirement 1: DoD STIGs, else CIS Level 2, else a custom baseline.
"""

from datetime import date
from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.identifiers import AssetId, Sha256
from generator.model.pipeline import HardeningManifest
from generator.model.posture import Certainty


class BenchmarkKind(StrEnum):
    """The kind of benchmark in the order of CM-6(a) Requirement 1."""

    STIG = "DoD STIG"
    CIS = "CIS Level 2"
    CUSTOM = "custom benchmark"


class BaseKind(StrEnum):
    """Where the ground of an image comes from."""

    IRON_BANK = "Iron Bank"
    VENDOR = "hardened by its vendor"
    APPROVED = "from an approved registry"
    MINIMAL = "without a distribution"
    """Distro-less or `scratch`."""
    GENERAL = "general-purpose"
    UNKNOWN = "not known"

    @property
    def is_hardened(self) -> bool | None:
        """May it be used as it is? None where only a benchmark can say it."""
        return {BaseKind.GENERAL: False, BaseKind.UNKNOWN: None, BaseKind.MINIMAL: None}.get(self, True)


class ValidationSubject(StrEnum):
    """What the guidance wants an assessor to have validated."""

    HARDENING = "hardening-process"
    PIPELINE = "pipeline-tools"
    INVENTORY = "inventory-mechanism"


class HardeningBenchmark(msgspec.Struct, frozen=True, kw_only=True):
    """The benchmark that applies to an image."""

    kind: BenchmarkKind
    name: str
    """Empty for a custom one without a name."""
    version: str | None = None
    scope: str
    """What it is for: `alpine 3.20`, `images without a distribution`, an image."""
    because: str
    """Why this one, in words."""
    by_system: bool = False
    """It follows from the system of the image: where that is not shown, neither is this."""
    accepted_by: str | None = None
    """Of a custom one: the assessor who accepted it."""
    accepted: date | None = None
    document: str | None = None
    """Of a custom one: the path of its text, or its SHA-256."""


class BenchmarkResult(msgspec.Struct, frozen=True, kw_only=True):
    """What one tool measured on one image, rules counted."""

    tool: str
    benchmark: str
    """As the file names it."""
    version: str | None
    fits: bool
    """Is it the benchmark that applies to the image?"""
    passed: int
    failed: int
    not_reviewed: int
    not_applicable: int
    waived: int
    day: date | None
    digests: tuple[str, ...] = ()
    """Of the image that was measured, as the file or a person says; empty where only its name is known."""
    source: EvidenceSource


class StatedUser(msgspec.Struct, frozen=True, kw_only=True):
    """As which user an image runs, as one place says it."""

    user: str
    root: bool
    by: str
    """`pod security context`, `image configuration`, `Dockerfile`, `Dockle`."""
    source: EvidenceSource


class ImageHardening(msgspec.Struct, frozen=True, kw_only=True):
    """One image class."""

    asset_id: AssetId
    os_name: str | None
    os_by: str
    """Source of the name; empty where it is not known."""
    os_shown: bool = False
    """Is it a scan of a digest that runs that names it? One of the name alone may have looked at another image."""
    minimal: bool
    """Distro-less or `scratch`: no benchmark of a distribution fits it."""
    base: str | None
    """What it is built on, as far as its labels or its Dockerfile say."""
    base_kind: BaseKind
    base_because: str
    base_certainty: Certainty | None = None
    """How sure `base_kind` is; None where `base_doubt` says why it is not shown."""
    base_doubt: str = ""
    """As a clause: `only a label of the image itself names its base`."""
    base_sources: tuple[EvidenceSource, ...] = ()
    """What names the base; empty where the image itself comes from there."""
    benchmark: HardeningBenchmark | None
    """None where the system is not known."""
    results: tuple[BenchmarkResult, ...]
    """Newest per tool and benchmark; sorted."""
    users: tuple[StatedUser, ...]
    """The first speaks: nearest to what runs."""
    setuid: tuple[str, ...] | None
    """Files with a set-user-id or set-group-id bit, as a scan lists them; None where none looked."""
    known_exploited: tuple[str, ...] | None
    """CVEs of CISA's catalog that are open on it, sorted; None where no scan could look."""
    manifests: tuple[HardeningManifest, ...] = ()
    """Iron Bank's hardening manifests of it."""
    sources: tuple[EvidenceSource, ...]

    @property
    def root(self) -> bool | None:
        """Does it run as root? None where it is not known."""
        return self.users[0].root if self.users else None

    @property
    def shown_benchmark(self) -> HardeningBenchmark | None:
        """The benchmark, where what it follows from is shown of what runs."""
        benchmark = self.benchmark
        return benchmark if benchmark and (self.os_shown or not benchmark.by_system) else None

    @property
    def fitting(self) -> tuple[BenchmarkResult, ...]:
        """Results of the benchmark that fits."""
        return tuple(result for result in self.results if result.fits)


class AssessorValidation(msgspec.Struct, frozen=True, kw_only=True):
    """An assessor validated something of the provider's."""

    subject: ValidationSubject
    by: str
    day: date
    sha256: Sha256
    """Of the evidence file."""
    place: str
    """`decisions/validations.yaml, line 3`."""
    file: str = ""
    """Path of the evidence file in the workspace; empty where only its SHA-256 is written."""
