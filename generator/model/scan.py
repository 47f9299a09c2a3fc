"""What scanners report.

A `ScanResult` is one raw entry and lives only while its file is read. Folded, it becomes part of a `TargetResult`: one
vulnerability on one target in one file. Sightings of one (scanner, identifier) are a `Weakness` (see `facts`).

What exists once per raw entry is a record that the garbage collector need not walk (`gc=False`).
"""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from generator.model.crypto_packages import CryptoPackage
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.identifiers import ControlId, CweId


class Severity(StrEnum):
    """One scale for all scanners. FedRAMP has no Critical: `fedramp_rev5.rating` maps it to High.

    This and the enumerations below are hashed as their text: they are parts of keys for every raw entry, and the hash that
    `Enum` brings is written in Python.
    """

    __hash__ = str.__hash__

    CRITICAL = "critical"
    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    INFORMATIONAL = "informational"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """5 for critical down to 0 for unknown."""
        return _RANK[self]


_RANK = {severity: 5 - index for index, severity in enumerate(Severity)}


class ResultKind(StrEnum):
    """What kind of weakness a scanner entry is about."""

    __hash__ = str.__hash__

    VULNERABILITY = "vulnerability"
    MISCONFIGURATION = "misconfiguration"
    SECRET = "secret"  # noqa: S105 - a kind of result, not a secret
    LICENSE = "license"
    EVENT = "event"


class Disposition(StrEnum):
    """What the scanner itself says about an entry."""

    __hash__ = str.__hash__

    OPEN = "open"
    PASSED = "passed"
    NOT_AFFECTED = "not affected"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not applicable"
    MANUAL = "manual"
    RESOLVED = "resolved"
    ERROR = "error"


class TargetKind(StrEnum):
    """What a scan looked at."""

    __hash__ = str.__hash__

    IMAGE = "image"
    FILESYSTEM = "filesystem"
    REPOSITORY = "repository"
    WORKLOAD = "workload"
    CLUSTER = "cluster"
    HOST = "host"
    CLOUD = "cloud"
    UNKNOWN = "unknown"


class Scanner(msgspec.Struct, frozen=True, kw_only=True):
    """The tool, as it names itself in its output."""

    name: str
    """Display name: `Trivy`, `Grype`."""
    version: str | None = None
    database_updated: datetime | None = None


class ScanTarget(msgspec.Struct, frozen=True, kw_only=True):
    """What was scanned, in the scanner's own words."""

    name: str
    """As the scanner wrote it; for an image its reference."""
    kind: TargetKind
    digests: tuple[str, ...] = ()
    """Registry digests `sha256:…`, sorted."""
    image_id: str | None = None
    """`sha256:…` of the image configuration: not a registry digest."""
    os_name: str | None = None
    """`debian 12.5`."""
    end_of_life: bool | None = None
    """Does the scanner say that the operating system gets no more fixes (SA-22)? What it found there is a lower bound then.
    None where the file does not say: a scanner that leaves the word out may not know the system."""
    supplier: str | None = None
    """Of an SBOM: the organization that made what it lists, where it names one."""
    workload: str | None = None
    """`namespace/Kind/name` where the scanner knows it."""
    instance: str | None = None
    """The running container that a sensor looked at, by all names it gives: `cluster/namespace/kind/workload/container`. None
    where it looked at an image."""
    named: bool = True
    """False where neither the file nor a person says what was scanned: `name` is then a placeholder."""
    other_names: tuple[str, ...] = ()
    """Addresses, host names and NetBIOS names of a host, beside `name`; sorted."""
    authenticated: bool | None = None
    """Did the scanner log in to the target? None where the file does not say."""
    privileged: bool | None = None
    """Did that login have the rights to see everything (RA-5(5))? None where the file does not say."""
    assessed: bool = True
    """False where the report's own summary counts findings of this target that it does not list: never to be read as clean."""

    def __hash__(self) -> int:
        """By the name alone: reports whose entries each state their target ask for it once per entry."""
        return hash(self.name)


