"""What the registry holds of the digest that runs."""

from generator.facts.chain_context import Found, ImageContext
from generator.model.chain import LinkState


def registry(context: ImageContext) -> Found:
    """By digest; a tag that has moved is stated, and breaks the link where the digest is no longer there."""
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
