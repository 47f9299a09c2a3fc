"""The assessor's workbook in a delivery: FedRAMP's own forms where the user has them, else our own layout of the same columns.

Of a form of the user's every row and every cell of the assessor's stays as it is; the provider's columns are appended at the
right, beside the objectives that the form lists. In our own layout the assessor's columns are blank.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from generator.content.opened import OpenContent
from generator.deliverables.material import Made, Material
from generator.deliverables.populations import assessment_rule, populations
from generator.deliverables.srtm_rows import DrawnMember, SrtmControl, SrtmRow, SrtmWorkbook
from generator.deliverables.srtm_view import view
from generator.documents.workbook import CellValue, SheetColumn, SheetFill, fill
from generator.documents.workbook_rows import SheetRow, read_rows
from generator.errors import ConfigError, ParseError
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.frameworks.objectives import procedure_of
from generator.limits import NAMED
from generator.model.evidence import EvidenceSource, Gap, GapKind
from generator.model.identifiers import Sha256
from generator.model.system import Regime
from generator.oscal.package import AuthorizationPackage
from generator.oscal.requirement_texts import objective_texts
from generator.renderers.base import RenderedDocument
from generator.renderers.workbook_filling import FULL_TEXT, own_template
from generator.text import listed

FOLDER = "assessment/"
OWN = "srtm.xlsx"
TITLE = "Security Requirements Traceability Matrix and test cases, the provider's draft for the assessor"
FORMS = {
    "srtm": (f"{FOLDER}SAR-Appendix-B-SRTM.xlsx", "Security Requirements Traceability Matrix (SAR Appendix B)"),
    "test-cases": (f"{FOLDER}SAP-Appendix-A-Test-Cases.xlsx", "Security assessment test cases (SAP Appendix A)"),
}
"""FedRAMP's forms by their key under `templates:`, with path and title."""
OWN_PATH = f"{FOLDER}SRTM-and-Test-Cases.xlsx"
PROCEDURE = "Assessment Procedure"
ASSESSORS = (
    "Observations / Test Results",
    "Evidence",
    "Assessment Result",
    "Identified Risk",
    "Likelihood Level",
    "Impact Level",
    "Risk Exposure Level",
    "Recommendation for Mitigation",
    "SSP Implementation Differential?",
)
"""The assessor's columns: SRTM v3.0, sheet AC, H to P."""
_GUIDANCE = "Additional FedRAMP Requirements / Guidance"

_Row = Callable[[SrtmRow], CellValue]
IDENTIFYING: tuple[tuple[str, _Row], ...] = (
    ("Control Name", lambda row: row.title),
    ("Control ID", lambda row: row.control),
    (PROCEDURE, lambda row: row.procedure),
    ("Assessment Objective", lambda row: row.objective or None),
    ("Assessment Parameter", lambda row: row.parameters or None),
    (_GUIDANCE, lambda _: None),
    ("Test Method", lambda row: row.methods),
)
"""SRTM v3.0, sheet AC, A to G. FedRAMP's guidance is its own text and not ours to fill in."""
PROVIDERS: tuple[tuple[str, _Row], ...] = (
    ("Provider: status in the plan", lambda row: row.status or None),
    ("Provider: what the evidence shows", lambda row: row.says or None),
    ("Provider: evidence (path, place, SHA-256)", lambda row: row.evidence or None),
    ("Provider: requirements checked, judged n of N", lambda row: row.judged or None),
    ("Provider: contradictions", lambda row: row.contradictions or None),
    ("Provider: population and draw", lambda row: row.population or None),
)
_SUMMARY: tuple[tuple[str, Callable[[SrtmControl], CellValue]], ...] = (
    ("Control Family", lambda row: row.family),
    ("Control ID", lambda row: row.control),
    ("Control Name", lambda row: row.title),
    ("Assessment Result", lambda _: None),
    ("Risk Exposure Level", lambda _: None),
    ("SSP Differential Count", lambda _: None),
    ("Provider: objectives", lambda row: row.objectives),
    ("Provider: requirements checked", lambda row: row.requirements),
    ("Provider: contradictions", lambda row: "not checked" if row.contradictions is None else row.contradictions),
    ("Provider: open POA&M items", lambda row: row.items),
)
_DRAW: tuple[tuple[str, Callable[[DrawnMember], CellValue]], ...] = (
    ("Population", lambda row: row.population),
    ("Title", lambda row: row.title),
    ("Size", lambda row: row.size),
    ("Seed", lambda row: row.seed),
    ("Drawn member", lambda row: row.member),
    ("Tested", lambda _: None),
    ("Observations / Test Results", lambda _: None),
)
FAMILIES = tuple(dict.fromkeys(control.id.partition("-")[0] for control in FEDRAMP_REV5.plan("high")))
"""A sheet each."""


