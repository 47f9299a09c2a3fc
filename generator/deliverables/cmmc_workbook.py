"""The matrix of CMMC Level 2 as a workbook: our own form, there is no official one."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from generator.deliverables.cmmc_rows import (
    AssetRow,
    CmmcRequirementRow,
    CmmcSentenceRow,
    CmmcVerdictRow,
    EvidenceRow,
    Matrix,
    ObjectiveRow,
    PrefillRow,
)
from generator.documents.workbook import CellValue, SheetColumn, SheetFill, fill
from generator.limits import CELL_ENTRIES
from generator.model.grouping import grouped
from generator.renderers.workbook_filling import own_template
from generator.text import left_out

TEMPLATE = "cmmc-matrix.xlsx"
FIRST_ROW = 4
_ALL = "CMMC-Matrix.json"

_Row = TypeVar("_Row")
_Fields = tuple[tuple[str, Callable[[_Row], CellValue]], ...]


def workbook(matrix: Matrix) -> bytes:
    """The file."""
    about = (("System", matrix.system), ("As of", matrix.as_of.isoformat()), ("Measured by", matrix.framework))
    draft = (("DRAFT", matrix.draft),) if matrix.draft else ()
    sheets = (
        _sheet("Standing", _STANDING, (*about, *draft, *matrix.standing)),
        _sheet("Requirements", _REQUIREMENTS, matrix.requirements),
        _sheet("Objectives", _OBJECTIVES, matrix.objectives),
        _sheet("Assets", _ASSETS, matrix.assets),
        _sheet("eMASS prefill", _PREFILL, matrix.prefill),
    )
    return fill(own_template(TEMPLATE), sheets, date=matrix.as_of, where="our own template").data


def _sheet(name: str, fields: "_Fields[_Row]", rows: Sequence[_Row]) -> SheetFill:
    return SheetFill(
        sheet=name,
        columns=tuple(SheetColumn(headers=(header,)) for header, _ in fields),
        rows=[[value(row) for _, value in fields] for row in rows],
        first_row=FIRST_ROW,
        see=_ALL,
    )


def _points(row: CmmcRequirementRow) -> CellValue:
    if len(row.points) == 1:
        return row.points[0]
    return " or ".join(map(str, row.points)) or "none"


def _people(verdicts: Sequence[CmmcVerdictRow]) -> str:
    return "\n".join(sorted({f"{verdict.by} ({verdict.role}), {verdict.day.isoformat()}" for verdict in verdicts}))


def _sentences(rows: Sequence[CmmcSentenceRow]) -> str:
    """Each once: several controls may ask for the same thing."""
    sentences = grouped((row.text + (f" [{', '.join(row.checks)}]" if row.checks else ""), row.control) for row in rows)
    return _listed([f"{', '.join(dict.fromkeys(controls))}: {text}" for text, controls in sentences.items()], "sentence")


def _files(rows: Sequence[EvidenceRow]) -> str:
    return _listed([row.path for row in rows], "file")


def _listed(texts: Sequence[str], what: str) -> str:
    left = left_out(len(texts) - CELL_ENTRIES, what)
    return "\n".join([*texts[:CELL_ENTRIES], *([f"… {left}: {_ALL}"] if left else [])])


def _of_whole(row: ObjectiveRow) -> str:
    if row.verdict is None:
        return ""
    whole = row.verdict.of == row.requirement and row.objective != row.requirement
    return f"{row.verdict.state}{' (the whole requirement)' if whole else ''}"


_STANDING: "_Fields[tuple[str, str]]" = (("Question", lambda row: row[0]), ("Answer", lambda row: row[1]))
_REQUIREMENTS: "_Fields[CmmcRequirementRow]" = (
    ("Requirement", lambda row: row.requirement),
    ("Title", lambda row: row.title),
    ("Points", _points),
    ("Objectives", lambda row: row.objectives),
    ("Supported", lambda row: row.supported or None),
    ("Contradicted", lambda row: row.contradicted or None),
    ("Not assessed", lambda row: row.not_assessed or None),
    (
        "In the plan",
        lambda row: "\n".join(f"{statement_row.control}: {statement_row.answer}" for statement_row in row.in_the_plan),
    ),
    ("Verdict", lambda row: row.state),
    ("Assessed by, date", lambda row: _people(row.verdicts)),
    ("Points lost", lambda row: row.points_lost or None),
    ("May stand on a POA&M", lambda row: row.may_stand_on_a_plan),
    ("Why", lambda row: row.why),
    ("Rule for its points", lambda row: row.special_rule),
)
_OBJECTIVES: "_Fields[ObjectiveRow]" = (
    ("Objective", lambda row: row.objective),
    ("Title", lambda row: row.title),
    ("Shown by", lambda row: row.shown_by),
    ("Evidence says", lambda row: row.evidence_says),
    ("What contradicts it", lambda row: _sentences(row.contradicting)),
    ("What supports it", lambda row: _sentences(row.supporting)),
    ("Evidence", lambda row: _files(row.evidence)),
    ("Verdict", _of_whole),
    ("Assessed by, date", lambda row: _people([row.verdict] if row.verdict else ())),
    ("Action required", lambda row: row.to_see_to),
)
_ASSETS: "_Fields[AssetRow]" = (
    ("Asset", lambda row: row.asset),
    ("Kind", lambda row: row.kind),
    ("CMMC category", lambda row: row.category),
    ("In scope", lambda row: {True: "Yes", False: "No", None: None}[row.in_scope]),
    ("Assessed", lambda row: row.assessed),
    ("Label on the diagram", lambda row: row.diagram_label),
    ("In the system security plan", lambda row: row.plan),
    ("Action required", lambda row: row.to_see_to),
)
_PREFILL: "_Fields[PrefillRow]" = (
    ("Requirement Number", lambda row: row.requirement),
    ("Objective Number", lambda row: row.objective),
    ("Artifacts", lambda row: row.artifacts),
    ("ESP Name", lambda row: row.esp),
    ("Names left out", lambda row: row.left_out or None),
)
