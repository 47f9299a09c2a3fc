"""Documents and pictures, kept between runs, so that what they are made from is not written again where it did not change.

An entry is found by all that the document is made from: its rows where its renderer has them apart (`SplitRenderer`), else the
package with the files that it was made from; the template, and the project's own templates and tables; sources and libraries.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from generator.documents.kept_entries import KeptEntries, key_of
from generator.documents.large_content import Content
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument, Renderer, SplitRenderer
from generator.resources import data_digest

T = TypeVar("T")

_FOLDER = "documents"


class KeptDocuments:
    """The documents of one build; without a cache each is made."""

    def __init__(self, folder: Path | None, files: Callable[[], Mapping[str, str]]) -> None:
        """`files` gives the OSCAL documents of the package and all files that it is made from, each with its SHA-256; without a
        folder it is not asked.
        """
        self._entries = KeptEntries(folder, _FOLDER)
        self._files = _encoded(files()) if self._entries.keeps else b""
        self._package: tuple[AuthorizationPackage, bytes] | None = None
        self._parts: dict[str, tuple[object, bytes]] = {}
        """Of the package that was looked at last: each part with its digest."""

    def look_at(self, package: AuthorizationPackage) -> None:
        """The package that documents are made from after this, looked at once for all of them."""
        self._package = (package, self._digest(package)) if self._entries.keeps else None

    def _digest(self, package: AuthorizationPackage) -> bytes:
        """Of all that stands in it but its bundle, of which the files have the bytes. Records differ by their fields, not by
        the names of their types: the files from which they were made are part of the key as well."""
        names = [field.name for field in fields(package) if field.name not in {"bundle", "views"}]
        return hashlib.sha256(b"".join(self._part(name, getattr(package, name)) for name in names)).digest()

    def _part(self, name: str, value: object) -> bytes:
        before = self._parts.get(name)
        if before is not None and before[0] is value:
            return before[1]
        written = _encoded(sorted(value) if isinstance(value, frozenset) else value)
        digest = hashlib.sha256(name.encode() + b"\0" + written).digest()
        self._parts[name] = (value, digest)
        return digest

    def rendered(self, renderer: Renderer, package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:
        """The document, made or kept.

        Raises:
            ConfigError: see `Renderer.render`.
        """
        if self._package is None or self._package[0] is not package:
            return renderer.render(package, template)
        about = (renderer.name.encode(), renderer.path.encode(), b"" if template is None else b"template" + template)
        if isinstance(renderer, SplitRenderer):
            rows = renderer.view(package)
            key = key_of(b"rows", *about, repr(rows).encode("utf-8", "surrogatepass"), data_digest())
            return kept_or_made(self._entries, lambda: key, RenderedDocument, lambda: renderer.write(rows, template))
        key = key_of(b"package", *about, self._package[1], self._files, data_digest())
        return kept_or_made(self._entries, lambda: key, RenderedDocument, lambda: renderer.render(package, template))

    def make_room(self) -> None:
        """Removes what was used longest ago, where there is more than may be kept."""
        self._entries.make_room()


def kept_or_made(entries: KeptEntries, key_for: Callable[[], str], type_: type[T], make: Callable[[], T]) -> T:
    """What is kept under the key, else what `make` gives, which is kept then. Without a folder no key is asked for: all that
    the content depends on is read for it."""
    if not entries.keeps:
        return make()
    key = key_for()
    kept = entries.record(key, type_)
    if kept is not None:
        return kept
    made = make()
    entries.put(key, msgspec.msgpack.encode(made))
    return made


def digests_of(made: Iterable[Mapping[str, tuple[Content, str]]], linked: Mapping[str, str]) -> dict[str, str]:
    """SHA-256 by path, of what was made and of files that are copied."""
    rows = {path: content for contents in made for path, (content, _) in contents.items()}
    own = {
        path: each.sha256 if not isinstance(each, bytes) else hashlib.sha256(each).hexdigest() for path, each in rows.items()
    }
    return {**linked, **own}


def _encoded(value: object) -> bytes:
    return msgspec.msgpack.encode(value, enc_hook=_plain)


def _plain(value: object) -> Any:
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no bytes of its own")
