"""Outstanding evaluations, as entries that a person completes and moves into `decisions/evaluations.yaml`.

One entry for each vulnerability, however many items it has: what is found out of it holds for all of them (VER-EVA-GRV), unless
a more particular entry says otherwise. An entry that is left blank says nothing.
"""

import json
from collections.abc import Sequence
from functools import cache

from generator.model.evaluation import EvaluationQuestion
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Renderer, under_cr26, without_template
from generator.renderers.cr26.monthly_view import hint, urgency
from generator.renderers.cr26.records import VulnerabilityRecord, records
from generator.text import counted, one_line

_KEYS = (
    (EvaluationQuestion.EVALUATED, "evaluated", "a day: 2026-11-20"),
    (EvaluationQuestion.REACHABLE, "internet-reachable", "true or false"),
    (EvaluationQuestion.EXPLOITABLE, "likely-exploitable", "true or false"),
    (EvaluationQuestion.RATING, "rating", "N1 to N5"),
)
_HEAD = """\
# Evaluations that only people can make (FedRAMP VER-EVA) and that are outstanding, the most urgent first.
# Complete an entry and move it into decisions/evaluations.yaml. A blank says nothing; the README of a workspace names all keys.
"""


def view(package: AuthorizationPackage) -> tuple[tuple[str, tuple[VulnerabilityRecord, ...]], ...]:
    """(what an entry names, its items), the most urgent first."""
    vulnerability_records: dict[str, list[VulnerabilityRecord]] = {}
    for record in sorted((record for record in records(package) if record.evaluation.missing), key=urgency):
        key, name = ("vulnerability", record.identifier) if record.identifier else ("poam-id", record.evaluation.poam_id)
        named = f"{key}: {json.dumps(name)}"
        vulnerability_records.setdefault(named, []).append(record)
    return tuple((named, tuple(rows)) for named, rows in vulnerability_records.items())


def _entry(named: str, rows: Sequence[VulnerabilityRecord]) -> str:
    blanks = _blanks(rows[0].evaluation.missing if len(rows) == 1 else _questions(rows))
    return f"\n# {_about(rows)}\n- {named}\n{blanks}"


def _questions(rows: Sequence[VulnerabilityRecord]) -> tuple[EvaluationQuestion, ...]:
    return tuple({question for row in rows for question in row.evaluation.missing})


@cache
def _blanks(questions: tuple[EvaluationQuestion, ...]) -> str:
    return "".join(f"  {key}:  # {how}\n" for question, key, how in _KEYS if question in questions)


def _about(rows: Sequence[VulnerabilityRecord]) -> str:
    """One line, whatever stands in evidence: it must not end the comment."""
    first = rows[0]
    parts = (
        f"{first.rating}, {first.title}",
        counted(len(rows), "item") if len(rows) > 1 else first.evaluation.poam_id,
        hint(first),
    )
    text = "; ".join(part for part in parts if part)
    return one_line(text)


EVALUATIONS_OUTSTANDING_YAML = Renderer(
    name="cr26-evaluations-outstanding-yaml",
    path="cr26/evaluations-outstanding.yaml",
    title="Outstanding evaluations (VER-EVA), to be completed",
    applies=lambda package: under_cr26(package) and any(evaluation.missing for evaluation in package.evaluations),
    render=without_template(lambda package: "".join((_HEAD, *(_entry(named, rows) for named, rows in view(package)))).encode()),
)
