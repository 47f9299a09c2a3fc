"""What is true of the system as of a date: the one typed model between evidence and documents."""

from datetime import date, datetime

import msgspec

from generator.model.acceptance import Acceptance
from generator.model.asset import NO_NOTES, AssetNotes, AssetScan, SystemAsset
from generator.model.chain import ChainEvidence
from generator.model.cloud import CloudSnapshot
from generator.model.coverage import Sample, UnmatchedTarget
from generator.model.crypto import CryptoUse
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.flow_log import FlowLogSnapshot
from generator.model.hardening import AssessorValidation, ImageHardening
from generator.model.identifiers import AssetId, ControlId, CweId
from generator.model.indicator import RuleResult
from generator.model.inventory import ClusterService, NodeObject, Workload
from generator.model.monitoring import MonitorSnapshot
from generator.model.operation import CheckRun, LintRun, SensorLog
from generator.model.pipeline import NameMatch, PipelineSnapshot
from generator.model.quality import ScanQuality
from generator.model.registry import RegistrySnapshot
from generator.model.scan import AffectedPackage, Cvss, Disposition, ResultKind, Scanner, ScanTally, Severity
from generator.model.settings.base import ClusterConfiguration


class ImageBuilder(msgspec.Struct, frozen=True, kw_only=True):
    """A definition that builds or pushes an image of this repository, or may do so."""

    path: str
    match: NameMatch
    """The best of what it writes."""
    written: str
    """That name."""


class ImageAsset(msgspec.Struct, frozen=True, kw_only=True):
    """An image class: repository/image:version with its digests. FedRAMP's unit of container inventory.

    FedRAMP Vulnerability Scanning Requirements for Containers v1.0 (2021-03-16), "Asset Management and Inventory Reporting".
    """

    asset_id: AssetId
    name: str
    """Registry and repository."""
    version: str | None
    """Tag; None where only a digest is known."""
    registry: str
    digests: tuple[str, ...]
    """Digests that run, sorted; where none is reported, those of pinned references."""
    running: bool
    """Some workload runs it (or is declared to)."""
    workloads: tuple[str, ...]
    """Keys of the workloads, sorted; with the cluster before them where there are several clusters."""
    instances: int | None
    pinned: bool
    """Every use names the image by digest."""
    public: bool | None
    """Reachable from outside. None where nothing runs it, services and ingresses were not collected, or its ports are only
    published on a host."""
    approved_registry: bool | None
    """None where system.yaml names no approved registries, or the name of the image cannot be read."""
    os_name: str | None
    diagram_label: str | None
    scans: tuple[AssetScan, ...]
    """Newest per scanner, as of the date; sorted by scanner name."""
    looks: tuple[AssetScan, ...] = ()
    """Every scan that looked at it up to the as-of date, whether or not a newer one takes its place."""
    builders: tuple[ImageBuilder, ...] = ()
    """Pipeline definitions that name its repository, or may; sorted by path."""
    locations: tuple[str, ...] = ()
    """Clusters in which it runs, sorted: one image in two clusters is one asset in two places."""
    vendor: str | None = None
    """Who made it, where its label in the registry says so."""
    image_ids: tuple[str, ...] = ()
    """Local ids by which nodes and scanners may know it, sorted."""
    notes: AssetNotes = NO_NOTES
    sources: tuple[EvidenceSource, ...]


