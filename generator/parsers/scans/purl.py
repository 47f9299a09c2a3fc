"""Package URLs, as far as scan results need them: name, version, and the image that `pkg:oci/` and `pkg:docker/` stand for.

https://github.com/package-url/purl-spec, "purl" and `types-doc`. Nothing is checked against the rules of a package type: what
a tool wrote is evidence as it stands.
"""

from dataclasses import dataclass
from urllib.parse import unquote

from generator.model.scan import AffectedPackage, ScanTarget, TargetKind
from generator.parsers.scans.entries import digest

_SCHEME = "pkg:"
_IMAGES = {"oci", "docker"}


@dataclass(frozen=True, slots=True)
class Purl:
    """One package URL, taken apart."""

    text: str
    type: str
    namespace: str
    name: str
    version: str
    qualifiers: tuple[tuple[str, str], ...]

    def qualifier(self, key: str) -> str:
        """The value of a qualifier, empty where it is not there."""
        return next((value for name, value in self.qualifiers if name == key), "")

    def package(self) -> AffectedPackage:
        """The package it names, with its namespace as the ecosystem writes it."""
        return AffectedPackage(
            name=qualified(self.namespace, self.name, self.text), version=self.version or None, purl=self.text
        )

    def image(self) -> ScanTarget | None:
        """The image it names; None where it names a package."""
        if self.type not in _IMAGES or not self.name:
            return None
        pinned = digest(self.version)
        base = self.qualifier("repository_url") or "/".join(filter(None, (self.namespace, self.name)))
        if self.type == "docker" and self.qualifier("repository_url"):
            base = "/".join(filter(None, (base.rstrip("/"), self.namespace, self.name)))
        tag = self.qualifier("tag") or ("" if pinned else self.version)
        name = base.removeprefix("https://") + (f":{tag}" if tag else "") + (f"@{pinned}" if pinned else "")
        return ScanTarget(name=name, kind=TargetKind.IMAGE, digests=(pinned,) if pinned else ())


def parse(text: str | None) -> Purl | None:
    """A package URL; None for text that is none."""
    if not text or not text.startswith(_SCHEME):
        return None
    rest, _, _ = text.partition("#")
    rest, _, query = rest.partition("?")
    kind, _, path = rest.removeprefix(_SCHEME).lstrip("/").partition("/")
    path, version = _versioned(path)
    namespace, _, name = path.strip("/").rpartition("/")
    if not kind or not name.strip("@"):
        return None
    return Purl(text, kind.lower(), unquote(namespace), unquote(name), unquote(version), _qualifiers(query))


def qualified(namespace: str, name: str, purl: str) -> str:
    """A name with its namespace: `group:artifact` for Maven, `namespace/name` elsewhere; a distribution is no namespace."""
    if not namespace or purl.startswith(("pkg:deb/", "pkg:rpm/", "pkg:apk/", "pkg:alpm/")):
        return name
    return f"{namespace}:{name}" if purl.startswith("pkg:maven/") else f"{namespace}/{name}"


def _versioned(path: str) -> tuple[str, str]:
    """Path and version. A version's own colons and at-signs may be left unescaped; a scope's leading one is no version."""
    before, mark, after = path.partition("@")
    if mark and (not before or before.endswith("/")):
        scoped, mark, after = after.partition("@")
        before = f"{before}@{scoped}"
    return before, after if mark else ""


def _qualifiers(query: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.partition("=") for part in query.split("&") if part)
    return tuple((key.lower(), unquote(value)) for key, _, value in pairs)
