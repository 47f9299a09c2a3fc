"""SSP Appendix J, the CIS and CRM workbook (FedRAMP, v1.1, 2023-07-13), with the sheets of the system's baseline only."""

from collections.abc import Sequence

from generator.documents.workbook import CellValue, LabelFill, SheetColumn, SheetFill
from generator.model.evidence import Gap, GapKind
from generator.model.system import ControlBaseline
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument, Renderer, outside_cr26
from generator.renderers.cis_crm.rows import ORIGINATIONS, STATUSES, PartRow, counts, rows
from generator.renderers.workbook_filling import FULL_TEXT, WorkbookForm, fill_first, gaps_of

PATH = "workbooks/Appendix-J-CIS-CRM.xlsx"
ID = "Control ID"
HEADERS = {
    "implemented": "Implemented",
    "partial": "Partially Implemented",
    "planned": "Planned",
    "alternative": "Alternative Implementation",
    "not-applicable": "N/A",
    "sp-corporate": "Service Provider Corporate",
    "sp-system": "Service Provider System Specific",
    "hybrid": "Service Provider Hybrid (Corporate and System Specific)",
    "customer-configured": "Configured by Customer (Customer System Specific)",
    "customer-provided": "Provided by Customer (Customer System Specific)",
    "shared": "Shared (Service Provider and Customer Responsibility)",
    "inherited": "Inherited from Pre-Existing Authorization",
}
INHERITED = "Can Be Inherited from CSP"
CUSTOMER = "Specific Inheritance and Customer Agency/CSP Responsibilities"
_EXAMPLES = "Example CRM Worksheet Responses"
_KEY = "Key to LI-SaaS Baseline"


def _official(package: AuthorizationPackage, part_rows: Sequence[PartRow]) -> list[WorkbookForm]:
    """High has its CRM header a row above where the other sheets have it."""
    label = package.system.baseline.label
    return [_layout(package, part_rows, f"{label} ", 4, 4 if package.system.baseline is ControlBaseline.HIGH else 5)]


def _layout(package: AuthorizationPackage, part_rows: Sequence[PartRow], prefix: str, cis: int, crm: int) -> WorkbookForm:
    others = [baseline.label for baseline in ControlBaseline if baseline is not package.system.baseline]
    system = package.system
    return WorkbookForm(
        name="Appendix J v1.1" if prefix else "our own template",
        sheets=(
            *([_front(package)] if prefix else []),
            SheetFill(
                sheet=f"{prefix}CIS Worksheet",
                columns=tuple(
                    SheetColumn(headers=(header,)) for header in (ID, *(HEADERS[key] for key in (*STATUSES, *ORIGINATIONS)))
                ),
                rows=tuple(_marks(row) for row in part_rows),
                first_row=cis,
                freeze=f"B{cis}",
                cells={} if prefix else {"A1": f"{system.name}: control implementation summary, {system.baseline.label}"},
            ),
            SheetFill(
                sheet=f"{prefix}CRM Worksheet",
                columns=(
                    SheetColumn(headers=(ID,)),
                    SheetColumn(headers=(INHERITED,), choices=("No", "Partial", "Yes")),
                    SheetColumn(headers=(CUSTOMER,)),
                ),
                rows=tuple((row.id, row.inheritable or None, row.customer or None) for row in part_rows),
                first_row=crm,
                freeze=f"B{crm}",
                see=FULL_TEXT,
                cells={} if prefix else {"A1": f"{system.name}: customer responsibility matrix, {system.baseline.label}"},
            ),
        ),
        drop=(
            *(f"{label} {kind} Worksheet" for label in others for kind in ("CIS", "CRM")),
            _EXAMPLES,
            *(() if package.system.baseline is ControlBaseline.LI_SAAS else (_KEY,)),
        ),
    )


def _front(package: AuthorizationPackage) -> SheetFill:
    """The box on the sheet of instructions that says whose workbook it is."""
    system = package.system
    values = {
        "CSP": system.provider_name,
        "System Name": system.name,
        "System Identifier": system.plan.package_id or system.short_name,
        "Impact Level": system.baseline.label if system.is_categorized else "",
    }
    return SheetFill(
        sheet="Instructions",
        columns=tuple(SheetColumn(headers=(name,)) for name in values),
        rows=(),
        first_row=5,
        labels=tuple(LabelFill(label=name, down=1, value=value) for name, value in values.items()),
        repeat_header=False,
    )


def _marks(row: PartRow) -> tuple[CellValue, ...]:
    stated = row.statuses | row.originations
    return (
        row.id,
        *("X" if key in stated else "proposed" if key in row.proposed else None for key in (*STATUSES, *ORIGINATIONS)),
    )


def _outstanding_gaps(part_rows: Sequence[PartRow]) -> tuple[Gap, ...]:
    """What people have still to say, in one line."""
    numbers = counts(part_rows)
    missing = [f"{number:,} {what}" for what, number in numbers.items() if what != "parts" and number]
    if not missing:
        return ()
    return (
        Gap(
            path=PATH,
            kind=GapKind.UNDECIDED,
            reason=f"of {numbers['parts']:,} control parts in Appendix J: {', '.join(missing)}",
            next_step="say `status:`, `origination:` and `customer:` at the head of the control's file in narratives/",
        ),
    )


def _render(package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:
    part_rows = rows(package)
    layouts = [*(_official(package, part_rows) if template is not None else ()), _layout(package, part_rows, "", 4, 4)]
    filled = fill_first(template, "cis-crm.xlsx", layouts, day=package.as_of, where="templates: cis-crm")
    return RenderedDocument(data=filled.data, notes=(*_outstanding_gaps(part_rows), *gaps_of(filled, PATH)))


CIS_CRM_XLSX = Renderer(
    name="cis-crm-xlsx",
    path=PATH,
    title="SSP Appendix J, control implementation summary and customer responsibility matrix",
    template="cis-crm",
    applies=outside_cr26,
    render=_render,
)
