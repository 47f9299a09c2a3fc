"""An API server of our own on loopback: real list pages, continue tokens, tables, discovery, and every way to fail.

It serves what a test gives it and records what it was asked. Faults stand in a queue per resource and are used up one a
request, so that a test ends however a client behaves. `python recorded_api.py PODS` serves invented pods for the benchmark.
"""

import base64
import gzip
import json
import sys
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from growth import HANG
from loopback import ManyClients, served

MOST_REQUESTS = 5_000
UID = "7d9c1f0e-0000-4000-8000-00000000c1a5"
Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One kind and the objects that the server holds of it."""

    kind: str
    plural: str
    group: str = ""
    version: str = "v1"
    namespaced: bool = True
    items: tuple[Json, ...] = ()
    verbs: tuple[str, ...] = ("get", "list", "watch")

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What a request gets instead of its answer."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    """Sent as it is; None for the API's own Status."""
    token: str = ""
    """With 410: the inconsistent continue token."""
    cut: int | None = None
    """Send only so many bytes of the right answer, then hang up."""
    late: bool = False
    """No answer before the client hangs up."""
    drip: str = ""
    """`body`, `chunks` or `head`: a byte of it now and then, without end."""


def forbidden() -> Fault:
    return Fault(status=403)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the client asked."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass
class RecordedApi:
    """The server's content, its faults by resource (`pods`, `/apis`), and what it was asked."""

    resources: tuple[Resource, ...]
    faults: Mapping[str, Iterable[Fault | None]] = field(default_factory=dict)
    always: Mapping[str, Fault] = field(default_factory=dict)
    """Faults that are never used up."""
    aggregated: bool = True
    tables: bool = True
    partial: bool = True
    token: str = "for-this-test"  # noqa: S105
    asked: list[Request] = field(default_factory=list)
    url: str = ""
    hung_up: threading.Event = field(default_factory=threading.Event)
    """A client did not wait for the whole answer."""

    def __post_init__(self) -> None:
        self._queues = defaultdict(deque, {key: deque(each) for key, each in self.faults.items()})
        self._lock = threading.Lock()

    @contextmanager
    def running(self) -> Iterator["RecordedApi"]:
        """Serve until the block ends."""
        handler = type("Handler", (_Handler,), {"api": self})
        with served(ManyClients(handler)) as host:
            self.url = f"http://{host}"
            yield self

    def kubeconfig(self, path: Path, *, cluster: str = "prod", user: Json | None = None) -> Path:
        """A kubeconfig that leads here."""
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "here",
            "contexts": [{"name": "here", "context": {"cluster": cluster, "user": "auditor"}}],
            "clusters": [{"name": cluster, "cluster": {"server": self.url}}],
            "users": [{"name": "auditor", "user": user or {"token": self.token}}],
        }
        path.write_text(json.dumps(config))
        return path

    def next_fault(self, key: str) -> Fault | None:
        with self._lock:
            queue = self._queues[key]
            found = queue.popleft() if queue else None
        return found or self.always.get(key)

    def answer(self, path: str, query: Mapping[str, str], accept: str) -> tuple[str, Json | None]:
        """Name under which faults are kept, and the answer; None for 404."""
        if path in ("/api", "/apis"):
            return path, self._discovery(path, accept)
        if path == "/version":
            return path, {"gitVersion": "v1.33.1"}
        if path == "/api/v1/namespaces/kube-system":
            return path, {"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": "kube-system", "uid": UID}}
        parts = path.strip("/").split("/")
        group, version, rest = ("", parts[1], parts[2:]) if parts[0] == "api" else (parts[1], parts[2], parts[3:])
        if not rest:
            return path, self._resources(group, version)
        namespace = rest[1] if rest[0] == "namespaces" and len(rest) > 1 else ""
        plural = rest[-1]
        found = next((one for one in self.resources if (one.group, one.version, one.plural) == (group, version, plural)), None)
        key = f"{plural}.{group}" if group else plural
        return key, None if found is None else self._list(found, namespace, query, accept)

    def _list(self, resource: Resource, namespace: str, query: Mapping[str, str], accept: str) -> Json:
        items = [one for one in resource.items if not namespace or one["metadata"].get("namespace") == namespace]
        start = _offset(query.get("continue", ""))
        end = start + int(query.get("limit", len(items) or 1))
        meta: Json = {"resourceVersion": "4711"}
        if end < len(items):
            token = base64.b64encode(str(end).encode()).decode()
            meta |= {"continue": token, "remainingItemCount": len(items) - end}
        page = items[start:end]
        if "as=Table" in accept and self.tables:
            return _table(page, meta)
        if "as=PartialObjectMetadataList" in accept and self.partial:
            rows = [{"metadata": one["metadata"]} for one in page]
            return {"kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1", "metadata": meta, "items": rows}
        return {"kind": f"{resource.kind}List", "apiVersion": resource.api_version, "metadata": meta, "items": page}

    def _discovery(self, path: str, accept: str) -> Json:
        groups = sorted({one.group for one in self.resources if bool(one.group) == (path == "/apis")})
        if self.aggregated and "as=APIGroupDiscoveryList" in accept:
            return {
                "kind": "APIGroupDiscoveryList",
                "apiVersion": "apidiscovery.k8s.io/v2",
                "metadata": {},
                "items": [self._group(name) for name in groups],
            }
        if path == "/api":
            return {"kind": "APIVersions", "versions": ["v1"]}
        listed = []
        for name in groups:
            versions = [{"groupVersion": f"{name}/{each}", "version": each} for each in self._versions(name)]
            listed.append({"name": name, "versions": versions, "preferredVersion": versions[0]})
        return {"kind": "APIGroupList", "apiVersion": "v1", "groups": listed}

    def _versions(self, group: str) -> list[str]:
        return list(dict.fromkeys(one.version for one in self.resources if one.group == group))

    def _group(self, name: str) -> Json:
        versions = [
            {
                "version": version,
                "freshness": "Current",
                "resources": [
                    {
                        "resource": one.plural,
                        "responseKind": {"group": "", "version": "", "kind": one.kind},
                        "scope": "Namespaced" if one.namespaced else "Cluster",
                        "verbs": list(one.verbs),
                    }
                    for one in self.resources
                    if (one.group, one.version) == (name, version)
                ],
            }
            for version in self._versions(name)
        ]
        return {"metadata": {"name": name}, "versions": versions}

    def _resources(self, group: str, version: str) -> Json | None:
        found = [one for one in self.resources if (one.group, one.version) == (group, version)]
        rows = [{"name": one.plural, "kind": one.kind, "namespaced": one.namespaced, "verbs": list(one.verbs)} for one in found]
        rows += [{"name": f"{one.plural}/status", "kind": one.kind, "namespaced": True, "verbs": ["list"]} for one in found]
        return {"kind": "APIResourceList", "groupVersion": f"{group}/{version}", "resources": rows} if found else None


