"""What images are hardened by: the benchmark that applies to each, and Iron Bank's manifests (CM-6, SI-7).

How far they are hardened is judged, and said by the verdicts alone (`image_hardening`). FedRAMP container guidance v1.0,
Hardened Images; which benchmark: FedRAMP Rev5 baselines, CM-6(a) Requirement 1.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from generator.claims.base import Basis, Voice
from generator.claims.mechanisms import HARDENED_IMAGES
from generator.model.claim import Claim, Support
from generator.model.draft_statement import DraftStatement, PlanSentence
from generator.model.evidence import EvidenceSource
from generator.model.hardening import ImageHardening
from generator.text import agreeing, counted

_VOICE = Voice("hardening-guides", "Hardened images")


class HardeningGuides(msgspec.Struct, frozen=True):
    """See `Topic`."""

    name: str = "hardening-guides"

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`."""
        images = basis.facts.hardening
        if images:
            yield _benchmarks(images, basis)
            yield from _manifests(images)


def _benchmarks(images: tuple[ImageHardening, ...], basis: Basis) -> Claim:
    fitting = [image.shown_benchmark for image in images if image.shown_benchmark]
    shown = [benchmark for benchmark in fitting if benchmark.name]
    chosen, nameless = Counter(benchmark.kind.value for benchmark in shown), len(fitting) - len(shown)
    accepted = sorted({benchmark.accepted_by for benchmark in shown if benchmark.accepted_by})
    known, by_name = len(shown), sum(image.benchmark is not None and image.shown_benchmark is None for image in images)
    if not fitting and not by_name:
        return _VOICE.say("CM-6(a)", Support.NOT_COLLECTED, f"The operating system is known for 0 of {_classes(len(images))}.")
    kinds = f" ({_listed(chosen)})" if chosen else ""
    text = f"For {known} of {_classes(len(images))} the benchmark that applies is known{kinds}."
    if nameless:
        text += f" For {nameless} of {len(images)} no published benchmark fits, and none of the provider's own is named."
    if by_name:
        text += f" For {by_name} of {len(images)} the scan that names the operating system is not shown to have looked at the "
        text += "digest that runs."
    if len(fitting) + by_name < len(images):
        text += f" For {len(images) - len(fitting) - by_name} of {len(images)} the operating system is not known."
    if accepted:
        text += f" The provider states that custom benchmarks were accepted by {', '.join(accepted)}."
    return _VOICE.say("CM-6(a)", Support.CONTEXT, text, _sources(images, basis))


def _manifests(images: tuple[ImageHardening, ...]) -> Iterator[Claim]:
    """Nothing is said where none was collected: only Iron Bank's images have one."""
    having = [image for image in images if image.manifests]
    manifests = [manifest for hardening in having for manifest in hardening.manifests]
    if not manifests:
        return
    missing = sum(bool(manifest.missing) for manifest in manifests)
    fetched, unchecked = (
        sum(manifest.resources for manifest in manifests),
        sum(len(manifest.unchecked) for manifest in manifests),
    )
    sources = tuple(dict.fromkeys(manifest.source for manifest in manifests))
    every = len(having) == len(images)
    text = f"Iron Bank hardening manifests were collected for {len(having)} of {_classes(len(images))}: "
    lack = f"{len(manifests) - missing} of {counted(len(manifests), 'manifest')} have every part that Iron Bank asks for."
    support = Support.FOUND_NOT_ENFORCING if missing else Support.FOUND if every else Support.NOT_ESTABLISHED
    statement = None if missing else _from_manifests(len(having), len(images), sources)
    yield _VOICE.say("CM-6(b)", support, text + lack, sources, in_part=missing < len(manifests), statement=statement)
    if fetched:
        held = f"of {counted(fetched, 'resource')} that they fetch, {fetched - unchecked} are pinned by a checksum or digest."
        support = Support.FOUND_NOT_ENFORCING if unchecked else Support.FOUND if every else Support.NOT_ESTABLISHED
        yield _VOICE.say("SI-7(a)", support, text + held, sources, in_part=unchecked < fetched)


def _from_manifests(having: int, images: int, sources: tuple[EvidenceSource, ...]) -> DraftStatement:
    built = f"{having:,} of the {counted(images, 'image')} {agreeing(having, 'is', 'are')}"
    text = f"{built} built from an Iron Bank hardening manifest with every part that Iron Bank asks for."
    sentences = (PlanSentence(text=text, sources=sources),)
    return DraftStatement(key="hardening-manifests", mechanism=HARDENED_IMAGES, sentences=sentences)


def _classes(number: int) -> str:
    return counted(number, "image class in the inventory", "image classes in the inventory")


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))


def _sources(images: Iterable[ImageHardening], basis: Basis) -> tuple[EvidenceSource, ...]:
    """Where that was read; of what only the name of the image tells, where the image runs."""
    ids = {image.asset_id: image.sources for image in images}
    own = [source for sources in ids.values() for source in sources]
    runs = (source for image in basis.facts.running_images if image.asset_id in ids for source in image.sources)
    return tuple(dict.fromkeys(own or runs))
