"""The lines that a build prints at its end, for a compliance writer. Pure: returns lines, prints nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence

from generator.cli.report_lines import discrepancy_counts
from generator.evaluation.clocks import governing
from generator.model.evaluation import ItemEvaluation
from generator.model.evidence import Gap
from generator.model.quality import ScanQuality
from generator.model.rating import Rating
from generator.model.trigger import Escalation, Trigger
from generator.oscal.package import AuthorizationPackage
from generator.oscal.poam import late_items
from generator.pipeline.manifest import counts
from generator.pipeline.publish import Published
from generator.renderers.crosscheck.drift import made_by_check
from generator.renderers.crosscheck.quality import unknown
from generator.renderers.outstanding import outstanding
from generator.renderers.report.sections.evidence import use_counts
from generator.text import counted

_POAM_RULE = "the deadlines of RA-5(d) (30, 90 and 180 days)"
_CR26_RULE = "the Consolidated Rules' time frames for evaluation and response"
"""Two rules make two numbers of the same items: each number is printed with its own."""


def built(result: Published) -> list[str]:
    """Six lines: what was read and how good the scans are, what runs, what is open, what does not agree, what is not stated."""
    package, numbers = result.package, counts(result.package)
    return [
        f"Read       {counted(len(package.evidence_uses), 'evidence file')} as of {package.as_of.isoformat()}: "
        f"{use_counts(package.evidence_uses)}; {_gaps(package.gaps)}.",
        *_unmatched(package),
        *_quality(package.scan_quality),
        f"Inventory  {counted(numbers['inventory_items'], 'item')} for {counted(numbers['workloads'], 'workload')}.",
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
    return (
        [f"Unmatched  {counted(number, 'scanned target')} matched no asset: report/unmatched.html lists them."]
        if number
        else []
    )


def _quality(scans: Sequence[ScanQuality]) -> list[str]:
    """One line: how many scans count, and what of them is not known."""
    if not scans:
        return []
    missing = unknown(scans)
    description = f"not known: {missing}" if missing else "version, database date, login and configuration are known for each"
    return [f"Scans      {counted(len(scans), 'scan')} counted; {description}."]


def _gaps(rows: Sequence[Gap]) -> str:
    return f"{counted(len(rows), 'gap')} (evidence missing, undated or unreadable)" if rows else "no gaps"


def _poam(package: AuthorizationPackage, numbers: Mapping[str, int]) -> str:
    if not package.accounting.results:
        return "nothing to track: no scan results."
    risks = [risk for risk in package.bundle.poam.risks if risk.status != "closed"]
    if not risks:
        elsewhere = package.accounting.not_running + package.accounting.source_code
        other = (
            f"; {counted(elsewhere, 'result')} concern images or targets that are not part of what runs" if elsewhere else ""
        )
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
    extra = f" and {counted(configuration, 'configuration finding')}" if configuration else ""
    closed = f"; {numbers['closed_items']:,} closed" if numbers["closed_items"] else ""
    return f"{counted(numbers['poam_items'], 'item')}{extra} ({shown}); {late} past due by {_POAM_RULE}{closed}."


def _rated(numbers: Mapping[str, int]) -> str:
    """Who the ratings come from; configuration findings left out."""
    verified, claimed = numbers["rated_by_nvd_verified"], numbers["rated_by_nvd_unverified"]
    vendor = f", {numbers['rated_by_vendor']:,} by a vendor" if numbers["rated_by_vendor"] else ""
    concluded = f", {numbers['rated_by_requirement']:,} by the requirement not met" if numbers["rated_by_requirement"] else ""
    return (
        f"{verified + claimed:,} of {counted(numbers['poam_items'], 'item')} by NVD "
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


def _draft(missing: int) -> list[str]:
    """One line where the package is a draft."""
    if not missing:
        return []
    cells = counted(missing, "mandatory cell")
    return [f"Draft      {cells} of the inventory workbook blank: report/crosscheck.html#missing lists them."]


def _outstanding(result: Published) -> str:
    missing, statements = result.package.system.outstanding, outstanding(result.package)
    keys = f" (keys: {', '.join(outstanding_key.key for outstanding_key in missing)})" if missing else ""
    description = f"{statements.sentence or 'nothing that the documents ask of system.yaml is outstanding'}{keys}"
    if not result.warnings:
        return f"{description}."
    return (
        f"{description}; {counted(len(result.warnings), 'FedRAMP expectation')} of the OSCAL not met yet (`atopack "
        f"validate` lists them)."
    )