def _offset(token: str) -> int:
    """Where a page starts; a token that is none of ours starts at the beginning."""
    try:
        return int(base64.b64decode(token, validate=True))
    except ValueError:
        return 0


def _table(page: list[Json], meta: Json) -> Json:
    rows = [
        {
            "cells": [one["metadata"]["name"], one.get("type", ""), len(one.get("data", {})), "3d"],
            "object": {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": one["metadata"]},
        }
        for one in page
    ]
    columns = [{"name": name, "type": "string"} for name in ("Name", "Type", "Data", "Age")]
    return {"kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": meta, "columnDefinitions": columns, "rows": rows}


class _Handler(BaseHTTPRequestHandler):
    api: RecordedApi
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        self.api.asked.append(Request(method="GET", path=url.path, query=query, headers=dict(self.headers)))
        if len(self.api.asked) > MOST_REQUESTS:
            self._send(503, b'{"message":"the test server was asked too often"}', {})
            return
        if self.api.token and self.headers.get("Authorization") != f"Bearer {self.api.token}":
            self._status(401, "Unauthorized", "")
            return
        key, answer = self.api.answer(url.path, query, self.headers.get("Accept", ""))
        fault = self.api.next_fault(key)
        if fault is not None:
            self._fail(fault, answer)
        elif answer is None:
            self._status(404, "the server could not find the requested resource", "")
        else:
            self._send(200, _encoded(answer), {})

    def do_POST(self) -> None:
        self.api.asked.append(Request(method=self.command, path=self.path, query={}, headers={}))
        self._status(405, "this server is for reading", "")

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Every other method is refused the same way."""
        if name.startswith("do_"):
            return self.do_POST
        raise AttributeError(name)

    def _drip(self, where: str) -> None:
        """As much as a client waits for: each byte comes soon, the whole never."""
        head = {"body": b"Content-Length: 1000000\r\n\r\n", "chunks": b"Transfer-Encoding: chunked\r\n\r\n"}.get(where, b"X: ")
        byte = b"1\r\n \r\n" if where == "chunks" else b" "
        self.close_connection = True
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n" + head)
            for _ in range(2_000):
                self.wfile.write(byte)
                time.sleep(0.05)
        except OSError:
            self.api.hung_up.set()

    def _fail(self, fault: Fault, answer: Json | None) -> None:
        if fault.drip:
            self._drip(fault.drip)
            return
        if fault.status != 200:
            text = {403: 'is forbidden: User "auditor" cannot list', 410: "The provided continue parameter is too old"}
            if fault.body is None:
                self._status(fault.status, text.get(fault.status, "it does not work"), fault.token, dict(fault.headers))
            else:
                self._send(fault.status, fault.body, dict(fault.headers))
            return
        body = fault.body if fault.body is not None else _encoded(answer or {})
        if fault.late:
            self.connection.settimeout(HANG)
            self.connection.recv(1)
            self.close_connection = True
            self.api.hung_up.set()
            return
        self._send(200, body, dict(fault.headers), cut=fault.cut)

    def _status(self, code: int, message: str, token: str, headers: Mapping[str, str] | None = None) -> None:
        meta = {"continue": token} if token else {}
        status = {"kind": "Status", "apiVersion": "v1", "metadata": meta, "message": message, "code": code}
        self._send(code, json.dumps(status).encode(), headers or {})

    def _send(self, code: int, body: bytes, headers: Mapping[str, str], *, cut: int | None = None) -> None:
        packed = "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > 500 and cut is None
        if packed and "Content-Encoding" not in headers:
            body, headers = _packed(body), {**headers, "Content-Encoding": "gzip"}
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if cut is None else body[:cut])
        if cut is not None:
            self.close_connection = True

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@lru_cache(maxsize=256)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 4)


def _encoded(answer: Json) -> bytes:
    return json.dumps(answer, separators=(",", ":")).encode()


def main() -> None:
    """Serve invented pods until standard input ends; the first line out is the address."""
    from bench.pods import pods

    everything = (
        Resource(kind="Namespace", plural="namespaces", namespaced=False),
        Resource(kind="Pod", plural="pods", items=tuple(pods(int(sys.argv[1])))),
    )
    with RecordedApi(resources=everything).running() as api:
        sys.stdout.write(f"{api.url}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
