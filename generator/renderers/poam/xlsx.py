"""The plan of action and milestones as FedRAMP's workbook (SSP Appendix O), template v3.0 or v2.1.

Columns are found by header text: the two templates name most columns alike and put none of them at the same letter.
"""

from collections.abc import Callable, Sequence
from datetime import date
from operator import attrgetter

from generator.documents.workbook import CellValue, ColumnValidation, Formula, LabelFill, SheetColumn
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ledger import columns as c
from generator.model.evidence import Gap, GapKind
from generator.model.rating import Rating
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument, Renderer, outside_cr26
from generator.renderers.poam.rows import DeficiencyRow, PoamRow, PoamView, view
from generator.renderers.workbook_filling import (
    FilledColumn,
    WorkbookForm,
    column,
    fill_first,
    filled_sheet,
    gaps_of,
)
from generator.text import left_out

_PATH = "workbooks/Appendix-O-POAM.xlsx"


_OPEN, _CLOSED, _CONFIGURATION = "Open POA&M Items", "Closed POA&M Items", "Configuration Findings"
_MOST_REPORTS = 8
_Field = FilledColumn[PoamRow]


def _written_under(header: str) -> Callable[[PoamRow], CellValue]:
    """Situational columns that only people fill: an empty cell, never "N/A" (v3.0, Guidance)."""
    return lambda row: row.written_under(header)


def _plan(row: PoamRow) -> str:
    """v3.0 keeps milestones in the plan itself."""
    written = [text for header in (c.MILESTONES, c.CHANGES) if (text := row.written_under(header))]
    if written:
        return "\n".join(part for part in (row.plan, "Milestones:", *written) if part)
    if not row.milestones:
        return row.plan
    steps = (
        f"{number}) {milestone.due.isoformat()}: {milestone.title}" for number, milestone in enumerate(row.milestones, start=1)
    )
    return "\n".join((*([row.plan] if row.plan else []), "Milestones:", *steps, *_remarks(row)))


def _plan_alone(row: PoamRow) -> str:
    """v2.1 has a column for milestones."""
    return "\n".join(part for part in (row.plan, *_remarks(row)) if part)


def _remarks(row: PoamRow) -> Sequence[str]:
    return sorted({milestone.remark for milestone in row.milestones if milestone.remark})


def _milestones(row: PoamRow) -> str:
    """`(##) xxxx-xx-xx: Milestone Description`, separated by a blank line (v2.1, row 7)."""
    steps = (
        f"({number}) {milestone.due.isoformat()}: {milestone.title}" for number, milestone in enumerate(row.milestones, start=1)
    )
    return row.written_under(c.MILESTONES) or "\n\n".join(steps)


def _documents(row: PoamRow) -> str:
    """`Document Type : Document Name` (v2.1, row 7): what people name, decisions, and the reports that show the weakness."""
    left = len(row.evidence) - _MOST_REPORTS
    reports = (*row.evidence[:_MOST_REPORTS], *([left_out(left, "report")] if left > 0 else ()))
    return "\n".join(part for part in (row.written_under(c.DOCUMENTS), row.deviations.documents, *reports) if part)


_DETECTED, _RATED = "{Original Detection Date}", "{Original Risk Rating}"
_ADJUSTED, _APPROVED = "{Adjusted Risk Rating}", "{Risk Adjustment}"


def _formula() -> str:
    """The templates' own: days after detection by rating; only an approved adjustment moves the date."""
    day = date(2026, 1, 1)
    days = [(rating, ((FEDRAMP_REV5.due(rating, day, None) or day) - day).days) for rating in reversed(Rating)]
    result = '""'
    for rating, number in days:
        result = f'IF({_RATED}="{rating}",{_DETECTED}+{number},{result})'
    original = result
    for rating, number in days:
        result = f'IF((({_APPROVED}="Yes")*({_ADJUSTED}="{rating}")),{_DETECTED}+{number},{result})'
    return f'IF(({_ADJUSTED}="N/A")+(ISBLANK({_ADJUSTED})),{original},{result})'


_FORMULA = _formula()


def _scheduled(row: PoamRow) -> CellValue:
    return Formula(text=_FORMULA, value=row.due) if row.by_formula else row.due


_TO_THE_ASSETS: tuple[_Field, ...] = (
    column("POAM ID", attrgetter("poam_id")),
    column("Controls", lambda row: ", ".join(row.controls)),
    column("Weakness Name", attrgetter("name")),
    column("Weakness Description", attrgetter("description")),
    column("Weakness Detector Source", attrgetter("detector")),
    # v3.0 validates this column as a number in rows 157 on, which every CVE id would violate
    (SheetColumn(headers=("Weakness Source Identifier",), validation=ColumnValidation.REMOVE), attrgetter("identifier")),
    column("Asset Identifier", lambda row: "\n".join(row.assets)),
    column("Point of Contact", attrgetter("contact")),
    column("Resources Required", _written_under(c.RESOURCES)),
)
_DATES: tuple[_Field, ...] = (
    column("Original Detection Date", attrgetter("detected")),
    column("Scheduled Completion Date", _scheduled),
)
_FROM_THE_STATUS: tuple[_Field, ...] = (
    column("Status Date", attrgetter("status_date")),
    column("Vendor Dependency", attrgetter("deviations.vendor")),
    column("Last Vendor Check-in Date", attrgetter("deviations.check_in")),
    column("Vendor Dependent Product Name", lambda row: row.deviations.product or None),
    column("Original Risk Rating", attrgetter("rating")),
    column("Adjusted Risk Rating", lambda row: row.deviations.adjusted or None),
    column("Risk Adjustment", attrgetter("deviations.risk_adjustment")),
    column("False Positive", attrgetter("deviations.false_positive")),
    column("Operational Requirement", attrgetter("deviations.operational")),
    column("Deviation Rationale", lambda row: row.written_under(c.RATIONALE) or row.deviations.rationale or None),
    column("Supporting Documents", _documents),
    column("Comments", attrgetter("comments")),
    column("Binding Operational Directive 22-01 tracking", lambda row: "Yes" if row.known_exploited else None),
    column("Binding Operational Directive 22-01 Due Date", attrgetter("kev_due")),
    column("CVE", lambda row: "\n".join(row.cves)),
)


