"""The chain of every image of the inventory, from commit to running digest. See `chain_links` for the links."""

from generator.facts.chain_ground import ChainBasis, grounds
from generator.facts.chain_links import LINKS
from generator.model.chain import ImageChain
from generator.model.facts import SystemFacts


def chains_of(facts: SystemFacts, basis: ChainBasis) -> tuple[ImageChain, ...]:
    """One per image of the inventory, in its order."""
    return tuple(
        ImageChain(asset_id=ground.image.asset_id, digests=ground.image.digests, links=tuple(rule.of(ground) for rule in LINKS))
        for ground in grounds(facts, basis)
    )
