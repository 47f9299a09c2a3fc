"""The lines that a command prints at its end, for a compliance writer. Pure: returns lines, prints nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from generator.checks.registry import CHECKS
from generator.evaluation.clocks import governing
from generator.model.discrepancy import Discrepancy
from generator.model.evaluation import ItemEvaluation
from generator.model.evidence import Gap, GapKind
from generator.model.facts import Accounting
from generator.model.quality import ScanQuality
from generator.model.rating import Rating
from generator.model.scan import ScanTally, Severity
from generator.model.trigger import Escalation, Trigger
from generator.oscal.package import AuthorizationPackage
from generator.oscal.poam import late_items
from generator.pipeline.manifest import counts
from generator.pipeline.publish import Published
from generator.renderers.crosscheck.drift import made_by_check
from generator.renderers.crosscheck.quality import unknown
from generator.renderers.outstanding import outstanding
from generator.renderers.report.sections.evidence import use_counts
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

_POAM_RULE = "the deadlines of RA-5(d) (30, 90 and 180 days)"
_CR26_RULE = "the Consolidated Rules' time frames for evaluation and response"
"""Two rules make two numbers of the same items: each number is printed with its own."""

_MOST_KINDS = 6
"""Of discrepancies named in one line; the report has all."""


def built(result: Published) -> list[str]:
    """Six lines: what was read and how good the scans are, what runs, what is open, what does not agree, what is not stated."""
    package, numbers = result.package, counts(result.package)
    return [
        f"Read       {_of(len(package.evidence_uses), 'evidence file')} as of {package.as_of.isoformat()}: "
        f"{use_counts(package.evidence_uses)}; {_gaps(package.gaps)}.",
        *_unmatched(package),
        *_quality(package.scan_quality),
        f"Inventory  {_of(numbers['inventory_items'], 'item')} for {_of(numbers['workloads'], 'workload')}.",
        f"POA&M      {_poam(package, numbers)}",
        *([f"Rated      {_rated(numbers)}"] if numbers["poam_items"] else []),
        *activity(package),
        f"Checks     {discrepancy_counts(package.discrepancies, len(made_by_check(package.bundle)))}",
        f"Not stated {_outstanding(result)}",
        *_draft(numbers["missing_cells"]),
    ]


def _unmatched(package: AuthorizationPackage) -> list[str]:
    """Scans of which nothing counts, because what they looked at is no asset of the inventory."""
    number = len(package.unmatched_targets)
    return [f"Unmatched  {_of(number, 'scanned target')} matched no asset: report/unmatched.html lists them."] if number else []


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


def _quality(scans: Sequence[ScanQuality]) -> list[str]:
    """One line: how many scans count, and what of them is not known."""
    if not scans:
        return []
    missing = unknown(scans)
    description = f"not known: {missing}" if missing else "version, database date, login and configuration are known for each"
    return [f"Scans      {_of(len(scans), 'scan')} counted; {description}."]


def _of(number: int, noun: str) -> str:
    return counted(number, noun)


def _gaps(rows: Sequence[Gap]) -> str:
    return f"{_of(len(rows), 'gap')} (evidence missing, undated or unreadable)" if rows else "no gaps"


def _poam(package: AuthorizationPackage, numbers: Mapping[str, int]) -> str:
    if not package.accounting.results:
        return "nothing to track: no scan results."
    risks = [risk for risk in package.bundle.poam.risks if risk.status != "closed"]
    if not risks:
        elsewhere = package.accounting.not_running + package.accounting.source_code
        other = f"; {_of(elsewhere, 'result')} concern images or targets that are not part of what runs" if elsewhere else ""
        return f"nothing open on what was collected{other}."
    ratings = Counter(
        facet.value
        for risk in risks
        for characterization in risk.characterizations
        for facet in characterization.facets
        if facet.name == "risk" and facet.props[0].value == "initial"
    )
    late = len(late_items(package.bundle.poam))
    shown = ", ".join(f"{ratings[name]} {name}" for name in map(str.lower, Rating) if ratings[name])
    configuration = numbers["configuration_findings"]
    extra = f" and {_of(configuration, 'configuration finding')}" if configuration else ""
    closed = f"; {numbers['closed_items']:,} closed" if numbers["closed_items"] else ""
    return f"{_of(numbers['poam_items'], 'item')}{extra} ({shown}); {late} past due by {_POAM_RULE}{closed}."


def _rated(numbers: Mapping[str, int]) -> str:
    """Who the ratings come from; configuration findings left out."""
    verified, claimed = numbers["rated_by_nvd_verified"], numbers["rated_by_nvd_unverified"]
    vendor = f", {numbers['rated_by_vendor']:,} by a vendor" if numbers["rated_by_vendor"] else ""
    concluded = f", {numbers['rated_by_requirement']:,} by the requirement not met" if numbers["rated_by_requirement"] else ""
    return (
        f"{verified + claimed:,} of {_of(numbers['poam_items'], 'item')} by NVD "
        f"({verified:,} verified, {claimed:,} unverified), "
        f"{numbers['rated_by_scanner']:,} by the scanner{vendor}{concluded}, {numbers['rated_by_unknown']:,} unknown."
    )


def activity(package: AuthorizationPackage) -> list[str]:
    """What the Consolidated Rules and continuous monitoring make of the items: a line each, where they apply."""
    clocks = governing(package.system.regime, package.as_of)
    return [*_evaluated(package.evaluations, clocks), *_triggers(package.triggers)]


def _evaluated(rows: Sequence[ItemEvaluation], clocks: str) -> list[str]:
    if not rows:
        return []
    active = sum(row.is_open and row.acceptance is None for row in rows)
    late, accepted = sum(row.overdue is True for row in rows), sum(row.acceptance is not None for row in rows)
    unsaid = sum(bool(row.missing) for row in rows)
    remaining = f"; {unsaid:,} not evaluated in full: cr26/monthly-report.html lists them" if unsaid else ""
    overdue = f"{late:,} overdue by {_CR26_RULE}"
    return [f"CR26       {active:,} active, {overdue}, {accepted:,} accepted{remaining}. {clocks}"]


def _triggers(rows: Sequence[Trigger]) -> list[str]:
    if not rows:
        return []
    reached = [f"{row.title} ({row.level})" for row in rows if row.level not in (None, Escalation.NONE)]
    unknown = sum(row.level is None for row in rows)
    description = "; ".join((*reached, *([f"{unknown} cannot be determined"] if unknown else []))) or "no trigger reached"
    return [f"ConMon     {description}."]


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


def _draft(missing: int) -> list[str]:
    """One line where the package is a draft."""
    if not missing:
        return []
    cells = _of(missing, "mandatory cell")
    return [f"Draft      {cells} of the inventory workbook blank: report/crosscheck.html#missing lists them."]


def _outstanding(result: Published) -> str:
    missing, statements = result.package.system.outstanding, outstanding(result.package)
    keys = f" (keys: {', '.join(outstanding_key.key for outstanding_key in missing)})" if missing else ""
    description = f"{statements.sentence or 'nothing that the documents ask of system.yaml is outstanding'}{keys}"
    if not result.warnings:
        return f"{description}."
    return (
        f"{description}; {_of(len(result.warnings), 'FedRAMP expectation')} of the OSCAL not met yet (`atopack "
        f"validate` lists them)."
    )
