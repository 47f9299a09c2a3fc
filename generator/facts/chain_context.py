"""What the evidence knows of one image, gathered for the links of its chain."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from generator.facts.code_scans import CodeScan
from generator.facts.digests import Digests, newest_by_tag
from generator.facts.signatures import Keys
from generator.model.attestation import Attestation, SignatureStatus
from generator.model.chain import LinkFault, LinkState
from generator.model.evidence import EvidenceSource
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.grouping import grouped
from generator.model.images import parse_reference
from generator.model.registry import ReferrerKind, RegistryImage, RegistryReferrer, RegistrySnapshot

_T = TypeVar("_T")


class Found(NamedTuple):
    """What a link finds."""

    state: LinkState
    text: str
    """One sentence."""
    sources: tuple[EvidenceSource, ...] = ()
    """What proves it."""
    fault: LinkFault | None = None


class ImageContext(msgspec.Struct, frozen=True, kw_only=True):
    """One image with everything that is known of it."""

    image: ImageAsset
    same: frozenset[str]
    """The digests that run, with the indexes and platforms that are the same image."""
    registry_images: tuple[RegistryImage, ...]
    """What registries hold of these digests."""
    tagged: RegistryImage | None
    """What the tag points to in the registry, as the newest file says."""
    attestations: tuple[Attestation, ...]
    """Statements about these digests, with their standing."""
    elsewhere: tuple[Attestation, ...]
    """Statements about other digests of the image's name."""
    inventories: tuple[EvidenceSource, ...]
    """Scan-side evidence that lists its packages."""
    code: tuple[CodeScan, ...]
    """Scans of source code, of this image's repository and of others."""

    def referrers(self, kind: ReferrerKind) -> tuple[tuple[RegistryReferrer, EvidenceSource], ...]:
        """What the registry stores as belonging to these digests."""
        return tuple(
            (referrer, image.source)
            for image in self.registry_images
            for referrer in image.referrers
            if referrer.kind is kind and referrer.subject in {*self.same, image.digest}
        )

    @property
    def believed(self) -> tuple[Attestation, ...]:
        """Statements whose content may be taken up: never one whose signature does not verify."""
        return tuple(attestation for attestation in self.attestations if attestation.standing is not SignatureStatus.REFUSED)

    @property
    def provenance(self) -> tuple[Attestation, ...]:
        """Of those the statements of origin that are trusted most: where one verifies, unverified ones are ignored."""
        attestations = [attestation for attestation in self.believed if attestation.is_provenance]
        verified = [attestation for attestation in attestations if attestation.standing is SignatureStatus.VERIFIED]
        return tuple(verified or attestations)

    @property
    def labels(self) -> tuple[tuple[Mapping[str, str], EvidenceSource], ...]:
        """Of each platform's configuration that runs."""
        return tuple(
            (dict(platform.labels), image.source)
            for image in self.registry_images
            for platform in image.platforms
            if platform.digest in self.same and platform.user is not None
        )


class ChainBasis(msgspec.Struct, frozen=True, kw_only=True):
    """What is known beside the facts."""

    keys: Keys = msgspec.field(default_factory=Keys)
    inventories: Mapping[str, tuple[EvidenceSource, ...]] = msgspec.field(default_factory=dict)
    """Evidence that lists packages, by asset id."""
    code: tuple[CodeScan, ...] = ()
    """Scans of source code."""


def grounds(facts: SystemFacts, basis: ChainBasis) -> tuple[ImageContext, ...]:
    """One per image that runs: what was only scanned has no way to a running digest."""
    return contexts(facts.running_images, facts.registries, basis)


def contexts(
    images: Iterable[ImageAsset], registries: Sequence[RegistrySnapshot], basis: ChainBasis
) -> tuple[ImageContext, ...]:
    """One per image."""
    known = _StatementIndex.of(registries, basis)
    return tuple(known.context(image) for image in images)


class _StatementIndex(msgspec.Struct, frozen=True):
    """Everything, by what an image is found by."""

    basis: ChainBasis
    digests: Digests
    tags: Mapping[tuple[str, str, str], RegistryImage]
    registry_images: Mapping[str, Sequence[RegistryImage]]
    """By digest."""
    attestations: Mapping[str, Sequence[Attestation]]
    """By digest."""
    named: Mapping[str, Sequence[Attestation]]
    """By the name of the repository that they are about."""

    @classmethod
    def of(cls, registries: Sequence[RegistrySnapshot], basis: ChainBasis) -> "_StatementIndex":
        """All of it, judged and indexed once."""
        held = grouped((digest, image) for snapshot in registries for image in snapshot.images for digest in image.digests)
        attestations: dict[str, list[Attestation]] = defaultdict(list)
        named: dict[str, list[Attestation]] = defaultdict(list)
        for attestation in basis.keys.judged([attestation for snapshot in registries for attestation in snapshot.attestations]):
            for name, digest in attestation.subjects:
                attestations[digest].append(attestation)
                reference = parse_reference(name) if name else None
                if reference is not None:
                    named[reference.name].append(attestation)
        return cls(
            basis,
            Digests.of(registries),
            newest_by_tag(registries),
            held,
            attestations,
            named,
        )

    def context(self, image: ImageAsset) -> ImageContext:
        """What is known of one."""
        same = frozenset({*image.digests, *self.digests.same_as(image.digests)})
        about = self.named.get(image.name, ())
        return ImageContext(
            image=image,
            same=same,
            registry_images=_once(
                registry_image for digest in sorted(same) for registry_image in self.registry_images.get(digest, ())
            ),
            tagged=_tagged(image, self.tags),
            attestations=_once(attestation for digest in sorted(same) for attestation in self.attestations.get(digest, ())),
            elsewhere=_once(each for each in about if same.isdisjoint(each.digests) and _is_version(each, image)),
            inventories=self.basis.inventories.get(image.asset_id, ()),
            code=self.basis.code,
        )


def _once(records: Iterable[_T]) -> tuple[_T, ...]:
    """Each once: an index and its platform lead to the same record."""
    return tuple({id(record): record for record in records}.values())


def _tagged(image: ImageAsset, tags: Mapping[tuple[str, str, str], RegistryImage]) -> RegistryImage | None:
    reference = parse_reference(image.asset_id)
    if reference is None or reference.tag is None:
        return None
    return tags.get((reference.registry, reference.repository, reference.tag))


def _is_version(attestation: Attestation, image: ImageAsset) -> bool:
    """Is a statement about this repository about this tag, as far as it names one?"""
    references = (parse_reference(name) for name, _ in attestation.subjects if name)
    return any(
        reference is not None and reference.name == image.name and reference.tag in (None, image.version)
        for reference in references
    )


def worst(attestations: Iterable[Attestation]) -> SignatureStatus:
    """How far statements are to be trusted: one that is verified is enough, and one that is refused is not undone by none."""
    statuses = {attestation.standing for attestation in attestations}
    order = (SignatureStatus.VERIFIED, SignatureStatus.REFUSED, SignatureStatus.PRESENT)
    return next((status for status in order if status in statuses), SignatureStatus.UNSIGNED)
