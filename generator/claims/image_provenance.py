"""What running images say about where they come from: pinned digests (CM-2, SI-7) and approved registries (CM-6, SR-3)."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.claims.base import Basis, Voice, cluster_sources
from generator.facts.builds import built_here
from generator.model.claim import Claim, Support
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.text import counted

_VOICE = Voice("image-provenance", "Images that run")


@dataclass(frozen=True, slots=True)
class ImageProvenance:
    """FedRAMP container guidance v1.0, Hardened Images; the controls for pinning are our own mapping."""

    name: str = "image-provenance"

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`."""
        facts = basis.facts
        if not facts.clusters or not facts.inventory:
            return
        sources, own = cluster_sources(facts), built_here(facts, named=True)
        built = sum(image.asset_id in own for image in facts.inventory)
        total = len(facts.inventory) - built
        pinned = sum(image.pinned and image.asset_id not in own for image in facts.inventory)
        whole, runs = _nature(facts)
        support = whole if pinned == len(facts.inventory) else Support.FOUND_NOT_ENFORCING
        classes = f"{counted(total, 'image class', 'image classes')} {runs}"
        text = f"{pinned} of {classes} {'is' if pinned == 1 else 'are'} referenced by digest in every workload."
        text += f" {built} more {'is' if built == 1 else 'are'} built from source on the spot." if built else ""
        against = basis.against("image-not-pinned")
        for where in ("CM-2(a)", "SI-7(a)"):
            yield _VOICE.say(where, support, text, sources, against, in_part=pinned > 0)
        yield from self._registries(basis, sources)

    def _registries(self, basis: Basis, sources: tuple[EvidenceSource, ...]) -> Iterable[Claim]:
        if not basis.system.approved_registries:
            text = "No list of approved registries is stated, so whether images are from approved registries was not judged."
            yield _VOICE.say("CM-6(c)", Support.NOT_COLLECTED, text)
            return
        images = basis.facts.inventory
        approved = sum(image.approved_registry is True for image in images)
        whole, runs = _nature(basis.facts)
        support = whole if approved == len(images) else Support.FOUND_NOT_ENFORCING
        classes = f"{counted(len(images), 'image class', 'image classes')} {runs}"
        registries = ", ".join(basis.system.approved_registries)
        text = f"The references of {approved} of {classes} name an approved registry ({registries})."
        against = basis.against("registry-not-approved")
        for where in ("CM-6(c)", "SR-3(a)"):
            yield _VOICE.say(where, support, text, sources, against, in_part=approved > 0)


def _nature(facts: SystemFacts) -> tuple[Support, str]:
    """What a reference is worth: read from what runs, or from manifests that declare it."""
    running = [view.running for view in facts.clusters]
    if all(running):
        return Support.OBSERVED, "that run"
    return Support.FOUND, "that run or are declared" if any(running) else "that manifests declare"
