"""The OCI distribution API as far as it is read: catalog, tags, manifests, blobs, referrers.

https://github.com/opencontainers/distribution-spec/blob/main/spec.md. Every manifest and blob is hashed here and compared with
the digest it was asked by, the digest that the registry gives (`Docker-Content-Digest`), and the size that its descriptor says.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import TypeVar

import msgspec

from generator.collectors.registry_faults import RegistryError, RegistryFaultKind
from generator.collectors.registry_http import HttpResponse
from generator.collectors.registry_session import Session
from generator.limits import MANIFEST_BYTES, QUOTED

W = TypeVar("W", bound=msgspec.Struct)

MOST_PAGES = 1000
MOST_TAGS = 100_000
"""Of one repository."""
MOST_LISTED = 1000
"""Referrers of one digest; far more than are read."""
REPOSITORY = re.compile(
    r"(?=.{1,255}$)[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*", re.ASCII
)
TAG = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}", re.ASCII)
DIGEST = re.compile(r"sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128}", re.ASCII)
INDEX_TYPES = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)
MANIFEST_TYPES = (
    *INDEX_TYPES,
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)
_NEXT_PAGE = re.compile(r'<(?P<target>[^<>]{1,4096})>\s*;\s*rel="?next"?')


class ImagePlatform(msgspec.Struct):
    """Of a descriptor in an index."""

    os: str = ""
    architecture: str = ""
    variant: str = ""


class ManifestDescriptor(msgspec.Struct, rename="camel"):
    """What points to a manifest or blob."""

    digest: str
    media_type: str = ""
    size: int | None = None
    platform: ImagePlatform | None = None
    artifact_type: str | None = None
    annotations: dict[str, str] | None = None


class ManifestContent(msgspec.Struct, rename="camel"):
    """A manifest or an index."""

    media_type: str = ""
    artifact_type: str | None = None
    config: ManifestDescriptor | None = None
    layers: tuple[ManifestDescriptor, ...] = ()
    manifests: tuple[ManifestDescriptor, ...] = ()
    subject: ManifestDescriptor | None = None
    annotations: dict[str, str] | None = None


class _Tags(msgspec.Struct):
    tags: tuple[str, ...] | None = None


class _RepositoryCatalog(msgspec.Struct):
    repositories: tuple[str, ...] | None = None


class RegistryManifest(msgspec.Struct, frozen=True, kw_only=True):
    """A manifest or index, proved to be the bytes of its digest."""

    digest: str
    media_type: str
    raw: bytes
    content: ManifestContent

    @property
    def is_index(self) -> bool:
        """Does it point to a manifest for each platform?"""
        return self.media_type in INDEX_TYPES or bool(self.content.manifests)


class RegistryClient:
    """Reads one registry."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def catalog(self, most: int) -> tuple[list[str], bool]:
        """Repositories, and whether those are all. Many registries refuse the question.

        Raises:
            RegistryError: no answer, or not what the specification says.
        """
        names: list[str] = []
        for answer in self._paged("/v2/_catalog?n=1000", "registry:catalog:*"):
            names += (
                repository
                for repository in _decode(answer, _RepositoryCatalog).repositories or ()
                if REPOSITORY.fullmatch(repository)
            )
            if len(names) > most:
                return sorted(set(names))[:most], False
        return sorted(set(names)), True

    def tags(self, repository: str) -> list[str]:
        """Every tag of a repository, sorted.

        Raises:
            RegistryError: no answer, or not what the specification says.
        """
        tags: set[str] = set()
        for answer in self._paged(f"/v2/{repository}/tags/list?n=1000", _pull(repository)):
            tags.update(tag for tag in _decode(answer, _Tags).tags or () if TAG.fullmatch(tag))
            if len(tags) > MOST_TAGS:
                step = "name the images that you run with --image"
                what = f"more than {MOST_TAGS:,} tags"
                raise RegistryError(RegistryFaultKind.TOO_LARGE, what, where=f"GET /v2/{repository}/tags/list", next_step=step)
        return sorted(tags)

    def manifest(self, repository: str, reference: str, *, size: int | None = None) -> RegistryManifest:
        """A manifest by tag or digest.

        Raises:
            RegistryError: no answer, or the bytes are not those of the digest.
        """
        target = f"/v2/{repository}/manifests/{reference}"
        answer = self._session.get(target, most=MANIFEST_BYTES, accept=", ".join(MANIFEST_TYPES), scope=_pull(repository))
        header_digest = answer.headers.get("docker-content-digest", "").strip()
        wanted_digest = reference if DIGEST.fullmatch(reference) else header_digest if DIGEST.fullmatch(header_digest) else ""
        digest = wanted_digest or digest_of(answer.body)
        _prove(answer, digest, size)
        if header_digest and DIGEST.fullmatch(header_digest):
            _prove(answer, header_digest, size)
        content = _decode(answer, ManifestContent)
        media_type = content.media_type or answer.headers.get("content-type", "").partition(";")[0].strip()
        return RegistryManifest(digest=digest, media_type=media_type, raw=answer.body, content=content)

    def blob(self, repository: str, descriptor: ManifestDescriptor, *, most: int) -> bytes:
        """A blob by its descriptor.

        Raises:
            RegistryError: no answer, larger than `most`, or the bytes are not those of the digest.
        """
        target = f"/v2/{repository}/blobs/{descriptor.digest}"
        if not DIGEST.fullmatch(descriptor.digest):
            raise RegistryError(
                RegistryFaultKind.MALFORMED,
                f"a digest that is none: {descriptor.digest[:QUOTED]!a}",
                where=f"GET /v2/{repository}",
            )
        if descriptor.size is not None and descriptor.size > most:
            raise RegistryError(
                RegistryFaultKind.TOO_LARGE, f"{descriptor.size} bytes, more than {most}", where=f"GET {target}"
            )
        answer = self._session.get(target, most=most, accept="*/*", scope=_pull(repository))
        _prove(answer, descriptor.digest, descriptor.size)
        return answer.body

    def referrers(self, repository: str, digest: str) -> tuple[list[ManifestDescriptor], str]:
        """What says that it belongs to a digest, and by which of the two ways that was found.

        A registry without the referrers API answers 404; then there may be an index under the tag `sha256-<digest>`
        (distribution specification, "Unavailable Referrers API").

        Raises:
            RegistryError: no answer, or not what the specification says.
        """
        descriptors: list[ManifestDescriptor] = []
        try:
            for answer in self._paged(f"/v2/{repository}/referrers/{digest}", _pull(repository)):
                descriptors += _decode(answer, ManifestContent).manifests
                if len(descriptors) >= MOST_LISTED:
                    break
        except RegistryError as error:
            if error.kind is not RegistryFaultKind.ABSENT or descriptors:
                raise
            return self._by_tag(repository, digest)
        return descriptors[:MOST_LISTED], "referrers API"

    def _by_tag(self, repository: str, digest: str) -> tuple[list[ManifestDescriptor], str]:
        try:
            index = self.manifest(repository, tag_of(digest))
        except RegistryError as error:
            if error.kind is not RegistryFaultKind.ABSENT:
                raise
            return [], "referrers tag"
        return list(index.content.manifests), "referrers tag"

    def _paged(self, target: str, scope: str) -> Iterator[HttpResponse]:
        """Pages, by their `Link` headers.

        Raises:
            RegistryError: no answer, the same page again, or more pages than anybody has.
        """
        seen: set[str] = set()
        url = target
        while url not in seen and len(seen) < MOST_PAGES:
            seen.add(url)
            answer = self._session.get(url, most=MANIFEST_BYTES, scope=scope)
            yield answer
            match = _NEXT_PAGE.search(answer.headers.get("link", ""))
            if match is None:
                return
            url = self._session.address.follow(answer.url, match["target"])
        raise RegistryError(
            RegistryFaultKind.MALFORMED, "its pages lead in a circle or never end", where=f"GET {target.partition('?')[0]}"
        )


