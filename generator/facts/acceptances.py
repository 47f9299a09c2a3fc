"""`decisions/acceptances.yaml`: what a person accepts by name where no evidence can decide.

```yaml
- accepts: refused-pulls               # the outage where a registry refuses an image or cannot be asked; `of`: registries
  of: [111122223333.dkr.ecr.us-gov-west-1.amazonaws.com]
  since: 2026-09-01                    # the day from which on its policy refuses pulls
  by: A. Lovelace
  role: authorizing-official           # assessor, authorizing-official, provider
  accepted: 2026-08-28
- accepts: service                     # one without an authorization at the system's level
  of: [GitHub Actions]
  by: Larkspur Assessments
  role: assessor
  accepted: 2026-05-01
- accepts: build-environment           # whether what builds and tests lies inside the boundary
  of: [GitHub Actions]
  boundary: outside                    # inside, outside
  by: Larkspur Assessments
  role: assessor
  accepted: 2026-05-01
```

`of` holds names or patterns of them. What is accepted after the as-of date does not count yet.
"""

from datetime import date

import msgspec

from generator import strict_yaml
from generator.facts.future_decisions import decided_until
from generator.model.acceptance import Acceptance, AcceptedThing, AcceptingRole, BoundarySide
from generator.model.evidence import Gap
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/acceptances.yaml"


class _AcceptanceEntry(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    accepts: AcceptedThing
    of: list[str]
    by: str
    role: AcceptingRole
    accepted: date
    since: date | None = None
    boundary: BoundarySide | None = None


SCHEMA = list[_AcceptanceEntry]
"""The whole file, for its JSON schema."""


def read_acceptances(text: str, *, as_of: date) -> tuple[tuple[Acceptance, ...], tuple[Gap, ...]]:
    """Read and check the file. What was accepted after the as-of date is a gap.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key or word, no person or subject, a key that belongs
            to another kind of entry.
    """
    written, rows = strict_yaml.load_list(text, FILE, _AcceptanceEntry)
    entries = [_entry(row, index, written) for index, row in enumerate(rows)]
    return decided_until(entries, as_of, lambda entry: f"{entry.by} accepted `{entry.accepts}`")


def _entry(row: _AcceptanceEntry, index: int, written: StrictYamlFile) -> Acceptance:
    if not row.by.strip():
        raise written.error((index, "by"), "no person is named", "write the name of the person or the organization")
    if not row.of or not all(each.strip() for each in row.of):
        raise written.error((index, "of"), "nothing is named", "write names, or patterns of them")
    is_environment = row.accepts is AcceptedThing.BUILD_ENVIRONMENT
    if is_environment != (row.boundary is not None):
        step = "write `boundary: inside` or `boundary: outside`" if is_environment else "remove the key"
        raise written.error((index, "boundary"), f"`boundary` is {'missing' if is_environment else 'not asked for'} here", step)
    if row.since is not None and row.accepts is not AcceptedThing.REFUSED_PULLS:
        raise written.error((index, "since"), "`since` is not asked for here", "remove the key")
    return Acceptance(
        accepts=row.accepts,
        of=tuple(each.strip() for each in row.of),
        by=row.by.strip(),
        role=row.role,
        day=row.accepted,
        place=written.place((index,)),
        since=row.since,
        boundary=row.boundary,
    )
