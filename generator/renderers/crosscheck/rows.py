"""What the cross-check page shows, decided and in words: its template only loops."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from generator.renderers.poam.trend_chart import Trend

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosscheckTable(Generic[Row]):
    """Rows with what is left out."""

    rows: tuple[Row, ...]
    more: str
    """Says how many are left out and where they are; empty where all are here."""
    total: str
    short: bool
    """Few enough to be shown unfolded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePlace:
    """A place in an evidence file, with the way to the file from the page."""

    text: str
    """`evidence/scans/cart.json, /Results/0`."""
    href: str = ""
    """Empty where the file is not in the package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """One line of the summary."""

    number: str
    text: str
    href: str
    """The part of the page that shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """A count with its meaning."""

    label: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanAccount:
    """Where every raw scan result is."""

    results: str
    parts: tuple[CountLine, ...]
    verdict: str
    balanced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectList:
    """Subjects of a discrepancy with the same reason."""

    reason: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscrepancyRow:
    """One cause for which evidence contradicts itself or a requirement."""

    uuid: str
    """Of its observation in the assessment results."""
    title: str
    subjects: tuple[SubjectList, ...]
    severity: str
    detail: str
    next_step: str
    controls: str
    assets: str
    places: tuple[EvidencePlace, ...]
    more_places: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRows:
    """All discrepancies of one check."""

    id: str
    anchor: str
    """What other places lead to."""
    title: str
    question: str
    count: str
    rows: tuple[DiscrepancyRow, ...]
    more: str
    """Says how many are not shown and where they are; empty where all are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietCheck:
    """A check without a discrepancy."""

    title: str
    question: str
    judged: str = ""
    """`12 of 14 images of workloads judged`; empty where the package has no verdicts of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRow:
    """A drawn shape and the workloads it stands for."""

    label: str
    workloads: tuple[str, ...]
    tier: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRow:
    """A drawn shape with nothing running behind it."""

    label: str
    page: str
    place: EvidencePlace
    suggestion: str
    """What it most likely stands for, with the score; empty where nothing comes into question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningRow:
    """A workload that no shape stands for."""

    key: str
    suggestion: str
    """The shape that most likely stands for it, with the score; empty where none does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowVerdictRow:
    """One flow, and what became of it."""

    verdict: str
    style: str
    """Class of the verdict: `good`, `bad` or nothing."""
    source: str
    target: str
    strength: str
    ports: str
    encryption: str
    drawn: str
    """The line's own text."""
    because: str
    place: EvidencePlace | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalRow:
    """An external service, listed or drawn or both."""

    name: str
    drawn: str
    placement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRow:
    """What a shape may stand for."""

    label: str
    workload: str
    score: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortRow:
    """A row of the table of services, ports and protocols."""

    service: str
    port: str
    transport: str
    protocol: str
    encryption: str
    reference: str
    purpose: str
    used_by: str
    strength: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowsCompared:
    """Flows, external services and ports."""

    counts: str
    windows: str
    verdicts: CrosscheckTable[FlowVerdictRow]
    externals: CrosscheckTable[ExternalRow]
    suggestions: CrosscheckTable[SuggestionRow]
    ports: CrosscheckTable[PortRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadRow:
    """What a reader left out of a drawn page."""

    page: str
    place: EvidencePlace
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftTable:
    """Drawn against running. `why_not` is empty where there was something to compare."""

    why_not: str
    matches: CrosscheckTable[MatchRow]
    drawn_only: CrosscheckTable[DrawnRow]
    running_only: CrosscheckTable[RunningRow]
    unread: CrosscheckTable[UnreadRow]
    flows: FlowsCompared


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRow:
    """One scan of one asset."""

    asset_id: str
    scanner: str
    outcome: str
    day: str
    joined_by: str
    place: EvidencePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """How many assets of one kind scans looked at."""

    kind: str
    total: str
    latest: str
    by_name: str
    older: str
    never: str
    unauthenticated: str
    """Empty for images, which are read whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingRow:
    """A mandatory column of the inventory workbook with blank cells."""

    column: str
    count: str
    assets: tuple[str, ...]
    more: str
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRow:
    """A class of identical assets of which some are scanned for all."""

    assets: str
    members: str
    selected: tuple[str, ...]
    more: str
    variance: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRow:
    """How good one scan is as evidence."""

    scanner: str
    version: str
    scanned: str
    database: str
    age: str
    """Of the database at the time of the scan."""
    login: str
    configuration: str
    """Approved, another one, or not known."""
    checksum: str
    """SHA-256 of the configuration; empty where it is not known."""
    stated: str
    """What a person says and not the report."""
    place: EvidencePlace
    bad: tuple[str, ...]
    """Of `age`, `login` and `configuration`, those that are discrepancies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedRow:
    """The raw results of one file, where the reader had to leave some out: `results == kept + duplicates + left_out`."""

    place: EvidencePlace
    """Empty link where the row is of several files."""
    results: str
    kept: str
    duplicates: str
    left_out: str
    dropped: tuple[CountLine, ...]
    """Why, and how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerRow:
    """One trigger of continuous monitoring."""

    title: str
    measured: str
    limit: str
    level: str
    style: str
    """Name of a color in the template: `good`, `bad`, `soft`."""
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OscalRow:
    """One OSCAL document of the package."""

    file: str
    href: str
    title: str
    uuid: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosscheckPage:
    """The whole page."""

    lead: str
    summary: tuple[SummaryLine, ...]
    account: ScanAccount
    checks: tuple[CheckRows, ...]
    quiet: tuple[QuietCheck, ...]
    unmade: tuple[QuietCheck, ...]
    """For which nothing was collected: they found nothing because there was nothing to examine."""
    controls: str
    """Controls that the assessment results have a finding of."""
    drift: DriftTable
    ratings: tuple[CountLine, ...]
    trend: Trend
    triggers: tuple[TriggerRow, ...]
    coverage: tuple[CoverageRow, ...]
    idle: str
    """Scanned images that nothing runs; empty where there are none."""
    missing: tuple[MissingRow, ...]
    missing_count: str
    samples: tuple[SampleRow, ...]
    scans: CrosscheckTable[ScanRow]
    quality: CrosscheckTable[QualityRow]
    quality_unknown: str
    """What is not known of how many scans; empty where all is known."""
    dropped: CrosscheckTable[DroppedRow]
    read: tuple[DroppedRow, ...]
    """Below `dropped`: the files of which nothing was left out, together, and the sum of all."""
