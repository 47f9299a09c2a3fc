"""Annual assessment: by when, and what is in its scope: core controls, changes, previous findings, what does not apply.

FedRAMP Continuous Monitoring Playbook, "Annual Assessments", Define the Assessment Scope; days by "ConMon Performance
Management", Table 1 (the plan 60 days before the anniversary of the authorization, the whole package by the anniversary).
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import msgspec

from generator.difference.part_changes import ChangeKind
from generator.frameworks.base import printed_id
from generator.frameworks.plan import known_controls
from generator.frameworks.rev5.core import core_controls
from generator.ledger.asset_states import ClosureReason
from generator.ledger.item import LedgerItem
from generator.model.calendar_days import months_after
from generator.model.identifiers import ControlId
from generator.oscal.populations import populations_of
from generator.renderers.report.sections.poam import open_of
from generator.review.assessment import WorkspaceAssessment
from generator.review.bench import PageRequest, PageValues, ReviewPage
from generator.review.since_accepted import accepted_days, since, touched
from generator.text import left_out

_PLAN_BEFORE = timedelta(days=60)
_PERIOD = 36
"""Months in which every control is assessed at least once."""
_MOST = 200
_NOT_APPLICABLE = "not-applicable"


class ScopedControl(msgspec.Struct, frozen=True, kw_only=True):
    """A control in the scope of the assessment."""

    id: ControlId
    title: str
    why: tuple[str, ...]
    """`core`, `changed`, `not applicable`, `no verdict in three years`."""
    status: str
    """Implementation status of the plan."""
    judged: date | None
    """The newest verdict of a person on it or on a part of it."""
    items: int
    """Open items of the POA&M that name it."""


class PreviousFinding(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the POA&M that the assessor looks at."""

    poam_id: str
    weakness: str
    rating: str
    why: str
    day: date | None


def _view(request: PageRequest) -> PageValues:
    assessment, as_of = request.assessment, request.bench.as_of()
    authorized = assessment.package.system.authorized
    last, following = _anniversaries(authorized, as_of) if authorized else (None, None)
    changed = _changed(request, last)
    controls = tuple(_controls(assessment, changed, as_of))
    wanted = request.query.get("why", "core")
    findings = tuple(_findings(assessment, last))
    return {
        "authorized": authorized,
        "last": last,
        "next": following,
        "plan_due": following - _PLAN_BEFORE if following else None,
        "counts": {why: sum(why in row.why for row in controls) for why in _WHYS},
        "why": wanted,
        "controls": tuple(row for row in controls if wanted in row.why),
        "findings": findings[:_MOST],
        "more_findings": left_out(len(findings) - _MOST, "item"),
        "finding_count": len(findings),
        "populations": tuple(
            (title, len(members), len(of)) for _, title, of, members in populations_of(assessment.package) if members
        ),
        "configuration": sum(item.configuration for item in open_of(assessment.package)),
        "baseline": assessment.package.system.baseline.label,
    }


CORE, CHANGED, NOT_APPLICABLE, OLD = "core", "changed", "not applicable", "no verdict in three years"
_WHYS = (CORE, CHANGED, NOT_APPLICABLE, OLD)


def _anniversaries(authorized: date, as_of: date) -> tuple[date, date]:
    """The last day of the authorization's month and day up to the as-of date, and the next after it."""
    years = as_of.year - authorized.year
    if months_after(authorized, 12 * years) > as_of:
        years -= 1
    return months_after(authorized, 12 * max(years, 0)), months_after(authorized, 12 * (max(years, 0) + 1))


def _changed(request: PageRequest, last: date | None) -> frozenset[ControlId]:
    """Controls of the changes since the package that was accepted at the last assessment, or since the oldest after it."""
    days = accepted_days(request.bench.root, request.bench.as_of())
    if not days:
        return frozenset()
    before = [day for day in days if last is not None and day <= last]
    compared = since(request.bench.root, request.assessment, before[-1] if before else days[0])
    stated = {control for entry in compared.changes.entries for control in entry.controls}
    statuses = {ControlId(change.subject) for change in compared.difference.changes if change.kind is ChangeKind.CONTROL}
    unsaid = (change for entry in compared.changes.entries if not entry.controls for change in entry.changes)
    by_parts = {control for change in unsaid for control in touched(request.assessment, change).controls}
    return frozenset(stated | statuses | by_parts)


def _controls(assessment: WorkspaceAssessment, changed: frozenset[ControlId], as_of: date) -> Iterator[ScopedControl]:
    package = assessment.package
    core = frozenset(core_controls(package.system.baseline))
    titles = {control.id: control.title for control in known_controls()}
    judged = _judged(assessment)
    items = _items_by_control(assessment)
    for requirement in package.bundle.ssp.control_implementation.implemented_requirements:
        control = ControlId(printed_id(requirement.control_id))
        props = (*requirement.props, *(prop for statement in requirement.statements for prop in statement.props))
        statuses = {prop.value for prop in props if prop.name == "implementation-status"}
        day = judged.get(control)
        why = (
            *((CORE,) if control in core else ()),
            *((CHANGED,) if control in changed else ()),
            *((NOT_APPLICABLE,) if _NOT_APPLICABLE in statuses else ()),
            *((OLD,) if day is None or day < months_after(as_of, -_PERIOD) else ()),
        )
        yield ScopedControl(
            id=control,
            title=titles.get(control, ""),
            why=why,
            status=", ".join(sorted(statuses)),
            judged=day,
            items=items.get(control, 0),
        )


def _judged(assessment: WorkspaceAssessment) -> Mapping[ControlId, date]:
    days: dict[ControlId, date] = {}
    for verdict in assessment.tracked.assessed.verdicts.verdicts:
        days[verdict.control] = max(verdict.day, days.get(verdict.control, verdict.day))
    return days


def _items_by_control(assessment: WorkspaceAssessment) -> Mapping[ControlId, int]:
    counts: dict[ControlId, int] = {}
    for item in assessment.tracked.ledger.items:
        if item.closed is None:
            for control in item.controls:
                counts[control] = counts.get(control, 0) + 1
    return counts


def _findings(assessment: WorkspaceAssessment, last: date | None) -> Iterator[PreviousFinding]:
    """Closed since the last assessment, deviations and vendor dependencies, and what an assessment found that is open still."""
    for item in assessment.tracked.ledger.items:
        closed = item.closed
        if closed is not None:
            if closed.reason is not ClosureReason.DUPLICATE and (last is None or closed.day > last):
                yield _finding(item, f"closed ({closed.reason.value.replace('-', ' ')}): to be validated", closed.day)
            continue
        for row in item.deviations:
            yield _finding(item, f"{row.kind.replace('-', ' ')}, {row.standing}", row.decided or row.submitted)
        if not item.by_scan and not item.deviations:
            yield _finding(item, "found by people, open", item.detected)


def _finding(item: LedgerItem, why: str, day: date | None) -> PreviousFinding:
    return PreviousFinding(poam_id=item.poam_id, weakness=item.name, rating=str(item.effective), why=why, day=day)


PAGES = (ReviewPage(path="/annual", title="Annual", template="annual.html", view=_view),)
