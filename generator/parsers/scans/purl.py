"""Package URLs, as far as scan results need them: name, version, and the image that `pkg:oci/` and `pkg:docker/` stand for.

https://github.com/package-url/purl-spec, read by `packageurl-python`. What a tool wrote is evidence as it stands: text that the
library refuses is kept whole, as the name of a package of which nothing more is known.
"""

import re
from functools import lru_cache

import msgspec
from packageurl import PackageURL

from generator.model.scan import AffectedPackage, ScanTarget, TargetKind
from generator.parsers.scans.entries import digest, unique

_SCHEME = "pkg:"
_KEPT = 4096
"""Package URLs remembered: the library takes some ten microseconds for one, and statements repeat their product."""
_IMAGES = {"oci", "docker"}
_REGISTRY = re.compile(r"(https?://)?[^/]*[.:][^/]*/?")
"""A `repository_url` that names the registry alone."""
_DISTRIBUTIONS = {"deb", "rpm", "apk", "alpm"}
"""Types whose namespace is a distribution."""


class Purl(msgspec.Struct, frozen=True):
    """One package URL."""

    text: str
    """As written."""
    parts: PackageURL | None
    """Taken apart; None where the library refuses the text."""

    def package(self) -> AffectedPackage:
        """The package it names, with its namespace as the ecosystem writes it."""
        parts = self.parts
        if parts is None:
            return AffectedPackage(name=self.text, purl=self.text)
        name = qualified(parts.namespace or "", parts.name, self.text)
        return AffectedPackage(name=name, version=parts.version or None, purl=self.text)

    def image(self) -> ScanTarget | None:
        """The image it names; None where it names a package."""
        parts = self.parts
        if parts is None or parts.type not in _IMAGES:
            return None
        pinned, path = digest(parts.version), "/".join(filter(None, (parts.namespace, parts.name)))
        base = parts.qualifiers.get("repository_url") or path
        if base is not path and (parts.type == "docker" or _REGISTRY.fullmatch(base)):
            base = f"{base.rstrip('/')}/{path}"
        tag = parts.qualifiers.get("tag") or ("" if pinned else parts.version)
        name = base.removeprefix("https://") + (f":{tag}" if tag else "") + (f"@{pinned}" if pinned else "")
        return ScanTarget(name=name, kind=TargetKind.IMAGE, digests=unique(pinned))


@lru_cache(_KEPT)
def parse(text: str | None) -> Purl | None:
    """A package URL; None for text that does not say it is one."""
    if not text or not text.startswith(_SCHEME):
        return None
    try:
        return Purl(text, PackageURL.from_string(text))
    except ValueError:
        return Purl(text, None)


def qualified(namespace: str, name: str, purl: str) -> str:
    """A name with its namespace: `group:artifact` for Maven, `namespace/name` elsewhere; a distribution is no namespace."""
    if not namespace:
        return name
    kind = purl.removeprefix(_SCHEME).lstrip("/").partition("/")[0].lower()
    if kind in _DISTRIBUTIONS:
        return name
    return f"{namespace}:{name}" if kind == "maven" else f"{namespace}/{name}"
