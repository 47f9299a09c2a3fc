"""`decisions/fedramp-requirements.yaml`: how the requirements of FedRAMP's Consolidated Rules for 2026 are met (SDR-CSO-FRR).

```yaml
- id: VDR-CSO-DET
  status: implemented            # implemented | partial | not-implemented
  implementation: Trivy scans every image in the registry each night.
  validation: [The cross-check compares running digests with scans each month.]
  assessment: []                 # what the assessor wrote
```
"""

import re
from typing import Literal

import msgspec

from generator.limits import QUOTED
from generator.model.requirement import RequirementStatement
from generator.strict_yaml import load_list
from generator.text import shortened

FILE = "decisions/fedramp-requirements.yaml"
_ID = re.compile(r"[A-Z]{3}-[A-Z]{3}-[A-Z]{3}", re.ASCII)
_STATUS = {"implemented": "Implemented", "partial": "Partially Implemented", "not-implemented": "Not Implemented"}


class _FedrampRequirementRow(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    id: str
    status: Literal["implemented", "partial", "not-implemented"] | None = None
    implementation: str | tuple[str, ...]
    validation: str | tuple[str, ...] = ()
    assessment: str | tuple[str, ...] = ()


SCHEMA = list[_FedrampRequirementRow]
"""The whole file, for its JSON schema."""


def read_requirements(text: str) -> tuple[RequirementStatement, ...]:
    """Read and check the file; in the order of the ids.

    Raises:
        ConfigError: names file, line and key.
    """
    written, rows = load_list(text, FILE, _FedrampRequirementRow)
    for index, row in enumerate(rows):
        if not _ID.fullmatch(row.id):
            raise written.error(
                (index, "id"), f"`{shortened(row.id, QUOTED)}` is no id of a requirement", "write it like VDR-CSO-DET"
            )
        if row.id in (row.id for row in rows[:index]):
            raise written.error((index, "id"), f"{row.id} is answered twice", "keep one of the two")
        if not any(implementation_text.strip() for implementation_text in _texts(row.implementation)):
            raise written.error((index, "implementation"), "nothing is said", "say how the requirement is met")
    statements = (
        RequirementStatement(
            id=row.id,
            status=_STATUS[row.status] if row.status else None,
            implementation=_texts(row.implementation),
            validation=_texts(row.validation),
            assessment=_texts(row.assessment),
        )
        for row in rows
    )
    return tuple(sorted(statements, key=lambda statement: statement.id))


def _texts(texts: str | tuple[str, ...]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else texts
