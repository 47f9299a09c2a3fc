"""What the inventory lists beside container images: hosts, web addresses, databases, load balancers, storage, clusters."""

import re
from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.identifiers import AssetId
from generator.model.scan import PackageList, Scanner


class AssetKind(StrEnum):
    """Kinds that FedRAMP asks to be scanned and listed (Vulnerability Scanning Requirements §3: operating systems, web
    applications and databases), and the rest of what a system runs on."""

    NODE = "node"
    HOST = "host"
    WEB = "web address"
    DATABASE = "database"
    LOAD_BALANCER = "load balancer"
    STORAGE = "storage"
    CLUSTER = "cluster"
    CONTAINER = "running container"
    """Listed only where a sensor scans it itself (FedRAMP Vulnerability Scanning Requirements for Containers v1.0, "Asset
    Management and Inventory Reporting"); else its image stands for it."""

    __hash__ = str.__hash__


class Category(StrEnum):
    """CMMC's categories, in the words of 32 CFR 170.19(c)(1), Table 3: what an asset is to the assessment."""

    CUI = "CUI Assets"
    SECURITY_PROTECTION = "Security Protection Assets"
    RISK_MANAGED = "Contractor Risk Managed Assets"
    SPECIALIZED = "Specialized Assets"
    OUT_OF_SCOPE = "Out-of-Scope Assets"


class NoteKey(StrEnum):
    """What people may say about an asset, by the key they say it with in `decisions/assets.yaml`."""

    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    FUNCTION = "function"
    BASELINE = "baseline"
    END_OF_LIFE = "end-of-life"
    CATEGORY = "category"
    LOCATION = "location"
    DIAGRAM_LABEL = "diagram-label"
    AUTHENTICATED_SCAN = "authenticated-scan"
    COMMENTS = "comments"
    NETWORK = "network"
    ASSET_TAG = "asset-tag"
    HARDWARE = "hardware"
    VIRTUAL = "virtual"
    PUBLIC = "public"
    OS = "os"
    VENDOR = "vendor"
    SOFTWARE = "software"
    PATCH_LEVEL = "patch-level"

    __hash__ = str.__hash__


class AssetNote(msgspec.Struct, frozen=True, kw_only=True):
    """One statement."""

    key: NoteKey
    value: str
    """Text; of `end-of-life` a day as ISO 8601 writes it, of what is asked for with yes or no one of these."""
    by: str
    """Who says it: `decisions/assets.yaml, line 3`, `annotation of web/Deployment/cart`, `tag owner`."""


class AssetNotes(msgspec.Struct, frozen=True):
    """What people say about an asset, each key once."""

    notes: tuple[AssetNote, ...] = ()
    """In the order of `NoteKey`."""

    def find(self, key: NoteKey) -> AssetNote | None:
        """The note under a key; None where there is none."""
        return next((note for note in self.notes if note.key is key), None)

    def text(self, key: NoteKey) -> str:
        """The value of the note; empty where there is none."""
        note = self.find(key)
        return note.value if note else ""

    def day(self, key: NoteKey) -> date | None:
        """The value of a note that is a date."""
        text = self.text(key)
        return date.fromisoformat(text) if text else None


NO_NOTES = AssetNotes()

SCANNED_MONTHLY = frozenset({AssetKind.NODE, AssetKind.HOST, AssetKind.WEB, AssetKind.DATABASE})
"""FedRAMP Vulnerability Scanning Requirements §3: the entire inventory of operating systems, web applications and databases,
every month."""


class MatchedBy(StrEnum):
    """By what a scan was joined to an asset."""

    DIGEST = "digest"
    IMAGE_ID = "image id"
    INDEX = "index digest"
    """The scan names the index of the platform that runs."""
    PLATFORM = "platform digest"
    """The scan names a platform of the index that runs."""
    NAME = "name"
    REFERENCE = "reference"
    """Of an image: registry, repository and tag."""
    ADDRESS = "address"
    WORKLOAD = "workload"
    CLUSTER_OBJECT = "cluster object"
    REPOSITORY = "repository"
    """The scan looked at the source code that the image is built from."""

    __hash__ = str.__hash__

    @property
    def is_of_one_object(self) -> bool:
        """A scan of one object of the cluster, or of code, which is no scan of the whole image or cluster."""
        return self in (MatchedBy.WORKLOAD, MatchedBy.CLUSTER_OBJECT, MatchedBy.REPOSITORY)

    @property
    def certainty(self) -> int:
        """2 where it names the very asset, 1 where it names what may have changed since."""
        return 2 if self in _EXACT else 1


