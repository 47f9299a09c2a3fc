"""Alert 2: a weakness on a running image is late or known to be exploited, and neither remediated nor tracked on the POA&M.

The article on container scanning requirements by stackArmor, Registry Monitoring. What the POA&M that was handed in has and
what is not past due is tracked: no alert. An item that waits for a vendor, or whose risk was accepted, is not past due.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

import msgspec

from generator.ledger.item import LedgerItem
from generator.model.facts import ImageAsset, SystemFacts
from generator.model.identifiers import control_ids
from generator.model.monitoring import Alert, AlertedWeakness, AlertKind

_CONTROLS = control_ids("RA-5", "SI-2", "SI-4")
"""RA-5 and SI-4: the article. SI-2: our own mapping."""


class AcceptedItems(msgspec.Struct, frozen=True, kw_only=True):
    """The POA&M of the prior package."""

    open: Collection[str]
    """POA&M IDs of its open items."""
    day: date | None
    """None: none was handed in."""


def untracked(facts: SystemFacts, items: Sequence[LedgerItem], tracked: AcceptedItems) -> Iterator[Alert]:
    """One alert for each running image and weakness."""
    running = {image.asset_id: image for image in facts.running_images}
    for item in items:
        kind = None if item.closed is not None or item.members else _kind(item, tracked)
        if kind is None:
            continue
        for asset in item.assets:
            if asset.asset_id in running:
                yield _alert(kind, item, running[asset.asset_id], asset.first_seen, tracked)


def _kind(item: LedgerItem, tracked: AcceptedItems) -> AlertKind | None:
    if item.poam_id in tracked.open:
        return AlertKind.LATE if item.late else None
    if item.known_exploited is not None:
        return AlertKind.UNTRACKED_EXPLOITED
    return AlertKind.UNTRACKED_LATE if item.late else None


def _alert(kind: AlertKind, item: LedgerItem, image: ImageAsset, first_seen: date | None, tracked: AcceptedItems) -> Alert:
    late_since = item.late_since or (item.due + timedelta(days=1) if item.due is not None else item.detected)
    return Alert(
        kind=kind,
        image=image.asset_id,
        digests=image.digests,
        workloads=image.workloads,
        weakness=AlertedWeakness(
            poam_id=item.poam_id,
            identifier=item.identifier,
            title=item.name,
            rating=item.effective,
            scanner=item.scanner,
            cves=item.cves,
            due=item.due,
            known_exploited=item.known_exploited,
        ),
        since=first_seen or item.detected if kind is AlertKind.UNTRACKED_EXPLOITED else late_since,
        why=" ".join(_why(kind, item, tracked)),
        next_step=_STEPS[kind],
        controls=_CONTROLS,
    )


def _why(kind: AlertKind, item: LedgerItem, tracked: AcceptedItems) -> Iterator[str]:
    if item.known_exploited is not None:
        yield f"It is known to be exploited: CISA's due date is {item.known_exploited}."
    if item.late and (item.late_since is None or item.due is None or item.due < item.late_since):
        yield f"It was to be remediated by {item.due}."
    if kind is not AlertKind.LATE:
        where = f"the POA&M of {tracked.day}" if tracked.day else "a POA&M: none was handed in yet"
        yield f"It is open and not on {where}."
    yield from item.open_because


_STEPS = {
    AlertKind.UNTRACKED_EXPLOITED: "deploy an image without it at once; hand in a POA&M with it where that takes longer",
    AlertKind.UNTRACKED_LATE: "deploy an image without it, or hand in a POA&M with it",
    AlertKind.LATE: "deploy an image without it, or have a deviation approved",
}
