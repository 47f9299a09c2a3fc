"""Where a registry is, and which other addresses it may send us to.

A registry names other addresses: a token service (`WWW-Authenticate`), storage for blobs (`Location`), the next page (`Link`).
None of them is trusted more than the registry itself: https only, or plain http from loopback to loopback; and no outside
address sends us to this machine or to the link-local addresses where clouds keep their credentials.
"""

import ipaddress
import re
from urllib.parse import urljoin, urlsplit

import msgspec

from generator.collectors.registry_faults import RegistryError, RegistryFaultKind
from generator.errors import ConfigError

_HOST = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?|\[[0-9a-fA-F:.]+\]"
)
_PLAIN = re.compile(r"[\x21-\x5b\x5d-\x7e]{1,8192}")
"""What an address is written with. Two readers of it may differ about anything else, and about a backslash."""
_DOCKER_HUB = {"docker.io", "index.docker.io"}
_PORTS = {"https": 443, "http": 80}


class RegistryOrigin(msgspec.Struct, frozen=True, order=True):
    """Scheme, host and port: what a credential belongs to."""

    scheme: str
    host: str
    port: int

    @property
    def url(self) -> str:
        """`https://registry.example.com`, with the port where it is not the scheme's own."""
        shown = "" if _PORTS.get(self.scheme) == self.port else f":{self.port}"
        return f"{self.scheme}://{self.host}{shown}"

    @property
    def name(self) -> str:
        """`registry.example.com`, with the port where it is not the scheme's own."""
        return self.url.partition("://")[2]

    @property
    def is_loopback(self) -> bool:
        """Is it this machine?"""
        address = _ip(self.host)
        return self.host == "localhost" or self.host.endswith(".localhost") or bool(address and address.is_loopback)

    @property
    def is_private(self) -> bool:
        """An address that only this machine or its cloud answers at."""
        address = _ip(self.host)
        return self.is_loopback or bool(address and (address.is_link_local or address.is_unspecified or address.is_multicast))


class RegistryAddress(msgspec.Struct, frozen=True):
    """A registry as a person names it."""

    name: str
    """`registry.example.com:5000`: how image references spell it."""
    origin: RegistryOrigin

    def follow(self, base: str, target: str) -> str:
        """The whole address of what an answer points to.

        Raises:
            RegistryError: it may not be followed.
        """
        url = urljoin(base, target) if _PLAIN.fullmatch(target) else ""
        origin = origin_of(url)
        if origin is None or not self._may_reach(origin):
            raise RegistryError(RegistryFaultKind.UNSAFE, f"the registry points to {_shown(target)}", where=_shown(base))
        return url

    def _may_reach(self, origin: RegistryOrigin) -> bool:
        if origin == self.origin:
            return True
        if self.origin.is_loopback:
            return origin.is_loopback or origin.scheme == "https"
        return origin.scheme == "https" and not origin.is_private


def parse_address(text: str, *, plain_http: bool = False) -> RegistryAddress:
    """`registry.example.com:5000`, or with `https://` before it. This machine is asked in plain http unless https is written.

    Raises:
        ConfigError: not a host.
    """
    scheme, _, rest = text.rpartition("://")
    if scheme not in {"", "https", "http"}:
        raise ConfigError("a registry is asked by https or http", where=text, next_step="name its host alone")
    parts = urlsplit(f"//{rest}")
    host, port = _host_and_port(parts.netloc, text)
    hub = host in _DOCKER_HUB
    origin = RegistryOrigin("https", "registry-1.docker.io" if hub else host, port or 443)
    if scheme == "http" and not (plain_http or origin.is_loopback):
        raise ConfigError("plain http sends credentials in the clear", where=text, next_step="add --plain-http if you mean it")
    if scheme != "https" and (plain_http or origin.is_loopback):
        origin = RegistryOrigin("http", host, port or 80)
    return RegistryAddress("docker.io" if hub else rest.lower(), origin)


def origin_of(url: str) -> RegistryOrigin | None:
    """None where it is no address of http or https, or carries a user."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    written = f"[{host}]" if ":" in host else host
    if parts.scheme not in _PORTS or parts.username is not None or not _HOST.fullmatch(written):
        return None
    return RegistryOrigin(parts.scheme, written, port or _PORTS[parts.scheme])


def _host_and_port(netloc: str, text: str) -> tuple[str, int | None]:
    origin = origin_of(f"https://{netloc}")
    if origin is None or not text.endswith(netloc) or not _PLAIN.fullmatch(netloc) or len(netloc) > 255:
        raise ConfigError("this is not the host of a registry", where=ascii(text), next_step="write registry.example.com:5000")
    return origin.host, origin.port if netloc.rpartition(":")[2].isdigit() else None


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _shown(url: str) -> str:
    """Without a query, which may carry a signature."""
    return ascii(url.partition("?")[0][:200])[1:-1]
