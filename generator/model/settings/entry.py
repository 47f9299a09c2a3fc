"""Ways in from outside, and whether they are encrypted.

https://kubernetes.io/docs/concepts/services-networking/ingress/#tls, https://gateway-api.sigs.k8s.io/guides/tls/,
https://istio.io/latest/docs/reference/config/networking/gateway/, https://docs.openshift.com (Route, `spec.tls`)
"""

import msgspec

from generator.model.settings.base import Settings


class Opening(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One host or listener."""

    host: str
    """`shop.example.gov`, `*`."""
    tls: bool
    sends_on: bool = False
    """Plain HTTP is only redirected to HTTPS."""
    passes_on: bool = False
    """The TLS is not ended here but passed on to the service."""
    port: int = 0
    """0 where the object does not name one, as an Ingress."""
    plain: str = ""
    """What happens to a request without TLS: `refused`, `redirected`, `served`; empty where the object does not decide it."""
    protocol: str = ""
    """Of a listener, in upper case: `HTTP`, `TCP`."""


class EntryPoint(Settings, frozen=True, kw_only=True):
    """An Ingress, a Gateway or a Route."""

    openings: tuple[Opening, ...] = ()
