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
from generator.facts.later import decided_until
from generator.facts.verdicts import sources_of
from generator.frameworks.dod.readiness import OF_ID, READINESS
from generator.model.evidence import Gap, Source
from generator.model.readiness import ReadinessAnswer
from generator.strict_yaml import Handwritten

FILE = "decisions/dod-readiness.yaml"


class _Row(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str
    answer: str
    by: str
    role: str
    day: date = msgspec.field(name="date")
    evidence: list[str] = []


SCHEMA = list[_Row]
"""The whole file, for its JSON schema."""


def read_readiness(
    text: str, *, as_of: date, evidence: Callable[[str], Source]
) -> tuple[tuple[ReadinessAnswer, ...], tuple[Gap, ...]]:
    """Read and check the file. `evidence` finds a file of the package by its path, or raises `ConfigError`.

    An answer from after the as-of day does not count on it, and is a gap.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key or id, no answer, nobody named, two answers to one.
    """
    written, rows = strict_yaml.load_list(text, FILE, _Row)
    found: dict[str, ReadinessAnswer] = {}
    for index, row in enumerate(rows):
        one = _answer(row, index, written, evidence)
        before = found.setdefault(one.id, one)
        if before is not one:
            raise written.error((index,), f"{one.id} is answered already ({before.place})", "keep one of the two")
    count, later = decided_until(found.values(), as_of, lambda one: f"{one.by} answered {one.id}")
    return tuple(one for known in READINESS for one in count if one.id == known.id), later


def _answer(row: _Row, index: int, written: Handwritten, evidence: Callable[[str], Source]) -> ReadinessAnswer:
    name = row.id.strip().upper()
    if name not in OF_ID:
        raise written.error((index, "id"), f"`{row.id[:40]}` is no General Readiness Requirement", "write GRR-1 to GRR-10")
    for key, value in (("answer", row.answer), ("by", row.by), ("role", row.role)):
        if not value.strip():
            step = "write the answer, and the name and the role of the person who gives it"
            raise written.error((index, key), "the text is empty", step)
    return ReadinessAnswer(
        id=name,
        answer=row.answer.strip(),
        by=row.by.strip(),
        role=row.role.strip(),
        day=row.day,
        evidence=sources_of(row.evidence, index, written, evidence),
        place=written.place((index,)),
    )
