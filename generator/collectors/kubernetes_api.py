"""Asking an API server: GET only, bounded in size, time and number of tries, and read only as far as a type says.

https://kubernetes.io/docs/reference/using-api/api-concepts/ (retrieving large results in chunks, 410 Gone, 429)
"""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

import msgspec

from generator.collectors.base import CollectError
from generator.collectors.deadline import Deadline
from generator.collectors.kubernetes_access import ClusterAccess
from generator.limits import COLLECTED_BYTES
from generator.text import printable, shortened
from generator.version import VERSION

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

T = TypeVar("T")

_JSON = "application/json"
_TRY_AGAIN = frozenset({429, 500, 502, 503, 504})
_CHUNK = 1 << 20
_LONGEST = 500
"""Characters of a reason that are kept: a server may answer with a page."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How long is waited for what. Tests hand in their own `sleep` and `ticks`."""

    sleep: Callable[[float], None] = time.sleep
    ticks: Callable[[], float] = time.monotonic
    tries: int = 5
    first_wait: float = 0.5
    longest_wait: float = 60.0
    """Of a Retry-After, too: a server that asks for more is not waited for."""
    connect: float = 10.0
    read: float = 60.0
    """Seconds between two parts of an answer."""
    whole: float = 300.0
    """Seconds for one answer."""
    silent: int = 3
    """Requests in a row without any answer after which nothing more is asked."""
    patience: float = 1800.0
    """Seconds of waiting in one collection, all requests together; afterwards each is tried once."""


class KubernetesFailure(msgspec.Struct, frozen=True, kw_only=True):
    """No usable answer."""

    status: int | None
    """None where none came or none could be read."""
    why: str
    token: str = ""
    """With 410: the continue token that goes on from a later state of the list."""


class _StatusMeta(msgspec.Struct):
    token: str = msgspec.field(name="continue", default="")


class _ApiStatus(msgspec.Struct):
    """What the API answers instead of an object."""

    message: str = ""
    reason: str = ""
    metadata: _StatusMeta = msgspec.field(default_factory=_StatusMeta)


class Api:
    """One API server. Counts what it asked, and stops asking one that has fallen silent."""

    def __init__(self, access: ClusterAccess, pace: Pace) -> None:
        self._access, self._pace = access, pace
        self._deadline = Deadline(access.pool)
        self._silent = 0
        self._waited = 0.0

    def get(
        self, path: str, type_: type[T], *, query: Mapping[str, str] | None = None, accept: str = _JSON
    ) -> T | KubernetesFailure:
        """GET, tried again as long as that can help: 429, 5xx, no answer, an interrupted answer."""
        url = f"{self._access.server}{path}" + (f"?{urlencode(query)}" if query else "")
        failure = KubernetesFailure(status=None, why="not asked: the server no longer answers")
        if self._silent >= self._pace.silent:
            return failure
        for number in range(self._pace.tries):
            answer, wait = self._once(url, type_, accept)
            if not isinstance(answer, KubernetesFailure):
                self._silent = 0
                return answer
            failure = answer
            wait = self._pace.first_wait * 2**number if wait is None else wait
            if number + 1 == self._pace.tries or not _worth(failure) or not self._is_waited_for(wait):
                break
            self._pace.sleep(wait)
        self._silent = self._silent + 1 if failure.status is None else 0
        return failure

    def _is_waited_for(self, wait: float) -> bool:
        if wait > self._pace.longest_wait or self._waited + wait > self._pace.patience:
            return False
        self._waited += wait
        return True

    def _once(self, url: str, type_: type[T], accept: str) -> tuple[T | KubernetesFailure, float | None]:
        """The same within the time that one answer may take."""
        with self._deadline.within(self._pace.whole) as passed:
            reply = self._request(url, type_, accept)
        return (self._too_slow(), None) if passed() else reply

    def _request(self, url: str, type_: type[T], accept: str) -> tuple[T | KubernetesFailure, float | None]:
        """The answer, or why there is none and how long the server asks to wait."""
        from urllib3 import Timeout
        from urllib3.exceptions import HTTPError

        headers = {"Accept": accept, "Accept-Encoding": "gzip", "User-Agent": f"atopack/{VERSION}"}
        try:
            response = self._access.pool.request(
                "GET",
                url,
                headers={**headers, **self._access.authorization()},
                preload_content=False,
                retries=False,
                redirect=False,
                timeout=Timeout(connect=self._pace.connect, read=self._pace.read),
            )
            try:
                body = self._body(response)
            finally:
                response.close()
        except (HTTPError, OSError) as error:
            return KubernetesFailure(status=None, why=_words(error)), None
        except CollectError as error:
            return KubernetesFailure(status=None, why=shortened(printable(error.what), _LONGEST)), None
        if isinstance(body, KubernetesFailure):
            return body, None
        if response.status != 200:
            return _refused(response.status, body), _retry_after(response.headers.get("Retry-After"))
        return _decoded(body, type_), None

    def _body(self, response: "BaseHTTPResponse") -> bytes | KubernetesFailure:
        until, size, parts = self._pace.ticks() + self._pace.whole, 0, []
        while part := response.read(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > COLLECTED_BYTES:
                return KubernetesFailure(status=413, why=f"the answer is larger than {COLLECTED_BYTES >> 20} MiB")
            if self._pace.ticks() > until:
                return self._too_slow()
        return b"".join(parts)

    def _too_slow(self) -> KubernetesFailure:
        return KubernetesFailure(status=None, why=f"the answer took longer than {self._pace.whole:.0f} s")


def _worth(failure: KubernetesFailure) -> bool:
    return failure.status is None or failure.status in _TRY_AGAIN


def _decoded(body: bytes, type_: type[T]) -> T | KubernetesFailure:
    try:
        return msgspec.json.decode(body, type=type_)
    except msgspec.ValidationError as error:
        return KubernetesFailure(status=200, why=f"the answer has another shape than the API promises: {error}")
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        return KubernetesFailure(status=None, why=f"the answer is not whole or not JSON ({type(error).__name__})")


def _refused(status: int, body: bytes) -> KubernetesFailure:
    try:
        api_status = msgspec.json.decode(body, type=_ApiStatus)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        api_status = _ApiStatus()
    why = api_status.message or api_status.reason or f"the server answered {status}"
    return KubernetesFailure(status=status, why=shortened(printable(why), _LONGEST), token=api_status.metadata.token)


def _retry_after(text: str | None) -> float | None:
    """Seconds. The other form, a date, is answered by our own waiting."""
    return float(text) if text and text.isascii() and text.isdigit() else None


def _words(error: Exception) -> str:
    text = str(error)
    for object_ in ("HTTPConnectionPool", "HTTPSConnectionPool"):
        text = text.replace(object_, "")
    return f"no answer ({type(error).__name__}): {shortened(printable(text), _LONGEST)}"
