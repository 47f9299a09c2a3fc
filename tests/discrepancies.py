"""Discrepancies for tests: what fails, what somebody waived, and one cause from its subjects."""

from datetime import date

from generator.checks.registry import CHECKS
from generator.model.discrepancy import Discrepancy, DiscrepancySubject, DiscrepancyWaiver
from generator.model.evidence import EvidenceSource

REQUIREMENTS = {check.id: check.requirement for check in CHECKS}


def discrepancy_of(*subjects: DiscrepancySubject, cause: str = "", **changes: object) -> Discrepancy:
    """A cause with these subjects; of one subject with its title and text."""
    first = subjects[0]
    made = {
        "check": first.check,
        "cause": cause or first.name,
        "title": first.title,
        "detail": first.detail,
        "severity": first.severity,
        "next_step": first.next_step,
        "subjects": subjects,
        "waiver": first.waiver,
    }
    return Discrepancy(**(made | changes))  # type: ignore[arg-type]


def fails(check: str, name: str, reason: str = "is wrong", **changes: object) -> DiscrepancySubject:
    """A subject of a check of the registry."""
    """A subject of a check of the registry."""
    requirement = REQUIREMENTS[check]
    made: dict[str, object] = {
        "check": check,
        "name": name,
        "title": f"{name} {reason}",
        "reason": reason,
        "detail": f"{name} {reason}.",
        "controls": requirement.control_ids,
        "severity": requirement.severity,
        "next_step": requirement.fix,
        "sources": (EvidenceSource("a" * 64, f"evidence/{name}.json", "/"), EvidenceSource("b" * 64, "evidence/z.json", name)),
    }
    return DiscrepancySubject(**(made | changes))  # type: ignore[arg-type]


def waiver(check: str, subject: str, expires: date = date(2027, 3, 1)) -> DiscrepancyWaiver:
    """What somebody accepts."""
    return DiscrepancyWaiver(
        check=check, subject=subject, reason="migration", owner="A. Lovelace", expires=expires, place="line 1"
    )
