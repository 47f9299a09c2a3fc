"""The drafts of a difference for people: the Ongoing Certification Report (CCM-OCR-AVL: in a form that people read) and the
Significant Change Notifications with their audit record (SCN-CSO-HRM, SCN-CSO-MAR)."""

from collections.abc import Iterator
from datetime import date

import msgspec

from generator.difference.notifications import due, missing
from generator.difference.ongoing import Ongoing
from generator.difference.significant import FILE, Classified, Sorted, Type
from generator.renderers.html_page import filled
from generator.renderers.report.shell import shell_alone

_MARKING = "CUI"
"""As the OSCAL documents that both packages hold."""
_NOT_STATED = "not stated yet"


class TitledPart(msgspec.Struct, frozen=True, kw_only=True):
    """A heading with what stands below it."""

    title: str
    text: str = ""
    rows: tuple[str, ...] = ()


class OngoingPage(msgspec.Struct, frozen=True, kw_only=True):
    """The quarterly report."""

    title: str
    about: str
    draft: str
    missing: tuple[str, ...]
    parts: tuple[TitledPart, ...]


class NotificationLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a notification."""

    name: str
    text: str
    outstanding: bool = False


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """Something with a day."""

    text: str
    day: str


class NotificationPart(msgspec.Struct, frozen=True, kw_only=True):
    """One notification."""

    title: str
    rows: tuple[NotificationLine, ...]
    steps: tuple[Dated, ...]
    due: tuple[Dated, ...]


class ChangeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One change."""

    key: str
    detail: str
    why: str = ""


class ChangesPage(msgspec.Struct, frozen=True, kw_only=True):
    """All notifications, and the record of what was evaluated."""

    title: str
    about: str
    draft: str
    file: str
    notifications: tuple[NotificationPart, ...]
    open: tuple[ChangeRow, ...]
    routine: tuple[ChangeRow, ...]


def ongoing_page(ongoing: Ongoing, system: str) -> bytes:
    """The quarterly report as a page; every text is escaped."""
    period = ongoing.report.report_period
    shell = shell_alone(system=system, as_of=f"{period.from_} to {period.to}", marking=_MARKING)
    return filled("cr26-ongoing.html", page=ongoing_view(ongoing), shell=shell).encode()


def changes_page(changes: Sorted, system: str, package_id: str | None, between: tuple[date, date]) -> bytes:
    """The notifications as a page; every text is escaped."""
    shell = shell_alone(system=system, as_of=f"{between[0]} to {between[1]}", marking=_MARKING)
    return filled("cr26-significant.html", page=changes_view(changes, package_id, between), shell=shell).encode()


def ongoing_view(ongoing: Ongoing) -> OngoingPage:
    """What it says, in the order of the rule."""
    report = ongoing.report
    planned = report.planned_certification_data_changes
    return OngoingPage(
        title="Ongoing certification report",
        about=f"From {report.report_period.from_} to {report.report_period.to}. FedRAMP Consolidated Rules 2026, CCM-OCR-AVL.",
        draft=(
            "Written from the difference of two packages and from what people say in decisions/. A named person completes it "
            "and leaves out what would help an attacker (CCM-OCR-LSI) before all necessary parties get it."
        ),
        missing=ongoing.missing,
        parts=(
            _part("Changes to FedRAMP Certification Data", report.certification_data_changes, "None."),
            _part(
                "Planned changes",
                planned.changes,
                "None listed.",
                text=f"Until {planned.planning_horizon_through}.",
            ),
            TitledPart(title="Accepted vulnerabilities", text=report.accepted_vulnerabilities),
            _part("Transformative changes", report.transformative_changes, "None listed."),
            _part("Updated recommendations and best practices", report.updated_recommendations, "None listed."),
            _part("Agencies that use the service directly", report.active_agencies, "None listed."),
            _incidents(ongoing),
        ),
    )


