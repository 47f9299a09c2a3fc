"""Every check as documented data: what `atopack checks` lists."""

from dataclasses import dataclass

from generator.checks.base import Check
from generator.checks.posture_check import PostureCheck
from generator.checks.registry import CHECKS
from generator.checks.requirements import requirement_of
from generator.model.identifiers import ControlId
from generator.model.posture import ControlMapping, PostureRequirement


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedControl:
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
    controls: tuple[CitedControl, ...]
    severity: str
    """Of its discrepancies, where what is found does not make one graver or lighter."""
    rationale: str
    fix: str
    reference: str


def documented() -> tuple[Documented, ...]:
    """All of them, in the order in which documents list them."""
    return tuple(_documented(requirement(check)) for check in CHECKS)


def requirement(check: Check) -> PostureRequirement:
    """What a check asks for, whether it is a row of the evidence-to-control table or not."""
    return check.row.requirement if isinstance(check, PostureCheck) else requirement_of(check)


def _documented(posture_requirement: PostureRequirement) -> Documented:
    return Documented(
        id=posture_requirement.id,
        title=posture_requirement.problem,
        area=posture_requirement.area,
        question=posture_requirement.asks,
        controls=tuple(_mapped(control) for control in posture_requirement.controls),
        severity=posture_requirement.severity,
        rationale=posture_requirement.rationale,
        fix=posture_requirement.fix,
        reference=posture_requirement.reference,
    )


def _mapped(mapping: ControlMapping) -> CitedControl:
    return CitedControl(control=mapping.control, by=mapping.by, cci=mapping.cci or None)
