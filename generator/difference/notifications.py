"""Significant Change Notifications as JSON (SCN-CSO-INF; FedRAMP's schema of 2026-06-24), and by when they are due.

What the schema has no field for, the approver above all, stands in the page for people only.
"""

from datetime import date, timedelta

import msgspec

from generator.difference.significant import Classified, Type

_WEEKEND = 5
"""Monday is 0. Federal holidays are not known here, so a day is a business day unless it is Saturday or Sunday."""


class Step(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """A milestone."""

    milestone_description: str
    target_date: str | None = None


class Plan(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """Plan and timeline."""

    summary: str
    planned_start: str | None = None
    planned_completion: str | None = None
    milestones: tuple[Step, ...] = ()


class Notification(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """One notification."""

    certification_package_overview_uri: str
    assessor_name: str | None = None
    related_vulnerability: str | None = None
    change_type: str
    change_type_explanation: str | None = None
    change_description: str
    reason: str | None = None
    customer_impact: str | None = None
    plan_and_timeline: Plan | None = None
    impacted_controls: tuple[str, ...] = ()
    impact_analysis: str | None = None


def notification(one: Classified, uri: str) -> Notification:
    """An adaptive or transformative change; a routine one has no notification (SCN-RTR-NNR)."""
    return Notification(
        certification_package_overview_uri=uri,
        assessor_name=one.assessor or None,
        related_vulnerability=one.related_vulnerability or None,
        change_type=one.type.capitalize(),
        change_type_explanation=one.explanation or None,
        change_description=one.told,
        reason=one.reason or None,
        customer_impact=one.customer_impact or None,
        plan_and_timeline=_plan(one),
        impacted_controls=one.controls,
        impact_analysis=one.impact_analysis or None,
    )


def missing(one: Classified) -> tuple[str, ...]:
    """What SCN-CSO-INF asks for and nobody says."""
    wanted = (
        ("explanation", one.explanation),
        ("reason", one.reason),
        ("customer-impact", one.customer_impact),
        ("plan", one.summary),
        ("controls", one.controls),
        ("impact-analysis", one.impact_analysis),
        ("approver", one.approver),
    )
    return tuple(key for key, value in wanted if not value)


def due(one: Classified) -> tuple[tuple[str, date], ...]:
    """What is owed by when, as far as the plan has days (SCN-ADP-NTF; SCN-TRF-NIP, -NFP, -NAF, -UPD)."""
    rows = []
    if one.type is Type.ADAPTIVE and one.completion:
        rows.append(("Notification after finishing", business_days(one.completion, 10)))
    if one.type is Type.TRANSFORMATIVE and one.start:
        rows.append(("Notification of initial plans", business_days(one.start, -30)))
        rows.append(("Notification of final plans", business_days(one.start, -10)))
    if one.type is Type.TRANSFORMATIVE and one.completion:
        rows.append(("Notification after finishing", business_days(one.completion, 5)))
        rows.append(("Documentation updated", business_days(one.completion, 30)))
    return tuple(rows)


def business_days(day: date, number: int) -> date:
    """So many business days after a day, or before it."""
    step = timedelta(days=1 if number > 0 else -1)
    for _ in range(abs(number)):
        day += step
        while day.weekday() >= _WEEKEND:
            day += step
    return day


def _plan(one: Classified) -> Plan | None:
    if not (one.summary or one.start or one.completion or one.milestones):
        return None
    return Plan(
        summary=one.summary or "Not written yet.",
        planned_start=one.start.isoformat() if one.start else None,
        planned_completion=one.completion.isoformat() if one.completion else None,
        milestones=tuple(
            Step(milestone_description=step.what, target_date=step.day.isoformat() if step.day else None)
            for step in one.milestones
        ),
    )
