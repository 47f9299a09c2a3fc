"""What a cloud account runs beside containers, and how it is set up, as its own API says it.

`settings` are security evidence in words that hold for every provider. The keys, and what they are evidence for:

- `encrypted` (SC-28): `yes`, `no`. `encryption key`: `provider-owned`, `provider-managed`, `customer-managed`, or the key's own
  name where the reply does not say whose it is. `secrets encryption`: of a cluster's secrets, `customer-managed key` or
  `no key named`.
- `public access` (AC-3, SC-7): `blocked`, `partly blocked` with what is not, `not blocked`. `endpoint`: of a cluster's API,
  `public`, `private`, `both`. `endpoint open to`: networks.
- `tls policy` (SC-8, SC-13): its name; `tls policy NAME` of an account: protocols. `listener N`: port N's protocol, and where
  it sends people on; `policy of listener N`: the name of its policy. `client certificates`, `certificate authority`.
- `instance metadata` (AC-6): `token required`, `token optional`, `off`. `authentication`, `oidc issuer` (IA-2).
- `logging` (AU-2, AU-12): names of the logs, or `none`. Of a log group: `subscription NAME`, what gets its lines (SI-4(5));
  `kept`, `N days` or `without end` (AU-11).
- `scan on push`, `scan frequency`, `vulnerability scanning …`, `registry scanning` (RA-5). `pull refused`: of an image with
  findings, `from high on` or `never`; `pull denied`, of an account `pull denied of PATTERN`: by a policy, `to everyone`,
  `by the repository's tags`, `of layers only`, `to some`, `under other conditions`, `never` (RA-5, SI-7). `tag immutability`
  (CM-2, SI-7).
- `backup retention` (CP-9): `N days`. `deletion protection`, `auto minor version upgrade` (SI-2), `multiple zones`,
  `iam authentication` (IA-2).
- `configuration recording`, `configuration rule NAME`, `posture monitoring`, `posture standard NAME` (CM-6, CA-7).
- `state`, `machine image`, `member of`, `node group NAME`, `addon NAME`, `fargate profile NAME`; of an image `tags`, `pushed`,
  `lists platforms` … (CM-8).
"""

import re
from datetime import datetime
from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.posture import ObjectCitation

_ECR = re.compile(r"(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?", re.ASCII)
HARBOR = "Harbor"
"""A provider that is no cloud: a registry with projects."""


class ResourceKind(StrEnum):
    """What a resource is, in words that hold for every provider."""

    VIRTUAL_MACHINE = "virtual machine"
    DATABASE = "database"
    LOAD_BALANCER = "load balancer"
    STORAGE = "storage"
    CLUSTER = "cluster"
    REPOSITORY = "image repository"
    PROJECT = "registry project"
    """Repositories of one registry that have their settings in common."""
    IMAGE = "image"
    """In a registry, whether it runs or not."""
    ACCOUNT = "account"
    """The account itself in one region: what is set for everything in it."""
    OTHER = "other resource"
    """Listed only because it is monitored: `product` says what it is."""


class CloudResource(msgspec.Struct, frozen=True, kw_only=True):
    """One resource of an account."""

    kind: ResourceKind
    identifier: str
    """The provider's own: an ARN or an id."""
    name: str
    """What people and scanners call it."""
    addresses: tuple[str, ...] = ()
    """IP addresses, sorted."""
    host_names: tuple[str, ...] = ()
    """DNS names, and other names by which a scanner may call it; sorted."""
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
    source: EvidenceSource


class CloudSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One reply of a cloud's API, read."""

    evidence: EvidenceFile
    provider: str
    """`AWS`, or `HARBOR`."""
    account: str
    """Its number, from the resources' own names or the collector; of a registry its host; empty where nothing says it."""
    region: str
    operation: str
    """`ec2 describe-instances`: two replies to one question are an older and a newer one."""
    taken: datetime | None
    resources: tuple[CloudResource, ...]
    not_collected: tuple[tuple[str, str], ...] = ()
    """(what, why), in the order of the file: pages that are not in it, questions that were refused."""

    def cite(self, resource: CloudResource) -> ObjectCitation:
        """One of its resources as evidence: the provider's own name stands for the uid."""
        return ObjectCitation(
            kind=resource.kind, name=resource.name, uid=resource.identifier, taken=self.taken, source=resource.source
        )


def place_of_registry(host: str) -> tuple[str, str] | None:
    """Account and region of a private registry of Amazon ECR, by its host name; None for every other registry."""
    match = _ECR.fullmatch(host)
    return (match[1], match[2]) if match else None
