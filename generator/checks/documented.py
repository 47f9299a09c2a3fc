"""Every check as documented data: what `atopack checks` lists."""

from dataclasses import dataclass

from generator.checks.asked import requirement_of
from generator.checks.base import Check
from generator.checks.posture_check import PostureCheck
from generator.checks.registry import CHECKS
from generator.model.identifiers import ControlId
from generator.model.posture import ControlMapping, Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSaid:
    """A control, and who says that it belongs to the check."""

    control: ControlId
    by: str
    cci: str | None = None
    """DISA's control correlation identifier of the part that is meant, where known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documented:
    """One check."""

    id: str
    title: str
    """Of its discrepancies."""
    area: str
    """Heading of the matrix."""
    question: str
    controls: tuple[ControlSaid, ...]
    severity: str
    """Of its discrepancies, where what is found does not make one graver or lighter."""
    rationale: str
    fix: str
    reference: str


def documented() -> tuple[Documented, ...]:
    """All of them, in the order in which documents list them."""
    return tuple(_documented(requirement(check)) for check in CHECKS)


def requirement(check: Check) -> Requirement:
    """What a check asks for, whether it is a row of the evidence-to-control table or not."""
    return check.row.requirement if isinstance(check, PostureCheck) else requirement_of(check)


def _documented(asked: Requirement) -> Documented:
    return Documented(
        id=asked.id,
        title=asked.problem,
        area=asked.area,
        question=asked.asks,
        controls=tuple(_mapped(one) for one in asked.controls),
        severity=asked.severity,
        rationale=asked.rationale,
        fix=asked.fix,
        reference=asked.reference,
    )


def _mapped(one: ControlMapping) -> ControlSaid:
    return ControlSaid(control=one.control, by=one.by, cci=one.cci or None)
