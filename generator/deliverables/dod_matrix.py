"""The matrix of what DoD impact levels add, in a delivery: what is asked, what the evidence says, and who answered.

A person's view of the same stands in `ssp/DoD-Additions.xlsx`; this is the list for tools, with the ids of the evidence.
"""

from collections.abc import Iterator

import msgspec

from generator.deliverables.cmmc_rows import CmmcSentenceRow, EvidenceRow
from generator.deliverables.cmmc_view import evidence_rows, sentence_row
from generator.deliverables.material import Made, Material
from generator.documents.csv_text import csv_bytes
from generator.facts.evidence_support import split_claims
from generator.facts.readiness_answers import FILE as READINESS
from generator.frameworks.dod.levels import LEVELS
from generator.frameworks.dod.readiness import SOURCE
from generator.limits import NAMED
from generator.model.evidence import Gap, GapKind
from generator.model.identifiers import ControlId
from generator.model.progress import AnswerProgress
from generator.renderers.dod.rows import AdditionRow, DodView, LevelRows, sheets, view
from generator.text import listed

JSON = "dod/DoD-Additions.json"
CSV = "dod/DoD-Additions.csv"


class MatrixRow(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """A control of a level of which DISA's addendum says more than FedRAMP."""

    level: str
    """`IL4 Moderate`, `IL5 (NSS)`."""
    source: str
    control: ControlId
    title: str
    change: str
    dod_value: str
    provider_values: str
    status: str
    written: str
    evidence_says: str
    """`support`, `contradiction`, `not assessed`."""
    sentences: tuple[CmmcSentenceRow, ...]
    evidence: tuple[EvidenceRow, ...]


class ReadinessAnswerRow(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """A General Readiness Requirement."""

    requirement: str
    title: str
    source: str
    answer: str | None
    """None: outstanding."""
    by: str
    day: str
    evidence: tuple[EvidenceRow, ...]
    package_shows: str


def dod_matrix(material: Material) -> Made:
    """The matrix as data and as a table; nothing where no impact level is named."""
    dod_view = view(material.package)
    if not dod_view.levels:
        return {}
    rows = tuple(_row(row, level, material) for level in dod_view.levels for row in level.rows)
    encoded = msgspec.json.encode({"additions": rows, "readiness": _readiness(material)})
    return {
        JSON: (msgspec.json.format(encoded, indent=1) + b"\n", "DoD impact levels: additions and readiness, as data"),
        CSV: (_table(rows), "DoD impact levels: additions, as a table"),
    }


def owing(material: Material) -> tuple[Gap, ...]:
    """A level, an answer to every General Readiness Requirement, and approved text for each control that DoD asks for anew."""
    if not sheets(material.package):
        step = f"name it under `frameworks:`: {' or '.join(LEVELS)}"
        reason = "system.yaml names no DoD impact level, so nothing says what is added to FedRAMP"
        return (Gap(path="system.yaml", place="key frameworks", kind=GapKind.UNDECIDED, reason=reason, next_step=step),)
    dod_view = view(material.package)
    return (*_unanswered(dod_view), *(gap for level in dod_view.levels for gap in _unapproved(level)))


def _unanswered(dod_view: DodView) -> Iterator[Gap]:
    unanswered = [row.requirement.id for row in dod_view.readiness if not row.answer]
    if unanswered:
        yield Gap(
            path=READINESS,
            kind=GapKind.UNDECIDED,
            reason=f"{len(unanswered)} of {len(dod_view.readiness)} General Readiness Requirements are not answered: "
            f"{', '.join(unanswered)}",
            next_step=f"write the answers into {READINESS}; the sheet Readiness of ssp/DoD-Additions.xlsx says what is asked",
        )


def _unapproved(level: LevelRows) -> Iterator[Gap]:
    affected = {*level.sheet.added, *level.sheet.anew}
    unapproved = [row.control for row in level.rows if row.control in affected and row.state is not AnswerProgress.APPROVED]
    if unapproved:
        yield Gap(
            path="narratives/",
            kind=GapKind.UNDECIDED,
            reason=f"{len(unapproved)} of {len(affected)} controls that {level.sheet.title} adds or sets anew have no "
            f"approved text: "
            f"{listed(unapproved, NAMED)}",
            next_step="name `approver` and `date` in each narratives/CONTROL.md whose text stands",
        )


def _row(row: AdditionRow, level: LevelRows, material: Material) -> MatrixRow:
    claims = split_claims(claim for claim in material.rendered.package.claims if claim.control == row.control)
    return MatrixRow(
        level=level.sheet.label,
        source=level.sheet.source,
        control=row.control,
        title=row.title,
        change=row.change,
        dod_value=row.value,
        provider_values=row.parameters,
        status=", ".join(row.statuses) + (" (proposed)" if row.proposed else ""),
        written=row.written,
        evidence_says=claims.support,
        sentences=tuple(map(sentence_row, claims.claims)),
        evidence=evidence_rows((source for claim in claims.claims for source in claim.sources), material),
    )


def _readiness(material: Material) -> tuple[ReadinessAnswerRow, ...]:
    sources = {answer.id: answer.evidence for answer in material.package.readiness}
    return tuple(
        ReadinessAnswerRow(
            requirement=row.requirement.id,
            title=row.requirement.title,
            source=SOURCE,
            answer=row.answer or None,
            by=row.by,
            day=row.day.isoformat() if row.day else "",
            evidence=evidence_rows(sources.get(row.requirement.id, ()), material),
            package_shows=row.shown,
        )
        for row in view(material.package).readiness
    )


def _table(rows: tuple[MatrixRow, ...]) -> bytes:
    return csv_bytes((_HEADERS, *map(_cells, rows)))


_HEADERS = (
    "Level", "Control", "Title", "Change", "DoD value", "Provider's values", "Status", "Written by", "Evidence says",
    "Evidence ids", "Evidence", "Source",
)  # fmt: skip


def _cells(row: MatrixRow) -> tuple[str, ...]:
    return (
        row.level, row.control, row.title, row.change, row.dod_value, row.provider_values, row.status, row.written,
        row.evidence_says, "; ".join(evidence_row.id for evidence_row in row.evidence),
        "; ".join(evidence_row.path for evidence_row in row.evidence), row.source,
    )  # fmt: skip
