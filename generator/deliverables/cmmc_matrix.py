"""The matrix of CMMC Level 2 in a delivery: a workbook for people, CSV and JSON for tools, and the prefill for eMASS."""

from generator.deliverables.cmmc_rows import CmmcVerdictRow, Matrix
from generator.deliverables.cmmc_view import view
from generator.deliverables.cmmc_workbook import workbook
from generator.deliverables.material import Made, Material
from generator.documents.csv_text import csv_bytes
from generator.text import indented_json

FOLDER = "cmmc/"
XLSX = f"{FOLDER}CMMC-Matrix.xlsx"
JSON = f"{FOLDER}CMMC-Matrix.json"
OBJECTIVES = f"{FOLDER}CMMC-Objectives.csv"
PREFILL = f"{FOLDER}CMMC-eMASS-Prefill.csv"

_OBJECTIVE_HEADERS = (
    "Requirement", "Objective", "Title", "Shown by", "Evidence says", "Evidence ids", "Evidence", "Verdict", "Judged",
    "By", "Role", "Date", "Action required",
)  # fmt: skip
_PREFILL_HEADERS = ("Requirement Number", "Objective Number", "Artifacts", "ESP Name", "Names left out")


def cmmc_matrix(material: Material) -> Made:
    """The matrix in its four forms."""
    matrix = view(material)
    encoded = indented_json(matrix)
    return {
        XLSX: (workbook(matrix), "CMMC Level 2: requirements, objectives, assets"),
        JSON: (encoded, "CMMC Level 2: requirements, objectives, assets, as data"),
        OBJECTIVES: (_objectives(matrix), "CMMC Level 2: the objectives as a table"),
        PREFILL: (_prefill(matrix), "CMMC eMASS, sheet Requirement Objectives: artifact and ESP names"),
    }


def _objectives(matrix: Matrix) -> bytes:
    rows = (
        (
            objective.requirement,
            objective.objective,
            objective.title,
            objective.shown_by,
            objective.evidence_says,
            "; ".join(row.id for row in objective.evidence),
            "; ".join(row.path for row in objective.evidence),
            *_judged(objective.verdict),
            objective.to_see_to,
        )
        for objective in matrix.objectives
    )
    return csv_bytes((_OBJECTIVE_HEADERS, *rows))


def _judged(row: CmmcVerdictRow | None) -> tuple[str, ...]:
    return (row.state, row.of, row.by, row.role, row.day.isoformat()) if row else ("",) * 5


def _prefill(matrix: Matrix) -> bytes:
    rows = ((row.requirement, row.objective, row.artifacts, row.esp, str(row.left_out or "")) for row in matrix.prefill)
    return csv_bytes((_PREFILL_HEADERS, *rows))
