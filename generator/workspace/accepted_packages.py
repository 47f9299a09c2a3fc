"""The packages that were handed in: what their manifests count, for the chart and for what recurs."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from generator.ledger.trend import count_of
from generator.model.trend import DayCount
from generator.oscal.poam_reading import read_poam
from generator.seal import manifest as seal
from generator.workspace.folder import Workspace
from generator.workspace.prior_package import FOLDER, PLAN

_KEYS = ("open_high", "open_moderate", "open_low", "open_late")


class AcceptedPackage(msgspec.Struct, frozen=True, kw_only=True):
    """One accepted package."""

    count: DayCount
    counts: Mapping[str, int]
    """All that its manifest counts."""


def accepted_packages(workspace: Workspace, as_of: date) -> tuple[AcceptedPackage, ...]:
    """Accepted packages of before the day, oldest first.

    Raises:
        ConfigError: a manifest or a plan among them cannot be read.
    """
    found = []
    for folder in sorted((workspace.root / FOLDER).glob("????-??-??")):
        manifest = seal.read(folder) if folder.is_dir() and not folder.is_symlink() else None
        if manifest is None or not folder.name < as_of.isoformat() or manifest.as_of != folder.name:
            continue
        found.append(AcceptedPackage(count=_count(workspace, manifest), counts=manifest.counts))
    return tuple(found)


def trend_counts(today: Iterable[DayCount]) -> dict[str, int]:
    """What a manifest says of its package, so that later ones need not read the plan."""
    rows = (zip(_KEYS, (day_count.high, day_count.moderate, day_count.low, day_count.late), strict=True) for day_count in today)
    return {key: number for row in rows for key, number in row}


def _count(workspace: Workspace, manifest: seal.PackageManifest) -> DayCount:
    day = date.fromisoformat(manifest.as_of)
    if all(key in manifest.counts for key in _KEYS):
        high, moderate, low, late = (manifest.counts[key] for key in _KEYS)
        return DayCount(day=day, high=high, moderate=moderate, low=low, late=late)
    place = f"{FOLDER}/{manifest.as_of}/{PLAN}"
    return count_of(read_poam((workspace.root / place).read_bytes(), where=place).items, day)
