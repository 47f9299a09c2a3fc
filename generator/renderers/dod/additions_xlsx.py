"""What DoD impact levels add to the plan, as a workbook after DISA's FedRAMP Rev. 5 SSP addendum: a sheet for each level.

DISA's own form is a workbook as well, and keeps these controls apart from FedRAMP's Appendix A; so does this one.
"""

from generator.frameworks.dod.levels import SHEETS
from generator.oscal.package import AuthorizationPackage
from generator.renderers.appendix_a.blocks import ORIGINATIONS, STATUSES
from generator.renderers.base import RenderedDocument, Renderer
from generator.renderers.dod.rows import AdditionRow, DodView, ReadinessRow, sheets, view
from generator.renderers.workbook_filling import FilledColumn, WorkbookForm, column, fill_first, filled_sheet, gaps_of, standing

PATH = "ssp/DoD-Additions.xlsx"
TEMPLATE = "dod-additions.xlsx"
FIRST_ROW = 4

_FIELDS: tuple[FilledColumn[AdditionRow], ...] = (
    column("Control Identifier", lambda row: row.control),
    column("Control (or Control Enhancement) Name", lambda row: row.title),
    column("Change", lambda row: row.change),
    column("DoD FedRAMP+ Parameters", lambda row: row.value),
    column("CSP Parameters", lambda row: row.parameters),
    column("Responsible Role", lambda row: row.role),
    column("Implementation Status", lambda row: _status(row)),
    column(
        "Control Origination",
        lambda row: "\n".join(ORIGINATIONS.get(origination, origination) for origination in row.originations),
    ),
    column("What is the solution and how is it implemented?", lambda row: row.solution),
    column("Written by", lambda row: row.written),
    column("Action required", lambda row: row.to_see_to),
)
_ANSWERS: tuple[FilledColumn[ReadinessRow], ...] = (
    column("Requirement", lambda row: row.requirement.id),
    column("Name", lambda row: row.requirement.title),
    column("What is asked", lambda row: row.requirement.asks),
    column("Answer", lambda row: row.answer or "Outstanding"),
    column("Answered by", lambda row: row.by),
    column("Date", lambda row: row.day),
    column("Evidence", lambda row: "\n".join(row.evidence)),
    column("What the package shows", lambda row: row.shown),
)


def _status(row: AdditionRow) -> str:
    text = "\n".join(STATUSES.get(word, word) for word in row.statuses)
    return f"{text} (proposed from evidence)" if row.proposed else text


def _layout(dod_view: DodView) -> WorkbookForm:
    shown = {level.sheet.label for level in dod_view.levels}
    return WorkbookForm(
        name="the additions of DoD impact levels",
        sheets=(
            standing(dod_view.standing),
            *(filled_sheet(level.sheet.label, _FIELDS, level.rows, FIRST_ROW) for level in dod_view.levels),
            filled_sheet("Readiness", _ANSWERS, dod_view.readiness, FIRST_ROW),
        ),
        drop=tuple(sheet.label for sheet in SHEETS if sheet.label not in shown),
    )


def _render(package: AuthorizationPackage, _: bytes | None) -> RenderedDocument:
    filled = fill_first(None, TEMPLATE, [_layout(view(package))], day=package.as_of)
    return RenderedDocument(data=filled.data, notes=gaps_of(filled, PATH))


DOD_ADDITIONS_XLSX = Renderer(
    name="dod-additions-xlsx",
    path=PATH,
    title="DoD impact levels: added controls, values, General Readiness Requirements",
    applies=lambda package: bool(sheets(package)),
    render=_render,
)
