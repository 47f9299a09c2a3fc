"""An AWS account on loopback that answers as a test scripts it: one reply for each operation, others denied.

moto knows neither a refusal by policy nor a throttled, half-read or failed answer; this speaks just enough of the protocols.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs

from loopback import ManyClients, served

ACCOUNT = "123456789012"
ARN = f"arn:aws:sts::{ACCOUNT}:assumed-role/auditor/session"
_IDENTITY = f"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>{ARN}</Arn><UserId>A</UserId><Account>{ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"""


@dataclass
class Problem:
    """An error reply."""

    code: str
    message: str = "said so"
    status: int = 400


Answer = Mapping[str, Any] | Problem
Script = Mapping[str, Callable[[Mapping[str, Any]], Answer]]
"""Operation of a JSON service (`DescribeImages`), or method and path of a REST one (`POST /findings/list`)."""


@dataclass
class Account:
    """Its address, and what it was asked."""

    url: str
    asked: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def count(self, operation: str) -> int:
        """How often one was asked."""
        return sum(name == operation for name, _ in self.asked)


@contextmanager
def serve(script: Script) -> Iterator[Account]:
    """Answer until the block ends."""
    account = Account(url="")
    with served(_Server(script, account)) as host:
        account.url = f"http://{host}"
        yield account


class _Server(ManyClients):
    def __init__(self, script: Script, account: Account) -> None:
        super().__init__(_Handler)
        self.script, self.account = script, account


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def _answer(self, body: bytes) -> None:
        if b"Action=GetCallerIdentity" in body:
            self._send(200, _IDENTITY.encode(), "text/xml")
            return
        target = self.headers.get("X-Amz-Target", "").rpartition(".")[2] or f"{self.command} {self.path.partition('?')[0]}"
        asked = json.loads(body) if body[:1] == b"{" else {key: one[0] for key, one in parse_qs(body.decode()).items()}
        self.server.account.asked.append((target, asked))
        reply = (
            self.server.script[target](asked)
            if target in self.server.script
            else Problem("AccessDeniedException", f"{ARN} may not", 403)
        )
        if isinstance(reply, Problem):
            said = {"__type": reply.code, "message": reply.message}
            self._send(reply.status, json.dumps(said).encode(), "application/x-amz-json-1.1", reply.code)
        else:
            self._send(200, json.dumps(reply).encode(), "application/x-amz-json-1.1")

    def _send(self, status: int, body: bytes, media_type: str, code: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        if code:
            self.send_header("x-amzn-ErrorType", code)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class has
        """Nothing: a test prints nothing."""
