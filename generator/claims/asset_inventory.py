"""What the cluster evidence says about the inventory (CM-8) and about changes to it (CM-8(3))."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.claims.base import Basis, Voice, cluster_sources
from generator.model.claim import Claim, Support
from generator.text import counted

_VOICE = Voice("asset-inventory", "Inventory of what runs")


@dataclass(frozen=True, slots=True)
class AssetInventory:
    """FedRAMP container guidance v1.0, Asset Management and Inventory Reporting: an id for every class of image that runs."""

    name: str = "asset-inventory"

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`."""
        facts = basis.facts
        if not facts.clusters:
            yield _VOICE.say("CM-8(a)", Support.NOT_COLLECTED, "No cluster inventory was collected.")
            return
        workloads, images = len(facts.workloads), len(facts.inventory)
        digests = sum(bool(image.digests) for image in facts.inventory)
        names = ", ".join(view.name for view in facts.clusters)
        state = "running" if all(view.running for view in facts.clusters) else "declared"
        sources = cluster_sources(facts)
        text = (
            f"The inventory was read from cluster {names}: {counted(workloads, f'{state} workload')} in "
            f"{counted(len({workload.namespace for workload in facts.workloads}), 'namespace')}, which use "
            f"{counted(images, 'image class', 'image classes')}; {digests} of them with the registry digest that runs. "
            "Each image class is one inventory item, named by repository and version, and every workload maps to its image."
        )
        yield _VOICE.say("CM-8(a)", Support.FOUND, text, sources)
        dated = [view.taken.date().isoformat() for view in facts.clusters if view.taken]
        when = f"was collected on {', '.join(sorted(set(dated)))}" if dated else "carries no collection date"
        yield _VOICE.say(
            "CM-8(b)", Support.FOUND, f"The inventory {when} and is written anew from the evidence each time.", sources
        )
        yield from self._drift(basis)

    def _drift(self, basis: Basis) -> Iterable[Claim]:
        comparison = basis.comparison
        if not comparison.compared:
            yield _VOICE.say("CM-8(3)(a)", Support.NOT_COLLECTED, "No machine-readable diagram was collected to compare with.")
            return
        text = (
            f"What runs was compared with what is drawn: in both: {counted(len(comparison.in_both), 'component')}; "
            f"running without being drawn: {counted(len(comparison.cluster_only), 'workload')}; "
            f"drawn with nothing running behind: {counted(len(comparison.diagram_only), 'component')}."
        )
        sources = (*cluster_sources(basis.facts), *(match.source for match in comparison.in_both[:1]))
        against = basis.against("running-not-drawn", "drawn-not-running")
        in_part = bool(comparison.in_both)
        yield _VOICE.say("CM-8(3)(a)", Support.FOUND_NOT_ENFORCING, text, sources, against, in_part=in_part)
