"""The CMMC Level 2 plan of action as a workbook. There is no official form of it; this one is ours."""

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument, Renderer
from generator.renderers.poam.cmmc_rows import CmmcRow, CmmcView, view
from generator.renderers.workbook_filling import FilledColumn, WorkbookForm, column, fill_first, filled_sheet, gaps_of, standing

_PATH = "workbooks/CMMC-POAM.xlsx"


_FIELDS: tuple[FilledColumn[CmmcRow], ...] = (
    column("Requirement", lambda row: row.id),
    column("Title", lambda row: row.title),
    column("Points", lambda row: row.points),
    column("Objectives NOT MET", lambda row: "\n".join(row.objectives)),
    column("Weakness", lambda row: row.weakness),
    column("May stand on a POA&M", lambda row: "blocks Conditional" if row.blocks else "Yes"),
    column("Why", lambda row: row.why),
    column("Assessed by", lambda row: row.judged),
    column("Assessed on", lambda row: row.day),
    column("Evidence", lambda row: "\n".join(row.evidence)),
    column("Remediation Plan", lambda row: row.plan),
    column("Owner", lambda row: row.owner),
    column("Resources Required", lambda row: row.resources),
    column("Scheduled Completion Date", lambda row: row.due),
    column("Close-out Due", lambda row: row.close_out),
    column("Status", lambda row: row.status),
)


def _layout(cmmc_view: CmmcView) -> WorkbookForm:
    return WorkbookForm(
        name="the CMMC plan of action",
        sheets=(
            standing([("System", cmmc_view.system), ("As of", cmmc_view.as_of.isoformat()), *cmmc_view.summary]),
            filled_sheet("POA&M", _FIELDS, cmmc_view.rows, 4),
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
