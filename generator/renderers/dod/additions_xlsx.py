"""What DoD impact levels add to the plan, as a workbook after DISA's FedRAMP Rev. 5 SSP addendum: a sheet for each level.

DISA's own form is a workbook as well, and keeps these controls apart from FedRAMP's Appendix A; so does this one.
"""

from collections.abc import Callable

from generator.documents.workbook import CellValue, SheetColumn, SheetFill
from generator.frameworks.dod.levels import SHEETS
from generator.oscal.package import AuthorizationPackage
from generator.renderers.appendix_a.blocks import ORIGINATIONS, STATUSES
from generator.renderers.base import RenderedDocument, Renderer
from generator.renderers.dod.rows import AdditionRow, DodView, ReadinessRow, sheets, view
from generator.renderers.workbook_filling import FULL_TEXT, WorkbookForm, fill_first, gaps_of

PATH = "ssp/DoD-Additions.xlsx"
TEMPLATE = "dod-additions.xlsx"
FIRST_ROW = 4

_Field = tuple[SheetColumn, Callable[[AdditionRow], CellValue]]
_Answer = tuple[SheetColumn, Callable[[ReadinessRow], CellValue]]


def _field(header: str, value: Callable[[AdditionRow], CellValue]) -> _Field:
    return SheetColumn(headers=(header,)), value


def _answer(header: str, value: Callable[[ReadinessRow], CellValue]) -> _Answer:
    return SheetColumn(headers=(header,)), value


_FIELDS: tuple[_Field, ...] = (
    _field("Control Identifier", lambda row: row.control),
    _field("Control (or Control Enhancement) Name", lambda row: row.title),
    _field("Change", lambda row: row.change),
    _field("DoD FedRAMP+ Parameters", lambda row: row.value),
    _field("CSP Parameters", lambda row: row.parameters),
    _field("Responsible Role", lambda row: row.role),
    _field("Implementation Status", lambda row: _status(row)),
    _field(
        "Control Origination",
        lambda row: "\n".join(ORIGINATIONS.get(origination, origination) for origination in row.originations),
    ),
    _field("What is the solution and how is it implemented?", lambda row: row.solution),
    _field("Written by", lambda row: row.written),
    _field("Action required", lambda row: row.to_see_to),
)
_ANSWERS: tuple[_Answer, ...] = (
    _answer("Requirement", lambda row: row.requirement.id),
    _answer("Name", lambda row: row.requirement.title),
    _answer("What is asked", lambda row: row.requirement.asks),
    _answer("Answer", lambda row: row.answer or "Outstanding"),
    _answer("Answered by", lambda row: row.by),
    _answer("Date", lambda row: row.day),
    _answer("Evidence", lambda row: "\n".join(row.evidence)),
    _answer("What the package shows", lambda row: row.shown),
)


def _status(row: AdditionRow) -> str:
    text = "\n".join(STATUSES.get(word, word) for word in row.statuses)
    return f"{text} (proposed from evidence)" if row.proposed else text


def _layout(dod_view: DodView) -> WorkbookForm:
    levels = tuple(
        SheetFill(
            sheet=level.sheet.label,
            columns=tuple(column for column, _ in _FIELDS),
            rows=[[value(row) for _, value in _FIELDS] for row in level.rows],
            first_row=FIRST_ROW,
            see=FULL_TEXT,
        )
        for level in dod_view.levels
    )
    shown = {level.sheet.label for level in dod_view.levels}
    return WorkbookForm(
        name="the additions of DoD impact levels",
        sheets=(
            SheetFill(
                sheet="Standing",
                columns=(SheetColumn(headers=("Question",)), SheetColumn(headers=("Answer",))),
                rows=dod_view.standing,
                first_row=FIRST_ROW,
                see=FULL_TEXT,
            ),
            *levels,
            SheetFill(
                sheet="Readiness",
                columns=tuple(column for column, _ in _ANSWERS),
                rows=[[value(row) for _, value in _ANSWERS] for row in dod_view.readiness],
                first_row=FIRST_ROW,
                see=FULL_TEXT,
            ),
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
