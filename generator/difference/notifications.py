"""Significant Change Notifications as JSON (SCN-CSO-INF; FedRAMP's schema of 2026-06-24), and by when they are due.

What the schema has no field for, the approver above all, stands in the page for people only.
"""

from datetime import date, timedelta

import msgspec

from generator.difference.significant import Classified, Type

_WEEKEND = 5
"""Monday is 0. Federal holidays are not known here, so a day is a business day unless it is Saturday or Sunday."""


class NotificationStep(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """A milestone."""

    milestone_description: str
    target_date: str | None = None


class NotificationPlan(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    """Plan and timeline."""

    summary: str
    planned_start: str | None = None
    planned_completion: str | None = None
    milestones: tuple[NotificationStep, ...] = ()


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
    plan_and_timeline: NotificationPlan | None = None
    impacted_controls: tuple[str, ...] = ()
    impact_analysis: str | None = None


def notification(change: Classified, uri: str) -> Notification:
    """An adaptive or transformative change; a routine one has no notification (SCN-RTR-NNR)."""
    return Notification(
        certification_package_overview_uri=uri,
        assessor_name=change.assessor or None,
        related_vulnerability=change.related_vulnerability or None,
        change_type=change.type.capitalize(),
        change_type_explanation=change.explanation or None,
        change_description=change.what_changed,
        reason=change.reason or None,
        customer_impact=change.customer_impact or None,
        plan_and_timeline=_plan(change),
        impacted_controls=change.controls,
        impact_analysis=change.impact_analysis or None,
    )


def missing(change: Classified) -> tuple[str, ...]:
    """What SCN-CSO-INF asks for and is not stated."""
    wanted = (
        ("explanation", change.explanation),
        ("reason", change.reason),
        ("customer-impact", change.customer_impact),
        ("plan", change.summary),
        ("controls", change.controls),
        ("impact-analysis", change.impact_analysis),
        ("approver", change.approver),
    )
    return tuple(key for key, value in wanted if not value)


def due(change: Classified) -> tuple[tuple[str, date], ...]:
    """What is due by when, as far as the plan has days (SCN-ADP-NTF; SCN-TRF-NIP, -NFP, -NAF, -UPD)."""
    rows = []
    if change.type is Type.ADAPTIVE and change.completion:
        rows.append(("Notification after finishing", business_days(change.completion, 10)))
    if change.type is Type.TRANSFORMATIVE and change.start:
        rows.append(("Notification of initial plans", business_days(change.start, -30)))
        rows.append(("Notification of final plans", business_days(change.start, -10)))
    if change.type is Type.TRANSFORMATIVE and change.completion:
        rows.append(("Notification after finishing", business_days(change.completion, 5)))
        rows.append(("Documentation updated", business_days(change.completion, 30)))
    return tuple(rows)


def business_days(day: date, number: int) -> date:
    """So many business days after a day, or before it."""
    step = timedelta(days=1 if number > 0 else -1)
    for _ in range(abs(number)):
        day += step
        while day.weekday() >= _WEEKEND:
            day += step
    return day


def _plan(change: Classified) -> NotificationPlan | None:
    if not (change.summary or change.start or change.completion or change.milestones):
        return None
    return NotificationPlan(
        summary=change.summary or "Not written yet.",
        planned_start=change.start.isoformat() if change.start else None,
        planned_completion=change.completion.isoformat() if change.completion else None,
        milestones=tuple(
            NotificationStep(milestone_description=step.what, target_date=step.day.isoformat() if step.day else None)
            for step in change.milestones
        ),
    )
