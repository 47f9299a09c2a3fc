"""The plan of action and milestones as FedRAMP's workbook (SSP Appendix O), template v3.0 or v2.1.

Columns are found by header text: the two templates name most columns alike and put none of them at the same letter.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from generator.documents.workbook import CellValue, Column, Formula, LabelFill, SheetFill, Validation
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.model.evidence import Gap, GapKind
from generator.model.system import Regime
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Rendered
from generator.renderers.poam_rows import PoamRow, PoamView, view
from generator.renderers.workbook_filling import FULL_TEXT, Layout, fill_first, gaps_of, own_template


@dataclass(frozen=True, slots=True)
class PoamXlsx:
    """See `Renderer`."""

    name: str = "poam-xlsx"
    path: str = "workbooks/Appendix-O-POAM.xlsx"
    title: str = "Plan of Action and Milestones (SSP Appendix O)"
    template: str | None = "poam"

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return package.system.regime is not Regime.CR26

    def render(self, package: AuthorizationPackage, template: bytes | None) -> Rendered:
        """See `Renderer.render`."""
        rows = view(package)
        filled = fill_first(
            own_template("poam.xlsx") if template is None else template,
            [_v3_0(rows), _v2_1(rows)],
            day=package.as_of,
            where="templates: poam",
        )
        return Rendered(data=filled.data, notes=(*_nobody_named(package, rows, self.path), *gaps_of(filled, self.path)))


POAM_XLSX = PoamXlsx()

_OPEN, _CLOSED, _CONFIGURATION = "Open POA&M Items", "Closed POA&M Items", "Configuration Findings"
_Field = tuple[Column, Callable[[PoamRow], CellValue]]


def _field(header: str, value: Callable[[PoamRow], CellValue], *others: str) -> _Field:
    return Column(headers=(header, *others)), value


def _blank(_: PoamRow) -> CellValue:
    """Situational columns that only people fill: an empty cell, never "N/A" (v3.0, Guidance)."""
    return None


def _no(_: PoamRow) -> CellValue:
    """What v3.0's Guidance asks to be selected while there is no dependency or deviation."""
    return "No"


def _plan(row: PoamRow) -> str:
    """v3.0 keeps milestones in the plan itself."""
    if not row.milestones:
        return row.plan
    steps = (f"{number}) {one.due.isoformat()}: {one.title}" for number, one in enumerate(row.milestones, start=1))
    return "\n".join((f"{row.plan}\nMilestones:", *steps, *_remarks(row)))


def _plan_alone(row: PoamRow) -> str:
    """v2.1 has a column for milestones."""
    return "\n".join((row.plan, *_remarks(row)))


def _remarks(row: PoamRow) -> Sequence[str]:
    return sorted({one.remark for one in row.milestones if one.remark})


def _milestones(row: PoamRow) -> str:
    """`(##) xxxx-xx-xx: Milestone Description`, separated by a blank line (v2.1, row 7)."""
    return "\n\n".join(f"({number}) {one.due.isoformat()}: {one.title}" for number, one in enumerate(row.milestones, start=1))


_DETECTED, _RATED = "{Original Detection Date}", "{Original Risk Rating}"
_ADJUSTED, _APPROVED = "{Adjusted Risk Rating}", "{Risk Adjustment}"


