"""The lines about evidence and checks that a command prints at its end, for a compliance writer. Pure: returns lines, prints
nothing. Those about a package are in `package_lines`, which imports what writes one."""

from collections import Counter
from collections.abc import Iterable, Sequence

from generator.checks.registry import CHECKS
from generator.model.discrepancy import Discrepancy
from generator.model.evidence import Gap, GapKind
from generator.model.facts import Accounting
from generator.model.scan import ScanTally, Severity
from generator.text import agreeing, counted
from generator.text import left_out as more

_ORDER = (
    GapKind.NOT_READ,
    GapKind.HOLDS_SECRETS,
    GapKind.UNREADABLE,
    GapKind.UNRECOGNIZED,
    GapKind.UNDATED,
    GapKind.NOT_ASSESSED,
    GapKind.NAMED_NOT_THERE,
    GapKind.NO_ASSET,
    GapKind.NOT_COLLECTED,
    GapKind.CONTRADICTED,
    GapKind.UNDECIDED,
    GapKind.LATER,
    GapKind.SHORTENED,
)
"""What to act on first. Checks that could not be made are counted behind them: they follow from what is missing."""

_MOST_KINDS = 6
"""Of discrepancies named in one line; the report has all."""


def unwaived(rows: Iterable[Discrepancy]) -> list[Discrepancy]:
    """Those without a waiver."""
    return [row for row in rows if row.waiver is None]


def gaps(rows: Iterable[Gap], *, most: int = 20) -> list[str]:
    """What could not be read or used, evidence files first; equal reasons are one line, and checks are counted in one."""
    rows = list(rows)
    grouped: dict[str, list[Gap]] = {}
    for gap in sorted((gap for gap in rows if gap.kind in _ORDER), key=lambda gap: _ORDER.index(gap.kind)):
        grouped.setdefault(gap.reason, []).append(gap)
    lines = [_gap_line(group) for group in list(grouped.values())[:most]]
    if len(grouped) > most:
        lines.append(f"  … {more(len(grouped) - most)}; see report/index.html")
    return [*lines, *_not_checked(rows)]


def _gap_line(group: Sequence[Gap]) -> str:
    first = group[0]
    step = f": {first.next_step}" if first.kind in (GapKind.HOLDS_SECRETS, GapKind.NO_ASSET) else ""
    return f"  - {_where(group)}: {first.reason}{step}"


def _not_checked(rows: Iterable[Gap]) -> list[str]:
    number = Counter(gap.kind for gap in rows)
    unmade, partly = number[GapKind.NOT_CHECKED], number[GapKind.PARTLY_CHECKED]
    parts = []
    if unmade:
        parts.append(f"{_of(unmade, 'check')} could not be made: nothing was collected for {agreeing(unmade, 'it', 'them')}")
    if partly:
        parts.append(f"of {_of(partly, 'check')} a part could not be answered")
    return [f"  - {'; '.join((*parts, 'see the report'))}"] if parts else []


def _where(group: Sequence[Gap]) -> str:
    first = group[0]
    place = f"{first.path} ({first.place})" if first.place else first.path
    return f"{place} {more(len(group) - 1)}".strip()


def left_out(tallies: Iterable[tuple[str, ScanTally]], later: int = 0) -> list[str]:
    """What the readers of scans could keep, and why not the rest; nothing where there were no results.

    `later`: results in scans from after the day, which the tallies leave out; with them the line adds up to all results.
    """
    total: Counter[str] = Counter()
    results = kept = repeats = 0
    for _, tally in tallies:
        results, kept, repeats = results + tally.results, kept + tally.unique, repeats + tally.duplicates
        total.update(dict(tally.dropped))
    if not results and not later:
        return []
    number = total.total()
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in sorted(total.items(), key=lambda row: (-row[1], row[0])))
    read = f"  read as {kept:,} distinct and {_of(repeats, 'repeat')}; left out {number:,}"
    read = f"{read} ({reasons})" if number else read
    return [f"{read}; {later:,} in scans after the as-of date" if later else read]


def accounting(account: Accounting) -> list[str]:
    """Where every raw scan result went."""
    rows: list[tuple[str, int]] = [
        ("open on assets in scope", account.open),
        ("in scans that a newer one replaces", account.superseded),
        ("in scans from after the as-of date", account.later),
        ("on images or targets that are not part of what runs", account.not_running),
        ("about source code or folders that are no asset", account.source_code),
        *((f"the scanner says: {disposition}", number) for disposition, number in account.by_disposition),
        ("license findings", account.licenses),
        ("runtime events of sensors", account.events),
        ("left out by the reader, with a reason", account.dropped),
    ]
    shown = [f"  {number:>7,}  {label}" for label, number in rows if number]
    return [f"Scan results  {account.results:,}, each of them accounted for:", *shown]


def _of(number: int, noun: str) -> str:
    return counted(number, noun)


def discrepancy_counts(rows: Sequence[Discrepancy], made: int) -> str:
    """How many of the checks could be made, and what they found: by severity, then in the words of their headings."""
    titles = {check.id: _inside_a_sentence(check.title) for check in CHECKS}
    of = f"{made} of {len(CHECKS)} checks could judge at least one subject"
    if not rows:
        return f"no discrepancy; {of}."
    by_check = Counter(row.check for row in rows)
    most = sorted(by_check.items(), key=lambda row: (-row[1], row[0]))
    shown = "; ".join(f"{number} × {titles[check]}" for check, number in most[:_MOST_KINDS])
    if len(most) > _MOST_KINDS:
        shown += f"; and {sum(number for _, number in most[_MOST_KINDS:])} of {len(most) - _MOST_KINDS} other kinds"
    open_ = unwaived(rows)
    by_severity = Counter(row.severity for row in open_)
    severities = ", ".join(f"{by_severity[severity]:,} {severity}" for severity in Severity if by_severity[severity])
    waived = len(rows) - len(open_)
    parts = ", ".join((*([severities] if severities else []), *([f"{waived:,} waived"] if waived else [])))
    concerned = counted(sum(len(row.concerned) for row in rows), "subject")
    number = counted(len(rows), "discrepancy", "discrepancies")
    return f"{number} between scans, diagrams and inventory ({parts}; {concerned}; {of}): {shown}."


def _inside_a_sentence(title: str) -> str:
    """`API server …` keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
