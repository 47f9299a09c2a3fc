"""`decisions/artifacts.yaml`: what people say about single files of a delivery: marking, title, validity, and approval.

```yaml
marking: CUI                                  # of every file that no row says otherwise of: CUI or not-CUI
artifacts:
  - files: evidence/scans/2026-11/*           # path in the workspace or the package; * and ? stand for any text
    marking: not-CUI
    valid-until: 2026-12-18
  - files: workbooks/Appendix-O-POAM.xlsx
    final: {by: A. Lovelace, role: ISSO, date: 2026-11-19, version: "1.0", sha256: 3f6a…}
    supersedes: Appendix O of October, delivered 2026-10-20
```

A generated document is a draft until somebody approves it, and an approval holds for the bytes whose SHA-256 it names: a
document that changed since is a draft again, and that is said. Of several rows that fit a file, the first that says something
holds.
32 CFR 170.24(b)(1): evidence must be in final form; drafts are not accepted.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase

import msgspec

from generator import strict_yaml
from generator.model.identifiers import Sha256

FILE = "decisions/artifacts.yaml"


class Marking(StrEnum):
    """Whether a file is controlled unclassified information."""

    CUI = "CUI"
    NOT_CUI = "not-CUI"


class Final(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somebody's approval of a file as it is."""

    by: str
    role: str
    date: date
    sha256: Sha256
    version: str = ""


class _ArtifactRow(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    files: str
    title: str | None = None
    marking: Marking | None = None
    valid_until: date | None = None
    supersedes: str | None = None
    final: Final | None = None


class ArtifactDecision(_ArtifactRow, frozen=True, kw_only=True):
    """One row, and its line in the file."""

    line: int = 0

    def fits(self, *paths: str) -> bool:
        """Does the row name a file that goes by these paths?"""
        return any(fnmatchcase(path, self.files) for path in paths)


class ArtifactDecisions(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file."""

    marking: Marking | None = None
    rows: tuple[ArtifactDecision, ...] = ()


class _ArtifactsFile(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    marking: Marking | None = None
    artifacts: list[_ArtifactRow] = []


SCHEMA = _ArtifactsFile
"""The whole file, for its JSON schema."""


def read_artifact_decisions(text: str | None) -> ArtifactDecisions:
    """Read and check the file; None is none.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, no name, no SHA-256.
    """
    if text is None:
        return ArtifactDecisions()
    written = strict_yaml.load(text, FILE)
    content = strict_yaml.convert(written, _ArtifactsFile)
    rows = []
    for index, row in enumerate(content.artifacts):
        _check(row, index, written)
        rows.append(ArtifactDecision(**msgspec.structs.asdict(row), line=written.line(("artifacts", index))))
    return ArtifactDecisions(marking=content.marking, rows=tuple(rows))


def unmet(decisions: ArtifactDecisions, paths: Sequence[tuple[str, str]]) -> tuple[ArtifactDecision, ...]:
    """Rows that name no file of the delivery; `paths` has the two that each goes by."""
    return tuple(row for row in decisions.rows if not any(row.fits(*both) for both in paths))


def _check(row: _ArtifactRow, index: int, written: strict_yaml.StrictYamlFile) -> None:
    if row.final is None:
        return
    path = ("artifacts", index, "final")
    if not row.final.by.strip() or not row.final.role.strip():
        raise written.error(path, "no person is named", "write the name and the role of who approved it")
    sha256 = row.final.sha256.lower()
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        step = "copy it from the file's row in index/artifacts.json: 64 hexadecimal digits"
        raise written.error((*path, "sha256"), "the approval names no SHA-256", step)
