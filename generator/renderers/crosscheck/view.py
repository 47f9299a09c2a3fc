"""Everything the cross-check page says, from the frozen package: counts and ids from its OSCAL bundle where OSCAL has them."""

from collections.abc import Iterable

from generator.limits import PAGE_ROWS
from generator.model.facts import Accounting
from generator.model.scan import Disposition
from generator.model.trigger import Escalation, Trigger
from generator.oscal.bundle import OscalBundle
from generator.oscal.package import AuthorizationPackage
from generator.renderers.crosscheck import bundle as bundled
from generator.renderers.crosscheck import coverage as covered
from generator.renderers.crosscheck import drift as compared
from generator.renderers.crosscheck import quality as qualified
from generator.renderers.crosscheck.rows import CountLine, CrosscheckPage, ScanAccount, SummaryLine, TriggerRow
from generator.renderers.crosscheck.text import RESULTS, shortened
from generator.renderers.oscal_reading import value_of
from generator.renderers.outstanding import outstanding
from generator.renderers.poam.trend_chart import trend
from generator.text import agreeing, counted

_MOST_ITEMS = 50
_DISPOSITIONS = {
    Disposition.PASSED: "checks that the scanner reports as passed",
    Disposition.NOT_AFFECTED: "the scanner or vendor says: not affected",
    Disposition.SUPPRESSED: "suppressed in the scanner, with its reason there",
    Disposition.NOT_APPLICABLE: "the scanner says: not applicable",
    Disposition.MANUAL: "left by the scanner to a person",
    Disposition.RESOLVED: "resolved, by the scanner",
    Disposition.ERROR: "the scanner reports an error",
    Disposition.OPEN: "open by disposition",
}


def view(package: AuthorizationPackage) -> CrosscheckPage:
    """The whole page."""
    bundle = package.bundle
    missing, ratings, (items, configuration) = covered.missing(package), bundled.ratings(bundle), bundled.poam_counts(bundle)
    return CrosscheckPage(
        lead=_lead(package),
        summary=_summary(package, _items(items, configuration, ratings)),
        account=account(package.accounting),
        checks=compared.checks(package),
        quiet=compared.quiet_checks(package),
        unmade=compared.unmade_checks(bundle),
        controls=", ".join(compared.controls_contradicted(package.discrepancies)),
        drift=compared.drift(package.comparison, package.flows),
        ratings=(
            *ratings,
            CountLine(label="Configuration findings, apart", count=f"{configuration:,}"),
            *bundled.rated(bundle),
        ),
        trend=trend(package.trend),
        triggers=tuple(_trigger(trigger) for trigger in package.triggers),
        coverage=covered.coverage(package),
        idle=covered.idle(package),
        missing=missing,
        missing_count=counted(sum(int(row.count.replace(",", "")) for row in missing), "mandatory cell"),
        samples=covered.samples(package),
        scans=shortened(tuple(bundled.scans(bundle)), PAGE_ROWS, RESULTS),
        quality=shortened(qualified.quality(package), PAGE_ROWS, "the evidence"),
        quality_unknown=qualified.unknown(package.scan_quality),
        read=qualified.read(package),
        dropped=shortened(qualified.dropped(package), PAGE_ROWS, "the evidence"),
    )


def _lead(package: AuthorizationPackage) -> str:
    reported = compared.discrepancies_reported(package.bundle)
    if reported:
        number = counted(reported, "discrepancy", "discrepancies")
        return f"{number} between scans, diagrams and inventory. Each is listed below with its next step."
    return compared.none_found(package.bundle)


def _summary(package: AuthorizationPackage, items: SummaryLine) -> tuple[SummaryLine, ...]:
    """What a reader wants to know first, in five lines."""
    files, gaps, missing_statements = len(package.evidence), len(package.gaps), outstanding(package).sentence
    results = counted(package.accounting.results, "raw scan result")
    reported, failed = compared.discrepancies_reported(package.bundle), len(compared.checks(package))
    made = counted(len(compared.made_by_check(package.bundle)), "check")
    contradictions = agreeing(reported, "discrepancy", "discrepancies")
    missing = "; ".join(filter(None, (f"{agreeing(gaps, 'gap')} in the evidence", missing_statements)))
    return (
        SummaryLine(number=f"{files:,}", text=f"evidence {agreeing(files, 'file')} read, with {results}", href="evidence.html"),
        _assets(package.bundle),
        items,
        SummaryLine(number=f"{reported:,}", text=f"{contradictions}, from {failed} of {made} made", href="#discrepancies"),
        SummaryLine(number=f"{gaps:,}", text=missing, href="gaps.html"),
    )


def _assets(bundle: OscalBundle) -> SummaryLine:
    assets = bundle.ssp.system_implementation.inventory_items
    scanned = sum(value_of(item.props, "is-scanned") == "yes" for item in assets)
    kinds = bundled.kinds(bundle)
    text = f"inventory {agreeing(len(assets), 'item')}{f': {kinds}' if kinds else ''}; {scanned:,} scanned"
    return SummaryLine(number=f"{len(assets):,}", text=text, href="inventory.html")


def _items(items: int, configuration: int, ratings: Iterable[CountLine]) -> SummaryLine:
    rated = ", ".join(f"{rating.count} {rating.label}" for rating in ratings)
    apart = counted(configuration, "configuration finding")
    return SummaryLine(number=f"{items:,}", text=f"POA&M {agreeing(items, 'item')}: {rated}; and {apart} apart", href="#poam")


def account(accounting: Accounting) -> ScanAccount:
    """Where every raw scan result is, and whether the parts add up."""
    parts = [
        ("open on assets in scope: behind the POA&M items", accounting.open),
        *((_DISPOSITIONS[disposition], count) for disposition, count in accounting.by_disposition),
        ("license findings: counted, not security weaknesses", accounting.licenses),
        ("runtime events of sensors: counted, not security weaknesses", accounting.events),
        ("in scans that a newer scan replaces", accounting.superseded),
        ("in scans from after the as-of date", accounting.later),
        ("on images or targets that are not part of what runs", accounting.not_running),
        ("about source code or folders that are no asset of the inventory", accounting.source_code),
        ("left out by the reader, with a reason", accounting.dropped),
    ]
    missing = accounting.results - sum(count for _, count in parts)
    verdict = (
        "Every raw result is accounted for."
        if missing == 0
        else f"The parts differ from the whole by {abs(missing):,}. This is an atopack bug: please report it."
    )
    return ScanAccount(
        results=f"{accounting.results:,}",
        parts=tuple(CountLine(label=label, count=f"{count:,}") for label, count in parts),
        verdict=verdict,
        balanced=missing == 0,
    )


def _trigger(trigger: Trigger) -> TriggerRow:
    return TriggerRow(
        title=trigger.title,
        measured=trigger.measured,
        limit=trigger.limit,
        level=str(trigger.level) if trigger.level is not None else "not known",
        style={None: "soft", Escalation.NONE: "good"}.get(trigger.level, "bad"),
        because=trigger.because,
    )
