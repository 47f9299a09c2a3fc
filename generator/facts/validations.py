"""`decisions/validations.yaml`: what an assessor validated of the provider's processes, and the evidence of it.

FedRAMP Vulnerability Scanning Requirements for Containers v1.0: the process of hardening images ("Hardened Images"), the tools
of the pipeline ("Container Build, Test, and Orchestration Pipeline") and the mechanism that counts running containers ("Asset
Management and Inventory Reporting") are each to be validated by a 3PAO.

```yaml
- what: hardening-process              # or pipeline-tools, inventory-mechanism
  by: Larkspur Assessments
  validated: 2026-05-01
  file: decisions/hardening-validation.pdf
```
"""

from collections.abc import Callable
from datetime import date

import msgspec

from generator import strict_yaml
from generator.errors import MissingFileError
from generator.facts.future_decisions import decided_until, not_there
from generator.model.evidence import Gap
from generator.model.hardening import AssessorValidation, ValidationSubject
from generator.model.identifiers import Sha256
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/validations.yaml"


class _ValidationEntry(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    what: ValidationSubject
    by: str
    validated: date
    file: str


SCHEMA = list[_ValidationEntry]
"""The whole file, for its JSON schema."""


def read_validations(
    text: str, *, as_of: date, checksum: Callable[[str], Sha256]
) -> tuple[tuple[AssessorValidation, ...], tuple[Gap, ...]]:
    """Read and check the file. What was validated after the as-of date, or by evidence that is not there, is a gap.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key or word, a file outside the workspace.
    """
    written, rows = strict_yaml.load_list(text, FILE, _ValidationEntry)
    validations, missing = [], []
    for index, row in enumerate(rows):
        try:
            validations.append(_validation(row, index, written, checksum))
        except MissingFileError as error:
            missing.append(not_there(error))
    counting, later = decided_until(validations, as_of, lambda validation: f"{validation.by} validated `{validation.subject}`")
    return counting, (*later, *missing)


def _validation(
    row: _ValidationEntry, index: int, written: StrictYamlFile, checksum: Callable[[str], Sha256]
) -> AssessorValidation:
    written.require_texts((index,), {"by": row.by}, "write the assessor's name", what="no person is named")
    with written.at((index, "file"), "copy the assessor's evidence into the workspace"):
        sha256 = checksum(row.file)
    return AssessorValidation(
        subject=row.what,
        by=row.by.strip(),
        day=row.validated,
        sha256=sha256,
        place=written.place((index,)),
        file=_path(row.file, sha256),
    )


def _path(file: str, sha256: Sha256) -> str:
    """Empty where the checksum itself is written instead of a path."""
    return "" if file.strip().lower().removeprefix("sha256:") == sha256 else file
