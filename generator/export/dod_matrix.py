"""The matrix of what DoD impact levels add, in a delivery: what is asked, what the evidence says, and who answered.

A person's view of the same stands in `ssp/DoD-Additions.xlsx`; this is the list for tools, with the ids of the evidence.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from generator.export.cmmc_rows import EvidenceRow, SentenceRow
from generator.export.cmmc_view import evidence_rows, sentence_row
from generator.export.material import Made, Material
from generator.export.populations import plain_cells
from generator.facts.readiness_answers import FILE as READINESS
from generator.facts.spoken import parted
from generator.frameworks.dod.levels import LEVELS
from generator.frameworks.dod.readiness import SOURCE
from generator.limits import NAMED
from generator.model.evidence import Gap, GapKind
from generator.model.identifiers import ControlId
from generator.renderers.dod_rows import AdditionRow, DodView, LevelRows, sheets, view
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
    sentences: tuple[SentenceRow, ...]
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


@dataclass(frozen=True, slots=True)
class DodMatrix:
    """See `Supplement`."""

    name: str = "dod-matrix"

    def made(self, material: Material) -> Made:
        """See `Supplement.made`."""
        found = view(material.package)
        if not found.levels:
            return {}
        rows = tuple(_row(one, level, material) for level in found.levels for one in level.rows)
        encoded = msgspec.json.encode({"additions": rows, "readiness": _readiness(material)})
        return {
            JSON: (msgspec.json.format(encoded, indent=1) + b"\n", "DoD impact levels: additions and readiness, as data"),
            CSV: (_table(rows), "DoD impact levels: additions, as a table"),
        }


DOD_MATRIX = DodMatrix()


def owing(material: Material) -> tuple[Gap, ...]:
    """A level, an answer to every General Readiness Requirement, and approved text for each control that DoD asks for anew."""
    if not sheets(material.package):
        step = f"name it under `frameworks:`: {' or '.join(LEVELS)}"
        reason = "system.yaml names no DoD impact level, so nothing says what is added to FedRAMP"
        return (Gap(path="system.yaml", place="key frameworks", kind=GapKind.UNDECIDED, reason=reason, next_step=step),)
    found = view(material.package)
    return (*_unanswered(found), *(gap for level in found.levels for gap in _unapproved(level)))


def _unanswered(found: DodView) -> Iterator[Gap]:
    owed = [one.requirement.id for one in found.readiness if not one.answer]
    if owed:
        yield Gap(
            path=READINESS,
            place="",
            kind=GapKind.UNDECIDED,
            reason=f"{len(owed)} of {len(found.readiness)} General Readiness Requirements are not answered: {', '.join(owed)}",
            next_step=f"write the answers into {READINESS}; the sheet Readiness of ssp/DoD-Additions.xlsx says what is asked",
        )


def _unapproved(level: LevelRows) -> Iterator[Gap]:
    asked = {*level.sheet.added, *level.sheet.anew}
    owed = [one.control for one in level.rows if one.control in asked and not one.approved]
    if owed:
        yield Gap(
            path="narratives/",
            place="",
            kind=GapKind.UNDECIDED,
            reason=f"{len(owed)} of {len(asked)} controls that {level.sheet.title} adds or sets anew have no approved text: "
            f"{listed(owed, NAMED)}",
            next_step="name `approver` and `date` in each narratives/CONTROL.md whose text stands",
        )


def _row(one: AdditionRow, level: LevelRows, material: Material) -> MatrixRow:
    found = parted(claim for claim in material.rendered.package.claims if claim.control == one.control)
    return MatrixRow(
        level=level.sheet.label,
        source=level.sheet.source,
        control=one.control,
        title=one.title,
        change=one.change,
        dod_value=one.value,
        provider_values=one.parameters,
        status=", ".join(one.statuses) + (" (proposed)" if one.proposed else ""),
        written=one.written,
        evidence_says=found.said,
        sentences=tuple(map(sentence_row, found.claims)),
        evidence=evidence_rows((source for claim in found.claims for source in claim.sources), material),
    )


def _readiness(material: Material) -> tuple[ReadinessAnswerRow, ...]:
    sources = {one.id: one.evidence for one in material.package.readiness}
    return tuple(
        ReadinessAnswerRow(
            requirement=one.requirement.id,
            title=one.requirement.title,
            source=SOURCE,
            answer=one.answer or None,
            by=one.by,
            day=one.day.isoformat() if one.day else "",
            evidence=evidence_rows(sources.get(one.requirement.id, ()), material),
            package_shows=one.shown,
        )
        for one in view(material.package).readiness
    )


def _table(rows: tuple[MatrixRow, ...]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(
        (
            "Level", "Control", "Title", "Change", "DoD value", "Provider's values", "Status", "Written by", "Evidence says",
            "Evidence ids", "Evidence", "Source",
        )
    )  # fmt: skip
    for one in rows:
        ids, paths = "; ".join(each.id for each in one.evidence), "; ".join(each.path for each in one.evidence)
        table.writerow(
            plain_cells(
                one.level, one.control, one.title, one.change, one.dod_value, one.provider_values, one.status, one.written,
                one.evidence_says, ids, paths, one.source,
            )
        )  # fmt: skip
    return out.getvalue().encode("utf-8-sig")