def _fields(plan: _Field, *milestones: _Field) -> tuple[_Field, ...]:
    return (*_TO_THE_ASSETS, plan, *_DATES, *milestones, *_FROM_THE_STATUS)


def _optional(header: str) -> _Field:
    return SheetColumn(headers=(header,), required=False), _written_under(header)


_FIELDS_3_0_OPEN = _fields(column("Remediation Plan", _plan))
_FIELDS_3_0_OTHER = _fields(column("Overall Remediation Plan", _plan, "Remediation Plan"))
_FIELDS_2_1 = (
    *_fields(
        column("Overall Remediation Plan", _plan_alone),
        column("Planned Milestones", _milestones),
        column("Milestone Changes", _written_under(c.CHANGES)),
    ),
    _optional(c.APPROVE),
    _optional(c.SERVICE),
)
_IN_THE_PLAN = frozenset({c.MILESTONES, c.CHANGES})
"""Columns of v2.1 that v3.0 has inside the plan."""


def _added(fields: tuple[_Field, ...], rows: PoamView) -> tuple[_Field, ...]:
    """Columns to the right: those that people added, and those of another version that hold something."""
    known = {header for head, _ in fields for header in head.headers} | _IN_THE_PLAN | set(c.HUMAN[:3])
    every = (*rows.open, *rows.configuration, *rows.closed)
    headers = dict.fromkeys(header for row in every for header, _ in row.written if header not in known)
    return tuple((SheetColumn(headers=(header,), required=False, add=True), _written_under(header)) for header in headers)


_PL2: tuple[FilledColumn[DeficiencyRow], ...] = (
    column("Deficiency ID", lambda row: row.id),
    column("Deficiency Name", lambda row: row.name),
    column("Deficiency Description", lambda row: row.description),
    column("Remediation Plan/Description", lambda row: row.plan),
    column("Remediation Date", lambda row: row.remediated),
)


def _labels(rows: PoamView, headers: tuple[str, str, str, str], down: int) -> tuple[LabelFill, ...]:
    values: tuple[CellValue, ...] = (rows.provider, rows.offering, rows.impact_level, rows.as_of)
    return tuple(LabelFill(label=label, down=down, value=value) for label, value in zip(headers, values, strict=True))


def _v3_0(rows: PoamView) -> WorkbookForm:
    """2025-11-17: values two rows below their labels; the first sheet is one column further right than the others."""
    labels = _labels(rows, ("Cloud Service Provider", "Cloud Service Offering", "Impact Level", "POA&M Date"), 2)
    first = (*_FIELDS_3_0_OPEN, *_added(_FIELDS_3_0_OPEN, rows))
    others = (*_FIELDS_3_0_OTHER, *_added(_FIELDS_3_0_OTHER, rows))
    return WorkbookForm(
        name="POA&M v3.0",
        sheets=(
            filled_sheet(_OPEN, first, rows.open, 9, labels),
            filled_sheet(_CLOSED, others, rows.closed, 3),
            filled_sheet(_CONFIGURATION, others, rows.configuration, 3),
            filled_sheet("PL-2 Findings", _PL2, rows.deficiencies, 5),
        ),
    )


def _v2_1(rows: PoamView) -> WorkbookForm:
    """2024-03-29: the same head on all three sheets, guidance on the first one only; no sheet for PL-2."""
    labels = _labels(rows, ("CSP", "System Name", "Impact Level", "POAM Date"), 1)
    fields = (*_FIELDS_2_1, *_added(_FIELDS_2_1, rows))
    return WorkbookForm(
        name="POA&M v2.1",
        sheets=(
            filled_sheet(_OPEN, fields, rows.open, 9, labels),
            filled_sheet(_CLOSED, fields, rows.closed, 6, labels),
            filled_sheet(_CONFIGURATION, fields, rows.configuration, 6, labels),
        ),
    )


def _no_contact(package: AuthorizationPackage, rows: PoamView) -> tuple[Gap, ...]:
    """Point of Contact is mandatory. Where system.yaml names no parties at all, its own list of what is outstanding says so."""
    unnamed = sum(not row.contact for row in (*rows.open, *rows.configuration))
    if not unnamed or any(missing.key == "parties" for missing in package.system.outstanding):
        return ()
    return (
        Gap(
            path=_PATH,
            place="Point of Contact",
            kind=GapKind.NOT_COLLECTED,
            reason="no party is information system security officer or system owner, so there is no point of contact",
            next_step="give a party in system.yaml the role information-system-security-officer or system-owner",
        ),
    )


def _render(package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:
    rows = view(package)
    layouts = (layout(rows) for layout in (_v3_0, _v2_1))
    filled = fill_first(template, "poam.xlsx", layouts, day=package.as_of, where="templates: poam")
    return RenderedDocument(data=filled.data, notes=(*_no_contact(package, rows), *gaps_of(filled, _PATH)))


POAM_XLSX = Renderer(
    name="poam-xlsx",
    path=_PATH,
    title="Plan of Action and Milestones (SSP Appendix O)",
    template="poam",
    applies=outside_cr26,
    render=_render,
)
