"""What the evidence knows of one image, gathered for the links of its chain."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from generator.facts.digests import Digests, newest_by_tag
from generator.facts.signatures import Keys
from generator.model.attestation import Attestation, Standing
from generator.model.chain import Admission
from generator.model.evidence import Source
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.images import parse_reference
from generator.model.pipeline import PipelineSnapshot
from generator.model.registry import ReferrerKind, RegistryImage, RegistryReferrer

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainGround:
    """One image with everything that is known of it."""

    image: ImageAsset
    as_of: date
    running: bool
    """The state of a cluster that has it was collected, not only what is declared there."""
    same: frozenset[str]
    """The digests that run, with the indexes and platforms that are the same image."""
    held: tuple[RegistryImage, ...]
    """What registries hold of these digests."""
    tagged: RegistryImage | None
    """What the tag points to in the registry, as the newest file says."""
    said: tuple[Attestation, ...]
    """Statements about these digests, with their standing."""
    elsewhere: tuple[Attestation, ...]
    """Statements about other digests of the image's name."""
    pipelines: tuple[PipelineSnapshot, ...]
    """That build it."""
    any_pipeline: bool
    settings_only: frozenset[str]
    """Paths of scans that looked at settings and not for vulnerabilities."""
    inventories: tuple[Source, ...]
    """Scan-side evidence that lists its packages."""
    weaknesses: int
    admission: Admission | None

    @property
    def registry_read(self) -> bool:
        """Was the image looked up in its registry?"""
        return bool(self.held) or self.tagged is not None

    def referrers(self, kind: ReferrerKind) -> tuple[tuple[RegistryReferrer, Source], ...]:
        """What the registry stores as belonging to these digests."""
        return tuple(
            (one, image.source)
            for image in self.held
            for one in image.referrers
            if one.kind is kind and one.subject in {*self.same, image.digest}
        )

    @property
    def believed(self) -> tuple[Attestation, ...]:
        """Statements whose content may be taken up: never one whose signature does not verify."""
        return tuple(one for one in self.said if one.standing is not Standing.REFUSED)

    @property
    def provenance(self) -> tuple[Attestation, ...]:
        """Of those the statements of origin that are trusted most: where one verifies, what nobody verified says nothing."""
        said = [one for one in self.believed if one.is_provenance]
        verified = [one for one in said if one.standing is Standing.VERIFIED]
        return tuple(verified or said)

    @property
    def labels(self) -> tuple[tuple[Mapping[str, str], Source], ...]:
        """Of each platform's configuration that runs."""
        return tuple(
            (dict(platform.labels), image.source)
            for image in self.held
            for platform in image.platforms
            if platform.digest in self.same and platform.user is not None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainBasis:
    """What is known beside the facts."""

    keys: Keys = field(default_factory=Keys)
    inventories: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)
    """Evidence that lists packages, by asset id."""
    admissions: Mapping[str, Admission] = field(default_factory=dict)
    """What posture says of admission, by asset id."""


def grounds(facts: SystemFacts, basis: ChainBasis) -> tuple[ChainGround, ...]:
    """One per image of the inventory."""
    known = _Known.of(facts, basis)
    return tuple(known.ground(image) for image in facts.inventory)


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything, by what an image is found by."""

    facts: SystemFacts
    basis: ChainBasis
    digests: Digests
    tags: Mapping[tuple[str, str, str], RegistryImage]
    held: Mapping[str, Sequence[RegistryImage]]
    """By digest."""
    said: Mapping[str, Sequence[Attestation]]
    """By digest."""
    named: Mapping[str, Sequence[Attestation]]
    """By the name of the repository that they are about."""
    pipelines: Mapping[str, PipelineSnapshot]
    weaknesses: Mapping[str, int]
    settings_only: frozenset[str]

    @classmethod
    def of(cls, facts: SystemFacts, basis: ChainBasis) -> "_Known":
        """All of it, judged and indexed once."""
        held: dict[str, list[RegistryImage]] = defaultdict(list)
        for image in (image for snapshot in facts.registries for image in snapshot.images):
            for digest in image.digests:
                held[digest].append(image)
        said: dict[str, list[Attestation]] = defaultdict(list)
        named: dict[str, list[Attestation]] = defaultdict(list)
        for one in basis.keys.judged([one for snapshot in facts.registries for one in snapshot.attestations]):
            for name, digest in one.subjects:
                said[digest].append(one)
                reference = parse_reference(name) if name else None
                if reference is not None:
                    named[reference.name].append(one)
        return cls(
            facts,
            basis,
            Digests.of(facts.registries),
            newest_by_tag(facts.registries),
            held,
            said,
            named,
            {one.evidence.path: one for one in facts.pipelines if one.runs},
            Counter(asset.asset_id for weakness in facts.weaknesses for asset in weakness.assets),
            frozenset(one.evidence.path for one in facts.scan_quality if not one.uses_database),
        )

    def ground(self, image: ImageAsset) -> ChainGround:
        """What is known of one."""
        same = frozenset({*image.digests, *self.digests.same_as(image.digests)})
        about = self.named.get(image.name, ())
        return ChainGround(
            image=image,
            as_of=self.facts.as_of,
            running=any(view.running for view in self.facts.clusters if view.name in image.locations),
            same=same,
            held=_once(one for digest in sorted(same) for one in self.held.get(digest, ())),
            tagged=_tagged(image, self.tags),
            said=_once(one for digest in sorted(same) for one in self.said.get(digest, ())),
            elsewhere=_once(one for one in about if same.isdisjoint(one.digests) and _is_version(one, image)),
            pipelines=tuple(self.pipelines[path] for path in image.built_by if path in self.pipelines),
            any_pipeline=bool(self.pipelines),
            settings_only=self.settings_only,
            inventories=self.basis.inventories.get(image.asset_id, ()),
            weaknesses=self.weaknesses.get(image.asset_id, 0),
            admission=self.basis.admissions.get(image.asset_id),
        )


def _once(found: Iterable[_T]) -> tuple[_T, ...]:
    """Each once: an index and its platform lead to the same record."""
    return tuple({id(one): one for one in found}.values())


def _tagged(image: ImageAsset, tags: Mapping[tuple[str, str, str], RegistryImage]) -> RegistryImage | None:
    reference = parse_reference(image.asset_id)
    if reference is None or reference.tag is None:
        return None
    return tags.get((reference.registry, reference.repository, reference.tag))


def _is_version(said: Attestation, image: ImageAsset) -> bool:
    """Is a statement about this repository about this tag, as far as it names one?"""
    references = (parse_reference(name) for name, _ in said.subjects if name)
    return any(one is not None and one.name == image.name and one.tag in (None, image.version) for one in references)


def worst(said: Iterable[Attestation]) -> Standing:
    """How far statements are to be trusted: one that is verified is enough, and one that is refused is not undone by none."""
    found = {one.standing for one in said}
    order = (Standing.VERIFIED, Standing.REFUSED, Standing.PRESENT)
    return next((one for one in order if one in found), Standing.UNSIGNED)
