"""The work that closes an item: its part of each work package, and the plan of a work package that a person confirmed."""

from collections.abc import Sequence
from datetime import date

import msgspec

from generator.text import left_out

_MOST_PACKAGES = 5


class ConfirmedMilestone(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A step of a plan with its day."""

    day: date
    step: str


class ConfirmedPlan(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The plan of one work package, as a named person confirmed it in `decisions/work-packages.yaml`."""

    package: str
    """Id of the work package: `W-1A2B3C4D5E`."""
    owner: str
    """Who does the work."""
    milestones: tuple[ConfirmedMilestone, ...]
    """At least one, by day."""
    by: str
    confirmed: date
    base: str = ""
    """The base on which the image is rebuilt, where it is another than that of today."""
    versions: tuple[tuple[str, str], ...] = ()
    """(software package, version to which it is updated); empty where the plan takes whatever fixes the items."""
    line: int
    """Of the file, for what a person should know about it."""

    @property
    def last(self) -> date:
        """The day of its last milestone."""
        return max(milestone.day for milestone in self.milestones)


class PlannedWork(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one work package does for an item."""

    package: str
    text: str
    """`rebuild reg.example/cart:1.4 on debian:12 with libssl 3.0.1 updated to 3.0.2`."""
    in_part: bool = False
    """It leaves a vulnerable package of the asset as it is, since the scan names no fix of that one."""
    owner: str | None = None
    """Who does it; empty where no person is named. None where it was read from the package of an earlier month."""
    shared: int = 1
    """How many open items it closes."""

    @property
    def sentence(self) -> str:
        """For the remediation plan of the item."""
        shared = [f"shared by {self.shared:,} items"] if self.shared > 1 else []
        owner = [] if self.owner is None else [f"owner: {self.owner}" if self.owner else "owner not named"]
        about = f" ({'; '.join((*owner, *shared))})" if owner or shared else ""
        return f"Work package {self.package}{about}: {self.text}."


def sentences(work: Sequence[PlannedWork]) -> list[str]:
    """One for each, of many the first and how many more there are."""
    more = left_out(len(work) - _MOST_PACKAGES, "work package") if len(work) > _MOST_PACKAGES else ""
    shown = [step.sentence for step in work[:_MOST_PACKAGES]]
    return [*shown, more] if more else shown
