"""What a cloud opens to the internet, as infrastructure code declares it: no Service or route of Kubernetes says it."""

from generator.model.settings.base import Settings


class CloudWay(Settings, frozen=True, kw_only=True):
    """An API Gateway, a load balancer, a function URL, a distribution, a public address or a public ingress."""

    what: str
    """In a reader's words: `function URL`."""
    leads_to: tuple[str, ...]
    """`namespace/Kind/name` of what answers behind it, sorted."""
    through: tuple[str, ...] = ()
    """The same of what the cloud keeps between, sorted: the balancer itself."""
    ports: tuple[tuple[int, bool], ...] = ()
    """(port, is it encrypted), sorted; none where they are not stated."""


class AppRoute(Settings, frozen=True, kw_only=True):
    """What leads from the routers of Cloud Foundry to apps."""

    apps: tuple[str, ...]
    """Their names, sorted."""
    hosts: tuple[str, ...] = ()
    """Empty where they are not known."""
