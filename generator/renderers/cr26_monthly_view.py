"""The monthly activity report for people (VER-TFR-MHR): all detection and response activity since the report of last time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from generator.frameworks import fedramp_cr26 as cr26
from generator.frameworks.fedramp_cr26 import CertificationClass
from generator.ledger.item import Reason
from generator.limits import PAGE_ROWS
from generator.model.evaluation import Evaluation
from generator.oscal.package import AuthorizationPackage
from generator.renderers.cr26_monthly_detection import cadence, scanners
from generator.renderers.cr26_monthly_rows import MonthlyPage, RatingRow, ReductionRow, VulnerabilityRow
from generator.renderers.cr26_records import Record, records, started
from generator.renderers.crosscheck_coverage import coverage
from generator.renderers.crosscheck_rows import Figure, Table
from generator.renderers.crosscheck_words import shortened
from generator.renderers.oscal_reading import holders, names
from generator.renderers.trend_chart import trend
from generator.text import counted

_JSON = "cr26/vulnerability-detail-report.json"
_ACCEPTED = "cr26/accepted-vulnerabilities.json"
_UNSAID = "–"
_REASONS = {
    Reason.REMEDIATED: "remediated",
    Reason.RETIRED: "retired with its asset",
    Reason.FALSE_POSITIVE: "false positive",
    Reason.BY_A_PERSON: "closed by a person",
}
_ANSWERS = {True: "yes", False: "no", None: _UNSAID}
_SHOULD = (CertificationClass.C, CertificationClass.D)


def view(package: AuthorizationPackage) -> MonthlyPage:
    """The whole report."""
    rows, start, metadata = records(package), started(package), package.bundle.poam.metadata
    active = [one for one in rows if one.is_active]
    accepted, closed = [one for one in rows if one.is_accepted], [one for one in rows if one.evaluation.closed_now]
    new = [one for one in rows if one.detected >= start]
    overdue = [one for one in active if one.evaluation.overdue]
    incidents = [one for one in active if one.evaluation.is_incident]
    open_questions = sorted((one for one in active if one.evaluation.missing), key=urgency)
    certification = CertificationClass(package.certification)
    return MonthlyPage(
        provider=names(holders(metadata, "cloud-service-provider")),
        as_of=package.as_of.isoformat(),
        start=start.isoformat(),
        certification=certification.value,
        lead=_lead(len(new), closed, overdue, open_questions),
        summary=(
            Figure(number=f"{len(active):,}", text="active", href="#active"),
            Figure(number=f"{len(new):,}", text="detected in this period", href="#new"),
            Figure(number=f"{len(closed):,}", text="closed in this period", href="#closed"),
            Figure(number=f"{len(overdue):,}", text="overdue", href="#overdue"),
            Figure(number=f"{len(accepted):,}", text="accepted", href="#accepted"),
            Figure(number=f"{len(open_questions):,}", text="not evaluated in full", href="#questions"),
        ),
        ratings=_ratings(active, certification),
        overdue=_table(overdue),
        incidents=_table(incidents),
        accepted=_table(accepted, where=_ACCEPTED),
        new=_table(new),
        closed=_table(closed),
        reduced=tuple(_reduced(rows, start)),
        open_questions=_table(open_questions),
        active=_table(active),
        incident_rule="should" if certification in _SHOULD else "may",
        scanners=scanners(package),
        coverage=coverage(package),
        cadence=cadence(package, certification),
        trend=trend(package.trend),
    )


def _lead(new: int, closed: Sequence[Record], overdue: Sequence[Record], open_questions: Sequence[Record]) -> str:
    ways = Counter(_REASONS[one.reason] for one in closed if one.reason is not None)
    how = f" ({', '.join(f'{number:,} {way}' for way, number in sorted(ways.items()))})" if ways else ""
    said = f"{counted(new, 'vulnerability was', 'vulnerabilities were')} detected and {len(closed):,} closed{how}."
    late = f" {counted(len(overdue), 'is', 'are')} overdue." if overdue else " None is overdue as far as is known."
    owed = f" Of {len(open_questions):,} an answer is missing that only a person can give." if open_questions else ""
    return f"{said}{late}{owed}"


def _ratings(active: Sequence[Record], certification: CertificationClass) -> tuple[RatingRow, ...]:
    by_rating: dict[int | None, list[Evaluation]] = defaultdict(list)
    for one in active:
        by_rating[one.evaluation.rating].append(one.evaluation)
    return tuple(
        _rating_row(rating, by_rating[rating], certification) for rating in (5, 4, 3, 2, 1, None) if rating or by_rating[None]
    )


def _rating_row(rating: int | None, rows: Sequence[Evaluation], certification: CertificationClass) -> RatingRow:
    reachable = sum(one.exploitable is True and one.reachable is True for one in rows)
    inside = sum(one.exploitable is True and one.reachable is False for one in rows)
    unlikely = sum(one.exploitable is False for one in rows)
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
    asked = ((True, True), (False, True), (False, False))
    found = [cr26.respond_within(certification, rating or 0, reachable=near, exploitable=likely) for near, likely in asked]
    if rating is None:
        return ""
    return " / ".join(_span(one) for one in found if one is not None) or "in routine operation"


def _span(value: timedelta) -> str:
    if value < timedelta(days=1):
        return f"{value // timedelta(hours=1)} hours"
    return counted(value.days, "day")


def _table(rows: Iterable[Record], where: str = _JSON) -> Table[VulnerabilityRow]:
    return shortened([_row(one) for one in rows], PAGE_ROWS, where)


def _row(one: Record) -> VulnerabilityRow:
    said = one.evaluation
    return VulnerabilityRow(
        poam_id=said.poam_id,
        title=one.title,
        rating=f"N{said.rating}" if said.rating else _UNSAID,
        severity=one.rating,
        detected=one.detected.isoformat(),
        source=one.wire.detection.detection_source,
        reachable="yes, by evidence" if said.derived else _ANSWERS[said.reachable],
        exploitable=_ANSWERS[said.exploitable],
        evaluated=said.evaluated.date().isoformat() if said.evaluated else _UNSAID,
        due=said.respond_by.isoformat() if said.respond_by else "",
        step=f"N{said.next_reduction.rating} on {said.next_reduction.day}" if said.next_reduction else "",
        why=said.rationale if one.is_accepted else _REASONS[one.reason] if one.reason is not None else said.because,
        closed=one.closed.isoformat() if one.closed else "",
        missing=", ".join(said.missing),
        hint=hint(one),
    )


def hint(one: Record) -> str:
    """What helps to evaluate it first: exploited elsewhere, a way in from the internet, and the day."""
    parts = []
    if one.exploited:
        parts.append("known to be exploited elsewhere")
    if one.evaluation.derived:
        parts.append(one.evaluation.derived)
    if one.evaluation.evaluated is None:
        parts.append(f"to be evaluated by {one.evaluation.evaluate_by}")
    return "; ".join(parts)


def urgency(one: Record) -> tuple[bool, bool, int, date, str]:
    """The order in which evaluations are best made."""
    return (
        not one.exploited,
        not one.evaluation.reachable,
        one.rating.position,
        one.evaluation.evaluate_by,
        one.evaluation.poam_id,
    )


def _reduced(rows: Iterable[Record], start: date) -> Iterable[ReductionRow]:
    for one in rows:
        before = one.evaluation.first_rating
        for step in one.evaluation.reductions:
            if step.day >= start:
                yield ReductionRow(
                    poam_id=one.evaluation.poam_id,
                    title=one.title,
                    day=step.day.isoformat(),
                    before=f"N{before}",
                    after=f"N{step.rating}",
                )
            before = step.rating
