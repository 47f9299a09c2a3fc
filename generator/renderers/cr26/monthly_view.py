"""The monthly activity report for people (VER-TFR-MHR): all detection and response activity since the report of last time,
and how the system was looked at: scanners, their scans, and how these stand beside the time frames of the class (VDR).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from generator.frameworks import fedramp_cr26 as cr26
from generator.frameworks.fedramp_cr26 import CertificationClass
from generator.ledger.asset_states import ClosureReason
from generator.limits import PAGE_ROWS
from generator.model.evaluation import ItemEvaluation
from generator.model.grouping import grouped
from generator.oscal.package import AuthorizationPackage
from generator.renderers.cr26.monthly_rows import MonthlyPage, RatingRow, ReductionRow, ScannerRow, VulnerabilityRow
from generator.renderers.cr26.records import VulnerabilityRecord, records, started
from generator.renderers.crosscheck.coverage import coverage
from generator.renderers.crosscheck.rows import CrosscheckTable, SummaryLine
from generator.renderers.crosscheck.text import shortened
from generator.renderers.oscal_reading import holders, names
from generator.renderers.poam.trend_chart import trend
from generator.renderers.report.sections.poam import open_of, two_clocks
from generator.text import counted

_JSON = "cr26/vulnerability-detail-report.json"
_ACCEPTED = "cr26/accepted-vulnerabilities.json"
_UNSAID = "–"
_REASONS = {
    ClosureReason.REMEDIATED: "remediated",
    ClosureReason.RETIRED: "retired with its asset",
    ClosureReason.FALSE_POSITIVE: "false positive",
    ClosureReason.BY_A_PERSON: "closed by a person",
}
_ANSWERS = {True: "yes", False: "no", None: _UNSAID}
_SHOULD = (CertificationClass.C, CertificationClass.D)


def view(package: AuthorizationPackage) -> MonthlyPage:
    """The whole report."""
    rows, start, metadata = records(package), started(package), package.bundle.poam.metadata
    active = [row for row in rows if row.is_active]
    accepted, closed = [row for row in rows if row.is_accepted], [row for row in rows if row.evaluation.closed_now]
    new = [row for row in rows if row.detected >= start]
    overdue = [record for record in active if record.evaluation.overdue]
    incidents = [record for record in active if record.evaluation.is_incident]
    questions = sorted((record for record in active if record.evaluation.missing), key=urgency)
    certification = CertificationClass(package.certification)
    return MonthlyPage(
        provider=names(holders(metadata, "cloud-service-provider")),
        as_of=package.as_of.isoformat(),
        start=start.isoformat(),
        certification=certification.value,
        lead=_not_scanned(package, start) + _lead(len(new), closed, overdue, questions, two_clocks(package, open_of(package))),
        summary=(
            SummaryLine(number=f"{len(active):,}", text="active", href="#active"),
            SummaryLine(number=f"{len(new):,}", text="detected in this period", href="#new"),
            SummaryLine(number=f"{len(closed):,}", text="closed in this period", href="#closed"),
            SummaryLine(number=f"{len(overdue):,}", text="overdue", href="#overdue"),
            SummaryLine(number=f"{len(accepted):,}", text="accepted", href="#accepted"),
            SummaryLine(number=f"{len(questions):,}", text="not evaluated in full", href="#questions"),
        ),
        ratings=_ratings(active, certification),
        overdue=_table(overdue),
        incidents=_table(incidents),
        accepted=_table(accepted, where=_ACCEPTED),
        new=_table(new),
        closed=_table(closed),
        reduced=tuple(_reduced(rows, start)),
        open_questions=_table(questions),
        active=_table(active),
        incident_rule="should" if certification in _SHOULD else "may",
        scanners=scanners(package),
        coverage=coverage(package),
        cadence=cadence(package, certification),
        trend=trend(package.trend),
    )


def _not_scanned(package: AuthorizationPackage, start: date) -> str:
    """What the counts do not show: that none was detected where nothing was scanned says nothing."""
    return "" if scanned_since(package, start) else "No scan for vulnerabilities that was taken in this period was collected. "


def _lead(
    new: int,
    closed: Sequence[VulnerabilityRecord],
    overdue: Sequence[VulnerabilityRecord],
    open_questions: Sequence[VulnerabilityRecord],
    two: str,
) -> str:
    ways = Counter(_REASONS[record.reason] for record in closed if record.reason is not None)
    how = f" ({', '.join(f'{number:,} {way}' for way, number in sorted(ways.items()))})" if ways else ""
    counts_text = f"{counted(new, 'vulnerability was', 'vulnerabilities were')} detected and {len(closed):,} closed{how}."
    late = f" {counted(len(overdue), 'is', 'are')} overdue." if overdue else " None is overdue as far as is known."
    late += f" {two}" if two else ""
    open_text = f" Of {len(open_questions):,} an answer is missing that only a person can give." if open_questions else ""
    return f"{counts_text}{late}{open_text}"


def _ratings(active: Sequence[VulnerabilityRecord], certification: CertificationClass) -> tuple[RatingRow, ...]:
    by_rating: dict[int | None, list[ItemEvaluation]] = defaultdict(list)
    for record in active:
        by_rating[record.evaluation.rating].append(record.evaluation)
    return tuple(
        _rating_row(rating, by_rating[rating], certification) for rating in (5, 4, 3, 2, 1, None) if rating or by_rating[None]
    )


def _rating_row(rating: int | None, rows: Sequence[ItemEvaluation], certification: CertificationClass) -> RatingRow:
    reachable = sum(row.exploitable is True and row.reachable is True for row in rows)
    inside = sum(row.exploitable is True and row.reachable is False for row in rows)
    unlikely = sum(row.exploitable is False for row in rows)
    return RatingRow(
        rating=f"N{rating}" if rating else "Not rated",
        reachable=f"{reachable:,}",
        inside=f"{inside:,}",
        unlikely=f"{unlikely:,}",
        unknown=f"{len(rows) - reachable - inside - unlikely:,}",
        total=f"{len(rows):,}",
        limits=_limits(rating, certification),
    )


def _limits(rating: int | None, certification: CertificationClass) -> str:
    """`4 / 8 / 64 days`, in the order of the columns."""
    combinations = ((True, True), (False, True), (False, False))
    durations = [
        cr26.respond_within(certification, rating or 0, reachable=near, exploitable=likely) for near, likely in combinations
    ]
    if rating is None:
        return ""
    return " / ".join(_span(duration) for duration in durations if duration is not None) or "in routine operation"


def _span(value: timedelta) -> str:
    if value < timedelta(days=1):
        return f"{value // timedelta(hours=1)} hours"
    return counted(value.days, "day")


def _table(rows: Sequence[VulnerabilityRecord], where: str = _JSON) -> CrosscheckTable[VulnerabilityRow]:
    kept = shortened(rows, PAGE_ROWS, where)
    return CrosscheckTable(rows=tuple(map(_row, kept.rows)), more=kept.more, total=kept.total, short=kept.short)


def _row(record: VulnerabilityRecord) -> VulnerabilityRow:
    evaluation = record.evaluation
    return VulnerabilityRow(
        poam_id=evaluation.poam_id,
        title=record.title,
        rating=f"N{evaluation.rating}" if evaluation.rating else _UNSAID,
        severity=record.rating,
        detected=record.detected.isoformat(),
        source=record.wire.detection.detection_source,
        reachable="yes, by evidence" if evaluation.derived else _ANSWERS[evaluation.reachable],
        exploitable=_ANSWERS[evaluation.exploitable],
        evaluated=evaluation.evaluated.date().isoformat() if evaluation.evaluated else _UNSAID,
        due=evaluation.respond_by.isoformat() if evaluation.respond_by else "",
        step=f"N{evaluation.next_reduction.rating} on {evaluation.next_reduction.day}" if evaluation.next_reduction else "",
        why=evaluation.rationale
        if record.is_accepted
        else _REASONS[record.reason]
        if record.reason is not None
        else evaluation.because,
        closed=record.closed.isoformat() if record.closed else "",
        missing=", ".join(evaluation.missing),
        hint=hint(record),
    )


def hint(record: VulnerabilityRecord) -> str:
    """What helps to evaluate it first: exploited elsewhere, a way in from the internet, and the day."""
    parts = []
    if record.exploited:
        parts.append("known to be exploited elsewhere")
    if record.evaluation.derived:
        parts.append(record.evaluation.derived)
    if record.evaluation.evaluated is None:
        parts.append(f"to be evaluated by {record.evaluation.evaluate_by}")
    return "; ".join(parts)


def urgency(record: VulnerabilityRecord) -> tuple[bool, bool, int, date, str]:
    """The order in which evaluations are best made."""
    return (
        not record.exploited,
        not record.evaluation.reachable,
        record.rating.position,
        record.evaluation.evaluate_by,
        record.evaluation.poam_id,
    )


def _reduced(rows: Iterable[VulnerabilityRecord], start: date) -> Iterable[ReductionRow]:
    for row in rows:
        before = row.evaluation.first_rating
        for step in row.evaluation.reductions:
            if step.day >= start:
                yield ReductionRow(
                    poam_id=row.evaluation.poam_id,
                    title=row.title,
                    day=step.day.isoformat(),
                    before=f"N{before}",
                    after=f"N{step.rating}",
                )
            before = step.rating


def scanners(package: AuthorizationPackage) -> tuple[ScannerRow, ...]:
    """One row per scanner whose scans count."""
    days = grouped((scan.scanner.name, scan.taken.date() if scan.taken else None) for scan in package.scan_quality)
    return tuple(
        ScannerRow(name=name, scans=f"{len(day):,}", first=_edge(min, day), last=_edge(max, day))
        for name, day in sorted(days.items())
    )


def _edge(pick: Callable[[Iterable[date]], date], days: Iterable[date | None]) -> str:
    known = [day for day in days if day is not None]
    return pick(known).isoformat() if known else "undated"


def scanned_since(package: AuthorizationPackage, start: date) -> bool:
    """Was a scan for vulnerabilities collected that was taken on this day or later?"""
    return any(scan.uses_database and scan.taken and scan.taken.date() >= start for scan in package.scan_quality)


def cadence(package: AuthorizationPackage, certification: CertificationClass) -> str:
    """How the newest scans stand beside the class's time frames."""
    sample, whole = cr26.SAMPLE_EVERY[certification], cr26.EVERYTHING_EVERY[certification]
    newest = max((scan.taken.date() for scan in package.scan_quality if scan.taken and scan.uses_database), default=None)
    every = counted(sample, "day")
    rule = (
        f"Class {certification.value} should look at samples of its machine-based resources at least every {every}, and at "
        f"all of them at least every {'month' if whole == 31 else '6 months'}."
    )
    if newest is None:
        return f"{rule} No dated scan for vulnerabilities was collected."
    age = (package.as_of - newest).days
    verdict = "within" if age <= sample else "longer ago than"
    return (
        f"{rule} The newest scan that was collected is of {newest}, {counted(age, 'day')} before this report: {verdict} that."
    )
