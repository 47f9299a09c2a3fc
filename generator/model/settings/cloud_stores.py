"""Stores, listeners and entry points of a cloud, as infrastructure code declares them: what is meant, never what an account
answered."""

from generator.model.cloud import ResourceKind
from generator.model.settings.base import Settings


class DeclaredStore(Settings, frozen=True, kw_only=True):
    """A database, bucket, table, queue, file system or volume."""

    kind: ResourceKind
    product: str
    """In a reader's words: `DynamoDB`, `RDS`."""
    encrypted: bool | None
    """None where the file does not decide it."""
    shown: str
    """What decides it: "`StorageEncrypted` is true"."""
    asks: str = ""
    """The question to an account that lists such stores; empty where the collector has none."""


class DeclaredListener(Settings, frozen=True, kw_only=True):
    """A port of a load balancer."""

    balancer: str
    speaks: str
    """Its protocol, and where it sends people on, as replies of accounts have it: `HTTP, redirects to HTTPS:443`."""
    port: int | None
    policy: str = ""
    classic: bool = False
    is_open: bool
    """The internet reaches the balancer."""


class DeclaredEdge(Settings, frozen=True, kw_only=True):
    """An entry point of a cloud that is no load balancer: a distribution, a custom domain of an API."""

    what: str
    """In a reader's words: `CloudFront distribution`."""
    serves_plain: bool | None
    """Does it answer plain requests with more than a redirect? None where the file does not decide it."""
    shown: str
    """What decides it: `viewer protocol policy https-only`."""
    policies: tuple[str, ...] = ()
    """Security policies or oldest versions that it accepts; none where they are not stated."""
