"""`decisions/deviations.yaml`: what was asked of the authorizing official, and what came of it.

```yaml
- poam-id: V-1A2B3C4D5E          # or scanner and identifier, for every item of that weakness
  type: false-positive           # operational-requirement | risk-adjustment | vendor-dependency
  status: approved               # pending | approved | denied | withdrawn
  rationale: The library is shipped and never loaded.
  submitted: 2026-10-02
  approver: A. Lovelace          # who decided, and as what: authorizing-official or assessor
  approver-role: authorizing-official
  decided: 2026-10-20
  evidence: decisions/letters/2026-10-20.pdf
  expires: 2027-10-20
  request: {evidence-description: The picture shows which libraries are loaded.}   # for the form: see `requests`
- scanner: Trivy
  identifier: CVE-2026-0001
  type: risk-adjustment
  status: pending
  adjusted-rating: Moderate
- poam-id: V-6F7A8B9C0D
  type: vendor-dependency
  status: pending
  product: ExampleDB 12
  checked-in: 2026-11-03         # counts with the evidence of the contact
  evidence: decisions/letters/2026-11-03-vendor.pdf
  released: 2026-11-10           # when the vendor's fix came out
  mitigated: 2026-10-30          # when a High was brought down to Moderate
```

An approval needs all of approver, role, day and a file of evidence; without one of them it counts as pending.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

import msgspec

from generator import strict_yaml
from generator.errors import ConfigError, MissingFileError
from generator.ledger.decided_milestones import require_day
from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus, FormAnswer
from generator.ledger.poam_ledger import Notice
from generator.ledger.requests import Request, WrongWordError, answers_of
from generator.model.identifiers import Sha256
from generator.model.rating import Rating
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/deviations.yaml"
_FIRST_YEAR = 1970
"""A day before it is a slip of the keyboard. `expires` may be any day: people write 9999 for never."""
_DAYS = ("submitted", "decided", "checked_in", "released", "mitigated")


class LedgerDecision(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the file."""

    poam_id: str = ""
    scanner: str = ""
    identifier: str = ""
    deviation: Deviation
    line: int
    notices: tuple[Notice, ...] = ()


