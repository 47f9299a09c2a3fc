"""The quarterly Ongoing Certification Report (CCM-OCR-AVL; FedRAMP's schema of 2026-06-24), drafted from a difference.

What no package can know stands in `decisions/ongoing-report.yaml`:

```yaml
planned-through: 2027-03-01      # at least three months after the end of the period
planned: [The message queue is replaced by a managed one.]
recommendations: [Clerks should use hardware keys.]
agencies: [Office of Parcel Services]
incidents: []                    # an empty list attests that there were none
# - {summary: …, occurred: 2026-10-01, resolved: 2026-10-02, lessons: [Two people look at each change of a route.]}
```
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from generator import strict_yaml
from generator.difference.comparison import PackageDifference
from generator.difference.part_changes import ChangeKind
from generator.difference.significant import Sorted, Type
from generator.errors import ConfigError
from generator.model.calendar_days import months_after
from generator.oscal.common import some
from generator.text import counted, listed

FILE = "decisions/ongoing-report.yaml"


class OngoingStatements(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    """The file; None is nothing said."""

    planned_through: date | None = None
    planned: list[str] | None = None
    recommendations: list[str] | None = None
    agencies: list[str] | None = None
    incidents: list["Incident"] | None = None


SCHEMA = OngoingStatements
"""The whole file, for its JSON schema."""


class Incident(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A FedRAMP Reportable Incident."""

    summary: str
    occurred: date | None = None
    resolved: date | None = None
    lessons: list[str] = []


class _Period(msgspec.Struct, kw_only=True):
    from_: str = msgspec.field(name="from")
    to: str


class _Planned(msgspec.Struct, rename="camel", kw_only=True):
    planning_horizon_through: str
    changes: tuple[str, ...]


class _Incident(msgspec.Struct, rename="camel", omit_defaults=True, kw_only=True):
    summary: str
    occurred_at: str | None = None
    resolved_at: str | None = None
    incident_lessons_learned: tuple[str, ...] = ()


class _Incidents(msgspec.Struct, kw_only=True, omit_defaults=True):
    incidents: tuple[_Incident, ...] | None = None


class OngoingReport(msgspec.Struct, rename="camel", kw_only=True):
    """The report as FedRAMP's schema has it."""

    certification_package_overview_uri: str
    report_period: _Period
    certification_data_changes: tuple[str, ...]
    planned_certification_data_changes: _Planned
    accepted_vulnerabilities: str
    transformative_changes: tuple[str, ...]
    updated_recommendations: tuple[str, ...]
    active_agencies: tuple[str, ...]
    reportable_incidents: _Incidents


class Ongoing(msgspec.Struct, frozen=True, kw_only=True):
    """The report, and what it lacks."""

    report: OngoingReport
    missing: tuple[str, ...]
    """What only people can state and is not stated: keys of the file, with why they are asked for."""
    contradicted: str = ""
    """Why the attestation that there were no incidents does not stand beside the evaluations; empty where it does."""


def read_statements(text: str | None) -> OngoingStatements:
    """The file of what only people know.

    Raises:
        ConfigError: names file, line and key.
    """
    if text is None:
        return OngoingStatements()
    return strict_yaml.convert(strict_yaml.load(text, FILE), OngoingStatements)


def ongoing(difference: PackageDifference, sorted_: Sorted, statements: OngoingStatements, uri: str) -> Ongoing:
    """Draft the report on the time between the two packages.

    Raises:
        ConfigError: what is planned does not reach three months beyond the period.
    """
    start, end = difference.old.as_of + timedelta(days=1), difference.new.as_of
    horizon = _horizon(statements, end)
    report = OngoingReport(
        certification_package_overview_uri=uri,
        report_period=_Period(from_=min(start, end).isoformat(), to=end.isoformat()),
        certification_data_changes=tuple(_changes(difference)),
        planned_certification_data_changes=_Planned(
            planning_horizon_through=horizon.isoformat(), changes=tuple(statements.planned or ())
        ),
        accepted_vulnerabilities=_accepted(difference),
        transformative_changes=tuple(change.what_changed for change in sorted_.of(Type.TRANSFORMATIVE)),
        updated_recommendations=tuple(statements.recommendations or ()),
        active_agencies=tuple(statements.agencies or ()),
        reportable_incidents=_Incidents(
            incidents=tuple(_incident(incident) for incident in statements.incidents)
            if statements.incidents is not None
            else None
        ),
    )
    return Ongoing(
        report=report,
        missing=tuple(_missing(statements, sorted_, difference.new.reportable)),
        contradicted=_contradicted(statements, difference),
    )


def _horizon(statements: OngoingStatements, end: date) -> date:
    least = months_after(end, 3)
    if statements.planned_through is not None and statements.planned_through < least:
        what = f"plans until {statements.planned_through} do not reach three months beyond the end of the period, {least}"
        raise ConfigError(what, where=f"{FILE}, key planned-through", next_step="plan further, or leave the key out")
    return statements.planned_through or least


