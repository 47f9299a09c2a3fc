"""What makes an agency look harder at a provider: the triggers of continuous monitoring.

FedRAMP's continuous monitoring playbook, "ConMon Performance Management", Table 1 (Agency Performance Management Deficiency
Triggers); FedRAMP Continuous Monitoring Performance Management Guide, section 3.1, Table 2. An agency chooses among them.
"""

from datetime import date
from enum import StrEnum

import msgspec


class Escalation(StrEnum):
    """The least that follows when a trigger is reached."""

    NONE = "not reached"
    DFR = "Detailed Finding Review"
    CAP = "Corrective Action Plan"

    @property
    def rank(self) -> int:
        """0, 1, 2: what a manifest keeps."""
        return list(Escalation).index(self)


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """One trigger on a day."""

    id: str
    """`late-high`."""
    title: str
    level: Escalation | None
    """None where it cannot be said."""
    measured: str
    """What was counted, in words."""
    limit: str
    """From where on it is reached."""
    because: str = ""
    """Why it is as high as it is, or why it cannot be said."""


class TriggerLimits(msgspec.Struct, frozen=True, kw_only=True):
    """`conmon:` in system.yaml; the playbook's own numbers where it says nothing."""

    baseline: int | None = None
    """Unique vulnerabilities at the authorization."""
    baseline_day: date | None = None
    increase_percent: int = 20
    increase_count: int = 10
    unauthenticated_percent: int = 10
    high_items: int = 5
    high_days: tuple[int, int] = (30, 60)
    """Older than so many days: for the review, for the plan."""
    moderate_items: int = 10
    moderate_days: tuple[int, int] = (90, 120)


USUAL_LIMITS = TriggerLimits()
