"""Where an image comes from, out of the predicate of a provenance statement, whoever wrote it.

SLSA v0.2: https://slsa.dev/spec/v0.2/provenance; v1: https://slsa.dev/spec/v1.0/provenance; BuildKit's own metadata:
https://docs.docker.com/build/metadata/attestations/slsa-definitions/.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
from msgspec.structs import replace

from generator.model.attestation import Attestation
from generator.parsers.document import Document
from generator.parsers.registry_images.addresses import without_user

_MOST_MATERIALS = 100
_BUILDKIT = "https://mobyproject.org/buildkit@v1#metadata"


def with_provenance(attestation: Attestation, document: Document, predicate: msgspec.Raw) -> Attestation:
    """The statement with what its predicate says of the build; as it is where it is no provenance."""
    if not attestation.is_provenance:
        return attestation
    provenance = document.decode(predicate, object)
    repository, uri = _first(provenance, *_SOURCES), _first(provenance, *_ADDRESSES)
    source = _dependency(provenance)
    return replace(
        attestation,
        repository=_plain(uri or (source[0] if source else None)),
        revision=repository or (source[1] if source else None),
        builder=_first(provenance, ("runDetails", "builder", "id"), ("builder", "id")),
        workflow=_first(provenance, *_WORKFLOWS),
        run=_first(provenance, ("runDetails", "metadata", "invocationId"), ("metadata", "buildInvocationId")),
        finished=_moment(_first(provenance, ("runDetails", "metadata", "finishedOn"), ("metadata", "buildFinishedOn"))),
        materials=tuple(sorted(set(_materials(provenance)))[:_MOST_MATERIALS]),
    )


_SOURCES = (
    ("invocation", "configSource", "digest", "sha1"),
    ("metadata", _BUILDKIT, "vcs", "revision"),
    ("runDetails", "metadata", "buildkit_metadata", "vcs", "revision"),
)
_ADDRESSES = (
    ("buildDefinition", "externalParameters", "workflow", "repository"),
    ("invocation", "configSource", "uri"),
    ("metadata", _BUILDKIT, "vcs", "source"),
    ("runDetails", "metadata", "buildkit_metadata", "vcs", "source"),
)
_WORKFLOWS = (
    ("buildDefinition", "externalParameters", "workflow", "path"),
    ("invocation", "configSource", "entryPoint"),
)


def _dependencies(value: object) -> Iterator[object]:
    for path in (("buildDefinition", "resolvedDependencies"), ("materials",)):
        listed = _at(value, path)
        yield from listed if isinstance(listed, list) else ()


def _dependency(entry: object) -> tuple[str, str] | None:
    """Address and commit of the first thing with a git commit."""
    for dependency in _dependencies(entry):
        address = _at(dependency, ("uri",))
        commit = next(
            (value for key in ("gitCommit", "sha1") if isinstance(value := _at(dependency, ("digest", key)), str)), None
        )
        if isinstance(address, str) and commit:
            return address, commit
    return None


def _materials(value: object) -> Iterator[str]:
    return (
        without_user(address) for dependency in _dependencies(value) if isinstance(address := _at(dependency, ("uri",)), str)
    )


def _first(value: object, *paths: tuple[str, ...]) -> str | None:
    texts = (_at(value, path) for path in paths)
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), None)


def _at(value: object, path: tuple[str, ...]) -> object:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _plain(address: str | None) -> str | None:
    """`git+https://host/team/shop@refs/heads/main` is `https://host/team/shop`."""
    if address is None:
        return None
    text = without_user(address.removeprefix("git+"))
    scheme, separator, rest = text.partition("://")
    rest = rest.partition("@refs/")[0].partition("#")[0].removesuffix(".git") if separator else ""
    return f"{scheme}://{rest}" if separator else text.partition("#")[0].removesuffix(".git")


def _moment(text: str | None) -> datetime | None:
    try:
        value = datetime.fromisoformat(text) if text else None
        return value.astimezone(UTC) if value is not None and value.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
