"""A tag means another image than the one that runs under it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.checks.base import CheckEvidence
from generator.checks.mapping import mapped
from generator.facts.digests import Digests, cloud_tags, newest_by_tag
from generator.model.comparison import Discrepancy
from generator.model.facts import ImageAsset
from generator.model.identifiers import ControlId, control_ids
from generator.model.images import parse_reference
from generator.model.posture import PostureRequirement
from generator.model.registry import RegistryImage
from generator.model.scan import Severity

_REQUIREMENT = PostureRequirement(
    id="tag-moved",
    area="Build pipeline",
    title="A tag means one image everywhere",
    problem="Tag moved under what runs",
    asks="Does every tag mean one image, in all places where it runs and in the registry?",
    rationale="A tag that means two images lets something run under a name for which it was not approved.",
    fix="Name the image by digest and roll it out again, so that the same bytes run everywhere.",
    reference="FedRAMP's container guidance asks that what was scanned is what is deployed",
    controls=mapped(ours="CM-2 CM-3 SI-7"),
    subjects=("image that runs", "images that run"),
    severity=Severity.MODERATE,
)


@dataclass(frozen=True, slots=True)
class TagMoved:
    """See `Check`."""

    id: str = "tag-moved"
    title: str = "Tag moved under what runs"
    question: str = "Does every tag mean one image, in all places where it runs and in the registry?"
    controls: tuple[ControlId, ...] = control_ids("CM-2", "CM-3", "SI-7")
    source: str = "FedRAMP's container guidance asks that what was scanned is what is deployed"

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        known = any(image.running and image.digests for image in evidence.facts.images)
        return None if known else "what runs in the cluster, with the digests of its images"

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy]:
        """See `Check.run`."""
        digests = Digests.of(evidence.facts.registries)
        tags = {**cloud_tags(evidence.facts.clouds), **newest_by_tag(evidence.facts.registries)}
        for image in evidence.facts.inventory:
            if not image.running or not image.version or image.pinned:
                continue
            reference = parse_reference(image.asset_id)
            stored = tags.get((reference.registry, reference.repository, image.version)) if reference else None
            if stored is not None and not _blind(stored) and not set(image.digests) <= {*stored.digests}:
                yield self._of(image, _stored(image, stored), stored)
            elif (stored is None or _blind(stored)) and len(_different(image.digests, digests)) > 1:
                yield self._of(image, _several(image))

    def _of(self, image: ImageAsset, detail: str, stored: RegistryImage | None = None) -> Discrepancy:
        return Discrepancy(
            check=self.id,
            subject=image.asset_id,
            title=f"{image.asset_id}: the tag {'points to another image' if stored else 'stands for several digests'}",
            detail=detail,
            controls=self.controls,
            severity=Severity.MODERATE,
            next_step="Name the image by digest and roll it out again, so that the same bytes run everywhere.",
            asset_ids=(image.asset_id,),
            sources=(*image.sources[:3], *((stored.source,) if stored else ())),
        )


def _blind(stored: RegistryImage) -> bool:
    """An index whose contents are not known: a digest that runs may be one of its platforms."""
    return stored.is_index and not stored.platforms


def _different(digests: Sequence[str], known: Digests) -> list[str]:
    """Without digests that name an image of which another one is there: platforms of one index are one release."""
    sentences: list[str] = []
    for digest in digests:
        if not any(known.siblings(digest, other) or other in known.related(digest) for other in sentences):
            sentences.append(digest)
    return sentences


def _stored(image: ImageAsset, stored: RegistryImage) -> str:
    runs = [digest for digest in image.digests if digest not in stored.digests]
    return (
        f"{_short(runs)} runs as {image.asset_id}, while the registry's tag points to {_short([stored.digest])}: whoever pulls "
        "the tag now gets another image, and a scan of the tag is no scan of what runs."
    )


def _several(image: ImageAsset) -> str:
    return (
        f"{_short(image.digests)} run as {image.asset_id}: the tag was moved between two starts, or nodes of different "
        "architecture run it, which the registry's index would show (`atopack collect registry`)."
    )


def _short(digests: Sequence[str]) -> str:
    return ", ".join(f"{digest[:19]}…" for digest in digests)