class _DeviationEntry(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    type: DeviationKind
    status: DeviationStatus
    poam_id: str | None = None
    scanner: str | None = None
    identifier: str | None = None
    rationale: str = ""
    submitted: date | None = None
    approver: str | None = None
    approver_role: Literal["authorizing-official", "assessor"] | None = None
    decided: date | None = None
    evidence: str | None = None
    expires: date | None = None
    adjusted_rating: Rating | None = None
    product: str = ""
    checked_in: date | None = None
    released: date | None = None
    mitigated: date | None = None
    request: Request | None = None


SCHEMA = list[_DeviationEntry]
"""The whole file, for its JSON schema."""


def read_deviations(text: str, *, as_of: date, checksum: Callable[[str], Sha256]) -> tuple[LedgerDecision, ...]:
    """Read and check the file. `checksum` gives the SHA-256 of a file of the workspace.

    A decision of after the day does not count on it: it is pending.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, an entry for nothing, a file outside of it.
    """
    written, rows = strict_yaml.load_list(text, FILE, _DeviationEntry)
    decisions = [_decided(row, index, written, as_of, checksum) for index, row in enumerate(rows)]
    _refuse_repeats(decisions)
    return tuple(decisions)


def _decided(
    row: _DeviationEntry, index: int, written: StrictYamlFile, as_of: date, checksum: Callable[[str], Sha256]
) -> LedgerDecision:
    if (row.poam_id is None) == (row.scanner is None or row.identifier is None):
        raise written.error((index,), "not clear which item is meant", "name `poam-id`, or `scanner` and `identifier`")
    if row.type is DeviationKind.RISK_ADJUSTMENT and row.adjusted_rating is None:
        raise written.error((index,), "a risk adjustment names no rating", "add `adjusted-rating: Low` or `Moderate`")
    for name in _DAYS:
        day: date | None = getattr(row, name)
        if day is not None:
            require_day(day, (index, name.replace("_", "-")), written, first=_FIRST_YEAR)
    line = written.line((index,))
    row, missing = _with_what_is_there(row, line, checksum)
    with written.at((index, "evidence"), "copy the file of the decision into decisions/ and name it by its path"):
        sha256 = checksum(row.evidence) if row.evidence is not None else None
    standing, lacks = _standing(row, as_of)
    contact, unproven = _contact(row, line)
    what = f"{row.type} of {row.poam_id or row.identifier} counts as pending: an approval needs {' and '.join(lacks)}"
    return LedgerDecision(
        poam_id=row.poam_id or "",
        scanner=row.scanner or "",
        identifier=row.identifier or "",
        line=line,
        notices=(
            *missing,
            *unproven,
            *([Notice(path=FILE, place=f"line {line}", what=what, next_step="add it")] if lacks else []),
        ),
        deviation=Deviation(
            kind=row.type,
            standing=standing,
            rationale=row.rationale.strip(),
            submitted=row.submitted,
            approver=(row.approver or "").strip(),
            decided=row.decided,
            evidence=row.evidence or "",
            sha256=sha256,
            expires=row.expires,
            adjusted=row.adjusted_rating,
            product=row.product.strip(),
            checked_in=contact,
            released=row.released if row.released is None or row.released <= as_of else None,
            mitigated=row.mitigated if row.mitigated is None or row.mitigated <= as_of else None,
            answers=_answers(row, index, written, checksum),
        ),
    )


def _contact(row: _DeviationEntry, line: int) -> tuple[date | None, list[Notice]]:
    """The day on which the vendor was asked: recorded with its evidence, a letter or a ticket."""
    if row.checked_in is None or row.evidence is not None or row.type is not DeviationKind.VENDOR_DEPENDENCY:
        return row.checked_in, []
    named = row.poam_id or row.identifier
    what = f"the contact with the vendor of {named} on {row.checked_in} names no evidence, so it does not count"
    return None, [
        Notice(path=FILE, place=f"line {line}", what=what, next_step="name the ticket or the letter under `evidence`")
    ]


def _with_what_is_there(
    row: _DeviationEntry, line: int, checksum: Callable[[str], Sha256]
) -> tuple[_DeviationEntry, list[Notice]]:
    """The entry without the files that it names and that are not there: without evidence an approval is pending."""
    missing: dict[str, Notice] = {}
    for name in filter(None, (row.evidence, *(row.request.attachments if row.request else ()))):
        try:
            checksum(name)
        except MissingFileError as error:
            what = f"{error.what}, so the entry counts without it"
            missing[name] = Notice(path=FILE, place=f"line {line}", what=what, next_step=error.next_step, not_there=True)
        except ConfigError:  # NOTE: refused where it is read, with its place
            continue
    if not missing:
        return row, []
    request = row.request
    if request is not None:
        kept = tuple(name for name in request.attachments if name not in missing)
        request = msgspec.structs.replace(request, attachments=kept)
    evidence = None if row.evidence in missing else row.evidence
    return msgspec.structs.replace(row, evidence=evidence, request=request), list(missing.values())


def _answers(
    row: _DeviationEntry, index: int, written: StrictYamlFile, checksum: Callable[[str], Sha256]
) -> tuple[FormAnswer, ...]:
    if row.request is None:
        return ()
    try:
        return answers_of(row.request, checksum)
    except WrongWordError as error:
        place = index, "request", error.question.value
        raise written.error(place, str(error), f"write one of: {error.allowed}") from error
    except ConfigError as error:
        step = "copy the file into decisions/ and name it by its path"
        raise written.error((index, "request", "attachments"), error.what, step) from error


def _standing(row: _DeviationEntry, as_of: date) -> tuple[DeviationStatus, list[str]]:
    """The status that counts, and what an approval lacks."""
    if row.status is not DeviationStatus.APPROVED:
        return row.status, []
    needed = (
        ("the approver", (row.approver or "").strip()),
        ("the approver's role", row.approver_role),
        ("the day of the decision", row.decided),
        ("a file of evidence", row.evidence),
    )
    lacks = [name for name, value in needed if not value]
    later = row.decided is not None and row.decided > as_of
    return (DeviationStatus.PENDING if lacks or later else DeviationStatus.APPROVED), lacks


def _refuse_repeats(decisions: Sequence[LedgerDecision]) -> None:
    seen: dict[tuple[str, str, str, str], int] = {}
    for decision in decisions:
        key = decision.poam_id, decision.scanner.casefold(), decision.identifier, str(decision.deviation.kind)
        if key in seen:
            what = f"a second {decision.deviation.kind} for the same item (the first is on line {seen[key]})"
            raise ConfigError(what, where=f"{FILE}, line {decision.line}", next_step="keep one of the two")
        seen[key] = decision.line
