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
from generator.errors import ConfigError
from generator.facts.later import not_yet
from generator.model.evidence import Gap
from generator.model.hardening import Validation, ValidationSubject
from generator.strict_yaml import Handwritten

FILE = "decisions/validations.yaml"


class _Row(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    what: ValidationSubject
    by: str
    validated: date
    file: str


def read_validations(
    text: str, *, as_of: date, checksum: Callable[[str], str]
) -> tuple[tuple[Validation, ...], tuple[Gap, ...]]:
    """Read and check the file. What was validated after the day does not count on it, and is a gap.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key or word, a file that is not there.
    """
    written = strict_yaml.load(text, FILE)
    rows = strict_yaml.convert(Handwritten(written.file, written.value or [], written.lines), list[_Row])
    found = [_validation(row, index, written, checksum) for index, row in enumerate(rows)]
    gaps = tuple(not_yet(f"{one.by} validated `{one.subject}`", one.day, one.place) for one in found if one.day > as_of)
    return tuple(one for one in found if one.day <= as_of), gaps


def _validation(row: _Row, index: int, written: Handwritten, checksum: Callable[[str], str]) -> Validation:
    where = f"{written.file}, line {written.line((index,))}"
    if not row.by.strip():
        raise written.error((index, "by"), "nobody is named", "write the assessor's name")
    try:
        sha256 = checksum(row.file)
    except ConfigError as error:
        raise written.error((index, "file"), error.what, "copy the assessor's evidence into the workspace") from error
    return Validation(subject=row.what, by=row.by.strip(), day=row.validated, sha256=sha256, place=where)
