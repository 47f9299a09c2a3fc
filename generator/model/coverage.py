"""Which assets scans looked at, which they did not, and what they looked at beside: the join of inventory and scans."""

from datetime import date

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.identifiers import AssetId
from generator.model.scan import TargetKind


class AssetCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """Assets of one kind, each in exactly one of `latest`, `by_name`, `older` and `never`."""

    kind: str
    """`image`, or the kind of another asset."""
    total: int
    latest: int
    """Scans of the last 30 days looked at it: of an image, at every digest that runs."""
    by_name: int
    """Scans of the last 30 days name the image, and are not shown to have looked at every digest that runs."""
    older: int
    """The newest scan is older, or nothing says when it was."""
    never: int
    """No scan that could look."""
    unauthenticated: int
    """Of those scanned, those of which a scanner says that it did not log in."""


class UnmatchedTarget(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was scanned and is none of the system's assets."""

    name: str
    kind: TargetKind
    scanner: str
    day: date | None
    """Of the newest scan that looked at it; of a report without its own date the day of collection, None without either."""
    dated: bool = True
    """Is `day` the scan's own?"""
    shared_by: tuple[AssetId, ...] = ()
    """Assets that have this name or address, where several do; sorted."""
    source: EvidenceSource
    nearest: tuple[AssetId, ...] = ()
    """Assets with a similar name, the most similar first: for a person to decide."""


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One class of a sampling plan: assets that are made alike, and which of them are scanned for all."""

    assets: str
    """The pattern that names them."""
    members: tuple[str, ...]
    """Sorted."""
    selected: tuple[str, ...]
    """Sorted; all that can be reached from outside, and of the others as many as the plan asks for."""
    variance: tuple[str, ...]
    """In what the members differ although they should be alike; empty where no evidence shows a difference."""
    place: str
    """Where the plan says so: file and line."""