class AffectedPackage(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """An SBOM entry that a result is about."""

    name: str
    version: str | None = None
    fixed_version: str | None = None
    purl: str | None = None
    path: str | None = None


class Cvss(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One score of one source."""

    source: str
    """`nvd`, `redhat`, `ghsa` …, lower case."""
    version: str
    """`2.0`, `3.0`, `3.1`, `4.0`."""
    vector: str | None = None
    score: float | None = None


class ScanResult(msgspec.Struct, frozen=True, gc=False):
    """One raw entry of a scanner file. Transient: see `parsers.scans.tally`.

    What every entry has comes first and may be given by its position, which is quicker.
    """

    kind: ResultKind
    identifier: str
    """The scanner's own id: `CVE-…`, `GHSA-…`, a rule or plug-in id."""
    target: ScanTarget
    severity: Severity
    native_severity: str = ""
    """Exactly as in the file."""
    place: str = ""
    """JSON pointer or line of the entry."""
    title: str = ""
    description: str = ""
    disposition: Disposition = Disposition.OPEN
    native_status: str = ""
    """Exactly as in the file: `fixed`, `will_not_fix`, `FAIL` …"""
    package: AffectedPackage | None = None
    more_packages: tuple[AffectedPackage, ...] = ()
    """Further packages of an entry that names several; `package` is the first."""
    scope: str = ""
    """The part of the target the entry is about (a lock file, a manifest): two scopes are two results."""
    solution: str = ""
    cves: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Other identifiers of the same vulnerability that are no CVE: GHSA, vendor advisories; sorted."""
    controls: tuple[ControlId, ...] = ()
    """Controls of SP 800-53 to which the tool itself maps the check, as FedRAMP writes them: `AC-6(9)`; sorted."""
    cwes: tuple[CweId, ...] = ()
    """Kinds of weakness that the report states: see `parsers.scans.cwe_ids`."""
    cvss: tuple[Cvss, ...] = ()
    """Each once: see `parsers.scans.cvss_scores`."""
    known_exploited: date | None = None
    """Due date in CISA's catalog, where the scanner carries it."""
    first_seen: date | None = None
    """Where the scanner itself remembers it."""


class TargetResult(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One identifier on one target, in one evidence file: all raw entries of it together.

    Fields may be given by their position: with their names a record takes four times the time. Where results are kept they
    stand without names as well, as do packages and scores: that is a fifth of the bytes.
    """

    scanner: str
    identifier: str
    target: str
    """`ScanTarget.name`."""
    kind: ResultKind
    disposition: Disposition
    severity: Severity
    """The most severe of the entries."""
    native_severity: str
    native_status: str
    title: str
    description: str
    solution: str
    cves: tuple[str, ...]
    aliases: tuple[str, ...]
    cvss: tuple[Cvss, ...]
    """Each once."""
    known_exploited: date | None
    first_seen: date | None
    packages: tuple[AffectedPackage, ...]
    entries: int
    """Raw entries folded into this sighting, repeats included."""
    source: EvidenceSource
    controls: tuple[ControlId, ...] = ()
    """Controls of SP 800-53 to which the tool itself maps the check."""
    cwes: tuple[CweId, ...] = ()
    """Kinds of weakness that the entries state, sorted by their numbers."""


class ScanTally(msgspec.Struct, frozen=True, kw_only=True):
    """What a file held: `results == unique + duplicates + sum(dropped)`. Keyed by evidence sha256 when merged."""

    results: int = 0
    unique: int = 0
    """Distinct (identifier, package, version, target with scope)."""
    duplicates: int = 0
    dropped: tuple[tuple[str, int], ...] = ()
    """(reason, count), sorted."""
    identifiers: int = 0
    severities: tuple[tuple[str, int], ...] = ()
    """(Severity, count over unique), in the order of `Severity`."""
    statuses: tuple[tuple[str, int], ...] = ()
    """(native status, count over unique), sorted."""


class BenchmarkRun(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A benchmark that the checks of a file come from."""

    name: str
    """As the file names it: id of the benchmark, and its profile where one was chosen."""
    version: str = ""


class PackageList(msgspec.Struct, frozen=True, kw_only=True):
    """What an inventory lists, as far as it is kept: how much, names, what `image_tools`, `crypto_packages` and others know."""

    count: int
    tools: tuple[str, ...] = ()
    """Sorted."""
    os_name: str | None = None
    names: tuple[str, ...] = ()
    """Every key of every package (`model.package_keys`), sorted."""
    releases: tuple[tuple[str, str], ...] = ()
    """(key, version) of what is no package of the operating system, as far as versions are listed; sorted."""
    crypto: tuple[CryptoPackage, ...] = ()
    """Packages that hold cryptography, with their versions (see `crypto_packages`); sorted."""
    databases: tuple[str, ...] = ()
    """Databases whose server is among the packages (see `database_packages`), sorted."""


class LintedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file that a linter's report names. A file without findings is not named by a report."""

    name: str
    """As the linter was given it."""
    broken: tuple[str, ...]
    """Rules of errors and warnings, sorted."""
    lesser: int
    """Findings that are neither: hints of style and the like."""
    unread: bool
    """The linter could not parse it."""
    source: EvidenceSource
    """The first entry that names it."""


class ScanSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One scanner file, read."""

    evidence: EvidenceFile
    scanner: Scanner
    taken: datetime | None
    """When the scan ran: from the content, else the evidence's own date."""
    targets: tuple[ScanTarget, ...]
    results: tuple[TargetResult, ...]
    tally: ScanTally
    configuration: str | None = None
    """SHA-256 of the configuration the scan ran with, as the file or a person states it; None where it is not stated."""
    assessed: bool = True
    """False when the scan could not look: never to be read as clean."""
    not_assessed_because: str | None = None
    benchmarks: tuple[BenchmarkRun, ...] = ()
    """Sorted; empty where the file holds no checks of a benchmark, or does not name it."""
    monitor: str = ""
    """The program that made the report and scans by itself what runs or is stored: `Trivy Operator`, `Harbor`."""
    left_out: str = ""
    """What the report leaves out by its own account, in words: `findings without a fix`."""
    packages: PackageList | None = None
    """None where the file lists no packages apart from those with findings."""
    linted: tuple[LintedFile, ...] = ()
    """Of a linter: the files that it names, sorted by name."""

    def assesses(self, target: ScanTarget) -> bool:
        """Does it show that this target of it was assessed?"""
        return self.assessed and target.assessed

    @property
    def assesses_something(self) -> bool:
        """Does it show of any target that it was assessed? A summary that counts more than its list holds does not."""
        return self.assessed and (not self.targets or any(target.assessed for target in self.targets))
