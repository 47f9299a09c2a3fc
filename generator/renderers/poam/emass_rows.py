"""What eMASS's POA&M template says, row by row: one row for each milestone, the item's own cells in the first of them.

Rules: the templates' instructions 4 to 18 (`frameworks.emass`). The item that stands for configuration findings is left out,
since each of them has its own row here. Everything comes from the OSCAL bundle.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from generator.frameworks import emass as e
from generator.ledger import columns as c
from generator.model.dod import Emass, EmassComponent
from generator.model.scan import Severity
from generator.oscal.package import AuthorizationPackage
from generator.renderers.poam.rows import PoamRow, view_of_all

_STEP = re.compile(r"(?:\(?\d{1,3}\)?\s*)?(\d{4}-\d{2}-\d{2})\s*:\s*(.+)")
"""A milestone as FedRAMP's template v2.1 writes it: `(1) 2026-12-01: Rebuild`."""
_CHECK = re.compile(r"SV-\d+r\d+(?:_rule)?|V-\d+|\d{4}-[AB]-\d{4}|\d{4,6}")
"""What Security Checks takes: rules of STIGs, IAVM notices, numbers of Nessus plug-ins (instruction 7)."""
_SEVERITIES = {str(severity): severity for severity in Severity}


class EmassStep(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One milestone."""

    description: str
    status: str
    due: date
    done: date | None


class EmassRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One item."""

    poam_id: str
    description: str
    controls: str
    checks: str
    status: str
    due: date | None
    accepted_until: date | None
    done: date | None
    steps: tuple[EmassStep, ...]
    details: str
    office: str
    resources: str
    comments: str
    raw_severity: str
    devices: str
    mitigations: str
    severity: str
    residual: str
    recommendations: str
    by_header: Mapping[str, str]
    """What people wrote into a column of that name in the POA&M workbook."""


def rows_of(package: AuthorizationPackage, settings: Emass) -> tuple[EmassRow, ...]:
    """Open items, configuration findings, closed items, in the order of the plan; whatever the scope of FedRAMP's workbook."""
    poam_view = view_of_all(package)
    office = settings.office or package.system.provider_name
    rows = (row for row in (*poam_view.open, *poam_view.configuration) if not row.stands_for_others)
    return tuple(_row(row, settings.component, office) for row in (*rows, *poam_view.closed))


def _row(row: PoamRow, component: EmassComponent, office: str) -> EmassRow:
    closed = bool(row.closing)
    accepted = row.deviations.operational == "Yes" and not closed
    status = e.COMPLETED if closed else e.ACCEPTED if accepted else e.ONGOING
    by_header = {name: text for name, text in row.written if name not in c.HUMAN}
    approved = row.deviations.risk_adjustment == "Yes"
    return EmassRow(
        poam_id=row.poam_id,
        description=_within(f"{row.name}\n{row.description}" if row.description != row.name else row.name),
        controls="; ".join(row.controls),
        checks="; ".join(_checks(row, component)),
        status=status,
        due=None if accepted else row.due,
        accepted_until=row.deviations.operational_until if accepted else None,
        done=row.status_date if closed else None,
        steps=() if accepted else tuple(_steps(row, closed=closed)),
        details=_within("; ".join(part for part in (*_each(row.detector), *_each(row.identifier), *row.cves) if part)),
        office=office,
        resources=row.written_under(c.RESOURCES) or "",
        comments=_within(f"POA&M ID {row.poam_id}. {row.comments}".strip()),
        raw_severity=e.SEVERITIES.get(_SEVERITIES.get(row.severity, Severity.UNKNOWN), row.rating),
        devices="; ".join(row.assets),
        mitigations=_within(row.written_under(c.RATIONALE) or row.deviations.rationale) if approved or accepted else "",
        severity=row.deviations.adjusted if approved and row.deviations.adjusted else row.rating,
        residual=row.deviations.adjusted or "" if approved else "",
        recommendations=_within(row.plan) if not closed else "",
        by_header=by_header,
    )


def _checks(row: PoamRow, component: EmassComponent) -> Sequence[str]:
    """Ids that eMASS knows; where the column must not be blank, the scanner's own id or the controls."""
    names = [name for name in (*_each(row.identifier), *row.aliases) if _CHECK.fullmatch(name)]
    if names or component not in e.NEEDS_CHECKS:
        return list(dict.fromkeys(names))
    return _each(row.identifier) or row.controls


def _each(lines: str | None) -> list[str]:
    """Of a cell with one detector a line, each text once."""
    return list(dict.fromkeys(line for line in (lines or "").splitlines() if line))


def _steps(row: PoamRow, *, closed: bool) -> Iterator[EmassStep]:
    """Milestones that people wrote, else those of the plan. None is due after the item (instruction 15), and those of a
    closed item are done (instruction 11)."""
    written = row.written_under(c.MILESTONES)
    planned = [(milestone.due, milestone.title) for milestone in row.milestones]
    steps = steps_of(written, row.due) if written else planned or [(row.due, "Remediate and scan again")]
    for due, text in steps:
        yield EmassStep(
            description=_within(text),
            status=e.COMPLETED if closed else e.ONGOING,
            due=min(due, row.due),
            done=row.status_date if closed else None,
        )


def steps_of(text: str, due: date) -> list[tuple[date, str]]:
    """Day and words of each milestone that is written with a day. A line without one belongs to the milestone before it; the
    first is due with the item."""
    steps: list[tuple[date, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        step = _STEP.match(line)
        day = _day(step[1]) if step else None
        if step is not None and day is not None:
            steps.append((day, step[2].strip()))
        elif steps:
            steps[-1] = (steps[-1][0], f"{steps[-1][1]}\n{line}")
        else:
            steps.append((due, line))
    return steps


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # such as 2026-02-30
        return None


def _within(text: str) -> str:
    """As much as eMASS takes; the rest is in the OSCAL plan."""
    mark = "… (cut: see the OSCAL plan)"
    return text if len(text) <= e.LONGEST else f"{text[: e.LONGEST - len(mark)]}{mark}"
