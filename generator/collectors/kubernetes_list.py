"""One list of the API, page by page into one file.

A list whose continue token has expired (410) is started anew; when it expires again and again, it goes on from the token that
the server offers, and the sidecar says that the list is of more than one moment. An interrupted list is kept up to there, with
the token that was not followed, so that a reader sees a part and not a whole.
https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from generator.collectors.base import CollectionRefusal, Kept, RawFile, Sidecar
from generator.collectors.kubernetes_api import Api, KubernetesFailure
from generator.collectors.kubernetes_discovery import Served
from generator.collectors.kubernetes_redaction import RedactionRules
from generator.collectors.kubernetes_secrets import ListMeta, left_out, names
from generator.collectors.kubernetes_sieve import Sieve
from generator.collectors.kubernetes_wanted import SecretTreatment
from generator.text import counted, times

_RESTARTS = 2
_MOST_EXPIRIES = 20
_MOST_PAGES = 50_000
_MOST_EMPTY = 100
"""Pages in a row without an object. The API may send some, where it looks through objects that are not given."""
_LARGEST_LIST = 8 << 30
"""Bytes of one list: a hundred times what fifty thousand pods take, less than what fills a disk."""


class _ListPage(msgspec.Struct):
    kind: str = ""
    metadata: ListMeta = msgspec.field(default_factory=ListMeta)
    items: list[msgspec.Raw] | None = None


class ListedResource(msgspec.Struct, frozen=True, kw_only=True):
    """What came of asking for one resource."""

    served: Served
    kept: Kept | None
    """None where nothing was given at all."""
    refused: tuple[CollectionRefusal, ...]


class _ExpiredError(Exception):
    """The list is to be started anew."""


class Lister(msgspec.Struct, frozen=True, kw_only=True):
    """Asks for lists and writes them into a folder."""

    api: Api
    folder: Path
    rules: RedactionRules
    namespaces: Sequence[str]
    """Where to look; empty for everywhere."""
    sidecar: Callable[[], Sidecar]
    """What is known of the collection, with `start` and `end` at the moment it is asked."""

    def collect(self, served: Served) -> ListedResource:
        """Everything of one resource."""
        scopes = tuple(self.namespaces) if served.namespaced and self.namespaces else ("",)
        start = self.sidecar().start
        for restarts in range(_RESTARTS + 1):
            attempt = _Try(
                self.api, served, Sieve(self.rules, served.wanted.treatment, served.kind), last=restarts == _RESTARTS
            )
            with RawFile(self.folder, f"{served.name}.json") as out:
                try:
                    for scope in scopes:
                        attempt.ask(scope, out)
                except _ExpiredError:
                    continue
                if not attempt.pages:
                    break
                out.write(attempt.end(scopes))
                if restarts:
                    attempt.notes.append(f"the list expired and was started anew, {times(restarts)}")
                kept = out.keep(attempt.sidecar(msgspec.structs.replace(self.sidecar(), start=start), scopes))
                return ListedResource(served=served, kept=kept, refused=tuple(attempt.refused))
        return ListedResource(served=served, kept=None, refused=tuple(attempt.refused))


@dataclass(slots=True)
class _Try:
    """One try at a list, over all namespaces that were asked for."""

    api: Api
    served: Served
    sieve: Sieve
    last: bool
    """No more starting anew: go on from the token that the server offers."""
    pages: int = 0
    items: int = 0
    expiries: int = 0
    empty: int = 0
    """Pages without an object, since the last that had one."""
    untyped: bool = False
    version: str = ""
    token: str = ""
    """Of the page that did not come."""
    followed: set[str] = field(default_factory=set)
    """Continue tokens of the list that is being asked for."""
    remaining: int | None = None
    refused: list[CollectionRefusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def ask(self, scope: str, out: RawFile) -> None:
        """All pages of one namespace, or of the cluster."""
        token: str | None = ""
        before = self.pages
        self.followed.clear()
        while token is not None:
            if self.pages - before >= _MOST_PAGES or out.size > _LARGEST_LIST:
                why = f"more than {_MOST_PAGES} pages or {_LARGEST_LIST >> 30} GiB"
                self._broke_off(scope, KubernetesFailure(status=200, why=why), token)
                return
            page = self._page(scope, token)
            token = (
                self._after(scope, page, token) if isinstance(page, KubernetesFailure) else self._take(scope, page, token, out)
            )

    def end(self, scopes: Sequence[str]) -> bytes:
        """What closes the list: its metadata stand last, as only then it is known whether all of it came."""
        meta: dict[str, str | int] = {}
        if self.version and len(scopes) == 1:
            meta["resourceVersion"] = self.version
        if self.token:
            meta["continue"] = self.token
            meta |= {"remainingItemCount": self.remaining} if self.remaining is not None else {}
        return b'\n],"metadata":%b}\n' % msgspec.json.encode(meta)

    def sidecar(self, sidecar: Sidecar, scopes: Sequence[str]) -> Sidecar:
        """How the list came to be."""
        names_only = self.served.wanted.treatment is SecretTreatment.NAMES
        if self.sieve.unreadable:
            why = f"objects that could not be looked through for secrets were left out: {self.sieve.unreadable}"
            self.refused.append(CollectionRefusal(resource=self.served.name, verb="list", status=200, why=why))
        if self.untyped:
            self.notes.append("the server gave names only: the types of the Secrets are not known")
        paths = ", ".join(self.served.path(scope) for scope in scopes)
        return msgspec.structs.replace(
            sidecar,
            command=f"GET {paths}?limit={self.served.wanted.page}",
            resource_version=self.version or None,
            pages=self.pages,
            items=self.items,
            complete=not self.refused,
            refused=tuple(self.refused),
            redactions=left_out(self.items) if names_only else self.sieve.redactions(),
            notes=tuple(self.notes),
        )

    def _page(self, scope: str, token: str) -> tuple[ListMeta, list[bytes]] | KubernetesFailure:
        query = {"limit": str(self.served.wanted.page), **({"continue": token} if token else {})}
        path = self.served.path(scope)
        if self.served.wanted.treatment is SecretTreatment.NAMES:
            name_page = names(self.api, path, query)
            if isinstance(name_page, KubernetesFailure):
                return name_page
            self.untyped = self.untyped or not name_page.typed
            return name_page.metadata, name_page.items
        page = self.api.get(path, _ListPage, query=query)
        if isinstance(page, KubernetesFailure):
            return page
        if not page.kind.endswith("List"):
            return KubernetesFailure(
                status=200, why=f"the server answered with {page.kind[:60] or 'something'} instead of a list"
            )
        taken = [self.sieve.take(each) for each in page.items or ()]
        return page.metadata, [each for each in taken if each is not None]

    def _take(self, scope: str, page: tuple[ListMeta, list[bytes]], token: str, out: RawFile) -> str | None:
        """Write a page; returns the token of the next, None after the last."""
        meta, items = page
        head = b""
        if not self.pages:
            kind, version = msgspec.json.encode(f"{self.served.kind}List"), msgspec.json.encode(self.served.api_version)
            head = b'{"kind":%b,"apiVersion":%b,"items":[\n' % (kind, version)
        between = b",\n" if self.items and items else b""
        out.write(head + between + b",\n".join(items))
        self.pages += 1
        self.items += len(items)
        self.version, self.remaining = meta.resource_version or self.version, meta.remaining_item_count
        self.empty = 0 if items else self.empty + 1
        if meta.token in self.followed or (meta.token and self.empty >= _MOST_EMPTY):
            why = f"{self.empty} empty pages in a row" if self.empty >= _MOST_EMPTY else "the same continue token twice"
            self._broke_off(scope, KubernetesFailure(status=200, why=f"the server gave {why}"), token)
            return None
        if meta.token:
            self.followed.add(meta.token)
        return meta.token or None

    def _after(self, scope: str, failure: KubernetesFailure, token: str) -> str | None:
        """Where to go on after a page that did not come; None where it ends.

        Raises:
            _ExpiredError: the list is to be started anew.
        """
        if failure.status == 410 and token and not self.last:
            raise _ExpiredError
        self.expiries += failure.status == 410
        if failure.status == 410 and failure.token not in ("", token) and self.expiries <= _MOST_EXPIRIES:
            self.notes.append(f"the list expired; after {counted(self.items, 'object')} it goes on from a later state")
            return failure.token
        self._broke_off(scope, failure, token)
        return None

    def _broke_off(self, scope: str, failure: KubernetesFailure, token: str) -> None:
        why = failure.why
        self.refused.append(
            CollectionRefusal(resource=self.served.name, verb="list", status=failure.status, why=why, scope=scope)
        )
        self.token = self.token or token
