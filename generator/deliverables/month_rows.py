"""What a month's executive summary says, before anybody thinks of a page.

FedRAMP Continuous Monitoring Deliverables v3.1 (2024-12-04): the executive summary goes with POA&M, inventory and scans (CA-5,
RA-5(a)). Everything is counted in the POA&M as OSCAL has it, whatever part of it the workbook shows.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import msgspec

from generator.evaluation.clocks import explained
from generator.model.grouping import grouped
from generator.model.rating import Rating
from generator.oscal.package import AuthorizationPackage
from generator.renderers.crosscheck.quality import quality
from generator.renderers.poam.rows import PoamRow, view_of_all
from generator.text import counted, left_out

_MOST = 25
_PENDING = "Pending"


class MonthTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table: its heading, columns and rows, and what was left out."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    """Columns that hold numbers."""
    empty: str = ""
    """What is said where there are no rows."""
    note: str = ""


class MonthSummary(msgspec.Struct, frozen=True, kw_only=True):
    """The whole summary."""

    system: str
    provider: str
    baseline: str
    month: str
    as_of: date
    marking: str
    before: str
    """What it is compared with."""
    sentences: tuple[str, ...]
    tables: tuple[MonthTable, ...]


def summary(package: AuthorizationPackage) -> MonthSummary:
    """All decisions of the document."""
    system = package.system
    whole = view_of_all(package)
    since = package.handed_in
    before = (
        f"Compared with the package of {since.isoformat()}."
        if since
        else "This is the first delivery; there is no earlier one to compare with."
    )
    return MonthSummary(
        system=system.name,
        provider=whole.provider,
        baseline=whole.impact_level,
        month=f"{package.as_of:%B %Y}",
        as_of=package.as_of,
        marking="CUI",
        before=before,
        sentences=tuple(_sentences(package, whole.open, whole.closed, since)),
        tables=(
            _open(whole.open, since),
            _late(whole.open, package.as_of),
            _exploited(whole.open),
            _closed(whole.closed, since),
            _deviations(whole.open),
            _vendors(whole.open),
            _coverage(package),
            _scanners(package),
            _triggers(package),
            _trend(package),
        ),
    )


def _sentences(
    package: AuthorizationPackage, rows: Sequence[PoamRow], closed: Sequence[PoamRow], since: date | None
) -> Iterator[str]:
    late = sum(row.late for row in rows)
    yield f"{counted(len(rows), 'item of the POA&M is', 'items of the POA&M are')} open, {late:,} of them past due."
    two = explained({row.poam_id for row in rows if row.late}, package.evaluations, package.system.regime, package.as_of)
    if two:
        yield two
    if since:
        new, gone = (
            sum(row.detected > since for row in rows),
            sum(row.status_date > since and not row.duplicate for row in closed),
        )
        yield f"Since the last delivery {counted(new, 'item was', 'items were')} detected and {gone:,} closed."
    assets = sum(coverage.total for coverage in package.coverage)
    scanned = sum(coverage.latest for coverage in package.coverage)
    yield f"{scanned:,} of {counted(assets, 'asset')} were scanned within 30 days, at every digest that is known."
    reached = [trigger for trigger in package.triggers if trigger.level is not None and trigger.level.rank]
    named = ", ".join(trigger.title for trigger in reached)
    yield (
        f"{counted(len(reached), 'performance trigger is', 'performance triggers are')} reached: {named}."
        if reached
        else "No performance trigger is reached by what the evidence determines."
    )
    if package.gaps:
        number = counted(len(package.gaps), "gap")
        yield f"{number} in the evidence: what could not be read or was not collected counts as not examined."


def _open(rows: Sequence[PoamRow], since: date | None) -> MonthTable:
    def counts(some: Sequence[PoamRow]) -> tuple[str, ...]:
        numbers = [
            len(some),
            sum(row.detected > since for row in some) if since else None,
            sum(row.late for row in some),
            sum(row.known_exploited for row in some),
            sum(row.deviations.vendor == "Yes" for row in some),
        ]
        return tuple("–" if number is None else f"{number:,}" for number in numbers)

    lines = [(rating, *counts([row for row in rows if row.rating == rating])) for rating in Rating]
    return MonthTable(
        heading="Open items by original risk rating",
        columns=("Rating", "Open", "New", "Past due", "Known exploited", "Vendor dependency"),
        rows=(*lines, ("All", *counts(rows))),
        numbers=frozenset(range(1, 6)),
    )


def _late(rows: Sequence[PoamRow], as_of: date) -> MonthTable:
    late = sorted((row for row in rows if row.late), key=lambda row: (row.rating.position, row.due, row.poam_id))
    return MonthTable(
        heading="Past due",
        columns=("POA&M ID", "Weakness", "Rating", "Detected", "Due", "Days late", "Assets"),
        rows=tuple(
            (
                row.poam_id,
                row.name,
                row.rating,
                row.detected.isoformat(),
                row.due.isoformat(),
                f"{(as_of - row.due).days:,}",
                f"{len(row.assets):,}",
            )
            for row in late[:_MOST]
        ),
        numbers=frozenset({5, 6}),
        empty=f"0 of {counted(len(rows), 'open item')} are past due.",
        note=_left(len(late)),
    )


def _exploited(rows: Sequence[PoamRow]) -> MonthTable:
    known = [row for row in rows if row.known_exploited]
    return MonthTable(
        heading="Known to be exploited (CISA)",
        columns=("POA&M ID", "Weakness", "Rating", "Due by CISA", "Assets"),
        rows=tuple(
            (
                row.poam_id,
                row.name,
                row.rating,
                row.kev_due.isoformat() if row.kev_due else "not stated",
                f"{len(row.assets):,}",
            )
            for row in known[:_MOST]
        ),
        numbers=frozenset({4}),
        empty="No open item is in CISA’s catalog, as far as the scans and your copy of it say.",
        note=_left(len(known)),
    )


def _closed(rows: Sequence[PoamRow], since: date | None) -> MonthTable:
    gone = [row for row in rows if since and row.status_date > since and not row.duplicate]
    return MonthTable(
        heading="Closed since the last delivery",
        columns=("POA&M ID", "Weakness", "Rating", "Closed"),
        rows=tuple((row.poam_id, row.name, row.rating, row.status_date.isoformat()) for row in gone[:_MOST]),
        empty="Nothing was closed." if since else "There was no delivery before this one.",
        note=_left(len(gone)),
    )


_KINDS: tuple[tuple[str, Callable[[PoamRow], str]], ...] = (
    ("False positive", lambda row: row.deviations.false_positive),
    ("Risk adjustment", lambda row: row.deviations.risk_adjustment),
    ("Operational requirement", lambda row: row.deviations.operational),
)


def _deviations(rows: Sequence[PoamRow]) -> MonthTable:
    counted = [(name, Counter(word(row) for row in rows)) for name, word in _KINDS]
    lines = tuple(
        (name, f"{counts[_PENDING]:,}", f"{counts['Yes']:,}") for name, counts in counted if counts[_PENDING] + counts["Yes"]
    )
    return MonthTable(
        heading="Deviation requests",
        columns=("Kind", "Pending", "Approved"),
        rows=lines,
        numbers=frozenset({1, 2}),
        empty="No deviation is asked for on an open item.",
        note="The form with each request: workbooks/Deviation-Requests.xlsx." if lines else "",
    )


def _vendors(rows: Sequence[PoamRow]) -> MonthTable:
    waiting = [row for row in rows if row.deviations.vendor == "Yes"]
    return MonthTable(
        heading="Waiting for a vendor",
        columns=("POA&M ID", "Weakness", "Product", "Last check-in"),
        rows=tuple(
            (
                row.poam_id,
                row.name,
                row.deviations.product,
                row.deviations.check_in.isoformat() if row.deviations.check_in else "never",
            )
            for row in waiting[:_MOST]
        ),
        empty="No open item waits for a vendor.",
        note=_left(len(waiting)),
    )


def _coverage(package: AuthorizationPackage) -> MonthTable:
    return MonthTable(
        heading="Inventory and scans",
        columns=("Kind of asset", "In the inventory", "Scanned within 30 days", "By name only", "Older", "Never", "No login"),
        rows=tuple(
            (
                coverage.kind,
                *(
                    f"{n:,}"
                    for n in (
                        coverage.total,
                        coverage.latest,
                        coverage.by_name,
                        coverage.older,
                        coverage.never,
                        coverage.unauthenticated,
                    )
                ),
            )
            for coverage in package.coverage
        ),
        numbers=frozenset(range(1, 7)),
        empty="The inventory is empty.",
    )


def _scanners(package: AuthorizationPackage) -> MonthTable:
    """One row for scans that were made alike, with the days of their signatures."""
    scanners = grouped(((row.scanner, row.version, row.login, row.configuration), row.database) for row in quality(package))
    return MonthTable(
        heading="Scanners",
        columns=("Scanner", "Version", "Signatures of", "Login", "Configuration", "Scans"),
        rows=tuple(
            (scanner, version, _days(days), login, configuration, f"{len(days):,}")
            for (scanner, version, login, configuration), days in sorted(scanners.items())
        ),
        numbers=frozenset({5}),
        empty="No scan counts on the day.",
        note="Each raw scan with its checksum: conmon/Scan-Index.csv." if scanners else "",
    )


def _days(moments: Sequence[str]) -> str:
    """`2026-10-12 to 2026-11-17`, with what is not known or does not apply."""
    days = sorted({moment[:10] for moment in moments if moment[:4].isdigit()})
    others = sorted({moment for moment in moments if not moment[:4].isdigit()})
    span = [f"{days[0]} to {days[-1]}" if len(days) > 1 else days[0]] if days else []
    return "; ".join([*span, *others])


def _triggers(package: AuthorizationPackage) -> MonthTable:
    return MonthTable(
        heading="Performance triggers",
        columns=("Trigger", "Measured", "Reached from", "Result"),
        rows=tuple(
            (
                trigger.title,
                trigger.measured,
                trigger.limit,
                str(trigger.level) if trigger.level is not None else f"not determined: {trigger.because}",
            )
            for trigger in package.triggers
        ),
        empty="This system follows the Consolidated Rules for 2026 alone, which have none.",
    )


def _trend(package: AuthorizationPackage) -> MonthTable:
    return MonthTable(
        heading="Open items over time",
        columns=("Package of", *Rating, "All", "Past due"),
        rows=tuple(
            (
                day_count.day.isoformat(),
                *(f"{n:,}" for n in (day_count.high, day_count.moderate, day_count.low, day_count.total, day_count.late)),
            )
            for day_count in package.trend
        ),
        numbers=frozenset(range(1, 6)),
        empty="No package was handed in yet.",
    )


def _left(number: int) -> str:
    left = left_out(number - _MOST, where="the POA&M workbook")
    return f"{left[:1].upper()}{left[1:]}." if left else ""
