"""Who may talk to the workbench: a browser on this machine that was opened with the printed address. This is not a login.

The address has a token that works once; after it a cookie stands for the browser. Every answer forbids scripts, styles and
frames of others. What is refused, and how: another Host or another Origin 403, no cookie 401, a change without the form's own
token 403, any change of a workbench that was started read-only 403, a form without its length 411, one that is too large 413.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from generator.limits import COLLECTED_BYTES
from generator.review.undo import UndoHolder

_COOKIE = "atopack_review"
TOKEN = "token"  # noqa: S105 - the name of a parameter
_MOST_SESSIONS = 50
MOST_BYTES = COLLECTED_BYTES + (16 << 20)
"""Of one form with its files: the largest file that is collected, and room for the rest."""
_DIGITS = 12
_SAFE_METHODS = frozenset({"GET", "HEAD"})
_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with `no-referrer` a browser sends no Origin with its own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(slots=True)
class BrowserSession:
    """One browser."""

    key: str
    """The value of its cookie."""
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    """What each of its forms carries."""
    notice: str = ""
    """What the last change did, until a page has shown it."""
    undo: UndoHolder = field(default_factory=UndoHolder)
    """Its last write."""


@dataclass(slots=True)
class Doorkeeper:
    """The tokens and sessions of one run."""

    hosts: frozenset[str]
    """`127.0.0.1:8631`: values of Host that are answered."""
    read_only: bool = False
    _tokens: set[str] = field(default_factory=set)
    _sessions: dict[str, BrowserSession] = field(default_factory=dict)

    @property
    def cookie(self) -> str:
        """Its name. Browsers send the cookies of a host to all of its ports: another workbench has another one."""
        return "_".join((_COOKIE, *sorted({host.rpartition(":")[2] for host in self.hosts})))

    def new_token(self) -> str:
        """For one browser, once."""
        token = secrets.token_urlsafe(32)
        self._tokens.add(token)
        return token

    def entered(self, token: str) -> BrowserSession | None:
        """The session of a browser that comes with a token, which works no second time; None where it is none of ours."""
        known = next((each for each in self._tokens if hmac.compare_digest(each.encode(), token.encode())), None)
        if known is None or len(self._sessions) >= _MOST_SESSIONS:
            return None
        self._tokens.discard(known)
        session = BrowserSession(key=secrets.token_urlsafe(32))
        self._sessions[session.key] = session
        return session

    def session(self, cookies: str) -> BrowserSession | None:
        """The session that a Cookie header names."""
        try:
            morsel = SimpleCookie(cookies).get(self.cookie)
        except CookieError:
            return None
        return self._sessions.get(morsel.value) if morsel else None

    def origins(self) -> frozenset[str]:
        """Values of Origin that may change something."""
        return frozenset(f"http://{host}" for host in self.hosts)


class AccessControl:
    """ASGI middleware around the whole application. `scope["session"]` is the browser's `BrowserSession` behind it."""

    def __init__(self, app: ASGIApp, door: Doorkeeper) -> None:
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        refused = self._refused(scope)
        await (refused or self._app)(scope, receive, guarded)

    def _refused(self, scope: Scope) -> Response | None:
        headers, changes = Headers(scope=scope), scope["method"] not in _SAFE_METHODS
        if headers.getlist("host") != [headers.get("host", "")] or headers.get("host", "") not in self._door.hosts:
            return PlainTextResponse("This address is not that of the workbench.", 403)
        origin = headers.get("origin")
        if (changes and origin is None) or (origin is not None and origin not in self._door.origins()):
            return PlainTextResponse("A page of another site asked for this.", 403)
        token = parse_qs(scope["query_string"].decode("latin-1")).get(TOKEN)
        if token and scope["path"] == "/" and not changes:
            return self._entering(token[0])
        session = self._door.session(headers.get("cookie", ""))
        if session is None:
            return PlainTextResponse("Open the workbench with the address that `atopack review` printed.", 401)
        scope["session"] = session
        return self._refused_change(headers) if changes else None

    def _refused_change(self, headers: Headers) -> Response | None:
        """A form says how long it is before it is read; the server below reads no more than that."""
        if self._door.read_only:
            return PlainTextResponse("The workbench was started with --read-only.", 403)
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            return PlainTextResponse("The form does not say how long it is.", 411)
        if len(length) > _DIGITS or int(length) > MOST_BYTES:
            return PlainTextResponse(f"More than {MOST_BYTES >> 20} MB at once. Copy the files into the folder by hand.", 413)
        return None

    def _entering(self, token: str) -> Response:
        session = self._door.entered(token)
        if session is None:
            return PlainTextResponse("This address was used before. Start `atopack review` again for a new one.", 401)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._door.cookie, session.key, httponly=True, samesite="strict", path="/")
        return answer


def is_own_form(session: BrowserSession, posted: str) -> bool:
    """Does a change come from a form that this session was shown?"""
    return hmac.compare_digest(session.csrf.encode(), posted.encode())
