"""What the registry monitor finds: running images that nobody scanned in time, and weaknesses on them that nobody tracks.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Registry Monitoring: containers whose image was not scanned
within 30 days have to be detected, and alarms may serve for that.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.identifiers import ControlId
from generator.model.rating import Rating


class Recorded(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """What stands in the record of a run, under the same names; a later version may say more."""


class AlertKind(StrEnum):
    """Why an alert is raised."""

    NEVER_SCANNED = "image-never-scanned"
    OTHER_DIGEST = "running-digest-not-scanned"
    TOO_OLD = "image-scan-too-old"
    UNTRACKED_EXPLOITED = "exploited-weakness-not-on-the-poam"
    UNTRACKED_LATE = "late-weakness-not-on-the-poam"
    LATE = "weakness-past-due"

    __hash__ = str.__hash__


class AlertedWeakness(Recorded, frozen=True, kw_only=True):
    """The weakness that an alert is about."""

    poam_id: str
    """Of the ledger; the one under which it will be on the POA&M where it is not yet."""
    identifier: str
    title: str
    rating: Rating
    scanner: str
    cves: tuple[str, ...] = ()
    due: date | None = None
    known_exploited: date | None = None
    """CISA's due date."""


class Alert(Recorded, frozen=True, kw_only=True):
    """One thing that somebody has to see to."""

    kind: AlertKind
    image: str
    """Identifier of the image class, as the inventory has it."""
    digests: tuple[str, ...]
    """That run and are concerned."""
    workloads: tuple[str, ...]
    weakness: AlertedWeakness | None = None
    since: date
    """Since when it is so, as far as evidence or an earlier run shows."""
    why: str
    next_step: str
    controls: tuple[ControlId, ...]

    @property
    def key(self) -> str:
        """Equal from run to run."""
        about = self.weakness.poam_id if self.weakness else ""
        return " ".join(part for part in (self.kind.value, self.image, about) if part)


class Delivery(Recorded, frozen=True, kw_only=True):
    """Where an alarm was sent."""

    to: str
    """Without anything secret: `webhook https://alerts.example`."""
    delivered: bool
    said: str
    """`HTTP 200 after 1 try`, or why not."""


class MonitorRun(Recorded, frozen=True, kw_only=True):
    """One run: what was looked at and what was found."""

    taken: datetime
    as_of: date
    system: str
    window: int
    """Days within which an image has to have been scanned."""
    seen: datetime | None
    """When the newest collection of what runs was made."""
    images: int
    """Running image classes."""
    scanned: int
    """Of these: scanned within the window, every digest that runs."""
    items: int
    """Open items of the ledger on them."""
    tracked: bool
    """A POA&M was handed in, so that something can be on it."""
    exploited: date | None
    """The day of CISA's catalogue that was used; None where none was added."""
    alerts: tuple[Alert, ...]
    """Sorted by kind, image and weakness."""
    resolved: tuple[str, ...] = ()
    """Keys of alerts of the run before that are no more."""
    deliveries: tuple[Delivery, ...] = ()
    previous: str = ""
    """SHA-256 of the record of the run before; empty for the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorSnapshot:
    """The record of a run, read back as evidence."""

    evidence: EvidenceFile
    taken: datetime
    run: MonitorRun
