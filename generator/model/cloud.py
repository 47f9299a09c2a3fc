"""What a cloud account runs beside containers, as its own API lists it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from generator.model.evidence import EvidenceFile, Source


class ResourceKind(StrEnum):
    """What a resource is, in words that hold for every provider."""

    VIRTUAL_MACHINE = "virtual machine"
    DATABASE = "database"
    LOAD_BALANCER = "load balancer"
    STORAGE = "storage"
    CLUSTER = "cluster"
    REPOSITORY = "image repository"


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudResource:
    """One resource of an account."""

    kind: ResourceKind
    identifier: str
    """The provider's own: an ARN or an id."""
    name: str
    """What people and scanners call it."""
    addresses: tuple[str, ...] = ()
    """IP addresses, sorted."""
    host_names: tuple[str, ...] = ()
    """DNS names, sorted."""
    public: bool | None = None
    """Can it be reached from outside the provider's network? None where the reply does not say."""
    product: str | None = None
    """`postgres`, `application load balancer`."""
    version: str | None = None
    os_name: str | None = None
    location: str | None = None
    """Availability zone, else region."""
    tags: tuple[tuple[str, str], ...] = ()
    """Sorted."""
    settings: tuple[tuple[str, str], ...] = ()
    """What the reply says about security: (`encrypted`, `yes`), (`tls policy`, …); sorted."""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudSnapshot:
    """One reply of a cloud's API, read."""

    evidence: EvidenceFile
    provider: str
    """`AWS`."""
    account: str
    """Its number, from the resources' own names or the collector; empty where nothing says it."""
    region: str
    operation: str
    """`ec2 describe-instances`: two replies to one question are an older and a newer one."""
    taken: datetime | None
    resources: tuple[CloudResource, ...]