def _formula() -> str:
    """The templates' own: days after detection by rating; only an approved adjustment moves the date."""
    day = date(2026, 1, 1)
    days = [(rating, ((FEDRAMP_REV5.due(rating, day, None) or day) - day).days) for rating in ("Low", "Moderate", "High")]
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
    _field("POAM ID", lambda row: row.poam_id),
    _field("Controls", lambda row: ", ".join(row.controls)),
    _field("Weakness Name", lambda row: row.name),
    _field("Weakness Description", lambda row: row.description),
    _field("Weakness Detector Source", lambda row: row.detector),
    # v3.0 validates this column as a number in rows 157 on, which every CVE id would violate
    (Column(headers=("Weakness Source Identifier",), validation=Validation.REMOVE), lambda row: row.identifier),
    _field("Asset Identifier", lambda row: "\n".join(row.assets)),
    _field("Point of Contact", lambda row: row.contact),
    _field("Resources Required", _blank),
)
_DATES: tuple[_Field, ...] = (
    _field("Original Detection Date", lambda row: row.detected),
    _field("Scheduled Completion Date", _scheduled),
)
_FROM_THE_STATUS: tuple[_Field, ...] = (
    _field("Status Date", lambda row: row.status_date),
    _field("Vendor Dependency", _no),
    _field("Last Vendor Check-in Date", _blank),
    _field("Vendor Dependent Product Name", _blank),
    _field("Original Risk Rating", lambda row: row.rating),
    _field("Adjusted Risk Rating", _blank),
    _field("Risk Adjustment", _no),
    _field("False Positive", _no),
    _field("Operational Requirement", _no),
    _field("Deviation Rationale", _blank),
    _field("Supporting Documents", _blank),
    _field("Comments", lambda row: row.comments),
    _field("Binding Operational Directive 22-01 tracking", lambda row: "Yes" if row.known_exploited else None),
    _field("Binding Operational Directive 22-01 Due Date", lambda row: row.kev_due),
    _field("CVE", lambda row: "\n".join(row.cves)),
)


def _fields(plan: _Field, *milestones: _Field) -> tuple[_Field, ...]:
    return (*_TO_THE_ASSETS, plan, *_DATES, *milestones, *_FROM_THE_STATUS)


_FIELDS_3_0_OPEN = _fields(_field("Remediation Plan", _plan))
_FIELDS_3_0_OTHER = _fields(_field("Overall Remediation Plan", _plan, "Remediation Plan"))
_FIELDS_2_1 = _fields(
    _field("Overall Remediation Plan", _plan_alone),
    _field("Planned Milestones", _milestones),
    _field("Milestone Changes", _blank),
)


def _sheet(
    name: str,
    fields: tuple[_Field, ...],
    rows: Sequence[PoamRow],
    first_row: int,
    labels: tuple[LabelFill, ...] = (),
) -> SheetFill:
    return SheetFill(
        sheet=name,
        columns=tuple(column for column, _ in fields),
        rows=[[value(row) for _, value in fields] for row in rows],
        first_row=first_row,
        labels=labels,
        see=FULL_TEXT,
    )


def _labels(rows: PoamView, headers: tuple[str, str, str, str], down: int) -> tuple[LabelFill, ...]:
    values: tuple[CellValue, ...] = (rows.provider, rows.offering, rows.impact_level, rows.as_of)
    return tuple(LabelFill(label=label, down=down, value=value) for label, value in zip(headers, values, strict=True))


def _v3_0(rows: PoamView) -> Layout:
    """2025-11-17: values two rows below their labels; the first sheet is one column further right than the others."""
    labels = _labels(rows, ("Cloud Service Provider", "Cloud Service Offering", "Impact Level", "POA&M Date"), 2)
    return Layout(
        name="POA&M v3.0",
        sheets=(
            _sheet(_OPEN, _FIELDS_3_0_OPEN, rows.open, 9, labels),
            _sheet(_CONFIGURATION, _FIELDS_3_0_OTHER, rows.configuration, 3),
        ),
    )


def _v2_1(rows: PoamView) -> Layout:
    """2024-03-29: the same head on all three sheets, guidance on the first one only."""
    labels = _labels(rows, ("CSP", "System Name", "Impact Level", "POAM Date"), 1)
    return Layout(
        name="POA&M v2.1",
        sheets=(
            _sheet(_OPEN, _FIELDS_2_1, rows.open, 9, labels),
            _sheet(_CLOSED, _FIELDS_2_1, (), 6, labels),
            _sheet(_CONFIGURATION, _FIELDS_2_1, rows.configuration, 6, labels),
        ),
    )


def _nobody_named(package: AuthorizationPackage, rows: PoamView, path: str) -> tuple[Gap, ...]:
    """Point of Contact is mandatory. Where system.yaml names no parties at all, its own list of what is owed says so."""
    unnamed = sum(not row.contact for row in (*rows.open, *rows.configuration))
    if not unnamed or any(owed.key == "parties" for owed in package.system.owed):
        return ()
    return (
        Gap(
            path=path,
            place="Point of Contact",
            kind=GapKind.NOT_COLLECTED,
            reason="no party is information system security officer or system owner, so nobody stands as point of contact",
            next_step="give a party in system.yaml the role information-system-security-officer or system-owner",
        ),
    )
