"""The last links: what the registry holds, what admission decides, what runs, what was scanned and what is tracked."""

from generator.facts.chain_context import Found, ImageContext
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.chain import LinkState

_MOST = 3


def registry(context: ImageContext) -> Found:
    """By digest; a tag that has moved is stated, and breaks the link where the digest is not there any more."""
    tagged = context.tagged
    moved = tagged is not None and context.same.isdisjoint(tagged.digests)
    if context.registry_images:
        names = ", ".join(sorted({f"{image.registry}/{image.repository}" for image in context.registry_images}))
        text = f"{names} holds the digest that runs"
        text += f"; its tag points to another one by now ({_short(tagged.digest)})." if tagged and moved else "."
        return LinkState.HOLDS, text, tuple(sorted({image.source for image in context.registry_images}))
    if tagged is None:
        return LinkState.NOT_COLLECTED, "What the registry holds of this image was not collected.", ()
    if not context.same:
        return (
            LinkState.UNVERIFIED,
            f"The tag points to {_short(tagged.digest)}; which digest runs is not known.",
            (tagged.source,),
        )
    if context.image.pinned:
        text = f"The tag points to {_short(tagged.digest)} by now; the registry was not asked for the digest that runs."
        return LinkState.NOT_COLLECTED, text, (tagged.source,)
    text = f"The tag points to {_short(tagged.digest)} in the registry; the digest that runs was not found there."
    return LinkState.BROKEN, text, (tagged.source,)


def admission(context: ImageContext) -> Found:
    """As posture says it."""
    decision = context.admission
    if decision is None:
        return LinkState.NOT_COLLECTED, "No evidence of admission control for this image was read.", ()
    states = {True: LinkState.HOLDS, False: LinkState.BROKEN, None: LinkState.UNVERIFIED}
    return states[decision.enforcing], decision.text, decision.sources


def workloads(context: ImageContext) -> Found:
    """The digest as pods report it, else as manifests pin it."""
    image = context.image
    names = ", ".join(image.workloads[:_MOST]) + (
        f" and {len(image.workloads) - _MOST} more" if image.workloads[_MOST:] else ""
    )
    if not image.running:
        return LinkState.NOT_COLLECTED, "What runs was not collected.", ()
    if not image.digests:
        return LinkState.UNVERIFIED, f"{names} use it; which digest runs is not known.", image.sources[:1]
    digests = ", ".join(_short(digest) for digest in image.digests[:_MOST])
    if not context.running:
        return LinkState.UNVERIFIED, f"{names} declare it ({digests}); what runs was not collected.", image.sources[:1]
    return LinkState.HOLDS, f"{digests} runs in {names}.", image.sources[:1]


def inventory(context: ImageContext) -> Found:
    """Every image of the inventory is one row: written from the same facts."""
    shown = "with its digest" if context.image.digests else "without a digest"
    return LinkState.HOLDS, f"It is the inventory item {context.image.asset_id}, {shown}.", context.image.sources[:1]


def scan(context: ImageContext) -> Found:
    """The newest scan for vulnerabilities that could look at a digest that runs; measuring settings is none."""
    image = context.image
    scans = [
        asset_scan
        for asset_scan in image.scans
        if asset_scan.assessed and asset_scan.evidence.path not in context.settings_only
    ]
    if not scans and not image.scans:
        return LinkState.NOT_COLLECTED, "No scan of it was collected.", ()
    if not scans:
        tried = tuple(sorted({asset_scan.evidence.source for asset_scan in image.scans}))
        return LinkState.BROKEN, "No scan for vulnerabilities could look at it.", tried
    covering = [asset_scan for asset_scan in scans if asset_scan.covers(image.digests)]
    sources = tuple(sorted({asset_scan.evidence.source for asset_scan in covering or scans}))
    if not covering:
        return LinkState.BROKEN, "The scans looked at another digest than the one that runs.", sources
    days = [asset_scan.taken.date() for asset_scan in covering if asset_scan.taken]
    if not days:
        return LinkState.UNVERIFIED, "Its scans carry no date.", sources
    age = (context.as_of - max(days)).days
    names = ", ".join(sorted({asset_scan.scanner.name for asset_scan in covering}))
    state = LinkState.HOLDS if age <= SCAN_WINDOW_DAYS else LinkState.BROKEN
    named = all(asset_scan.digests for asset_scan in covering) and bool(image.digests)
    by_name = "" if named else " The scan or the inventory names no digest, so that it may have looked at another image."
    text = f"Scanned by {names}, last on {max(days).isoformat()} ({age} days before the as-of date).{by_name}"
    return (LinkState.UNVERIFIED if by_name and state is LinkState.HOLDS else state), text, sources


def items(context: ImageContext) -> Found:
    """Every open weakness is an item: the plan is written from the same facts."""
    if not any(asset_scan.scanned for asset_scan in context.image.scans):
        return LinkState.NOT_COLLECTED, "Nothing is known of its weaknesses: no scan could look at it.", ()
    count = context.weaknesses
    sources = tuple(sorted({asset_scan.evidence.source for asset_scan in context.image.scans if asset_scan.assessed}))
    if not count:
        return LinkState.HOLDS, "No weakness is open on it.", sources
    return LinkState.HOLDS, f"{count} open {'weakness' if count == 1 else 'weaknesses'}, each an item of the plan.", sources


def _short(digest: str) -> str:
    return f"{digest[:19]}…"
