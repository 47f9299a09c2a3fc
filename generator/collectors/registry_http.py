"""Bounded GETs: so many bytes, so many redirects, so many tries, so long, and never a credential for another host."""

import re
from collections.abc import Callable, Mapping

import msgspec
import urllib3
from urllib3.exceptions import HTTPError

from generator.collectors.deadline import Deadline
from generator.collectors.registry_address import RegistryAddress, origin_of
from generator.collectors.registry_faults import RegistryError, RegistryFaultKind

Sleep = Callable[[float], None]

WHOLE = 300.0
"""Seconds for one answer, however slowly it drips."""
_TRIES = 5
_REDIRECTS = 5
_LONGEST_WAIT = 60.0
_SILENT = 3
"""Questions in a row without a usable answer after which nothing more is asked."""
_CHUNK = 1 << 16
_AGAIN = {429, 502, 503, 504}
_MOVED = {301, 302, 303, 307, 308}


class HttpResponse(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, read whole."""

    url: str
    status: int
    headers: Mapping[str, str]
    """Names in lower case; repeated ones joined by commas."""
    body: bytes


class Http:
    """Asks one registry and where it points to."""

    def __init__(
        self, address: RegistryAddress, pool: urllib3.PoolManager, *, agent: str, sleep: Sleep, whole: float = WHOLE
    ) -> None:
        self._address = address
        self._pool = pool
        self._deadline = Deadline(pool)
        self._agent = agent
        self._sleep = sleep
        self._whole = whole
        self._silent = 0

    def get(self, url: str, headers: Mapping[str, str], *, most: int) -> HttpResponse:
        """One answer, whatever its status; a busy server is asked again, and one that has fallen silent no more.

        Raises:
            RegistryError: not reachable, too large, too slow, or it points where it may not.
        """
        if self._silent >= _SILENT:
            raise RegistryError(RegistryFaultKind.UNREACHABLE, "not asked: the registry no longer answers", where=_get(url))
        try:
            answer = self._patiently(url, headers, most)
        except RegistryError as error:
            self._silent = self._silent + 1 if error.kind in (RegistryFaultKind.UNREACHABLE, RegistryFaultKind.BUSY) else 0
            raise
        self._silent = 0
        return answer

    def _patiently(self, url: str, headers: Mapping[str, str], most: int) -> HttpResponse:
        for attempt in range(_TRIES):
            answer = self._follow(url, headers, most)
            if answer.status not in _AGAIN:
                return answer
            if attempt < _TRIES - 1:
                self._sleep(_wait(answer, attempt))
        raise RegistryError(
            RegistryFaultKind.BUSY, f"HTTP {answer.status}, {_TRIES} times", where=_get(url), status=answer.status
        )

    def _follow(self, url: str, headers: Mapping[str, str], most: int) -> HttpResponse:
        origin, at = origin_of(url), url
        for _ in range(_REDIRECTS + 1):
            sent = headers if origin_of(at) == origin else {key: headers[key] for key in headers if key != "Authorization"}
            answer = self._once(at, sent, most)
            if answer.status not in _MOVED or "location" not in answer.headers:
                return answer
            at = self._address.follow(at, answer.headers["location"])
        raise RegistryError(RegistryFaultKind.UNSAFE, f"more than {_REDIRECTS} redirects", where=_get(url))

    def _once(self, url: str, headers: Mapping[str, str], most: int) -> HttpResponse:
        with self._deadline.within(self._whole) as passed:
            try:
                answer = self._response(url, headers, most)
            except RegistryError as error:
                if not passed():
                    raise
                raise self._too_slow(url) from error
        if passed():
            raise self._too_slow(url)
        return answer

    def _too_slow(self, url: str) -> RegistryError:
        return RegistryError(RegistryFaultKind.UNREACHABLE, f"not read whole within {self._whole:.0f} s", where=_get(url))

    def _response(self, url: str, headers: Mapping[str, str], most: int) -> HttpResponse:
        sent = {**headers, "User-Agent": self._agent, "Accept-Encoding": "identity"}
        try:
            response = self._pool.request("GET", url, headers=sent, redirect=False, retries=False, preload_content=False)
            try:
                body = self._body(response, url, most)
            finally:
                response.close()
        except HTTPError as error:
            raise RegistryError(RegistryFaultKind.UNREACHABLE, f"{type(error).__name__}", where=_get(url)) from error
        sent_headers: dict[str, str] = {}
        for name, value in response.headers.iteritems():
            low = name.lower()
            sent_headers[low] = f"{sent_headers[low]}, {value}" if low in sent_headers else value
        return HttpResponse(url=url, status=response.status, headers=sent_headers, body=body)

    def _body(self, response: urllib3.BaseHTTPResponse, url: str, most: int) -> bytes:
        if response.headers.get("Content-Encoding", "identity").lower() not in {"", "identity"}:
            raise RegistryError(RegistryFaultKind.MALFORMED, "compressed although it was asked not to be", where=_get(url))
        parts, size = [], 0
        for part in response.stream(_CHUNK, decode_content=False):
            size += len(part)
            if size > most:
                raise RegistryError(
                    RegistryFaultKind.TOO_LARGE, f"more than {most} bytes", where=_get(url), status=response.status
                )
            parts.append(part)
        return b"".join(parts)


def _wait(answer: HttpResponse, attempt: int) -> float:
    """As long as the server asks, within reason; else twice as long each time."""
    match = re.fullmatch(r"\d{1,6}", answer.headers.get("retry-after", "").strip())
    return min(float(match[0]) if match else float(2**attempt), _LONGEST_WAIT)


def _get(url: str) -> str:
    """`GET /v2/cart/tags/list`, without the query."""
    return f"GET {url.partition('?')[0].partition('://')[2].partition('/')[2][:300]}"
