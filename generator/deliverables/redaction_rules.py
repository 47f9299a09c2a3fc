"""`decisions/redactions.yaml`: what is cut out of evidence before it is handed on. The raw files are never touched.

```yaml
- files: evidence/scans/gitleaks*.json      # paths in the workspace; * and ? stand for any text
  cut: secrets                              # whatever the search for secrets finds
  reason: the report repeats what it found
  by: A. Lovelace
- files: evidence/cluster/*/pods.json
  fields: [podIP, hostIP]                   # text values of these members of JSON objects
  reason: addresses inside the boundary
  by: A. Lovelace
- files: evidence/pipelines/*
  pattern: 'acct-[0-9]{12}'                 # a regular expression
  name: account number
  reason: not the assessor's business
  by: A. Lovelace
```

A redacted copy is a resource of its own: its hash is the copy's, and it names the original's. Every cut is counted and listed.
"""

import re
from fnmatch import fnmatchcase
from typing import Literal

import msgspec

from generator import strict_yaml
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/redactions.yaml"
_ONE = "write one of `cut: secrets`, `fields: […]` or `pattern: …`"


class RedactionRule(msgspec.Struct, frozen=True, kw_only=True):
    """One row."""

    files: str
    name: str
    expression: re.Pattern[bytes] | None
    """None: what the search for secrets finds. A group `cut` is the part that goes."""
    reason: str
    by: str
    line: int

    def fits(self, path: str) -> bool:
        """Is it about this file of the workspace?"""
        return fnmatchcase(path, self.files)


class _RedactionRow(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    files: str
    cut: Literal["secrets"] | None = None
    fields: list[str] | None = None
    pattern: str | None = None
    name: str | None = None
    reason: str
    by: str


SCHEMA = list[_RedactionRow]
"""The whole file, for its JSON schema."""


def read_redactions(text: str | None) -> tuple[RedactionRule, ...]:
    """Read and check the file; None is none.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, no or two ways to find, no name.
    """
    written, rows = strict_yaml.load_list(text or "", FILE, _RedactionRow)
    return tuple(_rule(row, index, written) for index, row in enumerate(rows))


def _rule(row: _RedactionRow, index: int, written: StrictYamlFile) -> RedactionRule:
    if sum(option is not None for option in (row.cut, row.fields, row.pattern)) != 1:
        raise written.error((index,), "not clear what is cut", _ONE)
    if not row.reason.strip() or not row.by.strip():
        raise written.error((index,), "a redaction needs a reason and a name", "write `reason:` and `by:`")
    if row.fields is not None:
        expression, name = _fields(row.fields, index, written), f"fields {', '.join(row.fields)}"
    elif row.pattern is not None:
        expression, name = _pattern(row.pattern, index, written), "pattern"
    else:
        expression, name = None, "secrets"
    line = written.line((index,))
    return RedactionRule(files=row.files, name=row.name or name, expression=expression, reason=row.reason, by=row.by, line=line)


def _fields(names: list[str], index: int, written: StrictYamlFile) -> re.Pattern[bytes]:
    """Text values of members of JSON objects with these names."""
    if not names or not all(name.strip() for name in names):
        raise written.error((index, "fields"), "no field is named", "write the names of members: `fields: [podIP]`")
    named = b"|".join(re.escape(name.encode()) for name in names)
    plain = rb'"(?:' + named + rb')"\s{0,9}:\s{0,9}"(?P<cut>(?:[^"\\]|\\.)+)"'
    return re.compile(plain, re.DOTALL)


def _pattern(text: str, index: int, written: StrictYamlFile) -> re.Pattern[bytes]:
    try:
        pattern = re.compile(text.encode())
    except re.error as error:
        raise written.error((index, "pattern"), f"not a regular expression: {error}", "correct it") from error
    if pattern.match(b"") is not None:
        raise written.error((index, "pattern"), "the pattern matches every text", "write one that needs a letter at least")
    return pattern
