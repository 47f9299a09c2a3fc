"""The CMMC Level 2 plan of action as a workbook. There is no official form of it; this one is ours."""

from collections.abc import Callable

from generator.documents.workbook import CellValue, SheetColumn, SheetFill
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument, Renderer
from generator.renderers.poam.cmmc_rows import CmmcRow, CmmcView, view
from generator.renderers.workbook_filling import FULL_TEXT, WorkbookForm, fill_first, gaps_of

_PATH = "workbooks/CMMC-POAM.xlsx"

_Field = tuple[SheetColumn, Callable[[CmmcRow], CellValue]]


def _field(header: str, value: Callable[[CmmcRow], CellValue]) -> _Field:
    return SheetColumn(headers=(header,)), value


_FIELDS: tuple[_Field, ...] = (
    _field("Requirement", lambda row: row.id),
    _field("Title", lambda row: row.title),
    _field("Points", lambda row: row.points),
    _field("Objectives NOT MET", lambda row: "\n".join(row.objectives)),
    _field("Weakness", lambda row: row.weakness),
    _field("May stand on a POA&M", lambda row: "blocks Conditional" if row.blocks else "Yes"),
    _field("Why", lambda row: row.why),
    _field("Assessed by", lambda row: row.judged),
    _field("Assessed on", lambda row: row.day),
    _field("Evidence", lambda row: "\n".join(row.evidence)),
    _field("Remediation Plan", lambda row: row.plan),
    _field("Owner", lambda row: row.owner),
    _field("Resources Required", lambda row: row.resources),
    _field("Scheduled Completion Date", lambda row: row.due),
    _field("Close-out Due", lambda row: row.close_out),
    _field("Status", lambda row: row.status),
)


def _layout(cmmc_view: CmmcView) -> WorkbookForm:
    about: list[tuple[str, str]] = [("System", cmmc_view.system), ("As of", cmmc_view.as_of.isoformat()), *cmmc_view.summary]
    return WorkbookForm(
        name="the CMMC plan of action",
        sheets=(
            SheetFill(
                sheet="Standing",
                columns=(SheetColumn(headers=("Question",)), SheetColumn(headers=("Answer",))),
                rows=about,
                first_row=4,
                see=FULL_TEXT,
            ),
            SheetFill(
                sheet="POA&M",
                columns=tuple(column for column, _ in _FIELDS),
                rows=[[value(row) for _, value in _FIELDS] for row in cmmc_view.rows],
                first_row=4,
                see=FULL_TEXT,
            ),
        ),
    )


def _render(package: AuthorizationPackage, _: bytes | None) -> RenderedDocument:
    """There is no official form."""
    filled = fill_first(None, "cmmc-poam.xlsx", [_layout(view(package))], day=package.as_of)
    return RenderedDocument(data=filled.data, notes=gaps_of(filled, _PATH))


CMMC_POAM_XLSX = Renderer(
    name="cmmc-poam-xlsx",
    path=_PATH,
    title="CMMC Level 2 plan of action and milestones",
    applies=lambda package: bool(package.requirement_verdicts),
    render=_render,
)
