"""Names of images, taken apart as the distribution project's reference grammar does.

https://github.com/distribution/reference: `reference.go` (the grammar), `normalize.go` (docker.io's defaults).
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from generator.model.identifiers import AssetId

_DOMAIN = (
    r"(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*"
    r"|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
)
_COMPONENT = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_REST = re.compile(
    rf"(?P<path>{_COMPONENT}(?:/{_COMPONENT})*)"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
    r"(?:@(?P<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?",
    re.ASCII,
)
_REGISTRY = re.compile(_DOMAIN, re.ASCII)
_IMAGE_ID = re.compile(r"(?:sha256:)?[a-f0-9]{64}", re.ASCII)
_HEX_LENGTH = {"sha256": 64, "sha384": 96, "sha512": 128}
_DIGEST_LENGTH = len("sha256:") + _HEX_LENGTH["sha256"]
_DOCKER_HUB = "docker.io"
_BUILT = ("build:", "droplet:", "package:")
_NAMES_OF_DOCKER_HUB = frozenset({_DOCKER_HUB, "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"})
_LONGEST_NAME = 255
_LONGEST_TEXT = 1024
_SHOWN_OF_DIGEST = 19


class ImageReference(msgspec.Struct, frozen=True, order=True):
    """An image's name, taken apart as the distribution project's reference grammar does."""

    registry: str
    """`docker.io` where the name has none; empty where what is written is no image's name, and `repository` holds all of it."""
    repository: str
    """`library/nginx`."""
    tag: str | None = None
    digest: str | None = None
    """`sha256:…`."""

    @property
    def name(self) -> str:
        """Registry and repository, without docker.io's default prefixes: what people write."""
        if self.registry == "docker.io":
            return self.repository.removeprefix("library/")
        return f"{self.registry}/{self.repository}" if self.registry else self.repository

    @property
    def asset_id(self) -> AssetId:
        """`repository/image:version`, FedRAMP Integrated Inventory Workbook v3.1, INSTRUCTIONS B12: the image class."""
        if not self.registry:
            return AssetId(self.name)
        if self.tag:
            return AssetId(f"{self.name}:{self.tag}")
        return AssetId(f"{self.name}@{self.digest}" if self.digest else f"{self.name}:latest")


def parse_reference(text: str) -> ImageReference | None:
    """`nginx:1.27` -> docker.io, library/nginx, 1.27. None for what no registry accepts (capitals, spaces, an image id), and
    for what is built where it runs."""
    if len(text) > _LONGEST_TEXT or _IMAGE_ID.fullmatch(text) or is_built_on_the_spot(text):
        return None
    registry, rest = _split(text)
    match = _REST.fullmatch(rest)
    if match is None or not _REGISTRY.fullmatch(registry):
        return None
    path, tag, digest = match["path"], match["tag"], match["digest"]
    if len(registry) + 1 + len(path) > _LONGEST_NAME or (digest and not _is_digest(digest)):
        return None
    host = registry_name(registry)
    if host == _DOCKER_HUB:
        return ImageReference(host, path if "/" in path else f"library/{path}", tag, digest)
    return ImageReference(host, path, tag, digest)


@lru_cache(maxsize=65_536)
def repository_of(asset_id: AssetId) -> str | None:
    """Registry and repository of an image; None for what is no image, such as a host or a web address."""
    if "://" in asset_id or ("/" not in asset_id and ":" not in asset_id and "@" not in asset_id):
        return None
    reference = parse_reference(asset_id)
    return f"{reference.registry}/{reference.repository}" if reference else None


def is_built_on_the_spot(name: str) -> bool:
    """What a Compose file builds (`build:cart`), a buildpack of Cloud Foundry makes (`droplet:shop`), or a function of a cloud
    holds (`package:resize`): no image of a registry.
    """
    return name.startswith(_BUILT)


def is_pinned(name: str) -> bool:
    """Does it name the image by a SHA-256 digest that a registry accepts? `@sha256:abc` pins nothing."""
    _, _, digest = name.partition("@")
    return digest.startswith("sha256:") and len(digest) == _DIGEST_LENGTH and _is_digest(digest)


def registry_name(written: str) -> str:
    """The one name of a registry: lower case, and `docker.io` for every host that serves Docker Hub."""
    host = written.lower()
    return _DOCKER_HUB if host in _NAMES_OF_DOCKER_HUB else host


def registry_path(written: str) -> str:
    """A registry, or a path below one, as `approved-registries` writes it: without scheme and end, its host by its one name."""
    host, slash, path = written.strip().rpartition("://")[2].rstrip("/").partition("/")
    return f"{registry_name(host)}{slash}{path}"


def approved_by(reference: ImageReference, approved: Iterable[str]) -> str | None:
    """The approved registry, or path below one (`registry.example/base`), that the image comes from; None where it is none."""
    full = f"{reference.registry}/{reference.repository}"
    return next((each for each in approved if f"{full}/".startswith(f"{registry_path(each)}/")), None)


def shortened(digests: Iterable[str]) -> str:
    """Enough of each digest to tell it apart: `sha256:39a046f1e007…`."""
    return ", ".join(f"{digest[:_SHOWN_OF_DIGEST]}…" for digest in digests)


def _split(text: str) -> tuple[str, str]:
    """Registry and the rest. The first part is a registry where it has a dot, a port or a capital, or is `localhost`."""
    first, slash, rest = text.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost" or first != first.lower()):
        return first, rest
    return "docker.io", text


def _is_digest(digest: str) -> bool:
    algorithm, _, value = digest.partition(":")
    return algorithm not in _HEX_LENGTH or (len(value) == _HEX_LENGTH[algorithm] and value == value.lower())
