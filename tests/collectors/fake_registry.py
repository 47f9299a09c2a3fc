"""A registry on loopback that answers, refuses and lies as a test asks it to."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import oci_content as oci
from loopback import ManyClients, served


@dataclass
class Reply:
    """One answer."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0
    """Seconds before each byte of the body."""
    hung_up: threading.Event = field(default_factory=threading.Event)
    """The client did not wait for the last byte."""


@dataclass
class Asked:
    """One question."""

    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]


Special = Callable[[Asked], Reply | None]
"""What to answer in place of what the content would give; None to leave it."""


@dataclass
class Fake:
    """The server's address and what it was asked."""

    host: str
    asked: list[Asked]


@contextmanager
def serve(
    contents: Mapping[str, oci.Content], special: Special = lambda _asked: None, *, referrers: bool = False
) -> Iterator[Fake]:
    """Repositories by name. With `referrers`, the API of that name is answered."""
    log: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = Asked(parts.path, parse_qs(parts.query), {key.lower(): value for key, value in self.headers.items()})
            log.append(asked)
            reply = special(asked) or answer(contents, asked, referrers=referrers)
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if reply.drip:
                self._drip(reply)
            else:
                self.wfile.write(reply.body)

        def _drip(self, reply: Reply) -> None:
            try:
                for at in range(len(reply.body)):
                    self.wfile.write(reply.body[at : at + 1])
                    self.wfile.flush()
                    time.sleep(reply.drip)
            except OSError:
                self.close_connection = True
                reply.hung_up.set()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class has
            """Nothing: a test prints nothing."""

    with served(ManyClients(Handler)) as host:
        yield Fake(host=host, asked=log)


def answer(contents: Mapping[str, oci.Content], asked: Asked, *, referrers: bool) -> Reply:
    """As the distribution specification says."""
    if asked.path == "/v2/_catalog":
        return as_json({"repositories": sorted(contents)})
    for name, content in contents.items():
        start = f"/v2/{name}/"
        if asked.path.startswith(start):
            what, _, reference = asked.path.removeprefix(start).partition("/")
            return _of(content, what, reference, referrers=referrers)
    return Reply(404)


def _of(content: oci.Content, what: str, reference: str, *, referrers: bool) -> Reply:
    if what == "tags":
        return as_json({"tags": sorted(content.tags)})
    if what == "blobs" and reference in content.blobs:
        return Reply(body=content.blobs[reference], headers={"Docker-Content-Digest": reference})
    digest = content.tags.get(reference, reference)
    if what == "manifests" and digest in content.manifests:
        media_type, raw = content.manifests[digest]
        return Reply(body=raw, headers={"Content-Type": media_type, "Docker-Content-Digest": digest})
    if what == "referrers" and referrers:
        return as_json({"schemaVersion": 2, "mediaType": oci.INDEX, "manifests": list(_belonging(content, reference))})
    return Reply(404)


def _belonging(content: oci.Content, subject: str) -> Iterator[dict[str, object]]:
    for digest, (media_type, raw) in content.manifests.items():
        body = json.loads(raw)
        if body.get("subject", {}).get("digest") == subject:
            yield {"mediaType": media_type, "digest": digest, "size": len(raw), "artifactType": body.get("artifactType", "")}


def as_json(value: object, **headers: str) -> Reply:
    """A JSON answer."""
    return Reply(body=json.dumps(value).encode(), headers={"Content-Type": "application/json", **headers})
