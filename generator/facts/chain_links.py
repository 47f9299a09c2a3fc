"""What was collected of the chain of each running image, from commit to running digest: its links with evidence of their own.

The other links (pipeline, gates, admission, scan …) are judged by the requirements that ask the same
(`checks.images.chain_verdicts`). A link is broken where the evidence was collected and does not hold it; what was not
collected is not collected, never broken.
"""

from collections.abc import Callable

from generator.facts import chain_origin as origin
from generator.facts import chain_signing as signing
from generator.facts.chain_context import ChainBasis, Found, ImageContext, grounds
from generator.model.chain import ChainEvidence, LinkEvidence, LinkState
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


def _in_registry(context: ImageContext) -> Found:
    """What it holds of the digest that runs; a tag that has moved is stated, and breaks the link where the digest is gone."""
    tagged = context.tagged
    moved = tagged is not None and context.same.isdisjoint(tagged.digests)
    if context.registry_images:
        names = ", ".join(sorted({f"{image.registry}/{image.repository}" for image in context.registry_images}))
        text = f"{names} holds the digest that runs"
        text += f"; its tag points to another one by now ({_short(tagged.digest)})." if tagged and moved else "."
        return Found(LinkState.HOLDS, text, tuple(sorted({image.source for image in context.registry_images})))
    if tagged is None:
        return Found(LinkState.NOT_COLLECTED, "What the registry holds of this image was not collected.", ())
    if not context.same:
        return Found(
            LinkState.NOT_ESTABLISHED,
            f"The tag points to {_short(tagged.digest)}; which digest runs is not known.",
            (tagged.source,),
        )
    if context.image.pinned:
        text = f"The tag points to {_short(tagged.digest)} by now; the registry was not asked for the digest that runs."
        return Found(LinkState.NOT_COLLECTED, text, (tagged.source,))
    text = f"The tag points to {_short(tagged.digest)} in the registry; the digest that runs was not found there."
    return Found(LinkState.BROKEN, text, (tagged.source,))


def _short(digest: str) -> str:
    return f"{digest[:19]}…"


_LINKS: tuple[tuple[str, Callable[[ImageContext], Found]], ...] = (
    ("commit", origin.commit),
    ("provenance", signing.provenance),
    ("signature", signing.signature),
    ("sbom", signing.bill),
    ("registry", _in_registry),
)
