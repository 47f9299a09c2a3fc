"""Images across systems: the same digest in two boundaries is one image with the exposure of both."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from generator.fleet.system_summary import FleetItem, ImageUse, SystemSummary
from generator.model.rating import Rating


class WeaknessCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Weaknesses, each once however many systems have it, by the highest rating that one of them gives it."""

    high: int
    moderate: int
    low: int
    known_exploited: int


class ImageExposure(msgspec.Struct, frozen=True, kw_only=True):
    """One image in all systems."""

    digest: str
    """Empty where no evidence names one: such an image is joined by its name alone."""
    names: tuple[str, ...]
    systems: tuple[str, ...]
    """Ids, sorted."""
    workloads: int
    weaknesses: WeaknessCounts
    items: int
    """Open POA&M items in all systems."""
    never_scanned: tuple[str, ...]
    """Systems in which no scan looked at it."""


def counts_of(items: Iterable[FleetItem]) -> WeaknessCounts:
    """Of items of any number of systems."""
    ratings: dict[str, Rating] = {}
    exploited: set[str] = set()
    for item in items:
        known = ratings.get(item.weakness)
        ratings[item.weakness] = item.rating if known is None or item.rating.is_above(known) else known
        exploited |= {item.weakness} if item.known_exploited else set()
    rated = list(ratings.values())
    return WeaknessCounts(
        high=rated.count(Rating.HIGH),
        moderate=rated.count(Rating.MODERATE),
        low=rated.count(Rating.LOW),
        known_exploited=len(exploited),
    )


def urgency(counts: WeaknessCounts) -> tuple[int, int, int, int]:
    """What rows are sorted by: known exploited weaknesses first, then by rating."""
    return -counts.known_exploited, -counts.high, -counts.moderate, -counts.low


def image_exposures(systems: Sequence[SystemSummary]) -> tuple[ImageExposure, ...]:
    """The most exposed first. A class that runs with several digests is in the row of each."""
    uses: dict[tuple[str, str], list[tuple[SystemSummary, ImageUse]]] = defaultdict(list)
    for system in systems:
        for image in system.images:
            for key in [(digest, "") for digest in image.digests] or [("", image.asset_id)]:
                uses[key].append((system, image))
    exposures = [_exposure(digest, rows) for (digest, _), rows in uses.items()]
    return tuple(
        sorted(
            exposures,
            key=lambda row: (urgency(row.weaknesses), -len(row.systems), -row.workloads, row.names, row.digest),
        )
    )


def _exposure(digest: str, rows: Sequence[tuple[SystemSummary, ImageUse]]) -> ImageExposure:
    items = {(system.id, poam_id): system.items[poam_id] for system, image in rows for poam_id in image.items}
    scanned = {system.id for system, image in rows if image.scanned}
    return ImageExposure(
        digest=digest,
        names=tuple(sorted({image.asset_id for _, image in rows})),
        systems=tuple(sorted({system.id for system, _ in rows})),
        workloads=sum(image.workloads for _, image in rows),
        weaknesses=counts_of(items.values()),
        items=len(items),
        never_scanned=tuple(sorted({system.id for system, _ in rows} - scanned)),
    )
