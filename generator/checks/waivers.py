"""`decisions/waivers.yaml`: discrepancies that somebody accepts for a time, with a reason.

```yaml
- check: host-sharing                 # as `atopack checks` lists it
  subject: falco/DaemonSet/falco      # as the discrepancy names it; * and ? stand for any text
  reason: the sensor needs the node's processes; rules reviewed with the assessor
  owner: A. Lovelace
  expires: 2027-06-30                 # the last day on which it holds
```

A waiver hides nothing: the discrepancy stays in every document and says who waived it, why and until when. After its last day
it is as if it were not there. A waiver of a check that is not known, or that meets nothing, is reported.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase

import msgspec

from generator import strict_yaml
from generator.model.comparison import Discrepancy, Waiver
from generator.model.evidence import Gap, GapKind
from generator.strict_yaml import Handwritten

FILE = "decisions/waivers.yaml"


class _Row(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    check: str
    subject: str
    reason: str
    owner: str
    expires: date


SCHEMA = list[_Row]
"""The whole file, for its JSON schema."""


def read_waivers(text: str) -> tuple[Waiver, ...]:
    """Read and check the file.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown or missing key, an empty text.
    """
    written = strict_yaml.load(text, FILE)
    listed = Handwritten(written.file, [] if written.value is None else written.value, written.lines)
    rows = strict_yaml.convert(listed, list[_Row])
    return tuple(_waiver(row, index, written) for index, row in enumerate(rows))


def waive(
    found: Sequence[Discrepancy], waivers: Sequence[Waiver], *, known: Iterable[str], as_of: date
) -> tuple[tuple[Discrepancy, ...], tuple[Gap, ...]]:
    """The discrepancies, those marked that somebody waived; and what is wrong with the waivers. The first that fits holds."""
    valid = [one for one in waivers if one.expires >= as_of]
    marked = tuple(_marked(each, next((one for one in valid if _meets(one, each)), None)) for each in found)
    checks = frozenset(known)
    gaps = (gap for one in waivers if (gap := _doubt(one, found, checks, as_of)) is not None)
    return marked, tuple(gaps)


def _waiver(row: _Row, index: int, written: Handwritten) -> Waiver:
    for key, value in (("check", row.check), ("subject", row.subject), ("reason", row.reason), ("owner", row.owner)):
        if not value.strip():
            raise written.error((index, key), "the text is empty", "write it, or remove the waiver")
    return Waiver(
        check=row.check.strip(),
        subject=row.subject.strip(),
        reason=row.reason.strip(),
        owner=row.owner.strip(),
        expires=row.expires,
        place=f"line {written.line((index,))}",
    )


def _meets(waiver: Waiver, one: Discrepancy) -> bool:
    return waiver.check == one.check and fnmatchcase(one.subject, waiver.subject)


def _marked(one: Discrepancy, waiver: Waiver | None) -> Discrepancy:
    if waiver is None:
        return one
    until = f"waived until {waiver.expires.isoformat()}"
    detail = f"{one.detail} Waived by {waiver.owner} until {waiver.expires.isoformat()}: {waiver.reason}"
    return replace(one, title=f"{one.title} ({until})", detail=detail, waiver=waiver)


def _doubt(waiver: Waiver, found: Sequence[Discrepancy], known: frozenset[str], as_of: date) -> Gap | None:
    if waiver.check not in known:
        reason = f"the waiver of `{waiver.check}` names a check that does not exist"
        return _gap(waiver, GapKind.UNRECOGNISED, reason, "name one that `atopack checks` lists")
    if not any(_meets(waiver, each) for each in found):
        reason = f"the waiver of `{waiver.check}` for `{waiver.subject}` meets no discrepancy"
        return _gap(waiver, GapKind.CONTRADICTED, reason, "remove it where the matter is remediated, or correct its subject")
    if waiver.expires < as_of:
        reason = f"the waiver of `{waiver.check}` for `{waiver.subject}` ended on {waiver.expires.isoformat()}"
        return _gap(waiver, GapKind.CONTRADICTED, reason, f"remediate it, or have {waiver.owner} decide again")
    return None


def _gap(waiver: Waiver, kind: GapKind, reason: str, step: str) -> Gap:
    return Gap(path=FILE, place=waiver.place, kind=kind, reason=reason, next_step=step)