class AffectedAsset(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A weakness on one asset."""

    asset_id: AssetId
    first_seen: date | None
    last_seen: date | None
    packages: tuple[AffectedPackage, ...]
    entries: int
    sources: tuple[EvidenceSource, ...]
    other_digests: tuple[str, ...] = ()
    """Of an image: the digests that the scans looked at, where none of them is one that runs; sorted. Empty where one is, or
    nothing tells."""
    first_by_collection: bool = False
    """No report states `first_seen`: it is the day on which a report without a date was collected, no day of a scan."""
    last_by_collection: bool = False
    """The same of `last_seen`."""
    by_name: bool = False
    """Of an image: the scans are joined to it by its name, and nothing tells whether they looked at a digest that runs."""
    statuses: tuple[str, ...] = ()
    """Of a vulnerability: what scanners say of the vendor's fix, in their words (`affected`, `wont-fix`), sorted."""


class Weakness(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One (scanner, identifier), open on one or more assets in scope. FedRAMP's unit of a POA&M item.

    FedRAMP Vulnerability Scanning Requirements §3: one item per unique vulnerability id, never grouped.
    """

    scanner: str
    identifier: str
    kind: ResultKind
    title: str
    description: str
    solution: str
    severity: Severity
    """The scanner's own."""
    native_severities: tuple[str, ...]
    cves: tuple[str, ...]
    aliases: tuple[str, ...]
    """Other names of the same vulnerability that are no CVE, sorted."""
    controls: tuple[ControlId, ...] = ()
    """Controls of SP 800-53 to which the scanner itself maps it."""
    cwes: tuple[CweId, ...] = ()
    """Kinds of weakness that its results state, sorted by their numbers."""
    cvss: tuple[Cvss, ...]
    known_exploited: date | None
    fixed_versions: tuple[str, ...]
    assets: tuple[AffectedAsset, ...]
    """Sorted by asset_id."""


class Accounting(msgspec.Struct, frozen=True, kw_only=True):
    """Every raw scan result is somewhere: `results == sum of the others`."""

    results: int
    dropped: int
    """Left out by the reader with a reason (see the tallies)."""
    superseded: int
    """In scans older than the newest of the same scanner and asset."""
    later: int = 0
    """In scans from after the as-of date."""
    not_running: int
    """On images or targets that are not part of what runs."""
    open: int
    """On assets in scope: behind a weakness of the package."""
    by_disposition: tuple[tuple[Disposition, int], ...]
    """Entries that are not open, by what the scanner says: passed, suppressed, not affected …"""
    licenses: int
    """License findings: counted, not security weaknesses."""
    events: int = 0
    """Runtime events of sensors: evidence of monitoring (SI-4), not weaknesses."""
    source_code: int = 0
    """About source code or a folder that is no asset."""
    source_files: tuple[tuple[str, int], ...] = ()
    """(evidence path, open results), sorted: the part of `source_code` that is open."""

    @property
    def accounted(self) -> int:
        """The sum of the parts: equal to `results`, or something was lost."""
        elsewhere = self.dropped + self.superseded + self.later + self.not_running + self.source_code
        return elsewhere + self.open + self.licenses + self.events + sum(number for _, number in self.by_disposition)


class ClusterView(msgspec.Struct, frozen=True, kw_only=True):
    """One cluster as of the date."""

    name: str
    taken: datetime | None
    running: bool
    """False where only manifests were collected."""
    kinds: tuple[tuple[str, int], ...]
    not_collected: tuple[str, ...]
    namespaces: tuple[str, ...]
    nodes: tuple[NodeObject, ...]
    evidence: tuple[EvidenceFile, ...]


class SystemFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the documents may say about the system, sorted, with sources."""

    as_of: date
    evidence: tuple[EvidenceFile, ...]
    """All evidence read, sorted by path; also what the as-of date left out."""
    clusters: tuple[ClusterView, ...]
    workloads: tuple[Workload, ...]
    """Inside the boundary, sorted by (cluster, key)."""
    not_started: tuple[Workload, ...] = ()
    """Those that a file declares and that start only with a profile: nothing says that they run. Sorted alike."""
    managed: tuple[Workload, ...] = ()
    """Services that a platform provides and that are declared in a file; those from a cloud's API are among the assets."""
    services: tuple[ClusterService, ...] = ()
    """Of the clusters, sorted."""
    flow_logs: tuple[FlowLogSnapshot, ...] = ()
    """What was seen of connections, sorted by path."""
    images: tuple[ImageAsset, ...]
    """Sorted by asset_id; `running` ones are the inventory."""
    assets: tuple[SystemAsset, ...] = ()
    """What is no image: hosts, web addresses, databases, clusters; sorted by (kind, asset_id)."""
    weaknesses: tuple[Weakness, ...]
    """Sorted by (scanner, identifier)."""
    pipelines: tuple[PipelineSnapshot, ...]
    diagrams: tuple[DiagramSnapshot, ...]
    scanners: tuple[Scanner, ...]
    tallies: tuple[tuple[str, ScanTally], ...]
    """(evidence path, tally), sorted."""
    accounting: Accounting
    scan_quality: tuple[ScanQuality, ...] = ()
    """Of the scans that count, sorted by scanner and path."""
    monitored: tuple[MonitorSnapshot, ...] = ()
    """Records of the registry monitor, the newest first."""
    registries: tuple[RegistrySnapshot, ...] = ()
    """What registries hold, sorted by path."""
    object_scans: tuple[tuple[AssetId, str, AssetScan], ...] = ()
    """(asset, object, scan): looks at one object of the cluster, which are no scan of the whole asset; sorted."""
    configurations: tuple[ClusterConfiguration, ...] = ()
    """What configures each cluster, sorted by its name."""
    clouds: tuple[CloudSnapshot, ...] = ()
    """Replies of clouds' APIs that count on the as-of date, sorted by path."""
    check_runs: tuple[CheckRun, ...] = ()
    """Benchmarks that were run on what is no image, sorted by tool and path."""
    rule_results: tuple[RuleResult, ...] = ()
    """What tools report of single rules, where the system goes for FedRAMP 20x; sorted by tool, target and rule."""
    report_tools: tuple[tuple[str, str], ...] = ()
    """(path, tool) of every report of a scanner, sorted."""
    lint_runs: tuple[LintRun, ...] = ()
    """Reports of linters of Dockerfiles, of the newest day of each, sorted by tool and path."""
    sensor_logs: tuple[SensorLog, ...] = ()
    """What runtime sensors saw and missed, sorted by path."""
    crypto: tuple[CryptoUse, ...] = ()
    """Where cryptography protects data, sorted by id: the rows of Appendix Q."""
    crypto_decided: bool = False
    """Is there a `decisions/crypto-modules.yaml`, which names the modules in use?"""
    unmatched_targets: tuple[UnmatchedTarget, ...] = ()
    """What was scanned and is none of the assets, sorted by name."""
    samples: tuple[Sample, ...] = ()
    """Of identical assets, those that a plan selects for scanning; in the order of the plan."""
    hardening: tuple[ImageHardening, ...] = ()
    """Of the images that run, sorted by asset_id."""
    chains: tuple[ChainEvidence, ...] = ()
    """Of the images that run, sorted by asset_id."""
    exploited_as_of: date | None = None
    """The day of CISA's catalog of known exploited vulnerabilities that was added; None where none was."""
    validations: tuple[AssessorValidation, ...] = ()
    """What an assessor validated up to the as-of date, in the order of the file."""
    acceptances: tuple[Acceptance, ...] = ()
    """What people accepted by name up to the as-of date, in the order of the file."""

    @property
    def running_images(self) -> tuple[ImageAsset, ...]:
        """Image classes that run, or are declared to."""
        return tuple(image for image in self.images if image.running)

    @property
    def inventory(self) -> tuple[ImageAsset, ...]:
        """Image classes in scope: those that run; where no cluster was collected, those that were scanned."""
        return tuple(image for image in self.images if image.running or not self.clusters)
