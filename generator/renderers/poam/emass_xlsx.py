"""The plan of action in eMASS's POA&M import template, with the columns of the Navy, the Army or the Marine Corps."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.documents.workbook import CellValue, LabelFill, SheetColumn, SheetFill
from generator.errors import ConfigError
from generator.frameworks import emass as e
from generator.model.dod import Emass
from generator.model.evidence import Gap, GapKind
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument, Renderer
from generator.renderers.poam.emass_rows import EmassRow, EmassStep, rows_of
from generator.renderers.workbook_filling import FULL_TEXT, WorkbookForm, fill_first, gaps_of
from generator.text import counted

_PATH = "workbooks/eMASS-POAM.xlsx"


_ITEM: Mapping[str, Callable[[EmassRow], CellValue]] = {
    "Control Vulnerability Description": lambda row: row.description,
    "Controls / APs": lambda row: row.controls,
    "Security Checks": lambda row: row.checks,
    "POA&M Status": lambda row: row.status,
    "POA&M Scheduled Completion Date": lambda row: row.due,
    "POA&M Requested Risk Accepted Expiration Date": lambda row: row.accepted_until,
    "POA&M Completion Date": lambda row: row.done,
    "Identification Source Details": lambda row: row.details,
    "Office/Org": lambda row: row.office,
    "Resources Required": lambda row: row.resources,
    "Comments": lambda row: row.comments,
    "Raw Severity": lambda row: row.raw_severity,
    "Devices Affected": lambda row: row.devices,
    e.MITIGATIONS: lambda row: row.by_header.get(e.MITIGATIONS) or row.mitigations,
    e.NAVY_MITIGATIONS: lambda row: row.by_header.get(e.MITIGATIONS) or row.mitigations,
    "Severity": lambda row: row.by_header.get("Severity") or row.severity,
    "Residual Risk Level": lambda row: row.by_header.get("Residual Risk Level") or row.residual,
    "Recommendations": lambda row: row.by_header.get("Recommendations") or row.recommendations,
}
"""The ids of item and milestone are eMASS's own and stay empty (instruction 2). All other columns are for people: a column of
that name, added to the POA&M workbook, fills them."""
_MILESTONE: Mapping[str, Callable[[EmassStep], CellValue]] = {
    "Milestone Description": lambda step: step.description,
    "Milestone Status": lambda step: step.status,
    "Milestone Scheduled Completion Date": lambda step: step.due,
    "Milestone Completion Date": lambda step: step.done,
}


def _layout(rows: Sequence[EmassRow], settings: Emass, labels: tuple[LabelFill, ...]) -> WorkbookForm:
    columns = e.COLUMNS[settings.component]
    return WorkbookForm(
        name=f"eMASS's template of the {settings.component.replace('-', ' ')}",
        sheets=(
            SheetFill(
                sheet=e.SHEET,
                columns=tuple(SheetColumn(headers=(header,)) for header in columns),
                rows=[line for row in rows for line in _lines(row, columns, settings)],
                first_row=e.FIRST_ROW,
                filter=False,  # rows of one item belong together
                labels=labels,
                see=FULL_TEXT,
            ),
        ),
    )


def _lines(row: EmassRow, columns: Sequence[str], settings: Emass) -> Iterator[list[CellValue]]:
    """A row for each milestone; only the first of an item has the item's own cells (instruction 14)."""
    for number, step in enumerate(row.steps or (None,)):
        yield [_cell(header, None if number else row, step, settings) for header in columns]


def _cell(header: str, row: EmassRow | None, step: EmassStep | None, settings: Emass) -> CellValue:
    if header in _MILESTONE:
        return _MILESTONE[header](step) if step is not None else None
    if row is None:
        return None
    if header == "Identification Source":
        return settings.source or None
    if header in _ITEM:
        return _ITEM[header](row)
    return row.by_header.get(header)


def _labels(package: AuthorizationPackage) -> tuple[LabelFill, ...]:
    values = (("System / Project Name", package.system.name), ("Date Exported", package.as_of))
    return tuple(LabelFill(label=label, down=1, value=value) for label, value in values)


def _missing_fields(rows: Sequence[EmassRow], settings: Emass) -> Iterator[Gap]:
    """What eMASS refuses an item without (instructions 9 to 11), and only a person knows."""
    blank = sum(not row.resources for row in rows)
    missing = (
        ("Office/Org", sum(not row.office for row in rows), "write it under emass.office in system.yaml"),
        (
            "Identification Source",
            0 if settings.source else len(rows),
            "write the glossary's word under emass.identification-source",
        ),
        ("Resources Required", blank, "fill the column Resources Required of the POA&M workbook"),
    )
    for column, count, step in missing:
        if count:
            reason = f"{counted(count, 'item is', 'items are')} without it and would be refused by eMASS"
            yield Gap(path=_PATH, place=column, kind=GapKind.UNDECIDED, reason=reason, next_step=step)


def _render(package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:
    settings = package.system.emass
    if settings is None:
        what = "it is not stated whose POA&M template eMASS shows"
        raise ConfigError(what, where="system.yaml, key emass", next_step="write `component: navy`, army or marine-corps")
    rows = rows_of(package, settings)
    labels = _labels(package) if template is None else ()  # NOTE: where eMASS has its own, they are its own metadata
    layouts = [_layout(rows, settings, labels)]
    own = f"emass-{settings.component}.xlsx"
    filled = fill_first(template, own, layouts, day=package.as_of, where="templates: emass-poam")
    return RenderedDocument(data=filled.data, notes=(*_missing_fields(rows, settings), *gaps_of(filled, _PATH)))


EMASS_POAM_XLSX = Renderer(
    name="emass-poam-xlsx",
    path=_PATH,
    title="eMASS POA&M import",
    template="emass-poam",
    applies=lambda package: package.system.emass is not None,
    render=_render,
)
