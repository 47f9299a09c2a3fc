"""The drafts of a difference for people: the Ongoing Certification Report (CCM-OCR-AVL: in a form that people read) and the
Significant Change Notifications with their audit record (SCN-CSO-HRM, SCN-CSO-MAR)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.difference.notifications import due, missing
from generator.difference.ongoing import Ongoing
from generator.difference.significant import FILE, Classified, Sorted, Type
from generator.renderers.html_page import filled
from generator.renderers.report.shell import shell_alone

_MARKING = "CUI"
"""As the OSCAL documents that both packages hold."""
_NOBODY = "not stated yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading with what stands below it."""

    title: str
    text: str = ""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OngoingPage:
    """The quarterly report."""

    title: str
    about: str
    draft: str
    missing: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A line of a notification."""

    name: str
    text: str
    owed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Something with a day."""

    text: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationPart:
    """One notification."""

    title: str
    rows: tuple[Named, ...]
    steps: tuple[Dated, ...]
    due: tuple[Dated, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One change."""

    key: str
    detail: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """All notifications, and the record of what was evaluated."""

    title: str
    about: str
    draft: str
    file: str
    notifications: tuple[NotificationPart, ...]
    open: tuple[ChangeRow, ...]
    routine: tuple[ChangeRow, ...]


def ongoing_page(found: Ongoing, system: str) -> bytes:
    """The quarterly report as a page; every text is escaped."""
    period = found.report.report_period
    shell = shell_alone(system=system, as_of=f"{period.from_} to {period.to}", marking=_MARKING)
    return filled("cr26-ongoing.html", page=ongoing_view(found), shell=shell).encode()


def changes_page(found: Sorted, system: str, package_id: str | None, between: tuple[date, date]) -> bytes:
    """The notifications as a page; every text is escaped."""
    shell = shell_alone(system=system, as_of=f"{between[0]} to {between[1]}", marking=_MARKING)
    return filled("cr26-significant.html", page=changes_view(found, package_id, between), shell=shell).encode()


def ongoing_view(found: Ongoing) -> OngoingPage:
    """What it says, in the order of the rule."""
    report = found.report
    planned = report.planned_certification_data_changes
    return OngoingPage(
        title="Ongoing certification report",
        about=f"From {report.report_period.from_} to {report.report_period.to}. FedRAMP Consolidated Rules 2026, CCM-OCR-AVL.",
        draft=(
            "Written from the difference of two packages and from what people say in decisions/. A named person completes it "
            "and leaves out what would help an attacker (CCM-OCR-LSI) before all necessary parties get it."
        ),
        missing=found.missing,
        parts=(
            _part("Changes to FedRAMP Certification Data", report.certification_data_changes, "None."),
            _part(
                "Planned changes",
                planned.changes,
                "None listed.",
                text=f"Until {planned.planning_horizon_through}.",
            ),
            Part(title="Accepted vulnerabilities", text=report.accepted_vulnerabilities),
            _part("Transformative changes", report.transformative_changes, "None listed."),
            _part("Updated recommendations and best practices", report.updated_recommendations, "None listed."),
            _part("Agencies that use the service directly", report.active_agencies, "None listed."),
            _incidents(found),
        ),
    )


def _part(title: str, rows: tuple[str, ...], none: str, text: str = "") -> Part:
    return Part(title=title, text=" ".join(part for part in (text, "" if rows else none) if part), rows=rows)


def _incidents(found: Ongoing) -> Part:
    rows = found.report.reportable_incidents.incidents
    title = "FedRAMP Reportable Incidents"
    if rows is None:
        return Part(title=title, text="It is not stated whether there were any.")
    if not rows:
        return Part(title=title, text="The provider attests that no such incident occurred in this period.")
    told = []
    for one in rows:
        when = " ".join(
            part
            for part in (
                f"Occurred on {one.occurred_at[:10]}." if one.occurred_at else "",
                f"Resolved on {one.resolved_at[:10]}." if one.resolved_at else "",
                f"Lessons: {' '.join(one.incident_lessons_learned)}" if one.incident_lessons_learned else "",
            )
            if part
        )
        told.append(f"{one.summary} {when}".strip())
    return Part(title=title, rows=tuple(told))


def changes_view(found: Sorted, package_id: str | None, between: tuple[date, date]) -> ChangesPage:
    """All of them, transformative ones first."""
    wanted = (*found.of(Type.TRANSFORMATIVE), *found.of(Type.ADAPTIVE))
    return ChangesPage(
        title="Significant change notifications",
        about=f"Changes between {between[0]} and {between[1]}. FedRAMP Consolidated Rules for 2026, SCN.",
        draft="What changed follows from two packages; what it means, a person says. What is missing is marked.",
        file=FILE,
        notifications=tuple(_notification(one, package_id) for one in wanted),
        open=tuple(ChangeRow(key=one.key, detail=one.detail) for one in found.open),
        routine=tuple(
            ChangeRow(key=change.key, detail=change.detail, why=one.explanation or _NOBODY)
            for one in found.of(Type.ROUTINE)
            for change in one.changes
        ),
    )


def _notification(one: Classified, package_id: str | None) -> NotificationPart:
    return NotificationPart(
        title=f"{one.type.capitalize()}: {one.told[:160]}{'…' if len(one.told) > 160 else ''}",
        rows=tuple(_rows(one, package_id)),
        steps=tuple(Dated(text=step.what, day=step.day.isoformat() if step.day else "") for step in one.milestones),
        due=tuple(Dated(text=text, day=day.isoformat()) for text, day in due(one)),
    )


def _rows(one: Classified, package_id: str | None) -> Iterator[Named]:
    """The ten pieces of information of SCN-CSO-INF, in their order; the first two that apply only sometimes are left out."""
    lacking = missing(one)
    yield Named(name="FedRAMP ID", text=package_id or _NOBODY, owed=not package_id)
    if one.assessor:
        yield Named(name="Assessor", text=one.assessor)
    if one.related_vulnerability:
        yield Named(name="Related vulnerability", text=one.related_vulnerability)
    yield Named(name="Type", text=one.type.capitalize())
    yield Named(name="What changed", text=one.told)
    days = f" From {one.start or '…'} to {one.completion or '…'}." if one.start or one.completion else ""
    asked = (
        ("Why it is of this type", "explanation", one.explanation),
        ("Reason", "reason", one.reason),
        ("Impact on customers", "customer-impact", one.customer_impact),
        ("Plan and timeline", "plan", f"{one.summary}{days}"),
        ("Controls to be verified", "controls", ", ".join(one.controls)),
        ("Impact analysis", "impact-analysis", one.impact_analysis),
        ("Approver", "approver", one.approver),
    )
    for name, key, text in asked:
        yield Named(name=name, text=_NOBODY if key in lacking else text, owed=key in lacking)