def _changes(difference: PackageDifference) -> Iterable[str]:
    """High-level summaries, as the rule asks for; the packages have the rest."""
    numbers = Counter(change.kind for change in difference.changes)
    for came, went, what in _PAIRS:
        first = sum(change.first_collected for change in difference.changes if change.kind is came)
        counts = ((numbers[came] - first, "added"), (first, _FIRST), (numbers[went], "removed"))
        parts = [f"{number:,} {word}" for number, word in counts if number]
        if parts:
            yield f"{what}: {listed(parts)}{_named(difference, came)}."
    for kind, what in _SINGLE:
        if numbers[kind]:
            yield f"{what}: {numbers[kind]:,}{_named(difference, kind)}."
    items = difference.items
    if items.opened or items.closed or items.became_late:
        first = sum(item.first_scanned for item in items.opened)
        of_them = f" ({first:,} of them on what the scanner had not looked at before)" if first else ""
        yield (
            f"Plan of action and milestones: {len(items.opened):,} items opened{of_them}, {len(items.closed):,} closed, "
            f"{len(items.became_late):,} became late."
        )
    yield from _indicators(difference)


def _state_words(state: str) -> str:
    return state.replace("-", " ")


def _indicators(difference: PackageDifference) -> Iterable[str]:
    """The 20x path: which Key Security Indicators the evidence shows otherwise than last time."""
    old, new = difference.old.indicators, difference.new.indicators
    if new and not old:
        yield f"Key Security Indicators: {counted(len(new), 'indicator')} of FedRAMP 20x validated for the first time."
    changed = [
        f"{name} from {_state_words(old[name])} to {_state_words(new[name])}"
        for name in sorted(new)
        if name in old and old[name] != new[name]
    ]
    if changed:
        yield f"Key Security Indicators: {listed(changed, _MOST_INDICATORS)}."


_MOST_INDICATORS = 10
_PAIRS = (
    (ChangeKind.EXTERNAL_CAME, ChangeKind.EXTERNAL_WENT, "External services"),
    (ChangeKind.FLOW_CAME, ChangeKind.FLOW_WENT, "Flows over the boundary"),
    (ChangeKind.WORKLOAD_CAME, ChangeKind.WORKLOAD_WENT, "Workloads"),
    (ChangeKind.SERVICE_CAME, ChangeKind.SERVICE_WENT, "Services"),
    (ChangeKind.PORT_CAME, ChangeKind.PORT_WENT, "Ports"),
    (ChangeKind.IMAGE_CAME, ChangeKind.IMAGE_WENT, "Container images"),
    (ChangeKind.ASSET_CAME, ChangeKind.ASSET_WENT, "Other assets"),
)
_SINGLE = (
    (ChangeKind.OPENED, "Workloads that can be reached from outside now"),
    (ChangeKind.SHUT, "Workloads that can no longer be reached from outside"),
    (ChangeKind.IMAGE_VERSION, "Container images in another version"),
    (ChangeKind.CONTROL, "Controls with another implementation status"),
)
_SHOWN = 5
_FIRST = "first collected (the earlier package holds nothing of the kind or the namespace)"


def _named(difference: PackageDifference, kind: ChangeKind) -> str:
    names = [change.subject for change in difference.changes if change.kind is kind]
    return f" ({some(names, _SHOWN)})" if names else ""


def _accepted(difference: PackageDifference) -> str:
    rows, before = difference.new.accepted, {record.id for record in difference.old.accepted}
    if not rows:
        return "No vulnerability is accepted at the end of the period."
    ratings = Counter(f"N{row.rating}" if row.rating else "not rated" for row in rows)
    parts = ", ".join(f"{number:,} {rating}" for rating, number in sorted(ratings.items(), reverse=True))
    new = sum(row.id not in before for row in rows)
    verb = "vulnerability is" if len(rows) == 1 else "vulnerabilities are"
    return f"{len(rows):,} {verb} accepted at the end of the period ({parts}), {new:,} of them since the last report."


def _incident(incident: Incident) -> _Incident:
    return _Incident(
        summary=incident.summary,
        occurred_at=_moment(incident.occurred),
        resolved_at=_moment(incident.resolved),
        incident_lessons_learned=tuple(incident.lessons),
    )


def _moment(day: date | None) -> str | None:
    return datetime.combine(day, time(), UTC).isoformat().replace("+00:00", "Z") if day else None


def _contradicted(statements: OngoingStatements, difference: PackageDifference) -> str:
    """VER-TFR: what is likely exploitable, reachable and rated above N3, or N5 where it is not reachable, is to be handled as a
    reportable incident."""
    reportable = difference.new.reportable
    if statements.incidents is None or statements.incidents or not reportable:
        return ""
    verb = "is" if len(reportable) == 1 else "are"
    return (
        f"It is attested that no reportable incident occurred, and {some(reportable, _SHOWN)} {verb} evaluated as one: likely "
        "exploitable, and rated N4 or higher where reachable from the internet, N5 where not."
    )


def _missing(statements: OngoingStatements, sorted_: Sorted, reportable: Sequence[str]) -> Sequence[str]:
    requirements = (
        ("planned", statements.planned, "planned changes of the next three months"),
        ("recommendations", statements.recommendations, "updated recommendations or best practices"),
        ("agencies", statements.agencies, "all agencies that use the service directly"),
        ("incidents", statements.incidents, "reportable incidents, or an empty list that attests that there were none"),
    )
    rows = [f"`{key}` in {FILE}: {why}" for key, value, why in requirements if value is None]
    if statements.incidents is not None and not statements.incidents and reportable:
        ids = some(reportable, _SHOWN)
        rows.append(
            f"`incidents` in {FILE}: the empty list contradicts the evaluations, which make reportable incidents of {ids}"
        )
    if sorted_.open:
        rows.append(f"the type of {len(sorted_.open):,} changes, so that transformative ones can be summarized")
    return rows
