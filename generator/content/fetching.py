"""One file over https, on request of the person at the keyboard: bounded, without proxy, never from a private network.

An address that leads (or is redirected) into the network of the person's own machine would make this command a way to reach
what only that machine can reach; so every connection goes to an address that was looked at first.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable
from email.message import Message
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

from generator.errors import ConfigError

Fetch = Callable[[str, Path], None]
"""Writes what lies at an address into a file."""

LARGEST = 2 << 30
"""Bytes of an original as it is downloaded; NVD's largest yearly feed has some 20 million."""
_TIMEOUT = 60.0
"""Seconds without a byte."""
_PIECE = 1 << 20
_ADVICE = "download the file another way and add the copy: atopack content add NAME FILE"


def download(url: str, target: Path) -> None:
    """The file at an address.

    Raises:
        ConfigError: not https, not public, no answer, or too large.
    """
    check_address(url)
    opener = OpenerDirector()
    for handler in (_Https(), _Redirects(), HTTPDefaultErrorHandler(), HTTPErrorProcessor()):
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", "atopack"), ("Accept-Encoding", "identity")]
    try:
        with opener.open(url, timeout=_TIMEOUT) as answer, target.open("wb") as file:
            _copy(answer, file, answer.headers.get("Content-Length"))
    except HTTPError as error:
        error.close()
        raise ConfigError(f"the server answered {error.code}", where=source_of(url), next_step=_ADVICE) from error
    except URLError as error:
        raise ConfigError(f"no answer: {error.reason}", where=source_of(url), next_step=_ADVICE) from error
    except ValueError as error:  # a name of a host that IDNA does not know, or a redirection to no address
        raise ConfigError("it leads to no host that can be", where=source_of(url), next_step=_ADVICE) from error
    except (HTTPException, TimeoutError, ConnectionError, ssl.SSLError) as error:
        what = f"the transfer was interrupted ({type(error).__name__})"
        raise ConfigError(what, where=source_of(url), next_step=_ADVICE) from error


def source_of(url: str) -> str:
    """Host and path: what may be written down of an address. Queries carry keys, and the rest is always the same."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that cannot be read"
    return f"{parts.hostname or ''}{parts.path}"


def check_address(url: str) -> None:
    """Refuse what is not a plain https address.

    Raises:
        ConfigError: says why.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise ConfigError(f"this is no address: {error}", where=source_of(url), next_step=_ADVICE) from error
    if not url.isascii() or not url.isprintable() or " " in url:
        step = "write other characters as %20 or %C3%A9, as the browser copies it"
        raise ConfigError("the address holds characters that no address has", where=source_of(url), next_step=step)
    if parts.scheme != "https" or not parts.hostname:
        raise ConfigError("only https addresses are fetched", where=source_of(url), next_step=_ADVICE)
    if parts.username is not None or parts.password is not None:
        raise ConfigError("the address holds a user name or password", where=source_of(url), next_step=_ADVICE)


def _copy(answer: IO[bytes], file: IO[bytes], announced: str | None) -> None:
    size = 0
    while piece := answer.read(_PIECE):
        size += len(piece)
        if size > LARGEST:
            raise ConfigError(f"the file is larger than {LARGEST >> 30} GiB", next_step="add the publisher's smaller files")
        file.write(piece)
    if announced is not None and announced.isdecimal() and int(announced) != size:
        raise ConfigError(f"the transfer was interrupted: {size:,} of {int(announced):,} bytes received", next_step="try again")


class _Redirects(HTTPRedirectHandler):
    def redirect_request(  # noqa: PLR0917 - the signature is urllib's
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Request | None:
        check_address(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


class _Https(HTTPSHandler):
    def https_open(self, req: Request) -> object:  # type: ignore[override]
        return self.do_open(_Connection, req, context=ssl.create_default_context())  # type: ignore[arg-type]


class _Connection(HTTPSConnection):
    def __init__(self, host: str, *, timeout: float, context: ssl.SSLContext) -> None:
        super().__init__(host, timeout=timeout, context=context)
        self._tls = context

    def connect(self) -> None:
        """To an address that was looked at, so that a name that changes its mind leads nowhere else."""
        error: OSError | None = None
        for address in public_addresses(self.host, self.port):
            try:
                plain = socket.create_connection((address, self.port), timeout=_TIMEOUT)
            except OSError as failed:
                error = failed
                continue
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
            return
        raise error or OSError("the host has no address")


def public_addresses(host: str, port: int) -> tuple[str, ...]:
    """Where a host is.

    Raises:
        ConfigError: one of its addresses is not of the public internet.
        OSError: the name is not known.
    """
    addresses = tuple(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    for candidate in addresses:
        address = ipaddress.ip_address(candidate.partition("%")[0])
        inner = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        if not (inner or address).is_global or (inner or address).is_multicast:
            raise ConfigError(
                "the address leads into a private network, which is never read from", where=host, next_step=_ADVICE
            )
    return addresses
