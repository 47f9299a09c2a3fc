"""What the monthly activity report shows, decided and in words: its template only loops."""

import msgspec

from generator.renderers.crosscheck.rows import CoverageRow, CrosscheckTable, SummaryLine
from generator.renderers.poam.trend_chart import Trend


class RatingRow(msgspec.Struct, frozen=True, kw_only=True):
    """Active vulnerabilities of one N-rating."""

    rating: str
    reachable: str
    """Likely exploitable and reachable from the internet."""
    inside: str
    """Likely exploitable and not reachable."""
    unlikely: str
    unknown: str
    total: str
    limits: str
    """How long after its evaluation it is to be answered."""


class VulnerabilityRow(msgspec.Struct, frozen=True, kw_only=True):
    """One vulnerability, whatever the table is about."""

    poam_id: str
    title: str
    rating: str
    """N-rating; `–` where it is not stated."""
    severity: str
    """The rating of the plan of action and milestones."""
    detected: str
    source: str
    reachable: str
    """`yes`, `yes, by evidence`, `no`, or `–`."""
    exploitable: str
    evaluated: str
    due: str
    """Day until which it is to be answered; empty where there is none."""
    step: str
    """The next reduction."""
    why: str
    """Why it is overdue, accepted or closed."""
    closed: str = ""
    missing: str = ""
    hint: str = ""
    """What the evidence says to who is to evaluate it."""


class ReductionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A rating that was brought down."""

    poam_id: str
    title: str
    day: str
    before: str
    after: str


class ScannerRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a scanner contributed."""

    name: str
    scans: str
    first: str
    last: str


class MonthlyPage(msgspec.Struct, frozen=True, kw_only=True):
    """The whole report."""

    provider: str
    as_of: str
    start: str
    certification: str
    lead: str
    summary: tuple[SummaryLine, ...]
    ratings: tuple[RatingRow, ...]
    overdue: CrosscheckTable[VulnerabilityRow]
    incidents: CrosscheckTable[VulnerabilityRow]
    accepted: CrosscheckTable[VulnerabilityRow]
    new: CrosscheckTable[VulnerabilityRow]
    closed: CrosscheckTable[VulnerabilityRow]
    reduced: tuple[ReductionRow, ...]
    open_questions: CrosscheckTable[VulnerabilityRow]
    active: CrosscheckTable[VulnerabilityRow]
    incident_rule: str
    scanners: tuple[ScannerRow, ...]
    coverage: tuple[CoverageRow, ...]
    cadence: str
    trend: Trend