def assessor_workbook(material: Material) -> Made:
    """The user's forms, each filled; our own workbook where none is given."""
    if material.package.system.regime is Regime.CR26:
        return {}
    workbook = _view(material)
    forms = {key: data for key in FORMS if (data := material.workspace.template(key)) is not None}
    if not forms:
        return {OWN_PATH: (own(workbook, material.package).data, TITLE)}
    return {
        FORMS[key][0]: (official(key, workbook, material.package, data).data, f"{FORMS[key][1]}, the provider's draft")
        for key, data in forms.items()
    }


def remarks(material: Material, documents: Made) -> Iterator[Gap]:
    """Objectives of the baseline that a form of the user's does not list: nothing is shown for them."""
    controls = FEDRAMP_REV5.plan(material.package.system.baseline.value)
    objectives = [each.label for control in controls for each in procedure_of(control.oscal_id).objectives]
    for key, (path, title) in FORMS.items():
        template = material.workspace.template(key) if path in documents else None
        listed_there = _listed(template, f"templates: {key}") if template is not None else frozenset()
        missing = [label for label in objectives if _normal(label) not in listed_there]
        if listed_there and missing:
            named = listed(missing, NAMED)
            reason = f"{len(missing):,} of {len(objectives):,} assessment objectives are not in the form: {named}"
            step = f"use the {title} of the system's baseline"
            yield Gap(path=path, kind=GapKind.SHORTENED, reason=reason, next_step=step)


def filled_form(key: str) -> Callable[[AuthorizationPackage, bytes], RenderedDocument]:
    """To try a form out: what it is filled with, without the populations of a delivery."""
    return lambda package, template: official(key, view(package), package, template)


def own(
    workbook: SrtmWorkbook, package: AuthorizationPackage, template: bytes | None = None, where: str = "our own template"
) -> RenderedDocument:
    """In our own layout; the sheets of families without a control are taken out.

    Raises:
        ConfigError: a template of the user's lacks a sheet or a column.
    """
    families = dict.fromkeys(row.family for row in workbook.rows)
    sheets = (
        _table("System", (("Question", lambda row: row[0]), ("Answer", lambda row: row[1])), workbook.about, first_row=4),
        _table("Control Summary", _SUMMARY, workbook.controls),
        *(
            _table(
                family,
                (*IDENTIFYING, *((header, _blank) for header in ASSESSORS), *PROVIDERS),
                [row for row in workbook.rows if row.family == family],
                freeze="D2",
            )
            for family in families
        ),
        _table("Draw", _DRAW, workbook.draw),
    )
    drop = tuple(family for family in FAMILIES if family not in families)
    filled = fill(own_template(OWN) if template is None else template, sheets, date=package.as_of, where=where, drop=drop)
    return RenderedDocument(data=filled.data)


