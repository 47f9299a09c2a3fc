"""What the cross-check page shows, decided and in words: its template only loops."""

from typing import Generic, TypeVar

import msgspec

from generator.renderers.poam.trend_chart import Trend

Row = TypeVar("Row")


class CrosscheckTable(msgspec.Struct, Generic[Row], frozen=True, kw_only=True):
    """Rows with what is left out."""

    rows: tuple[Row, ...]
    more: str
    """Says how many are left out and where they are; empty where all are here."""
    total: str
    short: bool
    """Few enough to be shown unfolded."""


class EvidencePlace(msgspec.Struct, frozen=True, kw_only=True):
    """A place in an evidence file, with the way to the file from the page."""

    text: str
    """`evidence/scans/cart.json, /Results/0`."""
    href: str = ""
    """Empty where the file is not in the package."""


class SummaryLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the summary."""

    number: str
    text: str
    href: str
    """The part of the page that shows it."""


class CountLine(msgspec.Struct, frozen=True, kw_only=True):
    """A count with its meaning."""

    label: str
    count: str


class ScanAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Where every raw scan result is."""

    results: str
    parts: tuple[CountLine, ...]
    verdict: str
    balanced: bool


class SubjectList(msgspec.Struct, frozen=True, kw_only=True):
    """Subjects of a discrepancy with the same reason."""

    reason: str
    names: tuple[str, ...]


class DiscrepancyRow(msgspec.Struct, frozen=True, kw_only=True):
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


class CheckRows(msgspec.Struct, frozen=True, kw_only=True):
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


class QuietCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check without a discrepancy."""

    title: str
    question: str
    judged: str = ""
    """`12 of 14 images of workloads judged`; empty where the package has no verdicts of it."""


class MatchRow(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn shape and the workloads it stands for."""

    label: str
    workloads: tuple[str, ...]
    tier: str
    because: str


class DrawnRow(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn shape with nothing running behind it."""

    label: str
    page: str
    place: EvidencePlace
    suggestion: str
    """What it most likely stands for, with the score; empty where nothing comes into question."""


class RunningRow(msgspec.Struct, frozen=True, kw_only=True):
    """A workload that no shape stands for."""

    key: str
    suggestion: str
    """The shape that most likely stands for it, with the score; empty where none does."""


class FlowVerdictRow(msgspec.Struct, frozen=True, kw_only=True):
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


class ExternalRow(msgspec.Struct, frozen=True, kw_only=True):
    """An external service, listed or drawn or both."""

    name: str
    drawn: str
    placement: str


class SuggestionRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a shape may stand for."""

    label: str
    workload: str
    score: str
    why: str


class PortRow(msgspec.Struct, frozen=True, kw_only=True):
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


class FlowsCompared(msgspec.Struct, frozen=True, kw_only=True):
    """Flows, external services and ports."""

    counts: str
    windows: str
    verdicts: CrosscheckTable[FlowVerdictRow]
    externals: CrosscheckTable[ExternalRow]
    suggestions: CrosscheckTable[SuggestionRow]
    ports: CrosscheckTable[PortRow]


class UnreadRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader left out of a drawn page."""

    page: str
    place: EvidencePlace
    what: str


class DriftTable(msgspec.Struct, frozen=True, kw_only=True):
    """Drawn against running. `why_not` is empty where there was something to compare."""

    why_not: str
    matches: CrosscheckTable[MatchRow]
    drawn_only: CrosscheckTable[DrawnRow]
    running_only: CrosscheckTable[RunningRow]
    unread: CrosscheckTable[UnreadRow]
    flows: FlowsCompared


class ScanRow(msgspec.Struct, frozen=True, kw_only=True):
    """One scan of one asset."""

    asset_id: str
    scanner: str
    outcome: str
    day: str
    joined_by: str
    place: EvidencePlace


class CoverageRow(msgspec.Struct, frozen=True, kw_only=True):
    """How many assets of one kind scans looked at."""

    kind: str
    total: str
    latest: str
    by_name: str
    older: str
    never: str
    unauthenticated: str
    """Empty for images, which are read whole."""


class MissingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A mandatory column of the inventory workbook with blank cells."""

    column: str
    count: str
    assets: tuple[str, ...]
    more: str
    say: str


class SampleRow(msgspec.Struct, frozen=True, kw_only=True):
    """A class of identical assets of which some are scanned for all."""

    assets: str
    members: str
    selected: tuple[str, ...]
    more: str
    variance: tuple[str, ...]
    place: str


class QualityRow(msgspec.Struct, frozen=True, kw_only=True):
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


class DroppedRow(msgspec.Struct, frozen=True, kw_only=True):
    """The raw results of one file, where the reader had to leave some out: `results == kept + duplicates + left_out`."""

    place: EvidencePlace
    """Empty link where the row is of several files."""
    results: str
    kept: str
    duplicates: str
    left_out: str
    dropped: tuple[CountLine, ...]
    """Why, and how many."""


class TriggerRow(msgspec.Struct, frozen=True, kw_only=True):
    """One trigger of continuous monitoring."""

    title: str
    measured: str
    limit: str
    level: str
    style: str
    """Name of a color in the template: `good`, `bad`, `soft`."""
    because: str


class OscalRow(msgspec.Struct, frozen=True, kw_only=True):
    """One OSCAL document of the package."""

    file: str
    href: str
    title: str
    uuid: str
    version: str


class CrosscheckPage(msgspec.Struct, frozen=True, kw_only=True):
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
