"""What the registry monitor finds: running images that were not scanned in time, and weaknesses on them that are not tracked.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Registry Monitoring: containers whose image was not scanned
within 30 days have to be detected, and alarms may serve for that.
"""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.identifiers import ControlId
from generator.model.rating import Rating


class Recorded(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Fields of the record of a run in JSON, under the same names; a later version may have more."""


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
    """One condition that requires action."""

    kind: AlertKind
    image: str
    """Identifier of the image class, as the inventory has it."""
    digests: tuple[str, ...]
    """Digests that run and that the alert is about."""
    workloads: tuple[str, ...]
    weakness: AlertedWeakness | None = None
    since: date
    """First day of the condition, as far as evidence or an earlier run shows."""
    why: str
    next_step: str
    controls: tuple[ControlId, ...]

    @property
    def key(self) -> str:
        """Identifies the alert across runs."""
        about = self.weakness.poam_id if self.weakness else ""
        return " ".join(part for part in (self.kind.value, self.image, about) if part)


class Delivery(Recorded, frozen=True, kw_only=True):
    """One delivery of the alerts."""

    to: str
    """Without anything secret: `webhook https://alerts.example`."""
    delivered: bool
    detail: str = msgspec.field(name="said")
    """Outcome: `HTTP 200 after 1 try`, or why it was not delivered."""


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
    digests: tuple[str, ...] = ()
    """Every digest that ran, sorted; records of earlier versions do not name them."""
    scanned: int
    """Of these: every digest that runs was scanned within the window."""
    items: int
    """Open items of the ledger on them."""
    tracked: bool
    """A POA&M was handed in, so that something can be on it."""
    exploited: date | None
    """The day of CISA's catalog that was used; None where none was added."""
    alerts: tuple[Alert, ...]
    """Sorted by kind, image and weakness."""
    resolved: tuple[str, ...] = ()
    """Keys of alerts of the previous run that no longer apply."""
    deliveries: tuple[Delivery, ...] = ()
    previous: str = ""
    """SHA-256 of the record of the run before; empty for the first."""


class MonitorSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The record of a run, read back as evidence."""

    evidence: EvidenceFile
    taken: datetime
    run: MonitorRun