def official(key: str, workbook: SrtmWorkbook, package: AuthorizationPackage, template: bytes) -> RenderedDocument:
    """In a form of FedRAMP's: its rows, with the provider's columns beside the objectives that they are about.

    A form without rows, as ours is, is filled as ours is.

    Raises:
        ConfigError: it has neither rows for objectives nor the sheets and columns of our layout, or none of its rows is known.
    """
    where = f"templates: {key}"
    by_id = {_normal(row.procedure): row for row in workbook.rows}
    named = _listed(template, where)
    if named and not named & by_id.keys():
        step = "use FedRAMP's form of the system's baseline, with the ids of SP 800-53A in that column"
        raise ConfigError(f"no `{PROCEDURE}` of the form is an objective of the baseline", where=where, next_step=step)
    sheets = []
    for family in FAMILIES:
        rows = _rows_of(template, family, where)
        if rows:
            sheets.append(_appended(family, rows, by_id))
    if not sheets:
        return own(workbook, package, template, where)
    filled = fill(template, sheets, date=package.as_of, where=where)
    return RenderedDocument(data=filled.data)


def _listed(template: bytes, where: str) -> frozenset[tuple[str, ...]]:
    rows = (row for family in FAMILIES for row in _rows_of(template, family, where))
    return frozenset(_normal(str(row.values.get(PROCEDURE) or "")) for row in rows)


def _rows_of(template: bytes, family: str, where: str) -> tuple[SheetRow, ...]:
    headers = [header for header, _ in IDENTIFYING]
    try:
        return read_rows(template, family, headers, optional=ASSESSORS, where=where)
    except ParseError:  # a form of another baseline lacks families
        return ()


def _appended(family: str, rows: Sequence[SheetRow], by_id: dict[tuple[str, ...], SrtmRow]) -> SheetFill:
    present = [header for header in (*(header for header, _ in IDENTIFYING), *ASSESSORS) if header in rows[0].values]
    first, last = rows[0].number, rows[-1].number
    kept = {row.number: row.values for row in rows}
    values: list[list[CellValue]] = []
    for number in range(first, last + 1):
        cells = kept.get(number, {})
        ours = by_id.get(_normal(str(cells.get(PROCEDURE) or "")))
        values.append([*(cells.get(header) for header in present), *(value(ours) if ours else None for _, value in PROVIDERS)])
    return SheetFill(
        sheet=family,
        columns=(
            *(SheetColumn(headers=(header,)) for header in present),
            *(SheetColumn(headers=(header,), required=False, add=True) for header, _ in PROVIDERS),
        ),
        rows=values,
        first_row=first,
        see=FULL_TEXT,
    )


def _normal(procedure: str) -> tuple[str, ...]:
    """`AC-02d.01`, `AC-2(d)(1)` and `AC-2d[1]` name the same: its letters and numbers in order."""
    return tuple(step.lstrip("0").upper() for step in re.findall(r"[A-Za-z]+|[0-9]+", procedure))


def _blank(_row: SrtmRow) -> CellValue:
    return None


_T = TypeVar("_T")


def _table(
    name: str,
    fields: Sequence[tuple[str, Callable[[_T], CellValue]]],
    rows: Sequence[_T],
    *,
    first_row: int = 2,
    freeze: str | None = None,
) -> SheetFill:
    return SheetFill(
        sheet=name,
        columns=tuple(SheetColumn(headers=(header,)) for header, _ in fields),
        rows=[[value(row) for _, value in fields] for row in rows],
        first_row=first_row,
        freeze=freeze,
        see=FULL_TEXT,
    )


def _view(material: Material) -> SrtmWorkbook:
    package = material.package
    baseline = package.system.baseline.value
    controls, content = FEDRAMP_REV5.plan(baseline), OpenContent.of(material.workspace.root)
    texts = objective_texts(controls, package.narratives, content, baseline=baseline)

    def locate(source: EvidenceSource) -> tuple[str, Sha256]:
        path = material.rendered.places.of(source.path)
        link = material.evidence.get(path)
        return path, link.sha256 if link else source.sha256

    return view(package, populations(material), texts, locate, assessment_rule(material))
