"""`decisions/candidates.yaml`: which conclusions of the cross-check stand on the plan of action and milestones.

```yaml
- check: image-never-scanned           # as the list of candidates names it
  subject: registry.example/shop/*     # * and ? stand for any text
  decision: accepted                   # accepted, refused
  by: A. Lovelace
  decided: 2026-11-20
  reason: The scanner has no access to that repository until December.
```

Of several entries that name a candidate the first counts. One whose subject is a pattern refuses only what evidence
showed by its day: no person decided about what came later. An accepted one becomes an item whose clock starts with the first
evidence; a refused one stays listed with the reason. One without an entry keeps a package from being final.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Literal

import msgspec

from generator import strict_yaml
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Notice
from generator.model.name_patterns import fits_pattern
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/candidates.yaml"


class _CandidateEntry(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    check: str
    subject: str
    decision: Literal["accepted", "refused"]
    by: str
    decided: date
    reason: str


SCHEMA = list[_CandidateEntry]
"""The whole file, for its JSON schema."""


class CandidateDecision(msgspec.Struct, frozen=True, kw_only=True):
    """One entry."""

    check: str
    subject: str
    accepted: bool
    by: str
    day: date
    reason: str
    line: int


class CandidateDecisions:
    """All entries that count on the day, and what is wrong with the others."""

    def __init__(self, entries: Sequence[CandidateDecision], as_of: date) -> None:
        self._entries, self._as_of = entries, as_of
        self._used: set[int] = set()

    def on(self, check: str, subject: str, first: date | None) -> CandidateDecision | None:
        """The first entry about a candidate of which `first` is the day of the first evidence, where evidence is dated."""
        for entry in self._entries:
            if entry.day <= self._as_of and entry.check == check and fits_pattern(subject, entry.subject):
                self._used.add(entry.line)
                known = first is None or first <= entry.day
                if entry.accepted or known or entry.subject == subject:
                    return entry
        return None

    def doubts(self, checks: Collection[str], open_items: Sequence[LedgerItem]) -> Iterator[Notice]:
        """Entries that count for nothing. `checks` are those that candidates come from; `open_items` were accepted before and
        say themselves where no check judged them this time."""
        for entry in self._entries:
            if entry.check not in checks:
                what = f"`{entry.check}` is no check whose conclusions may stand on the plan"
                step = "name one that report/candidates.html lists; another discrepancy is waived in decisions/waivers.yaml"
            elif entry.day > self._as_of:
                what = f"{entry.by} decided on {entry.day}, after the as-of date, which does not count"
                step = "correct the day if it is wrong, or name a later day with --as-of"
            elif entry.line not in self._used and not any(_is_about(entry, item) for item in open_items):
                what = f"`{entry.check}` of `{entry.subject}` is no candidate today, so this entry counts for nothing"
                step = "remove it where the matter is remediated, or correct its subject"
            else:
                continue
            yield Notice(path=FILE, place=f"line {entry.line}", what=what, next_step=step)


def _is_about(entry: CandidateDecision, item: LedgerItem) -> bool:
    """The item that came of the entry: its identifier is the check and what stays of the subject from release to release."""
    check, _, key = item.identifier.partition(" ")
    names = (key, *(asset.asset_id for asset in item.assets))
    return entry.accepted and entry.check == check and any(fits_pattern(name, entry.subject) for name in names)


def read_candidate_decisions(text: str) -> tuple[CandidateDecision, ...]:
    """Read and check the file.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key or word, an empty text.
    """
    written, rows = strict_yaml.load_list(text, FILE, _CandidateEntry)
    return tuple(_entry(row, index, written) for index, row in enumerate(rows))


def _entry(row: _CandidateEntry, index: int, written: StrictYamlFile) -> CandidateDecision:
    texts = {"check": row.check, "subject": row.subject, "by": row.by, "reason": row.reason}
    written.require_texts((index,), texts, "write it, or remove the entry")
    return CandidateDecision(
        check=row.check.strip(),
        subject=row.subject.strip(),
        accepted=row.decision == "accepted",
        by=row.by.strip(),
        day=row.decided,
        reason=row.reason.strip(),
        line=written.line((index,)),
    )
