"""The last links: what the registry holds, what admission decides, what runs, what was scanned and what is tracked."""

from generator.facts.chain_ground import ChainGround, Found
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.chain import LinkState

_MOST = 3


def registry(ground: ChainGround) -> Found:
    """By digest; a tag that has moved is stated, and breaks the link where the digest is not there any more."""
    tagged = ground.tagged
    moved = tagged is not None and ground.same.isdisjoint(tagged.digests)
    if ground.held:
        names = ", ".join(sorted({f"{one.registry}/{one.repository}" for one in ground.held}))
        text = f"{names} holds the digest that runs"
        text += f"; its tag points to another one by now ({_short(tagged.digest)})." if tagged and moved else "."
        return LinkState.HOLDS, text, tuple(sorted({one.source for one in ground.held}))
    if tagged is None:
        return LinkState.NOT_COLLECTED, "What the registry holds of this image was not collected.", ()
    if not ground.same:
        return (
            LinkState.UNVERIFIED,
            f"The tag points to {_short(tagged.digest)}; which digest runs is not known.",
            (tagged.source,),
        )
    if ground.image.pinned:
        text = f"The tag points to {_short(tagged.digest)} by now; the registry was not asked for the digest that runs."
        return LinkState.NOT_COLLECTED, text, (tagged.source,)
    text = f"The tag points to {_short(tagged.digest)} in the registry; the digest that runs was not found there."
    return LinkState.BROKEN, text, (tagged.source,)


def admission(ground: ChainGround) -> Found:
    """As posture says it."""
    said = ground.admission
    if said is None:
        return LinkState.NOT_COLLECTED, "No evidence of admission control for this image was read.", ()
    states = {True: LinkState.HOLDS, False: LinkState.BROKEN, None: LinkState.UNVERIFIED}
    return states[said.enforcing], said.text, said.sources


def workloads(ground: ChainGround) -> Found:
    """The digest as pods report it, else as manifests pin it."""
    image = ground.image
    names = ", ".join(image.workloads[:_MOST]) + (
        f" and {len(image.workloads) - _MOST} more" if image.workloads[_MOST:] else ""
    )
    if not image.running:
        return LinkState.NOT_COLLECTED, "What runs was not collected.", ()
    if not image.digests:
        return LinkState.UNVERIFIED, f"{names} use it; which digest runs is not known.", image.sources[:1]
    digests = ", ".join(_short(one) for one in image.digests[:_MOST])
    if not ground.running:
        return LinkState.UNVERIFIED, f"{names} declare it ({digests}); what runs was not collected.", image.sources[:1]
    return LinkState.HOLDS, f"{digests} runs in {names}.", image.sources[:1]


def inventory(ground: ChainGround) -> Found:
    """Every image of the inventory is one row: written from the same facts."""
    shown = "with its digest" if ground.image.digests else "without a digest"
    return LinkState.HOLDS, f"It is the inventory item {ground.image.asset_id}, {shown}.", ground.image.sources[:1]


def scan(ground: ChainGround) -> Found:
    """The newest scan for vulnerabilities that could look at a digest that runs; measuring settings is none."""
    image = ground.image
    scans = [one for one in image.scans if one.assessed and one.evidence.path not in ground.settings_only]
    if not scans:
        return LinkState.BROKEN, "No scan could look at it.", image.sources[:1]
    covering = [one for one in scans if one.covers(image.digests)]
    sources = tuple(sorted({one.evidence.source for one in covering or scans}))
    if not covering:
        return LinkState.BROKEN, "The scans looked at another digest than the one that runs.", sources
    days = [one.taken.date() for one in covering if one.taken]
    if not days:
        return LinkState.BROKEN, "Its scans carry no date.", sources
    age = (ground.as_of - max(days)).days
    names = ", ".join(sorted({one.scanner.name for one in covering}))
    state = LinkState.HOLDS if age <= SCAN_WINDOW_DAYS else LinkState.BROKEN
    return state, f"Scanned by {names}, last on {max(days).isoformat()} ({age} days before the day of this package).", sources


def items(ground: ChainGround) -> Found:
    """Every open weakness is an item: the plan is written from the same facts."""
    if not any(one.scanned for one in ground.image.scans):
        return LinkState.NOT_COLLECTED, "Nothing is known of its weaknesses: no scan could look at it.", ()
    count = ground.weaknesses
    sources = tuple(sorted({one.evidence.source for one in ground.image.scans if one.assessed}))
    if not count:
        return LinkState.HOLDS, "No weakness is open on it.", sources
    return LinkState.HOLDS, f"{count} open {'weakness' if count == 1 else 'weaknesses'}, each an item of the plan.", sources


def _short(digest: str) -> str:
    return f"{digest[:19]}…"
