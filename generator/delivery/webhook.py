"""A POST to an address that the person at the keyboard names: over https, or to this machine itself; never anywhere else.

What is secret (the address's path and query, as chat programs have them, and the token) is never printed, logged or kept. An
answer that leads to another address is not followed: the token would go with it.
"""

import contextlib
import hashlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

import msgspec

from generator.errors import ConfigError
from generator.text import counted

Sleep = Callable[[float], None]

TRIES = 4
TIMEOUT = 10.0
"""Seconds for the connection, and for each part of the answer."""
_WHOLE = 3.0
"""Times the timeout: how long one try may take as a whole. The timeout itself is between two bytes, and they may drip."""
_LONGEST_WAIT = 30.0
_AGAIN_AFTER = 0.5
"""Seconds between two times of hanging up: a connection that is just being made cannot be hung up on yet."""
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class WebhookTarget(msgspec.Struct, frozen=True, kw_only=True):
    """Where to, with the secrets inside."""

    url: SplitResult
    token: str = ""

    @property
    def shown(self) -> str:
        """Scheme and host alone."""
        return f"{self.url.scheme}://{self.url.netloc}"


class DeliveryOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of it."""

    delivered: bool
    detail: str
    """Without anything secret."""


def target(address: str, token: str = "") -> WebhookTarget:
    """Check an address and a token.

    Raises:
        ConfigError: not https (or http to this machine), a user name in it, or characters that no address or token has.
    """
    step = "name an https address; http is for this machine alone, and a token goes into a file: --webhook-token-file"
    if not address.isascii() or any(char <= " " or char == "\x7f" for char in address):
        raise ConfigError("the address of the webhook holds characters that no address has", next_step=step)
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise ConfigError("the address of the webhook is none", next_step=step) from error
    if parts.username is not None or parts.password is not None:
        raise ConfigError("the address of the webhook holds a user name or password", next_step=step)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname))):
        raise ConfigError("the address of the webhook is not https", next_step=step)
    if any(not "!" <= char <= "~" for char in token):
        raise ConfigError("the token of the webhook holds characters that no token has", next_step="put it alone into its file")
    return WebhookTarget(url=parts, token=token)


def post(where: WebhookTarget, body: bytes, *, sleep: Sleep, timeout: float = TIMEOUT, tries: int = TRIES) -> DeliveryOutcome:
    """Send JSON; try again where the receiver is busy or cannot be reached, waiting longer each time. Raises nothing."""
    detail = ""
    for attempt in range(1, tries + 1):
        wait = min(2.0 ** (attempt - 1), _LONGEST_WAIT)
        try:
            status, retry_after = _once(where, body, timeout)
        except ssl.SSLCertVerificationError:
            return DeliveryOutcome(delivered=False, detail="the certificate of the receiver is not to be trusted")
        except (OSError, http.client.HTTPException) as error:
            detail = _reason(error)
        else:
            if 200 <= status < 300:
                return DeliveryOutcome(delivered=True, detail=f"HTTP {status} after {_times(attempt)}")
            detail = f"HTTP {status}"
            if status not in _AGAIN:
                return DeliveryOutcome(delivered=False, detail=f"{detail}{_hint(status)}")
            wait = min(retry_after, _LONGEST_WAIT) if retry_after is not None else wait
        if attempt < tries:
            sleep(wait)
    return DeliveryOutcome(delivered=False, detail=f"{detail} after {_times(tries)}")


def _once(where: WebhookTarget, body: bytes, timeout: float) -> tuple[int, float | None]:
    """(status, seconds that the receiver asks to wait)."""
    connection = _connection(where.url, timeout)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "atopack",
        "Idempotency-Key": hashlib.sha256(body).hexdigest(),
        **({"Authorization": f"Bearer {where.token}"} if where.token else {}),
    }
    path = where.url.path or "/"
    done, late = threading.Event(), threading.Event()
    watch = threading.Thread(target=_hang_up, args=(connection, done, late, timeout * _WHOLE), daemon=True)
    watch.start()
    try:
        connection.request("POST", f"{path}?{where.url.query}" if where.url.query else path, body=body, headers=headers)
        answer = connection.getresponse()
        if late.is_set():
            raise TimeoutError  # what came before we hung up is no whole answer
        retry_after = answer.headers.get("Retry-After", "").strip()
        return answer.status, float(retry_after) if retry_after.isascii() and retry_after.isdigit() and len(
            retry_after
        ) < 7 else None
    except (OSError, http.client.HTTPException) as error:
        if late.is_set():
            raise TimeoutError from error
        raise
    finally:
        done.set()
        connection.close()


def _hang_up(connection: http.client.HTTPConnection, done: threading.Event, late: threading.Event, seconds: float) -> None:
    """Ends a try that takes too long, and says so in `late`: what is being read then ends with an error of the connection."""
    while not done.wait(seconds):
        late.set()
        seconds = _AGAIN_AFTER
        if isinstance(connection.sock, socket.socket):
            with contextlib.suppress(OSError):  # closed already: nothing is read from it
                # NOTE: not the method of a TLS socket, which would read on in the clear where it was cut.
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)


def _connection(url: SplitResult, timeout: float) -> http.client.HTTPConnection:
    host = url.hostname or ""
    if url.scheme == "https":
        return http.client.HTTPSConnection(host, url.port, timeout=timeout, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, url.port, timeout=timeout)


def _is_here(host: str) -> bool:
    """This machine by a name that cannot be given to another one: an address, or `localhost` (RFC 6761, section 6.3)."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _reason(error: Exception) -> str:
    """Never the error's own words: they may hold the address."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ConnectionError):
        return "the receiver refused or interrupted the connection"
    return f"the receiver could not be reached ({type(error).__name__})"


def _hint(status: int) -> str:
    if 300 <= status < 400:
        return ": it leads to another address, which is never followed"
    return ": the token or the address is refused" if status in (401, 403, 404) else ""


def _times(number: int) -> str:
    return counted(number, "try", "tries")
