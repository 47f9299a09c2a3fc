"""Turns a vulnerability of Aqua's into a scan result, for its scanner and its API alike."""

from generator.model.scan import Disposition, ResultKind, ScanResult, ScanTarget
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.aqua_wire import Resource, Vulnerability
from generator.parsers.scans.dates import day, seen_day
from generator.parsers.scans.entries import cves
from generator.parsers.scans.severity import severity

ACKNOWLEDGED = "acknowledged"


def result(entry: Vulnerability, resource: Resource, target: ScanTarget, place: str) -> ScanResult | None:
    """The entry; None where it has no identifier."""
    if not entry.name:
        return None
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=entry.name,
        target=target,
        severity=severity(entry.severity),
        native_severity=entry.severity,
        disposition=Disposition.SUPPRESSED if entry.is_acknowledged else Disposition.OPEN,
        native_status=ACKNOWLEDGED if entry.is_acknowledged else "",
        package=resource.package(entry.fix_version),
        scope=resource.path or "",
        description=entry.description or "",
        solution=entry.solution or "",
        cves=cves(entry.name),
        cvss=cvss_scores.scores(entry.scores()),
        references=entry.references,
        published=day(entry.publish_date),
        first_seen=seen_day(entry.first_found_date),
        place=place,
    )
