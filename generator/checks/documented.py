"""Every check as documented data, and in words: what `atopack checks` lists."""

import msgspec

from generator.checks.registry import CHECKS
from generator.model.identifiers import ControlId
from generator.model.posture import ControlMapping, PostureRequirement


class CitedControl(msgspec.Struct, frozen=True, kw_only=True):
    """A control, and who says that it belongs to the check."""

    control: ControlId
    by: str
    cci: str | None = None
    """DISA's control correlation identifier of the part that is meant, where known."""


class Documented(msgspec.Struct, frozen=True, kw_only=True):
    """One check."""

    id: str
    title: str
    """Of its discrepancies."""
    area: str
    """Heading of the matrix."""
    question: str
    subjects: str
    """What it is asked of: `images of workloads`."""
    controls: tuple[CitedControl, ...]
    severity: str
    """Of its discrepancies, where what is wrong does not make one graver or lighter."""
    rationale: str
    fix: str
    reference: str


def documented() -> tuple[Documented, ...]:
    """All of them, in the order in which documents list them."""
    return tuple(_documented(check.requirement) for check in CHECKS)


def described(check: Documented) -> tuple[str, ...]:
    """Lines: id and controls, title and question, why, the remediation, which authority names which control, and the source."""
    ccis = [f"{control.control} {control.cci}" for control in check.controls if control.cci]
    return (
        f"{check.id}  ({', '.join(control.control for control in check.controls)})",
        f"  {check.title}. {check.question}",
        f"  Of:     {check.subjects}",
        f"  Why:    {check.rationale}",
        f"  Fix:    {check.fix}",
        f"  By:     {_mapping(check.controls)}",
        *((f"  CCI:    {', '.join(ccis)}",) if ccis else ()),
        f"  Source: {check.reference}",
    )


def _mapping(controls: tuple[CitedControl, ...]) -> str:
    sources = dict.fromkeys(each.by for each in controls)
    return "; ".join(f"{', '.join(each.control for each in controls if each.by == by)}: {by}" for by in sources)


def _documented(requirement: PostureRequirement) -> Documented:
    return Documented(
        id=requirement.id,
        title=requirement.problem,
        area=requirement.area,
        question=requirement.asks,
        subjects=requirement.subjects[1],
        controls=tuple(_mapped(control) for control in requirement.controls),
        severity=requirement.severity,
        rationale=requirement.rationale,
        fix=requirement.fix,
        reference=requirement.reference,
    )


def _mapped(mapping: ControlMapping) -> CitedControl:
    return CitedControl(control=mapping.control, by=mapping.by, cci=mapping.cci or None)