_EXACT = frozenset({MatchedBy.DIGEST, MatchedBy.IMAGE_ID, MatchedBy.INDEX, MatchedBy.PLATFORM, MatchedBy.NAME})


class AssetScan(msgspec.Struct, frozen=True, kw_only=True):
    """One scan of one asset."""

    scanner: Scanner
    taken: datetime | None
    evidence: EvidenceFile
    digests: tuple[str, ...]
    """What the scanner says it looked at; empty where it does not say, or where the asset is no image."""
    matched_by: MatchedBy
    assessed: bool
    for_vulnerabilities: bool = True
    """False where the file holds settings, secrets or licenses alone: no vulnerability scan in FedRAMP's sense (RA-5)."""
    whole: bool = True
    """False where the scanner says that it could look at a part only."""
    authenticated: bool | None = None
    image_id: str | None = None
    """Local id of the image that the scanner looked at: the digest of its configuration."""
    dated: bool = True
    """False where `taken` is only the day on which the file was collected: that is not the day of the scan."""
    monitor: str = ""
    """The program that made the report, where it scans by itself (`ScanSnapshot.monitor`)."""
    left_out: str = ""
    """What the report leaves out by its own account: `findings without a fix`; empty where it says nothing of the kind."""
    packages: PackageList | None = None
    """What the scan lists of the packages of the image."""
    end_of_life: bool | None = None
    """Does the scanner say that the operating system gets no more fixes (SA-22)? None where it does not say."""
    same_as: tuple[str, ...] = ()
    """Digests that a registry gives for the same image: the index of a scanned platform, the platforms of a scanned index."""

    @property
    def scanned(self) -> bool:
        """Looked for vulnerabilities, and was able to."""
        return self.assessed and self.for_vulnerabilities

    def covers(self, digests: Collection[str]) -> bool:
        """Did it look at one of these? True where the scan or the asset names none."""
        return not self.digests or not digests or not {*self.digests, *self.same_as}.isdisjoint(digests)


class SystemAsset(msgspec.Struct, frozen=True, kw_only=True):
    """Something of the system that is no container image."""

    asset_id: AssetId
    """Unique in the system: as scanners call it, a host name, address or database name (Integrated Inventory Workbook v3.1,
    INSTRUCTIONS B12 and guidance of column B)."""
    kind: AssetKind
    where: str
    """Cluster, or account and region."""
    names: tuple[str, ...]
    """Every name and address by which a scanner may call it, lower case, sorted."""
    addresses: tuple[str, ...] = ()
    public: bool | None = None
    virtual: bool | None = None
    os_name: str | None = None
    product: str | None = None
    version: str | None = None
    vendor: str | None = None
    """Who makes the product, where its version says it."""
    location: str | None = None
    tags: tuple[tuple[str, str], ...] = ()
    details: str = ""
    """One line for people: kernel, kubelet, engine."""
    scans: tuple[AssetScan, ...] = ()
    notes: AssetNotes = NO_NOTES
    annotations: tuple[tuple[str, str], ...] = ()
    """Of a node: only keys under `atopack.io/`."""
    digests: tuple[str, ...] = ()
    """Of a running container: those of its image."""
    image: AssetId | None = None
    """Of a running container: the asset id of its image."""
    workload: str = ""
    """Of a running container: `namespace/Kind/name`."""
    machine: str = ""
    """Of a node: how its cloud calls the machine, where the node says it."""
    of_cluster: bool = False
    """Of a load balancer: a Service asks for it, and no cloud's API was asked whether it is there."""
    sources: tuple[EvidenceSource, ...] = ()

    @property
    def host_name(self) -> str:
        """Of what is reached by one, a web address, load balancer or database: its whole name in the DNS; empty where none is
        stated."""
        if self.kind not in _REACHED_BY_NAME:
            return ""
        names = (self.asset_id, *self.names)
        return next((name for name in names if _HOST_NAME.fullmatch(name)), "")


_REACHED_BY_NAME = frozenset({AssetKind.WEB, AssetKind.LOAD_BALANCER, AssetKind.DATABASE})
_HOST_NAME = re.compile(r"(?:\*\.)?(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
"""The last part begins with a letter: an address is no name."""
