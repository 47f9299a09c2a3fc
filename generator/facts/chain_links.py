"""What was collected of the chain of each running image, from commit to running digest: its links with evidence of their own.

The other links (pipeline, gates, admission, scan …) are judged by the requirements that ask the same
(`checks.images.chain_verdicts`). A link is broken where the evidence was collected and does not hold it; what was not
collected is not collected, never broken.
"""

from collections.abc import Callable

from generator.facts import chain_origin as origin
from generator.facts import chain_running as running
from generator.facts import chain_signing as signing
from generator.facts.chain_context import ChainBasis, Found, ImageContext, grounds
from generator.model.chain import ChainEvidence, LinkEvidence
from generator.model.facts import SystemFacts


def chains_of(facts: SystemFacts, basis: ChainBasis) -> tuple[ChainEvidence, ...]:
    """One per image that runs, in the order of the inventory."""
    return tuple(
        ChainEvidence(
            asset_id=context.image.asset_id,
            digests=context.image.digests,
            links=tuple(_evidence(name, look, context) for name, look in _LINKS),
            provenance=tuple(each for each in context.attestations if each.is_provenance),
        )
        for context in grounds(facts, basis)
    )


def _evidence(name: str, look: Callable[[ImageContext], Found], context: ImageContext) -> LinkEvidence:
    link = look(context)
    return LinkEvidence(id=name, state=link.state, text=link.text, sources=link.sources, fault=link.fault)


_LINKS: tuple[tuple[str, Callable[[ImageContext], Found]], ...] = (
    ("commit", origin.commit),
    ("provenance", signing.provenance),
    ("signature", signing.signature),
    ("sbom", signing.bill),
    ("registry", running.registry),
)