def _part(title: str, rows: tuple[str, ...], none: str, text: str = "") -> TitledPart:
    return TitledPart(title=title, text=" ".join(part for part in (text, "" if rows else none) if part), rows=rows)


def _incidents(ongoing: Ongoing) -> TitledPart:
    rows = ongoing.report.reportable_incidents.incidents
    title = "FedRAMP Reportable Incidents"
    if rows is None:
        return TitledPart(title=title, text="It is not stated whether there were any.")
    if not rows:
        attested = "The provider attests that no such incident occurred in this period."
        return TitledPart(title=title, text=f"Contradicted: {ongoing.contradicted}" if ongoing.contradicted else attested)
    lines = []
    for row in rows:
        when = " ".join(
            part
            for part in (
                f"Occurred on {row.occurred_at[:10]}." if row.occurred_at else "",
                f"Resolved on {row.resolved_at[:10]}." if row.resolved_at else "",
                f"Lessons: {' '.join(row.incident_lessons_learned)}" if row.incident_lessons_learned else "",
            )
            if part
        )
        lines.append(f"{row.summary} {when}".strip())
    return TitledPart(title=title, rows=tuple(lines))


def changes_view(changes: Sorted, package_id: str | None, between: tuple[date, date]) -> ChangesPage:
    """All of them, transformative ones first."""
    wanted = (*changes.of(Type.TRANSFORMATIVE), *changes.of(Type.ADAPTIVE))
    return ChangesPage(
        title="Significant change notifications",
        about=f"Changes between {between[0]} and {between[1]}. FedRAMP Consolidated Rules for 2026, SCN.",
        draft="What changed follows from two packages; what it means, a person says. What is missing is marked.",
        file=FILE,
        notifications=tuple(_notification(change, package_id) for change in wanted),
        open=tuple(ChangeRow(key=change.key, detail=change.detail) for change in changes.open),
        routine=tuple(
            ChangeRow(key=change.key, detail=change.detail, why=classified.explanation or _NOT_STATED)
            for classified in changes.of(Type.ROUTINE)
            for change in classified.changes
        ),
    )


def _notification(change: Classified, package_id: str | None) -> NotificationPart:
    return NotificationPart(
        title=f"{change.type.capitalize()}: {change.what_changed[:160]}{'…' if len(change.what_changed) > 160 else ''}",
        rows=tuple(_rows(change, package_id)),
        steps=tuple(Dated(text=step.what, day=step.day.isoformat() if step.day else "") for step in change.milestones),
        due=tuple(Dated(text=text, day=day.isoformat()) for text, day in due(change)),
    )


def _rows(change: Classified, package_id: str | None) -> Iterator[NotificationLine]:
    """The ten pieces of information of SCN-CSO-INF, in their order; the first two that apply only sometimes are left out."""
    lacking = missing(change)
    yield NotificationLine(name="FedRAMP ID", text=package_id or _NOT_STATED, outstanding=not package_id)
    if change.assessor:
        yield NotificationLine(name="Assessor", text=change.assessor)
    if change.related_vulnerability:
        yield NotificationLine(name="Related vulnerability", text=change.related_vulnerability)
    yield NotificationLine(name="Type", text=change.type.capitalize())
    yield NotificationLine(name="What changed", text=change.what_changed)
    days = f" From {change.start or '…'} to {change.completion or '…'}." if change.start or change.completion else ""
    requirements = (
        ("Why it is of this type", "explanation", change.explanation),
        ("Reason", "reason", change.reason),
        ("Impact on customers", "customer-impact", change.customer_impact),
        ("Plan and timeline", "plan", f"{change.summary}{days}"),
        ("Controls to be verified", "controls", ", ".join(change.controls)),
        ("Impact analysis", "impact-analysis", change.impact_analysis),
        ("Approver", "approver", change.approver),
    )
    for name, key, text in requirements:
        yield NotificationLine(name=name, text=_NOT_STATED if key in lacking else text, outstanding=key in lacking)
