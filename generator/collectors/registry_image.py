"""One image, read whole: its index, a manifest and configuration for each platform, and what belongs to any of them.

Layers of the image itself are never fetched. What cannot be read is named in the bundle; it ends nothing.
"""

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from generator.collectors.registry_api import DIGEST, ManifestDescriptor, RegistryClient, RegistryManifest, digest_of, tag_of
from generator.collectors.registry_bundle import Bundle, NotCollected, PlatformPart, Raw, ReferrerBlob, ReferrerPart
from generator.collectors.registry_config import CutValues, configuration
from generator.collectors.registry_faults import RegistryError, RegistryFaultKind
from generator.collectors.registry_kinds import (
    ATTESTATION,
    COSIGN_TAGS,
    SBOM,
    artifact_type,
    buildkit,
    is_buildkit,
    kind,
    predicate_types,
)
from generator.limits import MANIFEST_BYTES, QUOTED

MOST_PLATFORMS = 50
MOST_REFERRERS = 100
"""Of one image, all platforms together."""
MOST_BLOB = 32 << 20
MOST_BLOBS = 128 << 20
"""Bytes of one image's referrers together."""
_INSIDE = 1 << 20
"""A blob of this size stands in the bundle; a larger one, and every SBOM, in a file of its own."""


class BlobFile(msgspec.Struct, frozen=True, kw_only=True):
    """A blob that gets a file of its own."""

    subject: str
    kind: str
    digest: str
    media_type: str
    content: bytes


class ReadImage(msgspec.Struct, frozen=True, kw_only=True):
    """One image, ready to be written. `files` are named by their digests in the bundle."""

    bundle: Bundle
    files: tuple[BlobFile, ...]
    faults: tuple[tuple[str, RegistryError], ...]
    cut: CutValues


def read_image(
    registry: RegistryClient,
    name: tuple[str, str],
    top: RegistryManifest,
    tags: Sequence[str],
    known_tags: frozenset[str] | None,
) -> ReadImage:
    """Read what a manifest or index leads to.

    Args:
        registry: where it is.
        name: the registry as references spell it, and the repository.
        top: what the tags point to.
        tags: the tags.
        known_tags: every tag of the repository; None where they were not listed.
    """
    reading = _ImageReading(registry, name[1], known_tags)
    platforms = tuple(reading.platforms(top))
    referrers = tuple(reading.referrers(top, [platform.digest for platform in platforms]))
    bundle = Bundle(
        registry=name[0],
        repository=name[1],
        tags=tuple(sorted(tags)),
        digest=top.digest,
        manifest=Raw.of(top),
        platforms=platforms,
        referrers=referrers,
        not_collected=tuple(NotCollected(what=what, why=str(error)) for what, error in reading.faults),
    )
    return ReadImage(bundle=bundle, files=tuple(reading.files.values()), faults=tuple(reading.faults), cut=reading.cut)


