"""Questions to one registry, signed in as far as the registry asks for it.

https://distribution.github.io/distribution/spec/auth/token/: a 401 names a token service (`Bearer realm=…`); its token is good
for one scope and is sent to the registry alone. The name and password go to the registry's own host; to another host only
where it is known to sign in for that registry, or was named by the person.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import msgspec

from generator.collectors.registry_address import RegistryAddress, origin_of
from generator.collectors.registry_credentials import Credentials
from generator.collectors.registry_faults import RegistryError, RegistryFaultKind
from generator.collectors.registry_http import Http, HttpResponse

_KNOWN_REALMS = {"registry-1.docker.io": "auth.docker.io", "registry.gitlab.com": "gitlab.com"}
_PARAMETER = re.compile(r'(?P<name>[A-Za-z_]+)="(?P<value>[^"]{0,2000})"')
_TOKEN = re.compile(r"[\x21-\x7e]{1,65536}")
_LARGEST_TOKEN = 1 << 17
_DENIED = {401, 403}


class _Token(msgspec.Struct):
    token: str | None = None
    access_token: str | None = None


class Session:
    """One registry."""

    def __init__(
        self,
        address: RegistryAddress,
        http: Http,
        *,
        credentials: Credentials | None = None,
        realms: frozenset[str] = frozenset(),
    ) -> None:
        self.address = address
        self._http = http
        self._credentials = credentials
        self._realms = realms
        self._authorizations: dict[str, str] = {}

    @property
    def username(self) -> str | None:
        """The user name; None without signing in."""
        return self._credentials.username if self._credentials else None

    def get(self, target: str, *, most: int, accept: str = "application/json", scope: str = "") -> HttpResponse:
        """An answer of status 200. `target` is a path at the registry, or an address that it named itself.

        Raises:
            RegistryError: anything else.
        """
        url = self.address.follow(self.address.origin.url, target)
        if origin_of(url) != self.address.origin:
            raise RegistryError(
                RegistryFaultKind.UNSAFE, "the next page is said to be on another host", where=f"GET {urlsplit(url).path}"
            )
        answer = self._signed(url, accept, scope, most)
        if answer.status == 401:
            self._sign_in(answer, scope)
            answer = self._signed(url, accept, scope, most)
        if answer.status != 200:
            raise _fault(answer)
        return answer

    def get_basic(self, target: str, *, most: int, headers: Mapping[str, str]) -> HttpResponse:
        """The same for an interface beside the registry's that takes name and password: Harbor's.

        Raises:
            RegistryError: any status but 200.
        """
        url = self.address.follow(self.address.origin.url, target)
        signed = {"Authorization": self._credentials.basic} if self._credentials else {}
        answer = self._http.get(url, {"Accept": "application/json", **headers, **signed}, most=most)
        if answer.status != 200:
            raise _fault(answer)
        return answer

    def _signed(self, url: str, accept: str, scope: str, most: int) -> HttpResponse:
        signed = self._authorizations.get(scope)
        headers = {"Accept": accept, **({"Authorization": signed} if signed else {})}
        return self._http.get(url, headers, most=most)

    def _sign_in(self, answer: HttpResponse, scope: str) -> None:
        scheme, _, rest = answer.headers.get("www-authenticate", "").partition(" ")
        if scheme.lower() == "basic" and self._credentials is not None:
            self._authorizations[scope] = self._credentials.basic
        elif scheme.lower() == "bearer" and (parameters := _parameters(rest)).get("realm"):
            self._authorizations[scope] = f"Bearer {self._token(answer, parameters, scope)}"
        else:
            raise _fault(answer)

    def _token(self, answer: HttpResponse, challenge: Mapping[str, str], scope: str) -> str:
        realm = self.address.follow(answer.url, challenge["realm"])
        query = {"service": challenge.get("service", ""), "scope": challenge.get("scope", "") or scope}
        joined = (
            f"{realm}{'&' if urlsplit(realm).query else '?'}{urlencode({key: value for key, value in query.items() if value})}"
        )
        headers = {"Accept": "application/json"}
        if self._credentials is not None:
            headers["Authorization"] = self._for_realm(realm, self._credentials)
        response = self._http.get(joined, headers, most=_LARGEST_TOKEN)
        if response.status != 200:
            raise _fault(response)
        try:
            decoded = msgspec.json.decode(response.body, type=_Token)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise RegistryError(
                RegistryFaultKind.MALFORMED, "the token service gives no token", where=_where(response)
            ) from error
        token = decoded.token or decoded.access_token or ""
        if not _TOKEN.fullmatch(token):
            raise RegistryError(RegistryFaultKind.MALFORMED, "the token service gives no token", where=_where(response))
        return token

    def _for_realm(self, realm: str, credentials: Credentials) -> str:
        """The header with name and password, where the token service may see them.

        Raises:
            RegistryError: it may not.
        """
        origin, own = origin_of(realm), self.address.origin
        host = origin.name if origin else ""
        known = _KNOWN_REALMS.get(own.name)
        named = origin is not None and origin.scheme in {"https", own.scheme} and host in {known, *self._realms}
        if origin != own and not named:
            raise RegistryError(
                RegistryFaultKind.UNSAFE,
                f"the registry wants the password sent to {host}",
                where=f"GET {urlsplit(realm).path}",
                next_step=f"if that is its token service, add --auth-host {host}",
            )
        return credentials.basic


def _parameters(text: str) -> dict[str, str]:
    return {match["name"].lower(): match["value"] for match in _PARAMETER.finditer(text)}


def _fault(answer: HttpResponse) -> RegistryError:
    kind = (
        RegistryFaultKind.REFUSED
        if answer.status in _DENIED
        else RegistryFaultKind.ABSENT
        if answer.status == 404
        else RegistryFaultKind.MALFORMED
    )
    return RegistryError(kind, f"HTTP {answer.status}", where=_where(answer), status=answer.status)


def _where(answer: HttpResponse) -> str:
    return f"GET {urlsplit(answer.url).path[:300]}"
