"""`decisions/dod-readiness.yaml`: what a named person answers to DISA's General Readiness Requirements.

```yaml
- id: GRR-3
  answer: All data lies in two data centers in Virginia and Oregon.
  by: A. Lovelace
  role: Information System Security Officer
  date: 2026-11-18
  evidence: [evidence/cloud/regions.json]
```

No evidence answers them: most ask how something will be done. What the package shows stands beside the answer.
"""

from collections.abc import Callable
from datetime import date

import msgspec

from generator import strict_yaml
from generator.facts.future_decisions import decided_until
from generator.facts.verdicts import sources_of
from generator.frameworks.dod.readiness import OF_ID, READINESS
from generator.model.evidence import EvidenceSource, Gap
from generator.model.readiness import ReadinessAnswer
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/dod-readiness.yaml"


class _ReadinessRow(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str
    answer: str
    by: str
    role: str
    day: date = msgspec.field(name="date")
    evidence: list[str] = []


SCHEMA = list[_ReadinessRow]
"""The whole file, for its JSON schema."""


def read_readiness(
    text: str, *, as_of: date, evidence: Callable[[str], EvidenceSource]
) -> tuple[tuple[ReadinessAnswer, ...], tuple[Gap, ...]]:
    """Read and check the file. `evidence` finds a file of the package by its path, or raises `ConfigError`.

    An answer from after the as-of day does not count on it, and is a gap.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key or id, no answer, no person, two answers to one.
    """
    written, rows = strict_yaml.load_list(text, FILE, _ReadinessRow)
    answers: dict[str, ReadinessAnswer] = {}
    for index, row in enumerate(rows):
        answer = _answer(row, index, written, evidence)
        before = answers.setdefault(answer.id, answer)
        if before is not answer:
            raise written.error((index,), f"{answer.id} is answered already ({before.place})", "keep one of the two")
    count, later = decided_until(
        answers.values(), as_of, lambda readiness_answer: f"{readiness_answer.by} answered {readiness_answer.id}"
    )
    return tuple(
        readiness_answer for known in READINESS for readiness_answer in count if readiness_answer.id == known.id
    ), later


def _answer(
    row: _ReadinessRow, index: int, written: StrictYamlFile, evidence: Callable[[str], EvidenceSource]
) -> ReadinessAnswer:
    name = row.id.strip().upper()
    if name not in OF_ID:
        raise written.error((index, "id"), f"`{row.id[:40]}` is no General Readiness Requirement", "write GRR-1 to GRR-10")
    step = "write the answer, and the name and the role of the person who gives it"
    written.require_texts((index,), {"answer": row.answer, "by": row.by, "role": row.role}, step)
    return ReadinessAnswer(
        id=name,
        answer=row.answer.strip(),
        by=row.by.strip(),
        role=row.role.strip(),
        day=row.day,
        evidence=sources_of(row.evidence, index, written, evidence),
        place=written.place((index,)),
    )