@dataclass(slots=True)
class _ImageReading:
    registry: RegistryClient
    repository: str
    known_tags: frozenset[str] | None
    cut: CutValues = field(default_factory=CutValues)
    faults: list[tuple[str, RegistryError]] = field(default_factory=list)
    files: dict[str, BlobFile] = field(default_factory=dict)
    left: int = MOST_BLOBS

    def platforms(self, top: RegistryManifest) -> Iterator[PlatformPart]:
        """Each platform; of an image without index the only one, which its configuration names."""
        if not top.is_index:
            yield self._platform(top, None, "")
            return
        listed = [descriptor for descriptor in top.content.manifests if not is_buildkit(descriptor)]
        if len(listed) > MOST_PLATFORMS:
            self._fault("platforms", f"{len(listed)} are listed, {MOST_PLATFORMS} were read")
        for descriptor in listed[:MOST_PLATFORMS]:
            shown = _shown(descriptor)
            manifest = self._manifest(descriptor, f"platform {shown or descriptor.digest}")
            if manifest is None:
                yield PlatformPart(platform=shown, digest=descriptor.digest)
            else:
                yield self._platform(manifest, Raw.of(manifest), shown)

    def referrers(self, top: RegistryManifest, platforms: Iterable[str]) -> Iterator[ReferrerPart]:
        """What belongs to the index and to each platform, each once."""
        referrers: dict[tuple[str, str], tuple[str, ManifestDescriptor]] = {}
        for subject in dict.fromkeys((top.digest, *platforms)):
            for by, descriptor in self._belonging(subject):
                referrers.setdefault((subject, descriptor.digest), (by, descriptor))
        for subject, descriptor in buildkit(top.content.manifests):
            referrers.setdefault((subject or top.digest, descriptor.digest), ("index", descriptor))
        if len(referrers) > MOST_REFERRERS:
            self._fault("referrers", f"{len(referrers)} are there, {MOST_REFERRERS} were read")
        for (subject, _), (by, descriptor) in list(referrers.items())[:MOST_REFERRERS]:
            yield self._referrer(subject, by, descriptor)

    def _belonging(self, subject: str) -> Iterator[tuple[str, ManifestDescriptor]]:
        if not DIGEST.fullmatch(subject):
            return
        try:
            listed, by = self.registry.referrers(self.repository, subject)
            for descriptor in listed:
                yield by, descriptor
        except RegistryError as error:
            self.faults.append((f"referrers of {subject}", error))
        for end in COSIGN_TAGS:
            tag = f"{tag_of(subject)}{end}"
            if self.known_tags is None or tag in self.known_tags:
                yield from self._tagged(tag, end)

    def _tagged(self, tag: str, end: str) -> Iterator[tuple[str, ManifestDescriptor]]:
        try:
            manifest = self.registry.manifest(self.repository, tag)
        except RegistryError as error:
            if error.kind is not RegistryFaultKind.ABSENT or self.known_tags is not None:
                self.faults.append((f"tag {tag}", error))
            return
        yield f"tag {end}", ManifestDescriptor(digest=manifest.digest, media_type=manifest.media_type)

    def _referrer(self, subject: str, by: str, descriptor: ManifestDescriptor) -> ReferrerPart:
        manifest = self._manifest(descriptor, f"referrer {descriptor.digest} of {subject}")
        if manifest is None:
            return ReferrerPart(
                subject=subject,
                digest=descriptor.digest,
                kind="other",
                artifact_type=descriptor.artifact_type or "",
                found_by=by,
            )
        content = manifest.content
        claimed = content.subject.digest if content.subject else None
        if claimed is not None and claimed != subject:
            self._fault(
                f"referrer {manifest.digest}",
                f"listed for {subject}, but says that it belongs to {claimed[:QUOTED]!a}",
                RegistryFaultKind.MISMATCH,
            )
        what = kind(content, descriptor, by.removeprefix("tag ") if by.startswith("tag ") else "")
        return ReferrerPart(
            subject=subject,
            digest=manifest.digest,
            kind=what,
            artifact_type=artifact_type(content, descriptor),
            found_by=by,
            predicate_types=predicate_types(content, descriptor),
            manifest=Raw.of(manifest),
            blobs=tuple(self._blobs(subject, what, content.layers)),
        )

    def _blobs(self, subject: str, what: str, layers: Sequence[ManifestDescriptor]) -> Iterator[ReferrerBlob]:
        for layer in layers[:MOST_REFERRERS]:
            try:
                raw = self.registry.blob(self.repository, layer, most=min(MOST_BLOB, self.left))
            except RegistryError as error:
                self.faults.append((f"{what} {layer.digest[:QUOTED]!a}", error))
                continue
            self.left -= len(raw)
            if len(raw) <= _INSIDE and not (what == SBOM and ATTESTATION not in layer.media_type):
                yield ReferrerBlob(
                    media_type=layer.media_type, digest=layer.digest, size=len(raw), raw=base64.b64encode(raw).decode()
                )
                continue
            self.files.setdefault(
                layer.digest,
                BlobFile(subject=subject, kind=what, digest=layer.digest, media_type=layer.media_type, content=raw),
            )
            yield ReferrerBlob(media_type=layer.media_type, digest=layer.digest, size=len(raw), file=layer.digest)

    def _platform(self, manifest: RegistryManifest, raw: Raw | None, shown: str) -> PlatformPart:
        config = manifest.content.config
        kept = None
        if config is not None:
            try:
                blob = self.registry.blob(self.repository, config, most=MANIFEST_BYTES)
                kept = configuration(blob, f"blob {digest_of(blob)}", self.cut)
            except RegistryError as error:
                self.faults.append((f"configuration of {manifest.digest}", error))
        platform_text = "/".join(str(kept[key]) for key in ("os", "architecture", "variant") if key in kept) if kept else ""
        return PlatformPart(
            platform=shown or platform_text,
            digest=manifest.digest,
            manifest=raw,
            config_digest=config.digest if config else None,
            config=kept,
        )

    def _manifest(self, descriptor: ManifestDescriptor, what: str) -> RegistryManifest | None:
        if not DIGEST.fullmatch(descriptor.digest):
            self._fault(what[:200], "its digest is none", RegistryFaultKind.MALFORMED)
            return None
        try:
            return self.registry.manifest(self.repository, descriptor.digest, size=descriptor.size)
        except RegistryError as error:
            self.faults.append((what, error))
            return None

    def _fault(self, what: str, why: str, kind_: RegistryFaultKind = RegistryFaultKind.SHORTENED) -> None:
        self.faults.append((what, RegistryError(kind_, why)))


def _shown(descriptor: ManifestDescriptor) -> str:
    """`linux/arm64/v8`; empty where the index does not say."""
    platform = descriptor.platform
    return "/".join(filter(None, (platform.os, platform.architecture, platform.variant))) if platform else ""