def digest_of(raw: bytes, algorithm: str = "sha256") -> str:
    """`sha256:…` of the bytes."""
    return f"{algorithm}:{hashlib.new(algorithm, raw).hexdigest()}"


def tag_of(digest: str) -> str:
    """`sha256:ab…` as the tag under which what belongs to it may stand: `sha256-ab…`."""
    algorithm, _, value = digest.partition(":")
    return f"{algorithm[:32]}-{value[:64]}"


def _prove(answer: HttpResponse, digest: str, size: int | None) -> None:
    computed = digest_of(answer.body, digest.partition(":")[0])
    where = f"GET {answer.url.partition('?')[0]}"
    if computed != digest:
        raise RegistryError(RegistryFaultKind.MISMATCH, f"said to be {digest}, but the bytes are {computed}", where=where)
    if size is not None and size != len(answer.body):
        raise RegistryError(
            RegistryFaultKind.MISMATCH, f"said to be {size} bytes, but they are {len(answer.body)}", where=where
        )


def _decode(answer: HttpResponse, type_: type[W]) -> W:
    try:
        return msgspec.json.decode(answer.body, type=type_)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        where = f"GET {answer.url.partition('?')[0]}"
        raise RegistryError(
            RegistryFaultKind.MALFORMED, f"another shape than expected ({type(error).__name__})", where=where
        ) from error


def _pull(repository: str) -> str:
    return f"repository:{repository}:pull"
