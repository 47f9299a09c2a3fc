"""Where an image comes from, out of the predicate of a provenance statement, whoever wrote it.

SLSA v0.2: https://slsa.dev/spec/v0.2/provenance; v1: https://slsa.dev/spec/v1.0/provenance; BuildKit's own metadata:
https://docs.docker.com/build/metadata/attestations/slsa-definitions/.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import msgspec

from generator.model.attestation import Attestation
from generator.parsers.document import Document
from generator.parsers.registry_images.addresses import without_user

_MOST_MATERIALS = 100
_BUILDKIT = "https://mobyproject.org/buildkit@v1#metadata"


def with_provenance(said: Attestation, document: Document, predicate: msgspec.Raw) -> Attestation:
    """The statement with what its predicate says of the build; as it is where it is no provenance."""
    if not said.is_provenance:
        return said
    found = document.decode(predicate, object)
    one, uri = _first(found, *_SOURCES), _first(found, *_ADDRESSES)
    source = _dependency(found)
    return replace(
        said,
        repository=_plain(uri or (source[0] if source else None)),
        revision=one or (source[1] if source else None),
        builder=_first(found, ("runDetails", "builder", "id"), ("builder", "id")),
        workflow=_first(found, *_WORKFLOWS),
        run=_first(found, ("runDetails", "metadata", "invocationId"), ("metadata", "buildInvocationId")),
        finished=_moment(_first(found, ("runDetails", "metadata", "finishedOn"), ("metadata", "buildFinishedOn"))),
        materials=tuple(sorted(set(_materials(found)))[:_MOST_MATERIALS]),
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


def _dependencies(found: object) -> Iterator[object]:
    for path in (("buildDefinition", "resolvedDependencies"), ("materials",)):
        listed = _at(found, path)
        yield from listed if isinstance(listed, list) else ()


def _dependency(found: object) -> tuple[str, str] | None:
    """Address and commit of the first thing with a git commit."""
    for one in _dependencies(found):
        address = _at(one, ("uri",))
        commit = next((value for key in ("gitCommit", "sha1") if isinstance(value := _at(one, ("digest", key)), str)), None)
        if isinstance(address, str) and commit:
            return address, commit
    return None


def _materials(found: object) -> Iterator[str]:
    return (without_user(address) for one in _dependencies(found) if isinstance(address := _at(one, ("uri",)), str))


def _first(found: object, *paths: tuple[str, ...]) -> str | None:
    texts = (_at(found, path) for path in paths)
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), None)


def _at(found: object, path: tuple[str, ...]) -> object:
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found


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
        found = datetime.fromisoformat(text) if text else None
        return found.astimezone(UTC) if found is not None and found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
