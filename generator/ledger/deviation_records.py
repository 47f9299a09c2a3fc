"""A deviation of an item: what is asked of the authorizing official, and what came of it."""

from datetime import date
from enum import StrEnum

import msgspec

from generator.ledger.asset_states import Detector
from generator.model.identifiers import Sha256
from generator.model.rating import Rating


class DeviationKind(StrEnum):
    """What may be asked of the authorizing official (Deviation Request Form v2.1; vendor dependencies are tracked, not
    requested)."""

    FALSE_POSITIVE = "false-positive"
    OPERATIONAL_REQUIREMENT = "operational-requirement"
    RISK_ADJUSTMENT = "risk-adjustment"
    VENDOR_DEPENDENCY = "vendor-dependency"


class DeviationStatus(StrEnum):
    """Status of a deviation."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


class FormAnswer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A person's answer to a question of the Deviation Request Form."""

    question: str
    """See `frameworks.deviation_request.Question`."""
    value: str
    """A text, or the word of a metric."""
    why: str = ""
    """The explanation that the form requires of a metric."""


class Deviation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One deviation of one item."""

    kind: DeviationKind
    standing: DeviationStatus
    rationale: str = ""
    submitted: date | None = None
    approver: str = ""
    decided: date | None = None
    evidence: str = ""
    """Path of the decision in the workspace."""
    sha256: Sha256 | None = None
    expires: date | None = None
    """Last day on which the approval holds."""
    adjusted: Rating | None = None
    """Risk adjustment: the rating asked for."""
    product: str = ""
    """Vendor dependency: the product whose fix is awaited."""
    checked_in: date | None = None
    """Vendor dependency: the last time the vendor was asked."""
    released: date | None = None
    """Vendor dependency: the day on which the vendor released a fix."""
    mitigated: date | None = None
    """Vendor dependency: the day the risk was brought down to Moderate."""
    answers: tuple[FormAnswer, ...] = ()
    """For the Deviation Request Form, in its order."""
    scope: tuple[Detector, ...] = ()
    """Of an approval: the detectors and assets that it was given for; empty for all of the item."""
    contested: str = ""
    """Why an approval does not count today: who else sees the weakness, and where. Found anew each time."""

    def holds(self, day: date) -> bool:
        """Approved for all that the item is, and not expired on that day."""
        return self.standing is DeviationStatus.APPROVED and not self.contested and not self.is_expired(day)

    def is_expired(self, day: date) -> bool:
        """The last day on which an approval holds is over."""
        return self.expires is not None and day > self.expires
