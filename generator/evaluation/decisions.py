"""`decisions/evaluations.yaml`: what people found out about vulnerabilities (FedRAMP VER-EVA, VER-RPT-VDT, VER-RPT-AVI).

```yaml
- assets: [registry.example/batch/*]   # every vulnerability whose assets all fit; * and ? stand for any text
  internet-reachable: false
- vulnerability: CVE-2026-0001         # or a list; as the scanner calls it, a CVE or another name of it
  evaluated: 2026-11-03                # a day, or a moment: 2026-11-03T14:30:00Z
  by: A. Lovelace
  likely-exploitable: true
  rating: N4                           # as first estimated
  impact: Agencies could not enter orders for hours.
  reductions:                          # what was reached since
    - {day: 2026-11-05, rating: N3}
  next-reduction: {day: 2026-12-01, rating: N1}
  more: The vulnerable path is behind the login page.
- poam-id: V-1A2B3C4D5E                # or a list
  accepted: The fix breaks the agencies' interface; the proxy rejects the payload.
```

Further keys: `mitigated` (the day since which it is fully mitigated), `remediation-planned` (the day on which it will be gone),
`overdue` (why it is late). Each key is taken from the most particular entry that has it: one that names the POA&M ID before one
that names the vulnerability before one that names assets; of two equals the first in the file. What an entry about assets says
was `evaluated` before a vulnerability was detected is no evaluation of that one.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import Literal

import msgspec

from generator import strict_yaml
from generator.ledger.item import LedgerItem
from generator.model.evaluation import Reduction
from generator.model.evidence import Gap, GapKind
from generator.model.grouping import grouped
from generator.strict_yaml import StrictYamlFile

FILE = "decisions/evaluations.yaml"

_Rating = Literal["N1", "N2", "N3", "N4", "N5"]


class EvaluationStatement(msgspec.Struct, frozen=True, kw_only=True):
    """What one entry says; None or empty is nothing."""

    evaluated: datetime | None = None
    of_assets: bool = False
    """The entry names assets and no vulnerability: what was not detected yet on its day cannot have been evaluated."""
    by: str | None = None
    reachable: bool | None = None
    exploitable: bool | None = None
    rating: int | None = None
    reductions: tuple[Reduction, ...] | None = None
    next_reduction: Reduction | None = None
    impact: str | None = None
    more: str | None = None
    mitigated: date | None = None
    planned: date | None = None
    accepted: str | None = None
    overdue: str | None = None


class EvaluationEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the file."""

    poam_ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Of vulnerabilities, in capitals."""
    assets: tuple[str, ...] = ()
    statement: EvaluationStatement
    line: int


class Entries:
    """All entries, asked item by item."""

    def __init__(self, entries: Sequence[EvaluationEntry]) -> None:
        self._by_id = grouped((one_id, entry) for entry in entries for one_id in entry.poam_ids)
        self._by_name = grouped((name, entry) for entry in entries for name in entry.names)
        self._by_asset = [entry for entry in entries if entry.assets]
        self._entries = entries
        self._used: set[int] = set()

    def on(self, item: LedgerItem) -> tuple[EvaluationStatement, ...]:
        """The statements about an item, the most specific first."""
        if not self._entries:
            return ()
        names = dict.fromkeys(name.upper() for name in (item.identifier, *item.cves, *item.aliases))
        ids = dict.fromkeys((item.poam_id, item.natural_id))
        by_line = {entry.line: entry for name in ids for entry in self._by_id.get(name, ())}
        by_line |= {entry.line: entry for name in names for entry in self._by_name.get(name, ()) if entry.line not in by_line}
        by_line |= {entry.line: entry for entry in self._by_asset if entry.line not in by_line and _fits(entry, item)}
        self._used.update(by_line)
        return tuple(entry.statement for entry in by_line.values())

    def unused(self) -> Iterator[Gap]:
        """Entries that say something of nothing."""
        for entry in self._entries:
            if entry.line not in self._used:
                named = ", ".join((*entry.poam_ids, *entry.names, *entry.assets)[:3])
                reason = f"no vulnerability of this package is meant by `{named}`, so this entry counts for nothing"
                step = "correct it, or remove it"
                yield Gap(path=FILE, place=f"line {entry.line}", kind=GapKind.UNDECIDED, reason=reason, next_step=step)


class _Lower(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    day: date
    rating: _Rating


class _EvaluationRow(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    poam_id: str | list[str] | None = None
    vulnerability: str | list[str] | None = None
    assets: list[str] | None = None
    evaluated: str | None = None
    by: str | None = None
    internet_reachable: bool | None = None
    likely_exploitable: bool | None = None
    rating: _Rating | None = None
    reductions: list[_Lower] | None = None
    next_reduction: _Lower | None = None
    impact: str | None = None
    more: str | None = None
    mitigated: date | None = None
    remediation_planned: date | None = None
    accepted: str | None = None
    overdue: str | None = None


SCHEMA = list[_EvaluationRow]
"""The whole file, for its JSON schema."""


def read_evaluations(text: str, moment: Callable[[str], datetime]) -> tuple[EvaluationEntry, ...]:
    """Read and check the file. `moment` reads a day or a moment, and raises ValueError where a text is neither.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, an entry for nothing or for two kinds of things, a
            reduction that does not lower.
    """
    written, rows = strict_yaml.load_list(text, FILE, _EvaluationRow)
    return tuple(_entry(row, index, written, moment) for index, row in enumerate(rows))


def _entry(row: _EvaluationRow, index: int, written: StrictYamlFile, moment: Callable[[str], datetime]) -> EvaluationEntry:
    selectors = {"poam-id": _listed(row.poam_id), "vulnerability": _listed(row.vulnerability), "assets": _listed(row.assets)}
    named = [key for key, values in selectors.items() if values]
    if len(named) != 1:
        what = f"the entry names {' and '.join(named)}" if named else "the entry does not say what it is about"
        raise written.error((index,), what, "name one of `poam-id`, `vulnerability` and `assets`")
    _check(row, index, written)
    return EvaluationEntry(
        poam_ids=selectors["poam-id"],
        names=tuple(name.upper() for name in selectors["vulnerability"]),
        assets=selectors["assets"],
        statement=_statement(row, _evaluated(row, index, written, moment)),
        line=written.line((index,)),
    )


def _listed(value: str | list[str] | None) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value or []
    return tuple(dict.fromkeys(text.strip() for text in values if text.strip()))


def _check(row: _EvaluationRow, index: int, written: StrictYamlFile) -> None:
    texts = {key: getattr(row, key) for key in ("accepted", "overdue", "by", "impact", "more")}
    written.require_texts((index,), texts, "write it, or remove the key")
    if row.reductions and row.rating is None:
        raise written.error((index, "reductions"), "reductions without the rating that they lower", "add `rating: N4`")
    last, day = _number(row.rating or "N5") + (0 if row.rating else 1), date.min
    for number, reduction in enumerate(row.reductions or ()):
        if _number(reduction.rating) >= last or reduction.day < day:
            step = "write them in their order, each with a later day and a lower rating than the one before"
            raise written.error(
                (index, "reductions", number),
                f"{reduction.rating} of {reduction.day} does not lower what stands before it",
                step,
            )
        last, day = _number(reduction.rating), reduction.day
    if row.next_reduction is not None and _number(row.next_reduction.rating) >= last:
        step = "name a rating that is lower than the one of today"
        raise written.error((index, "next-reduction"), f"{row.next_reduction.rating} lowers nothing", step)


def _statement(row: _EvaluationRow, evaluated: datetime | None) -> EvaluationStatement:
    return EvaluationStatement(
        evaluated=evaluated,
        of_assets=bool(row.assets),
        by=_text(row.by),
        reachable=row.internet_reachable,
        exploitable=row.likely_exploitable,
        rating=_number(row.rating) if row.rating else None,
        reductions=tuple(_reduction(reduction) for reduction in row.reductions) if row.reductions else None,
        next_reduction=_reduction(row.next_reduction) if row.next_reduction else None,
        impact=_text(row.impact),
        more=_text(row.more),
        mitigated=row.mitigated,
        planned=row.remediation_planned,
        accepted=_text(row.accepted),
        overdue=_text(row.overdue),
    )


def _text(value: str | None) -> str | None:
    return value.strip() if value is not None else None


def _number(word: str) -> int:
    return int(word[1:])


def _reduction(row: _Lower) -> Reduction:
    return Reduction(day=row.day, rating=_number(row.rating))


def _evaluated(row: _EvaluationRow, index: int, written: StrictYamlFile, moment: Callable[[str], datetime]) -> datetime | None:
    if row.evaluated is None:
        return None
    try:
        return moment(row.evaluated)
    except ValueError as error:
        what = f"`{row.evaluated[:40]}` is not a day or a moment"
        raise written.error((index, "evaluated"), what, "write it like 2026-11-20 or 2026-11-20T06:30:00Z") from error


def _fits(entry: EvaluationEntry, item: LedgerItem) -> bool:
    return bool(item.assets) and all(
        any(fnmatchcase(asset.asset_id, pattern) for pattern in entry.assets) for asset in item.assets
    )
