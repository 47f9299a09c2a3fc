"""The Risk Exposure Table (SAR Appendix A), template v2.4 (2024-03-29): the provider's draft of the assessor's document.

An item has the same id in the table and in the POA&M (RET Completion Guide, POAM ID), and every risk of the table has its POA&M
item, late or not (FedRAMP playbook, POA&M). Configuration deficiencies are listed one by one beside the item for CM-6
(FedRAMP's message on the POA&M template of 2024-06-21). What was corrected during testing stands on a sheet of its own.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from generator.documents.workbook import CellValue, LabelFill, SheetFill
from generator.ledger import columns as c
from generator.model.evidence import Gap, GapKind
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument, Renderer, outside_cr26
from generator.renderers.poam.rows import PoamRow, view_of_all
from generator.renderers.workbook_filling import FilledColumn, WorkbookForm, column, fill_first, filled_sheet, gaps_of

_PATH = "workbooks/SAR-Appendix-A-Risk-Exposure-Table-prefilled.xlsx"


_DRAFT = "provider's draft, to be completed by the assessor"
_Field = FilledColumn[PoamRow]

_SHARED: tuple[_Field, ...] = (
    column("POA&M ID", lambda row: row.poam_id, "POAM ID"),
    column(c.CONTROLS, lambda row: ", ".join(row.controls)),
    column(c.NAME, lambda row: row.name),
    column(c.DESCRIPTION, lambda row: row.description),
    column(c.DETECTOR, lambda row: row.detector),
    column(c.IDENTIFIER, lambda row: row.identifier),
    column(c.ASSETS, lambda row: "\n".join(row.assets)),
    column(c.DETECTED, lambda row: row.detected),
)
_SERVICE: _Field = column(c.SERVICE, lambda row: row.written_under(c.SERVICE))
_EXPOSED: tuple[_Field, ...] = (
    *_SHARED,
    column(c.VENDOR, lambda row: row.deviations.vendor),
    column(c.PRODUCT, lambda row: row.deviations.product or None),
    column(c.RATING, lambda row: row.rating),
    column(c.ADJUSTED, lambda row: row.deviations.adjusted or None),
    column(c.ADJUSTMENT, lambda row: row.deviations.risk_adjustment),
    column(c.FALSE_POSITIVE, lambda row: row.deviations.false_positive),
    column(c.OPERATIONAL, lambda row: row.deviations.operational),
    column(c.RATIONALE, lambda row: row.written_under(c.RATIONALE) or row.deviations.rationale or None),
    column(c.COMMENTS, lambda row: row.comments),
    _SERVICE,
)
_CORRECTED: tuple[_Field, ...] = (
    *_SHARED,
    column(c.FALSE_POSITIVE, lambda row: row.deviations.false_positive),
    column("Remediation Description", lambda row: " ".join(part for part in (row.plan, row.closing) if part)),
    column("Verification Statement/ Testing Procedure", lambda _: None),  # the assessor's: how it was verified
    _SERVICE,
)


def _layout(package: AuthorizationPackage, *, own: bool) -> WorkbookForm:
    every = view_of_all(package)
    begun = package.system.poam.tested_from
    corrected = [row for row in every.closed if begun is not None and row.status_date >= begun and not row.duplicate]
    head: tuple[CellValue, ...] = (every.provider, every.offering, every.impact_level, every.as_of)

    def sheet(name: str, day: str, fields: Sequence[_Field], rows: Sequence[PoamRow]) -> SheetFill:
        labels = zip(("CSP", "System Name", "Impact Level", day), head, strict=True)
        labeled = tuple(LabelFill(label=label, down=1, value=value) for label, value in labels)
        # without the word "template": it is no template once filled (RET Completion Guide, step 3)
        cells = {"A1": f"FedRAMP {name}", "B1": _DRAFT} if own else {"A1": f"FedRAMP {name}: {_DRAFT}"}
        return replace(filled_sheet(name, fields, rows, 6, labeled), cells=cells)

    return WorkbookForm(
        name="the Risk Exposure Table v2.4",
        sheets=(
            sheet("Risk Exposure Table (RET)", "RET Date", _EXPOSED, (*every.open, *every.configuration)),
            sheet("Risks Corrected During Testing", "RCDT Date", _CORRECTED, corrected),
        ),
    )


def _no_testing(package: AuthorizationPackage) -> tuple[Gap, ...]:
    if package.system.poam.tested_from is not None:
        return ()
    return (
        Gap(
            path=_PATH,
            place="Risks Corrected During Testing",
            kind=GapKind.UNDECIDED,
            reason="it is not stated when testing began, so no risk is listed as corrected during it",
            next_step="write the day under poam.tested-from in system.yaml",
        ),
    )


def _render(package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:
    layouts = [_layout(package, own=template is None)]
    filled = fill_first(template, "ret.xlsx", layouts, day=package.as_of, where="templates: ret")
    return RenderedDocument(data=filled.data, notes=(*_no_testing(package), *gaps_of(filled, _PATH)))


RET_XLSX = Renderer(
    name="ret-xlsx",
    path=_PATH,
    title="Risk Exposure Table (SAR Appendix A), the provider's draft for the assessor",
    template="ret",
    applies=lambda package: outside_cr26(package) and package.system.poam.assessment is not None,
    render=_render,
)
