"""`decisions/waivers.yaml`: discrepancies that somebody accepts for a time, with a reason.

```yaml
- check: host-sharing                 # as `atopack checks` lists it
  subject: falco/DaemonSet/falco      # as the discrepancy names it; * and ? stand for any text
  reason: the sensor needs the node's processes; rules reviewed with the assessor
  owner: A. Lovelace
  expires: 2027-06-30                 # the last day on which it holds
```

A waiver hides nothing: the subject leaves the discrepancy that is open for a row of its own, which says in every document who
waived it, why and until when. After its last day
it is as if it were not there. A waiver of a check that is not known, or that meets nothing, is reported.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from generator import strict_yaml
from generator.checks.causes import waived_text
from generator.model.discrepancy import DiscrepancySubject, DiscrepancyWaiver
from generator.model.evidence import Gap, GapKind
from generator.model.name_patterns import fits_pattern
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/waivers.yaml"


class _WaiverRow(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    check: str
    subject: str
    reason: str
    owner: str
    expires: date


SCHEMA = list[_WaiverRow]
"""The whole file, for its JSON schema."""


def read_waivers(text: str) -> tuple[DiscrepancyWaiver, ...]:
    """Read and check the file.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown or missing key, an empty text.
    """
    written, rows = strict_yaml.load_list(text, FILE, _WaiverRow)
    return tuple(_waiver(row, index, written) for index, row in enumerate(rows))


def waive(
    subjects: Sequence[DiscrepancySubject], waivers: Sequence[DiscrepancyWaiver], *, known: Iterable[str], as_of: date
) -> tuple[tuple[DiscrepancySubject, ...], tuple[Gap, ...]]:
    """The subjects, those marked that somebody waived; and what is wrong with the waivers. The first that fits holds."""
    valid = [waiver for waiver in waivers if waiver.expires >= as_of]
    marked = tuple(
        _marked(subject, next((waiver for waiver in valid if _meets(waiver, subject)), None)) for subject in subjects
    )
    checks = frozenset(known)
    gaps = (gap for waiver in waivers if (gap := _doubt(waiver, subjects, checks, as_of)) is not None)
    return marked, tuple(gaps)


def _waiver(row: _WaiverRow, index: int, written: StrictYamlFile) -> DiscrepancyWaiver:
    texts = {"check": row.check, "subject": row.subject, "reason": row.reason, "owner": row.owner}
    written.require_texts((index,), texts, "write it, or remove the waiver")
    return DiscrepancyWaiver(
        check=row.check.strip(),
        subject=row.subject.strip(),
        reason=row.reason.strip(),
        owner=row.owner.strip(),
        expires=row.expires,
        place=f"line {written.line((index,))}",
    )


def _meets(waiver: DiscrepancyWaiver, subject: DiscrepancySubject) -> bool:
    return waiver.check == subject.check and fits_pattern(subject.name, waiver.subject)


def _marked(subject: DiscrepancySubject, waiver: DiscrepancyWaiver | None) -> DiscrepancySubject:
    if waiver is None:
        return subject
    title = f"{subject.title} (waived until {waiver.expires.isoformat()})"
    return replace(subject, title=title, detail=f"{subject.detail} {waived_text(waiver)}", waiver=waiver)


def _doubt(waiver: DiscrepancyWaiver, subjects: Sequence[DiscrepancySubject], known: frozenset[str], as_of: date) -> Gap | None:
    if waiver.check not in known:
        reason = f"the waiver of `{waiver.check}` names a check that does not exist"
        return _gap(waiver, GapKind.UNRECOGNIZED, reason, "name one that `atopack checks` lists")
    if not any(_meets(waiver, each) for each in subjects):
        reason = f"the waiver of `{waiver.check}` for `{waiver.subject}` meets no discrepancy"
        return _gap(waiver, GapKind.CONTRADICTED, reason, "remove it where the matter is remediated, or correct its subject")
    if waiver.expires < as_of:
        reason = f"the waiver of `{waiver.check}` for `{waiver.subject}` ended on {waiver.expires.isoformat()}"
        return _gap(waiver, GapKind.CONTRADICTED, reason, f"remediate it, or have {waiver.owner} decide again")
    return None


def _gap(waiver: DiscrepancyWaiver, kind: GapKind, reason: str, step: str) -> Gap:
    return Gap(path=FILE, place=waiver.place, kind=kind, reason=reason, next_step=step)
