"""What the inventory lists beside container images: hosts, web addresses, databases, load balancers, storage, clusters."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from generator.model.evidence import EvidenceFile, Source
from generator.model.scan import Scanner


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

    __hash__ = str.__hash__


SCANNED_MONTHLY = frozenset({AssetKind.NODE, AssetKind.HOST, AssetKind.WEB, AssetKind.DATABASE})
"""FedRAMP Vulnerability Scanning Requirements §3: the entire inventory of operating systems, web applications and databases,
every month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetScan:
    """One scan of one asset."""

    scanner: Scanner
    taken: datetime | None
    evidence: EvidenceFile
    digests: tuple[str, ...]
    """What the scanner says it looked at; empty where it does not say, or where the asset is no image."""
    matched_by: str
    """`digest`, `image id`, `reference`, `name`, `address` or `workload`."""
    assessed: bool
    authenticated: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemAsset:
    """Something of the system that is no container image."""

    asset_id: str
    """Unique in the system: as scanners call it, a host name, address or database name (Integrated Inventory Workbook v3.1,
    INSTRUCTIONS B12 and guidance of column B)."""
    kind: AssetKind
    where: str
    """Cluster, or account and region."""
    names: tuple[str, ...]
    """Every name and address by which a scanner may call it, lower case, sorted."""
    addresses: tuple[str, ...] = ()
    public: bool | None = None
    os_name: str | None = None
    product: str | None = None
    version: str | None = None
    location: str | None = None
    tags: tuple[tuple[str, str], ...] = ()
    details: str = ""
    """One line for people: kernel, kubelet, engine."""
    scans: tuple[AssetScan, ...] = ()
    sources: tuple[Source, ...] = ()
