"""What every check found, before it is spread over documents."""

from dataclasses import dataclass

from generator.checks.base import Check, Unanswered
from generator.model.comparison import Discrepancy


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAnswer:
    """One check over the evidence."""

    check: Check
    missing: str | None
    """What has to be collected before it can be made; None where it was made."""
    discrepancies: tuple[Discrepancy, ...] = ()
    """Sorted by subject."""
    unanswered: tuple[Unanswered, ...] = ()
    """What it could not be asked of."""
